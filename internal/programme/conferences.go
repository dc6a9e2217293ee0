package programme

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/calendar"
	"citiesgrow/internal/mail"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// ConferenceForm plans a conference.
type ConferenceForm struct {
	Revision int64      `json:"revision" validate:"min=0"`
	Title    string     `json:"title" validate:"max=200"`
	Text     string     `json:"description" validate:"max=5000"`
	Language string     `json:"language" validate:"max=8"`
	City     string     `json:"city" validate:"max=40"`
	Where    string     `json:"place" validate:"max=300"`
	From     record.Day `json:"from" validate:"max=30"`
	To       record.Day `json:"to" validate:"max=30"`
	Capacity int        `json:"capacity" validate:"min=0,max=5000"`
}

// Convene keeps a conference; id is empty for a new one. The programme's own staff does.
func (s *Service) Convene(ctx context.Context, id string, f ConferenceForm) (*Conference, error) {
	k := &Conference{Meta: record.Meta{ID: record.NewID(s.kit.Random, "conference")}, Test: actor.From(ctx).Test}
	if id != "" {
		var err error
		if k, err = s.Conference(ctx, id); err != nil {
			return nil, err
		}
	}
	if err := wide(ctx); err != nil {
		return nil, err
	}
	wrong := lacking(map[string]string{"title": f.Title, "place": f.Where, "from": string(f.From), "to": string(f.To)})
	if _, known := s.kit.Taxonomy.City(f.City); !known {
		wrong.Add("city", problem.M("problem.city_unknown"))
	}
	from, to := span(wrong, "from", "to", f.From, f.To)
	if f.Capacity < 1 {
		wrong.Add("capacity", problem.M("event.capacity_missing"))
	}
	if err := wrong.OrNil(); err != nil {
		return nil, err
	}
	k.Revision, k.Title, k.Text, k.Language, k.City, k.Where, k.From, k.To, k.Capacity = f.Revision, f.Title, f.Text, f.Language, f.City, f.Where, from,
		to, f.Capacity
	if k.Language == "" {
		k.Language = actor.From(ctx).Language
	}
	if err := s.conferences.Put(ctx, k); err != nil || id == "" {
		return k, err
	}
	var up []string
	g, err := s.invite(ctx, k, func(g *Guests) error { up = g.moveUp(k); return nil })
	if err != nil {
		return nil, err
	}
	return k, s.welcome(ctx, k, g, up)
}

// Announce lets everybody see a conference and register.
func (s *Service) Announce(ctx context.Context, id string) (*Conference, error) {
	k, err := s.Conference(ctx, id)
	if err != nil {
		return nil, err
	}
	if err := wide(ctx); err != nil {
		return nil, err
	}
	if k.State(s.kit.Now()) != "draft" {
		return nil, problem.New(problem.Conflict, "event.over")
	}
	k.Published = s.kit.Now().UTC()
	return s.conferences.Save(ctx, k)
}

// CallOff cancels it; who registered hears why.
func (s *Service) CallOff(ctx context.Context, id, reason string) (*Conference, error) {
	k, err := s.Conference(ctx, id)
	if err != nil {
		return nil, err
	}
	if err := wide(ctx); err != nil {
		return nil, err
	}
	if st := k.State(s.kit.Now()); st != "coming" && st != "draft" {
		return nil, problem.New(problem.Conflict, "event.over")
	}
	if strings.TrimSpace(reason) == "" {
		return nil, problem.Field("reason", "event.reason_missing")
	}
	k.Cancelled, k.Reason = s.kit.Now().UTC(), reason
	if err := s.conferences.Put(ctx, k); err != nil {
		return nil, err
	}
	g, err := s.guestsOf(ctx, id)
	if err != nil {
		return nil, err
	}
	for _, one := range g.Guests {
		l := s.letter(k, one.Account)
		l.About, l.Key = k.ID+"/cancelled/"+one.Account, "conference.letter_cancelled"
		l.Calendar = calendar.File(k.ICS(one.Sessions, "")...)
		if err := s.kit.Post.Queue(ctx, l); err != nil {
			return nil, err
		}
	}
	return k, nil
}

