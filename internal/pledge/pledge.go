// Package pledge holds what organisations promise to their city, so many hires, placements, mentors or
// contracts by a day, and how far they keep it.
package pledge

import (
	"slices"
	"time"

	"citiesgrow/internal/form"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// Kinds lists what can be promised.
func Kinds() []string { return []string{"hires", "placements", "mentors", "contracts"} }

// Pledge is a promise of so many by a day.
type Pledge struct {
	record.Meta  `bson:",inline"`
	Account      string     `bson:"account" json:"-"`
	Organisation string     `bson:"organisation" json:"organisation"`
	Name         string     `bson:"name" json:"organisationName"`
	City         string     `bson:"city" json:"city"`
	What         string     `bson:"what" json:"what"`
	Count        int        `bson:"count" json:"count"`
	Until        time.Time  `bson:"until" json:"until,omitzero"`
	Public       bool       `bson:"public,omitempty" json:"public"` // its organisation agrees that everybody sees it
	Note         string     `bson:"note,omitempty" json:"note"`
	Progress     []Progress `bson:"progress,omitempty" json:"progress"`
	Withdrawn    time.Time  `bson:"withdrawn,omitempty" json:"-"`
	Reason       string     `bson:"reason,omitempty" json:"-"`
	Test         bool       `bson:"test,omitempty" json:"demonstration,omitempty"`
}

// Progress is a part of a pledge that was kept.
type Progress struct {
	On    time.Time `bson:"on" json:"on,omitzero"`
	Count int       `bson:"count" json:"count"`
	Note  string    `bson:"note,omitempty" json:"note"`
}

// Done is how many of it were kept.
func (p *Pledge) Done() int {
	n := 0
	for _, step := range p.Progress {
		n += step.Count
	}
	return n
}

// State is running, kept, missed or withdrawn.
func (p *Pledge) State(now time.Time) string {
	switch {
	case !p.Withdrawn.IsZero():
		return "withdrawn"
	case p.Done() >= p.Count:
		return "kept"
	case now.After(p.Until):
		return "missed"
	}
	return "running"
}

// add notes what was kept of it.
func (p *Pledge) add(count int, note string, now time.Time) error {
	if !p.Withdrawn.IsZero() {
		return problem.New(problem.Conflict, "pledge.over")
	}
	if count < 1 || count > 100_000 {
		return problem.Field("count", "pledge.count_missing")
	}
	p.Progress = append(p.Progress, Progress{now, count, note})
	return nil
}

// withdraw takes it back; it stays as a record.
func (p *Pledge) withdraw(reason string, now time.Time) error {
	if !p.Withdrawn.IsZero() {
		return problem.New(problem.Conflict, "pledge.over")
	}
	p.Withdrawn, p.Reason = now, reason
	return nil
}

// Form is what an organisation promises.
type Form struct {
	What   string     `json:"what" validate:"omitempty,oneof=hires placements mentors contracts"`
	Count  int        `json:"count" validate:"min=0,max=100000"`
	Until  record.Day `json:"until" validate:"max=30"`
	Public string     `json:"public" validate:"omitempty,oneof=yes no"`
	Note   string     `json:"note" validate:"max=1000"`
}

// Apply reads the form over a pledge, in the zone of its city.
func (f *Form) Apply(p *Pledge, r *form.Reader, now time.Time) error {
	city, _ := r.City("city", p.City)
	r.In(city)
	p.What, p.Count, p.Public, p.Note = f.What, f.Count, f.Public == "yes", f.Note
	if !slices.Contains(Kinds(), f.What) {
		r.Wrong("what", "problem.oneof")
	}
	if f.Count < 1 {
		r.Wrong("count", "pledge.count_missing")
	}
	if p.Until = r.Day("until", f.Until); !p.Until.After(now) {
		r.Wrong("until", "pledge.until_past")
	}
	return r.Err()
}

var pledges = store.Spec{Name: "pledges", Indexes: []store.Index{
	{Name: "account", Fields: []string{"account", "created"}},
	{Name: "city", Fields: []string{"city", "created"}},
}}
