// Package team holds the requests of firms for a team of students: schools offer one, the firm accepts
// an offer, and both say what came of it.
package team

import (
	"cmp"
	"slices"
	"time"

	"citiesgrow/internal/form"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// Request is a firm's request for a team of students.
type Request struct {
	record.Meta `bson:",inline"`
	Account     string    `bson:"account" json:"-"`
	Firm        string    `bson:"firm" json:"firm"` // name
	Contact     string    `bson:"contact" json:"-"` // only for the school agreed with
	City        string    `bson:"city" json:"city"`
	Title       string    `bson:"title" json:"title"`
	Text        string    `bson:"text" json:"text"`
	Language    string    `bson:"language" json:"language"`
	Languages   []string  `bson:"languages,omitempty" json:"languages"` // spoken in the firm
	CPV         []string  `bson:"cpv,omitempty" json:"cpv"`
	Weeks       int       `bson:"weeks" json:"weeks"`
	From        time.Time `bson:"from,omitempty" json:"from,omitzero"`
	Offers      []Offer   `bson:"offers,omitempty" json:"-"`
	Agreed      string    `bson:"agreed,omitempty" json:"-"`    // organisation of the school
	AgreedAt    time.Time `bson:"agreed_at,omitempty" json:"-"` // zero where it was agreed before this was stored
	Ended       time.Time `bson:"ended,omitempty" json:"-"`
	Result      string    `bson:"result,omitempty" json:"result,omitempty"`
	Helpful     string    `bson:"helpful,omitempty" json:"helpful,omitempty"` // yes or no
	Taken       bool      `bson:"taken,omitempty" json:"-"`                   // back by the firm
	Test        bool      `bson:"test,omitempty" json:"demonstration,omitempty"`
}

// Offer is a school's.
type Offer struct {
	School    string    `bson:"school" json:"school"` // organisation
	Account   string    `bson:"account" json:"-"`
	Name      string    `bson:"name" json:"schoolName"`
	Team      string    `bson:"team" json:"team"`
	Students  int       `bson:"students" json:"students"`
	Languages []string  `bson:"languages,omitempty" json:"languages"`
	Note      string    `bson:"note,omitempty" json:"note"`
	At        time.Time `bson:"at" json:"at,omitzero"`
}

// openFor is how long a request stays on the board.
const openFor = 183 * 24 * time.Hour

// State is open, offered, agreed, done, withdrawn or over.
func (t *Request) State(now time.Time) string {
	switch {
	case t.Taken:
		return "withdrawn"
	case !t.Ended.IsZero():
		return "done"
	case t.Agreed != "":
		return "agreed"
	case now.Sub(t.Created) > openFor:
		return "over"
	case len(t.Offers) > 0:
		return "offered"
	}
	return "open"
}

// add takes a school's offer, in the place of an earlier one of the same school.
func (t *Request) add(of Offer, now time.Time) error {
	if st := t.State(now); st != "open" && st != "offered" {
		return problem.New(problem.Conflict, "team.over")
	}
	t.Offers = append(slices.DeleteFunc(t.Offers, func(old Offer) bool { return old.School == of.School }), of)
	return nil
}

// accept agrees with one of the schools.
func (t *Request) accept(school string, now time.Time) error {
	if !slices.ContainsFunc(t.Offers, func(of Offer) bool { return of.School == school }) {
		return problem.Field("school", "team.offer_missing")
	}
	if t.State(now) != "offered" {
		return problem.New(problem.Conflict, "team.over")
	}
	t.Agreed, t.AgreedAt = school, now
	return nil
}

// close says what came of it, or takes the request back where nothing was agreed. Whether it
// helped is said by the firm alone.
func (t *Request) close(result, helpful string, firm bool, now time.Time) error {
	switch st := t.State(now); {
	case st == "done" || st == "withdrawn":
		return problem.New(problem.Conflict, "team.over")
	case st == "agreed" && result == "":
		return problem.Field("result", "team.result_missing")
	case st == "agreed":
		t.Ended, t.Result = now, result
		if firm {
			t.Helpful = helpful
		}
	default:
		t.Taken, t.Result = true, result
	}
	return nil
}

// agreedWith reports whether an account offered the team that was accepted.
func (t *Request) agreedWith(account string) bool {
	return slices.ContainsFunc(t.Offers, func(of Offer) bool { return of.School == t.Agreed && of.Account == account })
}

// spoken are the languages that a team would speak: those of the firm, or that of the request.
func (t *Request) spoken() []string {
	if len(t.Languages) > 0 {
		return t.Languages
	}
	return []string{t.Language}
}

// Form is what a firm asks for.
type Form struct {
	Title     string     `json:"title" validate:"max=200"`
	Text      string     `json:"text" validate:"max=3000"`
	Languages []string   `json:"languages" validate:"max=10,dive,max=8"`
	Trade     string     `json:"trade" validate:"max=200"`
	Weeks     int        `json:"weeks" validate:"min=0,max=52"`
	From      record.Day `json:"from" validate:"max=30"`
	Contact   string     `json:"contact" validate:"max=254"`
}

// Apply reads the form over a request, in the zone of its city and in its language.
func (f *Form) Apply(t *Request, r *form.Reader) error {
	city, _ := r.City("city", t.City)
	r.In(city)
	r.Need("title", f.Title != "")
	r.Need("text", f.Text != "")
	r.Need("contact", f.Contact != "")
	t.Title, t.Text, t.Contact, t.Weeks = f.Title, f.Text, f.Contact, max(1, f.Weeks)
	t.Languages, t.From = r.Languages("languages", f.Languages...), r.Day("from", f.From)
	t.CPV = r.CodesOr("trade", nil, []string{cmp.Or(f.Trade, f.Title)}, t.Language)
	return r.Err()
}

var teams = store.Spec{Name: "teams", Indexes: []store.Index{
	{Name: "account", Fields: []string{"account", "created"}},
	{Name: "city", Fields: []string{"city", "created"}},
}}
