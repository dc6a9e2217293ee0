package employer

import (
	"context"
	"time"

	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/store"
)

// journeys are what is counted of pledges.
func (s *Service) journeys() []module.Journey {
	return []module.Journey{
		{Collection: pledges.Name, Read: s.pledgeSteps, Figures: []module.Figure{
			{Name: "pledged", Theme: "b", Source: "pledges that were not withdrawn, the sum of count, by the day they were made"},
			{Name: "kept", Theme: "b", Source: "pledges that were not withdrawn, the sum of progress[].count, by the day of the last"},
		}},
	}
}

func (s *Service) pledgeSteps(ctx context.Context, id string) ([]module.Step, error) {
	p, err := s.pledges.Get(ctx, id)
	if problem.Is(err, problem.NotFound) || err == nil && !p.Withdrawn.IsZero() {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	all := []module.Step{{Figure: "pledged", City: p.City, Of: id, Count: int64(p.Count), Day: p.Created}}
	if n := p.Done(); n > 0 {
		all = append(all, module.Step{Figure: "kept", City: p.City, Of: id, Count: int64(n), Day: p.Progress[len(p.Progress)-1].On})
	}
	return all, nil
}

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
