package pledge

import (
	"embed"
	"net/http"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/organisation"
	"citiesgrow/internal/store"
	"citiesgrow/web"
)

//go:embed all:views
var views embed.FS

// handlers answer the requests.
type handlers struct{ *Service }

// Module is the module of pledges.
func (s *Service) Module() module.Module {
	h := handlers{s}
	owner := web.Only(actor.Employer)
	return module.Module{
		Name:        "pledge",
		Views:       views,
		Collections: []store.Spec{pledges},
		Journeys:    []module.Journey{s.journey()},
		Routes: []web.Route{
			web.Handle(web.Route{Method: "GET", Path: "/pledges", View: "pledge/list", Who: web.Anyone(),
				About: "What employers promised in each city and agreed to show, with progress."}, h.list),
			web.Handle(web.Route{Method: "GET", Path: "/pledges/mine", Who: owner, Voice: web.APIOnly, About: "The pledges of the organisation."}, h.own),
			web.Handle(web.Route{Method: "GET", Path: "/pledges/new", View: "pledge/form", Who: owner, Voice: web.PageOnly}, h.fresh),
			web.Handle(web.Route{Method: "GET", Path: "/pledges/{id}", View: "pledge/show", Who: web.Anyone(), About: "One pledge."}, h.show),
			web.Again(web.Handle(web.Route{Method: "POST", Path: "/pledges", Who: owner, Status: http.StatusCreated,
				About: "Promise so many hires, placements, mentors or contracts by a day."}, h.create), "pledge/form", h.createAgain),
			web.Again(web.Handle(web.Route{Method: "POST", Path: "/pledges/{id}/progress", Who: owner, Status: http.StatusCreated,
				About: "Add what was kept of a pledge."}, h.addProgress), "pledge/show", h.addProgressAgain),
			web.Again(web.Handle(web.Route{Method: "POST", Path: "/pledges/{id}/withdrawal", Bodiless: true, Who: owner,
				About: "Take a pledge back, with the reason."}, h.withdraw), "pledge/show", h.withdrawAgain),
		},
	}
}

// OnPage is what the page of an organisation shows of its pledges.
func (s *Service) OnPage() organisation.Lister[Item] { return handlers{s}.ofOrganisation }

// Item is a pledge in a list.
type Item struct {
	*Pledge
	Done  int    `json:"done"`
	State string `json:"state"`
	Share int    `json:"percent"`
	CityN string `json:"-"`
}

func (h handlers) item(c *web.Ctx, p *Pledge) Item {
	return Item{p, p.Done(), p.State(c.Now), min(100, 100*p.Done()/max(1, p.Count)), h.kit.Taxonomy.CityNames([]string{p.City}, c.Languages()...)}
}

// ofOrganisation lists the pledges of an organisation that the reader may see, for its owner all.
func (h handlers) ofOrganisation(c *web.Ctx, o *organisation.Organisation, own bool) ([]Item, error) {
	var all []*Pledge
	var err error
	if own {
		all, err = h.ListOwn(c)
	} else {
		all, err = h.List(c, o.City, "")
	}
	if err != nil {
		return nil, err
	}
	var items []Item
	for _, p := range all {
		if own || p.Organisation == o.ID {
			items = append(items, h.item(c, p))
		}
	}
	return items, nil
}

type listInput struct {
	City string `query:"city" validate:"max=40"`
	What string `query:"what" validate:"omitempty,oneof=hires placements mentors contracts"`
}

// ListPage is the promises that the reader may see.
type ListPage struct {
	web.Whole[Item]
	Sums   []Sum        `json:"sums"` // of what is listed
	Cities []web.Option `json:"-"`
	Input  listInput    `json:"-"`
	Owner  bool         `json:"-"`
}

// Sum is how much of one kind was promised and kept.
type Sum struct {
	What     string `json:"what"`
	Promised int    `json:"promised"`
	Done     int    `json:"done"`
}

func (h handlers) list(c *web.Ctx, in listInput) (*ListPage, error) {
	all, err := h.List(c, in.City, in.What)
	if err != nil {
		return nil, err
	}
	p := h.listPage(c, all)
	p.Input, p.Owner = in, c.Actor.Is(actor.Employer)
	p.Cities = append([]web.Option{{Label: c.Words.T("organisation.all_cities")}}, h.kit.CityOptions(c, nil)...)
	return p, nil
}

func (h handlers) listPage(c *web.Ctx, all []*Pledge) *ListPage {
	p := &ListPage{Sums: []Sum{}}
	p.Empty = web.Empty{Title: c.Words.T("pledge.none"), Text: c.Words.T("pledge.none_text")}
	for _, what := range Kinds() {
		sum := Sum{What: what}
		for _, one := range all {
			if one.What == what && one.Withdrawn.IsZero() {
				sum.Promised, sum.Done = sum.Promised+one.Count, sum.Done+one.Done()
			}
		}
		if sum.Promised > 0 {
			p.Sums = append(p.Sums, sum)
		}
	}
	for _, one := range all {
		p.Items = append(p.Items, h.item(c, one))
	}
	return p
}

func (h handlers) own(c *web.Ctx, _ web.None) (*ListPage, error) {
	all, err := h.ListOwn(c)
	if err != nil {
		return nil, err
	}
	return h.listPage(c, all), nil
}
