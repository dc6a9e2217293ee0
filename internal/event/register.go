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

// RegistrationForm is the input of a person who registers.
type RegistrationForm struct {
	Contact  string // contact data that the organiser may use
	Note     string
	Sessions []string // ids of the chosen sessions
	Needs    string   // support that the person needs to take part
}

// attendance returns the registrations of an event; without any it returns an empty Attendance.
func (s *Service) attendance(ctx context.Context, id string) (*Attendance, error) {
	a, err := s.attendances.Get(ctx, id)
	if problem.Is(err, problem.NotFound) {
		return &Attendance{Meta: record.Meta{ID: id}}, nil
	}
	return a, err
}

// getAttended returns an event that the actor may see, with its registrations.
func (s *Service) getAttended(ctx context.Context, id string) (*Event, *Attendance, error) {
	e, err := s.Get(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	a, err := s.attendance(ctx, e.ID)
	return e, a, err
}

// open returns an event for which the actor can register now.
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

// Register gives the actor a place or a position on the waiting list, and seats in the chosen sessions. An actor who is already
// registered keeps the place and can choose other sessions.
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

// Leave deletes the actor's registration and gives the place to the first on the waiting list.
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

// Book books a meeting with a host for a participant.
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

// Unbook cancels the actor's meeting with a host.
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

// Attendance returns an event with its registrations. Its organisers may see them; those of a conference all staff may see.
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

// FollowUp stores the organiser's next step with a participant.
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

// OpenFollowUp is a next step with a participant that is not done.
type OpenFollowUp struct {
	Event   *Event
	Account string
	Name    string
	Contact string
	FollowUp
}

// ListFollowUps lists the open next steps of the actor's events, the earliest due first.
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

// took lists the accounts with a place at the events of an organiser that ended in [from, to).
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
