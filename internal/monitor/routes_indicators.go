package monitor

import (
	"bytes"
	"cmp"
	"strings"

	"citiesgrow/internal/journey"
	"citiesgrow/internal/module"
	"citiesgrow/internal/sheet"
	"citiesgrow/internal/suppress"
	"citiesgrow/web"
)

// FiguresPage defines what is counted.
type FiguresPage struct {
	web.Whole[Definition]
	Least int `json:"least"` // the smallest count of persons that is shown
}

// Definition says what a figure is and where it comes from.
type Definition struct {
	Figure string `json:"figure"`
	Theme  string `json:"theme"`
	Label  string `json:"name"`
	Means  string `json:"definition"`
	Source string `json:"source"`
	People bool   `json:"people"` // shown of closed quarters only, and never a small count
}

func (s handlers) figuresPage(c *web.Ctx, in quarterInput) (*FiguresPage, error) {
	p := &FiguresPage{Least: suppress.Least}
	add := func(name, theme, source string, people bool) {
		p.Items = append(p.Items, Definition{name, theme, c.Words.T("monitor." + name), c.Words.T("monitor." + name + "_means"), source, people})
	}
	for _, f := range s.figures {
		add(f.Name, f.Theme, f.Source, f.People)
	}
	add(MigrantLed, "a", "tenders awarded in the quarter whose winner declared interest here and let itself be counted as migrant-led "+
		"(declarations.migrant_led), firms by city, and the sum of their awards in EUR to the thousand", true)
	for _, t := range s.sources.Took {
		add(Participants, t.Theme, map[string]string{"a": "interests", "b": "registrations of events that ended",
			"c": "referrals"}[t.Theme]+" in the quarter, distinct accounts that let themselves be counted (declarations), by city, sex and age", true)
	}
	add(Reports, "d", "reports of discrimination received in the quarter, by the outcome of their cases, all cities together, as published", true)
	return p, nil
}

// IndicatorsPage is every figure, one a row.
type IndicatorsPage struct {
	web.Whole[RowView]
	*Stand
	Merged []Merged `json:"merged"` // what rows of others stand for
}

// RowView is a row as it is read.
type RowView struct {
	Row
	Summed
	Label    string `json:"-"`
	CityName string `json:"-"`
	SexName  string `json:"-"`
	AgeName  string `json:"-"`
	Says     string `json:"-"`

	OutcomeName string `json:"-"`
}

func (s handlers) indicatorsPage(c *web.Ctx, in quarterInput) (*IndicatorsPage, error) {
	q, stand, err := s.at(c, in.Quarter)
	if err != nil {
		return nil, err
	}
	rows, err := s.Rows(c, q)
	if err != nil {
		return nil, err
	}
	p := &IndicatorsPage{Stand: stand, Merged: []Merged{}}
	for _, r := range rows {
		f, known := s.counter.Figure(r.Figure)
		if !known {
			f = module.Figure{Name: r.Figure, Theme: r.Theme, Money: r.Unit != "" && r.Sum > 0}
		}
		unit := r.Unit
		if !f.Money {
			unit = ""
		}
		v := s.say(c, f, "", unit, journey.Amount{Count: r.Count, Sum: r.Sum})
		p.Items = append(p.Items, RowView{Row: r, Summed: summed(r.Sum, r.Unit), Label: v.Label, Says: strings.TrimSuffix(v.Says+" · "+v.Beside, " · "),
			OutcomeName: outcomeName(c, r.Outcome), CityName: s.valueName(c, r.City, s.cityName(c, r.City)),
			SexName: s.valueName(c, r.Sex, "supplier.sex_"+r.Sex), AgeName: s.valueName(c, r.Age, "supplier.age_"+r.Age)})
	}
	shut, err := s.Closed(c, q)
	if err != nil {
		return nil, err
	}
	if stand.Wide {
		p.Merged = append(p.Merged, shut.Merged...)
	}
	return p, nil
}

func outcomeName(c *web.Ctx, outcome string) string {
	switch outcome {
	case "":
		return ""
	case suppress.Others:
		return c.Words.T("monitor.others")
	}
	return c.Words.T("report.outcome_" + outcome)
}

// valueName says a value of a dimension; name is a word key where it is not a city.
func (s handlers) valueName(c *web.Ctx, value, name string) string {
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

func (s handlers) file(c *web.Ctx, in quarterInput, extension, kind string, write func([]Line) ([]byte, error)) (*web.File, error) {
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

func (s handlers) csvFile(c *web.Ctx, in quarterInput) (*web.File, error) {
	return s.file(c, in, "csv", sheet.Type, func(lines []Line) ([]byte, error) {
		var b bytes.Buffer
		err := WriteCSV(&b, lines)
		return b.Bytes(), err
	})
}

const spreadsheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

func (s handlers) xlsxFile(c *web.Ctx, in quarterInput) (*web.File, error) {
	return s.file(c, in, "xlsx", spreadsheet, XLSX)
}
