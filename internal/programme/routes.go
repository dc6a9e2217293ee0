package programme

import (
	"embed"
	"net/http"
	"slices"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/store"
	"citiesgrow/web"
)

//go:embed all:views
var views embed.FS

// Module is how the house sees the programme.
func (s *Service) Module() module.Module {
	staff := web.Only(actor.Staff, actor.Admin)
	route := func(method, path, view, about string) web.Route {
		return web.Route{Method: method, Path: path, View: view, Who: staff, About: about}
	}
	page := func(path, view string) web.Route {
		return web.Route{Method: "GET", Path: path, View: view, Who: staff, Voice: web.PageOnly}
	}
	calendar := func(r web.Route) web.Route { r.Media = "text/calendar"; return r }
	made := func(r web.Route) web.Route { r.Status = http.StatusCreated; return r }
	return module.Module{
		Name: "programme", Views: views, Collections: []store.Spec{clusters, visits, actions, assessments, answers, partners},
		Nav: []web.NavItem{{Key: "nav.programme", Path: "/programme/clusters", Who: staff, More: true}},
		Routes: slices.Concat(s.surveyRoutes(), []web.Route{
			web.Handle(route("GET", "/programme/clusters", "programme/clusters", "Who mentors whom, in which theme, and who is not confirmed yet."), s.clustersPage),
			web.Handle(route("GET", "/programme/clusters/{id}", "programme/cluster",
				"A cluster: who, key figures, timeline, strengths, barriers, challenges, actions."), s.clusterShow),
			web.Handle(page("/programme/clusters/{id}/edit", "programme/clusterform"), s.clusterPage),
			web.Again(web.Handle(route("PUT", "/programme/clusters/{id}", "", "Say who is in a cluster, how far it is, and confirm it."), s.tell),
				"programme/clusterform", s.againTell),
			web.Again(web.Handle(route("PUT", "/programme/partners/{id}", "", "Change, add (new) or take out the coordinator or an expert organisation."),
				s.tellPartner), "programme/clusters", s.againPartner),
			web.Handle(route("GET", "/programme/visits", "programme/visits", "Study and mentoring visits, the latest first."), s.visitsPage),
			web.Handle(page("/programme/visits/new", "programme/visitform"), s.newVisit),
			web.Again(web.Handle(made(route("POST", "/programme/visits", "", "Plan a visit.")), s.planVisit), "programme/visitform", s.againVisit),
			web.Handle(route("GET", "/programme/visits/{id}", "programme/visit", "A visit with its lessons, and what came of them."), s.visitPage),
			web.Handle(page("/programme/visits/{id}/edit", "programme/visitform"), s.editVisit),
			web.Again(web.Handle(route("PUT", "/programme/visits/{id}", "", "Change a visit, or say that it took place."), s.changeVisit),
				"programme/visitform", s.againVisit),
			web.Handle(calendar(route("GET", "/programme/visits/{id}/calendar", "", "A visit as iCalendar.")), s.calendar),
			web.Again(web.Handle(made(route("POST", "/programme/visits/{id}/lessons", "", "Add a lesson.")), s.learn), "programme/visit", s.againLearn),
			web.Handle(route("GET", "/programme/benchmark", "programme/benchmark",
				"The benchmark of integration policies: mean levels of all cities in a theme."), s.benchmarkPage),
			web.Handle(route("GET", "/programme/benchmark/{id}", "programme/benchmarkcity",
				"How a city was scored at start and end, by itself and its peers, with evidence and history."), s.benchmarkCity),
			web.Handle(page("/programme/benchmark/{id}/edit", "programme/score"), s.scorePage),
			web.Again(web.Handle(route("PUT", "/programme/benchmark/{id}", "", "Score a city in a theme, for itself or as its peer."), s.assess),
				"programme/score", s.againAssess),
			web.Handle(route("GET", "/programme/plans", "programme/plans", "What each city means to do, and what is overdue."), s.plansPage),
			web.Handle(route("GET", "/programme/plans/{id}", "programme/plan", "The action plan of a city."), s.planPage),
			web.Handle(page("/programme/actions/new", "programme/actionform"), s.newAction),
			web.Again(web.Handle(made(route("POST", "/programme/actions", "", "Add an action to a city's plan.")), s.addAction), "programme/actionform", s.againAction),
			web.Handle(page("/programme/actions/{id}/edit", "programme/actionform"), s.editAction),
			web.Again(web.Handle(route("PUT", "/programme/actions/{id}", "", "Change an action, or say what came of it."), s.changeAction),
				"programme/actionform", s.againAction),
			web.Handle(made(route("POST", "/programme/actions/{id}/copies", "", "Take another city's practice into one's own plan; its origin stays.")), s.copy),
		}),
	}
}

