package vacancy

import (
	"embed"
	"net/http"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/organisation"
	"citiesgrow/internal/store"
	"citiesgrow/search"
	"citiesgrow/web"
)

//go:embed all:views
var views embed.FS

// handlers answer the requests.
type handlers struct{ *Service }

// Module is the module of vacancies.
func (s *Service) Module() module.Module {
	return module.Module{
		Name:        "vacancy",
		Views:       views,
		Collections: []store.Spec{vacancies},
		Journeys:    []module.Journey{s.journey()},
		Kinds:       []search.Kind{Kind},
		Followers:   []store.Follower{module.Indexer(s.kit, Kind, vacancies, s.describe), module.Letters(s.kit, s.letters, vacancies.Name)},
		Check:       module.IndexCheck(s.kit, Kind, vacancies, s.describe),
		Routes:      handlers{s}.routes(),
		Nav: []web.NavItem{
			{Key: "nav.vacancies", Path: "/vacancies", Who: web.Anyone()},
			{Key: "nav.review", Path: "/vacancies/review", Who: web.Only(actor.Staff, actor.Admin), More: true},
		},
	}
}

// OnPage is what the page of an organisation shows of its vacancies.
func (s *Service) OnPage() organisation.Lister[Item] { return handlers{s}.ofOrganisation }

func (h handlers) routes() []web.Route {
	owner, reviewer := web.Only(actor.Employer), web.Only(actor.Employer, actor.Staff, actor.Admin)
	return []web.Route{
		web.Handle(web.Route{Method: "GET", Path: "/vacancies", View: "vacancy/list", Who: web.Anyone(),
			About: "Search vacancies, apprenticeships, placements, training and mentoring that are open."}, h.list),
		web.Handle(web.Route{Method: "GET", Path: "/vacancies/mine", Who: owner, Voice: web.APIOnly,
			About: "The vacancies of the organisation, drafts included."}, h.own),
		web.Handle(web.Route{Method: "GET", Path: "/vacancies/new", View: "vacancy/form", Who: owner, Voice: web.PageOnly}, h.fresh),
		web.Handle(web.Route{Method: "GET", Path: "/vacancies/review", View: "vacancy/waiting", Who: reviewer,
			About: "Vacancies that wait for the employment agency, the longest waiting first."}, h.waiting),
		web.Handle(web.Route{Method: "GET", Path: "/vacancies/fitting", View: "vacancy/fitting", Who: owner,
			About: "Placements and apprenticeships in the trades and languages that a school teaches."}, h.fitting),
		web.Handle(web.Route{Method: "GET", Path: "/vacancies/{id}", View: "vacancy/show", Who: web.Anyone(), About: "One vacancy."}, h.show),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/vacancies", Who: owner, Status: http.StatusCreated, About: "Begin a vacancy: a draft."},
			h.create), "vacancy/form", h.createAgain),
		web.Handle(web.Route{Method: "GET", Path: "/vacancies/{id}/edit", View: "vacancy/form", Who: owner, Voice: web.PageOnly}, h.edit),
		web.Again(web.Handle(web.Route{Method: "PUT", Path: "/vacancies/{id}", Who: owner,
			About: "Change a vacancy; what is published stays until the change is reviewed."}, h.change), "vacancy/form", h.changeAgain),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/vacancies/{id}/submission", Bodiless: true, Who: owner,
			About: "Send a vacancy to the employment agency, with why flagged words are needed."}, h.submit), "vacancy/show", h.submitAgain),
		web.Handle(web.Route{Method: "GET", Path: "/vacancies/{id}/review", View: "vacancy/review", Who: reviewer,
			About: "A vacancy that waits, with the words that seem to shut people out."}, h.reviewPage),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/vacancies/{id}/review", Who: reviewer,
			About: "Publish or refuse a vacancy, and decide each flag."}, h.review), "vacancy/review", h.reviewAgain),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/vacancies/{id}/closing", Who: owner,
			About: "Close a vacancy: so many places filled, or withdrawn because."}, h.close), "vacancy/show", h.closeAgain),
	}
}

func (h handlers) city(c *web.Ctx, id string) string {
	return h.kit.Taxonomy.CityNames([]string{id}, c.Languages()...)
}
