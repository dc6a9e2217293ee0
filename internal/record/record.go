// Package record holds what every stored noun shares: an identity that a
// person can read aloud, a revision that makes a stale edit visible, and money
// and time in the one form the program stores them.
package record

import (
	"crypto/rand"
	"io"
	"time"
)

// Meta is embedded in every stored noun. The store alone sets Revision: it is
// 0 before the first write and grows by one with each.
type Meta struct {
	ID       string    `bson:"_id" json:"id"`
	Revision int64     `bson:"rev" json:"revision"`
	Created  time.Time `bson:"created" json:"created,omitzero"`
	Updated  time.Time `bson:"updated" json:"updated,omitzero"`
	Assisted string    `bson:"assisted,omitempty" json:"assistedBy,omitempty"` // the adviser who wrote this revision for a person
}

// Head gives the store and the services access to the shared part of any noun.
func (m *Meta) Head() *Meta { return m }

// Touch stamps the times of a write that happens now.
func (m *Meta) Touch(now time.Time) {
	now = now.UTC().Truncate(time.Millisecond)
	if m.Created.IsZero() {
		m.Created = now
	}
	m.Updated = now
}

// Noun is anything with a Meta in it.
type Noun interface{ Head() *Meta }

// idAlphabet leaves out letters and digits that are mistaken for each other
// when an id is read over the telephone (0/o, 1/i/l, u/v).
const idAlphabet = "23456789abcdefghjkmnpqrstwxyz"

// NewID returns a readable random id such as "tender-7kq3m2xw5d": the prefix, a
// dash and ten characters (48 bits), read from random. Ids that must not be
// guessed (sessions, receipts) are made with crypto/rand.Text instead.
func NewID(random io.Reader, prefix string) string {
	return prefix + "-" + NewCode(random, 10)
}

// NewCode returns a readable random code of so many letters and digits (almost 5 bits each), read
// from random: for a part of a document, or for a link that must not be guessed.
func NewCode(random io.Reader, length int) string {
	if random == nil {
		random = rand.Reader
	}
	code := make([]byte, 0, length)
	var b [1]byte
	for len(code) < length {
		if _, err := io.ReadFull(random, b[:]); err != nil {
			panic("record: the source of randomness failed: " + err.Error())
		}
		// 232 is the largest multiple of 29 in a byte: above it the draw would favour the first letters.
		if b[0] >= 232 {
			continue
		}
		code = append(code, idAlphabet[int(b[0])%len(idAlphabet)])
	}
	return string(code)
}
