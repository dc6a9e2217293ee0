package supplier

import (
	"cmp"
	"slices"

	"citiesgrow/internal/module"
	"citiesgrow/web"
)

type listInput struct {
	Words     string   `query:"q" validate:"max=300"`
	CPV       []string `query:"cpv" validate:"max=20,dive,max=12"`
	Cities    []string `query:"city" validate:"max=16,dive,max=40"`
	Languages []string `query:"language" validate:"max=20,dive,max=8"`
	MinStaff  *int64   `query:"min_staff" validate:"omitempty,min=0"`
	Page      int      `query:"page" validate:"min=0,max=5000"`
	Size      int      `query:"size" validate:"min=0,max=100"`
}

// ListPage is a page of firms.
type ListPage struct {
	module.List[Item]
	Input listInput `json:"-"`
}

// Item is a firm in a list.
type Item struct {
	ID        string   `json:"id"`
	Name      string   `json:"name"`
	Work      string   `json:"work"`
	Cities    []string `json:"cities"`
	CPV       []string `json:"cpv"`
	Languages []string `json:"languages"`
	Card      web.Card `json:"-"`
}

// Item says a firm in the reader's language, as it may be seen.
func (s *Service) Item(c *web.Ctx, p *Profile) Item {
	labels := s.labels(c, p)
	labels = labels[:min(3, len(labels))]
	work := workOf(c.Words, p)
	return Item{ID: p.ID, Name: p.Name, Work: work, Cities: append([]string{}, p.Cities...), CPV: append([]string{}, p.CPV...),
		Languages: append([]string{}, p.Languages...),
		Card: web.Card{Title: p.Name, Path: "/suppliers/" + p.ID, City: s.kit.Taxonomy.CityNames(p.Cities, c.Languages()...), By: work, Tags: labels,
			Demo: p.Test, Firm: true}}
}

// labels says the codes, each label once: sisters may share one.
func (s *Service) labels(c *web.Ctx, p *Profile) []string {
	var labels []string
	for _, code := range p.CPV {
		if label := s.kit.Taxonomy.Work(code, c.Languages()...); label != "" && !slices.Contains(labels, label) {
			labels = append(labels, label)
		}
	}
	return labels
}

func (s handlers) list(c *web.Ctx, in listInput) (*ListPage, error) {
	q := Query{Words: in.Words, CPV: in.CPV, Cities: in.Cities, Languages: in.Languages, MinStaff: in.MinStaff, Page: max(in.Page, 1),
		Size: cmp.Or(in.Size, 20), Reader: c.Languages()}
	found, result, err := s.List(c, q)
	if err != nil {
		return nil, err
	}
	var items []Item
	for _, f := range found {
		items = append(items, s.Item(c, f))
	}
	p := &ListPage{List: module.ListOf(items, result.Total, q.Page, q.Size), Input: in}
	p.Empty = web.Empty{Title: c.Words.T("supplier.none"), Text: c.Words.T("supplier.none_text"),
		Links: []web.Link{{Label: c.Words.T("supplier.all"), Path: "/suppliers"}}}
	chosen := map[string][]string{"city": in.Cities, "cpv": in.CPV, "language": in.Languages}
	p.Narrow(c, "search.by_", []string{"city", "cpv", "language"}, result.Facets, chosen, func(name, v string) string { return s.facetLabel(c, name, v) })
	return p, nil
}

func (s handlers) facetLabel(c *web.Ctx, name, value string) string {
	switch name {
	case "city":
		return s.kit.Taxonomy.CityNames([]string{value}, c.Languages()...)
	case "cpv":
		return s.kit.Taxonomy.Label(value+"000000", c.Languages()...)
	}
	return c.Words.LanguageName(value)
}

type showInput struct {
	ID string `path:"id"`
}

// ShowPage is one firm.
type ShowPage struct {
	*Profile
	Parts []PartView `json:"-"`
	Codes []string   `json:"-"`
}

func (s handlers) show(c *web.Ctx, in showInput) (*ShowPage, error) {
	p, err := s.Get(c, in.ID, false)
	if err != nil {
		return nil, err
	}
	return &ShowPage{Profile: p, Parts: s.parts(c, p), Codes: s.labels(c, p)}, nil
}
