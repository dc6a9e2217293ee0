// Package report takes accounts of discrimination, and of irregularities in procurement, from people
// who need no name and no account, and lets the caseworkers of their city work on them. What
// is told is sealed before it is stored (internal/seal): to each reader of the city, to its
// custodian for the day somebody loses a passphrase, and to the reporter, whose receipt is
// the only way back. The house cannot read it, its administrators cannot, nor can who
// steals the store or a backup.
//
// A case is what a caseworker makes of a report; both are kept in one document, what the
// reporter may see under one secret and what the desk alone may see under another. Every
// reading and every change of a case stands in a chained log.
package report

import (
	"time"

	"citiesgrow/internal/record"
)

// Door is which law, which readers and which clocks apply.
type Door string

const (
	Discrimination Door = "discrimination" // Directives 2000/43/EC, 2000/78/EC, 2004/113/EC, 2006/54/EC and national law
	Irregularity   Door = "irregularity"   // breaches in procurement: Directive (EU) 2019/1937
)

// Doors lists them.
func Doors() []Door { return []Door{Discrimination, Irregularity} }

// Grounds are those of Article 19 TFEU and of the national lists beyond it; none of them
// is asked at the door of irregularities.
func Grounds() []string {
	return []string{"ethnic", "skin", "nationality", "language", "religion", "sex", "gender_identity", "orientation", "age", "disability", "family",
		"social", "politics", "other_ground"}
}

// Fields are where it happened.
func Fields() []string {
	return []string{"work", "self_employment", "procurement", "training", "services", "housing", "education", "health", "administration", "police", "other_field"}
}

// Breaches are what an irregularity in procurement may be, used as its ground.
func Breaches() []string {
	return []string{"corruption", "conflict", "collusion", "tailored", "unfair_exclusion", "payment", "other_breach"}
}

// GroundsOf are the grounds that a door asks for.
func GroundsOf(d Door) []string {
	if d == Irregularity {
		return Breaches()
	}
	return Grounds()
}

// Wishes are what a reporter wants to come of it.
func Wishes() []string { return []string{"record", "advice", "act"} }

// Standpoints are for whom somebody reports.
func Standpoints() []string { return []string{"self", "other", "witness"} }

// Outcomes are what came of a case, as it is counted.
func Outcomes() []string {
	return []string{"recorded", "advised", "settled", "mediated", "compensated", "changed", "decided_for", "decided_against", "passed_on", "withdrawn",
		"no_contact", "unfounded"}
}

// Against are what kinds of organisations reports are about.
func Against() []string {
	return []string{"public", "employer", "business", "landlord", "school", "health_provider", "association", "person", "unknown"}
}

// State is where a case stands.
type State string

const (
	Received    State = "new"         // nobody has acknowledged it
	Open        State = "open"        // it is worked on
	Closed      State = "closed"      // it has an outcome, and a day on which it is erased
	Transferred State = "transferred" // another body has it, with the reporter's consent
	Merged      State = "merged"      // it is worked on under another number
)

// The clocks of Directive (EU) 2019/1937, Article 9, kept at both doors.
const (
	acknowledgeDays = 7
	feedbackMonths  = 3
)

// Report is one account and its case as they are stored: what is in the open is what a
// queue needs, and no finer than a day.
type Report struct {
	record.Meta `bson:",inline"`
	Lookup      string `bson:"lookup,omitempty"` // found by the receipt; empty where nobody was given one
	Number      string `bson:"number"`           // as people call the case; tells nothing
	City        string `bson:"city"`
	Door        Door   `bson:"door"`
	Day         string `bson:"day"`             // received, 2006-01-02
	Paper       bool   `bson:"paper,omitempty"` // entered by a caseworker for somebody
	Test        bool   `bson:"test,omitempty"`

	Content  []byte    `bson:"content"`            // Account, boxed under the open secret
	Hash     string    `bson:"hash"`               // SHA-256 of Content as it was filed, for the proof
	Ping     []byte    `bson:"ping,omitempty"`     // an e-mail address, boxed under the open secret
	Identity []byte    `bson:"identity,omitempty"` // Identity, boxed under a secret of its own
	Messages []Message `bson:"messages,omitempty"`
	Notes    []Note    `bson:"notes,omitempty"`
	Desk     []byte    `bson:"desk,omitempty"` // Desk, boxed under the desk's secret

	State       State    `bson:"state"`
	Triage      string   `bson:"triage,omitempty"` // ours, refer, inform
	Urgent      bool     `bson:"urgent,omitempty"`
	Waiting     string   `bson:"waiting,omitempty"`     // day on which the reporter wrote what nobody has read
	Acknowledge string   `bson:"acknowledge,omitempty"` // day on which it was acknowledged
	Feedback    string   `bson:"feedback,omitempty"`    // day on which the reporter heard what was done
	Limit       string   `bson:"limit,omitempty"`       // last day of the legal time limit, where one is known
	Due         string   `bson:"due,omitempty"`         // the next of the three; empty when none runs
	Coding      Coding   `bson:"coding"`
	About       string   `bson:"about,omitempty"`    // tag of the organisation, for repeat patterns
	Into        string   `bson:"into,omitempty"`     // the case it was merged into
	From        string   `bson:"from,omitempty"`     // the case it was split from
	Shut        []string `bson:"shut,omitempty"`     // accounts that have a conflict of interest
	Asked       string   `bson:"asked,omitempty"`    // account that asks the custodian for the identity
	Decision    string   `bson:"decision,omitempty"` // granted or refused
	Erase       string   `bson:"erase,omitempty"`    // day from which it is erased
}

