package interest

import (
	"cmp"
	"context"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
)

// Move gives the interests in a tender to another tender, when the two turned out to be one. A firm
// that followed both keeps the declared interest of the two, and the earlier days. It may run again
// after a crash.
func (s *Service) Move(ctx context.Context, from, into string) error {
	city := ""
	if t, err := s.tenders.Get(actor.AsSystem(ctx), into); err == nil {
		city = t.City
	} else if !problem.Is(err, problem.NotFound) {
		return err
	}
	for {
		all, err := s.interestsOf(ctx, from)
		if err != nil || len(all) == 0 {
			return err
		}
		for _, old := range all {
			if err := s.move(ctx, old, into, city); err != nil {
				return err
			}
		}
	}
}

// move merges one interest into the one of the same account in the other tender. Update is right here:
// the function reads nothing but the two interests.
func (s *Service) move(ctx context.Context, old *Interest, into, city string) error {
	_, err := s.interests.Upsert(ctx, interestID(into, old.Account), func(i *Interest) error {
		there := *i
		if there.Account == "" || old.Declared && !there.Declared {
			*i = *old
		}
		i.Meta, i.TenderID, i.Since = there.Meta, into, earlier(old.Since, there.Since)
		if old.Declared && there.Declared {
			i.DeclaredOn = earlier(old.declaredOn(), there.declaredOn())
		}
		i.City = cmp.Or(city, i.City)
		return nil
	})
	if err != nil {
		return err
	}
	if err := s.interests.Delete(ctx, old.ID, old.Revision); err != nil && !problem.Is(err, problem.NotFound) {
		return err
	}
	return nil
}

// earlier is the first of two moments, of those that are known.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