// SessionForm tells of one session; without an id it is a new one.
type SessionForm struct {
	Revision  int64      `json:"revision" validate:"min=0"`
	Session   string     `json:"session" validate:"max=20"`
	Title     string     `json:"title" validate:"max=200"`
	Speaker   string     `json:"speaker" validate:"max=200"`
	Room      string     `json:"room" validate:"max=100"`
	Theme     string     `json:"theme" validate:"omitempty,oneof=a b c d"`
	Day       record.Day `json:"day" validate:"max=30"`
	Begins    string     `json:"begins" validate:"max=5"`
	Ends      string     `json:"ends" validate:"max=5"`
	Capacity  int        `json:"capacity" validate:"min=0,max=5000"`
	Materials string     `json:"materials" validate:"max=3000"`
	Remove    string     `json:"remove" validate:"omitempty,oneof=yes no"`
}

// mostSessions bounds one conference.
const mostSessions = 200

// Schedule keeps a session of a conference, or takes it out.
func (s *Service) Schedule(ctx context.Context, id string, f SessionForm) (*Conference, error) {
	k, err := s.Conference(ctx, id)
	if err != nil {
		return nil, err
	}
	if err := wide(ctx); err != nil {
		return nil, err
	}
	at := k.session(f.Session)
	if f.Session != "" && at < 0 {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	if f.Revision != 0 {
		k.Revision = f.Revision
	}
	if f.Remove == "yes" && at >= 0 {
		k.Sessions = slices.Delete(k.Sessions, at, at+1)
		return s.conferences.Save(ctx, k)
	}
	made, err := s.session(k, f)
	if err != nil {
		return nil, err
	}
	switch {
	case at >= 0:
		made.ID = f.Session
		k.Sessions[at] = *made
	case len(k.Sessions) >= mostSessions:
		return nil, problem.New(problem.Conflict, "conference.many_sessions")
	default:
		made.ID = code(8)
		k.Sessions = append(k.Sessions, *made)
	}
	slices.SortStableFunc(k.Sessions, func(a, b Session) int { return a.Start.Compare(b.Start) })
	return s.conferences.Save(ctx, k)
}

// session checks what is told of one.
func (s *Service) session(k *Conference, f SessionForm) (*Session, error) {
	city, _ := s.kit.Taxonomy.City(k.City)
	wrong := lacking(map[string]string{"title": f.Title, "day": string(f.Day), "begins": f.Begins, "ends": f.Ends})
	start, err1 := (f.Day + "T" + record.Day(f.Begins)).Time("begins", city.Zone)
	end, err2 := (f.Day + "T" + record.Day(f.Ends)).Time("ends", city.Zone)
	if f.Day != "" && f.Begins != "" && err1 != nil {
		wrong.Add("begins", problem.M("support.time_wrong"))
	}
	if f.Day != "" && f.Ends != "" && (err2 != nil || err1 == nil && !end.After(start)) {
		wrong.Add("ends", problem.M("event.to_wrong"))
	}
	if day, err := f.Day.Time("day", "UTC"); f.Day != "" && (err != nil || day.Before(k.From) || day.After(k.To)) {
		wrong.Add("day", problem.M("conference.other_day"))
	}
	for line := range strings.Lines(f.Materials) {
		if line = strings.TrimSpace(line); line != "" && !isAddress(line) {
			wrong.Add("materials", problem.M("problem.http_url"))
		}
	}
	if err := wrong.OrNil(); err != nil {
		return nil, err
	}
	return &Session{Title: f.Title, Speaker: f.Speaker, Room: f.Room, Theme: f.Theme, Start: start, End: end, Capacity: f.Capacity, Materials: f.Materials}, nil
}

// Conference is one that may be seen: a draft by the programme's staff.
func (s *Service) Conference(ctx context.Context, id string) (*Conference, error) {
	k, err := s.conferences.Get(ctx, id)
	if err == nil && k.Published.IsZero() && readers(ctx) != nil {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	return k, err
}

// Conferences lists those that the actor may see, the latest first.
func (s *Service) Conferences(ctx context.Context) ([]*Conference, error) {
	all, err := s.conferences.List(ctx, store.Query{Index: "from", Desc: true})
	return slices.DeleteFunc(all, func(k *Conference) bool { return k.Published.IsZero() && readers(ctx) != nil }), err
}

func (s *Service) guestsOf(ctx context.Context, id string) (*Guests, error) {
	g, err := s.guests.Get(ctx, id)
	if problem.Is(err, problem.NotFound) {
		return &Guests{Meta: record.Meta{ID: id}}, nil
	}
	return g, err
}

// invite changes who comes, as often as it takes while others do the same.
func (s *Service) invite(ctx context.Context, k *Conference, change func(*Guests) error) (*Guests, error) {
	return s.guests.Upsert(ctx, k.ID, change)
}

func (s *Service) coming(ctx context.Context, id string) (*Conference, error) {
	if actor.From(ctx).Nobody() {
		return nil, problem.New(problem.Unauthorized, "problem.sign_in")
	}
	k, err := s.Conference(ctx, id)
	if err != nil {
		return nil, err
	}
	if k.State(s.kit.Now()) != "coming" {
		return nil, problem.New(problem.Conflict, "event.over")
	}
	return k, nil
}

// Attend gives the actor a place, or one on the waiting list, in the sessions of their
// choice; again, it changes the choice. A session that is full is refused by its name.
func (s *Service) Attend(ctx context.Context, id string, sessions []string, needs string) (*Guest, error) {
	k, err := s.coming(ctx, id)
	if err != nil {
		return nil, err
	}
	who := actor.From(ctx)
	for _, one := range sessions {
		if k.session(one) < 0 {
			return nil, problem.Field("sessions", "problem.not_found")
		}
	}
	fresh := false
	g, err := s.invite(ctx, k, func(g *Guests) error {
		one := g.of(who.ID)
		if fresh = one == nil; fresh {
			waits := g.Coming("") >= k.Capacity
			g.Guests = append(g.Guests, Guest{Account: who.ID, Name: who.Name, Organisation: who.Organisation, City: who.City, Waiting: waits, At: s.kit.Now().UTC()})
			one = &g.Guests[len(g.Guests)-1]
		}
		one.Sessions = slices.DeleteFunc(one.Sessions, func(id string) bool { return !slices.Contains(sessions, id) })
		for _, wanted := range sessions {
			session := k.Sessions[k.session(wanted)]
			if slices.Contains(one.Sessions, wanted) {
				continue
			}
			if g.full(session) {
				return problem.Field("sessions", "conference.session_full", "Title", session.Title)
			}
			one.Sessions = append(one.Sessions, wanted)
		}
		one.Needs = needs
		return nil
	})
	if err != nil {
		return nil, err
	}
	if fresh {
		err = s.welcome(ctx, k, g, []string{who.ID})
	}
	return g.of(who.ID), err
}

// StayAway gives the actor's place to the first who waits.
func (s *Service) StayAway(ctx context.Context, id string) error {
	k, err := s.coming(ctx, id)
	if err != nil {
		return err
	}
	who := actor.From(ctx)
	var up []string
	g, err := s.invite(ctx, k, func(g *Guests) error {
		if g.of(who.ID) == nil {
			return problem.New(problem.NotFound, "problem.not_found")
		}
		g.Guests = slices.DeleteFunc(g.Guests, func(one Guest) bool { return one.Account == who.ID })
		up = g.moveUp(k)
		return nil
	})
	if err != nil {
		return err
	}
	return s.welcome(ctx, k, g, up)
}

// Attendance is who comes, for the programme's staff.
func (s *Service) Attendance(ctx context.Context, id string) (*Conference, *Guests, error) {
	if err := readers(ctx); err != nil {
		return nil, nil, err
	}
	k, err := s.Conference(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	g, err := s.guestsOf(ctx, id)
	return k, g, err
}

func (s *Service) letter(k *Conference, account string) mail.Letter {
	city, _ := s.kit.Taxonomy.City(k.City)
	return mail.Letter{Account: account, Words: map[string]string{"Title": k.Title, "Where": k.Where, "Reason": k.Reason},
		Moments: map[string]mail.Moment{"When": {At: hour(k.From, 9, city.Zone), Zone: city.Zone}}, Path: "/conferences/" + k.ID}
}

// welcome writes to those who now have a place, or wait for one.
func (s *Service) welcome(ctx context.Context, k *Conference, g *Guests, accounts []string) error {
	for _, account := range accounts {
		one := g.of(account)
		if one == nil {
			continue
		}
		l := s.letter(k, account)
		l.Key, l.Calendar = "conference.letter_registered", calendar.File(k.ICS(one.Sessions, "")...)
		if one.Waiting {
			l.Key, l.Calendar = "conference.letter_waiting", nil
		}
		l.About = fmt.Sprint(k.ID, "/", l.Key, "/", account, "/", one.At.Unix())
		if err := s.kit.Post.Queue(ctx, l); err != nil {
			return err
		}
	}
	return nil
}
