package match

import (
	"context"
	"slices"

	"citiesgrow/internal/gap"
	"citiesgrow/internal/interest"
	"citiesgrow/internal/module"
	"citiesgrow/internal/store"
	"citiesgrow/internal/supplier"
	"citiesgrow/internal/tender"
)

// Service holds the use cases.
type Service struct {
	kit       module.Kit
	tenders   *tender.Service
	interests *interest.Service
	suppliers *supplier.Service
	matches   *store.Collection[Match]
	rivals    *store.Collection[Rivals]

	objections *store.Collection[Objection]
}

// New returns the service.
func New(k module.Kit, t *tender.Service, p *supplier.Service, i *interest.Service) *Service {
	return &Service{kit: k, tenders: t, interests: i, suppliers: p, matches: store.Of[Match](k.DB, matches), rivals: store.Of[Rivals](k.DB, rivals),
		objections: store.Of[Objection](k.DB, objections)}
}

// Pair is a match with both its sides.
type Pair struct {
	Match   *Match
	Tender  *tender.Tender
	Profile *supplier.Profile
}

// ListOwn lists the open tenders that fit the entrepreneur's firm, the best first.
func (s *Service) ListOwn(ctx context.Context) (*supplier.Profile, []Pair, error) {
	p, err := s.suppliers.Own(ctx)
	if err != nil || p.ID == "" {
		return p, nil, err
	}
	found, err := s.of(ctx, "supplier", p.ID)
	if err != nil {
		return nil, nil, err
	}
	ids := make([]string, len(found))
	for i, m := range found {
		ids[i] = m.TenderID
	}
	tenders, err := s.tenders.GetMany(ctx, ids)
	if err != nil {
		return nil, nil, err
	}
	var pairs []Pair
	for _, t := range tenders {
		if t.Status(s.kit.Now()) == tender.StatusOpen {
			m := found[slices.IndexFunc(found, func(m *Match) bool { return m.TenderID == t.ID })]
			pairs = append(pairs, Pair{m, t, p})
		}
	}
	return p, pairs, nil
}

// List lists the firms that fit the buyer's tender, the best first, as their owners
// let them be seen.
func (s *Service) List(ctx context.Context, id string) (*tender.Tender, []Pair, error) {
	t, err := s.tenders.Own(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	found, err := s.of(ctx, "tender", id)
	if err != nil {
		return nil, nil, err
	}
	interested, err := s.interests.List(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	ids := make([]string, len(found))
	for i, m := range found {
		ids[i] = m.SupplierID
	}
	firms, err := s.suppliers.GetMany(ctx, ids)
	if err != nil {
		return nil, nil, err
	}
	var pairs []Pair
	for _, p := range firms {
		m := found[slices.IndexFunc(found, func(m *Match) bool { return m.SupplierID == p.ID })]
		turned := slices.ContainsFunc(interested, func(i *interest.Interest) bool { return i.Supplier == p.ID })
		pairs = append(pairs, Pair{m, t, p.SeenBy(false, turned)})
	}
	slices.SortStableFunc(pairs, func(a, b Pair) int {
		return len(gap.Preferred(t, b.Profile, s.kit.Now())) - len(gap.Preferred(t, a.Profile, s.kit.Now()))
	})
	return t, pairs, nil
}
