package custody

import (
	"context"
	"slices"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/seal"
)

// Confirm lets reports be sealed to a holder: a custodian has compared the fingerprint of the key with its
// owner.
func (s *Service) Confirm(ctx context.Context, id string) error {
	return s.judge(ctx, id, Trusted, "key confirmed")
}

// Retire ends a key: nothing is sealed to the holder any more, and their slots are taken away.
func (s *Service) Retire(ctx context.Context, id string) error {
	if err := s.judge(ctx, id, Retired, "key retired"); err != nil {
		return err
	}
	for k, err := range s.slots.All(ctx) {
		if err != nil {
			return err
		}
		theirs := func(slot Slot) bool { return slot.Account == id }
		if !slices.ContainsFunc(k.Readers, theirs) && !slices.ContainsFunc(k.Identity, theirs) {
			continue
		}
		if err := s.RemoveReader(ctx, k.ID, id); err != nil && !problem.Is(err, problem.NotFound) {
			return err
		}
	}
	return nil
}

// judge sets the standing of a holder of the custodian's city; never the custodian's own.
func (s *Service) judge(ctx context.Context, id string, state Standing, act string) error {
	if _, err := s.Key(ctx, actor.Custodian); err != nil {
		return err
	}
	who := actor.From(ctx)
	h, err := s.holders.Get(ctx, id)
	if err != nil {
		return err
	}
	if !who.In(h.City) || h.ID == who.ID {
		return problem.New(problem.NotFound, "problem.not_found")
	}
	if err := s.Audit.Append(ctx, h.City, act, "", h.ID+" "+h.Public.Fingerprint()); err != nil {
		return err
	}
	// A step whose precondition is checked again inside: the key is still the one that was judged.
	_, err = s.holders.Update(ctx, id, func(now *Holder) error {
		if !slices.Equal(now.Public, h.Public) {
			return problem.New(problem.Conflict, "problem.conflict")
		}
		now.State, now.Confirmed = state, who.ID
		return nil
	})
	return err
}

// Sealed is what Reseal must know of a report to seal it to its readers.
type Sealed struct {
	City     string
	Channel  Channel
	Excluded []string // accounts that must not read it
}

// Reseal seals the reports of the custodian's city to the confirmed readers and custodians of today: to
// those who came after a report was filed, and to those whose slot belongs to a key that they no longer
// have. It stops when the time of the request is nearly over and returns how many reports are left. The
// function returns what a report is; reports that it does not find are left out.
func (s *Service) Reseal(ctx context.Context, sealed func(ctx context.Context, report string) (Sealed, error)) (left int, err error) {
	key, err := s.Key(ctx, actor.Custodian)
	if err != nil {
		return 0, err
	}
	who := actor.From(ctx)
	for k, err := range s.slots.All(ctx) {
		if err != nil {
			return 0, err
		}
		if nearlyOver(ctx) {
			left++
			continue
		}
		report, err := sealed(ctx, k.ID)
		if problem.Is(err, problem.NotFound) || err == nil && !who.In(report.City) {
			continue
		}
		if err != nil {
			return 0, err
		}
		if err := s.resealOne(ctx, key, who.ID, k, report); err != nil {
			return 0, err
		}
	}
	return left, s.Audit.Append(ctx, who.City, "readers let in", "", "")
}

// nearlyOver reports whether less than five seconds of the time of a request are left.
func nearlyOver(ctx context.Context) bool {
	until, bounded := ctx.Deadline()
	return bounded && time.Until(until) < 5*time.Second
}

func (s *Service) resealOne(ctx context.Context, key *seal.Private, custodian string, k *KeySlots, report Sealed) error {
	x, err := secretsOf(key, k.Custodians, custodian, k.ID)
	if err != nil {
		return nil // filed before this custodian's key as well: another custodian lets them in
	}
	desk, err := s.Desk(ctx, report.City, report.Channel)
	if err != nil {
		return err
	}
	desk.Exclude(report.Excluded)
	fresh, err := x.Slots(k.ID, desk)
	if err != nil {
		return err
	}
	k.Readers, k.Custodians = fresh.Readers, fresh.Custodians
	switch secret, err := unwrap(key, k.Identity, custodian, identityContext(k.ID)); {
	case closed(err): // no identity, or sealed to an older key
	case err != nil:
		return err
	default:
		if err := k.SealIdentity(secret, desk); err != nil {
			return err
		}
	}
	// Another custodian may have let readers in, or the report was erased, meanwhile.
	if err := s.slots.Put(ctx, k); err != nil && !problem.Is(err, problem.Conflict) {
		return err
	}
	return nil
}
