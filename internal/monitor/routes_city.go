package monitor

import (
	"citiesgrow/internal/journey"
	"citiesgrow/internal/record"
	"citiesgrow/internal/suppress"
	"citiesgrow/web"
)

type cityInput struct {
	ID      string `path:"id"`
	Quarter string `query:"quarter" validate:"max=7"`
}

// CityPage is one city.
type CityPage struct {
	*Stand
	City    string             `json:"city"`
	Name    string             `json:"name"`
	Figures Counts             `json:"figures"`
	Details []FigureView       `json:"details"` // the same with sums and currencies
	Way     []journey.WayPlace `json:"way"`     // how many contracts came how far, each line of those above
	People  []PeopleView       `json:"people"`  // of a closed quarter
	Trend   []MonthView        `json:"trend"`

	Outcomes []OutcomeView `json:"reports"` // of discrimination, all cities together

	Themes []ThemeTold `json:"-"`
	Chart  web.Chart   `json:"-"`
	Months web.Chart   `json:"-"`
	Heads  []string    `json:"-"`
}

// ThemeTold has the figures of one theme apart from the way.
type ThemeTold struct {
	Theme  string
	Values []FigureView
	Acts   []FigureView // what firms did
}

// PeopleView is a figure that counts persons: a number, or that they are too few.
type PeopleView struct {
	Figure string `json:"figure"`
	Theme  string `json:"theme"`
	Told   bool   `json:"told"` // false: fewer than ten, or counted among others
	Count  int64  `json:"count,omitempty"`
	Summed
	Sum   int64  `json:"-"`
	Label string `json:"-"`
	Means string `json:"-"`
	Says  string `json:"-"`
}

// OutcomeView is how many reports ended in one way.
type OutcomeView struct {
	Outcome string `json:"outcome"`
	Count   int64  `json:"count"`
	Label   string `json:"-"`
}

// MonthView is a month of the trend.
type MonthView struct {
	Month   string       `json:"month"`
	Figures Counts       `json:"figures"`
	Cells   []FigureView `json:"-"`
}

// trendy are the figures that a page shows by month; the API has all.
var trendy = []string{"published", "interest", "won"}

func (s handlers) cityPage(c *web.Ctx, in cityInput) (*CityPage, error) {
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
	p := &CityPage{Stand: stand, City: b.City, Name: s.cityName(c, b.City), Figures: countsOf(b.Totals, s.figures), Details: s.told(c, b.City, b.Totals),
		Way: s.counter.Way(b.Totals), Chart: s.way(c, b.City, b.Totals), Trend: []MonthView{}, People: s.people(c, b)}
	outcomes, err := s.Outcomes(c, q)
	if err != nil {
		return nil, err
	}
	p.Outcomes = []OutcomeView{}
	for _, o := range outcomes {
		p.Outcomes = append(p.Outcomes, OutcomeView{o.Outcome, o.Count, outcomeName(c, o.Outcome)})
	}
	p.Months = web.Chart{Title: c.Words.T("monitor.by_month", "Figure", c.Words.T("monitor.published")), Of: c.Words.T("monitor.count")}
	for _, name := range trendy {
		p.Heads = append(p.Heads, c.Words.T("monitor."+name))
	}
	for _, m := range trend {
		t := MonthView{Month: m.At, Figures: countsOf(m.Totals, s.figures)}
		for _, name := range trendy {
			if f, counted := s.counter.Figure(name); counted {
				t.Cells = append(t.Cells, s.say(c, f, "", "", m.Totals[name]))
			}
		}
		p.Trend = append(p.Trend, t)
		p.Months.Bars = append(p.Months.Bars, web.Bar{Label: m.At, Value: int(m.Totals["published"].Count)})
	}
	for i := range p.Details {
		v := &p.Details[i]
		if f, _ := s.counter.Figure(v.Figure); !f.Money && !f.Sums {
			v.Middle = c.Words.Number(float64(middle[v.Figure]))
		}
		if n := len(p.Themes); n == 0 || p.Themes[n-1].Theme != v.Theme {
			p.Themes = append(p.Themes, ThemeTold{Theme: v.Theme})
		}
		last := &p.Themes[len(p.Themes)-1]
		if v.Acts {
			last.Acts = append(last.Acts, *v)
			continue
		}
		last.Values = append(last.Values, *v)
	}
	return p, nil
}

// people lists what a closed quarter may show of the persons of a city.
func (s handlers) people(c *web.Ctx, b *Board) []PeopleView {
	all := []PeopleView{}
	if b.State != Shut {
		return all
	}
	add := func(figure, theme string) {
		v := PeopleView{Figure: figure, Theme: theme, Label: c.Words.T("monitor." + figure), Means: c.Words.T("monitor." + figure + "_means"),
			Says: c.Words.T("monitor.few", "Count", suppress.Least)}
		for _, r := range b.People {
			if r.Figure == figure && r.Theme == theme && r.Sex == suppress.Total && r.Age == suppress.Total {
				v.Told, v.Count, v.Sum, v.Summed, v.Says = true, r.Count, r.Sum, summed(r.Sum, r.Unit), c.Words.Number(float64(r.Count))
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
	web.Whole[RecountView]
	*Stand
	City  string        `json:"city"`
	Name  string        `json:"name"`
	Same  bool          `json:"same"` // all of them
	Lines []RecountLine `json:"-"`
}

// RecountView is a figure that was counted anew, as a program reads it.
type RecountView struct {
	Recounted
	Told    AmountView `json:"told"`
	Counted AmountView `json:"counted"`
	Closed  AmountView `json:"closed"` // when the quarter was closed
}

// AmountView is how many, and what they add up to.
type AmountView struct {
	Count int64 `json:"count"`
	Summed
}

func amountTold(a journey.Amount, unit string) AmountView {
	return AmountView{a.Count, summed(a.Sum, unit)}
}

// RecountLine is one of them as it is read.
type RecountLine struct {
	Recounted
	Label, Told, Counted, Closed string
}

func (s handlers) recountPage(c *web.Ctx, in cityInput) (*RecountPage, error) {
	q, stand, err := s.at(c, in.Quarter)
	if err != nil {
		return nil, err
	}
	all, err := s.Recount(c, in.ID, q)
	if err != nil {
		return nil, err
	}
	p := &RecountPage{Stand: stand, City: in.ID, Name: s.cityName(c, in.ID), Same: true}
	for _, r := range all {
		p.Same = p.Same && r.Same
		p.Items = append(p.Items, RecountView{r, amountTold(r.Told, r.Unit), amountTold(r.Counted, r.Unit), amountTold(r.Closed, r.Unit)})
		f, _ := s.counter.Figure(r.Figure)
		say := func(a journey.Amount) string {
			if r.People {
				return "–"
			}
			return s.say(c, f, "", r.Unit, a).Says
		}
		p.Lines = append(p.Lines, RecountLine{r, c.Words.T("monitor." + r.Figure), say(r.Told), say(r.Counted), say(r.Closed)})
	}
	return p, nil
}
