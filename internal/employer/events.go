package employer

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/calendar"
	"citiesgrow/internal/mail"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// organisers may invite people.
var organisers = []actor.Role{actor.Employer, actor.Buyer, actor.Provider, actor.Staff}

func hosts(typed string) []string {
	var all []string
	for line := range strings.Lines(typed) {
		if line = strings.TrimSpace(line); line != "" && !slices.Contains(all, line) && len(all) < 50 {
			all = append(all, line)
		}
	}
	return all
}

// PlanEvent begins an event that only its organiser sees.
func (s *Service) PlanEvent(ctx context.Context, f EventForm) (*Event, error) {
	who := actor.From(ctx)
	if err := who.Must(organisers...); err != nil {
		return nil, err
	}
	if who.Is(actor.Employer) {
		if _, err := s.organisations.Verified(ctx); err != nil {
			return nil, err
		}
	}
	e := &Event{Meta: record.Meta{ID: record.NewID(s.kit.Random, "event")}, Account: who.ID, Organiser: cmp.Or(who.Organisation, who.Name),
		City: who.City, Test: who.Test}
	if err := f.Lay(e, s.kit.Taxonomy, who.Language, s.kit.Now()); err != nil {
		return nil, err
	}
	if !who.In(e.City) {
		return nil, problem.Field("city", "support.city_yours")
	}
	return s.events.Save(ctx, e)
}

