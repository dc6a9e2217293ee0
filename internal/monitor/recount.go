package monitor

import (
	"context"

	"citiesgrow/internal/journey"
)

// Recounted is a figure as it is stored and as its steps add up now. Of figures that count
// persons it only says whether both are the same.
type Recounted struct {
	Figure  string         `json:"figure"`
	Unit    string         `json:"currency,omitempty"`
	People  bool           `json:"people,omitempty"`
	Told    journey.Amount `json:"-"`
	Counted journey.Amount `json:"-"`
	Closed  journey.Amount `json:"-"`    // when the quarter was closed
	Same    bool           `json:"same"` // stored and counted
}

// Recount adds up the steps of a city and quarter anew, and compares them with what is stored.
func (s *Service) Recount(ctx context.Context, city string, q Quarter) ([]Recounted, error) {
	if err := s.mayRead(ctx, city); err != nil {
		return nil, err
	}
	from, to := q.months()
	told, err := s.counter.Sum(ctx, city, journey.Month, from, to)
	if err != nil {
		return nil, err
	}
	start, end := q.Bounds()
	counted, err := s.counter.SumSteps(ctx, city, start, end)
	if err != nil {
		return nil, err
	}
	c, err := s.Closed(ctx, q)
	if err != nil {
		return nil, err
	}
	frozen := c.Open[city]
	var all []Recounted
	for _, f := range s.figures {
		if f.Sum != nil {
			continue // leaves no steps
		}
		for _, unit := range journey.UnitsOf(f, told, counted, frozen) {
			k := journey.Key(f.Name, unit)
			r := Recounted{Figure: f.Name, Unit: unit, People: f.People, Told: told[k], Counted: counted[k], Closed: frozen[k], Same: told[k] == counted[k]}
			if f.People {
				r.Told, r.Counted, r.Closed = journey.Amount{}, journey.Amount{}, journey.Amount{}
			}
			all = append(all, r)
		}
	}
	return all, nil
}
