package service

import (
	"cmp"
	"context"
	"slices"
	"time"

	"citiesgrow/internal/gap"
	"citiesgrow/internal/slot"
	"citiesgrow/search"
)

// Candidate is a service that supplies a need of a firm, and by when.
type Candidate struct {
	*Listing
	Slot  *slot.Slot // the next free appointment; nil where none can be booked
	Begin time.Time  // the soonest that the firm could begin
	Done  time.Time  // when it would have what the service supplies
	Late  bool       // Done is after the deadline
	Rules []RuleResult
}

// ListSupplying lists the services that supply any of some needs of a firm before a deadline (none: zero):
// those in time first, then the nearest, then the soonest. A service whose rules exclude the firm is left out.
func (s *Service) ListSupplying(ctx context.Context, f gap.Firm, needs []Need, deadline time.Time) ([]Candidate, error) {
	found, err := s.supplying(ctx, f, needs)
	if err != nil {
		return nil, err
	}
	var all []Candidate
	for _, l := range found {
		rules := l.CheckRules(f, s.kit.Now().Year())
		if l.Status != Active || excluded(rules) || !slices.ContainsFunc(needs, l.Supplied) {
			continue
		}
		one, err := s.candidate(ctx, l, deadline)
		if err != nil {
			return nil, err
		}
		one.Rules = rules
		all = append(all, one)
	}
	s.order(all, f)
	return all, nil
}

// candidate finds out by when a service would supply what it is for.
func (s *Service) candidate(ctx context.Context, l *Listing, deadline time.Time) (Candidate, error) {
	one := Candidate{Listing: l}
	next, free, err := s.slots.NextFree(ctx, l.ID)
	if err != nil {
		return Candidate{}, err
	}
	var start time.Time
	if free {
		one.Slot, start = next, next.Start
	}
	city, _ := s.kit.Taxonomy.City(l.City)
	one.Begin = l.Begin(start, s.kit.Now(), city.Zone)
	one.Done = l.Done(one.Begin)
	one.Late = !deadline.IsZero() && one.Done.After(deadline)
	return one, nil
}

// order sorts candidates: those in time first, then the nearest, the soonest, by name.
func (s *Service) order(all []Candidate, f gap.Firm) {
	country := func(id string) string { c, _ := s.kit.Taxonomy.City(id); return c.Country }
	slices.SortStableFunc(all, func(a, b Candidate) int {
		return cmp.Or(cmp.Compare(rank(a.Late), rank(b.Late)), cmp.Compare(a.distance(f, country), b.distance(f, country)), a.Done.Compare(b.Done),
			cmp.Compare(a.Name, b.Name))
	})
}

func rank(late bool) int {
	if late {
		return 1
	}
	return 0
}

// mostCandidates bounds how many services are considered for one need.
const mostCandidates = 60

// supplying finds the services that serve a city of the firm and supply one of the needs.
func (s *Service) supplying(ctx context.Context, f gap.Firm, needs []Need) ([]*Listing, error) {
	cities := slices.Clone(f.Cities)
	if f.City != "" && !slices.Contains(cities, f.City) {
		cities = append(cities, f.City)
	}
	if len(cities) == 0 {
		return nil, nil
	}
	var keys []string
	for _, n := range needs {
		keys = append(keys, n.keys()...)
	}
	found, _, err := s.Search(ctx, search.Query{Filters: map[string][]string{"supplies": keys, "city": cities}, Page: 1, Size: mostCandidates})
	return found, err
}

// CountSupplying counts the services of a city that supply a need.
func (s *Service) CountSupplying(ctx context.Context, city string, n Need) (int, error) {
	r, err := s.kit.Search.Search(ctx, search.Query{Kind: Kind.Name, Filters: map[string][]string{"supplies": n.keys(), "city": {city}}, Page: 1, Size: 1})
	if err != nil {
		return 0, err
	}
	return r.Total, nil
}
