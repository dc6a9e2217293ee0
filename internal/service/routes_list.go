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
	Lang      string   `query:"lang" validate:"max=8"`
}

// ListPage is a page of services.
type ListPage struct {
	module.List[Item]
	Corrected map[string]string `json:"corrected,omitempty"`
	Input     listInput         `json:"-"`
}

// Item is a service in a list.
type Item struct {
	ID        string   `json:"id"`
	Name      string   `json:"name"`
	Language  string   `json:"language"`
	By        string   `json:"organization"`
	City      string   `json:"city"`
	Topics    []string `json:"topics"`
	Supplies  []Supply `json:"supplies"`
	Languages []string `json:"languages"`
	Free      bool     `json:"free"`
	Charge    string   `json:"charge,omitempty"` // free or paid; left out where it is not known
	Online    bool     `json:"online"`
	Full      bool     `json:"full"`
	Stale     bool     `json:"stale"`
	Assured   Assured  `json:"assured"`
	Demo      bool     `json:"demonstration,omitempty"`
	Card      web.Card `json:"-"`
}

// item is a service in the reader's language.
func (h handlers) item(c *web.Ctx, l *Listing) Item {
	w := c.Words
	i := Item{ID: l.ID, Name: l.Name, Language: l.Language, By: l.Organization.Name, City: l.City, Topics: append([]string{}, l.Topics...),
		Supplies:  append([]Supply{}, l.Supplies...),
		Languages: append([]string{}, l.Languages...), Free: l.Free(), Charge: l.Charge(), Online: l.Online, Full: l.Full(), Stale: l.Stale(c.Now),
		Assured: l.Assured, Demo: l.Test}
	i.Card = web.Card{Title: l.Name, Language: l.Language, Path: "/services/" + l.ID, By: l.Organization.Name,
		City: h.kit.CityName(c, l.City), Demo: l.Test, Firm: true}
	for _, t := range l.Topics[:min(2, len(l.Topics))] {
		i.Card.Tags = append(i.Card.Tags, w.T("topic."+t))
	}
	if i.Charge != "" {
		i.Card.Tags = append(i.Card.Tags, w.T("service.cost_"+i.Charge))
	}
	if l.Online {
		i.Card.Tags = append(i.Card.Tags, w.T("service.mode_online"))
	}
	i.Card.Tags = append(i.Card.Tags, languageNames(c, l.Languages))
	if i.Full {
		i.Card.Reasons = append(i.Card.Reasons, web.Reason{State: "lacking", Text: waiting(c, l)})
	}
	if i.Stale {
		key := "service.stale"
		if l.Assured.On.IsZero() {
			key = "service.unconfirmed"
		}
		i.Card.Reasons = append(i.Card.Reasons, web.Reason{State: "unknown", Text: w.T(key)})
	}
	if l.Status == Closed {
		i.Card.Reasons = append(i.Card.Reasons, web.Reason{State: "lacking", Text: w.T("service.status_closed")})
	}
	return i
}

func (h handlers) list(c *web.Ctx, in listInput) (*ListPage, error) {
	q := Query{Words: in.Words, Cities: in.Cities, Topics: in.Topics, Languages: in.Languages, Costs: in.Costs, Stages: in.Stages, Modes: in.Modes,
		Supplies: in.Needs,
		Page:     max(in.Page, 1), Size: cmp.Or(in.Size, 20), Reader: c.Languages()}
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

// facetLabel is a value of a facet in the reader's words.
func (h handlers) facetLabel(c *web.Ctx, name, value string) string {
	known := map[string][]string{"cost": {"free", "paid"}, "mode": {"place", "online"}, "stage": Stages()}
	switch {
	case name == "city":
		return h.kit.Taxonomy.CityNames([]string{value}, c.Languages()...)
	case name == "topic":
		return SayTopic(c, value)
	case name == "language":
		return c.Words.LanguageName(value)
	case slices.Contains(known[name], value):
		return c.Words.T("service." + name + "_" + value)
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
	web.Whole
	Items []Item    `json:"items"`
	Total int       `json:"total"`
	Empty web.Empty `json:"-"`
}

func (h handlers) mine(c *web.Ctx, _ web.None) (*MinePage, error) {
	all, err := h.ListOwn(c)
	if err != nil {
		return nil, err
	}
	p := &MinePage{Items: []Item{}, Total: len(all), Empty: web.Empty{Title: c.Words.T("service.mine_none"), Text: c.Words.T("service.mine_none_text"),
		Links: []web.Link{{Label: c.Words.T("service.new"), Path: "/services/new"}}}}
	for _, l := range all {
		p.Items = append(p.Items, h.item(c, l))
	}
	return p, nil
}
