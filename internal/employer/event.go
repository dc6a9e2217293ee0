package employer

import (
	"cmp"
	"slices"
	"time"

	"citiesgrow/internal/calendar"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
	"citiesgrow/internal/taxonomy"
)

// EventKinds lists what people are invited to.
func EventKinds() []string { return []string{"meet_the_buyer", "job_event", "information"} }

// Event is a day on which people meet. Who comes is in Attendance.
type Event struct {
	record.Meta `bson:",inline"`
	Account     string    `bson:"account" json:"-"`
	Organiser   string    `bson:"organiser" json:"organiser"`
	Kind        string    `bson:"kind" json:"kind"`
	City        string    `bson:"city" json:"city"`
	Title       string    `bson:"title" json:"title"`
	Text        string    `bson:"text,omitempty" json:"description"`
	Language    string    `bson:"language" json:"language"` // of the text
	Languages   []string  `bson:"languages,omitempty" json:"languages"`
	Where       string    `bson:"where" json:"place"`
	Start       time.Time `bson:"start" json:"start,omitzero"`
	End         time.Time `bson:"end" json:"end,omitzero"`
	Capacity    int       `bson:"capacity" json:"capacity"`
	Hosts       []string  `bson:"hosts,omitempty" json:"hosts"` // who can be met for 15 minutes each
	Published   time.Time `bson:"published,omitempty" json:"-"`
	Cancelled   time.Time `bson:"cancelled,omitempty" json:"-"`
	Reason      string    `bson:"reason,omitempty" json:"reason,omitempty"`
	Test        bool      `bson:"test,omitempty" json:"demonstration,omitempty"`
}

// meeting is how long one is: a quarter of an hour.
const meeting = 15 * time.Minute

// State is draft, coming, over or cancelled.
func (e *Event) State(now time.Time) string {
	switch {
	case !e.Cancelled.IsZero():
		return "cancelled"
	case e.Published.IsZero():
		return "draft"
	case now.After(e.End):
		return "over"
	}
	return "coming"
}

// Slots are the beginnings of the meetings.
func (e *Event) Slots() []time.Time {
	var all []time.Time
	if len(e.Hosts) == 0 {
		return nil
	}
	for at := e.Start; !at.Add(meeting).After(e.End) && len(all) < 96; at = at.Add(meeting) {
		all = append(all, at)
	}
	return all
}

// ICS is the event as a telephone takes it.
func (e *Event) ICS(url string, changed time.Time) calendar.Event {
	return calendar.Event{UID: e.ID + "@citiesgrow", Title: e.Title, Place: e.Where, URL: url, Start: e.Start, End: e.End, Changed: changed,
		Sequence: int(e.Revision), Cancelled: !e.Cancelled.IsZero(), Remind: 24 * time.Hour}
}

// EventForm is what an organiser says.
type EventForm struct {
	Revision  int64    `json:"revision" validate:"min=0"`
	Kind      string   `json:"kind" validate:"omitempty,oneof=meet_the_buyer job_event information"`
	Title     string   `json:"title" validate:"max=200"`
	Text      string   `json:"description" validate:"max=5000"`
	Language  string   `json:"language" validate:"max=8"`
	Languages []string `json:"languages" validate:"max=10,dive,max=8"`
	City      string   `json:"city" validate:"max=40"`
	Where     string   `json:"place" validate:"max=300"`
	Day       string   `json:"day" validate:"max=10"`
	From      string   `json:"from" validate:"max=5"`
	To        string   `json:"to" validate:"max=5"`
	Capacity  int      `json:"capacity" validate:"min=0,max=5000"`
	Hosts     string   `json:"hosts" validate:"max=2000"` // one a line
}

