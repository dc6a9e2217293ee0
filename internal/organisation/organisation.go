// Package organisation holds the employers, employment agencies and schools of a city: who they are,
// and whether the city has verified them. Vacancies, pledges, engagements and student teams stand on it.
package organisation

import (
	"slices"
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

// Organisation is one that hires, places or teaches, as its owner describes it.
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

// Contact is how an organisation, or a person, is reached.
type Contact struct {
	Person string `bson:"person,omitempty" json:"person"`
	Email  string `bson:"email,omitempty" json:"email"`
	Phone  string `bson:"phone,omitempty" json:"phone"`
	Web    string `bson:"web,omitempty" json:"web"`
}

// Is reports whether the city has verified the organisation as one of this kind.
func (o *Organisation) Is(kind string) bool { return o.Kind == kind && !o.Verified.IsZero() }

// Fit is what an organisation that teaches has in common with work: a trade (the CPV code of the
// organisation) and a language, each empty where they share none.
type Fit struct{ Trade, Language string }

// Fit compares the organisation with work in these trades (CPV codes) and languages. Trades are the
// same when their codes are of one group of the CPV.
func (o *Organisation) Fit(trades []string, languages ...string) Fit {
	var f Fit
	for _, own := range o.Trades {
		if slices.ContainsFunc(trades, func(code string) bool { return len(code) >= 3 && len(own) >= 3 && code[:3] == own[:3] }) {
			f.Trade = own
			break
		}
	}
	for _, l := range o.Languages {
		if slices.Contains(languages, l) {
			f.Language = l
			break
		}
	}
	return f
}

// Rank orders fits: the higher one shares more. A trade counts more than a language.
func (f Fit) Rank() int {
	n := 0
	if f.Trade != "" {
		n += 2
	}
	if f.Language != "" {
		n++
	}
	return n
}

var organisations = store.Spec{Name: "organisations", Indexes: []store.Index{
	{Name: "account", Fields: []string{"account"}, Unique: true},
	{Name: "city", Fields: []string{"city", "kind", "name"}},
}}
