package match

import (
	"slices"
	"strings"

	"citiesgrow/internal/supplier"
	"citiesgrow/internal/taxonomy"
	"citiesgrow/internal/tender"
)

// regionLevel is how many letters of a NUTS code name a region (level 2): farther than that
// is across the country.
const regionLevel = 4

// place says whether a firm works where a tender is: "met" in one of its cities, with the
// city; "unknown" in the region of one, in a wider area around it, or where the place is not given;
// "lacking" anywhere else.
func (j Judge) place(p *supplier.Profile, t *tender.Tender) (state, city string) {
	for _, city := range t.Cities {
		if slices.Contains(p.Cities, city) {
			return "met", city
		}
	}
	switch {
	case len(t.Cities) > 0:
		return "lacking", t.City
	case j.Taxa == nil || len(t.Tender.Places) == 0:
		return "unknown", ""
	}
	for _, id := range p.Cities {
		if home, known := j.Taxa.City(id); known && around(home, t) {
			return "unknown", ""
		}
	}
	return "lacking", ""
}

// around reports whether a tender is performed in the region of a city, or in an area that
// has the city in it.
func around(home taxonomy.City, t *tender.Tender) bool {
	for _, place := range t.Tender.Places {
		if place.NUTS == "" && (place.Country == home.Country || place.Country == "") {
			return true
		}
		for _, code := range home.NUTS {
			if place.NUTS != "" && (strings.HasPrefix(code, place.NUTS) || strings.HasPrefix(place.NUTS, code[:regionLevel])) {
				return true
			}
		}
	}
	return false
}
