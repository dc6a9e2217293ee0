// Package programme is where the sixteen cities learn from each other: who mentors whom in
// which theme, the visits on which it happens, and the action plans in which a lesson
// becomes something that somebody does by a day. A lesson is followed from the visit to
// the action, and a practice that is copied keeps its origin.
package programme

import (
	"strings"
	"time"

	"citiesgrow/internal/calendar"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// Themes are the four areas of the CITIES GROW programme: services to migrant
// entrepreneurs by procurement (a), employers (b), business support (c), against
// discrimination (d).
func Themes() []string { return []string{"a", "b", "c", "d"} }

// perTheme is how many clusters a theme has.
const perTheme = 2

// Cluster is a mentor city, an implementing city and the expert who helps both.
type Cluster struct {
	record.Meta  `bson:",inline"`
	Theme        string `bson:"theme" json:"theme"`
	Mentor       string `bson:"mentor,omitempty" json:"mentor"`             // city; empty: not known
	Implementing string `bson:"implementing,omitempty" json:"implementing"` // city
	Expert       string `bson:"expert,omitempty" json:"expert"`             // organisation
	Confirmed    bool   `bson:"confirmed" json:"confirmed"`                 // somebody of the programme said so
	Status       string `bson:"status,omitempty" json:"status"`             // one of ClusterStatuses
	Contacts     string `bson:"contacts,omitempty" json:"contacts"`         // who to turn to, one a line
	Strengths    string `bson:"strengths,omitempty" json:"strengths"`
	Barriers     string `bson:"barriers,omitempty" json:"barriers"`
	Challenges   string `bson:"challenges,omitempty" json:"challenges"`

	Milestones []Milestone `bson:"milestones,omitempty" json:"milestones"` // by their planned day
}

// Milestone is a day of a cluster's timeline. It is planned, and then it happens.
type Milestone struct {
	Title   string    `bson:"title" json:"title"`
	Planned time.Time `bson:"planned,omitempty" json:"planned,omitzero"`
	Actual  time.Time `bson:"actual,omitempty" json:"actual,omitzero"`
}

// ClusterStatuses lists how far a cluster is.
func ClusterStatuses() []string { return []string{"forming", "running", "ended"} }

// known are the clusters as far as the programme's own publications tell; nothing is
// invented for the others.
func known() []*Cluster {
	var all []*Cluster
	for _, theme := range Themes() {
		for n := range perTheme {
			all = append(all, &Cluster{Meta: record.Meta{ID: theme + string(rune('1'+n))}, Theme: theme})
		}
	}
	for _, c := range all {
		switch c.ID {
		case "b1":
			c.Mentor, c.Implementing, c.Confirmed = "munich", "athens", true
			for _, m := range []struct{ title, day string }{{"Kick-off", "2017-02-15"}, {"Study visit to Munich", "2017-10-23"},
				{"Mentoring visit to Athens", "2018-05-08"}, {"Final meeting and conference", "2018-11-06"}} {
				on, _ := time.Parse(time.DateOnly, m.day)
				c.Milestones = append(c.Milestones, Milestone{Title: m.title, Planned: on})
			}
		case "c1":
			c.Mentor, c.Implementing, c.Expert, c.Confirmed = "rotterdam", "tampere", "Migration Policy Institute Europe", true
		}
	}
	return all
}

// Visit is a study visit to a mentor city or a mentoring visit to an implementing one.
type Visit struct {
	record.Meta  `bson:",inline"`
	Cluster      string    `bson:"cluster" json:"cluster"`
	Kind         string    `bson:"kind" json:"kind"` // study or mentoring
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

// ICS is the visit as a telephone takes it, from the morning of its first day to the
// evening of its last.
func (v *Visit) ICS(place, url string) calendar.Event {
	return calendar.Event{UID: v.ID + "@citiesgrow", Title: v.Title, Place: place, URL: url, Start: v.From, End: v.To, Days: true, Changed: v.Updated,
		Sequence: int(v.Revision), Remind: 24 * time.Hour}
}

// Action is one thing that a city does: who, what, by when, and how one sees that it is done.
type Action struct {
	record.Meta  `bson:",inline"`
	City         string    `bson:"city" json:"city"`
	Title        string    `bson:"title" json:"title"`
	Owner        string    `bson:"owner" json:"owner"`
	Due          time.Time `bson:"due" json:"due,omitzero"`
	Indicator    string    `bson:"indicator" json:"indicator"`
	Figure       string    `bson:"figure,omitempty" json:"figure"` // of the monitor, that shows how it goes
	Budget       string    `bson:"budget,omitempty" json:"budget,omitempty"`
	Stakeholders string    `bson:"stakeholders,omitempty" json:"stakeholders,omitempty"`
	Endorsed     string    `bson:"endorsed,omitempty" json:"endorsed,omitempty"` // by which part of the administration
	Status       string    `bson:"status" json:"status"`
	Evidence     string    `bson:"evidence,omitempty" json:"evidence,omitempty"` // of what was done
	Visit        string    `bson:"visit,omitempty" json:"visit,omitempty"`       // and lesson that it came from
	Lesson       string    `bson:"lesson,omitempty" json:"lesson,omitempty"`
	Origin       Origin    `bson:"origin,omitempty" json:"origin"`
}

// Origin is whose practice was copied; it stays when the original goes.
type Origin struct {
	Action string `bson:"action,omitempty" json:"action,omitempty"`
	City   string `bson:"city,omitempty" json:"city,omitempty"`
	Title  string `bson:"title,omitempty" json:"title,omitempty"`
}

// Statuses lists those of actions.
func Statuses() []string { return []string{"planned", "running", "done", "dropped"} }

// Overdue tells whether the day is over and the action neither done nor dropped.
func (a *Action) Overdue(now time.Time) bool {
	return now.After(a.Due) && (a.Status == "planned" || a.Status == "running")
}

var (
	clusters = store.Spec{Name: "clusters"}
	visits   = store.Spec{Name: "visits", Indexes: []store.Index{{Name: "cluster", Fields: []string{"cluster"}}, {Name: "survey", Fields: []string{"survey"}}}}
	actions  = store.Spec{Name: "actions", Indexes: []store.Index{{Name: "city", Fields: []string{"city", "due"}},
		{Name: "lesson", Fields: []string{"visit", "lesson"}}}}
)

// span reads two days of a form, by the names of their fields; the last is not before the
// first.
func span(wrong *problem.Problem, first, last string, from, to record.Day) (a, b time.Time) {
	a, err1 := from.Time(first, "UTC")
	b, err2 := to.Time(last, "UTC")
	for field, err := range map[string]error{first: err1, last: err2} {
		if err != nil {
			wrong.Add(field, problem.M("problem.date"))
		}
	}
	if err1 == nil && err2 == nil && !b.IsZero() && b.Before(a) {
		wrong.Add(last, problem.M("problem.ends_before"))
	}
	return a, b
}

// lacking collects the fields that are empty.
func lacking(fields map[string]string) *problem.Problem {
	wrong := problem.New(problem.Invalid, "problem.invalid")
	for name, value := range fields {
		if strings.TrimSpace(value) == "" {
			wrong.Add(name, problem.M("problem.required"))
		}
	}
	return wrong
}
