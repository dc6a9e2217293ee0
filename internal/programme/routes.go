package programme

import (
	"embed"
	"net/http"
	"slices"
	"strings"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/calendar"
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
	"citiesgrow/search"
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
	made := func(r web.Route) web.Route { r.Status = http.StatusCreated; return r }
	return module.Module{
		Name: "programme", Views: views, Collections: []store.Spec{clusters, visits, actions, assessments, items, conferences, guests, answers, partners},
		Kinds:     []search.Kind{LibraryKind},
		Followers: []store.Follower{module.Indexer(s.kit, LibraryKind, items, s.describe)},
		Check:     module.IndexCheck(s.kit, LibraryKind, items, s.describe),
		Nav:       []web.NavItem{{Key: "nav.programme", Path: "/programme/clusters", Who: staff, More: true}, {Key: "nav.library", Path: "/library", Who: web.SignedIn(), More: true}},
		Routes: slices.Concat(s.libraryRoutes(), s.conferenceRoutes(), s.surveyRoutes(), []web.Route{
			web.Handle(route("GET", "/programme/clusters", "programme/clusters", "Who mentors whom, in which theme, and who is not confirmed yet."), s.clustersPage),
			web.Handle(route("GET", "/programme/clusters/{id}", "programme/cluster", "A cluster: who, key figures, timeline, strengths, barriers, challenges, actions."), s.clusterShow),
			web.Handle(page("/programme/clusters/{id}/edit", "programme/clusterform"), s.clusterPage),
			web.Again(web.Handle(route("PUT", "/programme/clusters/{id}", "", "Say who is in a cluster, how far it is, and confirm it."), s.tell), "programme/clusterform", s.againTell),
			web.Again(web.Handle(route("PUT", "/programme/partners/{id}", "", "Change, add (new) or take out the coordinator or an expert organisation."), s.tellPartner), "programme/clusters", s.againPartner),
			web.Handle(route("GET", "/programme/visits", "programme/visits", "Study and mentoring visits, the latest first."), s.visitsPage),
			web.Handle(page("/programme/visits/new", "programme/visitform"), s.newVisit),
			web.Again(web.Handle(made(route("POST", "/programme/visits", "", "Plan a visit.")), s.planVisit), "programme/visitform", s.againVisit),
			web.Handle(route("GET", "/programme/visits/{id}", "programme/visit", "A visit with its lessons, and what came of them."), s.visitPage),
			web.Handle(page("/programme/visits/{id}/edit", "programme/visitform"), s.editVisit),
			web.Again(web.Handle(route("PUT", "/programme/visits/{id}", "", "Change a visit, or say that it took place."), s.changeVisit), "programme/visitform", s.againVisit),
			web.Handle(route("GET", "/programme/visits/{id}/calendar", "", "A visit as iCalendar."), s.calendar),
			web.Again(web.Handle(route("POST", "/programme/visits/{id}/lessons", "", "Add a lesson."), s.learn), "programme/visit", s.againLearn),
			web.Handle(route("GET", "/programme/benchmark", "programme/benchmark", "The benchmark of integration policies: mean levels of all cities in a theme."), s.benchmarkPage),
			web.Handle(route("GET", "/programme/benchmark/{id}", "programme/benchmarkcity", "How a city was scored at start and end, by itself and its peers, with evidence and history."), s.benchmarkCity),
			web.Handle(page("/programme/benchmark/{id}/edit", "programme/score"), s.scorePage),
			web.Again(web.Handle(route("PUT", "/programme/benchmark/{id}", "", "Score a city in a theme, for itself or as its peer."), s.assess), "programme/score", s.againAssess),
			web.Handle(route("GET", "/programme/plans", "programme/plans", "What each city means to do, and what is overdue."), s.plansPage),
			web.Handle(route("GET", "/programme/plans/{id}", "programme/plan", "The action plan of a city."), s.planPage),
			web.Handle(page("/programme/actions/new", "programme/actionform"), s.newAction),
			web.Again(web.Handle(made(route("POST", "/programme/actions", "", "Add an action to a city's plan.")), s.addAction), "programme/actionform", s.againAction),
			web.Handle(page("/programme/actions/{id}/edit", "programme/actionform"), s.editAction),
			web.Again(web.Handle(route("PUT", "/programme/actions/{id}", "", "Change an action, or say what came of it."), s.changeAction), "programme/actionform", s.againAction),
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
	return ClusterView{k, s.city(c, k.Mentor), s.city(c, k.Implementing), c.Words.T("programme.theme_" + k.Theme)}
}

// ClustersPage is the consortium.
type ClustersPage struct {
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

type idInput struct {
	ID   string `path:"id"`
	Lang string `query:"lang" validate:"max=8"`
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
	p := &ClusterFormPage{ClusterView: s.view(c, k), Form: f, Cities: s.cities(c), Tick: []web.Option{{Value: "yes", Label: c.Words.T("programme.confirmed")}}, Statuses: []web.Option{{Label: c.Words.T("site.not_told")}}}
	for _, st := range ClusterStatuses() {
		p.Statuses = append(p.Statuses, web.Option{Value: st, Label: c.Words.T("programme.cluster_" + st)})
	}
	return p
}

func (s *Service) clusterPage(c *web.Ctx, in idInput) (*ClusterFormPage, error) {
	k, err := s.cluster(c, in.ID)
	if err != nil {
		return nil, err
	}
	f := ClusterForm{Revision: k.Revision, Mentor: k.Mentor, Implementing: k.Implementing, Expert: k.Expert, Status: k.Status, Contacts: k.Contacts, Strengths: k.Strengths, Barriers: k.Barriers, Challenges: k.Challenges}
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
	return web.Go("/programme/clusters/" + in.ID), err
}

func (s *Service) againTell(c *web.Ctx, in clusterInput) (*ClusterFormPage, error) {
	k, err := s.cluster(c, in.ID)
	if err != nil {
		return nil, err
	}
	return s.clusterForm(c, k, in.ClusterForm), nil
}

// VisitItem is a visit in a list.
type VisitItem struct {
	*Visit
	CityName string `json:"-"`
}

// VisitsPage lists them.
type VisitsPage struct {
	Items []VisitItem `json:"items"`
	Total int         `json:"total"`
}

func (s *Service) visitsPage(c *web.Ctx, _ web.None) (*VisitsPage, error) {
	all, err := s.Visits(c)
	p := &VisitsPage{Items: []VisitItem{}, Total: len(all)}
	for _, v := range all {
		p.Items = append(p.Items, VisitItem{v, s.city(c, v.City)})
	}
	return p, err
}

// VisitPage is one visit.
type VisitPage struct {
	VisitItem
	Came      []ActionItem `json:"actions"`
	Addresses []string     `json:"-"`
	Said      *Said        `json:"survey"`
	Link      string       `json:"-"` // of its survey
}

func (s *Service) visitPage(c *web.Ctx, in idInput) (*VisitPage, error) {
	v, came, err := s.Visit(c, in.ID)
	if err != nil {
		return nil, err
	}
	p := &VisitPage{VisitItem: VisitItem{v, s.city(c, v.City)}, Came: s.actionItems(c, came), Addresses: strings.Fields(v.Documents)}
	if v.Survey != "" {
		p.Link = c.URL("/surveys/" + v.Survey)
	}
	p.Said, err = s.Said(c, v.ID)
	return p, err
}

// VisitFormPage is the form of a visit.
type VisitFormPage struct {
	ID       string
	Form     VisitForm
	Cities   []web.Option
	Clusters []web.Option
	Kinds    []web.Option
}

func (s *Service) visitForm(c *web.Ctx, id string, f VisitForm) (*VisitFormPage, error) {
	all, err := s.Clusters(c)
	if err != nil {
		return nil, err
	}
	p := &VisitFormPage{ID: id, Form: f, Cities: s.cities(c), Clusters: []web.Option{{Label: c.Words.T("site.choose")}}}
	for _, k := range all {
		v := s.view(c, k)
		label := v.ThemeName + " " + k.ID[1:]
		if k.Mentor != "" {
			label += ": " + v.MentorName + " → " + v.ImplementingName
		}
		p.Clusters = append(p.Clusters, web.Option{Value: k.ID, Label: label})
	}
	for _, kind := range Kinds() {
		p.Kinds = append(p.Kinds, web.Option{Value: kind, Label: c.Words.T("programme.kind_" + kind)})
	}
	return p, nil
}

func (s *Service) newVisit(c *web.Ctx, _ web.None) (*VisitFormPage, error) {
	return s.visitForm(c, "", VisitForm{Kind: "study", City: c.Actor.City})
}

func (s *Service) editVisit(c *web.Ctx, in idInput) (*VisitFormPage, error) {
	v, _, err := s.Visit(c, in.ID)
	if err != nil {
		return nil, err
	}
	return s.visitForm(c, v.ID, VisitForm{v.Revision, v.Cluster, v.Kind, v.City, v.Title, day(v.From), day(v.To), day(v.Was), v.Agenda, v.Participants, v.Documents})
}

func day(t time.Time) record.Day {
	if t.IsZero() {
		return ""
	}
	return record.Day(t.Format(time.DateOnly))
}

type visitInput struct {
	ID string `path:"id" json:"-"`
	VisitForm
}

func (s *Service) planVisit(c *web.Ctx, in visitInput) (web.Go, error) {
	v, err := s.Plan(c, "", in.VisitForm)
	if err != nil {
		return "", err
	}
	return web.Go("/programme/visits/" + v.ID), nil
}

func (s *Service) changeVisit(c *web.Ctx, in visitInput) (web.Go, error) {
	_, err := s.Plan(c, in.ID, in.VisitForm)
	return web.Go("/programme/visits/" + in.ID), err
}

func (s *Service) againVisit(c *web.Ctx, in visitInput) (*VisitFormPage, error) {
	return s.visitForm(c, in.ID, in.VisitForm)
}

func (s *Service) calendar(c *web.Ctx, in idInput) (*web.File, error) {
	v, _, err := s.Visit(c, in.ID)
	if err != nil {
		return nil, err
	}
	city, _ := s.kit.Taxonomy.City(v.City)
	return &web.File{Name: "visit.ics", Type: "text/calendar; charset=utf-8", Inline: true, Body: calendar.File(v.ICS(s.city(c, v.City), c.URL("/programme/visits/"+v.ID), city.Zone))}, nil
}

type lessonInput struct {
	ID   string `path:"id" json:"-"`
	Text string `json:"text" validate:"max=2000"`
}

func (s *Service) learn(c *web.Ctx, in lessonInput) (web.Go, error) {
	_, err := s.Learn(c, in.ID, in.Text)
	return web.Go("/programme/visits/" + in.ID), err
}

func (s *Service) againLearn(c *web.Ctx, in lessonInput) (*VisitPage, error) {
	return s.visitPage(c, idInput{ID: in.ID})
}

// ActionItem is an action as it is read.
type ActionItem struct {
	*Action
	Late       bool   `json:"overdue"`
	Mine       bool   `json:"-"`
	CityName   string `json:"-"`
	OriginCity string `json:"-"`
}

func (s *Service) actionItems(c *web.Ctx, all []*Action) []ActionItem {
	items := []ActionItem{}
	for _, a := range all {
		items = append(items, ActionItem{a, a.Overdue(c.Now), c.Actor.In(a.City), s.city(c, a.City), s.city(c, a.Origin.City)})
	}
	return items
}

// PlansPage is every city's plan in a line.
type PlansPage struct {
	Items []PlanLine `json:"items"`
	Total int        `json:"total"`
}

// PlanLine sums a plan up.
type PlanLine struct {
	City    string `json:"city"`
	Name    string `json:"-"`
	Actions int    `json:"actions"`
	Done    int    `json:"done"`
	Overdue int    `json:"overdue"`
}

func (s *Service) plansPage(c *web.Ctx, _ web.None) (*PlansPage, error) {
	all, err := s.Plans(c, "")
	if err != nil {
		return nil, err
	}
	p := &PlansPage{Items: []PlanLine{}, Total: len(s.kit.Taxonomy.Cities())}
	for _, city := range s.kit.Taxonomy.Cities() {
		line := PlanLine{City: city.ID, Name: s.city(c, city.ID)}
		for _, a := range all {
			if a.City != city.ID {
				continue
			}
			line.Actions++
			if a.Status == "done" {
				line.Done++
			}
			if a.Overdue(c.Now) {
				line.Overdue++
			}
		}
		p.Items = append(p.Items, line)
	}
	return p, nil
}

// PlanPage is the plan of one city.
type PlanPage struct {
	City  string       `json:"city"`
	Name  string       `json:"-"`
	Mine  bool         `json:"-"`
	Items []ActionItem `json:"items"`
}

func (s *Service) planPage(c *web.Ctx, in idInput) (*PlanPage, error) {
	if _, known := s.kit.Taxonomy.City(in.ID); !known {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	all, err := s.Plans(c, in.ID)
	return &PlanPage{in.ID, s.city(c, in.ID), c.Actor.In(in.ID), s.actionItems(c, all)}, err
}

// ActionFormPage is the form of an action.
type ActionFormPage struct {
	ID       string
	Form     ActionForm
	Wide     bool
	Cities   []web.Option
	Statuses []web.Option
	Lesson   string // what it came from, in words
}

type newActionInput struct {
	City   string `query:"city" validate:"max=40"`
	Visit  string `query:"visit" validate:"max=60"`
	Lesson string `query:"lesson" validate:"max=20"`
	Lang   string `query:"lang" validate:"max=8"`
}

func (s *Service) actionForm(c *web.Ctx, id string, f ActionForm) (*ActionFormPage, error) {
	p := &ActionFormPage{ID: id, Form: f, Wide: c.Actor.City == "", Cities: s.cities(c)}
	for _, st := range Statuses() {
		p.Statuses = append(p.Statuses, web.Option{Value: st, Label: c.Words.T("programme.status_" + st)})
	}
	if f.Visit != "" {
		if v, _, err := s.Visit(c, f.Visit); err == nil {
			for _, l := range v.Lessons {
				if l.ID == f.Lesson {
					p.Lesson = l.Text
				}
			}
		}
	}
	return p, nil
}

func (s *Service) newAction(c *web.Ctx, in newActionInput) (*ActionFormPage, error) {
	city := in.City
	if c.Actor.City != "" {
		city = c.Actor.City
	}
	return s.actionForm(c, "", ActionForm{City: city, Status: "planned", Visit: in.Visit, Lesson: in.Lesson})
}

func (s *Service) editAction(c *web.Ctx, in idInput) (*ActionFormPage, error) {
	a, err := s.mine(c, in.ID)
	if err != nil {
		return nil, err
	}
	return s.actionForm(c, a.ID, ActionForm{a.Revision, a.City, a.Title, a.Owner, day(a.Due), a.Indicator, a.Budget, a.Stakeholders, a.Endorsed, a.Status, a.Evidence, a.Visit, a.Lesson})
}

type actionInput struct {
	ID string `path:"id" json:"-"`
	ActionForm
}

func (s *Service) addAction(c *web.Ctx, in actionInput) (web.Go, error) {
	a, err := s.Act(c, "", in.ActionForm)
	if err != nil {
		return "", err
	}
	return web.Go("/programme/plans/" + a.City), nil
}

func (s *Service) changeAction(c *web.Ctx, in actionInput) (web.Go, error) {
	a, err := s.Act(c, in.ID, in.ActionForm)
	if err != nil {
		return "", err
	}
	return web.Go("/programme/plans/" + a.City), nil
}

func (s *Service) againAction(c *web.Ctx, in actionInput) (*ActionFormPage, error) {
	return s.actionForm(c, in.ID, in.ActionForm)
}

type copyInput struct {
	ID   string `path:"id" json:"-"`
	City string `json:"city" validate:"max=40"`
}

func (s *Service) copy(c *web.Ctx, in copyInput) (web.Go, error) {
	a, err := s.Copy(c, in.ID, in.City)
	if err != nil {
		return "", err
	}
	return web.Go("/programme/actions/" + a.ID + "/edit"), nil
}
