package event

import (
	"slices"
	"time"

	"citiesgrow/internal/calendar"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// Registration is a person with a place at an event or on its waiting list.
type Registration struct {
	Account      string    `bson:"account"`
	Name         string    `bson:"name"`
	Organisation string    `bson:"organisation,omitempty"` // of a participant of a conference, like the city
	City         string    `bson:"city,omitempty"`
	Contact      string    `bson:"contact,omitempty"` // contact data that the person agreed to give to the organiser
	Note         string    `bson:"note,omitempty"`
	Sessions     []string  `bson:"sessions,omitempty"` // ids of the chosen sessions
	Needs        string    `bson:"needs,omitempty"`    // support that the person needs to take part
	Waiting      bool      `bson:"waiting,omitempty"`
	At           time.Time `bson:"at"`
	Placed       time.Time `bson:"placed,omitempty"` // when a person on the waiting list got a place
	Follow       FollowUp  `bson:"follow"`
}

// FollowUp is the organiser's next step with a participant after the event.
type FollowUp struct {
	Note string    `bson:"note,omitempty" json:"note"`
	Next string    `bson:"next,omitempty" json:"next"`
	Due  time.Time `bson:"due,omitempty" json:"due,omitzero"`
	Done bool      `bson:"done,omitempty" json:"done"`
}

// Attendance holds the registrations and meetings of an event, in order of registration. Its id is that of the event. It is a
// single document, so that concurrent requests cannot give the same place twice.
type Attendance struct {
	record.Meta   `bson:",inline"`
	Registrations []Registration `bson:"registrations,omitempty"`
	Meetings      []Meeting      `bson:"meetings,omitempty"`
	CancelSent    bool           `bson:"cancel_sent,omitempty"` // an earlier release queued the letters that say the event is cancelled
}

var registrations = store.Spec{Name: "registrations"}

// Coming counts the people with a place in a session, or at the event for "".
func (a *Attendance) Coming(session string) int {
	n := 0
	for _, r := range a.Registrations {
		if !r.Waiting && (session == "" || slices.Contains(r.Sessions, session)) {
			n++
		}
	}
	return n
}

// of returns the registration of an account; nil if there is none.
func (a *Attendance) of(account string) *Registration {
	i := slices.IndexFunc(a.Registrations, func(r Registration) bool { return r.Account == account })
	if i < 0 {
		return nil
	}
	return &a.Registrations[i]
}

// add registers a person, with a place if one is free, otherwise on the waiting list.
func (a *Attendance) add(r Registration, capacity int) *Registration {
	r.Waiting = a.Coming("") >= capacity
	a.Registrations = append(a.Registrations, r)
	return &a.Registrations[len(a.Registrations)-1]
}

// choose sets the sessions of a registration. It frees its seats in all others. If a session is full, the error gives its title.
func (a *Attendance) choose(e *Event, r *Registration, sessions []string) error {
	r.Sessions = slices.DeleteFunc(r.Sessions, func(id string) bool { return !slices.Contains(sessions, id) })
	for _, id := range sessions {
		at := e.session(id)
		switch {
		case at < 0:
			return problem.Field("sessions", "problem.not_found")
		case slices.Contains(r.Sessions, id):
		case a.full(e.Sessions[at]):
			return problem.Field("sessions", "conference.session_full", "Title", e.Sessions[at].Title)
		default:
			r.Sessions = append(r.Sessions, id)
		}
	}
	return nil
}

// full reports whether all seats of a session are taken.
func (a *Attendance) full(s Session) bool { return s.Capacity > 0 && a.Coming(s.ID) >= s.Capacity }

// remove deletes a registration and its meetings, and gives the free place to the first on the waiting list.
func (a *Attendance) remove(e *Event, account string, now time.Time) {
	a.Registrations = slices.DeleteFunc(a.Registrations, func(r Registration) bool { return r.Account == account })
	a.Meetings = slices.DeleteFunc(a.Meetings, func(m Meeting) bool { return m.Account == account })
	a.moveUp(e, now)
}

// moveUp gives free places to people on the waiting list, in order. They keep only those of their chosen sessions that are not
// full.
func (a *Attendance) moveUp(e *Event, now time.Time) {
	for i := range a.Registrations {
		if r := &a.Registrations[i]; r.Waiting && a.Coming("") < e.Capacity {
			r.Sessions = slices.DeleteFunc(r.Sessions, func(id string) bool {
				at := e.session(id)
				return at < 0 || a.full(e.Sessions[at])
			})
			r.Waiting, r.Placed = false, now
		}
	}
}

// meeting is the length of a meeting.
const meeting = 15 * time.Minute

// mostSlots is the maximum number of meetings of one host.
const mostSlots = 96

// Meeting is a booked meeting of a participant with a host; it lasts 15 minutes.
type Meeting struct {
	Host    string    `bson:"host" json:"host"`
	Start   time.Time `bson:"start" json:"start"`
	Account string    `bson:"account" json:"account"`
}

// Slots lists the start times of the meetings.
func (e *Event) Slots() []time.Time {
	var all []time.Time
	if len(e.Hosts) == 0 {
		return nil
	}
	for at := e.Start; !at.Add(meeting).After(e.End) && len(all) < mostSlots; at = at.Add(meeting) {
		all = append(all, at)
	}
	return all
}

// offers reports whether a meeting with this host can start at this time.
func (e *Event) offers(host string, start time.Time) bool {
	return slices.Contains(e.Hosts, host) && slices.ContainsFunc(e.Slots(), start.Equal)
}

// book adds a meeting. It returns a conflict if the slot is taken, or if the person already has a meeting with this host or at
// this time.
func (a *Attendance) book(m Meeting) error {
	for _, other := range a.Meetings {
		switch {
		case other == m:
			return nil
		case other.Host == m.Host && other.Start.Equal(m.Start):
			return problem.New(problem.Conflict, "event.meeting_taken")
		case other.Account == m.Account && (other.Host == m.Host || other.Start.Equal(m.Start)):
			return problem.New(problem.Conflict, "event.meeting_yours")
		}
	}
	a.Meetings = append(a.Meetings, m)
	return nil
}

// ICS returns calendar entries for the event, and for a person's chosen sessions and booked meetings.
func (a *Attendance) ICS(e *Event, account, url string) []calendar.Event {
	var chosen []string
	if r := a.of(account); r != nil && account != "" {
		chosen = r.Sessions
	}
	all := e.ICS(chosen, url)
	for _, m := range a.Meetings {
		if m.Account == account && account != "" {
			all = append(all, calendar.Event{UID: e.ID + "-" + m.Start.Format("150405") + "@citiesgrow", Title: e.Title + ": " + m.Host, Place: e.Where,
				Start: m.Start, End: m.Start.Add(meeting), Changed: e.Updated, Sequence: int(e.Earlier + e.Revision), Cancelled: !e.Cancelled.IsZero(),
				Remind: meeting})
		}
	}
	return all
}
