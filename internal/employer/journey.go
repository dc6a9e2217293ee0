package employer

import (
	"context"
	"time"

	"citiesgrow/internal/problem"
	"citiesgrow/internal/store"
)

// took lists the accounts that had a place at an event that ended in [from, to).
func (s *Service) took(ctx context.Context, from, to time.Time) ([]string, error) {
	var all []string
	for e, err := range s.events.Each(ctx, store.Query{Index: "end", From: from, To: to}) {
		if err != nil {
			return nil, err
		}
		a, err := s.attendances.Get(ctx, e.ID)
		if problem.Is(err, problem.NotFound) || err == nil && !e.Cancelled.IsZero() {
			continue
		}
		if err != nil {
			return nil, err
		}
		for _, r := range a.Registrations {
			if !r.Waiting {
				all = append(all, r.Account)
			}
		}
	}
	return all, nil
}
