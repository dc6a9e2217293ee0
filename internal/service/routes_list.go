package service

import (
	"cmp"
	"net/url"
	"slices"

	"citiesgrow/internal/module"
	"citiesgrow/search"
	"citiesgrow/web"
)

type listInput struct {
	Words     string   `query:"q" validate:"max=300"`
	Cities    []string `query:"city" validate:"max=16,dive,max=40"`
	Topics    []string `query:"topic" validate:"max=16,dive,max=40"`
	Languages []string `query:"language" validate:"max=30,dive,max=8"`
	Costs     []string `query:"cost" validate:"max=2,dive,oneof=free paid"`
	Stages    []string `query:"stage" validate:"max=4,dive,max=20"`
	Modes     []string `query:"mode" validate:"max=2,dive,oneof=place online"`
	Needs     []string `query:"need" validate:"max=16,dive,max=40"`
	Page      int      `query:"page" validate:"min=0,max=5000"`
	Size      int      `query:"size" validate:"min=0,max=100"`
}

// ListPage is a page of services.
type ListPage struct {
	module.List[Item]
	Corrected map[string]string `json:"corrected,omitempty"`
	Input     listInput         `json:"-"`
}

func (h handlers) list(c *web.Ctx, in listInput) (*ListPage, error) {
	q := Query{Words: in.Words, Cities: in.Cities, Topics: in.Topics, Languages: in.Languages, Costs: in.Costs, Stages: in.Stages, Modes: in.Modes,
		Supplies: in.Needs, Page: max(in.Page, 1), Size: cmp.Or(in.Size, 20), Reader: c.Languages()}
	found, err := h.List(c, q)
	if err != nil {
		return nil, err
	}
	var items []Item
	for _, l := range found.Listings {
		items = append(items, h.item(c, l))
	}
	p := &ListPage{List: module.ListOf(items, found.Total, q.Page, q.Size), Input: in, Corrected: found.Corrected}
	chosen := map[string][]string{"city": in.Cities, "topic": in.Topics, "language": in.Languages, "cost": in.Costs, "mode": in.Modes, "stage": in.Stages}
	p.Narrow(c, "service.by_", facetNames, found.Facets, chosen, func(name, v string) string { return h.facetLabel(c, name, v) })
	if found.Total == 0 {
		return p, h.helpOut(c, p, q)
	}
	return p, nil
}

// facetLabel is a value of a facet in the reader's words; a value that is not known as it is.
func (h handlers) facetLabel(c *web.Ctx, name, value string) string {
	known := map[string][]string{"service.cost_": {ChargeFree, ChargePaid}, "service.mode_": {"place", "online"}, "service.stage_": Stages()}
	prefix := map[string]string{"cost": "service.cost_", "mode": "service.mode_", "stage": "service.stage_"}[name]
	switch {
	case name == "city":
		return h.kit.CityName(c, value)
	case name == "topic":
		return SayTopic(c, value)
	case name == "language":
		return c.Words.LanguageName(value)
	case slices.Contains(known[prefix], value):
		return c.Words.T(prefix + value)
	}
	return value
}

// helpOut fills an empty list with links to services that there are.
func (h handlers) helpOut(c *web.Ctx, p *ListPage, q Query) error {
	p.Empty = web.Empty{Title: c.Words.T("service.none"), Text: c.Words.T("service.none_text")}
	r, err := h.kit.Search.Search(c, search.Query{Kind: Kind.Name, Filters: map[string][]string{"city": q.Cities}, Facets: []string{"topic"}, Size: 1})
	if err != nil {
		return err
	}
	for _, n := range r.Facets["topic"][:min(6, len(r.Facets["topic"]))] {
		p.Empty.Links = append(p.Empty.Links, web.Link{Label: h.facetLabel(c, "topic", n.Value), Count: n.Count, Path: "/services?" +
			url.Values{"topic": {n.Value}, "city": q.Cities}.Encode()})
	}
	p.Empty.Links = append(p.Empty.Links, web.Link{Label: c.Words.T("service.all"), Path: "/services"})
	return nil
}

// MinePage is the services that the reader looks after.
type MinePage struct {
	web.Whole[Item]
}

func (h handlers) mine(c *web.Ctx, _ web.None) (*MinePage, error) {
	all, err := h.ListOwn(c)
	if err != nil {
		return nil, err
	}
	p := &MinePage{}
	p.Empty = web.Empty{Title: c.Words.T("service.mine_none"), Text: c.Words.T("service.mine_none_text"),
		Links: []web.Link{{Label: c.Words.T("service.new"), Path: "/services/new"}}}
	for _, l := range all {
		p.Items = append(p.Items, h.item(c, l))
	}
	return p, nil
}
