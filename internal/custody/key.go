package custody

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/seal"
)

// leastPassphrase is the length of the shortest passphrase, in letters.
const leastPassphrase = 12

// KeyForm is what a holder fills in to make a key.
type KeyForm struct {
	Name       string    `json:"name" validate:"max=80"`
	Passphrase string    `json:"passphrase" validate:"max=200" tidy:"no"`
	Again      string    `json:"again" validate:"max=200" tidy:"no"`
	Channels   []Channel `json:"doors" validate:"max=2,dive,oneof=discrimination irregularity"`
}

// check complains of a missing name, a short passphrase, and one that was repeated differently.
func (f *KeyForm) check() error {
	wrong := problem.New(problem.Invalid, "problem.invalid")
	if strings.TrimSpace(f.Name) == "" {
		wrong.Add("name", problem.M("problem.required"))
	}
	if utf8.RuneCountInString(f.Passphrase) < leastPassphrase {
		wrong.Add("passphrase", problem.M("problem.min_length", "Param", leastPassphrase))
	} else if f.Passphrase != f.Again {
		wrong.Add("again", problem.M("problem.eqfield"))
	}
	return wrong.OrNil()
}

// Create makes a key for the actor, a caseworker or custodian, and unlocks it. It waits until a custodian
// confirms it and lets it in. The first custodian of a city is believed, since no other can confirm them; a
// custodian of all cities only where no city has a custodian yet. A key that replaces one, as after a lost
// passphrase, is never believed: who makes it may have a stolen session. So a city's only custodian waits
// for one of all cities, or for a second one of the city, who is believed while the city has none.
func (s *Service) Create(ctx context.Context, f KeyForm) (*Holder, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Caseworker, actor.Custodian); err != nil {
		return nil, err
	}
	if err := f.check(); err != nil {
		return nil, err
	}
	h, err := s.holders.Get(ctx, who.ID)
	if problem.Is(err, problem.NotFound) {
		h, err = &Holder{Meta: record.Meta{ID: who.ID}}, nil
	}
	if err != nil {
		return nil, err
	}
	key, err := seal.NewPrivate()
	if err != nil {
		return nil, err
	}
	replaces := h.Revision > 0 && h.Role == actor.Custodian
	h.Name, h.City, h.Role, h.Public, h.State, h.Confirmed = f.Name, who.City, who.Role, key.Public(), Pending, ""
	if who.Role == actor.Caseworker {
		if h.Channels = f.Channels; len(h.Channels) == 0 {
			h.Channels = []Channel{Discrimination}
		}
	}
	if h.Locker, err = s.gate.Lock(ctx, key, f.Passphrase, h.ID); err != nil {
		return nil, err
	}
	if who.Role == actor.Custodian && !replaces {
		others, err := s.trusted(ctx, who.City)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(others, func(o *Holder) bool { return o.Role == actor.Custodian }) {
			h.State, h.Confirmed = Trusted, who.ID
		}
	}
	if err := s.Audit.Append(ctx, who.City, "key made", "", h.Public.Fingerprint()); err != nil {
		return nil, err
	}
	if err := s.holders.Put(ctx, h); err != nil {
		return nil, err
	}
	s.keys.Put(ctx, key, s.kit.Now())
	return h, nil
}

// Unlock opens the actor's key until it was not used for a quarter of an hour. A wrong passphrase is a
// problem of its field; after five of them the next try has to wait (TooMany).
func (s *Service) Unlock(ctx context.Context, passphrase string) error {
	who := actor.From(ctx)
	h, err := s.Own(ctx)
	if err != nil {
		return err
	}
	if err := s.guesses.Try(who.ID, s.kit.Now()); err != nil {
		return err
	}
	key, err := s.gate.Unlock(ctx, h.Locker, passphrase, h.ID)
	if ctx.Err() != nil {
		s.guesses.Forgive(who.ID)
		return ctx.Err()
	}
	if err != nil {
		return problem.Field("passphrase", "custody.passphrase_wrong").Wrap(err)
	}
	s.guesses.Succeeded(who.ID)
	if err := s.Audit.Append(ctx, who.City, "unlocked", "", ""); err != nil {
		return err
	}
	s.keys.Put(ctx, key, s.kit.Now())
	return nil
}

// Lock closes the actor's key in this session.
func (s *Service) Lock(ctx context.Context) error {
	if err := actor.From(ctx).Must(actor.Caseworker, actor.Custodian); err != nil {
		return err
	}
	s.keys.drop(ctx)
	return nil
}

// Unlocked reports whether the session of the actor has this key open, and not one that it replaced.
func (s *Service) Unlocked(ctx context.Context, h *Holder) bool {
	key := s.keys.get(ctx, s.kit.Now())
	return key != nil && slices.Equal(key.Public(), h.Public)
}

// errLocked is what a closed key answers.
func errLocked() error { return problem.New(problem.Conflict, "custody.locked") }

// Key is the actor's unlocked key. It is a Conflict where there is none, where it is closed, and where no
// custodian has confirmed it.
func (s *Service) Key(ctx context.Context, role actor.Role) (*seal.Private, error) {
	if err := actor.From(ctx).Must(role); err != nil {
		return nil, err
	}
	h, err := s.Own(ctx)
	if problem.Is(err, problem.NotFound) {
		return nil, errLocked()
	}
	if err != nil {
		return nil, err
	}
	key := s.keys.get(ctx, s.kit.Now())
	switch {
	case key == nil || !slices.Equal(key.Public(), h.Public):
		return nil, errLocked()
	case h.State != Trusted:
		return nil, problem.New(problem.Conflict, "custody.key_waits")
	}
	return key, nil
}
