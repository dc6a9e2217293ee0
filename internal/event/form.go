package event

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"citiesgrow/internal/form"
	"citiesgrow/internal/record"
	"citiesgrow/internal/taxonomy"
)

// Form is the input of an organiser: an EventForm, or a ConferenceForm for a conference.
type Form interface {
	// Apply validates the form and copies it to an event. Reader is the language of the author.
	Apply(e *Event, r *form.Reader, reader string, now time.Time)
	// seen returns the revision that the author saw; 0 if unknown.
	seen() int64
}

// EventForm is the form of an event that an organiser plans.
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
	Hosts     string   `json:"hosts" validate:"max=2000"` // one in each line
}

func (f EventForm) seen() int64 { return f.Revision }

// mostHosts is the maximum number of hosts of an event.
const mostHosts = 50

// Apply copies the form to an event. Times are in the time zone of its city.
func (f EventForm) Apply(e *Event, r *form.Reader, reader string, now time.Time) {
	r.Choice("kind", Kinds(), f.Kind)
	e.Kind, e.Languages = cmp.Or(f.Kind, e.Kind, Kinds()[0]), f.Languages
	city := common(e, r, f.Title, f.Text, cmp.Or(f.Language, e.Language, reader), cmp.Or(f.City, e.City), f.Where, f.Capacity)
	r.Need("day", f.Day != "")
	if f.Day != "" {
		var begins, ends bool
		e.Start, begins = clock(f.Day, f.From, city.Zone)
		e.End, ends = clock(f.Day, f.To, city.Zone)
		switch {
		case !begins:
			r.Wrong("from", "problem.time")
		case !ends || !e.End.After(e.Start):
			r.Wrong("to", "event.to_wrong")
		case !e.Start.After(now):
			r.Wrong("day", "event.past")
		}
	}
	e.Hosts = nil
	for _, host := range form.Lines(f.Hosts) {
		if !slices.Contains(e.Hosts, host) && len(e.Hosts) < mostHosts {
			e.Hosts = append(e.Hosts, host)
		}
	}
}

// ConferenceForm is the form of a conference.
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

func (f ConferenceForm) seen() int64 { return f.Revision }

// Apply copies the form to a conference. Its days are read as UTC, so that they are the same dates in every time zone.
func (f ConferenceForm) Apply(e *Event, r *form.Reader, reader string, _ time.Time) {
	e.Kind = conference
	r.Need("from", f.From != "")
	r.Need("to", f.To != "")
	e.Start, e.End = r.Span("from", f.From, "to", f.To)
	common(e, r, f.Title, f.Text, cmp.Or(f.Language, reader), f.City, f.Where, f.Capacity)
}

// common reads the fields of both forms and returns the city.
func common(e *Event, r *form.Reader, title, text, language, city, where string, capacity int) taxonomy.City {
	e.Title, e.Text, e.Language, e.City, e.Where, e.Capacity = title, text, language, city, where, capacity
	r.Need("title", strings.TrimSpace(title) != "")
	r.Need("place", strings.TrimSpace(where) != "")
	if capacity < 1 {
		r.Wrong("capacity", "event.capacity_missing")
	}
	place, known := r.City("city", city)
	if !known {
		r.Wrong("city", "problem.city_unknown")
	}
	return place
}

// clock parses a date and a time of day in a time zone; ok is false if they are invalid.
func clock(day, at, zone string) (time.Time, bool) {
	t, err := record.Day(day+"T"+at).Time("", zone)
	return t, err == nil && day != "" && at != ""
}
