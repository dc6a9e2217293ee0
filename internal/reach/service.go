package reach

import (
	"context"
	"slices"

	"citiesgrow/internal/match"
	"citiesgrow/internal/module"
	"citiesgrow/internal/notice"
	"citiesgrow/internal/supplier"
)

// Service holds the use cases.
type Service struct {
	kit       module.Kit
	suppliers *supplier.Service
}

// New returns the service.
func New(k module.Kit, p *supplier.Service) *Service { return &Service{k, p} }

// Count counts the firms of a content's trade and city.
func (s *Service) Count(ctx context.Context, c *notice.Content) (Reach, error) {
	codes := c.CPV()
	var groups []string
	for _, code := range codes {
		groups = append(groups, code[:2])
	}
	filters := map[string][]string{"cpv": groups}
	if c.City != "" {
		filters["city"] = []string{c.City}
	}
	ids, err := s.kit.Search.Select(ctx, supplier.Kind.Name, filters)
	if err != nil {
		return Reach{}, err
	}
	all, err := s.suppliers.GetMany(ctx, ids)
	if err != nil {
		return Reach{}, err
	}
	var firms []*supplier.Profile
	for _, p := range all {
		if match.Trades(p, codes) {
			firms = append(firms, p.SeenBy(false, false)) // what an owner hides is not shown here either
		}
	}
	r := Count(firms, c, s.kit.Now())
	r.Far, err = s.far(ctx, c, groups)
	return r, err
}

// far counts the firms of the trade that work in other cities of the country only.
func (s *Service) far(ctx context.Context, c *notice.Content, groups []string) (int, error) {
	home, known := s.kit.Taxonomy.City(c.City)
	if !known || len(groups) == 0 {
		return 0, nil
	}
	var others []string
	for _, city := range s.kit.Taxonomy.Cities() {
		if city.Country == home.Country && city.ID != home.ID {
			others = append(others, city.ID)
		}
	}
	if len(others) == 0 {
		return 0, nil
	}
	ids, err := s.kit.Search.Select(ctx, supplier.Kind.Name, map[string][]string{"cpv": groups, "city": others})
	if err != nil {
		return 0, err
	}
	all, err := s.suppliers.GetMany(ctx, ids)
	if err != nil {
		return 0, err
	}
	count := 0
	for _, p := range all {
		if match.Trades(p, c.CPV()) && !slices.Contains(p.Cities, home.ID) {
			count++
		}
	}
	return count, nil
}
