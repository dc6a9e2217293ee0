package event

import (
	"context"
	"crypto/rand"
	"slices"
	"strings"
	"time"

	"citiesgrow/internal/form"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
)

// Session is a part of a conference that participants choose.
type Session struct {
	ID        string    `bson:"id" json:"id"`
	Title     string    `bson:"title" json:"title"`
	Speaker   string    `bson:"speaker,omitempty" json:"speaker,omitempty"`
	Room      string    `bson:"room,omitempty" json:"room,omitempty"`
	Theme     string    `bson:"theme,omitempty" json:"theme,omitempty"`
	Start     time.Time `bson:"start" json:"start,omitzero"`
	End       time.Time `bson:"end" json:"end,omitzero"`
	Capacity  int       `bson:"capacity,omitempty" json:"capacity"`   // seats; 0: no limit
	Materials string    `bson:"materials,omitempty" json:"materials"` // links, one in each line
}

// session returns the index of a session; negative if there is none with this id.
func (e *Event) session(id string) int {
	return slices.IndexFunc(e.Sessions, func(s Session) bool { return s.ID == id })
}

// SessionForm is the form of a session. Without an id it adds a new one.
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

// mostSessions is the maximum number of sessions of a conference.
const mostSessions = 200

// sessionID is the length of a session id, in letters and digits.
const sessionID = 8

// Apply copies the form to a session of an event. Times are in the time zone of its city.
func (f SessionForm) Apply(s *Session, e *Event, r *form.Reader, zone string) {
	for field, v := range map[string]string{"title": f.Title, "day": string(f.Day), "begins": f.Begins, "ends": f.Ends} {
		r.Need(field, strings.TrimSpace(v) != "")
	}
	start, begins := clock(string(f.Day), f.Begins, zone)
	end, ends := clock(string(f.Day), f.Ends, zone)
	if f.Day != "" {
		if !begins {
			r.Wrong("begins", "problem.time")
		}
		if !ends || begins && !end.After(start) {
			r.Wrong("ends", "event.to_wrong")
		}
		if day, err := f.Day.Time("day", "UTC"); err != nil || day.Before(e.Start) || day.After(e.End) {
			r.Wrong("day", "conference.other_day")
		}
	}
	r.Addresses("materials", f.Materials)
	*s = Session{ID: s.ID, Title: f.Title, Speaker: f.Speaker, Room: f.Room, Theme: f.Theme, Start: start, End: end, Capacity: f.Capacity,
		Materials: f.Materials}
}

// ChangeSession adds, changes or removes a session.
func (s *Service) ChangeSession(ctx context.Context, id string, f SessionForm) (*Event, error) {
	e, err := s.Own(ctx, id)
	if err != nil {
		return nil, err
	}
	at := e.session(f.Session)
	if f.Session != "" && at < 0 {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	if err := s.stale(e, f.Revision); err != nil {
		return nil, err
	}
	if f.Remove == "yes" && at >= 0 {
		e.Sessions = slices.Delete(e.Sessions, at, at+1)
		return s.events.Save(ctx, e)
	}
	if at < 0 {
		at = len(e.Sessions)
		e.Sessions = append(e.Sessions, Session{ID: strings.ToLower(rand.Text()[:sessionID])})
	}
	city, _ := s.kit.Taxonomy.City(e.City)
	r := s.kit.Form()
	f.Apply(&e.Sessions[at], e, r, city.Zone)
	if err := r.Err(); err != nil {
		return nil, err
	}
	if len(e.Sessions) > mostSessions {
		return nil, problem.New(problem.Conflict, "conference.many_sessions")
	}
	slices.SortStableFunc(e.Sessions, func(a, b Session) int { return a.Start.Compare(b.Start) })
	return s.events.Save(ctx, e)
}
