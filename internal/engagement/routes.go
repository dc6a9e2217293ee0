package engagement

import (
	"cmp"
	"embed"
	"net/http"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/store"
	"citiesgrow/web"
)

//go:embed all:views
var views embed.FS

// handlers answer the requests.
type handlers struct{ *Service }

// Module is the module of engagements.
func (s *Service) Module() module.Module {
	h := handlers{s}
	desk, anybody := web.Only(actor.Employer, actor.Staff, actor.Admin), web.Only(actor.Roles()...)
	return module.Module{
		Name:        "engagement",
		Views:       views,
		Collections: []store.Spec{engagements},
		Nav:         []web.NavItem{{Key: "nav.engagements", Path: "/engagements", Who: web.Only(actor.Staff, actor.Admin), More: true}},
		Routes: []web.Route{
			web.Handle(web.Route{Method: "GET", Path: "/engagements", Verified: true, View: "engagement/list", Who: desk,
				About: "The contacts of the city's staff and agency: what is due first, and the pipelines."}, h.list),
			web.Handle(web.Route{Method: "GET", Path: "/engagements/mine", View: "engagement/own", Who: anybody,
				About: "What the city's records let the person see of what concerns them."}, h.own),
			web.Again(web.Handle(web.Route{Method: "POST", Path: "/engagements", Who: desk, Status: http.StatusCreated,
				About: "Begin the record of an organisation or a person."}, h.create), "engagement/list", h.createAgain),
			web.Again(web.Handle(web.Route{Method: "POST", Path: "/engagements/links", Who: anybody,
				About: "Link oneself to a record by its code."}, h.link), "engagement/own", h.linkAgain),
			web.Handle(web.Route{Method: "GET", Path: "/engagements/{id}", View: "engagement/show", Who: desk,
				About: "One record with all that happened."}, h.show),
			web.Again(web.Handle(web.Route{Method: "PUT", Path: "/engagements/{id}", Who: desk,
				About: "Change a record: contact, stage, next step, result."}, h.change), "engagement/show", h.changeAgain),
			web.Again(web.Handle(web.Route{Method: "POST", Path: "/engagements/{id}/entries", Who: desk, Status: http.StatusCreated,
				About: "Add a call, a meeting, a note."}, h.addEntry), "engagement/show", h.addEntryAgain),
			web.Handle(web.Route{Method: "POST", Path: "/engagements/{id}/code", View: "engagement/show", Who: desk, NoStore: true,
				About: "Make the code with which the person sees what concerns them; it is shown once."}, h.invite),
			web.Handle(web.Route{Method: "DELETE", Path: "/engagements/{id}/link", Who: anybody,
				About: "Take the own link to a record away."}, h.unlink),
		},
	}
}

func (h handlers) city(c *web.Ctx, id string) string {
	return h.kit.Taxonomy.CityNames([]string{id}, c.Languages()...)
}

type listInput struct {
	Side  string `query:"side" validate:"omitempty,oneof=employer person"`
	Stage string `query:"stage" validate:"max=20"`
}

// ListPage is the board of a city.
type ListPage struct {
	web.Whole[Item]
	Pipelines []Pipeline   `json:"pipelines"`
	Form      Form         `json:"-"`
	City      string       `json:"-"`
	Cities    []web.Option `json:"-"`
	Sides     []web.Option `json:"-"`
	Input     listInput    `json:"-"`
}

// Item is a record in a list.
type Item struct {
	*Engagement
	Overdue bool   `json:"overdue"`
	CityN   string `json:"-"`
}

// Pipeline counts the records of a side by stage, and why they were lost.
type Pipeline struct {
	Side   string  `json:"side"`
	Stages []Count `json:"stages"`
	Lost   []Count `json:"lost"`
}

// Count is how many of one kind.
type Count struct {
	Key   string `json:"key"`
	Count int    `json:"count"`
}

func pipelines(all []*Engagement) []Pipeline {
	var out []Pipeline
	for _, side := range []string{EmployerSide, PersonSide} {
		p := Pipeline{Side: side, Stages: []Count{}, Lost: []Count{}}
		count := func(is func(*Engagement) bool) int {
			n := 0
			for _, e := range all {
				if e.Side == side && is(e) {
					n++
				}
			}
			return n
		}
		for _, stage := range Stages(side) {
			p.Stages = append(p.Stages, Count{stage, count(func(e *Engagement) bool { return e.Stage == stage })})
		}
		for _, reason := range LostReasons() {
			if n := count(func(e *Engagement) bool { return e.Lost == reason }); n > 0 {
				p.Lost = append(p.Lost, Count{reason, n})
			}
		}
		out = append(out, p)
	}
	return out
}

func (h handlers) list(c *web.Ctx, in listInput) (*ListPage, error) {
	all, err := h.List(c, "", "")
	if err != nil {
		return nil, err
	}
	p := &ListPage{Pipelines: pipelines(all), Input: in, City: c.Actor.City, Cities: h.kit.CityOptions(c, c.Actor.In),
		Sides: module.Options(c, "engagement.side_", []string{EmployerSide, PersonSide})}
	for _, e := range all {
		if (in.Side == "" || e.Side == in.Side) && (in.Stage == "" || e.Stage == in.Stage) {
			p.Items = append(p.Items, Item{e, e.Overdue(c.Now), h.city(c, e.City)})
		}
	}
	return p, nil
}

// Changed is a record that was stored.
type Changed struct{ *Engagement }

// Location is the record.
func (e Changed) Location() string { return "/engagements/" + e.ID + "?done=saved" }

type createInput struct {
	City string `json:"city" validate:"max=40"`
	Form
}

func (h handlers) create(c *web.Ctx, in createInput) (Changed, error) {
	e, err := h.Create(c, in.Form, in.City)
	return Changed{e}, err
}

func (h handlers) createAgain(c *web.Ctx, in createInput) (*ListPage, error) {
	p, err := h.list(c, listInput{})
	if err != nil {
		return nil, err
	}
	p.Form, p.City = in.Form, cmp.Or(in.City, p.City)
	return p, nil
}
