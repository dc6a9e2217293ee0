// Package engagement holds the records of the organisations and persons that a city and its employment
// agency work with: each contact, the next step, and how it ended. Who a record is about links
// themselves to it with a code and sees only what concerns them.
package engagement

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"citiesgrow/internal/form"
	"citiesgrow/internal/organisation"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// The sides of the engagement record.
const (
	EmployerSide = "employer"
	PersonSide   = "person"
)

// Stages are the pipeline of a side, in order; lost is the bad end of both.
func Stages(side string) []string {
	if side == PersonSide {
		return []string{"new", "counselled", "prepared", "introduced", "placed", "lost"}
	}
	return []string{"new", "contacted", "met", "pledged", "active", "lost"}
}

// LostReasons are why a contact came to nothing.
func LostReasons() []string {
	return []string{"no_answer", "no_need", "cost", "language", "skills", "moved", "other"}
}

// EntryKinds are what happened between two people.
func EntryKinds() []string { return []string{"call", "meeting", "mail", "visit", "note"} }

// Engagement is the record of one organisation or person that the city works with. It
// is the agency's and the city's; the person it is about sees only what concerns them.
type Engagement struct {
	record.Meta `bson:",inline"`
	Side        string               `bson:"side" json:"side"`
	City        string               `bson:"city" json:"city"`
	Name        string               `bson:"name" json:"name"`
	Contact     organisation.Contact `bson:"contact" json:"contact"`
	Account     string               `bson:"account,omitempty" json:"-"` // linked by the person themselves, with a code
	Stage       string               `bson:"stage" json:"stage"`
	Lost        string               `bson:"lost,omitempty" json:"lost,omitempty"` // one of LostReasons
	LostNote    string               `bson:"lost_note,omitempty" json:"lostNote,omitempty"`
	Result      string               `bson:"result,omitempty" json:"result,omitempty"`
	Next        NextStep             `bson:"next" json:"next"`
	Entries     []Entry              `bson:"entries,omitempty" json:"entries"`
	Keeper      string               `bson:"keeper" json:"keeper"` // name of the person to ask
	Code        string               `bson:"code,omitempty" json:"-"`
	CodeUntil   time.Time            `bson:"code_until,omitempty" json:"-"`
	Test        bool                 `bson:"test,omitempty" json:"demonstration,omitempty"`
}

// NextStep is what is to be done until when.
type NextStep struct {
	What string    `bson:"what,omitempty" json:"what"`
	Due  time.Time `bson:"due,omitempty" json:"due,omitzero"`
	Who  string    `bson:"who,omitempty" json:"who"`
}

// Entry is one contact. Shared ones are seen by the person it is about.
type Entry struct {
	At     time.Time `bson:"at" json:"at,omitzero"`
	Kind   string    `bson:"kind" json:"kind"`
	Text   string    `bson:"text" json:"text"`
	By     string    `bson:"by" json:"by"`
	Shared bool      `bson:"shared,omitempty" json:"shared"`
}

// Overdue reports whether the next step should have been done.
func (e *Engagement) Overdue(now time.Time) bool {
	return !e.Next.Due.IsZero() && e.Next.Due.Before(now) && e.Stage != "lost"
}

// Concern is what a record lets the person see whom it is about: shared entries and the next step,
// never notes, stages or reasons.
type Concern struct {
	ID      string   `json:"id"`
	City    string   `json:"city"`
	Keeper  string   `json:"keeper"`
	Next    NextStep `json:"next"`
	Entries []Entry  `json:"entries"`
}

func (e *Engagement) concern() Concern {
	c := Concern{ID: e.ID, City: e.City, Keeper: e.Keeper, Next: e.Next, Entries: []Entry{}}
	for _, entry := range e.Entries {
		if entry.Shared {
			c.Entries = append(c.Entries, entry)
		}
	}
	return c
}

// codeLife is how long a link code waits.
const codeLife = 14 * 24 * time.Hour

// codeHash is how a code is stored, however it is typed.
func codeHash(code string) string {
	sum := sha256.Sum256([]byte("engagement\x00" + strings.ToLower(strings.NewReplacer(" ", "", "-", "").Replace(code))))
	return hex.EncodeToString(sum[:])
}

// Form is what the city says of a contact.
type Form struct {
	Revision int64      `json:"revision" validate:"min=0"`
	Side     string     `json:"side" validate:"omitempty,oneof=employer person"`
	Name     string     `json:"name" validate:"max=200"`
	Person   string     `json:"person" validate:"max=120"`
	Email    string     `json:"email" validate:"omitempty,email,max=254"`
	Phone    string     `json:"phone" validate:"max=40"`
	Stage    string     `json:"stage" validate:"max=20"`
	Lost     string     `json:"lost" validate:"max=20"`
	LostNote string     `json:"lost_note" validate:"max=500"`
	Result   string     `json:"result" validate:"max=1000"`
	What     string     `json:"next" validate:"max=500"`
	Due      record.Day `json:"due" validate:"max=30"`
}

// Apply reads the form over a record, in the zone of its city; by is the name of who fills it in.
func (f *Form) Apply(e *Engagement, r *form.Reader, by string) error {
	city, _ := r.City("city", e.City)
	r.In(city)
	e.Name, e.Contact = cmp.Or(f.Name, e.Name), organisation.Contact{Person: f.Person, Email: f.Email, Phone: f.Phone}
	r.Need("name", e.Name != "")
	e.Stage = cmp.Or(f.Stage, e.Stage, "new")
	r.Choice("stage", Stages(e.Side), e.Stage)
	e.Lost, e.LostNote, e.Result = "", "", f.Result
	if e.Stage == "lost" {
		if e.Lost, e.LostNote = f.Lost, f.LostNote; !slices.Contains(LostReasons(), e.Lost) {
			r.Wrong("lost", "engagement.lost_missing")
		}
	}
	e.Next = NextStep{What: f.What, Due: r.Day("due", f.Due), Who: by}
	if f.What != "" && f.Due == "" {
		r.Wrong("due", "engagement.due_missing")
	}
	return r.Err()
}

// FormOf is the form filled with a record; the zone is that of its city.
func FormOf(e *Engagement, zone string) Form {
	return Form{Revision: e.Revision, Side: e.Side, Name: e.Name, Person: e.Contact.Person, Email: e.Contact.Email, Phone: e.Contact.Phone,
		Stage: e.Stage, Lost: e.Lost, LostNote: e.LostNote, Result: e.Result, What: e.Next.What, Due: form.Day(e.Next.Due, zone)}
}

// newEntry is an entry of now, once it says what happened.
func newEntry(kind, text string, shared bool, by string, now time.Time) (Entry, error) {
	wrong := problem.New(problem.Invalid, "problem.invalid")
	if !slices.Contains(EntryKinds(), kind) {
		wrong.Add("kind", problem.M("problem.oneof"))
	}
	if text == "" {
		wrong.Add("text", problem.M("problem.required"))
	}
	return Entry{now, kind, text, by, shared}, wrong.OrNil()
}

var engagements = store.Spec{Name: "engagements", Indexes: []store.Index{
	{Name: "city", Fields: []string{"city", "created"}},
	{Name: "account", Fields: []string{"account", "created"}},
	{Name: "code", Fields: []string{"code"}, Unique: true},
}}
