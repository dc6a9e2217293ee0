package service

import (
	"slices"
	"time"

	"citiesgrow/internal/client"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// State of a referral.
type State string

const (
	Open      State = "open"      // waits for the provider
	Accepted  State = "accepted"  // the provider takes it on
	Declined  State = "declined"  // the provider does not, with the reason
	Rerouted  State = "rerouted"  // passed on to another service, where it is open again
	Withdrawn State = "withdrawn" // taken back by the person or who sent them
	Done      State = "done"      // with what came of it
)

// States lists them in the order of their lives.
func States() []State { return []State{Open, Accepted, Declined, Rerouted, Withdrawn, Done} }

// Over reports whether nobody has anything left to do.
func (s State) Over() bool { return s != Open && s != Accepted }

// Outcomes are what can come of a referral that is done.
func Outcomes() []string { return []string{"supplied", "partly", "not_supplied", "no_show"} }

// Reasons are why a provider declines.
func Reasons() []string {
	return []string{"full", "not_for_them", "language", "area", "cost", "other"}
}

// Referral hands a person to a service.
type Referral struct {
	record.Meta `bson:",inline"`
	Service     string        `bson:"service" json:"service"`
	Name        string        `bson:"name" json:"name"` // of the service
	City        string        `bson:"city" json:"city"`
	Provider    string        `bson:"provider,omitempty" json:"-"` // account; empty where the city's staff answer
	Client      client.Client `bson:"client" json:"client"`
	By          client.Person `bson:"by" json:"by"` // who sent it
	Why         string        `bson:"why,omitempty" json:"why"`
	Need        string        `bson:"need,omitempty" json:"need"`            // one of Needs
	Tender      string        `bson:"tender,omitempty" json:"tender"`        // that it is needed for
	Until       time.Time     `bson:"until,omitempty" json:"until,omitzero"` // by when
	State       State         `bson:"state" json:"state"`
	Steps       []Step        `bson:"steps" json:"steps"`
	Before      string        `bson:"before,omitempty" json:"before,omitempty"` // the referral it was re-routed from
	After       string        `bson:"after,omitempty" json:"after,omitempty"`   // the one it was re-routed to
	Test        bool          `bson:"test,omitempty" json:"demonstration,omitempty"`
}

// Step is one thing that happened to a referral.
type Step struct {
	At    time.Time     `bson:"at" json:"at,omitzero"`
	State State         `bson:"state" json:"state"`
	By    client.Person `bson:"by" json:"by"`
	Code  string        `bson:"code,omitempty" json:"code,omitempty"` // of Reasons or Outcomes
	Note  string        `bson:"note,omitempty" json:"note,omitempty"`
}

// Since is when it came into its present state.
func (r *Referral) Since() time.Time {
	if len(r.Steps) == 0 {
		return r.Created
	}
	return r.Steps[len(r.Steps)-1].At
}

// patience is how long a referral may wait for an answer: working days.
const patience = 5

// Overdue reports whether it has waited longer than five working days for an answer.
func (r *Referral) Overdue(now time.Time) bool {
	return r.State == Open && now.After(WorkingDays(r.Since(), patience))
}

// WorkingDays is a moment so many days later, Saturdays and Sundays not counted. Public
// holidays are: they differ from town to town, and a day too early harms nobody.
func WorkingDays(from time.Time, days int) time.Time {
	for days > 0 {
		from = from.AddDate(0, 0, 1)
		if d := from.Weekday(); d != time.Saturday && d != time.Sunday {
			days--
		}
	}
	return from
}

// move brings it to another state, or says why it cannot be.
func (r *Referral) move(to State, step Step) error {
	allowed := map[State][]State{Open: {Accepted, Declined, Rerouted, Withdrawn, Done}, Accepted: {Declined, Rerouted, Withdrawn, Done}}
	if !slices.Contains(allowed[r.State], to) {
		return problem.New(problem.Conflict, "support.referral_over")
	}
	step.State = to
	r.State, r.Steps = to, append(r.Steps, step)
	return nil
}

// Move is what somebody wants to happen to a referral.
type Move struct {
	To   State
	Code string // of Reasons for declined, of Outcomes for done
	Note string
	Next string // the service, for rerouted
}

// check tells what is missing for a move.
func (m Move) check() error {
	wrong := problem.New(problem.Invalid, "problem.invalid")
	switch {
	case m.To == Declined && !slices.Contains(Reasons(), m.Code):
		wrong.Add("code", problem.M("support.reason_missing"))
	case m.To == Declined && m.Code == "other" && m.Note == "":
		wrong.Add("note", problem.M("support.note_missing"))
	case m.To == Done && !slices.Contains(Outcomes(), m.Code):
		wrong.Add("code", problem.M("support.outcome_missing"))
	case m.To == Rerouted && m.Next == "":
		wrong.Add("next", problem.M("support.next_missing"))
	case !slices.Contains(States()[1:], m.To):
		wrong.Add("state", problem.M("problem.oneof"))
	}
	return wrong.OrNil()
}

var referrals = store.Spec{Name: "referrals", Indexes: []store.Index{
	{Name: "provider", Fields: []string{"provider", "created"}},
	{Name: "client", Fields: []string{"client.account", "created"}},
	{Name: "by", Fields: []string{"by.account", "created"}},
	{Name: "city", Fields: []string{"city", "state", "created"}},
}}
