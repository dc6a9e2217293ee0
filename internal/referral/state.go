package referral

import (
	"slices"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
)

// State of a referral.
type State string

const (
	Open      State = "open"      // waits for the answer of the provider
	Accepted  State = "accepted"  // the provider accepts the client
	Declined  State = "declined"  // the provider declines, with a reason
	Rerouted  State = "rerouted"  // passed on to another service, where a new referral is open
	Withdrawn State = "withdrawn" // taken back by the client or by who sent it
	Done      State = "done"      // ended, with an outcome
)

// States lists them in the order in which a referral can have them.
func States() []State { return []State{Open, Accepted, Declined, Rerouted, Withdrawn, Done} }

// Over reports whether no further step is possible.
func (s State) Over() bool { return s != Open && s != Accepted }

// Outcomes lists the outcomes of a referral that is done.
func Outcomes() []string { return []string{"supplied", "partly", "not_supplied", "no_show"} }

// Reasons lists why a provider declines.
func Reasons() []string {
	return []string{"full", "not_for_them", "language", "area", "cost", "other"}
}

// Transition is a step that a user wants to take.
type Transition struct {
	To   State
	Code string // of Reasons for declined, of Outcomes for done
	Note string
	Next string // id of the service, for rerouted
}

// check returns an Invalid problem that names what is missing for a transition.
func (t Transition) check() error {
	wrong := problem.New(problem.Invalid, "problem.invalid")
	switch {
	case t.To == Declined && !slices.Contains(Reasons(), t.Code):
		wrong.Add("code", problem.M("referral.reason_missing"))
	case t.To == Declined && t.Code == "other" && t.Note == "":
		wrong.Add("note", problem.M("referral.note_missing"))
	case t.To == Done && !slices.Contains(Outcomes(), t.Code):
		wrong.Add("code", problem.M("referral.outcome_missing"))
	case t.To == Rerouted && t.Next == "":
		wrong.Add("next", problem.M("referral.next_missing"))
	case !slices.Contains(States()[1:], t.To):
		wrong.Add("state", problem.M("problem.oneof"))
	}
	return wrong.OrNil()
}

// over is the Conflict problem of a referral that is over.
func over() error { return problem.New(problem.Conflict, "referral.over") }

// enter brings a referral into another state, or returns a Conflict problem.
func (r *Referral) enter(to State, step Step) error {
	allowed := map[State][]State{Open: {Accepted, Declined, Rerouted, Withdrawn, Done}, Accepted: {Declined, Rerouted, Withdrawn, Done}}
	if !slices.Contains(allowed[r.State], to) {
		return over()
	}
	step.State = to
	r.State, r.Steps = to, append(r.Steps, step)
	return nil
}

// party is the part that a user has in a referral.
type party int

const (
	stranger party = iota
	provider       // gives the service, or is of the staff of its city
	subject        // the client
	sender         // sent it
)

// partyOf is the part that the actor has in a referral; the first of the list above where there are several.
func partyOf(who actor.Actor, r *Referral) party {
	switch {
	case who.Role == actor.System, r.Provider != "" && r.Provider == who.ID, who.Is(actor.Staff, actor.Admin) && who.In(r.City):
		return provider
	case r.Client.Account != "" && r.Client.Account == who.ID:
		return subject
	case r.By.Account != "" && (r.By.Account == who.ID || r.By.Account == who.By):
		return sender
	}
	return stranger
}

// Next lists the states into which the actor may bring a referral: the provider answers it, the client and
// who sent it may take it back, and any of the three may say that it is done.
func Next(who actor.Actor, r *Referral) []State {
	part := partyOf(who, r)
	switch {
	case r.State.Over() || part == stranger:
		return nil
	case part != provider:
		return []State{Withdrawn, Done}
	case r.State == Open:
		return []State{Accepted, Declined, Rerouted, Done}
	}
	return []State{Done, Declined, Rerouted}
}
