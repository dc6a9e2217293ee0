package seed

import (
	"context"
	"fmt"
	"slices"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/interest"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/tender"
)

// interest makes suppliers of the same trade and city follow a tender. About half of them declare that they intend to bid.
func (s *seeder) interest(ctx context.Context, id string, r row, on time.Time) error {
	on = earlier(on, s.now)
	m := s.at(on)
	t, err := m.tenders.Get(ctx, id)
	if err != nil {
		return err
	}
	open := t.Status(on) == tender.StatusOpen || t.Status(on) == tender.StatusPlanned
	for i, p := range s.firms {
		chance := draw("interest " + p.Name + " " + r["title"])
		if p.City != r["city"] || !sameTrade(p.CPV, t.CPV()) || chance.IntN(4) == 0 {
			continue
		}
		as := actor.With(ctx, owner(p.Account, p.Name, p.City, s.profiles[i]["language"]))
		if _, err := m.interests.Own(as, id); err == nil {
			continue
		} else if !problem.Is(err, problem.NotFound) {
			return err
		}
		step := interest.Interest{TenderID: id, Supplier: p.ID, Name: p.Name, Declared: open && chance.IntN(2) == 0}
		if step.Declared {
			step.Note = s.sentences[t.Language]["note"]
		}
		if _, err := m.interests.Follow(as, step); err != nil {
			return fmt.Errorf("interest of %s: %w", p.Name, err)
		}
	}
	return nil
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// sameTrade reports whether two lists of codes have a class of the CPV (four digits) in common.
func sameTrade(firm, asked []string) bool {
	return slices.ContainsFunc(firm, func(f string) bool {
		return slices.ContainsFunc(asked, func(a string) bool { return f[:4] == a[:4] })
	})
}
