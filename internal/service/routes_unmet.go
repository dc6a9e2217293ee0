package service

import (
	"citiesgrow/web"
	"cmp"
)

type unmetInput struct {
	City string `query:"city" validate:"max=40"`
	Lang string `query:"lang" validate:"max=8"`
}

// UnmetPage is what a city looks for and does not have.
type UnmetPage struct {
	City      string         `json:"city"`
	CityName  string         `json:"cityName"`
	Firms     int            `json:"firms"` // looked at
	Searches  []UnmetItem    `json:"searches"`
	Shortages []ShortageItem `json:"shortages"`
	Cities    []web.Option   `json:"-"`
}

// UnmetItem is a search that found nothing.
type UnmetItem struct {
	Words string `json:"words"`
	Topic string `json:"topic,omitempty"`
	Count int    `json:"count"`
}

// ShortageItem is what firms lack, and how many services supply it.
type ShortageItem struct {
	Kind     string `json:"kind"`
	Detail   string `json:"detail,omitempty"`
	Text     string `json:"text"`
	Firms    int    `json:"firms"`
	Services int    `json:"services"`
}

func (s handlers) missing(c *web.Ctx, in unmetInput) (*UnmetPage, error) {
	p := &UnmetPage{City: cmp.Or(in.City, c.Actor.City, s.kit.Taxonomy.Cities()[0].ID), Searches: []UnmetItem{}, Shortages: []ShortageItem{},
		Cities: s.kit.CityOptions(c, c.Actor.In)}
	p.CityName = s.kit.Taxonomy.CityNames([]string{p.City}, c.Languages()...)
	m, err := s.Missing(c, p.City)
	if err != nil {
		return nil, err
	}
	p.Firms = m.Firms
	for _, u := range m.Searches {
		item := UnmetItem{Words: u.Words, Topic: u.Topic, Count: u.Count}
		if item.Words == "" {
			item.Words = s.facetLabel(c, "topic", u.Topic)
		}
		p.Searches = append(p.Searches, item)
	}
	for _, l := range m.Shortages {
		p.Shortages = append(p.Shortages, ShortageItem{Kind: l.Kind, Detail: l.Detail, Text: sayNeed(c, l.Kind, l.Detail), Firms: l.Firms, Services: l.Services})
	}
	return p, nil
}
