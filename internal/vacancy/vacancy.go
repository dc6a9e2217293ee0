// Package vacancy holds work and learning that employers, agencies and schools offer: jobs,
// apprenticeships, placements, training and mentoring. Each is read by the city's employment agency
// before it is published, and words that seem to shut people out are shown to its author and to the
// reviewer: a person decides, the program refuses nothing.
package vacancy

import (
	"time"

	"citiesgrow/internal/organisation"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// The kinds of vacancies.
const (
	Job            = "vacancy"
	Apprenticeship = "apprenticeship"
	Placement      = "placement" // weeks in a firm, for a person who learns a trade
	Training       = "training"
	Mentoring      = "mentoring"
)

// Kinds lists them, in the order they are shown.
func Kinds() []string { return []string{Job, Apprenticeship, Placement, Training, Mentoring} }

// Stage of a vacancy; closed is derived from the closing day.
type Stage string

const (
	Draft     Stage = "draft"
	Review    Stage = "review"    // waits for the city's employment agency
	Published Stage = "published" //
	Refused   Stage = "refused"   // by the agency, with the reason
	Filled    Stage = "filled"    // with how many
	Withdrawn Stage = "withdrawn"
	Closed    Stage = "closed" // its closing day is over
)

// Vacancy is work or learning that an organisation offers. What is published is in Content;
// a change of it that is not published yet is in Next.
type Vacancy struct {
	record.Meta  `bson:",inline"`
	Account      string `bson:"account" json:"-"`
	Organisation string `bson:"organisation" json:"organisation"` // id
	Name         string `bson:"name" json:"organisationName"`
	City         string `bson:"city" json:"city"`
	Content      `bson:",inline"`
	Next         *Content   `bson:"next,omitempty" json:"-"`
	Stage        Stage      `bson:"stage" json:"-"`
	Since        time.Time  `bson:"since,omitempty" json:"-"` // it waits for review; zero otherwise
	Published    time.Time  `bson:"published,omitempty" json:"published,omitzero"`
	Flags        []Flag     `bson:"flags,omitempty" json:"flags,omitempty"`
	Reviews      []Decision `bson:"reviews,omitempty" json:"-"`
	Count        int        `bson:"count,omitempty" json:"filled,omitempty"` // places filled
	Reason       string     `bson:"reason,omitempty" json:"-"`               // refused or withdrawn because
	Test         bool       `bson:"test,omitempty" json:"demonstration,omitempty"`
}

// Content is what a vacancy says.
type Content struct {
	Kind        string        `bson:"kind" json:"kind"`
	Title       string        `bson:"title" json:"title"`
	Description string        `bson:"description,omitempty" json:"description"`
	Language    string        `bson:"language" json:"language"` // of the text
	Occupation  string        `bson:"occupation,omitempty" json:"occupation"`
	ESCO        string        `bson:"esco,omitempty" json:"esco"` // URI of the occupation
	CPV         []string      `bson:"cpv,omitempty" json:"cpv"`   // trades it belongs to
	Levels      []Level       `bson:"levels,omitempty" json:"levels"`
	LevelWhy    string        `bson:"level_why,omitempty" json:"levelWhy"` // why so much of a language is asked
	WageFrom    *record.Money `bson:"wage_from,omitempty" json:"wageFrom"`
	WageTo      *record.Money `bson:"wage_to,omitempty" json:"wageTo"`
	WagePer     string        `bson:"wage_per,omitempty" json:"wagePer"` // hour, month or year
	Unpaid      bool          `bson:"unpaid,omitempty" json:"unpaid"`
	Hours       int           `bson:"hours,omitempty" json:"hours"` // a week
	Contract    string        `bson:"contract,omitempty" json:"contract"`
	Places      int           `bson:"places" json:"places"`
	Where       string        `bson:"where,omitempty" json:"place"`
	Starts      time.Time     `bson:"starts,omitempty" json:"starts,omitzero"`
	Closes      time.Time     `bson:"closes" json:"closes,omitzero"`
	Apply       string        `bson:"apply" json:"apply"`
	Mentor      bool          `bson:"mentor,omitempty" json:"mentor"` // a colleague helps in the first months
}

// Level is how much of a language is needed (CEFR: A1 to C2).
type Level struct {
	Language string `bson:"language" json:"language"`
	Level    string `bson:"level" json:"level"`
}

// CEFR lists the levels, the lowest first.
func CEFR() []string { return []string{"A1", "A2", "B1", "B2", "C1", "C2"} }

// Decision is one of a reviewer over a vacancy.
type Decision struct {
	At     time.Time `bson:"at" json:"at,omitzero"`
	By     string    `bson:"by" json:"by"`     // name
	What   string    `bson:"what" json:"what"` // published or refused
	Reason string    `bson:"reason,omitempty" json:"reason"`
}

// State is the stage as it stands now.
func (v *Vacancy) State(now time.Time) Stage {
	if v.Stage == Published && now.After(v.Closes) {
		return Closed
	}
	return v.Stage
}

// Visible reports whether anybody may see what is published: also while a change of it waits
// for review.
func (v *Vacancy) Visible() bool { return !v.Published.IsZero() && v.Stage != Refused }

// Over reports whether nothing of it changes any more: it is filled or withdrawn.
func (v *Vacancy) Over() bool { return v.Stage == Filled || v.Stage == Withdrawn }

// Working is what its owner works on.
func (v *Vacancy) Working() *Content {
	if v.Next != nil {
		return v.Next
	}
	return &v.Content
}

// Undecided counts the flags without a decision.
func (v *Vacancy) Undecided() int {
	n := 0
	for _, f := range v.Flags {
		if f.Decision == "" {
			n++
		}
	}
	return n
}

// change takes over what the owner typed. What is published stays as it is until the change is
// reviewed. A vacancy that waited leaves the queue: a reviewer decides what was sent, not what is
// being typed.
func (v *Vacancy) change(c Content) {
	if v.Visible() {
		v.Next = &c
	} else {
		v.Content, v.Stage = c, Draft
	}
	v.Since = time.Time{}
	v.Flags = kept(v.Flags, Wording(&c))
}

// submit sends it to the employment agency. For words that seem to shut people out the author may
// say why they are needed, in the order of the flags.
func (v *Vacancy) submit(because []string, now time.Time) error {
	st := v.State(now)
	if v.Over() || st == Published && v.Next == nil || !v.Since.IsZero() {
		return problem.New(problem.Conflict, "vacancy.nothing_new")
	}
	if !v.Working().Closes.After(now) {
		return problem.Field("closes", "vacancy.closes_past")
	}
	for i := range v.Flags {
		if i < len(because) && because[i] != "" {
			v.Flags[i].Because = because[i]
		}
	}
	v.Since = now
	if !v.Visible() {
		v.Stage = Review
	}
	return nil
}

func (v *Vacancy) publish(now time.Time) {
	if v.Next != nil {
		v.Content, v.Next = *v.Next, nil
	}
	if v.Published.IsZero() {
		v.Published = now
	}
	v.Stage, v.Reason = Published, ""
}

// close notes that so many more places were filled, or withdraws it for a reason. It stays open
// until all its places are filled; what is withdrawn after some were filled ends as filled with those.
func (v *Vacancy) close(filled int, reason string) error {
	if v.Over() {
		return problem.New(problem.Conflict, "vacancy.over")
	}
	switch {
	case filled < 0 || v.Count+filled > 10_000:
		return problem.Field("filled", "problem.kind_of_value")
	case filled == 0 && reason == "":
		return problem.Field("reason", "vacancy.close_reason")
	case filled > 0:
		v.Count += filled
		if v.Count < v.Places && reason == "" {
			return nil
		}
		v.Stage, v.Reason = Filled, reason
	case v.Count > 0:
		v.Stage, v.Reason = Filled, reason
	default:
		v.Stage, v.Reason = Withdrawn, reason
	}
	v.Since = time.Time{}
	return nil
}

// fit is what a school has in common with it.
func (v *Vacancy) fit(school *organisation.Organisation) organisation.Fit {
	languages := []string{v.Language}
	for _, l := range v.Levels {
		languages = append(languages, l.Language)
	}
	return school.Fit(v.CPV, languages...)
}

var vacancies = store.Spec{Name: "vacancies", Indexes: []store.Index{
	{Name: "account", Fields: []string{"account", "created"}},
	{Name: "organisation", Fields: []string{"organisation", "created"}},
	{Name: "since", Fields: []string{"city", "since"}},
}}
