package unmet

import (
	"cmp"
	"embed"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/service"
	"citiesgrow/internal/store"
	"citiesgrow/web"
)

//go:embed all:views
var views embed.FS

// handlers answer requests.
type handlers struct{ *Service }

// Module is what the program is given of unmet needs.
func (s *Service) Module() module.Module {
	h := handlers{s}
	return module.Module{
		Name:        "unmet",
		Views:       views,
		Collections: []store.Spec{unmets},
		Journeys:    []module.Journey{s.journey()},
		Jobs:        []module.Job{{Name: "write down searches that found nothing", Every: time.Minute, AtStop: true, Run: s.tally.Flush}},
		Routes: []web.Route{
			web.Handle(web.Route{Method: "GET", Path: "/services/unmet", View: "unmet/show", Who: web.Only(actor.Provider, actor.Staff, actor.Admin),
				About: "What is looked for in a city and not there."}, h.show),
		},
	}
}

type showInput struct {
	City string `query:"city" validate:"max=40"`
}

// ShowPage is what the firms of a city look for and lack.
type ShowPage struct {
	City      string         `json:"city"`
	CityName  string         `json:"cityName"`
	Firms     int            `json:"firms"` // examined
	Searches  []SearchItem   `json:"searches"`
	Shortages []ShortageItem `json:"shortages"`
	Cities    []web.Option   `json:"-"`
}

// SearchItem is a search that found nothing.
type SearchItem struct {
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

func (h handlers) show(c *web.Ctx, in showInput) (*ShowPage, error) {
	p := &ShowPage{City: cmp.Or(in.City, c.Actor.City, h.kit.Taxonomy.Cities()[0].ID), Searches: []SearchItem{}, Shortages: []ShortageItem{},
		Cities: h.kit.CityOptions(c, c.Actor.In)}
	p.CityName = h.kit.CityName(c, p.City)
	needs, err := h.Get(c, p.City)
	if err != nil {
		return nil, err
	}
	p.Firms = needs.Firms
	for _, u := range needs.Searches {
		item := SearchItem{Words: u.Words, Topic: u.Topic, Count: u.Count}
		if item.Words == "" {
			item.Words = service.SayTopic(c, u.Topic)
		}
		p.Searches = append(p.Searches, item)
	}
	for _, l := range needs.Shortages {
		p.Shortages = append(p.Shortages, ShortageItem{Kind: l.Kind, Detail: l.Detail, Text: service.SayNeed(c, l.Kind, l.Detail), Firms: l.Firms,
			Services: l.Services})
	}
	return p, nil
}
