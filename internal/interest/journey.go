package interest

import (
	"context"
	"math"
	"strings"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/store"
	"citiesgrow/internal/tender"
)

// journeys are what is counted of firms that look for contracts.
func (s *Service) journeys() []module.Journey {
	return []module.Journey{
		{Collection: sightings.Name, Read: s.sightingSteps, Figures: []module.Figure{
			{Name: "seen", Theme: "a", Way: 3, Acts: true, Stays: true, Source: "sightings: one for each firm and tender, by the day of the first"},
		}},
		{Collection: interests.Name, Read: s.interestSteps, Figures: []module.Figure{
			{Name: "followed", Theme: "a", Acts: true, Source: "interests, by the day they began (since)"},
			{Name: "interest", Theme: "a", Way: 4, Acts: true, Source: "interests that are declared, by the day of it (declared_on)"},
			{Name: "first_interest", Theme: "a", Sums: true, Stays: true, Source: "tenders with a declared interest; the sum is the days from published to the first"},
		}},
	}
}

func (s *Service) sightingSteps(ctx context.Context, id string) ([]module.Step, error) {
	seen, err := s.sightings.Get(ctx, id)
	if problem.Is(err, problem.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return []module.Step{{Figure: "seen", City: seen.City, Of: id, Way: seen.TenderID, Count: 1, Day: seen.Created}}, nil
}

func (s *Service) interestSteps(ctx context.Context, id string) ([]module.Step, error) {
	i, err := s.interests.Get(ctx, id)
	if problem.Is(err, problem.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	all := []module.Step{{Figure: "followed", City: i.City, Of: id, Count: 1, Day: i.Since}}
	if !i.Declared {
		return all, nil
	}
	on := i.declaredOn()
	all = append(all, module.Step{Figure: "interest", City: i.City, Of: id, Way: i.TenderID, Count: 1, Day: on})
	t, err := s.tenders.Get(actor.AsSystem(ctx), i.TenderID)
	if problem.Is(err, problem.NotFound) || err == nil && t.Published.IsZero() {
		return all, nil
	}
	if err != nil {
		return nil, err
	}
	days := int64(math.Max(0, on.Sub(t.Published).Hours()/24))
	return append(all, module.Step{Figure: "first_interest", City: i.City, Of: t.ID, Count: 1, Sum: days, Day: on}), nil
}

// took lists the accounts that followed a tender or declared interest, in [from, to).
func (s *Service) took(ctx context.Context, from, to time.Time) ([]string, error) {
	var all []string
	for i, err := range s.interests.Each(ctx, store.Query{Index: "since", From: from, To: to}) {
		if err != nil {
			return nil, err
		}
		all = append(all, i.Account)
	}
	return all, nil
}

// Winners are the accounts whose firm won a tender: it had declared interest, and its name is that of
// the winner.
func (s *Service) Winners(ctx context.Context, id string) ([]module.Won, error) {
	t, err := s.tenders.Get(actor.AsSystem(ctx), id)
	if problem.Is(err, problem.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	interested, err := s.interestsOf(ctx, id)
	if err != nil {
		return nil, err
	}
	var won []module.Won
	for _, a := range t.Awards {
		if a.Status != "active" {
			continue
		}
		for _, i := range interested {
			if len(a.Suppliers) == 0 || !i.Declared || !strings.EqualFold(strings.TrimSpace(i.Name), strings.TrimSpace(a.Suppliers[0].Name)) {
				continue
			}
			w := module.Won{Account: i.Account}
			if a.Value != nil {
				w.ValueMinor = int64(math.Round(tender.Euros(*a.Value) * 100))
			}
			won = append(won, w)
		}
	}
	return won, nil
}
