package event

import (
	"context"

	"citiesgrow/internal/actor"
)

var (
	// organisers are the roles that may plan events.
	organisers = []actor.Role{actor.Employer, actor.Buyer, actor.Provider, actor.Staff}
	// keepers are the roles that may change their own events, or events in their city.
	keepers = []actor.Role{actor.Admin, actor.Employer, actor.Buyer, actor.Provider, actor.Staff}
)

// mayCreate refuses actors who may not plan events. Only staff of the whole programme may plan conferences.
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

// owns reports whether the actor organises an event, or is staff of its city.
func owns(who actor.Actor, e *Event) bool {
	return e.Account == who.ID || who.Role == actor.System || who.Is(actor.Staff, actor.Admin) && who.In(e.City)
}

// sees reports whether the actor may see an event. Only its organisers see a draft; all staff see drafts of conferences.
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

// readers refuses actors who are not staff.
func readers(ctx context.Context) error { return actor.From(ctx).Must(actor.Staff, actor.Admin) }

// wide refuses actors who are not staff of the whole programme.
func wide(ctx context.Context) error { return actor.From(ctx).MustEverywhere(actor.Staff, actor.Admin) }
