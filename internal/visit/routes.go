package visit

import (
	"embed"
	"net/http"
	"strings"

	"citiesgrow/internal/actionplan"
	"citiesgrow/internal/actor"
	"citiesgrow/internal/calendar"
	"citiesgrow/internal/cluster"
	"citiesgrow/internal/form"
	"citiesgrow/internal/module"
	"citiesgrow/internal/store"
	"citiesgrow/internal/survey"
	"citiesgrow/web"
)

//go:embed all:views
var views embed.FS

// handlers are the pages and the API of visits.
type handlers struct {
	*Service
	plans   *actionplan.Service
	surveys *survey.Service
}

// Module is what the program is given of visits. The page of a visit also shows the actions that came of
// it and its survey.
func (s *Service) Module(plans *actionplan.Service, surveys *survey.Service) module.Module {
	h := handlers{s, plans, surveys}
	staff := web.Only(actor.Staff, actor.Admin)
	return module.Module{Name: "visit", Views: module.Views(views, actionplan.Card, survey.Box), Collections: []store.Spec{visits}, Routes: []web.Route{
		web.Handle(web.Route{Method: "GET", Path: "/programme/visits", View: "visit/list", Who: staff,
			About: "Study and mentoring visits, the latest first."}, h.list),
		web.Handle(web.Route{Method: "GET", Path: "/programme/visits/new", View: "visit/form", Who: staff, Voice: web.PageOnly}, h.fresh),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/programme/visits", Who: staff, Status: http.StatusCreated, About: "Plan a visit."}, h.create),
			"visit/form", h.againCreate),
		web.Handle(web.Route{Method: "GET", Path: "/programme/visits/{id}", View: "visit/show", Who: staff,
			About: "A visit with its lessons, and what came of them."}, h.show),
		web.Handle(web.Route{Method: "GET", Path: "/programme/visits/{id}/edit", View: "visit/form", Who: staff, Voice: web.PageOnly}, h.edit),
		web.Again(web.Handle(web.Route{Method: "PUT", Path: "/programme/visits/{id}", Who: staff,
			About: "Change a visit, or say that it took place."}, h.change), "visit/form", h.againChange),
		web.Handle(web.Route{Method: "GET", Path: "/programme/visits/{id}/calendar", Who: staff, Media: "text/calendar",
			About: "A visit as iCalendar."}, h.calendar),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/programme/visits/{id}/lessons", Who: staff, Status: http.StatusCreated,
			About: "Add a lesson."}, h.addLesson), "visit/show", h.againLesson),
		web.Handle(web.Route{Method: "GET", Path: "/programme/visits/{id}/survey", Who: staff, Voice: web.APIOnly,
			About: "What those who took part in a visit said, from three answers on."}, h.summary),
	}}
}

// View is a visit in a list.
type View struct {
	*Visit
	CityName string `json:"-"`
}

// ListPage lists the visits.
type ListPage struct {
	web.Whole[View]
}

func (h handlers) list(c *web.Ctx, _ web.None) (*ListPage, error) {
	all, err := h.List(c)
	if err != nil {
		return nil, err
	}
	p := &ListPage{}
	for _, v := range all {
		p.Items = append(p.Items, View{v, h.kit.CityName(c, v.City)})
	}
	return p, nil
}

// ShowPage is one visit.
type ShowPage struct {
	View
	Came      []actionplan.View `json:"actions"` // of its lessons
	Addresses []string          `json:"-"`
	Said      *survey.Summary   `json:"survey"`
	Link      string            `json:"-"` // of its survey
}

func (h handlers) show(c *web.Ctx, in module.ID) (*ShowPage, error) {
	v, err := h.Get(c, in.ID)
	if err != nil {
		return nil, err
	}
	p := &ShowPage{View: View{v, h.kit.CityName(c, v.City)}, Addresses: strings.Fields(v.Documents)}
	came, err := h.plans.ListOfVisit(c, v.ID)
	if err != nil {
		return nil, err
	}
	if p.Came, err = actionplan.Views(c, h.plans, came); err != nil {
		return nil, err
	}
	if v.Survey != "" {
		p.Link = c.URL("/surveys/" + v.Survey)
	}
	if p.Said, err = h.surveys.Summary(c, v.ID); err != nil {
		return nil, err
	}
	return p, nil
}

