package report

import (
	"crypto/rand"
	"strings"

	"citiesgrow/internal/custody"
	"citiesgrow/internal/seal"
)

// Account is what a reporter wrote.
type Account struct {
	Grounds  []string `json:"grounds"`
	Field    string   `json:"field"`
	What     string   `json:"what"`
	When     string   `json:"when,omitempty"` // 2006-01-02
	Where    string   `json:"where,omitempty"`
	Who      string   `json:"who,omitempty"` // the organisation or person it is about
	Evidence string   `json:"evidence,omitempty"`
	For      string   `json:"for"`
	Wish     string   `json:"wish"`
	Reply    bool     `json:"reply"` // wants to be informed
	Language string   `json:"language"`
}

// SealAccount closes the account of a report under its shared secret.
func (r *Report) SealAccount(shared []byte, a *Account) (err error) {
	r.Content, err = seal.BoxJSON(shared, custody.Context(r.ID, "account"), a)
	return err
}

// OpenAccount reads it.
func (r *Report) OpenAccount(shared []byte) (*Account, error) {
	a := &Account{}
	if err := seal.OpenJSON(shared, custody.Context(r.ID, "account"), r.Content, a); err != nil {
		return nil, err
	}
	return a, nil
}

// OpenPing reads the e-mail address to which it is written that something waits; empty where there is none.
func (r *Report) OpenPing(shared []byte) (email string, err error) {
	err = seal.OpenJSON(shared, custody.Context(r.ID, "ping"), r.Ping, &email)
	return email, err
}

// Identity is who reported, where they chose to say it.
type Identity struct {
	Name    string `json:"name"`
	Contact string `json:"contact"`
}

// OpenIdentity reads who reported, with the secret of the identity.
func (r *Report) OpenIdentity(secret []byte) (*Identity, error) {
	who := &Identity{}
	if err := seal.OpenJSON(secret, custody.Context(r.ID, "identity"), r.Identity, who); err != nil {
		return nil, err
	}
	return who, nil
}

// NewID returns a random id of 130 bits: nothing follows from it, not even an order.
func NewID() string { return "report-" + strings.ToLower(rand.Text()) }

// NewNumber is what people call a case: eight letters and digits that are not mistaken for each other, and
// from which nothing follows.
func NewNumber() string {
	const letters = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
	raw := make([]byte, 8)
	rand.Read(raw)
	for i := range raw {
		raw[i] = letters[int(raw[i])%len(letters)]
	}
	return string(raw[:4]) + "-" + string(raw[4:])
}
