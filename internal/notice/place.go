package notice

import (
	"slices"

	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/taxonomy"
)

// place derives the cities from every place of performance, and from the buyer's seat
// where no notice names one.
func (c *Content) place(places *taxonomy.Taxonomy) {
	c.Cities, c.City = nil, ""
	add := func(p ocds.Place) {
		city, known := places.CityByPlace(p.NUTS, p.Country, p.Town, p.Postcode)
		if known && !slices.Contains(c.Cities, city.ID) {
			c.Cities = append(c.Cities, city.ID)
		}
	}
	for _, p := range c.Tender.Places {
		add(p)
	}
	for _, l := range c.Tender.Lots {
		for _, p := range l.Places {
			add(p)
		}
	}
	for _, p := range c.Parties {
		if len(c.Cities) == 0 && slices.Contains(p.Roles, "buyer") {
			add(ocds.Place{NUTS: p.NUTS, Country: p.Country, Town: p.Town, Postcode: p.Postcode})
		}
	}
	if len(c.Cities) > 0 {
		c.City = c.Cities[0]
	}
}
