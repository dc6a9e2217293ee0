// Package report receives reports of discrimination, and of irregularities in procurement, from people who need no name and no
// account. The content is sealed before it is stored (internal/seal): to each reader of the city, to the city's custodians for
// recovery after a lost passphrase, and to the reporter. The receipt is the reporter's only access. Neither the program nor its
// administrators can read a report, nor can a person who steals the store or a backup. Caseworkers handle reports in package
// casework. Package custody manages the keys.
package report

import (
	"citiesgrow/internal/custody"
	"citiesgrow/internal/record"
)

// State is the state of a case.
type State string

const (
	Received    State = "new"         // not yet acknowledged by a caseworker
	Open        State = "open"        // being handled
	Closed      State = "closed"      // has an outcome and a day of erasure
	Transferred State = "transferred" // another body handles it, with the reporter's consent
	Merged      State = "merged"      // handled under the number of another case
)

// States lists all states.
func States() []State { return []State{Received, Open, Closed, Transferred, Merged} }

// Report is a report and its case, stored as one document. Only what the list of cases needs is not sealed, and no time in it is
// more precise than a day.
type Report struct {
	record.Meta `bson:",inline"`
	Lookup      string          `bson:"lookup,omitempty"` // index of the receipt; empty if there is no receipt any more
	Number      string          `bson:"number"`           // random case number
	City        string          `bson:"city"`
	Channel     custody.Channel `bson:"door"`
	Day         string          `bson:"day"`             // day it was received, 2006-01-02
	Paper       bool            `bson:"paper,omitempty"` // entered by a caseworker, from paper or by telephone
	Test        bool            `bson:"test,omitempty"`

	Content  []byte    `bson:"content"`            // Account, under the shared secret
	Hash     string    `bson:"hash"`               // SHA-256 of Content when it was filed, for the proof
	Ping     []byte    `bson:"ping,omitempty"`     // an e-mail address, under the shared secret
	Identity []byte    `bson:"identity,omitempty"` // Identity, under a secret of its own
	Messages []Message `bson:"messages,omitempty"`
	Notes    []Note    `bson:"notes,omitempty"`
	Internal []byte    `bson:"desk,omitempty"` // data for caseworkers only, under the internal secret

	State       State    `bson:"state"`
	Triage      string   `bson:"triage,omitempty"` // ours, refer, inform
	Urgent      bool     `bson:"urgent,omitempty"`
	Waiting     string   `bson:"waiting,omitempty"`     // day of the first unread message of the reporter
	Acknowledge string   `bson:"acknowledge,omitempty"` // day of the acknowledgement
	Feedback    string   `bson:"feedback,omitempty"`    // day of the feedback to the reporter
	Limit       string   `bson:"limit,omitempty"`       // last day of the legal time limit, if known
	Due         string   `bson:"due,omitempty"`         // next due day; see SetDue
	Coding      Coding   `bson:"coding"`
	About       string   `bson:"about,omitempty"`    // tag of the organisation, to find repeated reports
	Into        string   `bson:"into,omitempty"`     // id of the case it was merged into
	From        string   `bson:"from,omitempty"`     // id of the case it was split from
	Excluded    []string `bson:"shut,omitempty"`     // accounts that must not read it: excluded by the reporter, or by themselves
	Asked       string   `bson:"asked,omitempty"`    // account that asked the custodian for the identity
	Decision    string   `bson:"decision,omitempty"` // granted or refused
	Erase       string   `bson:"erase,omitempty"`    // day of erasure

	Edited map[string]int64 `bson:"edited,omitempty"` // by form (triage, coding, masks): the last revision that changed its fields
}

// Note is a caseworker's note, sealed under the internal secret.
type Note struct {
	ID  string `bson:"id"`
	Day string `bson:"day"`
	By  string `bson:"by"` // account
	Box []byte `bson:"box"`
}

// Sealed returns the data by which custody selects the readers of a report.
func (r *Report) Sealed() custody.Sealed {
	return custody.Sealed{City: r.City, Channel: r.Channel, Excluded: r.Excluded}
}

// EditedSince reports whether the fields of a form changed after a revision of the report. Revision 0 does not ask.
func (r *Report) EditedSince(form string, revision int64) bool {
	return revision != 0 && r.Edited[form] > revision
}

// MarkEdited records that the next write of the report changes the fields of a form.
func (r *Report) MarkEdited(form string) {
	if r.Edited == nil {
		r.Edited = map[string]int64{}
	}
	r.Edited[form] = r.Revision + 1
}

// Acknowledged records the day on which the caseworkers answered the reporter.
func (r *Report) Acknowledged(day string, read bool) {
	if r.Acknowledge == "" {
		r.Acknowledge = day
	}
	if r.State == Received {
		r.State = Open
	}
	if read {
		r.Waiting = ""
	}
}

// News records that the reporter sent something. It cancels the erasure, because the message must be read first. A case that was
// closed or transferred is opened again.
func (r *Report) News(day string) {
	r.Erase = ""
	if r.Waiting == "" {
		r.Waiting = day
	}
	if r.State == Closed || r.State == Transferred {
		r.State = Open
	}
	r.SetDue()
}
