package report

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

// Holder is somebody to whom reports are sealed: a caseworker who reads them, or a
// custodian who does not, but can let a reader in. Its id is the account's.
type Holder struct {
	record.Meta `bson:",inline"`
	Name        string      `bson:"name"`           // as reporters see it
	City        string      `bson:"city,omitempty"` // empty: a custodian of all cities
	Role        actor.Role  `bson:"role"`
	Doors       []Door      `bson:"doors,omitempty"` // of a caseworker
	Public      seal.Public `bson:"public"`
	Locker      seal.Locker `bson:"locker"`
	State       Standing    `bson:"state"`
	Confirmed   string      `bson:"confirmed,omitempty"` // account that confirmed the key
}

// Standing is whether reports are sealed to a holder.
type Standing string

const (
	Pending Standing = "waiting"   // nothing is sealed to a key that no custodian has confirmed
	Trusted Standing = "confirmed" //
	Retired Standing = "retired"
)

// leastPassphrase is how long a passphrase is at least, in letters.
const leastPassphrase = 12

// KeyForm is what a holder says to make a key.
type KeyForm struct {
	Name       string `json:"name" validate:"max=80"`
	Passphrase string `json:"passphrase" validate:"max=200" tidy:"no"`
	Again      string `json:"again" validate:"max=200" tidy:"no"`
	Doors      []Door `json:"doors" validate:"max=2,dive,oneof=discrimination irregularity"`
}

// MakeKey makes a key for the caseworker or custodian who asks, and unlocks it. Who had
// one before begins anew, as after a lost passphrase: a custodian confirms the new key
// and lets it in. The first custodian of a city is believed: there is nobody to ask. One of
// all cities is believed only before any other is there.
func (s *Service) MakeKey(ctx context.Context, f KeyForm) (*Holder, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Caseworker, actor.Custodian); err != nil {
		return nil, err
	}
	wrong := problem.New(problem.Invalid, "problem.invalid")
	if strings.TrimSpace(f.Name) == "" {
		wrong.Add("name", problem.M("problem.required"))
	}
	if utf8.RuneCountInString(f.Passphrase) < leastPassphrase {
		wrong.Add("passphrase", problem.M("problem.min_length", "Param", leastPassphrase))
	} else if f.Passphrase != f.Again {
		wrong.Add("again", problem.M("problem.eqfield"))
	}
	if err := wrong.OrNil(); err != nil {
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
	h.Name, h.City, h.Role, h.Public, h.State, h.Confirmed = f.Name, who.City, who.Role, key.Public(), Pending, ""
	if who.Role == actor.Caseworker {
		if h.Doors = f.Doors; len(h.Doors) == 0 {
			h.Doors = []Door{Discrimination}
		}
	}
	if h.Locker, err = s.gate.Lock(ctx, key, f.Passphrase, h.ID); err != nil {
		return nil, err
	}
	if who.Role == actor.Custodian {
		others, err := s.trusted(ctx, who.City)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(others, func(o *Holder) bool { return o.Role == actor.Custodian }) {
			h.State, h.Confirmed = Trusted, who.ID
		}
	}
	if err := s.note(ctx, who.City, "key made", "", h.Public.Fingerprint()); err != nil {
		return nil, err
	}
	if err := s.holders.Put(ctx, h); err != nil {
		return nil, err
	}
	s.ring.put(ctx, key, s.kit.Now())
	return h, nil
}

// Unlock opens the actor's key until it lies idle for a quarter of an hour.
func (s *Service) Unlock(ctx context.Context, passphrase string) error {
	who := actor.From(ctx)
	h, err := s.mine(ctx)
	if err != nil {
		return err
	}
	if err := s.limiters.guesses.Try(who.ID, s.kit.Now()); err != nil {
		return err
	}
	key, err := s.gate.Unlock(ctx, h.Locker, passphrase, h.ID)
	if ctx.Err() != nil {
		s.limiters.guesses.Forgive(who.ID)
		return ctx.Err()
	}
	if err != nil {
		return problem.Field("passphrase", "report.passphrase_wrong").Wrap(err)
	}
	s.limiters.guesses.Succeeded(who.ID)
	if err := s.note(ctx, who.City, "unlocked", "", ""); err != nil {
		return err
	}
	s.ring.put(ctx, key, s.kit.Now())
	return nil
}

// Lock closes it again.
func (s *Service) Lock(ctx context.Context) error {
	if err := actor.From(ctx).Must(actor.Caseworker, actor.Custodian); err != nil {
		return err
	}
	s.ring.drop(ctx)
	return nil
}

// Mine is the holder who asks, nil where no key was made yet, and whether it is unlocked.
func (s *Service) Mine(ctx context.Context) (h *Holder, unlocked bool, err error) {
	h, err = s.mine(ctx)
	if problem.Is(err, problem.NotFound) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	key := s.ring.get(ctx, s.kit.Now())
	return h, key != nil && slices.Equal(key.Public(), h.Public), nil
}

func (s *Service) mine(ctx context.Context) (*Holder, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Caseworker, actor.Custodian); err != nil {
		return nil, err
	}
	return s.holders.Get(ctx, who.ID)
}

// errLocked is what a closed key answers.
func errLocked() error { return problem.New(problem.Conflict, "report.locked") }

// key is the unlocked key of the actor.
func (s *Service) key(ctx context.Context, roles ...actor.Role) (*seal.Private, error) {
	if err := actor.From(ctx).Must(roles...); err != nil {
		return nil, err
	}
	h, unlocked, err := s.Mine(ctx)
	switch {
	case err != nil:
		return nil, err
	case h == nil || !unlocked:
		return nil, errLocked()
	case h.State != Trusted:
		return nil, problem.New(problem.Conflict, "report.key_waits")
	}
	return s.ring.get(ctx, s.kit.Now()), nil
}

// trusted are the holders of a city, those of all cities included.
func (s *Service) trusted(ctx context.Context, city string) ([]*Holder, error) {
	all, err := s.holdersIn(ctx, city)
	return slices.DeleteFunc(all, func(h *Holder) bool { return h.State != Trusted }), err
}

func (s *Service) holdersIn(ctx context.Context, city string) ([]*Holder, error) {
	var all []*Holder
	for h, err := range s.holders.All(ctx) {
		if err != nil {
			return nil, err
		}
		if h.City == city || h.City == "" || city == "" {
			all = append(all, h)
		}
	}
	slices.SortFunc(all, func(a, b *Holder) int { return strings.Compare(a.Name+a.ID, b.Name+b.ID) })
	return all, nil
}

// Desk says whether a door of a city is open, and who reads there: a report is taken where
// a confirmed caseworker reads and somebody else holds a second key.
type DeskOf struct {
	Open    bool
	Readers []*Holder // confirmed caseworkers of the door
	Keepers []*Holder // confirmed custodians
	Shut    []string  // accounts of readers whom the reporter named: it is closed to them
}

// DeskOf looks at a door of a city.
func (s *Service) DeskOf(ctx context.Context, city string, door Door) (*DeskOf, error) {
	all, err := s.trusted(ctx, city)
	if err != nil {
		return nil, err
	}
	d := &DeskOf{}
	for _, h := range all {
		switch {
		case h.Role == actor.Caseworker && slices.Contains(h.Doors, door):
			d.Readers = append(d.Readers, h)
		case h.Role == actor.Custodian:
			d.Keepers = append(d.Keepers, h)
		}
	}
	d.Open = len(d.Readers) > 0 && len(d.Readers)+len(d.Keepers) > 1
	return d, nil
}
