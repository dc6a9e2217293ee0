// Package account knows who people are: their accounts, their sessions and the
// waiting room of buyers that a colleague of their city has yet to verify. It does not reveal
// whether an address is registered.
package account

import (
	"net/mail"
	"strings"
	"time"
	"unicode/utf8"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// Account is a person's, with one role.
type Account struct {
	record.Meta  `bson:",inline"`
	Email        string     `bson:"email" json:"email"` // lower case
	Name         string     `bson:"name" json:"name"`
	Password     string     `bson:"password" json:"-"` // argon2id, PHC string
	Role         actor.Role `bson:"role" json:"role"`
	City         string     `bson:"city" json:"city"` // empty: all cities (staff, custodian, admin)
	Organisation string     `bson:"organisation,omitempty" json:"organisation"`
	Language     string     `bson:"language,omitempty" json:"language"`
	Waiting      bool       `bson:"waiting,omitempty" json:"waiting"` // a buyer not yet verified
	VerifiedBy   string     `bson:"verified_by,omitempty" json:"-"`
	Disabled     bool       `bson:"disabled,omitempty" json:"disabled"`
	Claim        string     `bson:"claim,omitempty" json:"-"` // hash of the code that takes over an account an adviser opened
	Test         bool       `bson:"test,omitempty" json:"demonstration,omitempty"`
}

// Session is a signed-in browser or program. Its id is the hash of the token, so
// that what is stored opens nothing.
type Session struct {
	record.Meta `bson:",inline"`
	Account     string    `bson:"account"`
	Seen        time.Time `bson:"seen"`
	Until       time.Time `bson:"until"`            // the absolute end
	Acting      string    `bson:"acting,omitempty"` // consent under which an adviser acts for another person
}

// Accounts and Sessions are how they are kept.
var (
	accounts = store.Spec{Name: "accounts", Indexes: []store.Index{
		{Name: "email", Fields: []string{"email"}, Unique: true},
		{Name: "waiting", Fields: []string{"waiting", "city"}},
		{Name: "claim", Fields: []string{"claim"}, Unique: true},
	}}
	sessions = store.Spec{Name: "sessions", Quiet: true, Indexes: []store.Index{
		{Name: "account", Fields: []string{"account"}},
		{Name: "until", Fields: []string{"until"}},
	}}
)

// lifetime is how long a session of a role lasts without being used, and at all. An
// entrepreneur's phone stays signed in for a month; who sees other people's things
// signs in each working day (OWASP ASVS 5.0, 7.3).
func lifetime(r actor.Role) (idle, whole time.Duration) {
	if r == actor.Entrepreneur {
		return 14 * 24 * time.Hour, 30 * 24 * time.Hour
	}
	return 2 * time.Hour, 12 * time.Hour
}

// Ended reports whether the session of an account of this role is over.
func (s *Session) Ended(r actor.Role, now time.Time) bool {
	idle, _ := lifetime(r)
	return now.After(s.Until) || now.After(s.Seen.Add(idle))
}

// Actor is the account at work.
func (a *Account) Actor() actor.Actor {
	return actor.Actor{ID: a.ID, Name: a.Name, Role: a.Role, City: a.City, Organisation: a.Organisation, Language: a.Language, Active: !a.Waiting, Test: a.Test}
}

// NormalEmail is the address in the form it is kept in; false when it is none.
func NormalEmail(s string) (string, bool) {
	s = strings.ToLower(strings.TrimSpace(s))
	a, err := mail.ParseAddress(s)
	if err != nil || a.Address != s || len(s) > 254 || !strings.Contains(s[strings.LastIndex(s, "@"):], ".") {
		return "", false
	}
	return s, true
}

const (
	shortestPassword = 12 // characters (OWASP ASVS 5.0, 6.2.1)
	longestPassword  = 256
)

// CheckPassword refuses what is guessed first. There are no rules of composition and
// no forced change: length is what helps (ASVS 6.2.5, 6.2.10).
func CheckPassword(password, email, name string) error {
	lower := strings.ToLower(password)
	local, _, _ := strings.Cut(email, "@")
	switch n := utf8.RuneCountInString(password); {
	case n < shortestPassword:
		return problem.Field("password", "account.password_short", "Count", shortestPassword)
	case n > longestPassword:
		return problem.Field("password", "account.password_long", "Count", longestPassword)
	case lower == email || lower == strings.ToLower(name) || len(local) > 3 && strings.Trim(lower, "0123456789!.") == local:
		return problem.Field("password", "account.password_you")
	case common(lower):
		return problem.Field("password", "account.password_common")
	}
	return nil
}

// guessed are the stems of most long passwords that are tried first; digits and signs
// around them do not help.
var guessed = []string{"password", "passw0rd", "qwerty", "qwertyuiop", "letmein", "iloveyou", "welcome", "administrator", "abcdefghijkl",
	"citiesgrow", "changeme", "football", "princess", "sunshine", "parola", "passwort", "motdepasse", "contraseña", "wachtwoord", "salasana", "hasło", "пароль"}

func common(lower string) bool {
	core := strings.Trim(lower, "0123456789!?.-_*# ")
	first, _ := utf8.DecodeRuneInString(lower)
	if core == "" || strings.Trim(lower, string(first)) == "" {
		return true
	}
	for _, g := range guessed {
		if core == g || core == g+g || strings.Repeat(g, 3) == core {
			return true
		}
	}
	return strings.HasPrefix("abcdefghijklmnopqrstuvwxyz", core)
}
