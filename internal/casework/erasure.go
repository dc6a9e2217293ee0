package casework

import (
	"context"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/report"
	"citiesgrow/internal/store"
)

// EraseDue erases the reports whose day has come and returns their numbers; dry, it erases nothing. The
// program does it every day. For a caseworker it is always dry, and of their own city.
func (s *Service) EraseDue(ctx context.Context, dry bool) ([]string, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Caseworker); err != nil {
		return nil, err
	}
	if who.Role != actor.System {
		dry = true
	}
	var numbers []string
	for r, err := range s.cases.Each(ctx, store.Query{Index: "erase", From: "0", To: report.Day(s.kit.Now().AddDate(0, 0, 1))}) {
		if err != nil {
			return nil, err
		}
		if who.Role != actor.System && r.City != who.City {
			continue
		}
		numbers = append(numbers, r.Number)
		if !dry {
			if err := s.reports.Erase(ctx, r); err != nil {
				return nil, err
			}
		}
	}
	return numbers, nil
}
