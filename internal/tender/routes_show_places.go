package tender

import (
	"cmp"
	"slices"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/web"
)

// placeNames says places by name, each once: the town, else the city or the region of the code,
// with the country. A code that nothing names is shown as its country, never as a code.
func (s *Service) placeNames(c *web.Ctx, places []ocds.Place) []string {
	var all []string
	for _, p := range places {
		country := countryName(c.Words, cmp.Or(p.Country, countryOf(p.NUTS)))
		where := c.Words.Join(slices.Compact(nonEmpty(s.townOf(c, p), country)))
		if where != "" && !slices.Contains(all, where) {
			all = append(all, where)
		}
	}
	return all
}

// townOf is the town or the region of a place.
func (s *Service) townOf(c *web.Ctx, p ocds.Place) string {
	if s.ownTown(p) {
		return p.Town // Espoo is in the region of Helsinki, and is not Helsinki
	}
	if city, known := s.kit.Taxonomy.CityByPlace(p.NUTS, p.Country, p.Town, p.Postcode); known {
		name, _ := city.Names.In(c.Languages()...)
		return name
	}
	return cmp.Or(p.Town, s.kit.Taxonomy.RegionName(p.NUTS, c.Languages()...))
}

// ownTown reports whether a place names a town that is none of the sixteen cities.
func (s *Service) ownTown(p ocds.Place) bool {
	_, city := s.kit.Taxonomy.CityByPlace("", p.Country, p.Town, "")
	return p.Town != "" && !city
}

// countryOf is the country that a NUTS code begins with; NUTS writes two of them its own way.
func countryOf(nuts string) string {
	if len(nuts) < 2 {
		return ""
	}
	switch code := nuts[:2]; code {
	case "EL":
		return "GR"
	case "UK":
		return "GB"
	default:
		return code
	}
}

// countryName is what a country is called in the reader's language.
func countryName(w *i18n.Words, code string) string {
	region, err := language.ParseRegion(code)
	if err != nil || !region.IsCountry() {
		return ""
	}
	namer := display.Regions(language.Make(w.Code))
	if namer == nil {
		return ""
	}
	return namer.Name(region)
}

func nonEmpty(all ...string) []string {
	return slices.DeleteFunc(all, func(s string) bool { return s == "" })
}

func party(t *Tender, id string) *ocds.Party {
	i := slices.IndexFunc(t.Parties, func(p ocds.Party) bool { return p.ID == id })
	if i < 0 {
		return nil
	}
	return &t.Parties[i]
}
