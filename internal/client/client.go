// Package client holds who a referral or an appointment is for, and who asked for it: an entrepreneur for
// themselves, or a provider or the city's staff for a walk-in client, a person without an account who
// agreed that their name and contact are passed on.
package client

import (
	"cmp"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
)

// Client is the person whom a service helps: one with an account, or a walk-in client with a name, a
// contact and a consent.
type Client struct {
	Account  string   `bson:"account,omitempty" json:"-"`
	Name     string   `bson:"name" json:"name"`
	Contact  string   `bson:"contact,omitempty" json:"contact"` // e-mail or telephone
	Language string   `bson:"language,omitempty" json:"language"`
	Consent  *Consent `bson:"consent,omitempty" json:"consent,omitempty"`
}

// Consent records what a walk-in client agreed to, when, and with whom.
type Consent struct {
	Text string    `bson:"text" json:"text"` // version of the text that was agreed to
	At   time.Time `bson:"at" json:"at,omitzero"`
	With string    `bson:"with" json:"with"` // name of the person who asked for the consent
}

// consentText is the version of the text under the word key client.agrees.
const consentText = "2026-11"

// Person is who did something: who sent a referral, took a step or booked an appointment.
type Person struct {
	Account string `bson:"account,omitempty" json:"-"`
	Name    string `bson:"name" json:"name"`
	Role    string `bson:"role" json:"role"`
	For     string `bson:"for,omitempty" json:"for,omitempty"` // name of the person for whom an adviser acted
}

// PersonOf is the actor as a record names them. Providers and staff are named by their organisation; an
// adviser who acts for a person is named, together with that person.
func PersonOf(who actor.Actor) Person {
	p := Person{Account: who.ID, Name: cmp.Or(who.Name, who.Organisation), Role: string(who.Role)}
	if who.Assisted() {
		return Person{Account: who.By, Name: who.ByName, Role: "adviser", For: who.Name}
	}
	if who.Is(actor.Provider, actor.Staff) {
		p.Name = cmp.Or(who.Organisation, who.Name)
	}
	return p
}

// New returns the client for whom the actor asks: an entrepreneur asks for themselves; all others ask for
// a walk-in client with a name and a contact who agreed. What is missing is an Invalid problem.
func New(who actor.Actor, walkIn *Client, agreed bool, now time.Time) (Client, error) {
	if who.Is(actor.Entrepreneur) {
		return Client{Account: who.ID, Name: who.Name, Language: who.Language}, nil
	}
	wrong := problem.New(problem.Invalid, "problem.invalid")
	if walkIn == nil || walkIn.Name == "" {
		wrong.Add("client_name", problem.M("problem.required"))
	}
	if walkIn == nil || walkIn.Contact == "" {
		wrong.Add("client_contact", problem.M("client.contact_missing"))
	}
	if !agreed {
		wrong.Add("agreed", problem.M("client.consent_missing"))
	}
	if err := wrong.OrNil(); err != nil {
		return Client{}, err
	}
	return Client{Name: walkIn.Name, Contact: walkIn.Contact, Language: walkIn.Language,
		Consent: &Consent{Text: consentText, At: now.UTC(), With: cmp.Or(who.Name, who.Organisation)}}, nil
}
