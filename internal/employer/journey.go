package employer

import (
	"context"

	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
)

// journeys are what is counted of offers and pledges.
func (s *Service) journeys() []module.Journey {
	return []module.Journey{
		{Collection: offers.Name, Read: s.offerSteps, Figures: []module.Figure{
			{Name: "offers", Theme: "b", List: "/vacancies?city={city}", Source: "vacancies that were published, by the day of it"},
			{Name: "filled", Theme: "b", Source: "vacancies, the places told as filled (count), by the day they were last reviewed or closed"},
		}},
		{Collection: pledges.Name, Read: s.pledgeSteps, Figures: []module.Figure{
			{Name: "pledged", Theme: "b", Source: "pledges that were not withdrawn, the sum of count, by the day they were made"},
			{Name: "kept", Theme: "b", Source: "pledges that were not withdrawn, the sum of progress[].count, by the day of the last"},
		}},
	}
}

func (s *Service) offerSteps(ctx context.Context, id string) ([]module.Step, error) {
	o, err := s.offers.Get(ctx, id)
	if problem.Is(err, problem.NotFound) || err == nil && o.Published.IsZero() {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	all := []module.Step{{Figure: "offers", City: o.City, Of: id, Count: 1, Day: o.Published}}
	if o.Count > 0 {
		all = append(all, module.Step{Figure: "filled", City: o.City, Of: id, Count: int64(o.Count), Day: o.Updated})
	}
	return all, nil
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
