package monitor

import (
	"embed"
	"strings"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/journey"
	"citiesgrow/internal/module"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
	"citiesgrow/web"
)

//go:embed all:views
var views embed.FS

// handlers answer requests.
type handlers struct{ *Service }

// Module describes the monitor to the program.
func (s *Service) Module() module.Module {
	h := handlers{s}
	staff := web.Only(actor.Staff, actor.Admin)
	route := func(method, path, view, about string) web.Route {
		return web.Route{Method: method, Path: path, View: view, Who: staff, About: about}
	}
	file := func(r web.Route, media string) web.Route { r.Media = media; return r }
	return module.Module{
		Name: "monitor", Views: views, Collections: append(journey.Collections(), closed), Followers: []store.Follower{s.counter.Follower()}, Check: s.counter.Check,
		Routes: []web.Route{
			web.Handle(route("GET", "/monitor/cities", "monitor/cities", "The figures of each city and a quarter."), h.citiesPage),
			web.Handle(route("GET", "/monitor/cities/{id}", "monitor/city", "The figures of one city, its trend and where it stands among the sixteen."), h.cityPage),
			web.Handle(route("GET", "/monitor/cities/{id}/recount", "monitor/recount",
				"The figures of a city added up anew from what happened, beside those that are told."), h.recountPage),
			web.Handle(route("GET", "/monitor/figures", "monitor/figures", "What is counted, from what, and how small a count is told."), h.figuresPage),
			web.Handle(route("GET", "/monitor/indicators", "monitor/indicators",
				"All figures of a quarter, one a row; of persons, what a closed quarter may tell."), h.indicatorsPage),
			web.Handle(file(route("GET", "/monitor/indicators/csv", "", "The same as CSV."), "text/csv"), h.csvFile),
			web.Handle(file(route("GET", "/monitor/indicators/xlsx", "", "The same as a spreadsheet."), spreadsheet), h.xlsxFile),
			web.Handle(route("GET", "/monitor/quarters", "monitor/quarters", "The quarters, and which are closed."), h.quartersPage),
			web.Again(web.Handle(route("PUT", "/monitor/quarters/{id}", "", "Close a quarter that is over: its figures never change again."), h.closeQuarter),
				"monitor/quarters", h.againClose),
		},
		Nav: []web.NavItem{{Key: "nav.monitor", Path: "/monitor/cities", Who: staff}},
	}
}

// Stand is which quarter a page is about.
type Stand struct {
	Quarter Quarter      `json:"quarter"` // empty: all time
	State   string       `json:"state"`
	Closed  time.Time    `json:"closed,omitzero"`
	Choices []web.Option `json:"-"`
	Wide    bool         `json:"-"` // the reader sees all cities
}

type quarterInput struct {
	Quarter string `query:"quarter" validate:"max=7"`
}

// at reads which quarter is asked for; what is none is all time.
func (s handlers) at(c *web.Ctx, asked string) (Quarter, *Stand, error) {
	q := Quarter(asked)
	if _, known := q.start(); !known {
		q = ""
	}
	st := &Stand{Quarter: q, Wide: c.Actor.City == "", Choices: []web.Option{{Label: c.Words.T("monitor.all_time")}}}
	for _, one := range s.Quarters() {
		st.Choices = append(st.Choices, web.Option{Value: string(one), Label: quarterName(c, one)})
	}
	shut, err := s.Closed(c, q)
	if err != nil {
		return "", nil, err
	}
	st.State, st.Closed = s.state(q, shut), shut.At
	return q, st, nil
}

func quarterName(c *web.Ctx, q Quarter) string {
	return c.Words.T("monitor.quarter_name", "Quarter", string(q[6:]), "Year", string(q[:4]))
}

// FigureView is a figure as a person reads it.
type FigureView struct {
	Figure   string `json:"figure"`
	Theme    string `json:"theme"`
	Currency string `json:"currency,omitempty"`
	Count    int64  `json:"count"`
	Summed

	Sum    int64  `json:"-"` // days, or money in its smallest unit
	Label  string `json:"-"`
	Means  string `json:"-"`
	Says   string `json:"-"` // the value with its unit
	Beside string `json:"-"` // of how many
	Path   string `json:"-"` // of the list behind it
	Middle string `json:"-"` // what half of the cities reach
	Acts   bool   `json:"-"` // of firms, not contracts
	People bool   `json:"-"`
}

// told says the figures of one city, of the sum of several for "".
func (s handlers) told(c *web.Ctx, city string, t journey.Totals) []FigureView {
	all := []FigureView{}
	for _, f := range s.figures {
		if f.People {
			continue
		}
		for _, unit := range journey.UnitsOf(f, t) {
			all = append(all, s.say(c, f, city, unit, t[journey.Key(f.Name, unit)]))
		}
	}
	return all
}

