package actionplan

import (
	"embed"
	"net/http"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/store"
	"citiesgrow/web"
)

//go:embed all:views
var views embed.FS

// Card is the part of a page that shows an action, template "action"; it is given a View.
//
//go:embed views/_card.html
var Card embed.FS

// example is an action as a program sends it.
const example = `{"city":"riga","title":"Smaller lots for cleaning","owner":"Procurement office","due":"2027-03-01",` +
	`"indicator":"Ten contracts below 50,000 euros","budget":"None","stakeholders":"The schools","status":"planned"}`

// handlers are the pages and the API of action plans.
type handlers struct{ *Service }

// Module is what the program is given of action plans.
func (s *Service) Module() module.Module {
	h := handlers{s}
	staff := web.Only(actor.Staff, actor.Admin)
	return module.Module{Name: "actionplan", Views: views, Collections: []store.Spec{actions}, Routes: []web.Route{
		web.Handle(web.Route{Method: "GET", Path: "/programme/plans", View: "actionplan/list", Who: staff,
			About: "What each city means to do, and what is overdue."}, h.list),
		web.Handle(web.Route{Method: "GET", Path: "/programme/plans/{id}", View: "actionplan/show", Who: staff, About: "The action plan of a city."}, h.show),
		web.Handle(web.Route{Method: "GET", Path: "/programme/actions/new", View: "actionplan/form", Who: staff, Voice: web.PageOnly}, h.fresh),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/programme/actions", Who: staff, Status: http.StatusCreated, Example: example,
			About: "Add an action to a city's plan."}, h.create), "actionplan/form", h.againCreate),
		web.Handle(web.Route{Method: "GET", Path: "/programme/actions/{id}/edit", View: "actionplan/form", Who: staff, Voice: web.PageOnly}, h.edit),
		web.Again(web.Handle(web.Route{Method: "PUT", Path: "/programme/actions/{id}", Who: staff, Example: example,
			About: "Change an action, or say what came of it."}, h.change), "actionplan/form", h.againChange),
		web.Handle(web.Route{Method: "POST", Path: "/programme/actions/{id}/copies", Who: staff, Status: http.StatusCreated,
			About: "Take another city's practice into one's own plan; its origin stays."}, h.copy),
	}}
}

// View is an action as a page shows it.
type View struct {
	*Action
	Late       bool   `json:"overdue"`
	Mine       bool   `json:"-"`
	CityName   string `json:"-"`
	OriginCity string `json:"-"`
	Counted    int64  `json:"counted"` // of its figure, since the day on which it was begun
	Measure    string `json:"-"`       // the figure's name; empty where there is none
}

// Views are actions as a page shows them.
func Views(c *web.Ctx, s *Service, all []*Action) ([]View, error) {
	items := []View{}
	for _, a := range all {
		item := View{Action: a, Late: a.Overdue(c.Now), Mine: c.Actor.In(a.City), CityName: s.kit.CityName(c, a.City),
			OriginCity: s.kit.CityName(c, a.Origin.City)}
		n, measured, err := s.Measured(c, a)
		if err != nil {
			return nil, err
		}
		if measured {
			item.Counted, item.Measure = n, c.Words.T("monitor."+a.Figure)
		}
		items = append(items, item)
	}
	return items, nil
}

// ListPage is every city's plan in a line.
type ListPage struct {
	web.Whole[Line]
}

// Line sums a plan up.
type Line struct {
	City    string `json:"city"`
	Name    string `json:"-"`
	Actions int    `json:"actions"`
	Done    int    `json:"done"`
	Overdue int    `json:"overdue"`
}

func (h handlers) list(c *web.Ctx, _ web.None) (*ListPage, error) {
	all, err := h.List(c, "")
	if err != nil {
		return nil, err
	}
	p := &ListPage{}
	for _, city := range h.kit.Taxonomy.Cities() {
		line := Line{City: city.ID, Name: h.kit.CityName(c, city.ID)}
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

// ShowPage is the plan of one city.
type ShowPage struct {
	web.Whole[View]
	City string `json:"city"`
	Name string `json:"-"`
	Mine bool   `json:"-"`
}

func (h handlers) show(c *web.Ctx, in module.ID) (*ShowPage, error) {
	if _, known := h.kit.Taxonomy.City(in.ID); !known {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	all, err := h.List(c, in.ID)
	if err != nil {
		return nil, err
	}
	items, err := Views(c, h.Service, all)
	if err != nil {
		return nil, err
	}
	return &ShowPage{Whole: web.Whole[View]{Items: items}, City: in.ID, Name: h.kit.CityName(c, in.ID), Mine: c.Actor.In(in.ID)}, nil
}
