package report

import (
	"cmp"
	"slices"

	"citiesgrow/internal/custody"
	"citiesgrow/internal/module"
	"citiesgrow/internal/sheet"
	"citiesgrow/internal/suppress"
	"citiesgrow/web"
)

type figuresInput struct {
	Quarter string          `query:"quarter" validate:"max=7"`
	Channel custody.Channel `query:"door" validate:"omitempty,oneof=discrimination irregularity"`
	City    string          `query:"city" validate:"max=40"`
}

// Count is a public count. A hidden count has no number.
type Count struct {
	Value string `json:"value"`
	Label string `json:"label"`
	Count *int   `json:"count"` // null if it is below the threshold, or if a count below it could be derived from it
}

// FiguresPage shows the public figures of a quarter.
type FiguresPage struct {
	Quarter   string          `json:"quarter"`
	Channel   custody.Channel `json:"door"`
	City      string          `json:"city,omitempty"`
	Threshold int             `json:"threshold"`
	Total     *int            `json:"total"`
	Cities    []Count         `json:"cities"`
	Grounds   []Count         `json:"grounds"`
	Fields    []Count         `json:"fields"`
	Outcomes  []Count         `json:"outcomes"`
	Quarters  []web.Option    `json:"-"`
	Channels  []web.Option    `json:"-"`
	Choices   []web.Option    `json:"-"`
}

func (h handlers) showFigures(c *web.Ctx, in figuresInput) (*FiguresPage, error) {
	f, err := h.Figures(c, in.Quarter, cmp.Or(in.Channel, custody.Discrimination))
	if err != nil {
		return nil, err
	}
	city := in.City
	if slices.Contains(f.Table.Merged(0), city) {
		city = suppress.Others
	}
	if city != "" && !slices.Contains(f.Table.Values(0), city) {
		city = ""
	}
	p := h.figuresPage(c, f, city)
	for _, q := range h.Quarters() {
		p.Quarters = append(p.Quarters, web.Option{Value: q, Label: q})
	}
	p.Choices = append([]web.Option{{Label: c.Words.T("report.all_cities")}}, p.Choices...)
	p.Channels = module.Options(c, "report.door_", []string{string(custody.Discrimination), string(custody.Irregularity)})
	return p, nil
}

// figuresPage builds the page for one city, or for all if city is empty.
func (h handlers) figuresPage(c *web.Ctx, f *Figures, city string) *FiguresPage {
	w := c.Words
	named := func(prefix, v string) string {
		if v == suppress.Others {
			return w.T("report.others")
		}
		return w.T(prefix + v)
	}
	count := func(n int, shown bool) *int {
		if !shown {
			return nil
		}
		return &n
	}
	p := &FiguresPage{Quarter: f.Quarter, Channel: f.Channel, City: city, Threshold: suppress.Least,
		Total: count(f.Table.At(city, suppress.Total, suppress.Total)), Cities: []Count{}, Grounds: []Count{}, Fields: []Count{}, Outcomes: []Count{}}
	for _, v := range f.Table.Values(0) {
		name := w.T("report.other_cities")
		if v != suppress.Others {
			name = h.kit.CityName(c, v)
		}
		p.Cities = append(p.Cities, Count{v, name, count(f.Table.At(v, suppress.Total, suppress.Total))})
		p.Choices = append(p.Choices, web.Option{Value: v, Label: name})
	}
	for _, v := range f.Table.Values(1) {
		p.Grounds = append(p.Grounds, Count{v, named("report.ground_", v), count(f.Table.At(city, v, suppress.Total))})
	}
	for _, v := range f.Table.Values(2) {
		p.Fields = append(p.Fields, Count{v, named("report.field_", v), count(f.Table.At(city, suppress.Total, v))})
	}
	for _, v := range f.Ends.Values(0) {
		p.Outcomes = append(p.Outcomes, Count{v, named("report.outcome_", v), count(f.Ends.At(v))})
	}
	return p
}

func (h handlers) figuresCSV(c *web.Ctx, in figuresInput) (*web.File, error) {
	f, err := h.Figures(c, in.Quarter, cmp.Or(in.Channel, custody.Discrimination))
	if err != nil {
		return nil, err
	}
	body, err := f.CSV()
	return &web.File{Name: "reports-" + f.Quarter + ".csv", Type: sheet.Type, Body: body}, err
}

// Number returns the count; 0 if it is hidden.
func (c Count) Number() int {
	if c.Count == nil {
		return 0
	}
	return *c.Count
}

// Sum returns the total; 0 if it is hidden.
func (p *FiguresPage) Sum() int { return Count{Count: p.Total}.Number() }
