// Package event holds the days on which people meet: meet-the-buyer days, job events and information
// that organisers of a city invite to, with meetings of a quarter of an hour, and the conferences of
// the programme, with sessions to choose from.
//
// All of them are one stored type with one state, one list of who comes and who waits, one set of
// letters and one calendar. A conference differs in who organises it, in lasting whole days, and in
// its pages.
package event

import (
	"slices"
	"time"

	"citiesgrow/internal/calendar"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// conference is the kind of event that the programme organises.
const conference = "conference"

// Kinds lists what organisers invite to.
func Kinds() []string { return []string{"meet_the_buyer", "job_event", "information"} }

// Event is a day on which people meet. Who comes is in Attendance.
type Event struct {
	record.Meta `bson:",inline"`
	Account     string    `bson:"account" json:"-"`           // of the organiser; empty for a conference
	Organiser   string    `bson:"organiser" json:"organiser"` // its name
	Kind        string    `bson:"kind" json:"kind"`
	City        string    `bson:"city" json:"city"`
	Title       string    `bson:"title" json:"title"`
	Text        string    `bson:"text,omitempty" json:"description"`
	Language    string    `bson:"language" json:"language"` // of the text
	Languages   []string  `bson:"languages,omitempty" json:"languages"`
	Where       string    `bson:"where" json:"place"`
	Start       time.Time `bson:"start" json:"start,omitzero"` // of a conference its first and last day, as moments of UTC
	End         time.Time `bson:"end" json:"end,omitzero"`
	Capacity    int       `bson:"capacity" json:"capacity"`
	Hosts       []string  `bson:"hosts,omitempty" json:"hosts"` // who can be met for 15 minutes each
	Sessions    []Session `bson:"sessions,omitempty" json:"-"`  // by their beginning
	Published   time.Time `bson:"published,omitempty" json:"-"`
	Moved       time.Time `bson:"moved,omitempty" json:"-"` // when time or place of what was published were changed last
	Cancelled   time.Time `bson:"cancelled,omitempty" json:"-"`
	Reason      string    `bson:"reason,omitempty" json:"reason,omitempty"`
	Survey      string    `bson:"survey,omitempty" json:"-"`  // the code of its survey
	Earlier     int64     `bson:"earlier,omitempty" json:"-"` // revisions in the collection that it was moved from; calendars count on from there
	Test        bool      `bson:"test,omitempty" json:"demonstration,omitempty"`
}

// Conference reports whether the programme organises it.
func (e *Event) Conference() bool { return e.Kind == conference }

// State is draft, coming, over or cancelled.
func (e *Event) State(now time.Time) string {
	switch {
	case !e.Cancelled.IsZero():
		return "cancelled"
	case e.Published.IsZero():
		return "draft"
	case e.over(now):
		return "over"
	}
	return "coming"
}

// over reports whether the end has passed: of a conference a day after its last day, since zones differ.
func (e *Event) over(now time.Time) bool {
	if e.Conference() {
		return now.After(e.End.AddDate(0, 0, 1))
	}
	return now.After(e.End)
}

// open reports whether people can register: until an event begins, and also while a conference lasts.
func (e *Event) open(now time.Time) bool {
	return e.State(now) == "coming" && (e.Conference() || e.Start.After(now))
}

// begins is when it begins by the clock of its city: a conference at nine on its first day.
func (e *Event) begins(zone string) time.Time {
	if e.Conference() {
		return hour(e.Start, 9, zone)
	}
	return e.Start
}

// movedFrom reports whether time or place differ.
func (e *Event) movedFrom(was *Event) bool {
	return !was.Start.Equal(e.Start) || !was.End.Equal(e.End) || was.Where != e.Where || was.City != e.City
}

// hour is a time of day, in a zone, on the date of day.
func hour(day time.Time, at int, zone string) time.Time {
	place, err := time.LoadLocation(zone)
	if err != nil {
		place = time.UTC
	}
	y, m, d := day.Date()
	return time.Date(y, m, d, at, 0, 0, 0, place)
}

// path is its page.
func (e *Event) path() string {
	if e.Conference() {
		return "/conferences/" + e.ID
	}
	return "/events/" + e.ID
}

// ICS is the event as a telephone takes it: its sessions, those in chosen alone where it is not nil;
// the whole of it where there are none.
func (e *Event) ICS(chosen []string, url string) []calendar.Event {
	one := calendar.Event{Place: e.Where, URL: url, Changed: e.Updated, Sequence: int(e.Earlier + e.Revision), Cancelled: !e.Cancelled.IsZero(),
		Remind: 24 * time.Hour}
	var all []calendar.Event
	for _, s := range e.Sessions {
		if chosen == nil || slices.Contains(chosen, s.ID) {
			part := one
			part.UID, part.Title, part.Text, part.Start, part.End = e.ID+"-"+s.ID+"@citiesgrow", s.Title, e.Title, s.Start, s.End
			if s.Room != "" {
				part.Place += ", " + s.Room
			}
			all = append(all, part)
		}
	}
	if len(all) == 0 {
		one.UID, one.Title, one.Start, one.End, one.Days = e.ID+"@citiesgrow", e.Title, e.Start, e.End, e.Conference()
		all = append(all, one)
	}
	return all
}

var events = store.Spec{Name: "events", Indexes: []store.Index{
	{Name: "end", Fields: []string{"end"}},
	{Name: "account", Fields: []string{"account", "start"}},
	{Name: "kind", Fields: []string{"kind", "start"}},
	{Name: "survey", Fields: []string{"survey"}},
}}
