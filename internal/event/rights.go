package event

import (
	"context"

	"citiesgrow/internal/actor"
)

var (
	// organisers may invite people.
	organisers = []actor.Role{actor.Employer, actor.Buyer, actor.Provider, actor.Staff}
	// keepers may change what is theirs, or what takes place in a city of theirs.
	keepers = []actor.Role{actor.Admin, actor.Employer, actor.Buyer, actor.Provider, actor.Staff}
)

// mayCreate refuses those who organise no events; a conference is the programme's.
func (s *Service) mayCreate(ctx context.Context) error {
	if s.conferences {
		return wide(ctx)
	}
	who := actor.From(ctx)
	if err := who.Must(organisers...); err != nil {
		return err
	}
	if who.Is(actor.Employer) {
		return s.verified(ctx)
	}
	return nil
}

// owns reports whether the actor organises an event, or looks after its city.
func owns(who actor.Actor, e *Event) bool {
	return e.Account == who.ID || who.Role == actor.System || who.Is(actor.Staff, actor.Admin) && who.In(e.City)
}

// sees reports whether the actor may see an event: a draft those who organise it, of a conference all
// staff.
func (s *Service) sees(ctx context.Context, e *Event) bool {
	who := actor.From(ctx)
	switch {
	case !e.Published.IsZero():
		return true
	case s.conferences:
		return readers(ctx) == nil
	}
	return who.Must(keepers...) == nil && owns(who, e)
}

// readers are the staff of all cities.
func readers(ctx context.Context) error { return actor.From(ctx).Must(actor.Staff, actor.Admin) }

// wide are those who speak for the whole programme.
func wide(ctx context.Context) error { return actor.From(ctx).MustEverywhere(actor.Staff, actor.Admin) }
