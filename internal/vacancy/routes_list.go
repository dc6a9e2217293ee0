package vacancy

import (
	"cmp"
	"slices"

	"citiesgrow/internal/module"
	"citiesgrow/internal/organisation"
	"citiesgrow/web"
)

type listInput struct {
	Words     string   `query:"q" validate:"max=300"`
	Cities    []string `query:"city" validate:"max=16,dive,max=40"`
	Kinds     []string `query:"kind" validate:"max=5,dive,max=20"`
	CPV       []string `query:"cpv" validate:"max=20,dive,max=12"`
	Languages []string `query:"language" validate:"max=20,dive,max=8"`
	Levels    []string `query:"level" validate:"max=7,dive,max=4"`
	Page      int      `query:"page" validate:"min=0,max=5000"`
	Size      int      `query:"size" validate:"min=0,max=100"`
}

// ListPage is a page of vacancies.
type ListPage struct {
	module.List[Item]
	Input listInput `json:"-"`
}

// Item is a vacancy in a list.
type Item struct {
	ID     string   `json:"id"`
	Title  string   `json:"title"`
	Kind   string   `json:"kind"`
	By     string   `json:"organisation"`
	City   string   `json:"city"`
	Levels []Level  `json:"levels"`
	State  Stage    `json:"state"`
	Demo   bool     `json:"demonstration,omitempty"`
	Card   web.Card `json:"-"`
}

func (h handlers) item(c *web.Ctx, v *Vacancy) Item {
	state := v.State(c.Now)
	i := Item{ID: v.ID, Title: v.Title, Kind: v.Kind, By: v.Name, City: v.City, Levels: append([]Level{}, v.Levels...), State: state, Demo: v.Test}
	i.Card = web.Card{Title: v.Title, Language: v.Language, Path: "/vacancies/" + v.ID, By: v.Name, City: h.city(c, v.City), Demo: v.Test,
		Firm: true, Tags: []string{c.Words.T("vacancy.kind_" + v.Kind)}}
	if pay := wage(c, &v.Content); pay != "" {
		i.Card.Tags = append(i.Card.Tags, pay)
	}
	i.Card.Tags = append(i.Card.Tags, levels(c, v.Levels))
	if state != Published {
		i.Card.Tags = append(i.Card.Tags, c.Words.T("vacancy.stage_"+string(state)))
	}
	return i
}

func (h handlers) items(c *web.Ctx, all []*Vacancy) []Item {
	items := []Item{}
	for _, v := range all {
		items = append(items, h.item(c, v))
	}
	return items
}

// ofOrganisation lists the open vacancies of an organisation, for its owner all.
func (h handlers) ofOrganisation(c *web.Ctx, o *organisation.Organisation, own bool) ([]Item, error) {
	var all []*Vacancy
	var err error
	if own {
		all, err = h.ListOwn(c)
	} else {
		all, err = h.ListOpen(c, o.ID)
	}
	if err != nil {
		return nil, err
	}
	return h.items(c, all), nil
}

func (h handlers) list(c *web.Ctx, in listInput) (*ListPage, error) {
	q := Question{Words: in.Words, Cities: in.Cities, Kinds: in.Kinds, CPV: in.CPV, Languages: in.Languages, Levels: in.Levels,
		Page: max(1, in.Page), Size: cmp.Or(in.Size, 20), Reader: c.Languages()}
	found, err := h.List(c, q)
	if err != nil {
		return nil, err
	}
	p := &ListPage{List: module.ListOf(h.items(c, found.Vacancies), found.Total, q.Page, q.Size), Input: in}
	p.Empty = web.Empty{Title: c.Words.T("vacancy.none"), Text: c.Words.T("vacancy.none_text"),
		Links: []web.Link{{Label: c.Words.T("vacancy.all"), Path: "/vacancies"}, {Label: c.Words.T("nav.services"), Path: "/services?topic=language"}}}
	chosen := map[string][]string{"city": in.Cities, "kind": in.Kinds, "cpv": in.CPV, "language": in.Languages, "level": in.Levels}
	p.Narrow(c, "vacancy.by_", facets, found.Facets, chosen, func(name, v string) string { return h.facet(c, name, v) })
	return p, nil
}

// facet says one value of a facet in words.
func (h handlers) facet(c *web.Ctx, name, value string) string {
	switch {
	case name == "city":
		return h.city(c, value)
	case name == "language":
		return c.Words.LanguageName(value)
	case name == "kind" && slices.Contains(Kinds(), value):
		return c.Words.T("vacancy.kind_" + value)
	case name == "level" && value == "none":
		return c.Words.T("vacancy.no_language")
	case name == "cpv":
		return h.kit.Taxonomy.Label((value + "00000000")[:8], c.Languages()...)
	}
	return value
}

func (h handlers) own(c *web.Ctx, _ web.None) (*ListPage, error) {
	all, err := h.ListOwn(c)
	if err != nil {
		return nil, err
	}
	return &ListPage{List: module.ListOf(h.items(c, all), len(all), 1, len(all))}, nil
}

// FittingPage is placements for a school.
type FittingPage struct {
	web.Whole[Item]
	School bool `json:"school"`
}

func (h handlers) fitting(c *web.Ctx, _ web.None) (*FittingPage, error) {
	o, all, err := h.ListFitting(c)
	if err != nil {
		return nil, err
	}
	p := &FittingPage{School: o.Kind == organisation.School}
	p.Empty = web.Empty{Title: c.Words.T("vacancy.fitting_none"), Text: c.Words.T("vacancy.fitting_none_text")}
	if !p.School {
		p.Empty.Text = c.Words.T("team.schools_only")
	}
	for _, f := range all {
		i := h.item(c, f.Vacancy)
		if f.Fit.Trade != "" {
			i.Card.Reasons = append(i.Card.Reasons, web.Reason{State: "met",
				Text: c.Words.T("team.same_trade", "Trade", h.kit.Taxonomy.Work(f.Fit.Trade, c.Languages()...))})
		}
		if f.Fit.Language != "" {
			i.Card.Reasons = append(i.Card.Reasons, web.Reason{State: "met",
				Text: c.Words.T("team.same_language", "Language", c.Words.LanguageName(f.Fit.Language))})
		}
		p.Items = append(p.Items, i)
	}
	return p, nil
}
