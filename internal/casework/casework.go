// Package casework is what caseworkers do with reports: the queue of a city, reading a case with one's own
// key, messages to the reporter and notes, triage and coding, closing, splitting and merging, transfer to
// another body, the custodian's decision who may see a reporter's identity, and erasure. A case is a
// report (package report) and stored as the same document. Each reading and each change is written to the
// audit log (package custody) before it happens.
package casework

import (
	"citiesgrow/internal/custody"
	"citiesgrow/internal/report"
	"citiesgrow/internal/seal"
)

// Case is a report as the caseworker reads it.
type Case struct {
	*report.Report
	Account  *report.Account
	Said     []report.OpenedMessage
	Files    []*report.Attached
	Noted    []Noted
	Known    Internal
	Who      *report.Identity // where the custodian let this caseworker see it
	Alike    []*report.Report // other cases about the same organisation
	Parts    []*report.Report // cases that go on in this one
	Unmasked bool
}

// Noted is a note in the clear.
type Noted struct {
	report.Note
	Name string
	Text string
}

// Internal is what the caseworkers alone know of a case, without its notes.
type Internal struct {
	Masks      []string `json:"masks,omitempty"`     // words that are shown blacked out
	Summary    string   `json:"summary,omitempty"`   // a line of the caseworker's own
	About      string   `json:"about,omitempty"`     // the organisation, as the caseworker calls it
	Transfer   string   `json:"transfer,omitempty"`  // the body it went to
	WhyAsked   string   `json:"why_asked,omitempty"` // for the identity
	WhyDecided string   `json:"why_decided,omitempty"`
	WhyLonger  string   `json:"why_longer,omitempty"` // why it is retained longer
}

// internalOf opens what the caseworkers alone know of a case.
func internalOf(r *report.Report, x custody.Secrets) (known Internal, err error) {
	err = seal.OpenJSON(x.Internal, custody.Context(r.ID, "desk"), r.Internal, &known)
	return known, err
}

// setInternal changes what the caseworkers alone know.
func setInternal(r *report.Report, x custody.Secrets, change func(*Internal)) error {
	known, err := internalOf(r, x)
	if err != nil {
		return err
	}
	change(&known)
	r.Internal, err = seal.BoxJSON(x.Internal, custody.Context(r.ID, "desk"), known)
	return err
}
