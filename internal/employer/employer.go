// Package employer is the place of those who hire and teach: employers, employment
// agencies and schools of a city. They show who they are, offer work and training,
// promise and keep count, meet firms and people, and what they offer is read by
// somebody of the city's employment agency before it is published.
package employer

import (
	"time"

	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// The kinds of organisations.
const (
	Business = "employer"
	Agency   = "agency" // the city's employment agency: it reviews what others offer
	School   = "school"
)

// Kinds lists them, in the order they are shown.
func Kinds() []string { return []string{Business, Agency, School} }

// Organisation is one that hires, places or teaches, as its owner tells it.
type Organisation struct {
	record.Meta `bson:",inline"`
	Account     string    `bson:"account" json:"-"`
	Kind        string    `bson:"kind" json:"kind"` // employer, agency or school
	Name        string    `bson:"name" json:"name"`
	City        string    `bson:"city" json:"city"`
	About       string    `bson:"about,omitempty" json:"about"`
	Language    string    `bson:"language,omitempty" json:"language"`   // of About
	Words       string    `bson:"words,omitempty" json:"words"`         // what it does or teaches, as its owner says it
	Trades      []string  `bson:"trades,omitempty" json:"cpv"`          // what it does, teaches or hires for: CPV codes
	Languages   []string  `bson:"languages,omitempty" json:"languages"` // spoken there
	Staff       int       `bson:"staff,omitempty" json:"staff"`
	Contact     Contact   `bson:"contact" json:"contact"`
	Verified    time.Time `bson:"verified,omitempty" json:"verified,omitzero"` // by the city; zero while it waits
	VerifiedBy  string    `bson:"verified_by,omitempty" json:"-"`
	Test        bool      `bson:"test,omitempty" json:"demonstration,omitempty"`
}

// Contact is how it is reached.
type Contact struct {
	Person string `bson:"person,omitempty" json:"person"`
	Email  string `bson:"email,omitempty" json:"email"`
	Phone  string `bson:"phone,omitempty" json:"phone"`
	Web    string `bson:"web,omitempty" json:"web"`
}

var organisations = store.Spec{Name: "organisations", Indexes: []store.Index{
	{Name: "account", Fields: []string{"account"}, Unique: true},
	{Name: "city", Fields: []string{"city", "kind", "name"}},
}}
