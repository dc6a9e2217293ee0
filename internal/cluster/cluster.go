// Package cluster says which cities learn from each other: a mentor city, an implementing city and the
// expert who helps both, two clusters for each theme of the programme; and who else is a partner in
// it. Staff of every city read it, the staff of the whole programme write it.
package cluster

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"citiesgrow/internal/form"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
	"citiesgrow/internal/taxonomy"
)

// perTheme is how many clusters a theme has.
const perTheme = 2

// Cluster is a mentor city, an implementing city and the expert who helps both.
type Cluster struct {
	record.Meta  `bson:",inline"`
	Theme        string `bson:"theme" json:"theme"`
	Mentor       string `bson:"mentor,omitempty" json:"mentor"`             // city; empty: not known
	Implementing string `bson:"implementing,omitempty" json:"implementing"` // city
	Expert       string `bson:"expert,omitempty" json:"expert"`             // organisation
	Confirmed    bool   `bson:"confirmed" json:"confirmed"`                 // by both cities
	Status       string `bson:"status,omitempty" json:"status"`             // one of Statuses
	Contacts     string `bson:"contacts,omitempty" json:"contacts"`         // who to turn to, one a line
	Strengths    string `bson:"strengths,omitempty" json:"strengths"`
	Barriers     string `bson:"barriers,omitempty" json:"barriers"`
	Challenges   string `bson:"challenges,omitempty" json:"challenges"`

	Milestones []Milestone `bson:"milestones,omitempty" json:"milestones"` // by their planned day
}

// Milestone is a day of a cluster's timeline: planned, and when it took place.
type Milestone struct {
	Title   string    `bson:"title" json:"title"`
	Planned time.Time `bson:"planned,omitempty" json:"planned,omitzero"`
	Actual  time.Time `bson:"actual,omitempty" json:"actual,omitzero"`
}

// Statuses lists how far a cluster is.
func Statuses() []string { return []string{"forming", "running", "ended"} }

var clusters = store.Spec{Name: "clusters"}

// known are the clusters as far as the programme's own publications name them; nothing is invented for
// the others.
func known() []*Cluster {
	var all []*Cluster
	for _, theme := range taxonomy.Themes() {
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

// Has reports whether a city is one of the cluster's.
func (c *Cluster) Has(city string) bool {
	return city != "" && (c.Mentor == city || c.Implementing == city)
}

// Form is what the staff of the programme know of a cluster.
type Form struct {
	Revision     int64  `json:"revision" validate:"min=0"`
	Mentor       string `json:"mentor" validate:"max=40"`
	Implementing string `json:"implementing" validate:"max=40"`
	Expert       string `json:"expert" validate:"max=200"`
	Confirmed    string `json:"confirmed" validate:"omitempty,oneof=yes no"`
	Status       string `json:"status" validate:"omitempty,oneof=forming running ended"`
	Contacts     string `json:"contacts" validate:"max=2000"`
	Strengths    string `json:"strengths" validate:"max=3000"`
	Barriers     string `json:"barriers" validate:"max=3000"`
	Challenges   string `json:"challenges" validate:"max=3000"`

	Milestones []MilestoneForm `json:"milestones" validate:"max=40,dive"`
}

// MilestoneForm is a day of the timeline; one without a title is left out.
type MilestoneForm struct {
	Title   string     `json:"title" validate:"max=200"`
	Planned record.Day `json:"planned" validate:"max=30"`
	Actual  record.Day `json:"actual" validate:"max=30"`
}

// String is the day in one line, empty for an empty row of the form.
func (f MilestoneForm) String() string {
	return strings.TrimSpace(fmt.Sprint(f.Title, " ", f.Planned, " ", f.Actual))
}

// Apply reads the form over a cluster; nothing of it counts when an error is returned. Days are in UTC.
func (f *Form) Apply(c *Cluster, r *form.Reader) error {
	r.City("mentor", f.Mentor)
	r.City("implementing", f.Implementing)
	r.Choice("status", Statuses(), f.Status)
	if f.Mentor != "" && f.Mentor == f.Implementing {
		r.Wrong("implementing", "cluster.two_cities")
	}
	if f.Confirmed == "yes" && (f.Mentor == "" || f.Implementing == "") {
		r.Wrong("confirmed", "cluster.confirm_what")
	}
	c.Mentor, c.Implementing, c.Expert, c.Confirmed, c.Status = f.Mentor, f.Implementing, f.Expert, f.Confirmed == "yes", f.Status
	c.Contacts, c.Strengths, c.Barriers, c.Challenges, c.Milestones = f.Contacts, f.Strengths, f.Barriers, f.Challenges, f.milestones(r)
	return r.Err()
}

// milestones reads the timeline, in the order of the planned days.
func (f *Form) milestones(r *form.Reader) []Milestone {
	var all []Milestone
	for i, m := range f.Milestones {
		field := func(name string) string { return fmt.Sprintf("milestones[%d].%s", i, name) }
		read := Milestone{strings.TrimSpace(m.Title), r.Day(field("planned"), m.Planned), r.Day(field("actual"), m.Actual)}
		switch {
		case read.Title != "":
			all = append(all, read)
		case cmp.Or(m.Planned, m.Actual) != "":
			r.Wrong(field("title"), "problem.required")
		}
	}
	slices.SortStableFunc(all, func(a, b Milestone) int { return a.Planned.Compare(b.Planned) })
	return all
}