// MyEvent is one that the actor organises.
func (s *Service) MyEvent(ctx context.Context, id string) (*Event, error) {
	who := actor.From(ctx)
	if err := who.Must(append([]actor.Role{actor.Admin}, organisers...)...); err != nil {
		return nil, err
	}
	e, err := s.events.Get(ctx, id)
	if err == nil && e.Account != who.ID && who.Role != actor.System && !(who.Is(actor.Staff, actor.Admin) && who.In(e.City)) {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	return e, err
}

// ChangeEvent tells an event anew; who is registered hears of another time or place, and
// who waits moves up where there is more room.
func (s *Service) ChangeEvent(ctx context.Context, id string, f EventForm) (*Event, error) {
	e, err := s.MyEvent(ctx, id)
	if err != nil {
		return nil, err
	}
	if f.Revision != 0 && f.Revision != e.Revision {
		return nil, problem.New(problem.Conflict, "organisation.changed_meanwhile")
	}
	if st := e.State(s.kit.Now()); st == "over" || st == "cancelled" {
		return nil, problem.New(problem.Conflict, "event.over")
	}
	was := *e
	who := actor.From(ctx)
	if err := f.Lay(e, s.kit.Taxonomy, who.Language, s.kit.Now()); err != nil {
		return nil, err
	}
	if !who.In(e.City) {
		return nil, problem.Field("city", "support.city_yours")
	}
	if err := s.events.Put(ctx, e); err != nil {
		return nil, err
	}
	var up []string
	a, err := s.attend(ctx, e, func(a *Attendance) error {
		up = a.moveUp(e.Capacity)
		a.Meetings = slices.DeleteFunc(a.Meetings, func(m Meeting) bool {
			return !slices.Contains(e.Hosts, m.Host) || !slices.ContainsFunc(e.Slots(), m.Start.Equal)
		})
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, account := range up {
		if err := s.welcome(ctx, e, a.of(account)); err != nil {
			return nil, err
		}
	}
	if was.Published.IsZero() || was.Start.Equal(e.Start) && was.End.Equal(e.End) && was.Where == e.Where {
		return e, nil
	}
	return e, s.tellAll(ctx, e, a, "event.letter_changed")
}

// PublishEvent lets people see it and register.
func (s *Service) PublishEvent(ctx context.Context, id string) (*Event, error) {
	e, err := s.MyEvent(ctx, id)
	if err != nil {
		return nil, err
	}
	if e.State(s.kit.Now()) != "draft" || !e.Start.After(s.kit.Now()) {
		return nil, problem.New(problem.Conflict, "event.over")
	}
	e.Published = s.kit.Now().UTC()
	return s.events.Save(ctx, e)
}

// CancelEvent calls it off; everybody who registered hears why.
func (s *Service) CancelEvent(ctx context.Context, id, reason string) (*Event, error) {
	e, err := s.MyEvent(ctx, id)
	if err != nil {
		return nil, err
	}
	if st := e.State(s.kit.Now()); st != "draft" && st != "coming" {
		return nil, problem.New(problem.Conflict, "event.over")
	}
	if reason == "" {
		return nil, problem.Field("reason", "event.reason_missing")
	}
	e.Cancelled, e.Reason = s.kit.Now().UTC(), reason
	if err := s.events.Put(ctx, e); err != nil {
		return nil, err
	}
	a, err := s.attendance(ctx, id)
	if err != nil {
		return nil, err
	}
	return e, s.tellAll(ctx, e, a, "event.letter_cancelled")
}

// GetEvent returns an event that may be seen: a draft by its organiser.
func (s *Service) GetEvent(ctx context.Context, id string) (*Event, error) {
	e, err := s.events.Get(ctx, id)
	if err != nil || !e.Published.IsZero() {
		return e, err
	}
	if _, err := s.MyEvent(ctx, id); err != nil {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	return e, nil
}

// Events lists those to come, the soonest first.
func (s *Service) Events(ctx context.Context, city, kind string) ([]*Event, error) {
	all, err := s.events.List(ctx, store.Query{Index: "end", From: s.kit.Now()})
	return slices.DeleteFunc(all, func(e *Event) bool {
		return e.State(s.kit.Now()) != "coming" || city != "" && e.City != city || kind != "" && e.Kind != kind
	}), err
}

// MyEvents lists those the actor organises, the latest first.
func (s *Service) MyEvents(ctx context.Context) ([]*Event, error) {
	who := actor.From(ctx)
	if err := who.Must(organisers...); err != nil {
		return nil, err
	}
	all, err := s.events.List(ctx, store.Query{Index: "account", Equal: []any{who.ID}, Desc: true})
	return all, err
}

// attendance is who comes; an empty one while nobody does.
func (s *Service) attendance(ctx context.Context, id string) (*Attendance, error) {
	a, err := s.attendances.Get(ctx, id)
	if problem.Is(err, problem.NotFound) {
		return &Attendance{Meta: record.Meta{ID: id}}, nil
	}
	return a, err
}

// attend changes who comes, as often as it takes while others do the same.
func (s *Service) attend(ctx context.Context, e *Event, change func(*Attendance) error) (*Attendance, error) {
	return s.attendances.Upsert(ctx, e.ID, change)
}

// Register gives the actor a place, or one on the waiting list. Who is registered stays.
func (s *Service) Register(ctx context.Context, id, contact, note string) (*Registration, error) {
	who := actor.From(ctx)
	e, err := s.open(ctx, id)
	if err != nil {
		return nil, err
	}
	fresh := false
	a, err := s.attend(ctx, e, func(a *Attendance) error {
		if fresh = a.of(who.ID) == nil; fresh {
			a.add(Registration{Account: who.ID, Name: cmp.Or(who.Name, who.Organisation), Contact: contact, Note: note, At: s.kit.Now().UTC()}, e.Capacity)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	r := a.of(who.ID)
	if fresh {
		err = s.welcome(ctx, e, r)
	}
	return r, err
}

// open is an event that people can register for, and somebody who may.
func (s *Service) open(ctx context.Context, id string) (*Event, error) {
	who := actor.From(ctx)
	if who.Nobody() {
		return nil, problem.New(problem.Unauthorized, "problem.sign_in")
	}
	e, err := s.GetEvent(ctx, id)
	if err != nil {
		return nil, err
	}
	if e.State(s.kit.Now()) != "coming" || !e.Start.After(s.kit.Now()) {
		return nil, problem.New(problem.Conflict, "event.over")
	}
	return e, nil
}

// Leave gives the actor's place to the first who waits.
func (s *Service) Leave(ctx context.Context, id string) error {
	who := actor.From(ctx)
	e, err := s.open(ctx, id)
	if err != nil {
		return err
	}
	var up []string
	a, err := s.attend(ctx, e, func(a *Attendance) error {
		if a.of(who.ID) == nil {
			return problem.New(problem.NotFound, "problem.not_found")
		}
		up = a.remove(who.ID, e.Capacity)
		return nil
	})
	if err != nil {
		return err
	}
	if err := s.kit.Post.Drop(ctx, e.ID+"/ahead/"+who.ID); err != nil {
		return err
	}
	for _, account := range up {
		if err := s.welcome(ctx, e, a.of(account)); err != nil {
			return err
		}
	}
	return nil
}

// Meet books a quarter of an hour with a host for somebody who comes.
func (s *Service) Meet(ctx context.Context, id, host string, start time.Time) (*Attendance, error) {
	who := actor.From(ctx)
	e, err := s.open(ctx, id)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(e.Hosts, host) || !slices.ContainsFunc(e.Slots(), start.Equal) {
		return nil, problem.Field("slot", "event.meeting_unknown")
	}
	return s.attend(ctx, e, func(a *Attendance) error {
		if r := a.of(who.ID); r == nil || r.Waiting {
			return problem.New(problem.Conflict, "event.register_first")
		}
		return a.meet(Meeting{host, start.UTC(), who.ID})
	})
}

// Unmeet gives the quarter of an hour back.
func (s *Service) Unmeet(ctx context.Context, id, host string) error {
	who := actor.From(ctx)
	e, err := s.open(ctx, id)
	if err != nil {
		return err
	}
	_, err = s.attend(ctx, e, func(a *Attendance) error {
		before := len(a.Meetings)
		a.Meetings = slices.DeleteFunc(a.Meetings, func(m Meeting) bool { return m.Account == who.ID && m.Host == host })
		if len(a.Meetings) == before {
			return problem.New(problem.NotFound, "problem.not_found")
		}
		return nil
	})
	return err
}

// Attendance is who comes, for the organiser.
func (s *Service) Attendance(ctx context.Context, id string) (*Event, *Attendance, error) {
	e, err := s.MyEvent(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	a, err := s.attendance(ctx, id)
	return e, a, err
}

// Follow keeps what the organiser does about somebody who came.
func (s *Service) Follow(ctx context.Context, id, account string, f FollowUp) error {
	e, err := s.MyEvent(ctx, id)
	if err != nil {
		return err
	}
	_, err = s.attend(ctx, e, func(a *Attendance) error {
		r := a.of(account)
		if r == nil {
			return problem.Field("account", "event.not_registered")
		}
		r.Follow = f
		return nil
	})
	return err
}

// OpenContact is an open next step with somebody who came to an event.
type OpenContact struct {
	Event   *Event
	Account string
	Name    string
	Contact string
	FollowUp
}

// Contacts lists the open next steps of the actor's events, the next due first.
func (s *Service) Contacts(ctx context.Context) ([]OpenContact, error) {
	mine, err := s.MyEvents(ctx)
	if err != nil {
		return nil, err
	}
	var all []OpenContact
	for _, e := range mine {
		a, err := s.attendance(ctx, e.ID)
		if err != nil {
			return nil, err
		}
		for _, r := range a.Registrations {
			if r.Follow.Next != "" && !r.Follow.Done {
				all = append(all, OpenContact{e, r.Account, r.Name, r.Contact, r.Follow})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b OpenContact) int { return a.Due.Compare(b.Due) })
	return all, nil
}

// welcome writes to somebody who has a place, or waits for one, and again the day before.
func (s *Service) welcome(ctx context.Context, e *Event, r *Registration) error {
	l := s.letter(e, r.Account)
	if r.Waiting {
		l.About, l.Key = e.ID+"/waiting/"+r.Account, "event.letter_waiting"
		return s.kit.Post.Queue(ctx, l)
	}
	l.About, l.Key, l.Calendar = e.ID+"/registered/"+r.Account+"/"+r.At.Format(time.RFC3339), "event.letter_registered", calendar.File(e.ICS("", s.kit.Now()))
	if err := s.kit.Post.Queue(ctx, l); err != nil {
		return err
	}
	l.About, l.Key, l.Calendar, l.Due = e.ID+"/ahead/"+r.Account, "event.letter_ahead", nil, e.Start.Add(-24*time.Hour)
	if !l.Due.After(s.kit.Now()) {
		return nil
	}
	return s.kit.Post.Queue(ctx, l)
}

func (s *Service) letter(e *Event, account string) mail.Letter {
	city, _ := s.kit.Taxonomy.City(e.City)
	return mail.Letter{Account: account, Words: map[string]string{"Title": e.Title, "Where": e.Where, "Reason": e.Reason},
		Moments: map[string]mail.Moment{"When": {At: e.Start, Zone: city.Zone}}, Path: "/events/" + e.ID}
}

// tellAll writes the same to everybody who registered, and no longer reminds them of what
// will not take place, or not then.
func (s *Service) tellAll(ctx context.Context, e *Event, a *Attendance, key string) error {
	for _, r := range a.Registrations {
		if err := s.kit.Post.Drop(ctx, e.ID+"/ahead/"+r.Account); err != nil {
			return err
		}
		l := s.letter(e, r.Account)
		l.About, l.Key, l.Calendar = e.ID+"/"+key+"/"+r.Account+"/"+s.kit.Now().Format(time.RFC3339), key, calendar.File(e.ICS("", s.kit.Now()))
		if err := s.kit.Post.Queue(ctx, l); err != nil {
			return err
		}
		if l.Due = e.Start.Add(-24 * time.Hour); e.Cancelled.IsZero() && !r.Waiting && l.Due.After(s.kit.Now()) {
			l.About, l.Key = e.ID+"/ahead/"+r.Account, "event.letter_ahead"
			if err := s.kit.Post.Queue(ctx, l); err != nil {
				return err
			}
		}
	}
	return nil
}
