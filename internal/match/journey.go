package match

import (
	"context"

	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
)

// journeys are what is counted of matches: a tender once, however many firms fit it.
func (s *Service) journeys() []module.Journey {
	return []module.Journey{{Collection: matches.Name, Read: s.steps, Figures: []module.Figure{
		{Name: "matched", Theme: "a", Way: 2, Stays: true, Source: "matches, one for each tender (tender_id), by the day of the first"},
	}}}
}

func (s *Service) steps(ctx context.Context, id string) ([]module.Step, error) {
	m, err := s.matches.Get(ctx, id)
	if problem.Is(err, problem.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return []module.Step{{Figure: "matched", City: m.City, Of: m.TenderID, Way: m.TenderID, Count: 1, Day: m.Created}}, nil
}
