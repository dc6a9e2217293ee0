package monitor

import (
	"bytes"
	"cmp"
	"embed"
	"strings"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
	"citiesgrow/internal/suppress"
	"citiesgrow/web"
)

//go:embed all:views
var views embed.FS

// Module is how the house sees the monitor.
func (s *Service) Module() module.Module {
	staff := web.Only(actor.Staff, actor.Admin)
	route := func(method, path, view, about string) web.Route {
		return web.Route{Method: method, Path: path, View: view, Who: staff, About: about}
	}
	return module.Module{
		Name: "monitor", Views: views, Collections: []store.Spec{steps, tallies, closed}, Followers: []store.Follower{s.follower()}, Check: s.check,
		Routes: []web.Route{
			web.Handle(route("GET", "/monitor/cities", "monitor/cities", "The figures of each city and a quarter."), s.citiesPage),
			web.Handle(route("GET", "/monitor/cities/{id}", "monitor/city", "The figures of one city, its trend and where it stands among the sixteen."), s.cityPage),
			web.Handle(route("GET", "/monitor/cities/{id}/recount", "monitor/recount", "The figures of a city added up anew from what happened, beside those that are told."), s.recountPage),
			web.Handle(route("GET", "/monitor/figures", "monitor/figures", "What is counted, from what, and how small a count is told."), s.figuresPage),
			web.Handle(route("GET", "/monitor/indicators", "monitor/indicators", "All figures of a quarter, one a row; of persons, what a closed quarter may tell."), s.indicatorsPage),
			web.Handle(route("GET", "/monitor/indicators/csv", "", "The same as CSV."), s.csvFile),
			web.Handle(route("GET", "/monitor/indicators/xlsx", "", "The same as a spreadsheet."), s.xlsxFile),
			web.Handle(route("GET", "/monitor/quarters", "monitor/quarters", "The quarters, and which are closed."), s.quartersPage),
			web.Again(web.Handle(route("PUT", "/monitor/quarters/{id}", "", "Close a quarter that is over: its figures never change again."), s.closeQuarter), "monitor/quarters", s.againClose),
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
	Lang    string `query:"lang" validate:"max=8"`
}

// at reads which quarter is asked for; what is none is all time.
func (s *Service) at(c *web.Ctx, asked string) (Quarter, *Stand, error) {
	q := Quarter(asked)
	if _, known := q.start(); !known {
		q = ""
	}
	st := &Stand{Quarter: q, State: Running, Wide: c.Actor.City == "", Choices: []web.Option{{Label: c.Words.T("monitor.all_time")}}}
	for _, one := range s.Quarters() {
		st.Choices = append(st.Choices, web.Option{Value: string(one), Label: quarterName(c, one)})
	}
	if q.Over(c.Now) {
		st.State = Over
	}
	shut, err := s.Closed(c, q)
	if shut != nil {
		st.State, st.Closed = Shut, shut.At
	}
	return q, st, err
}

func quarterName(c *web.Ctx, q Quarter) string {
	return c.Words.T("monitor.quarter_name", "Quarter", string(q[6:]), "Year", string(q[:4]))
}

// Told is a figure as a person reads it.
type Told struct {
	Figure   string `json:"figure"`
	Theme    string `json:"theme"`
	Currency string `json:"currency,omitempty"`
	Count    int64  `json:"count"`
	Sum      int64  `json:"sum,omitempty"` // days, or money in its smallest unit

	Label  string `json:"-"`
	Means  string `json:"-"`
	Says   string `json:"-"` // the value with its unit
	Beside string `json:"-"` // of how many
	Path   string `json:"-"` // of the list behind it
	Middle string `json:"-"` // what half of the cities reach
	Way    bool   `json:"-"`
	People bool   `json:"-"`
}

// told says the figures of one city, of the sum of several for "".
func (s *Service) told(c *web.Ctx, city string, t Totals) []Told {
	all := []Told{}
	for _, f := range s.figures {
		if f.People {
			continue
		}
		units := []string{""}
		if f.Money {
			units = unitsOf(f.Name, t)
		}
		for _, unit := range units {
			all = append(all, s.say(c, f, city, unit, t[key(f.Name, unit)]))
		}
	}
	return all
}

func (s *Service) say(c *web.Ctx, f module.Figure, city, unit string, a Amount) Told {
	w := c.Words
	v := Told{Figure: f.Name, Theme: f.Theme, Currency: unit, Count: a.Count, Sum: a.Sum, Way: f.Way > 0, People: f.People,
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
	*Stand
	Items []CityItem `json:"items"`
	Total int        `json:"total"`
	Sum   []Told     `json:"-"`
	Chart web.Chart  `json:"-"`
	Heads []string   `json:"-"`
}

// CityItem is one city's figures.
type CityItem struct {
	City    string `json:"city"`
	Name    string `json:"name"`
	Figures Counts `json:"figures"`
	Details []Told `json:"details"` // the same with sums and currencies
	Cells   []Told `json:"-"`
}

// Counts are the counts of figures by their names, those of money in all currencies.
type Counts map[string]int64

func (t Totals) counts(figures []module.Figure) Counts {
	all := Counts{}
	for _, f := range figures {
		if !f.People {
			all[f.Name] = t.of(f.Name).Count
		}
	}
	return all
}

// compared are the figures that stand beside each other for all cities.
func (s *Service) compared() []module.Figure {
	var all []module.Figure
	for _, f := range s.figures {
		if !f.People && (f.Way > 0 || f.Name == "firms") {
			all = append(all, f)
		}
	}
	return all
}

func (s *Service) citiesPage(c *web.Ctx, in quarterInput) (*CitiesPage, error) {
	q, stand, err := s.at(c, in.Quarter)
	if err != nil {
		return nil, err
	}
	boards, err := s.Cities(c, q)
	if err != nil {
		return nil, err
	}
	p := &CitiesPage{Stand: stand, Items: []CityItem{}, Total: len(boards)}
	sum := Totals{}
	for _, f := range s.compared() {
		p.Heads = append(p.Heads, c.Words.T("monitor."+f.Name))
	}
	for _, b := range boards {
		item := CityItem{City: b.City, Name: s.cityName(c, b.City), Figures: b.Totals.counts(s.figures), Details: s.told(c, b.City, b.Totals)}
		for _, f := range s.compared() {
			item.Cells = append(item.Cells, s.say(c, f, b.City, "", b.Totals[f.Name]))
		}
		sum.addAll(b.Totals)
		p.Items = append(p.Items, item)
	}
	p.Sum, p.Chart = s.told(c, "", sum), s.way(c, "", sum)
	return p, nil
}

func (s *Service) cityName(c *web.Ctx, id string) string {
	city, known := s.kit.Taxonomy.City(id)
	if !known {
		return id
	}
	name, _ := city.Names.In(c.Languages()...)
	return name
}

// way draws how far contracts came.
func (s *Service) way(c *web.Ctx, city string, t Totals) web.Chart {
	chart := web.Chart{Title: c.Words.T("monitor.funnel"), Of: c.Words.T("monitor.count")}
	for _, f := range s.figures {
		if f.Way > 0 && !f.People {
			v := s.say(c, f, city, "", t[f.Name])
			chart.Bars = append(chart.Bars, web.Bar{Label: v.Label, Value: int(v.Count), Path: v.Path})
		}
	}
	return chart
}

type cityInput struct {
	ID      string `path:"id"`
	Quarter string `query:"quarter" validate:"max=7"`
}

// CityPage is one city.
type CityPage struct {
	*Stand
	City    string       `json:"city"`
	Name    string       `json:"name"`
	Figures Counts       `json:"figures"`
	Details []Told       `json:"details"` // the same with sums and currencies
	People  []PeopleTold `json:"people"`  // of a closed quarter
	Trend   []MonthTold  `json:"trend"`

	Themes []ThemeTold `json:"-"`
	Chart  web.Chart   `json:"-"`
	Months web.Chart   `json:"-"`
	Heads  []string    `json:"-"`
}

// ThemeTold is what is told of one theme besides the way.
type ThemeTold struct {
	Theme  string
	Values []Told
}

// PeopleTold is a figure that counts persons: a number, or that they are too few.
type PeopleTold struct {
	Figure string `json:"figure"`
	Theme  string `json:"theme"`
	Told   bool   `json:"told"` // false: fewer than ten, or counted among others
	Count  int64  `json:"count,omitempty"`
	Sum    int64  `json:"sum,omitempty"`
	Label  string `json:"-"`
	Means  string `json:"-"`
	Says   string `json:"-"`
}

// MonthTold is a month of the trend.
type MonthTold struct {
	Month   string `json:"month"`
	Figures Counts `json:"figures"`
	Cells   []Told `json:"-"`
}

// trendy are the figures that a page shows by month; the API tells all.
var trendy = []string{"published", "interest", "won"}

func (s *Service) cityPage(c *web.Ctx, in cityInput) (*CityPage, error) {
	q, stand, err := s.at(c, in.Quarter)
	if err != nil {
		return nil, err
	}
	b, err := s.City(c, in.ID, q)
	if err != nil {
		return nil, err
	}
	middle, err := s.Middle(c, q)
	if err != nil {
		return nil, err
	}
	trend, err := s.Trend(c, in.ID)
	if err != nil {
		return nil, err
	}
	p := &CityPage{Stand: stand, City: b.City, Name: s.cityName(c, b.City), Figures: b.Totals.counts(s.figures), Details: s.told(c, b.City, b.Totals), Chart: s.way(c, b.City, b.Totals), Trend: []MonthTold{}, People: s.people(c, b)}
	p.Months = web.Chart{Title: c.Words.T("monitor.by_month", "Figure", c.Words.T("monitor.published")), Of: c.Words.T("monitor.count")}
	for _, name := range trendy {
		p.Heads = append(p.Heads, c.Words.T("monitor."+name))
	}
	for _, m := range trend {
		t := MonthTold{Month: m.At, Figures: m.Totals.counts(s.figures)}
		for _, name := range trendy {
			if f, counted := s.figure(name); counted {
				t.Cells = append(t.Cells, s.say(c, f, "", "", m.Totals[name]))
			}
		}
		p.Trend = append(p.Trend, t)
		p.Months.Bars = append(p.Months.Bars, web.Bar{Label: m.At, Value: int(m.Totals["published"].Count)})
	}
	for i := range p.Details {
		v := &p.Details[i]
		if f, _ := s.figure(v.Figure); !f.Money && !f.Sums {
			v.Middle = c.Words.Number(float64(middle[v.Figure]))
		}
		if n := len(p.Themes); n == 0 || p.Themes[n-1].Theme != v.Theme {
			p.Themes = append(p.Themes, ThemeTold{Theme: v.Theme})
		}
		last := &p.Themes[len(p.Themes)-1]
		last.Values = append(last.Values, *v)
	}
	return p, nil
}

// people says what a closed quarter tells of persons of a city, in its whole.
func (s *Service) people(c *web.Ctx, b *Board) []PeopleTold {
	all := []PeopleTold{}
	if b.State != Shut {
		return all
	}
	add := func(figure, theme string) {
		v := PeopleTold{Figure: figure, Theme: theme, Label: c.Words.T("monitor." + figure), Means: c.Words.T("monitor." + figure + "_means"), Says: c.Words.T("monitor.few", "Count", Least)}
		for _, r := range b.People {
			if r.Figure == figure && r.Theme == theme && r.Sex == suppress.Total && r.Age == suppress.Total {
				v.Told, v.Count, v.Sum, v.Says = true, r.Count, r.Sum, c.Words.Number(float64(r.Count))
				if r.Sum > 0 && r.Unit != "" {
					v.Says += " · " + c.Words.Money(record.Money{Minor: r.Sum, Currency: r.Unit})
				}
			}
		}
		all = append(all, v)
	}
	for _, t := range s.sources.Took {
		add(Participants, t.Theme)
	}
	add(MigrantLed, "a")
	for _, f := range s.figures {
		if f.People {
			add(f.Name, f.Theme)
		}
	}
	return all
}

// RecountPage holds figures against what they are made of.
type RecountPage struct {
	*Stand
	City  string        `json:"city"`
	Name  string        `json:"name"`
	Items []Recounted   `json:"items"`
	Same  bool          `json:"same"` // all of them
	Lines []RecountLine `json:"-"`
}

// RecountLine is one of them as it is read.
type RecountLine struct {
	Recounted
	Label, Told, Counted, Closed string
}

func (s *Service) recountPage(c *web.Ctx, in cityInput) (*RecountPage, error) {
	q, stand, err := s.at(c, in.Quarter)
	if err != nil {
		return nil, err
	}
	all, err := s.Recount(c, in.ID, q)
	if err != nil {
		return nil, err
	}
	p := &RecountPage{Stand: stand, City: in.ID, Name: s.cityName(c, in.ID), Items: all, Same: true}
	for _, r := range all {
		p.Same = p.Same && r.Same
		f, _ := s.figure(r.Figure)
		say := func(a Amount) string {
			if r.People {
				return "–"
			}
			return s.say(c, f, "", r.Unit, a).Says
		}
		p.Lines = append(p.Lines, RecountLine{r, c.Words.T("monitor." + r.Figure), say(r.Told), say(r.Counted), say(r.Closed)})
	}
	return p, nil
}

// FiguresPage defines what is counted.
type FiguresPage struct {
	Items []Definition `json:"items"`
	Total int          `json:"total"`
	Least int          `json:"least"` // count of persons that is told
}

// Definition says what a figure is and where it comes from.
type Definition struct {
	Figure string `json:"figure"`
	Theme  string `json:"theme"`
	Label  string `json:"name"`
	Means  string `json:"definition"`
	Source string `json:"source"`
	People bool   `json:"people"` // told of closed quarters only, and never a few
}

func (s *Service) figuresPage(c *web.Ctx, in quarterInput) (*FiguresPage, error) {
	p := &FiguresPage{Least: Least}
	add := func(name, theme, source string, people bool) {
		p.Items = append(p.Items, Definition{name, theme, c.Words.T("monitor." + name), c.Words.T("monitor." + name + "_means"), source, people})
	}
	for _, f := range s.figures {
		add(f.Name, f.Theme, f.Source, f.People)
	}
	add(MigrantLed, "a", "tenders awarded in the quarter whose winner declared interest here and let itself be counted as migrant-led (declarations.migrant_led), firms by city, and the sum of their awards in EUR to the thousand", true)
	for _, t := range s.sources.Took {
		add(Participants, t.Theme, map[string]string{"a": "interests", "b": "attendances of events that ended", "c": "referrals"}[t.Theme]+" in the quarter, distinct accounts that let themselves be counted (declarations), by city, sex and age", true)
	}
	p.Total = len(p.Items)
	return p, nil
}

// IndicatorsPage is every figure, one a row.
type IndicatorsPage struct {
	*Stand
	Items  []RowTold `json:"items"`
	Total  int       `json:"total"`
	Merged []Merged  `json:"merged"` // what rows of others stand for
}

// RowTold is a row as it is read.
type RowTold struct {
	Row
	Label    string `json:"-"`
	CityName string `json:"-"`
	SexName  string `json:"-"`
	AgeName  string `json:"-"`
	Says     string `json:"-"`
}

func (s *Service) indicatorsPage(c *web.Ctx, in quarterInput) (*IndicatorsPage, error) {
	q, stand, err := s.at(c, in.Quarter)
	if err != nil {
		return nil, err
	}
	rows, err := s.Rows(c, q)
	if err != nil {
		return nil, err
	}
	p := &IndicatorsPage{Stand: stand, Items: []RowTold{}, Merged: []Merged{}, Total: len(rows)}
	for _, r := range rows {
		f, known := s.figure(r.Figure)
		if !known {
			f = module.Figure{Name: r.Figure, Theme: r.Theme, Money: r.Unit != "" && r.Sum > 0}
		}
		unit := r.Unit
		if !f.Money {
			unit = ""
		}
		v := s.say(c, f, "", unit, Amount{r.Count, r.Sum})
		p.Items = append(p.Items, RowTold{Row: r, Label: v.Label, Says: strings.TrimSuffix(v.Says+" · "+v.Beside, " · "),
			CityName: s.valueName(c, r.City, s.cityName(c, r.City)), SexName: s.valueName(c, r.Sex, "supplier.sex_"+r.Sex), AgeName: s.valueName(c, r.Age, "supplier.age_"+r.Age)})
	}
	if shut, err := s.Closed(c, q); err != nil {
		return nil, err
	} else if shut != nil && stand.Wide {
		p.Merged = append(p.Merged, shut.Merged...)
	}
	return p, nil
}

// valueName says a value of a dimension; name is a word key where it is not a city.
func (s *Service) valueName(c *web.Ctx, value, name string) string {
	switch value {
	case suppress.Total:
		return c.Words.T("monitor.all")
	case suppress.Others:
		return c.Words.T("monitor.others")
	case NotTold:
		return c.Words.T("site.not_told")
	}
	if strings.Contains(name, "_") && strings.HasPrefix(name, "supplier.") {
		return c.Words.T(name)
	}
	return name
}

func (s *Service) file(c *web.Ctx, in quarterInput, extension, kind string, write func([]Line) ([]byte, error)) (*web.File, error) {
	q, _, err := s.at(c, in.Quarter)
	if err != nil {
		return nil, err
	}
	lines, err := s.Lines(c, q, c.Words)
	if err != nil {
		return nil, err
	}
	body, err := write(lines)
	return &web.File{Name: "indicators-" + string(cmp.Or(q, "all")) + "." + extension, Type: kind, Body: body}, err
}

func (s *Service) csvFile(c *web.Ctx, in quarterInput) (*web.File, error) {
	return s.file(c, in, "csv", "text/csv; charset=utf-8", func(lines []Line) ([]byte, error) {
		var b bytes.Buffer
		err := WriteCSV(&b, lines)
		return b.Bytes(), err
	})
}

func (s *Service) xlsxFile(c *web.Ctx, in quarterInput) (*web.File, error) {
	return s.file(c, in, "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", XLSX)
}

// QuartersPage lists the quarters.
type QuartersPage struct {
	Items []QuarterItem `json:"items"`
	Total int           `json:"total"`
	Wide  bool          `json:"-"`
}

// QuarterItem is one of them.
type QuarterItem struct {
	Quarter Quarter   `json:"quarter"`
	State   string    `json:"state"`
	Closed  time.Time `json:"closed,omitzero"`
	By      string    `json:"closedBy,omitempty"`
	Name    string    `json:"-"`
}

func (s *Service) quartersPage(c *web.Ctx, _ web.None) (*QuartersPage, error) {
	p := &QuartersPage{Wide: c.Actor.City == ""}
	for _, q := range s.Quarters() {
		item := QuarterItem{Quarter: q, State: Running, Name: quarterName(c, q)}
		if q.Over(c.Now) {
			item.State = Over
		}
		shut, err := s.Closed(c, q)
		if err != nil {
			return nil, err
		}
		if shut != nil {
			item.State, item.Closed, item.By = Shut, shut.At, shut.ByName
		}
		p.Items = append(p.Items, item)
	}
	p.Total = len(p.Items)
	return p, nil
}

type closeInput struct {
	ID   string `path:"id"`
	Sure string `json:"sure" validate:"omitempty,oneof=yes"`
}

func (s *Service) closeQuarter(c *web.Ctx, in closeInput) (web.Go, error) {
	if _, known := Quarter(in.ID).start(); !known {
		return "", problem.New(problem.NotFound, "problem.not_found")
	}
	if in.Sure != "yes" {
		return "", problem.Field("sure", "monitor.sure_missing")
	}
	_, err := s.Close(c, Quarter(in.ID))
	return web.Go("/monitor/cities?quarter=" + in.ID), err
}

func (s *Service) againClose(c *web.Ctx, _ closeInput) (*QuartersPage, error) {
	return s.quartersPage(c, web.None{})
}
