// Package supplier holds what a business says of itself: what it does in its own words,
// where, how much it can carry, and what it can prove. Its owner decides who sees what.
// What a person may declare of their origin lives apart (Declaration), is never shown
// to a buyer and is no input to matching.
package supplier

import (
	"slices"
	"strings"
	"time"

	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// Profile is a business as its owner describes it. What is not filled in stays empty: it is
// unknown, not zero.
type Profile struct {
	record.Meta   `bson:",inline"`
	Account       string         `bson:"account" json:"-"`
	Name          string         `bson:"name" json:"name"`
	City          string         `bson:"city" json:"city"` // where it sits
	Said          []Phrase       `bson:"said,omitempty" json:"said"`
	CPV           []string       `bson:"cpv,omitempty" json:"cpv"`             // eight digits, what the words mean and the owner confirmed
	Cities        []string       `bson:"cities,omitempty" json:"cities"`       // where it works
	Languages     []string       `bson:"languages,omitempty" json:"languages"` // in which it can write an offer and do the work
	About         string         `bson:"about,omitempty" json:"about"`
	Largest       *record.Money  `bson:"largest,omitempty" json:"largest"` // the largest contract it can carry
	Staff         int            `bson:"staff,omitempty" json:"staff"`     // people, the owner included
	Turnover      []YearAmount   `bson:"turnover,omitempty" json:"turnover"`
	Founded       int            `bson:"founded,omitempty" json:"founded"` // year; shown next to the turnover, so that young firms are judged fairly
	Insurance     []Insurance    `bson:"insurance,omitempty" json:"insurance"`
	Certificates  []Certificate  `bson:"certificates,omitempty" json:"certificates"`
	References    []PastContract `bson:"references,omitempty" json:"references"`
	Registrations []string       `bson:"registrations,omitempty" json:"registrations"`
	Contact       Contact        `bson:"contact" json:"contact"`
	Visible       Visibility     `bson:"visible" json:"visible"`
	Test          bool           `bson:"test,omitempty" json:"demonstration,omitempty"`
}

// Phrase is what the owner wrote about the work, in their language.
type Phrase struct {
	Words    string `bson:"words" json:"words"`
	Language string `bson:"language" json:"language"`
}

// YearAmount is a turnover of one year.
type YearAmount struct {
	Year   int          `bson:"year" json:"year"`
	Amount record.Money `bson:"amount" json:"amount"`
}

// Insurance is a cover; Until is its last day, zero when unknown.
type Insurance struct {
	Kind   string       `bson:"kind" json:"kind"` // "liability" or "professional"
	Amount record.Money `bson:"amount" json:"amount"`
	Until  time.Time    `bson:"until,omitempty" json:"until,omitzero"`
}

// Certificate is a paper by its name.
type Certificate struct {
	Name  string    `bson:"name" json:"name"`
	Until time.Time `bson:"until,omitempty" json:"until,omitzero"`
}

// PastContract is work done before, for anyone, anywhere.
type PastContract struct {
	Title   string        `bson:"title" json:"title"`
	Client  string        `bson:"client,omitempty" json:"client"`
	Country string        `bson:"country,omitempty" json:"country"` // ISO 3166-1 alpha-2; work abroad counts
	Year    int           `bson:"year,omitempty" json:"year"`
	Value   *record.Money `bson:"value,omitempty" json:"value"`
	Private bool          `bson:"private,omitempty" json:"private"` // for a private client; counts as well

	// Known where the contract's own notice is.
	Language string       `bson:"language,omitempty" json:"language,omitempty"` // of the title, ISO 639-1
	CPV      []string     `bson:"cpv,omitempty" json:"cpv,omitempty"`
	Places   []ocds.Place `bson:"places,omitempty" json:"places,omitempty"`
}

// Contact is how a buyer reaches the firm, when its owner lets them.
type Contact struct {
	Email string `bson:"email,omitempty" json:"email"`
	Phone string `bson:"phone,omitempty" json:"phone"`
	Web   string `bson:"web,omitempty" json:"web"`
}

// Who may see a part of a profile.
const (
	ToBuyers     = "buyers"     // every verified buyer and the city's staff
	ToInterested = "interested" // buyers of tenders the firm declared interest in
	ToMe         = "me"         // the owner alone
)

// Visibility is the owner's choice for each part. Name, trade and cities are always
// seen by verified buyers: that is what a profile is for.
type Visibility struct {
	Contact  string `bson:"contact" json:"contact"`
	Capacity string `bson:"capacity" json:"capacity"` // turnover, staff, largest contract
	Proof    string `bson:"proof" json:"proof"`       // insurance, certificates, references
}

// DefaultVisibility shows what wins contracts and keeps the telephone for those the
// owner turned to.
func DefaultVisibility() Visibility {
	return Visibility{Contact: ToInterested, Capacity: ToBuyers, Proof: ToBuyers}
}

// SeenBy returns the profile as a viewer may see it: the owner everything, a buyer what
// the owner lets them, more where the firm declared interest in their tender.
func (p *Profile) SeenBy(owner, interested bool) *Profile {
	seen := *p
	if owner {
		return &seen
	}
	hidden := func(who string) bool { return who == ToMe || who == ToInterested && !interested }
	if hidden(p.Visible.Contact) {
		seen.Contact = Contact{}
	}
	if hidden(p.Visible.Capacity) {
		seen.Largest, seen.Staff, seen.Founded, seen.Turnover = nil, 0, 0, nil
	}
	if hidden(p.Visible.Proof) {
		seen.Insurance, seen.Certificates, seen.References, seen.Registrations = nil, nil, nil, nil
	}
	return &seen
}

// BestTurnover is the highest yearly turnover of the last three years (Directive
// 2014/24/EU, Annex XII lets a buyer ask for three); nil when there is none.
func (p *Profile) BestTurnover(now time.Time) *record.Money {
	var best *record.Money
	for i, t := range p.Turnover {
		if t.Year >= now.Year()-3 && (best == nil || t.Amount.Minor > best.Minor) {
			best = &p.Turnover[i].Amount
		}
	}
	return best
}

// Cover is the highest insurance of a kind that is valid now; of any kind for "".
func (p *Profile) Cover(kind string, now time.Time) *record.Money {
	var best *record.Money
	for i, c := range p.Insurance {
		if (kind == "" || c.Kind == kind) && !over(c.Until, now) && (best == nil || c.Amount.Minor > best.Minor) {
			best = &p.Insurance[i].Amount
		}
	}
	return best
}

// Holds reports whether a certificate of this name is valid: spaces, signs and capitals
// do not matter, and "ISO 9001:2015" answers for "ISO 9001".
func (p *Profile) Holds(name string, now time.Time) bool {
	wanted := plainName(name)
	return wanted != "" && slices.ContainsFunc(p.Certificates, func(c Certificate) bool {
		return !over(c.Until, now) && (strings.HasPrefix(plainName(c.Name), wanted) || strings.HasPrefix(wanted, plainName(c.Name)) && len(plainName(c.Name)) > 3)
	})
}

func plainName(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ' || r == '-' || r == '_' || r == '.' || r == ',' || r == ':' || r == '/' || r == '\u00a0':
			return -1
		}
		return r
	}, strings.ToLower(s))
}

