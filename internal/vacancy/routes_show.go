package vacancy

import (
	"citiesgrow/internal/i18n"
	"citiesgrow/internal/module"
	"citiesgrow/internal/record"
	"citiesgrow/web"
)

// ShowPage is one vacancy.
type ShowPage struct {
	*Vacancy
	State Stage `json:"state"`

	Shown    *Content       `json:"-"` // the draft for its owner, else what is published
	Facts    []web.Fact     `json:"-"`
	Mine     bool           `json:"-"`
	Flags    []FlagView     `json:"-"`
	Posting  map[string]any `json:"-"` // schema.org
	CityN    string         `json:"-"`
	Reviewer bool           `json:"-"` // the reader may review it
	Waits    bool           `json:"-"`
	Sendable bool           `json:"-"`
	Note     string         `json:"-"`
}

// FlagView is a flag in words.
type FlagView struct {
	Flag
	Ground, Why, Better string
}

func flagViews(c *web.Ctx, flags []Flag) []FlagView {
	var all []FlagView
	for _, f := range flags {
		all = append(all, FlagView{f, c.Words.T("wording.ground_" + f.Ground), c.Words.T("wording." + f.Rule), c.Words.T("wording." + f.Rule + "_better")})
	}
	return all
}

func (h handlers) show(c *web.Ctx, in module.ID) (*ShowPage, error) {
	v, err := h.Get(c, in.ID)
	if err != nil {
		return nil, err
	}
	p := &ShowPage{Vacancy: v, State: v.State(c.Now), Shown: &v.Content, Mine: c.Actor.ID != "" && v.Account == c.Actor.ID,
		CityN: h.city(c, v.City), Waits: !v.Since.IsZero()}
	if p.Mine {
		p.Shown, p.Flags, p.Note = v.Working(), flagViews(c, v.Flags), v.Reason
		p.Sendable = v.Since.IsZero() && (p.State == Draft || p.State == Refused || v.Next != nil)
	} else {
		hidden := *v
		hidden.Flags = nil
		p.Vacancy = &hidden
		if p.Reviewer, err = h.organisations.IsAgency(c, v.City); err != nil {
			return nil, err
		}
	}
	p.Facts = h.facts(c, p.Shown, v)
	if v.Visible() && p.State == Published {
		p.Posting = h.posting(v)
	}
	return p, nil
}

func (h handlers) facts(c *web.Ctx, content *Content, v *Vacancy) []web.Fact {
	w := c.Words
	var all []web.Fact
	add := func(key, value string) {
		if value != "" {
			all = append(all, web.Fact{Label: w.T(key), Value: value})
		}
	}
	city, _ := h.kit.Taxonomy.City(v.City)
	add("vacancy.kind", w.T("vacancy.kind_"+content.Kind))
	add("vacancy.occupation", content.Occupation)
	add("vacancy.trades", w.Join(h.kit.Taxonomy.Works(content.CPV, c.Languages()...)))
	add("vacancy.language_needed", levels(c, content.Levels))
	add("vacancy.level_why", content.LevelWhy)
	add("vacancy.wage", wage(c, content))
	if content.Hours > 0 {
		add("vacancy.hours", w.T("vacancy.hours_count", "Count", content.Hours))
	}
	if content.Contract != "" {
		add("vacancy.contract", w.T("vacancy.contract_"+content.Contract))
	}
	add("vacancy.places", places(w, content, v.Count))
	add("vacancy.where", content.Where)
	if !content.Starts.IsZero() {
		add("vacancy.starts", w.Date(record.InZone(content.Starts, city.Zone)))
	}
	if !content.Closes.IsZero() {
		add("vacancy.closes", w.Date(record.InZone(content.Closes, city.Zone)))
	}
	if content.Mentor {
		add("vacancy.mentor", w.T("site.yes"))
	}
	add("vacancy.apply", content.Apply)
	return all
}

// places says how many places there are and, once some are, how many are filled.
func places(w *i18n.Words, c *Content, filled int) string {
	if filled == 0 {
		return w.Number(float64(c.Places))
	}
	return w.T("vacancy.filled_of", "Count", filled, "All", w.Number(float64(max(c.Places, filled))))
}

func wage(c *web.Ctx, o *Content) string {
	switch {
	case o.WageFrom != nil && o.WageTo != nil && o.WageTo.Minor != o.WageFrom.Minor:
		return c.Words.T("vacancy.wage_range", "From", *o.WageFrom, "To", *o.WageTo, "Per", c.Words.T("vacancy.per_"+o.WagePer))
	case o.WageFrom != nil:
		return c.Words.T("vacancy.wage_one", "Amount", *o.WageFrom, "Per", c.Words.T("vacancy.per_"+o.WagePer))
	case o.Unpaid:
		return c.Words.T("vacancy.unpaid_said")
	}
	return ""
}

// levels says how much of which language is needed.
func levels(c *web.Ctx, all []Level) string {
	if len(all) == 0 {
		return c.Words.T("vacancy.no_language")
	}
	var said []string
	for _, l := range all {
		said = append(said, c.Words.LanguageName(l.Language)+" "+l.Level)
	}
	return c.Words.Join(said)
}