// FormPage is the form of a visit.
type FormPage struct {
	ID       string
	Form     Form
	Cities   []web.Option
	Clusters []web.Option
	Kinds    []web.Option
	Stored   []string // what differs from a form that was read too early
}

// labels are the word keys of the form, by field.
func labels() map[string]string {
	return map[string]string{"title": "site.title", "kind": "visit.kind", "cluster": "visit.cluster", "city": "visit.visited", "from": "visit.from",
		"to": "visit.to", "took_place": "visit.took_place_on", "took_place_to": "visit.took_place_to", "agenda": "visit.agenda",
		"participants": "visit.participants", "documents": "visit.documents"}
}

// formOf is a visit as its form shows it.
func formOf(v *Visit) Form {
	return Form{v.Revision, v.Cluster, v.Kind, v.City, v.Title, form.Day(v.From, "UTC"), form.Day(v.To, "UTC"), form.Day(v.Was, "UTC"),
		form.Day(v.WasTo, "UTC"), v.Agenda, v.Participants, v.Documents}
}

func (h handlers) form(c *web.Ctx, id string, f Form) (*FormPage, error) {
	clusters, err := cluster.Options(c, h.clusters)
	if err != nil {
		return nil, err
	}
	return &FormPage{ID: id, Form: f, Cities: h.kit.ChooseCity(c), Clusters: clusters, Kinds: module.Options(c, "visit.kind_", Kinds())}, nil
}

func (h handlers) fresh(c *web.Ctx, _ web.None) (*FormPage, error) {
	return h.form(c, "", Form{Kind: "study", City: c.Actor.City})
}

func (h handlers) edit(c *web.Ctx, in module.ID) (*FormPage, error) {
	v, err := h.Get(c, in.ID)
	if err != nil {
		return nil, err
	}
	return h.form(c, v.ID, formOf(v))
}

type formInput struct {
	ID string `path:"id" json:"-"`
	Form
}

func (h handlers) create(c *web.Ctx, in formInput) (web.Made, error) {
	v, err := h.Create(c, in.Form)
	if err != nil {
		return web.Made{}, err
	}
	return web.Made{ID: v.ID, At: "/programme/visits/" + v.ID, Done: "saved"}, nil
}

func (h handlers) change(c *web.Ctx, in formInput) (web.Go, error) {
	if _, err := h.Change(c, in.ID, in.Form); err != nil {
		return "", err
	}
	return web.Done("/programme/visits/"+in.ID, "saved"), nil
}

func (h handlers) againCreate(c *web.Ctx, in formInput) (*FormPage, error) {
	return h.form(c, "", in.Form)
}

func (h handlers) againChange(c *web.Ctx, in formInput) (*FormPage, error) {
	v, err := h.Get(c, in.ID)
	if err != nil {
		return nil, err
	}
	stale := in.Revision != v.Revision
	in.Revision = v.Revision // to save once more is to keep what was typed
	p, err := h.form(c, v.ID, in.Form)
	if err == nil && stale {
		p.Stored = module.Stored(c, formOf(v), in.Form, labels())
	}
	return p, err
}

func (h handlers) calendar(c *web.Ctx, in module.ID) (*web.File, error) {
	v, err := h.Get(c, in.ID)
	if err != nil {
		return nil, err
	}
	return &web.File{Name: "visit.ics", Type: "text/calendar; charset=utf-8", Inline: true,
		Body: calendar.File(v.ICS(h.kit.CityName(c, v.City), c.URL("/programme/visits/"+v.ID)))}, nil
}

type lessonInput struct {
	ID   string `path:"id" json:"-"`
	Text string `json:"text" validate:"max=2000"`
}

func (h handlers) addLesson(c *web.Ctx, in lessonInput) (web.Made, error) {
	v, err := h.AddLesson(c, in.ID, in.Text)
	if err != nil {
		return web.Made{}, err
	}
	return web.Made{ID: v.Lessons[len(v.Lessons)-1].ID, At: "/programme/visits/" + v.ID, Done: "saved"}, nil
}

func (h handlers) againLesson(c *web.Ctx, in lessonInput) (*ShowPage, error) {
	return h.show(c, module.ID{ID: in.ID})
}

func (h handlers) summary(c *web.Ctx, in module.ID) (*survey.Summary, error) {
	if _, err := h.Get(c, in.ID); err != nil {
		return nil, err
	}
	return h.surveys.Summary(c, in.ID)
}