// Lay lays the form over an event.
func (f *EventForm) Lay(e *Event, taxa *taxonomy.Taxonomy, reader string, now time.Time) error {
	wrong := problem.New(problem.Invalid, "problem.invalid")
	e.Kind, e.Title, e.Text, e.Language, e.Languages, e.Where = cmp.Or(f.Kind, e.Kind, EventKinds()[0]), f.Title, f.Text,
		cmp.Or(f.Language, e.Language, reader), f.Languages, f.Where
	e.City = cmp.Or(f.City, e.City)
	city, known := taxa.City(e.City)
	if !known {
		wrong.Add("city", problem.M("problem.city_unknown"))
	}
	for field, v := range map[string]string{"title": f.Title, "place": f.Where, "day": f.Day} {
		if v == "" {
			wrong.Add(field, problem.M("problem.required"))
		}
	}
	if e.Capacity = f.Capacity; e.Capacity < 1 {
		wrong.Add("capacity", problem.M("event.capacity_missing"))
	}
	var errFrom, errTo error
	e.Start, errFrom = record.Day(f.Day+"T"+f.From).Time("from", city.Zone)
	e.End, errTo = record.Day(f.Day+"T"+f.To).Time("to", city.Zone)
	switch {
	case f.Day == "":
	case errFrom != nil || f.From == "":
		wrong.Add("from", problem.M("support.time_wrong"))
	case errTo != nil || f.To == "" || !e.End.After(e.Start):
		wrong.Add("to", problem.M("event.to_wrong"))
	case !e.Start.After(now):
		wrong.Add("day", problem.M("event.past"))
	}
	e.Hosts = hosts(f.Hosts)
	return wrong.OrNil()
}

// Registration is one who comes, or waits for a place.
type Registration struct {
	Account string    `bson:"account"`
	Name    string    `bson:"name"`
	Contact string    `bson:"contact,omitempty"` // as they agreed to leave
	Note    string    `bson:"note,omitempty"`
	Waiting bool      `bson:"waiting,omitempty"`
	At      time.Time `bson:"at"`
	Follow  FollowUp  `bson:"follow"`
}

// FollowUp is what the organiser does about somebody afterwards.
type FollowUp struct {
	Note string    `bson:"note,omitempty" json:"note"`
	Next string    `bson:"next,omitempty" json:"next"`
	Due  time.Time `bson:"due,omitempty" json:"due,omitzero"`
	Done bool      `bson:"done,omitempty" json:"done"`
}

// Meeting is a quarter of an hour that somebody has with a host.
type Meeting struct {
	Host    string    `bson:"host" json:"host"`
	Start   time.Time `bson:"start" json:"start"`
	Account string    `bson:"account" json:"account"`
}

// Attendance is who comes to an event, in the order they registered. Its id is the
// event's; it is one document, so that a place is given once.
type Attendance struct {
	record.Meta   `bson:",inline"`
	Registrations []Registration `bson:"registrations,omitempty"`
	Meetings      []Meeting      `bson:"meetings,omitempty"`
}

// Coming counts those who have a place.
func (a *Attendance) Coming() int {
	n := 0
	for _, r := range a.Registrations {
		if !r.Waiting {
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

// add registers somebody: with a place while there is one, else on the waiting list.
func (a *Attendance) add(r Registration, capacity int) {
	r.Waiting = a.Coming() >= capacity
	a.Registrations = append(a.Registrations, r)
}

// remove takes somebody out with their meetings, and gives the place to the first who
// waits. It returns who moved up.
func (a *Attendance) remove(account string, capacity int) (up []string) {
	a.Registrations = slices.DeleteFunc(a.Registrations, func(r Registration) bool { return r.Account == account })
	a.Meetings = slices.DeleteFunc(a.Meetings, func(m Meeting) bool { return m.Account == account })
	return a.moveUp(capacity)
}

// moveUp gives free places to those who wait, in their order.
func (a *Attendance) moveUp(capacity int) (up []string) {
	for i := range a.Registrations {
		if r := &a.Registrations[i]; r.Waiting && a.Coming() < capacity {
			r.Waiting = false
			up = append(up, r.Account)
		}
	}
	return up
}

// meet books a quarter of an hour, or says why not: it is taken, or the person has one
// with this host or at this time already.
func (a *Attendance) meet(m Meeting) error {
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

var (
	events = store.Spec{Name: "events", Indexes: []store.Index{
		{Name: "end", Fields: []string{"end"}},
		{Name: "account", Fields: []string{"account", "start"}},
	}}
	attendances = store.Spec{Name: "attendances", Quiet: true}
)