func (s handlers) say(c *web.Ctx, f module.Figure, city, unit string, a journey.Amount) FigureView {
	w := c.Words
	v := FigureView{Figure: f.Name, Theme: f.Theme, Currency: unit, Count: a.Count, Sum: a.Sum, Summed: summed(a.Sum, unit), Acts: f.Acts, People: f.People,
		Label: w.T("monitor." + f.Name), Means: w.T("monitor." + f.Name + "_means"), Says: w.Number(float64(a.Count))}
	switch {
	case f.Money && unit != "":
		v.Says, v.Beside = w.Money(record.Money{Minor: a.Sum, Currency: unit}), w.T("monitor.contracts", "Count", int(a.Count))
	case f.Sums && a.Count > 0:
		v.Says, v.Beside = w.T("monitor.days", "Count", int((a.Sum+a.Count/2)/a.Count)), w.T("monitor.contracts", "Count", int(a.Count))
	case f.Sums:
		v.Says = "–"
	}
	if f.List != "" && city != "" {
		v.Path = strings.ReplaceAll(f.List, "{city}", city)
	}
	return v
}

// CitiesPage compares the cities a person looks after.
type CitiesPage struct {
	web.Whole[CityItem]
	*Stand
	Sum   []FigureView `json:"-"`
	Acts  []FigureView `json:"-"` // what firms did
	Chart web.Chart    `json:"-"`
	Heads []string     `json:"-"`
}

// CityItem is one city's figures.
type CityItem struct {
	City    string             `json:"city"`
	Name    string             `json:"name"`
	Figures Counts             `json:"figures"`
	Details []FigureView       `json:"details"` // the same with sums and currencies
	Way     []journey.WayPlace `json:"way"`     // how many contracts came how far
	Cells   []FigureView       `json:"-"`
}

// Counts are the counts of figures by their names, those of money in all currencies.
type Counts map[string]int64

func countsOf(t journey.Totals, figures []module.Figure) Counts {
	all := Counts{}
	for _, f := range figures {
		if !f.People {
			all[f.Name] = t.Of(f.Name).Count
		}
	}
	return all
}

// compared are the figures that are compared between all cities.
func (s handlers) compared() []module.Figure {
	var all []module.Figure
	for _, f := range s.figures {
		if !f.People && (f.Way > 0 || f.Name == "firms") {
			all = append(all, f)
		}
	}
	return all
}

func (s handlers) citiesPage(c *web.Ctx, in quarterInput) (*CitiesPage, error) {
	q, stand, err := s.at(c, in.Quarter)
	if err != nil {
		return nil, err
	}
	boards, err := s.Cities(c, q)
	if err != nil {
		return nil, err
	}
	p := &CitiesPage{Stand: stand}
	sum := journey.Totals{}
	for _, f := range s.compared() {
		p.Heads = append(p.Heads, c.Words.T("monitor."+f.Name))
	}
	for _, b := range boards {
		item := CityItem{City: b.City, Name: s.cityName(c, b.City), Figures: countsOf(b.Totals, s.figures),
			Details: s.told(c, b.City, b.Totals), Way: s.counter.Way(b.Totals)}
		for _, f := range s.compared() {
			item.Cells = append(item.Cells, s.say(c, f, b.City, "", b.Totals[f.Name]))
		}
		sum.AddAll(b.Totals)
		p.Items = append(p.Items, item)
	}
	p.Chart = s.way(c, "", sum)
	for _, v := range s.told(c, "", sum) {
		if v.Acts {
			p.Acts = append(p.Acts, v)
			continue
		}
		p.Sum = append(p.Sum, v)
	}
	return p, nil
}

func (s handlers) cityName(c *web.Ctx, id string) string {
	city, known := s.kit.Taxonomy.City(id)
	if !known {
		return id
	}
	name, _ := city.Names.In(c.Languages()...)
	return name
}

// way draws how far contracts came.
func (s handlers) way(c *web.Ctx, city string, t journey.Totals) web.Chart {
	chart := web.Chart{Title: c.Words.T("monitor.funnel"), Of: c.Words.T("monitor.count")}
	way := s.counter.Way(t)
	for i, at := range way {
		f, _ := s.counter.Figure(at.Figure)
		bar := web.Bar{Label: c.Words.T("monitor.way_" + at.Figure), Value: int(at.Contracts), Says: c.Words.T("monitor.way_of", "Count", int(at.Contracts),
			"All", c.Words.Number(float64(way[0].Contracts)))}
		if f.List != "" && city != "" && i == 0 {
			bar.Path = strings.ReplaceAll(f.List, "{city}", city)
		}
		chart.Bars = append(chart.Bars, bar)
	}
	return chart
}
