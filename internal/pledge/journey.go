package pledge

import (
	"context"

	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
)

// journey is what is counted of pledges.
func (s *Service) journey() module.Journey {
	return module.Journey{Collection: pledges.Name, Read: s.steps, Figures: []module.Figure{
		{Name: "pledged", Theme: "b", Source: "pledges that were not withdrawn, the sum of count, by the day they were made"},
		{Name: "kept", Theme: "b", Source: "pledges that were not withdrawn, the sum of progress[].count, by the day of the last"},
	}}
}

func (s *Service) steps(ctx context.Context, id string) ([]module.Step, error) {
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
