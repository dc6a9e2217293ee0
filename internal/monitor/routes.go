package monitor

import (
	"embed"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/store"
	"citiesgrow/internal/taxonomy"
	"citiesgrow/web"
)

//go:embed all:views
var views embed.FS

// Module is how the house sees the monitor.
func (s *Service) Module() module.Module {
	staff := web.Only(actor.Staff, actor.Admin)
	return module.Module{
		Name: "monitor", Views: views, Collections: []store.Spec{steps}, Followers: []store.Follower{s.follower()},
		Routes: []web.Route{
			web.Handle(web.Route{Method: "GET", Path: "/monitor/cities", View: "monitor/cities", Who: staff, About: "The figures of each city."}, s.cities),
			web.Handle(web.Route{Method: "GET", Path: "/monitor/cities/{id}", View: "monitor/city", Who: staff, About: "The figures of one city."}, s.city),
		},
		Nav: []web.NavItem{{Key: "nav.monitor", Path: "/monitor/cities", Who: staff}},
	}
}

// CitiesPage compares the cities a person looks after.
type CitiesPage struct {
	Items []CityItem  `json:"items"`
	Total int         `json:"total"`
	Chart web.Chart   `json:"-"`
	Heads []web.Fact  `json:"-"`
	Sum   []FigureBox `json:"-"`
	Other []FigureBox `json:"-"` // beside the funnel
}

// CityItem is one city's figures.
type CityItem struct {
	City    string  `json:"city"`
	Name    string  `json:"name"`
	Figures Figures `json:"figures"`
	Cells   []Cell  `json:"-"`
}

// Cell is a figure with its name, for a table that becomes cards on a phone.
type Cell struct {
	Label string
	Value int
}

// FigureBox is a figure with its definition one tap away.
type FigureBox struct {
	Label, Means string
	Value        int
}

var shown = []string{Firms, Published, Matched, Interest, Bids, Won}

type langInput struct {
	Lang string `query:"lang" validate:"max=8"`
}

func (s *Service) cities(c *web.Ctx, _ langInput) (*CitiesPage, error) {
	p := &CitiesPage{Items: []CityItem{}}
	sum := Figures{}
	for _, city := range s.kit.Taxonomy.Cities() {
		if !c.Actor.In(city.ID) && c.Actor.Role != actor.System {
			continue
		}
		item, err := s.item(c, city)
		if err != nil {
			return nil, err
		}
		for kind, n := range item.Figures {
			sum[kind] += n
		}
		p.Items = append(p.Items, item)
	}
	p.Total = len(p.Items)
	for _, kind := range shown {
		p.Heads = append(p.Heads, web.Fact{Label: c.Words.T("monitor." + kind)})
	}
	p.Sum, p.Other, p.Chart = boxes(c, sum, shown), boxes(c, sum, Beside()), funnel(c, sum)
	return p, nil
}

func (s *Service) item(c *web.Ctx, city taxonomy.City) (CityItem, error) {
	figures, err := s.City(c, city.ID)
	name, _ := city.Names.In(c.Languages()...)
	item := CityItem{City: city.ID, Name: name, Figures: figures}
	for _, kind := range shown {
		item.Cells = append(item.Cells, Cell{c.Words.T("monitor." + kind), figures[kind]})
	}
	return item, err
}

func boxes(c *web.Ctx, f Figures, kinds []string) []FigureBox {
	var all []FigureBox
	for _, kind := range kinds {
		all = append(all, FigureBox{Label: c.Words.T("monitor." + kind), Means: c.Words.T("monitor." + kind + "_means"), Value: f[kind]})
	}
	return all
}

func funnel(c *web.Ctx, f Figures) web.Chart {
	chart := web.Chart{Title: c.Words.T("monitor.funnel"), Of: c.Words.T("monitor.count")}
	for _, kind := range Funnel() {
		chart.Bars = append(chart.Bars, web.Bar{Label: c.Words.T("monitor." + kind), Value: f[kind]})
	}
	return chart
}

type idInput struct {
	ID string `path:"id"`
}

// CityPage is one city.
type CityPage struct {
	City    string      `json:"city"`
	Name    string      `json:"name"`
	Figures Figures     `json:"figures"`
	Boxes   []FigureBox `json:"-"`
	Other   []FigureBox `json:"-"` // beside the funnel
	Chart   web.Chart   `json:"-"`
}

func (s *Service) city(c *web.Ctx, in idInput) (*CityPage, error) {
	city, known := s.kit.Taxonomy.City(in.ID)
	if !known {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	item, err := s.item(c, city)
	if err != nil {
		return nil, err
	}
	return &CityPage{City: city.ID, Name: item.Name, Figures: item.Figures, Boxes: boxes(c, item.Figures, shown), Other: boxes(c, item.Figures, Beside()), Chart: funnel(c, item.Figures)}, nil
}
