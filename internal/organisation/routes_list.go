package organisation

import (
	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/web"
)

type listInput struct {
	City string `query:"city" validate:"max=40"`
	Kind string `query:"kind" validate:"omitempty,oneof=employer agency school"`
	Page int    `query:"page" validate:"min=0,max=1000"`
}

// ListPage lists organisations.
type ListPage struct {
	module.List[Item]
	Cities []web.Option `json:"-"`
	Kinds  []web.Option `json:"-"`
	Input  listInput    `json:"-"`
}

// Item is an organisation in a list.
type Item struct {
	ID   string   `json:"id"`
	Name string   `json:"name"`
	Kind string   `json:"kind"`
	City string   `json:"city"`
	Card web.Card `json:"-"`
}

const pageSize = 20

func (h handlers[V, P]) list(c *web.Ctx, in listInput) (*ListPage, error) {
	all, err := h.List(c, in.City, in.Kind)
	if err != nil {
		return nil, err
	}
	page := max(1, in.Page)
	p := &ListPage{List: module.ListOf[Item](nil, len(all), page, pageSize), Input: in}
	for _, o := range all[min(len(all), (page-1)*pageSize):min(len(all), page*pageSize)] {
		p.Items = append(p.Items, h.item(c, o))
	}
	p.Cities = append([]web.Option{{Label: c.Words.T("organisation.all_cities")}}, h.kit.CityOptions(c, nil)...)
	p.Kinds = append([]web.Option{{Label: c.Words.T("organisation.all_kinds")}}, module.Options(c, "organisation.kind_", Kinds())...)
	return p, nil
}

func (h handlers[V, P]) item(c *web.Ctx, o *Organisation) Item {
	tags := append([]string{c.Words.T("organisation.kind_" + o.Kind)}, h.kit.Taxonomy.Works(o.Trades, c.Languages()...)...)
	return Item{o.ID, o.Name, o.Kind, o.City,
		web.Card{Title: o.Name, Path: "/organisations/" + o.ID, City: h.city(c, o.City), Tags: tags, Demo: o.Test, Firm: true}}
}

// WaitingPage lists organisations that wait to be verified.
type WaitingPage struct {
	web.Whole[*Organisation]
}

func (h handlers[V, P]) waiting(c *web.Ctx, _ web.None) (*WaitingPage, error) {
	all, err := h.ListWaiting(c)
	if err != nil {
		return nil, err
	}
	p := &WaitingPage{}
	p.Items = all
	p.Empty = web.Empty{Title: c.Words.T("organisation.waiting_none"), Text: c.Words.T("organisation.waiting_none_text")}
	return p, nil
}

// ShowPage is one organisation.
type ShowPage[V, P any] struct {
	*Organisation
	Vacancies []V        `json:"vacancies"`
	Pledges   []P        `json:"pledges"`
	Facts     []web.Fact `json:"-"`
	Verify    bool       `json:"-"` // the reader may verify it
}

func (h handlers[V, P]) show(c *web.Ctx, in module.ID) (*ShowPage[V, P], error) {
	o, err := h.Get(c, in.ID)
	if err != nil {
		return nil, err
	}
	p := &ShowPage[V, P]{Organisation: o, Facts: h.facts(c, o), Verify: o.Verified.IsZero() && c.Actor.Is(actor.Staff, actor.Admin)}
	p.Vacancies, p.Pledges, err = h.lists(c, o, false)
	if err != nil {
		return nil, err
	}
	return p, nil
}

func (h handlers[V, P]) verify(c *web.Ctx, in module.ID) (web.Go, error) {
	_, err := h.Verify(c, in.ID)
	return "/organisations/waiting?done=verified", err
}
