package tender

import (
	"citiesgrow/internal/notice/codes"
	"citiesgrow/search"
	"citiesgrow/web"
)

// Item is a tender in a list.
type Item struct {
	ID        string   `json:"id"`
	Status    Status   `json:"status"`
	CityID    string   `json:"city"`
	Cities    []string `json:"cities"`
	CPV       []string `json:"cpv"`
	Languages []string `json:"languages"` // in which a bid may be written
	web.Card
}

// Item says a tender in the reader's language where the notice is known in it, else in English, else as it was written.
func (s *Service) Item(c *web.Ctx, t *Tender) Item {
	title, language := t.Tender.Title.In(c.Languages()...)
	status := t.Status(c.Now)
	item := Item{ID: t.ID, Status: status, CityID: t.City, Cities: append([]string{}, t.Cities...), CPV: append([]string{}, t.CPV()...),
		Languages: append([]string{}, t.AnswerLanguages()...), Card: web.Card{
			Title: title, Language: language, Path: "/tenders/" + t.ID, By: t.Buyer.Name, City: s.kit.Taxonomy.CityNames(t.Cities, c.Languages()...),
			Value: t.Value(), Demo: t.Test,
		}}
	if item.Card.City == "" || s.besideCity(c, t) {
		item.Card.City = s.PlaceName(c, t)
	}
	item.Headline = s.reader(c).Headline(&t.Compiled)
	if title == "" {
		item.Title = c.Words.T("tender.untitled")
	}
	if status != StatusOpen {
		item.Card.Status = string(status)
	}
	if d := t.Deadline(); !d.IsZero() && status != StatusAwarded && !(isOver(status) && d.After(c.Now)) {
		item.Deadline = s.deadline(c, t)
	}
	item.Tags = s.kit.Taxonomy.Works(item.CPV[:min(len(item.CPV), 1)], c.Languages()...)
	return item
}

// besideCity reports whether the only place of a tender is a town that is none of the sixteen cities.
func (s *Service) besideCity(c *web.Ctx, t *Tender) bool {
	return len(t.Tender.Places) == 1 && s.reader(c).OtherTown(t.Tender.Places[0])
}

// PlaceName says where a tender outside of the cities is performed, by its first place; without
// one it says that the place is not known.
func (s *Service) PlaceName(c *web.Ctx, t *Tender) string {
	places := t.Tender.Places
	for _, l := range t.Tender.Lots {
		places = append(places[:len(places):len(places)], l.Places...)
	}
	if names := s.reader(c).Places(places); len(names) > 0 {
		return names[0]
	}
	return c.Words.T("tender.place_not_told")
}

// isOver reports whether nothing can be offered any more, whatever the deadline was.
func isOver(status Status) bool {
	return status == StatusAwarded || status == StatusUnsuccessful || status == StatusWithdrawn
}

// deadline says it in the time of the place of the contract, and whose time that is.
func (s *Service) deadline(c *web.Ctx, t *Tender) *web.Deadline {
	zone, country := t.Clock()
	d := &web.Deadline{At: t.Deadline(), Zone: zone, City: "UTC"}
	if city, known := s.kit.Taxonomy.City(t.City); known && city.Zone == zone {
		d.City, _ = city.Names.In(c.Languages()...)
	} else if country != "" {
		d.City = c.Words.CountryName(country)
		if island := codes.Island(zone); island != "" {
			d.City = c.Words.Join([]string{d.City, island})
		}
	}
	return d
}

func fragments(found []search.Fragment) []web.Fragment {
	var out []web.Fragment
	for _, f := range found {
		out = append(out, web.Fragment{Text: f.Text, Hit: f.Hit})
	}
	return out
}
