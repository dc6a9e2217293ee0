package account

import (
	"strings"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// Consent is the leave that a person gave an adviser to act for them: in which areas,
// until when. It is kept after it ended, as a record.
type Consent struct {
	record.Meta  `bson:",inline"`
	Client       string    `bson:"client" json:"-"` // account of the person
	ClientName   string    `bson:"client_name" json:"name"`
	Adviser      string    `bson:"adviser,omitempty" json:"-"` // account; empty until the code was entered
	AdviserName  string    `bson:"adviser_name,omitempty" json:"adviser"`
	Organisation string    `bson:"organisation,omitempty" json:"organisation"`
	Areas        []string  `bson:"areas" json:"areas"`
	Until        time.Time `bson:"until" json:"until,omitzero"`
	Text         string    `bson:"text" json:"text"`         // version of the words that were agreed to
	Language     string    `bson:"language" json:"language"` // in which they were read
	Given        string    `bson:"given" json:"given"`       // "code", or "present": in front of the adviser
	Ended        time.Time `bson:"ended,omitempty" json:"ended,omitzero"`
	EndedBy      string    `bson:"ended_by,omitempty" json:"-"`
	Code         string    `bson:"code,omitempty" json:"-"` // hash of the code, until it is entered
	CodeUntil    time.Time `bson:"code_until,omitempty" json:"-"`
	Test         bool      `bson:"test,omitempty" json:"demonstration,omitempty"`
}

// consentVersion names the text under the word key account.consent_text.
const consentVersion = "2026-11"

// How long a code waits to be entered, and the longest that a consent lasts.
const (
	codeLife    = 7 * 24 * time.Hour
	longestDays = 365
)

// Holds reports whether the adviser may act now.
func (c *Consent) Holds(now time.Time) bool {
	return c.Adviser != "" && c.Ended.IsZero() && now.Before(c.Until)
}

// State says how it stands: waiting (for the code to be entered), holds, over or ended.
func (c *Consent) State(now time.Time) string {
	switch {
	case !c.Ended.IsZero():
		return "ended"
	case c.Holds(now):
		return "holds"
	case c.Adviser == "" && now.Before(c.CodeUntil):
		return "waiting"
	}
	return "over"
}

// actor is the person with the adviser at their side.
func (c *Consent) actor(person *Account) actor.Actor {
	a := person.Actor()
	a.By, a.ByName, a.Areas = c.Adviser, c.AdviserName, strings.Join(c.Areas, " ")
	if c.Organisation != "" {
		a.ByName += " (" + c.Organisation + ")"
	}
	return a
}

// Act is something that an adviser did for a person.
type Act struct {
	record.Meta `bson:",inline"`
	Client      string    `bson:"client" json:"-"`
	Adviser     string    `bson:"adviser" json:"-"`
	AdviserName string    `bson:"adviser_name" json:"adviser"`
	Area        string    `bson:"area" json:"area"`
	Route       string    `bson:"route" json:"route"` // "PUT /supplier"
	Path        string    `bson:"path" json:"path"`
	At          time.Time `bson:"at" json:"at,omitzero"`
}

var (
	consents = store.Spec{Name: "consents", Indexes: []store.Index{
		{Name: "client", Fields: []string{"client", "created"}},
		{Name: "adviser", Fields: []string{"adviser", "created"}},
		{Name: "code", Fields: []string{"code"}, Unique: true},
	}}
	acts = store.Spec{Name: "acts", Indexes: []store.Index{{Name: "client", Fields: []string{"client", "at"}}}}
)
