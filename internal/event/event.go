// Package event holds the events that people attend. Organisers of a city plan meet-the-buyer days, job events and information
// events, with meetings of 15 minutes. The programme plans conferences, with sessions to choose from.
//
// All events are one stored type with the same states, registrations, waiting list, letters and calendar. A conference differs in
// three ways: the programme organises it, it lasts whole days, and it has its own pages.
package event

import (
	"slices"
	"time"

	"citiesgrow/internal/calendar"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// conference is the kind of event that only the programme organises.
const conference = "conference"

// Kinds lists the kinds of event that organisers can plan.
func Kinds() []string { return []string{"meet_the_buyer", "job_event", "information"} }

// Event is an event or a conference. Its registrations are in Attendance.
type Event struct {
	record.Meta `bson:",inline"`
	Account     string    `bson:"account" json:"-"`           // the organiser's; empty for a conference
	Organiser   string    `bson:"organiser" json:"organiser"` // the organiser's name
	Kind        string    `bson:"kind" json:"kind"`
	City        string    `bson:"city" json:"city"`
	Title       string    `bson:"title" json:"title"`
	Text        string    `bson:"text,omitempty" json:"description"`
	Language    string    `bson:"language" json:"language"` // language of the text
	Languages   []string  `bson:"languages,omitempty" json:"languages"`
	Where       string    `bson:"where" json:"place"`
	Start       time.Time `bson:"start" json:"start,omitzero"` // of a conference the first and last day, as midnight UTC
	End         time.Time `bson:"end" json:"end,omitzero"`
	Capacity    int       `bson:"capacity" json:"capacity"`
	Hosts       []string  `bson:"hosts,omitempty" json:"hosts"` // people or organisations that participants can meet for 15 minutes each
	Sessions    []Session `bson:"sessions,omitempty" json:"-"`  // in order of their start
	Published   time.Time `bson:"published,omitempty" json:"-"`
	Moved       time.Time `bson:"moved,omitempty" json:"-"` // last change of the time or place after publication
	Cancelled   time.Time `bson:"cancelled,omitempty" json:"-"`
	Reason      string    `bson:"reason,omitempty" json:"reason,omitempty"`
	Survey      string    `bson:"survey,omitempty" json:"-"`  // code of its survey
	Earlier     int64     `bson:"earlier,omitempty" json:"-"` // revisions in its collection before the migration; calendar versions continue from there
	Test        bool      `bson:"test,omitempty" json:"demonstration,omitempty"`
}

// Conference reports whether the event is a conference of the programme.
func (e *Event) Conference() bool { return e.Kind == conference }

// State returns draft, coming, over or cancelled.
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

// over reports whether the event has ended. A conference ends one day after its last day, because time zones differ.
func (e *Event) over(now time.Time) bool {
	if e.Conference() {
		return now.After(e.End.AddDate(0, 0, 1))
	}
	return now.After(e.End)
}

// open reports whether people can register: for an event until it starts, for a conference until it is over.
func (e *Event) open(now time.Time) bool {
	return e.State(now) == "coming" && (e.Conference() || e.Start.After(now))
}

// begins returns the start in the time zone of the city. A conference starts at nine o'clock on its first day.
func (e *Event) begins(zone string) time.Time {
	if e.Conference() {
		return hour(e.Start, 9, zone)
	}
	return e.Start
}

// movedFrom reports whether the time or place differs from an earlier version.
func (e *Event) movedFrom(was *Event) bool {
	return !was.Start.Equal(e.Start) || !was.End.Equal(e.End) || was.Where != e.Where || was.City != e.City
}

// hour returns a time of day, in a time zone, on the date of day.
func hour(day time.Time, at int, zone string) time.Time {
	place, err := time.LoadLocation(zone)
	if err != nil {
		place = time.UTC
	}
	y, m, d := day.Date()
	return time.Date(y, m, d, at, 0, 0, 0, place)
}

// path returns the path of the event's page.
func (e *Event) path() string {
	if e.Conference() {
		return "/conferences/" + e.ID
	}
	return "/events/" + e.ID
}

// ICS returns calendar entries: one for each session, or only for those in chosen if it is not nil. Without sessions it returns
// one entry for the whole event.
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
