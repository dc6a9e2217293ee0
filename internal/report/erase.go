package report

import (
	"context"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// Stone is what is left of an erased case: how it was classified. Its id follows from the
// case's with the pepper, so that erasing twice counts once.
type Stone struct {
	record.Meta `bson:",inline"`
	City        string `bson:"city"`
	Door        Door   `bson:"door"`
	Quarter     string `bson:"quarter"` // received, "2026-Q4"
	Coding      Coding `bson:"coding"`
	Test        bool   `bson:"test,omitempty"`
}

func (s *Service) stoneOf(r *Report) *Stone {
	return &Stone{Meta: record.Meta{ID: "stone-" + s.pepper.Tag("stone", r.ID)}, City: r.City, Door: r.Door, Quarter: Quarter(r.Day), Coding: r.Coding,
		Test: r.Test}
}

// Sweep erases what is due and tells the numbers; dry, it erases nothing. The house does it
// every day; a caseworker asks for the dry run of their city.
func (s *Service) Sweep(ctx context.Context, dry bool) ([]string, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Caseworker); err != nil {
		return nil, err
	}
	if who.Role != actor.System {
		dry = true
	}
	var numbers []string
	for r, err := range s.reports.Each(ctx, store.Query{Index: "erase", From: "0", To: day(s.kit.Now().AddDate(0, 0, 1))}) {
		if err != nil {
			return numbers, err
		}
		if who.Role != actor.System && r.City != who.City {
			continue
		}
		numbers = append(numbers, r.Number)
		if !dry {
			if err := s.erase(ctx, r); err != nil {
				return numbers, err
			}
		}
	}
	return numbers, nil
}

// erase takes the receipt away first, so that nobody writes to what goes; where somebody
// did meanwhile, it stays. Then go the wraps: from then on nobody can open it, in no copy.
// Each step may be repeated after a crash, or by another node at the same time.
func (s *Service) erase(ctx context.Context, r *Report) error {
	if r.Lookup != "" {
		r.Lookup = ""
		if err := s.reports.Put(ctx, r); problem.Is(err, problem.Conflict) {
			return nil
		} else if err != nil {
			return err
		}
	}
	if err := s.note(ctx, r.City, "erased", r.Number, ""); err != nil {
		return err
	}
	if r.State != Merged {
		if err := s.stones.Put(ctx, s.stoneOf(r)); err != nil && !problem.Is(err, problem.Conflict) {
			return err
		}
	}
	if w, err := s.wraps.Get(ctx, r.ID); err == nil {
		if err := s.wraps.Delete(ctx, w.ID, w.Revision); err != nil && !gone(err) {
			return err
		}
	} else if !problem.Is(err, problem.NotFound) {
		return err
	}
	for {
		files, err := s.files.List(ctx, store.Query{Index: "report", Equal: []any{r.ID}})
		if err != nil {
			return err
		}
		for _, f := range files {
			if err := s.files.Delete(ctx, f.ID, f.Revision); err != nil && !gone(err) {
				return err
			}
		}
		if len(files) == 0 {
			break
		}
	}
	parts, err := s.reports.List(ctx, store.Query{Index: "into", Equal: []any{r.ID}})
	if err != nil {
		return err
	}
	for _, part := range parts {
		if err := s.erase(ctx, part); err != nil {
			return err
		}
	}
	if err := s.reports.Delete(ctx, r.ID, r.Revision); err != nil && !gone(err) {
		return err
	}
	return nil
}

// gone reports whether another node was quicker.
func gone(err error) bool {
	return problem.Is(err, problem.NotFound) || problem.Is(err, problem.Conflict)
}
