package alert

import (
	"context"

	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
)

// journeys are what is counted of kept searches: one for each city that it names.
func (s *Service) journeys() []module.Journey {
	return []module.Journey{{Collection: searches.Name, Read: s.steps, Figures: []module.Figure{
		{Name: "searches", Theme: "a", Source: "searches that are kept, once for each of their cities, by the day they were kept"},
	}}}
}

func (s *Service) steps(ctx context.Context, id string) ([]module.Step, error) {
	kept, err := s.searches.Get(ctx, id)
	if problem.Is(err, problem.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var all []module.Step
	for _, city := range kept.Cities {
		all = append(all, module.Step{Figure: "searches", City: city, Of: id + "/" + city, Count: 1, Day: kept.Created})
	}
	return all, nil
}
