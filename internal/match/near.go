package match

import (
	"cmp"
	"context"
	"slices"

	"citiesgrow/internal/supplier"
	"citiesgrow/internal/taxonomy"
	"citiesgrow/internal/tender"
	"citiesgrow/search"
)

// mostNear is how many near tenders an empty list shows.
const mostNear = 5

// near lists open tenders that an empty list of matches leads to, the best first: those of the firm's very
// trade that are in other cities, then what else is near its work. Of each the firm's own country comes first,
// then what ends first.
func (s *Service) near(ctx context.Context, p *supplier.Profile) (elsewhere, near []*tender.Tender, err error) {
	if len(p.CPV) == 0 {
		return nil, nil, nil
	}
	var own, groups []string
	for _, code := range p.CPV {
		own, groups = append(own, search.Level(code)), append(groups, code[:3])
	}
	same, err := s.open(ctx, map[string][]string{"cpv": own})
	if err != nil {
		return nil, nil, err
	}
	others, err := s.open(ctx, map[string][]string{"cpv": groups})
	if err != nil {
		return nil, nil, err
	}
	home, _ := s.kit.Taxonomy.City(p.City)
	seen := map[string]bool{}
	for _, t := range slices.SortedStableFunc(slices.Values(append(same, others...)), func(a, b *tender.Tender) int {
		return cmp.Or(s.abroad(a, home.Country)-s.abroad(b, home.Country), a.Ends().Compare(b.Ends()))
	}) {
		score, _ := taxonomy.Closeness(p.CPV, t.CPV())
		switch {
		case seen[t.ID] || score < taxonomy.Neighbour:
		case score >= taxonomy.VerySame && !slices.Contains(p.Cities, t.City):
			elsewhere = append(elsewhere, t)
		default:
			near = append(near, t)
		}
		seen[t.ID] = true
	}
	elsewhere = elsewhere[:min(len(elsewhere), mostNear)]
	return elsewhere, near[:min(len(near), mostNear-len(elsewhere))], nil
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