// over reports whether a last day has passed; an unknown one has not.
func over(until, now time.Time) bool { return !until.IsZero() && until.Before(now) }

// Expiring is a paper that ends soon.
type Expiring struct {
	Name  string    `json:"name"`
	Until time.Time `json:"until,omitzero"`
	Over  bool      `json:"over"`
}

// warnBefore is how long before its end a paper is mentioned: a new insurance or a
// certificate takes weeks.
const warnBefore = 60 * 24 * time.Hour

// insuranceKinds lists the kinds of Insurance.
func insuranceKinds() []string { return []string{"liability", "professional"} }

// ExpiringSoon lists papers that end within 60 days or have ended, the next first.
func (p *Profile) ExpiringSoon(now time.Time) []Expiring {
	var soon []Expiring
	note := func(name string, until time.Time) {
		if !until.IsZero() && until.Before(now.Add(warnBefore)) {
			soon = append(soon, Expiring{name, until, over(until, now)})
		}
	}
	for _, c := range p.Certificates {
		note(c.Name, c.Until)
	}
	for _, i := range p.Insurance {
		note(i.Kind, i.Until)
	}
	slices.SortFunc(soon, func(a, b Expiring) int { return a.Until.Compare(b.Until) })
	return soon
}

// Part of the strength meter: what is filled in, what it is worth and where to fill it in.
type Part struct {
	Key     string // word key suffix under "supplier.part_"
	Section string
	Worth   int // per cent of the whole
	Told    bool
}

// Strength lists the parts of a full profile, the most useful first. Its sum is per cent.
func (p *Profile) Strength() []Part {
	return []Part{
		{"work", "work", 25, len(p.Said) > 0 && len(p.CPV) > 0},
		{"cities", "work", 10, len(p.Cities) > 0},
		{"languages", "work", 10, len(p.Languages) > 0},
		{"references", "proof", 15, len(p.References) > 0},
		{"insurance", "proof", 10, len(p.Insurance) > 0},
		{"turnover", "size", 10, len(p.Turnover) > 0},
		{"staff", "size", 5, p.Staff > 0},
		{"largest", "size", 5, p.Largest != nil},
		{"contact", "contact", 5, p.Contact.Email != "" || p.Contact.Phone != ""},
		{"certificates", "proof", 5, len(p.Certificates) > 0},
	}
}

// Percent is how much of a full profile is filled in.
func (p *Profile) Percent() int {
	sum := 0
	for _, part := range p.Strength() {
		if part.Told {
			sum += part.Worth
		}
	}
	return sum
}

// Declaration is what an owner says of being a migrant-led firm, of sex and age, freely and
// revocably (GDPR art. 9(2)(a)). It is quiet, read only by its owner and summed up in figures.
type Declaration struct {
	record.Meta `bson:",inline"` // the id is the account's
	MigrantLed  string           `bson:"migrant_led" json:"migrantLed"` // "yes" or "no"; nothing is kept where nothing is told
	Sex         string           `bson:"sex,omitempty" json:"sex"`      // one of module.Sexes, empty when not said
	Age         string           `bson:"age,omitempty" json:"age"`      // one of module.AgeBands
	City        string           `bson:"city" json:"-"`
	Consent     string           `bson:"consent" json:"consent"` // version of the text that was agreed to
	Language    string           `bson:"language" json:"-"`      // in which it was read
}

// consentVersion names the text under the word key supplier.declare_consent.
const consentVersion = "2026-11-b"

var (
	profiles = store.Spec{Name: "suppliers", Indexes: []store.Index{
		{Name: "account", Fields: []string{"account"}, Unique: true},
	}}
	declarations = store.Spec{Name: "declarations", Quiet: true, Indexes: []store.Index{
		{Name: "city", Fields: []string{"city", "migrant_led"}},
	}}
)
