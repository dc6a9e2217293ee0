package unmet

import (
	"context"
	"slices"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/match"
	"citiesgrow/internal/module"
	"citiesgrow/internal/service"
	"citiesgrow/internal/store"
)

// Service holds the use cases.
type Service struct {
	kit      module.Kit
	tally    *Tally
	services *service.Service
	matches  *match.Service
}

// New returns the service; the tally is the one that counts the searches of the services.
func New(k module.Kit, tally *Tally, services *service.Service, matches *match.Service) *Service {
	return &Service{kit: k, tally: tally, services: services, matches: matches}
}

// Needs is what the firms of a city look for and lack.
type Needs struct {
	Searches  []*Unmet   // that found nothing in the last twelve months, the most frequent first
	Shortages []Shortage // what firms lack, first what no service supplies
	Firms     int        // how many firms were examined
}

// Shortage is what firms of a city lack, and how many services there supply it.
type Shortage struct {
	match.Shortage
	Services int
}

// Get returns the unmet needs of a city, for its providers and staff.
func (s *Service) Get(ctx context.Context, city string) (*Needs, error) {
	if err := actor.From(ctx).MustIn(city, actor.Provider, actor.Staff, actor.Admin); err != nil {
		return nil, err
	}
	from := s.kit.Now().UTC().AddDate(-1, 0, 0).Format("2006-01")
	rows, err := s.tally.unmets.List(ctx, store.Query{Index: "city", Equal: []any{city}, From: from, Desc: true})
	if err != nil {
		return nil, err
	}
	needs := &Needs{Searches: merged(append(rows, s.tally.pending(city)...))}
	lacking, examined, err := s.matches.LackingIn(ctx, city)
	if err != nil {
		return nil, err
	}
	needs.Firms = examined
	for _, l := range lacking {
		n, err := s.services.CountSupplying(ctx, city, service.Need{Kind: l.Kind, Detail: l.Detail})
		if err != nil {
			return nil, err
		}
		needs.Shortages = append(needs.Shortages, Shortage{l, n})
	}
	slices.SortStableFunc(needs.Shortages, func(a, b Shortage) int { return min(a.Services, 1) - min(b.Services, 1) })
	return needs, nil
}

// journey is what is counted of searches that found nothing. They leave no steps: they are summed when a
// quarter is closed.
func (s *Service) journey() module.Journey {
	return module.Journey{Figures: []module.Figure{
		{Name: "unmet", Theme: "c", Source: "unmet, the sum of count by month: searches in the directory of the city that found nothing", Sum: s.sum},
	}}
}

// sum counts the searches of a city that found nothing in [from, to), in whole months.
func (s *Service) sum(ctx context.Context, city string, from, to time.Time) (int64, error) {
	var n int64
	q := store.Query{Index: "city", Equal: []any{city}, From: from.Format("2006-01"), To: to.Format("2006-01")}
	for u, err := range s.tally.unmets.Each(ctx, q) {
		if err != nil {
			return 0, err
		}
		n += int64(u.Count)
	}
	return n, nil
}
