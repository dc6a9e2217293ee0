package supplier

import (
	"context"
	"iter"

	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
)

// journeys are what is counted of firms.
func (s *Service) journeys() []module.Journey {
	return []module.Journey{{Collection: profiles.Name, Read: s.steps, Figures: []module.Figure{
		{Name: "firms", Theme: "a", List: "/suppliers?city={city}", Source: "suppliers by the city in which they sit, by the day of their first profile"},
	}}}
}

func (s *Service) steps(ctx context.Context, id string) ([]module.Step, error) {
	p, err := s.profiles.Get(ctx, id)
	if problem.Is(err, problem.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return []module.Step{{Figure: "firms", City: p.City, Of: p.ID, Count: 1, Day: p.Created}}, nil
}

// People are those who agreed to be counted, for figures alone: what they said leaves this
// package only to be added up.
func (s *Service) People(ctx context.Context) iter.Seq2[module.Person, error] {
	return func(yield func(module.Person, error) bool) {
		for d, err := range s.declarations.All(ctx) {
			if err != nil {
				yield(module.Person{}, err)
				return
			}
			if !yield(module.Person{Account: d.ID, City: d.City, MigrantLed: d.MigrantLed == "yes", Sex: d.Sex, Age: d.Age}, nil) {
				return
			}
		}
	}
}
