package benchmark

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"citiesgrow/internal/module"
	"citiesgrow/internal/taxonomy"
	"citiesgrow/web"
)

type editInput struct {
	ID    string `path:"id" json:"-"`
	Theme string `query:"theme" validate:"omitempty,oneof=a b c d"`
	Round string `query:"round" validate:"omitempty,oneof=start end"`
	Side  string `query:"side" validate:"omitempty,oneof=self peer"`
}

// FormPage is the form in which a theme is scored.
type FormPage struct {
	City, Name, ThemeName, SideName string
	Form                            Form
	Labels                          []string
	Levels                          []web.Option
	Stored                          []string // what differs from a form that was read too early
}

// formOf is an assessment as its form shows it in a theme.
func formOf(a *Assessment, theme string) Form {
	f := Form{Revision: a.Revision, Theme: theme, Round: a.Round, Side: a.Side}
	for _, id := range Standards(theme) {
		one := ScoreForm{Standard: id}
		if score, scored := a.Scores[id]; scored {
			one.Level, one.Evidence = strconv.Itoa(score.Level), score.Evidence
		}
		f.Scores = append(f.Scores, one)
	}
	return f
}

func (h handlers) edit(c *web.Ctx, in editInput) (*FormPage, error) {
	round, side := cmp.Or(in.Round, Rounds()[0]), cmp.Or(in.Side, Sides()[0])
	a, err := h.Get(c, in.ID, round, side)
	if err != nil {
		return nil, err
	}
	return h.form(c, in.ID, formOf(a, cmp.Or(in.Theme, taxonomy.Themes()[0]))), nil
}

func (h handlers) form(c *web.Ctx, city string, f Form) *FormPage {
	w := c.Words
	p := &FormPage{City: city, Name: h.kit.CityName(c, city), ThemeName: w.T("site.theme_" + f.Theme), SideName: sideName(c, [2]string{f.Round, f.Side}),
		Form: f, Levels: []web.Option{{Label: w.T("benchmark.not_scored")}}}
	for level := range TopLevel + 1 {
		p.Levels = append(p.Levels, web.Option{Value: strconv.Itoa(level), Label: w.T(fmt.Sprint("benchmark.level_", level))})
	}
	for _, form := range f.Scores {
		label := ""
		if slices.Contains(Standards(f.Theme), form.Standard) {
			label = short(form.Standard) + " " + w.T("benchmark."+form.Standard)
		}
		p.Labels = append(p.Labels, label)
	}
	return p
}

type formInput struct {
	ID string `path:"id" json:"-"`
	Form
}

func (h handlers) assess(c *web.Ctx, in formInput) (web.Go, error) {
	if _, err := h.Assess(c, in.ID, in.Form); err != nil {
		return "", err
	}
	return web.Go("/programme/benchmark/" + in.ID + "?done=saved&theme=" + in.Theme), nil
}

func (h handlers) again(c *web.Ctx, in formInput) (*FormPage, error) {
	if !slices.Contains(taxonomy.Themes(), in.Theme) || !slices.Contains(Rounds(), in.Round) || !slices.Contains(Sides(), in.Side) || len(in.Scores) == 0 {
		return h.edit(c, editInput{ID: in.ID})
	}
	a, err := h.Get(c, in.ID, in.Round, in.Side)
	if err != nil {
		return nil, err
	}
	stale := in.Revision != a.Revision
	in.Revision = a.Revision // to save once more is to keep what was typed
	p := h.form(c, in.ID, in.Form)
	if stale {
		p.Stored = module.Stored(c, formOf(a, in.Theme), in.Form, map[string]string{"scores": "benchmark.score"})
	}
	return p, nil
}
