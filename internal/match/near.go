package match

import (
	"context"
	"slices"

	"citiesgrow/internal/supplier"
	"citiesgrow/internal/tender"
	"citiesgrow/search"
)

// mostNear is how many near tenders an empty list shows.
const mostNear = 5

// near lists open tenders that an empty list of matches leads to: of the firm's trade in other
// cities, its own country first; else of its division in its own cities.
func (s *Service) near(ctx context.Context, p *supplier.Profile) (found []*tender.Tender, elsewhere bool, err error) {
	if len(p.CPV) == 0 {
		return nil, false, nil
	}
	var groups, divisions []string
	for _, code := range p.CPV {
		groups, divisions = append(groups, code[:3]), append(divisions, code[:2])
	}
	found, err = s.open(ctx, map[string][]string{"cpv": groups})
	if err != nil {
		return nil, false, err
	}
	found = slices.DeleteFunc(found, func(t *tender.Tender) bool { return !trades(p, t.CPV()) })
	if len(found) > 0 {
		home, _ := s.kit.Taxonomy.City(p.City)
		slices.SortStableFunc(found, func(a, b *tender.Tender) int { return s.abroad(a, home.Country) - s.abroad(b, home.Country) })
		return found[:min(len(found), mostNear)], true, nil
	}
	found, err = s.open(ctx, map[string][]string{"cpv": divisions, "city": p.Cities})
	return found[:min(len(found), mostNear)], false, err
}

// abroad is 1 for a tender of another country.
func (s *Service) abroad(t *tender.Tender, country string) int {
	if city, known := s.kit.Taxonomy.City(t.City); known && city.Country == country {
		return 0
	}
	return 1
}

// open are open tenders that meet some filters, those that end first before others.
func (s *Service) open(ctx context.Context, filters map[string][]string) ([]*tender.Tender, error) {
	r, err := s.kit.Search.Search(ctx, search.Query{Kind: tender.Kind.Name, OpenOnly: true, Filters: filters, Sort: search.Sort{Number: "deadline"}, Size: 100})
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, h := range r.Hits {
		ids = append(ids, h.ID)
	}
	return s.tenders.GetMany(ctx, ids)
}
