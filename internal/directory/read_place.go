package directory

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"citiesgrow/internal/hsds"
	"citiesgrow/internal/notice/codes"
	"citiesgrow/internal/service"
	"citiesgrow/internal/taxonomy"
)

// readPlace adds a location with its first address; a virtual one says that the service is given online.
func readPlace(l *service.Listing, s *hsds.Service, field string, at *hsds.Location) {
	if at == nil {
		return
	}
	if at.Type == "virtual" {
		l.Online = true
		return
	}
	p := service.Place{Name: plainLine(s, field+".name", at.Name, 200), Transport: plainLine(s, field+".transportation", at.Transport, 300)}
	if len(at.Addresses) > 0 {
		a, where := at.Addresses[0], field+".addresses[0]"
		p.Address, p.Postcode = plainLine(s, where+".address_1", a.Line1, 200), plainLine(s, where+".postal_code", a.Postcode, 20)
		p.Town, p.Country = plainLine(s, where+".city", a.City, 100), codes.CountryNamed(string(a.Country))
		if p.Country == "" && a.Country != "" {
			s.Note(where+".country", "%q is no country that is known, and was left out", a.Country)
		}
	}
	for i, a := range at.Accessibility {
		if a.Description != "" {
			p.Accessibility = append(p.Accessibility, plainLine(s, fmt.Sprintf("%s.accessibility[%d]", field, i), a.Description, 200))
		}
	}
	l.Places = append(l.Places, p)
}

// citiesOf are the cities in which a service is given, or which it serves.
func citiesOf(s *hsds.Service, taxa *taxonomy.Taxonomy) []string {
	var all []string
	add := func(city taxonomy.City, ok bool) {
		if ok && !slices.Contains(all, city.ID) {
			all = append(all, city.ID)
		}
	}
	for _, at := range s.AtLocations {
		if at.Location != nil {
			for _, a := range at.Location.Addresses {
				add(taxa.CityByPlace("", cmp.Or(codes.CountryNamed(string(a.Country)), strings.ToUpper(string(a.Country))), string(a.City), string(a.Postcode)))
			}
		}
	}
	for _, area := range s.Areas {
		if area.ExtentType == "NUTS" {
			add(taxa.CityByNUTS(string(area.Extent)))
			continue
		}
		add(taxa.CityByPlace("", "", string(area.Name), ""))
	}
	return all
}