// Coding is how a caseworker classifies a case; it outlives the case, for the figures.
type Coding struct {
	Ground  string `bson:"ground,omitempty" json:"ground"`
	Field   string `bson:"field,omitempty" json:"field"`
	Against string `bson:"against,omitempty" json:"against"`
	Outcome string `bson:"outcome,omitempty" json:"outcome"`
}

// Account is what was told.
type Account struct {
	Grounds  []string `json:"grounds"`
	Field    string   `json:"field"`
	What     string   `json:"what"`
	When     string   `json:"when,omitempty"` // 2006-01-02, or as told
	Where    string   `json:"where,omitempty"`
	Who      string   `json:"who,omitempty"` // the organisation or person it is about
	Evidence string   `json:"evidence,omitempty"`
	For      string   `json:"for"`
	Wish     string   `json:"wish"`
	Reply    bool     `json:"reply"` // wants to hear back
	Language string   `json:"language"`
}

// Identity is who reported, where they chose to tell.
type Identity struct {
	Name    string `json:"name"`
	Contact string `json:"contact"`
}

// Message is between the reporter and the desk, boxed under the open secret.
type Message struct {
	ID     string `bson:"id" json:"id"`
	Day    string `bson:"day" json:"day"`
	From   string `bson:"from" json:"from"`                     // reporter or desk
	Kind   string `bson:"kind,omitempty" json:"kind,omitempty"` // transfer: asks for consent
	Answer string `bson:"answer,omitempty" json:"answer,omitempty"`
	Box    []byte `bson:"box" json:"-"`
}

// Note is of the desk alone.
type Note struct {
	ID  string `bson:"id"`
	Day string `bson:"day"`
	By  string `bson:"by"` // account
	Box []byte `bson:"box"`
}

// Desk is what the desk alone knows of a case beside its notes.
type Desk struct {
	Masks      []string `json:"masks,omitempty"`     // words that are shown blacked out
	Summary    string   `json:"summary,omitempty"`   // a line of the caseworker's own
	About      string   `json:"about,omitempty"`     // the organisation, as the caseworker calls it
	Transfer   string   `json:"transfer,omitempty"`  // the body it went to
	WhyAsked   string   `json:"why_asked,omitempty"` // for the identity
	WhyDecided string   `json:"why_decided,omitempty"`
	WhyLonger  string   `json:"why_longer,omitempty"` // why it is kept longer
}

// day is the date of a moment; nothing finer is kept.
func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.DateOnly)
}

// on reads a day; the zero time for none.
func on(day string) time.Time {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return time.Time{}
	}
	return t
}

// AcknowledgeBy is the last day to acknowledge the report.
func (r *Report) AcknowledgeBy() string { return day(on(r.Day).AddDate(0, 0, acknowledgeDays)) }

// FeedbackBy is the last day to tell the reporter what was done: three months from the
// acknowledgement, or from the end of the time for it.
func (r *Report) FeedbackBy() string {
	from := r.Acknowledge
	if from == "" {
		from = r.AcknowledgeBy()
	}
	return day(monthsAfter(on(from), feedbackMonths))
}

// monthsAfter is the end of a period of months. Where its last month has no such day, it is that month's
// last: Regulation (EEC, Euratom) 1182/71, Article 3(2)(c).
func monthsAfter(from time.Time, months int) time.Time {
	to := from.AddDate(0, months, 0)
	if to.Day() != from.Day() {
		return to.AddDate(0, 0, -to.Day())
	}
	return to
}

// nothingDue stands for no clock that runs: such cases come last.
const nothingDue = "9999-12-31"

// reckon sets the next day that matters of a case that is worked on.
func (r *Report) reckon() {
	r.Due = ""
	if !r.working() {
		return
	}
	r.Due = nothingDue
	for _, c := range []struct {
		runs bool
		day  string
	}{{r.Acknowledge == "", r.AcknowledgeBy()}, {r.Feedback == "", r.FeedbackBy()}, {r.Limit != "", r.Limit}, {r.Waiting != "", r.Waiting}} {
		if c.runs {
			r.Due = min(r.Due, c.day)
		}
	}
}

// Quarter is that of the day, as "2026-Q4".
func Quarter(day string) string {
	t := on(day)
	if t.IsZero() {
		return ""
	}
	return t.Format("2006") + "-Q" + string(rune('1'+(int(t.Month())-1)/3))
}

// working reports whether a case is worked on.
func (r *Report) working() bool { return r.State == Received || r.State == Open }
