package taxonomy

import (
	"slices"
	"strings"

	"citiesgrow/internal/taxonomy/gazetteer"
)

// CityByNUTS returns the city that a level-3 code of any NUTS year means,
// counting the codes around it that belong to it. Wider regions and other
// places have no city: see CitiesWithin.
func (t *Taxonomy) CityByNUTS(code string) (City, bool) {
	code = cleanNUTS(code)
	i, ok := t.cities.byNUTS[code]
	if !ok {
		i, ok = t.cities.byNUTS[t.NormalNUTS(code)]
	}
	if !ok {
		return City{}, false
	}
	return t.cities.list[i], true
}

// CityByPlace returns the city of an address as notices write it. The NUTS
// code decides when it says anything; then the town in any known spelling; then
// the postcode. The country (ISO 2 or 3 letters, or the NUTS one) may be empty.
func (t *Taxonomy) CityByPlace(nuts, country, town, postcode string) (City, bool) {
	if city, ok := t.CityByNUTS(nuts); ok && !t.cities.others[city.ID][gazetteer.Key(town)] {
		return city, true
	}
	country = isoCountry(country)
	if code := cleanNUTS(nuts); country == "" && len(code) >= 2 {
		country = isoCountry(code[:2])
	}
	if i, ok := t.cities.town(town); ok && (country == "" || country == t.cities.list[i].Country) {
		return t.cities.list[i], true
	}
	if gazetteer.Key(town) != "" {
		return City{}, false
	}
	code := postKey(postcode)
	for _, p := range t.cities.postcode {
		if p.country == country && p.matches(code) {
			return t.cities.list[p.city], true
		}
	}
	return City{}, false
}

// CitiesWithin lists the cities inside a country or region (NUTS level 0, 1 or
// 2, of any year: "LV", "FI1", "NL33"). A level-3 code answers with its city.
func (t *Taxonomy) CitiesWithin(nuts string) []City {
	code := cleanNUTS(nuts)
	found, ok := t.cities.within[code]
	if !ok {
		found = t.cities.within[t.NormalNUTS(code)]
	}
	if len(found) == 0 {
		if city, ok := t.CityByNUTS(code); ok {
			return []City{city}
		}
		return nil
	}
	var list []City
	for _, i := range slices.Sorted(slices.Values(found)) {
		list = append(list, t.cities.list[i])
	}
	return list
}

// town finds a spelling, also at the start of "Gent (Ledeberg)" or behind a
// postcode as in "01067 Dresden".
func (c *cities) town(town string) (int, bool) {
	key := gazetteer.Key(town)
	if i, ok := c.names.Place(key); ok {
		return i, true
	}
	for _, cut := range []string{"(", ",", "/", " - ", "-"} {
		before, after, found := strings.Cut(town, cut)
		if !found {
			continue
		}
		if i, ok := c.names.Place(gazetteer.Key(before)); ok {
			return i, true
		}
		if i, ok := c.names.Place(gazetteer.Key(after)); ok {
			return i, true
		}
	}
	words := strings.Fields(key)
	for len(words) > 1 && strings.ContainsAny(words[0], "0123456789") {
		words = words[1:]
	}
	for len(words) > 1 && strings.ContainsAny(words[len(words)-1], "0123456789") {
		words = words[:len(words)-1]
	}
	if len(words) == 0 {
		return 0, false
	}
	return c.names.Place(strings.Join(words, " "))
}

func postKey(code string) string {
	return strings.ToUpper(strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' {
			return -1
		}
		return r
	}, strings.TrimSpace(code)))
}

// matches compares a postcode with a beginning. British outward codes end where
// the inward three characters start, so that "B1" does not match "B16 8".
func (p postcode) matches(code string) bool {
	if p.country == "GB" {
		return code == p.prefix || len(code) > 4 && code[:len(code)-3] == p.prefix
	}
	return len(code) >= 4 && strings.HasPrefix(code, p.prefix)
}

// isoCountry turns the ways a notice names a country into ISO 3166-1 alpha-2.
func isoCountry(s string) string {
	s = strings.ToUpper(strings.TrimSpace(s))
	switch s {
	case "EL", "GRC", "GREECE":
		return "GR"
	case "UK", "GBR", "GB-ENG", "GB-EAW", "ENGLAND", "UNITED KINGDOM":
		return "GB"
	case "DEU":
		return "DE"
	case "ESP":
		return "ES"
	case "POL":
		return "PL"
	case "BEL":
		return "BE"
	case "FIN":
		return "FI"
	case "PRT":
		return "PT"
	case "FRA":
		return "FR"
	case "CYP":
		return "CY"
	case "LVA":
		return "LV"
	case "NLD":
		return "NL"
	}
	return s
}