func (s *Service) city(c *web.Ctx, id string) string {
	return s.kit.Taxonomy.CityNames([]string{id}, c.Languages()...)
}

// ClusterView is a cluster as it is read.
type ClusterView struct {
	*Cluster
	MentorName       string `json:"-"`
	ImplementingName string `json:"-"`
	ThemeName        string `json:"-"`
}

func (s *Service) view(c *web.Ctx, k *Cluster) ClusterView {
	return ClusterView{k, s.city(c, k.Mentor), s.city(c, k.Implementing), c.Words.T("programme.theme_"+k.Theme) + " · " + k.ID[1:]}
}

// ClustersPage is the consortium.
type ClustersPage struct {
	web.Whole
	Items    []ClusterView `json:"items"`
	Partners []*Partner    `json:"partners"`
	Cities   []web.Link    `json:"-"` // the city partners, with their clusters
	Total    int           `json:"total"`
	Wide     bool          `json:"-"`
}

func (s *Service) clustersPage(c *web.Ctx, _ web.None) (*ClustersPage, error) {
	all, err := s.Clusters(c)
	p := &ClustersPage{Items: []ClusterView{}, Total: len(all), Wide: c.Actor.City == ""}
	if err != nil {
		return nil, err
	}
	for _, k := range all {
		p.Items = append(p.Items, s.view(c, k))
	}
	for _, city := range s.kit.Taxonomy.Cities() {
		p.Cities = append(p.Cities, web.Link{Label: s.city(c, city.ID), Path: "/programme/plans/" + city.ID})
	}
	p.Partners, err = s.Partners(c)
	return p, err
}

// ClusterFormPage is the form of one cluster.
type ClusterFormPage struct {
	ClusterView
	Form     ClusterForm
	Cities   []web.Option
	Tick     []web.Option
	Statuses []web.Option
}

// cluster finds one of the eight.
func (s *Service) cluster(c *web.Ctx, id string) (*Cluster, error) {
	all, err := s.Clusters(c)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(all, func(k *Cluster) bool { return k.ID == id })
	if at < 0 {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	return all[at], nil
}

// emptyMilestones is how many rows a form offers beside those that are told.
const emptyMilestones = 2

func (s *Service) clusterForm(c *web.Ctx, k *Cluster, f ClusterForm) *ClusterFormPage {
	for range emptyMilestones {
		f.Milestones = append(f.Milestones, MilestoneForm{})
	}
	p := &ClusterFormPage{ClusterView: s.view(c, k), Form: f, Cities: s.cities(c),
		Tick: []web.Option{{Value: "yes", Label: c.Words.T("programme.confirmed")}}, Statuses: []web.Option{{Label: c.Words.T("site.not_told")}}}
	for _, st := range ClusterStatuses() {
		p.Statuses = append(p.Statuses, web.Option{Value: st, Label: c.Words.T("programme.cluster_" + st)})
	}
	return p
}

func (s *Service) clusterPage(c *web.Ctx, in module.IDLang) (*ClusterFormPage, error) {
	k, err := s.cluster(c, in.ID)
	if err != nil {
		return nil, err
	}
	f := ClusterForm{Revision: k.Revision, Mentor: k.Mentor, Implementing: k.Implementing, Expert: k.Expert, Status: k.Status, Contacts: k.Contacts,
		Strengths: k.Strengths, Barriers: k.Barriers, Challenges: k.Challenges}
	if k.Confirmed {
		f.Confirmed = "yes"
	}
	for _, m := range k.Milestones {
		f.Milestones = append(f.Milestones, MilestoneForm{m.Title, day(m.Planned), day(m.Actual)})
	}
	return s.clusterForm(c, k, f), nil
}

// cities are the choices of a form, none first.
func (s *Service) cities(c *web.Ctx) []web.Option {
	return append([]web.Option{{Label: c.Words.T("site.choose")}}, s.kit.CityOptions(c, nil)...)
}

type clusterInput struct {
	ID string `path:"id" json:"-"`
	ClusterForm
}

func (s *Service) tell(c *web.Ctx, in clusterInput) (web.Go, error) {
	_, err := s.Tell(c, in.ID, in.ClusterForm)
	return web.Done("/programme/clusters/"+in.ID, "saved"), err
}

func (s *Service) againTell(c *web.Ctx, in clusterInput) (*ClusterFormPage, error) {
	k, err := s.cluster(c, in.ID)
	if err != nil {
		return nil, err
	}
	return s.clusterForm(c, k, in.ClusterForm), nil
}
