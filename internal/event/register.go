package event

import (
	"cmp"
	"context"
	"slices"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// RegistrationForm is what a person says who wants to come.
type RegistrationForm struct {
	Contact  string // as the organiser may use it
	Note     string
	Sessions []string // ids of those chosen
	Needs    string   // what helps to take part
}

// attendance is who comes; an empty one while nobody does.
func (s *Service) attendance(ctx context.Context, id string) (*Attendance, error) {
	a, err := s.attendances.Get(ctx, id)
	if problem.Is(err, problem.NotFound) {
		return &Attendance{Meta: record.Meta{ID: id}}, nil
	}
	return a, err
}

// open is an event that the actor can register for now.
func (s *Service) open(ctx context.Context, id string) (*Event, error) {
	if actor.From(ctx).Nobody() {
		return nil, problem.New(problem.Unauthorized, "problem.sign_in")
	}
	e, err := s.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	if !e.open(s.kit.Now()) {
		return nil, problem.New(problem.Conflict, "event.over")
	}
	return e, nil
}

// Register gives the actor a place, or one on the waiting list, and seats in the sessions they chose.
// Who is registered already keeps the place, and may choose others.
func (s *Service) Register(ctx context.Context, id string, f RegistrationForm) (*Registration, error) {
	e, err := s.open(ctx, id)
	if err != nil {
		return nil, err
	}
	who := actor.From(ctx)
	a, err := s.attendances.Upsert(ctx, id, func(a *Attendance) error {
		r := a.of(who.ID)
		if r == nil {
			fresh := Registration{Account: who.ID, Name: cmp.Or(who.Name, who.Organisation), Contact: f.Contact, Note: f.Note, At: s.kit.Now().UTC()}
			if e.Conference() {
				fresh.Organisation, fresh.City = who.Organisation, who.City
			}
			r = a.add(fresh, e.Capacity)
		}
		r.Needs = f.Needs
		return a.choose(e, r, f.Sessions)
	})
	if err != nil {
		return nil, err
	}
	return a.of(who.ID), nil
}

// Leave gives the actor's place to the first who waits.
func (s *Service) Leave(ctx context.Context, id string) error {
	e, err := s.open(ctx, id)
	if err != nil {
		return err
	}
	who := actor.From(ctx)
	_, err = s.attendances.Upsert(ctx, id, func(a *Attendance) error {
		if a.of(who.ID) == nil {
			return problem.New(problem.NotFound, "problem.not_found")
		}
		a.remove(e, who.ID, s.kit.Now().UTC())
		return nil
	})
	return err
}

// Book books a quarter of an hour with a host for a person who comes.
func (s *Service) Book(ctx context.Context, id, host string, start time.Time) (*Attendance, error) {
	e, err := s.open(ctx, id)
	if err != nil {
		return nil, err
	}
	if !e.offers(host, start) {
		return nil, problem.Field("slot", "event.meeting_unknown")
	}
	who := actor.From(ctx)
	return s.attendances.Upsert(ctx, id, func(a *Attendance) error {
		if r := a.of(who.ID); r == nil || r.Waiting {
			return problem.New(problem.Conflict, "event.register_first")
		}
		return a.book(Meeting{host, start.UTC(), who.ID})
	})
}

// Unbook gives the quarter of an hour back.
func (s *Service) Unbook(ctx context.Context, id, host string) error {
	if _, err := s.open(ctx, id); err != nil {
		return err
	}
	who := actor.From(ctx)
	_, err := s.attendances.Upsert(ctx, id, func(a *Attendance) error {
		before := len(a.Meetings)
		a.Meetings = slices.DeleteFunc(a.Meetings, func(m Meeting) bool { return m.Account == who.ID && m.Host == host })
		if len(a.Meetings) == before {
			return problem.New(problem.NotFound, "problem.not_found")
		}
		return nil
	})
	return err
}

// Attendance is who comes: for those who organise the event, of a conference for all staff.
func (s *Service) Attendance(ctx context.Context, id string) (*Event, *Attendance, error) {
	find := s.Own
	if s.conferences {
		if err := readers(ctx); err != nil {
			return nil, nil, err
		}
		find = s.Get
	}
	e, err := find(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	a, err := s.attendance(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	return e, a, nil
}

// FollowUp stores what the organiser does about a person who came.
func (s *Service) FollowUp(ctx context.Context, id, account string, f FollowUp) error {
	if _, err := s.Own(ctx, id); err != nil {
		return err
	}
	_, err := s.attendances.Upsert(ctx, id, func(a *Attendance) error {
		r := a.of(account)
		if r == nil {
			return problem.Field("account", "event.not_registered")
		}
		r.Follow = f
		return nil
	})
	return err
}

// OpenFollowUp is an open next step with a person who came to an event.
type OpenFollowUp struct {
	Event   *Event
	Account string
	Name    string
	Contact string
	FollowUp
}

// ListFollowUps lists the open next steps of the actor's events, the next due first.
func (s *Service) ListFollowUps(ctx context.Context) ([]OpenFollowUp, error) {
	own, err := s.ListOwn(ctx)
	if err != nil {
		return nil, err
	}
	var all []OpenFollowUp
	for _, e := range own {
		a, err := s.attendance(ctx, e.ID)
		if err != nil {
			return nil, err
		}
		for _, r := range a.Registrations {
			if r.Follow.Next != "" && !r.Follow.Done {
				all = append(all, OpenFollowUp{e, r.Account, r.Name, r.Contact, r.Follow})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b OpenFollowUp) int { return a.Due.Compare(b.Due) })
	return all, nil
}

// took lists the accounts that had a place at an event of an organiser that ended in [from, to).
func (s *Service) took(ctx context.Context, from, to time.Time) ([]string, error) {
	var all []string
	for e, err := range s.events.Each(ctx, store.Query{Index: "end", From: from, To: to}) {
		if err != nil {
			return nil, err
		}
		if e.Conference() || !e.Cancelled.IsZero() {
			continue
		}
		a, err := s.attendance(ctx, e.ID)
		if err != nil {
			return nil, err
		}
		for _, r := range a.Registrations {
			if !r.Waiting {
				all = append(all, r.Account)
			}
		}
	}
	return all, nil
}
