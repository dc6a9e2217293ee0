package event

import (
	"slices"
	"time"

	"citiesgrow/internal/calendar"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// Registration is one who comes, or waits for a place.
type Registration struct {
	Account      string    `bson:"account"`
	Name         string    `bson:"name"`
	Organisation string    `bson:"organisation,omitempty"` // of who comes to a conference, as the city
	City         string    `bson:"city,omitempty"`
	Contact      string    `bson:"contact,omitempty"` // as they agreed to leave
	Note         string    `bson:"note,omitempty"`
	Sessions     []string  `bson:"sessions,omitempty"` // ids of those chosen
	Needs        string    `bson:"needs,omitempty"`    // what helps them to take part
	Waiting      bool      `bson:"waiting,omitempty"`
	At           time.Time `bson:"at"`
	Placed       time.Time `bson:"placed,omitempty"` // when who waited got a place
	Follow       FollowUp  `bson:"follow"`
}

// FollowUp is what the organiser does about a person afterwards.
type FollowUp struct {
	Note string    `bson:"note,omitempty" json:"note"`
	Next string    `bson:"next,omitempty" json:"next"`
	Due  time.Time `bson:"due,omitempty" json:"due,omitzero"`
	Done bool      `bson:"done,omitempty" json:"done"`
}

// Attendance is who comes to an event, in the order they registered. Its id is the event's; it is
// one document, so that a place is given once.
type Attendance struct {
	record.Meta   `bson:",inline"`
	Registrations []Registration `bson:"registrations,omitempty"`
	Meetings      []Meeting      `bson:"meetings,omitempty"`
	CancelSent    bool           `bson:"cancel_sent,omitempty"` // an earlier release queued the letters that the event is cancelled
}

var registrations = store.Spec{Name: "registrations"}

// Coming counts those who have a place: in a session for its id, at all for "".
func (a *Attendance) Coming(session string) int {
	n := 0
	for _, r := range a.Registrations {
		if !r.Waiting && (session == "" || slices.Contains(r.Sessions, session)) {
			n++
		}
	}
	return n
}

// of is the registration of an account; nil when there is none.
func (a *Attendance) of(account string) *Registration {
	i := slices.IndexFunc(a.Registrations, func(r Registration) bool { return r.Account == account })
	if i < 0 {
		return nil
	}
	return &a.Registrations[i]
}

// add registers a person: with a place while there is one, else on the waiting list.
func (a *Attendance) add(r Registration, capacity int) *Registration {
	r.Waiting = a.Coming("") >= capacity
	a.Registrations = append(a.Registrations, r)
	return &a.Registrations[len(a.Registrations)-1]
}

// choose gives a registration seats in these sessions and takes those in others back. A session that
// is full is refused by its title.
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

// remove takes a person out with their meetings, and gives the place to the first who waits.
func (a *Attendance) remove(e *Event, account string, now time.Time) {
	a.Registrations = slices.DeleteFunc(a.Registrations, func(r Registration) bool { return r.Account == account })
	a.Meetings = slices.DeleteFunc(a.Meetings, func(m Meeting) bool { return m.Account == account })
	a.moveUp(e, now)
}

// moveUp gives free places to those who wait, in their order. Of the sessions that they chose while
// they waited, they come to those that are not full.
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

// meeting is how long one is: a quarter of an hour.
const meeting = 15 * time.Minute

// mostSlots bounds the meetings of one host.
const mostSlots = 96

// Meeting is a quarter of an hour that a person has with a host.
type Meeting struct {
	Host    string    `bson:"host" json:"host"`
	Start   time.Time `bson:"start" json:"start"`
	Account string    `bson:"account" json:"account"`
}

// Slots are the beginnings of the meetings.
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

// offers reports whether one can meet this host at this time.
func (e *Event) offers(host string, start time.Time) bool {
	return slices.Contains(e.Hosts, host) && slices.ContainsFunc(e.Slots(), start.Equal)
}

// book gives a quarter of an hour, or says why not: it is taken, or the person has one with this host
// or at this time already.
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

// ICS is the event with what a person chose and booked, as their telephone takes it.
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
