package event

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// Service holds the use cases of events. Conferences returns a Service for conferences.
type Service struct {
	kit         module.Kit
	events      *store.Collection[Event]
	attendances *store.Collection[Attendance]
	verified    func(context.Context) error
	conferences bool // handles conferences only; otherwise it handles all other events only
}

// New returns the service for the events of organisers. Verified returns an error for an employer that the city has not verified.
func New(k module.Kit, verified func(context.Context) error) *Service {
	return &Service{kit: k, events: store.Of[Event](k.DB, events), attendances: store.Of[Attendance](k.DB, registrations), verified: verified}
}

// Conferences returns the service for the conferences of the programme.
func (s *Service) Conferences() *Service {
	of := *s
	of.conferences = true
	return &of
}

// Create stores an event as a draft, which only its organisers see.
func (s *Service) Create(ctx context.Context, f Form) (*Event, error) {
	if err := s.mayCreate(ctx); err != nil {
		return nil, err
	}
	who := actor.From(ctx)
	e := &Event{Meta: record.Meta{ID: record.NewID(s.kit.Random, "event")}, Account: who.ID, Organiser: cmp.Or(who.Organisation, who.Name),
		City: who.City, Test: who.Test}
	if s.conferences {
		e = &Event{Meta: record.Meta{ID: record.NewID(s.kit.Random, conference)}, Test: who.Test}
	}
	if err := s.apply(ctx, e, f); err != nil {
		return nil, err
	}
	return s.events.Save(ctx, e)
}

// apply validates a form and copies it to an event. An organiser may only choose cities of their own.
func (s *Service) apply(ctx context.Context, e *Event, f Form) error {
	who, r := actor.From(ctx), s.kit.Form()
	f.Apply(e, r, who.Language, s.kit.Now())
	if e.Conference() != s.conferences {
		return errors.New("event: the form of another kind")
	}
	if !who.In(e.City) {
		r.Wrong("city", "problem.city_own")
	}
	return r.Err()
}

// stale returns a conflict if the form was opened at another revision than the stored one; 0 skips the check.
func (s *Service) stale(e *Event, seen int64) error {
	if seen == 0 || seen == e.Revision {
		return nil
	}
	if e.Conference() {
		return problem.Stale("organisation.changed_meanwhile", conferenceOf(e))
	}
	return problem.Stale("organisation.changed_meanwhile", e)
}

// Change changes an event. If it has more room, people on the waiting list get a place. Meetings that are no longer offered are
// cancelled.
func (s *Service) Change(ctx context.Context, id string, f Form) (*Event, error) {
	e, err := s.Own(ctx, id)
	if err != nil {
		return nil, err
	}
	if err := s.stale(e, f.seen()); err != nil {
		return nil, err
	}
	now := s.kit.Now().UTC()
	if st := e.State(now); st == "over" || st == "cancelled" {
		return nil, problem.New(problem.Conflict, "event.over")
	}
	was := *e
	if err := s.apply(ctx, e, f); err != nil {
		return nil, err
	}
	if !e.Published.IsZero() && e.movedFrom(&was) {
		e.Moved = now
	}
	if err := s.events.Put(ctx, e); err != nil {
		return nil, err
	}
	_, err = s.attendances.Upsert(ctx, id, func(a *Attendance) error {
		a.moveUp(e, now)
		a.Meetings = slices.DeleteFunc(a.Meetings, func(m Meeting) bool { return !e.offers(m.Host, m.Start) })
		return nil
	})
	if err != nil {
		return nil, err
	}
	return e, nil
}

// Publish makes an event visible and opens its registration.
func (s *Service) Publish(ctx context.Context, id string) (*Event, error) {
	e, err := s.Own(ctx, id)
	if err != nil {
		return nil, err
	}
	now := s.kit.Now().UTC()
	if e.State(now) != "draft" || !e.Conference() && !e.Start.After(now) {
		return nil, problem.New(problem.Conflict, "event.over")
	}
	e.Published = now
	return s.events.Save(ctx, e)
}

// Cancel cancels an event with a reason.
func (s *Service) Cancel(ctx context.Context, id, reason string) (*Event, error) {
	e, err := s.Own(ctx, id)
	if err != nil {
		return nil, err
	}
	if st := e.State(s.kit.Now()); st != "draft" && st != "coming" {
		return nil, problem.New(problem.Conflict, "event.over")
	}
	if strings.TrimSpace(reason) == "" {
		return nil, problem.Field("reason", "event.reason_missing")
	}
	e.Cancelled, e.Reason = s.kit.Now().UTC(), reason
	return s.events.Save(ctx, e)
}

// Get returns an event that the actor may see.
func (s *Service) Get(ctx context.Context, id string) (*Event, error) {
	e, err := s.load(ctx, id)
	if err != nil {
		return nil, err
	}
	if !s.sees(ctx, e) {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	return e, nil
}

// load returns an event if this service handles its kind.
func (s *Service) load(ctx context.Context, id string) (*Event, error) {
	e, err := s.events.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	if e.Conference() != s.conferences {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	return e, nil
}

// Own returns an event that the actor may change.
func (s *Service) Own(ctx context.Context, id string) (*Event, error) {
	if s.conferences {
		e, err := s.Get(ctx, id) // visitors who are not staff get NotFound for a draft
		if err != nil {
			return nil, err
		}
		if err := wide(ctx); err != nil {
			return nil, err
		}
		return e, nil
	}
	who := actor.From(ctx)
	if err := who.Must(keepers...); err != nil {
		return nil, err
	}
	e, err := s.load(ctx, id)
	if err != nil {
		return nil, err
	}
	if !owns(who, e) {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	return e, nil
}

// ListOwn lists the events that the actor organises, the latest first.
func (s *Service) ListOwn(ctx context.Context) ([]*Event, error) {
	who := actor.From(ctx)
	if err := who.Must(organisers...); err != nil {
		return nil, err
	}
	return s.events.List(ctx, store.Query{Index: "account", Equal: []any{who.ID}, Desc: true})
}

// List lists the coming events, the earliest first; an empty city or kind matches all. For conferences it lists all that the
// actor may see, the latest first.
func (s *Service) List(ctx context.Context, city, kind string) ([]*Event, error) {
	q := store.Query{Index: "end", From: s.kit.Now()}
	if s.conferences {
		q = store.Query{Index: "kind", Equal: []any{conference}, Desc: true}
	}
	all, err := s.events.List(ctx, q)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(e *Event) bool {
		return e.Conference() != s.conferences || !s.sees(ctx, e) || !s.conferences && e.State(s.kit.Now()) != "coming" ||
			city != "" && e.City != city || kind != "" && e.Kind != kind
	}), nil
}
