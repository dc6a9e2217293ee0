package report

import (
	"crypto/rand"
	"strings"
	"time"

	"citiesgrow/internal/custody"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/seal"
)

// mostMessages is the maximum number of messages of a report.
const mostMessages = 500

// Message is a message between the reporter and the caseworkers, sealed under the shared secret.
type Message struct {
	ID     string `bson:"id" json:"id"`
	Day    string `bson:"day" json:"day"`
	From   string `bson:"from" json:"from"`                     // reporter or desk
	Kind   string `bson:"kind,omitempty" json:"kind,omitempty"` // "transfer" asks for consent
	Answer string `bson:"answer,omitempty" json:"answer,omitempty"`
	Box    []byte `bson:"box" json:"-"`
}

// At returns the day of the message as a time, for pages.
func (m Message) At() time.Time { return On(m.Day) }

// OpenedMessage is a message in the clear.
type OpenedMessage struct {
	Message
	Text string `json:"text"`
}

// AddMessage seals and appends a message. It returns a field problem if the report already has mostMessages.
func (r *Report) AddMessage(shared []byte, from, kind, text, day string) error {
	if len(r.Messages) >= mostMessages {
		return problem.Field("text", "report.too_many_messages")
	}
	m := Message{ID: newPartID(), Day: day, From: from, Kind: kind}
	var err error
	if m.Box, err = seal.Box(shared, custody.Context(r.ID, "message "+m.ID), []byte(text)); err != nil {
		return err
	}
	r.Messages = append(r.Messages, m)
	return nil
}

// OpenMessages reads the messages of a report.
func (r *Report) OpenMessages(shared []byte) ([]OpenedMessage, error) {
	all := []OpenedMessage{}
	for _, m := range r.Messages {
		text, err := seal.Open(shared, custody.Context(r.ID, "message "+m.ID), m.Box)
		if err != nil {
			return nil, err
		}
		all = append(all, OpenedMessage{m, string(text)})
	}
	return all, nil
}

// AddNote seals a caseworker's note under the internal secret and appends it.
func (r *Report) AddNote(internal []byte, by, text, day string) error {
	n := Note{ID: newPartID(), Day: day, By: by}
	var err error
	if n.Box, err = seal.Box(internal, custody.Context(r.ID, "note "+n.ID), []byte(text)); err != nil {
		return err
	}
	r.Notes = append(r.Notes, n)
	return nil
}

// OpenNote opens a note.
func (r *Report) OpenNote(internal []byte, n Note) (string, error) {
	text, err := seal.Open(internal, custody.Context(r.ID, "note "+n.ID), n.Box)
	return string(text), err
}

// Consented reports whether the reporter answered yes to the latest question for a transfer to another body.
func (r *Report) Consented() bool {
	for i := len(r.Messages) - 1; i >= 0; i-- {
		if r.Messages[i].Kind == "transfer" {
			return r.Messages[i].Answer == "yes"
		}
	}
	return false
}

// newPartID returns a random id for a message or note.
func newPartID() string { return strings.ToLower(rand.Text()[:16]) }
