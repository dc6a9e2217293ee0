package casework

import (
	"context"
	"embed"
	"slices"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/custody"
	"citiesgrow/internal/module"
	"citiesgrow/web"
)

//go:embed all:views
var views embed.FS

// handlers answer requests.
type handlers struct{ *Service }

// Module is the module of cases.
func (s *Service) Module() module.Module {
	h := handlers{s}
	return module.Module{
		Name:       "casework",
		Views:      module.Views(views, custody.Parts),
		Migrations: migrations(),
		Routes:     slices.Concat(h.caseRoutes(), h.actRoutes(), h.custodyRoutes()),
		Nav: []web.NavItem{
			{Key: "nav.cases", Path: "/cases", Who: web.Only(actor.Caseworker)},
			{Key: "nav.custody", Path: "/custody", Who: web.Only(actor.Custodian)},
		},
		Jobs: []module.Job{{Name: "erase reports that are due", Every: 24 * time.Hour, Run: func(ctx context.Context) error {
			_, err := s.EraseDue(ctx, false)
			return err
		}}},
	}
}

// forReader is a route for caseworkers whose answer is stored nowhere.
func forReader(method, path, about string) web.Route {
	return web.Route{Method: method, Path: path, Who: web.Only(actor.Caseworker), NoStore: true, About: about}
}

func viewed(r web.Route, view string) web.Route { r.View = view; return r }

func (h handlers) caseRoutes() []web.Route {
	return []web.Route{
		web.Handle(viewed(forReader("GET", "/cases", "The cases of the caseworker's city, what is due first."), "casework/cases"), h.queue),
		web.Handle(viewed(forReader("GET", "/cases/erasures", "What would be erased today: a dry run."), "casework/erasures"), h.erasures),
		web.Handle(viewed(forReader("GET", "/cases/{id}", "One case, opened with one's own key. That it was read stands in the log."), "casework/case"), h.show),
		web.Handle(web.Route{Method: "GET", Path: "/cases/{id}/print", View: "casework/print", Who: web.Only(actor.Caseworker), NoStore: true,
			Voice: web.PageOnly}, h.show),
		web.Handle(forReader("GET", "/cases/{id}/files/{file}", "A file of a case."), h.caseFile),
	}
}

func (h handlers) custodyRoutes() []web.Route {
	route := func(method, path, about string) web.Route {
		return web.Route{Method: method, Path: path, Who: web.Only(actor.Custodian), NoStore: true, About: about}
	}
	return []web.Route{
		web.Handle(viewed(route("GET", "/custody", "Who holds keys, and who asks to see an identity."), "casework/custody"), h.showCustody),
		web.Handle(route("POST", "/custody/holders/{id}/confirmation", "Confirm a key whose fingerprint was compared with its owner, and let it in."),
			h.confirm),
		web.Handle(route("POST", "/custody/sharing", "Let confirmed readers into earlier reports."), h.share),
		web.Again(web.Handle(route("POST", "/custody/requests/{id}/decision", "Let a caseworker see who reported, or not, with the reason."), h.decide),
			"casework/custody", h.decideAgain),
	}
}
