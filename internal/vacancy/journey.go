package vacancy

import (
	"context"

	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
)

// journey is what is counted of vacancies.
func (s *Service) journey() module.Journey {
	return module.Journey{Collection: vacancies.Name, Read: s.steps, Figures: []module.Figure{
		{Name: "offers", Theme: "b", List: "/vacancies?city={city}", Source: "vacancies that were published, by the day of it"},
		{Name: "filled", Theme: "b", Source: "vacancies, the places told as filled (count), by the day they were last reviewed or closed"},
	}}
}

func (s *Service) steps(ctx context.Context, id string) ([]module.Step, error) {
	v, err := s.vacancies.Get(ctx, id)
	if problem.Is(err, problem.NotFound) || err == nil && v.Published.IsZero() {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	all := []module.Step{{Figure: "offers", City: v.City, Of: id, Count: 1, Day: v.Published}}
	if v.Count > 0 {
		all = append(all, module.Step{Figure: "filled", City: v.City, Of: id, Count: int64(v.Count), Day: v.Updated})
	}
	return all, nil
}
