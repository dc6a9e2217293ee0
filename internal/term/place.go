package term

import (
	"cmp"
	"slices"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/notice/ocds"
)

// Places says places by name, each once: the town, else the city or the region of the code,
// with the country. A code that nothing names is shown as its country, never as a code.
func (w Reader) Places(places []ocds.Place) []string {
	var all []string
	for _, p := range places {
		country := Country(w.Words, cmp.Or(p.Country, countryOf(p.NUTS)))
		where := w.Join(slices.Compact(filled(w.townOf(p), country)))
		if where != "" && !slices.Contains(all, where) {
			all = append(all, where)
		}
	}
	return all
}

// townOf is the town or the region of a place.
func (w Reader) townOf(p ocds.Place) string {
	if w.OtherTown(p) {
		return p.Town // Espoo is in the region of Helsinki, and is not Helsinki
	}
	if city, known := w.Taxonomy.CityByPlace(p.NUTS, p.Country, p.Town, p.Postcode); known {
		name, _ := city.Names.In(w.Code)
		return name
	}
	return cmp.Or(p.Town, w.Taxonomy.RegionName(p.NUTS, w.Code))
}

// OtherTown reports whether a place names a town that is none of the sixteen cities.
func (w Reader) OtherTown(p ocds.Place) bool {
	_, city := w.Taxonomy.CityByPlace("", p.Country, p.Town, "")
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

// Country is what a country is called in the reader's language.
func Country(w *i18n.Words, code string) string {
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

func filled(all ...string) []string {
	return slices.DeleteFunc(all, func(s string) bool { return s == "" })
}
