// Package visit holds the study visits to mentor cities and the mentoring visits to implementing ones:
// when they are planned and took place, and what was learnt on them. Staff of every city read them and
// add lessons; the cities of a cluster plan its visits.
package visit

import (
	"time"

	"citiesgrow/internal/calendar"
	"citiesgrow/internal/form"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// Visit is a study visit to a mentor city or a mentoring visit to an implementing one.
type Visit struct {
	record.Meta  `bson:",inline"`
	Cluster      string    `bson:"cluster" json:"cluster"`
	Kind         string    `bson:"kind" json:"kind"` // one of Kinds
	City         string    `bson:"city" json:"city"` // that is visited
	Title        string    `bson:"title" json:"title"`
	From         time.Time `bson:"from" json:"from,omitzero"` // planned, days
	To           time.Time `bson:"to" json:"to,omitzero"`
	Was          time.Time `bson:"was,omitempty" json:"took_place"`                // the first day on which it took place; zero: not yet
	WasTo        time.Time `bson:"was_to,omitempty" json:"took_place_to,omitzero"` // the last
	Agenda       string    `bson:"agenda,omitempty" json:"agenda,omitempty"`
	Participants string    `bson:"participants,omitempty" json:"participants,omitempty"` // one a line
	Documents    string    `bson:"documents,omitempty" json:"documents,omitempty"`       // addresses, one a line
	Lessons      []Lesson  `bson:"lessons,omitempty" json:"lessons"`
	Survey       string    `bson:"survey,omitempty" json:"-"` // the code of its survey
}

// Lesson is what was learnt on a visit; actions link to it.
type Lesson struct {
	ID   string `bson:"id" json:"id"`
	Text string `bson:"text" json:"text"`
}

// Kinds lists those of visits.
func Kinds() []string { return []string{"study", "mentoring"} }

var visits = store.Spec{Name: "visits", Indexes: []store.Index{{Name: "cluster", Fields: []string{"cluster"}}, {Name: "survey", Fields: []string{"survey"}}}}

// mostLessons is how many lessons a visit has at most.
const mostLessons = 100

// add adds a lesson at the end.
func (v *Visit) add(l Lesson) error {
	if len(v.Lessons) >= mostLessons {
		return problem.Field("text", "visit.many_lessons")
	}
	v.Lessons = append(v.Lessons, l)
	return nil
}

// ICS is the visit for a calendar, from its first day to its last.
func (v *Visit) ICS(place, url string) calendar.Event {
	return calendar.Event{UID: v.ID + "@citiesgrow", Title: v.Title, Place: place, URL: url, Start: v.From, End: v.To, Days: true, Changed: v.Updated,
		Sequence: int(v.Revision), Remind: 24 * time.Hour}
}

// Form plans or changes a visit.
type Form struct {
	Revision     int64      `json:"revision" validate:"min=0"` // the one that was read; a new visit has none
	Cluster      string     `json:"cluster" validate:"max=4"`
	Kind         string     `json:"kind" validate:"omitempty,oneof=study mentoring"`
	City         string     `json:"city" validate:"max=40"`
	Title        string     `json:"title" validate:"max=200"`
	From         record.Day `json:"from" validate:"max=30"`
	To           record.Day `json:"to" validate:"max=30"`
	Was          record.Day `json:"took_place" validate:"max=30"`
	WasTo        record.Day `json:"took_place_to" validate:"max=30"` // empty: the same day
	Agenda       string     `json:"agenda" validate:"max=5000"`
	Participants string     `json:"participants" validate:"max=5000"`
	Documents    string     `json:"documents" validate:"max=3000"`
}

// Apply reads the form over a visit; nothing of it counts when an error is returned. Days are in UTC.
func (f *Form) Apply(v *Visit, r *form.Reader) error {
	r.Filled("title", f.Title, "from", string(f.From), "to", string(f.To))
	if _, known := r.City("city", f.City); !known {
		r.Wrong("city", "problem.city_unknown")
	}
	r.Choice("kind", Kinds(), f.Kind)
	r.Addresses("documents", f.Documents)
	v.Cluster, v.Kind, v.City, v.Title = f.Cluster, f.Kind, f.City, f.Title
	v.Agenda, v.Participants, v.Documents = f.Agenda, f.Participants, f.Documents
	if v.Kind == "" {
		v.Kind = "study"
	}
	v.From, v.To = r.Span("from", f.From, "to", f.To)
	v.Was, v.WasTo = r.Span("took_place", f.Was, "took_place_to", f.WasTo)
	if v.WasTo.IsZero() {
		v.WasTo = v.Was
	}
	r.Need("took_place", f.Was != "" || f.WasTo == "")
	return r.Err()
}
