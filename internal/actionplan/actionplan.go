// Package actionplan holds what each city means to do with what it learnt: who does what by when, and
// how one sees that it is done. An action can come from a lesson of a visit, and one that is copied from
// another city keeps its origin. Staff of every city read all plans and write their own.
package actionplan

import (
	"strings"
	"time"

	"citiesgrow/internal/form"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

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
	Status       string    `bson:"status" json:"status"`                         // one of Statuses
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

var actions = store.Spec{Name: "actions", Indexes: []store.Index{{Name: "city", Fields: []string{"city", "due"}},
	{Name: "lesson", Fields: []string{"visit", "lesson"}}}}

// Overdue reports whether the day is over and the action neither done nor dropped.
func (a *Action) Overdue(now time.Time) bool {
	return now.After(a.Due) && (a.Status == "planned" || a.Status == "running")
}

// Copy is the practice of an action as another city takes it over: what it is about, not who does it and
// what came of it. It is due in a year.
func (a *Action) Copy(id, city string, now time.Time) *Action {
	origin := a.Origin
	if origin.Action == "" {
		origin = Origin{a.ID, a.City, a.Title}
	}
	return &Action{Meta: record.Meta{ID: id}, City: city, Title: a.Title, Indicator: a.Indicator, Figure: a.Figure, Stakeholders: a.Stakeholders,
		Due: now.AddDate(1, 0, 0), Status: "planned", Visit: a.Visit, Lesson: a.Lesson, Origin: origin}
}

// Form is what a city means to do.
type Form struct {
	Revision     int64      `json:"revision" validate:"min=0"` // the one that was read; a new action has none
	City         string     `json:"city" validate:"max=40"`
	Title        string     `json:"title" validate:"max=300"`
	Owner        string     `json:"owner" validate:"max=200"`
	Due          record.Day `json:"due" validate:"max=30"`
	Indicator    string     `json:"indicator" validate:"max=500"`
	Figure       string     `json:"figure" validate:"max=40"`
	Budget       string     `json:"budget" validate:"max=500"`
	Stakeholders string     `json:"stakeholders" validate:"max=1000"`
	Endorsed     string     `json:"endorsed" validate:"max=300"`
	Status       string     `json:"status" validate:"omitempty,oneof=planned running done dropped"`
	Evidence     string     `json:"evidence" validate:"max=2000"`
	Visit        string     `json:"visit" validate:"max=60"`
	Lesson       string     `json:"lesson" validate:"max=20"`
}

// Apply reads the form over an action of its city, whose zone the due day is in; nothing of it counts
// when an error is returned. The action stays in its city. Figures are those that can be measured.
func (f *Form) Apply(a *Action, r *form.Reader, figures []string) error {
	r.Filled("title", f.Title, "owner", f.Owner, "due", string(f.Due), "indicator", f.Indicator)
	city, known := r.City("city", a.City)
	if !known {
		r.Wrong("city", "problem.city_unknown")
	}
	r.In(city)
	r.Choice("status", Statuses(), f.Status)
	if f.Status == "done" && strings.TrimSpace(f.Evidence) == "" {
		r.Wrong("evidence", "actionplan.evidence")
	}
	r.Choice("figure", figures, f.Figure)
	a.Title, a.Owner, a.Due, a.Indicator, a.Figure, a.Budget, a.Stakeholders = f.Title, f.Owner, r.Day("due", f.Due), f.Indicator, f.Figure, f.Budget,
		f.Stakeholders
	a.Endorsed, a.Status, a.Evidence, a.Visit, a.Lesson = f.Endorsed, f.Status, f.Evidence, f.Visit, f.Lesson
	if a.Status == "" {
		a.Status = "planned"
	}
	return r.Err()
}
