// Package report takes accounts of discrimination, and of irregularities in procurement, from people who
// need no name and no account. What they write is sealed before it is stored (internal/seal): to each
// reader of the city, to its custodians for the day a passphrase is lost, and to the reporter, whose
// receipt is the only way back. The program cannot read it, its administrators cannot, and neither can a
// thief of the store or of a backup. Caseworkers work on reports in package casework; who holds which key
// is in package custody.
package report

import (
	"citiesgrow/internal/custody"
	"citiesgrow/internal/record"
)

// State is where a case stands.
type State string

const (
	Received    State = "new"         // no caseworker has acknowledged it
	Open        State = "open"        // it is worked on
	Closed      State = "closed"      // it has an outcome, and a day on which it is erased
	Transferred State = "transferred" // another body has it, with the reporter's consent
	Merged      State = "merged"      // it is worked on under another number
)

// States lists them.
func States() []State { return []State{Received, Open, Closed, Transferred, Merged} }

// Report is one account and its case as they are stored, in one document. What is not sealed is what a
// queue needs, and no finer than a day.
type Report struct {
	record.Meta `bson:",inline"`
	Lookup      string          `bson:"lookup,omitempty"` // found by the receipt; empty where there is none
	Number      string          `bson:"number"`           // as people call the case; nothing follows from it
	City        string          `bson:"city"`
	Channel     custody.Channel `bson:"door"`
	Day         string          `bson:"day"`             // received, 2006-01-02
	Paper       bool            `bson:"paper,omitempty"` // entered by a caseworker, from paper or the telephone
	Test        bool            `bson:"test,omitempty"`

	Content  []byte    `bson:"content"`            // Account, under the shared secret
	Hash     string    `bson:"hash"`               // SHA-256 of Content as it was filed, for the proof
	Ping     []byte    `bson:"ping,omitempty"`     // an e-mail address, under the shared secret
	Identity []byte    `bson:"identity,omitempty"` // Identity, under a secret of its own
	Messages []Message `bson:"messages,omitempty"`
	Notes    []Note    `bson:"notes,omitempty"`
	Internal []byte    `bson:"desk,omitempty"` // what the caseworkers alone know, under the internal secret

	State       State    `bson:"state"`
	Triage      string   `bson:"triage,omitempty"` // ours, refer, inform
	Urgent      bool     `bson:"urgent,omitempty"`
	Waiting     string   `bson:"waiting,omitempty"`     // day from which a message of the reporter is unread
	Acknowledge string   `bson:"acknowledge,omitempty"` // day on which it was acknowledged
	Feedback    string   `bson:"feedback,omitempty"`    // day on which the reporter was informed what was done
	Limit       string   `bson:"limit,omitempty"`       // last day of the legal time limit, where one is known
	Due         string   `bson:"due,omitempty"`         // the next day that matters; see SetDue
	Coding      Coding   `bson:"coding"`
	About       string   `bson:"about,omitempty"`    // tag of the organisation, for repeat patterns
	Into        string   `bson:"into,omitempty"`     // the case it was merged into
	From        string   `bson:"from,omitempty"`     // the case it was split from
	Excluded    []string `bson:"shut,omitempty"`     // accounts that must not read it: named by the reporter, or stepped aside
	Asked       string   `bson:"asked,omitempty"`    // account that asks the custodian for the identity
	Decision    string   `bson:"decision,omitempty"` // granted or refused
	Erase       string   `bson:"erase,omitempty"`    // day from which it is erased

	Edited map[string]int64 `bson:"edited,omitempty"` // by form (triage, coding, masks): the revision that last changed what it holds
}

// Note is one of the caseworkers' own, boxed under the internal secret.
type Note struct {
	ID  string `bson:"id"`
	Day string `bson:"day"`
	By  string `bson:"by"` // account
	Box []byte `bson:"box"`
}

// Sealed is what custody must know of a report to seal it to its readers.
func (r *Report) Sealed() custody.Sealed {
	return custody.Sealed{City: r.City, Channel: r.Channel, Excluded: r.Excluded}
}

// EditedSince reports whether what a form holds was changed after a revision of the report was read. Revision 0
// does not ask.
func (r *Report) EditedSince(form string, revision int64) bool {
	return revision != 0 && r.Edited[form] > revision
}

// MarkEdited notes that the next write of the report changes what a form holds.
func (r *Report) MarkEdited(form string) {
	if r.Edited == nil {
		r.Edited = map[string]int64{}
	}
	r.Edited[form] = r.Revision + 1
}

// Acknowledged notes that the caseworkers answered the reporter on this day.
func (r *Report) Acknowledged(day string) {
	if r.Acknowledge == "" {
		r.Acknowledge = day
	}
	if r.State == Received {
		r.State = Open
	}
	r.Waiting = ""
}

// News notes that the reporter sent something: it is read before anything is erased, and a case that was
// closed or with another body is opened again.
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
