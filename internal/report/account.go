package report

import (
	"crypto/rand"
	"strings"

	"citiesgrow/internal/custody"
	"citiesgrow/internal/seal"
)

// Account is the content of a report as the reporter wrote it.
type Account struct {
	Grounds  []string `json:"grounds"`
	Field    string   `json:"field"`
	What     string   `json:"what"`
	When     string   `json:"when,omitempty"` // 2006-01-02
	Where    string   `json:"where,omitempty"`
	Who      string   `json:"who,omitempty"` // the organisation or person that the report is about
	Evidence string   `json:"evidence,omitempty"`
	For      string   `json:"for"`
	Wish     string   `json:"wish"`
	Reply    bool     `json:"reply"` // the reporter wants to be informed
	Language string   `json:"language"`
}

// SealAccount seals the account of a report under its shared secret.
func (r *Report) SealAccount(shared []byte, a *Account) (err error) {
	r.Content, err = seal.BoxJSON(shared, custody.Context(r.ID, "account"), a)
	return err
}

// OpenAccount opens the account with the shared secret.
func (r *Report) OpenAccount(shared []byte) (*Account, error) {
	a := &Account{}
	if err := seal.OpenJSON(shared, custody.Context(r.ID, "account"), r.Content, a); err != nil {
		return nil, err
	}
	return a, nil
}

// OpenPing opens the e-mail address for notifications; empty if there is none.
func (r *Report) OpenPing(shared []byte) (email string, err error) {
	err = seal.OpenJSON(shared, custody.Context(r.ID, "ping"), r.Ping, &email)
	return email, err
}

// Identity is the name and contact data of a reporter who gave them.
type Identity struct {
	Name    string `json:"name"`
	Contact string `json:"contact"`
}

// OpenIdentity opens the identity with its secret.
func (r *Report) OpenIdentity(secret []byte) (*Identity, error) {
	who := &Identity{}
	if err := seal.OpenJSON(secret, custody.Context(r.ID, "identity"), r.Identity, who); err != nil {
		return nil, err
	}
	return who, nil
}

// NewID returns a random id of 130 bits. It reveals nothing, not even the order of reports.
func NewID() string { return "report-" + strings.ToLower(rand.Text()) }

// NewNumber returns a random case number of eight letters and digits. It contains no characters that look alike.
func NewNumber() string {
	const letters = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
	raw := make([]byte, 8)
	rand.Read(raw)
	for i := range raw {
		raw[i] = letters[int(raw[i])%len(letters)]
	}
	return string(raw[:4]) + "-" + string(raw[4:])
}
