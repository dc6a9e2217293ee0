package employer

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"citiesgrow/internal/organisation"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
	"citiesgrow/internal/taxonomy"
)

// What can be offered.
const (
	Vacancy        = "vacancy"
	Apprenticeship = "apprenticeship"
	Placement      = "placement" // weeks in a firm, for who learns a trade
	Training       = "training"
	Mentoring      = "mentoring"
)

// OfferKinds lists them, in the order they are shown.
func OfferKinds() []string { return []string{Vacancy, Apprenticeship, Placement, Training, Mentoring} }

// Stage of an offer; closed is derived from the closing day.
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

// Offer is work or learning that an organisation offers. What is published is in Content;
// what waits for review beside it is in Next.
type Offer struct {
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

// Content is what an offer says.
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
	Mentor      bool          `bson:"mentor,omitempty" json:"mentor"` // somebody helps in the first months
}

// Level is how much of a language is needed (CEFR: A1 to C2).
type Level struct {
	Language string `bson:"language" json:"language"`
	Level    string `bson:"level" json:"level"`
}

// CEFR lists the levels, the lowest first.
func CEFR() []string { return []string{"A1", "A2", "B1", "B2", "C1", "C2"} }

// Decision is one of a person over an offer or a flag.
type Decision struct {
	At     time.Time `bson:"at" json:"at,omitzero"`
	By     string    `bson:"by" json:"by"` // name
	What   string    `bson:"what" json:"what"`
	Reason string    `bson:"reason,omitempty" json:"reason"`
}

// State is the stage as it stands now.
func (o *Offer) State(now time.Time) Stage {
	if o.Stage == Published && now.After(o.Closes) {
		return Closed
	}
	return o.Stage
}

// Visible tells whether anybody may see what is published: also while a change of it waits
// for review.
func (o *Offer) Visible() bool { return !o.Published.IsZero() && o.Stage != Refused }

// Working is what its owner works on.
func (o *Offer) Working() *Content {
	if o.Next != nil {
		return o.Next
	}
	return &o.Content
}

// Undecided counts the flags that nobody has decided.
func (o *Offer) Undecided() int {
	n := 0
	for _, f := range o.Flags {
		if f.Decision == "" {
			n++
		}
	}
	return n
}

// OfferForm is what an organisation may say of an offer.
type OfferForm struct {
	Revision    int64         `json:"revision" validate:"min=0"`
	Kind        string        `json:"kind" validate:"omitempty,oneof=vacancy apprenticeship placement training mentoring"`
	Title       string        `json:"title" validate:"max=200"`
	Description string        `json:"description" validate:"max=8000"`
	Language    string        `json:"language" validate:"max=8"`
	Occupation  string        `json:"occupation" validate:"max=200"`
	ESCO        string        `json:"esco" validate:"max=200"`
	CPV         []string      `json:"cpv" validate:"max=10,dive,max=12"`
	Levels      []LevelForm   `json:"levels" validate:"max=6,dive"`
	LevelWhy    string        `json:"level_why" validate:"max=1000"`
	WageFrom    record.Amount `json:"wage_from" validate:"max=30"`
	WageTo      record.Amount `json:"wage_to" validate:"max=30"`
	WagePer     string        `json:"wage_per" validate:"omitempty,oneof=hour month year"`
	Unpaid      string        `json:"unpaid" validate:"omitempty,oneof=yes no"`
	Hours       int           `json:"hours" validate:"min=0,max=80"`
	Contract    string        `json:"contract" validate:"omitempty,oneof=permanent temporary seasonal"`
	Places      int           `json:"places" validate:"min=0,max=10000"`
	Where       string        `json:"place" validate:"max=300"`
	Starts      record.Day    `json:"starts" validate:"max=30"`
	Closes      record.Day    `json:"closes" validate:"max=30"`
	Apply       string        `json:"apply" validate:"max=500"`
	Mentor      string        `json:"mentor" validate:"omitempty,oneof=yes no"`
}

// LevelForm is a language with its level.
type LevelForm struct {
	Language string `json:"language" validate:"max=8"`
	Level    string `json:"level" validate:"omitempty,oneof=A1 A2 B1 B2 C1 C2"`
}

var escoURI = regexp.MustCompile(`^https?://data\.europa\.eu/esco/(occupation|isco)/[A-Za-z0-9.-]{1,64}$`)

// Content reads the form; city gives the currency and the time.
func (f *OfferForm) Content(taxa *taxonomy.Taxonomy, city taxonomy.City, reader string, now time.Time) (Content, error) {
	r := &offerReading{OfferForm: f, wrong: problem.New(problem.Invalid, "problem.invalid"), city: city}
	c := Content{Kind: cmp.Or(f.Kind, Vacancy), Title: f.Title, Description: f.Description, Language: cmp.Or(f.Language, reader),
		Occupation: f.Occupation, ESCO: f.ESCO,
		LevelWhy: f.LevelWhy, Unpaid: f.Unpaid == "yes", Hours: f.Hours, Contract: f.Contract, Places: max(1, f.Places), Where: f.Where, Apply: f.Apply,
		Mentor: f.Mentor == "yes"}
	r.need("title", c.Title)
	r.need("apply", c.Apply)
	if c.ESCO != "" && !escoURI.MatchString(c.ESCO) {
		r.wrong.Add("esco", problem.M("offer.esco_wrong"))
	}
	c.CPV = trades(f.CPV, cmp.Or(f.Occupation, f.Title), taxa, r.wrong, c.Language)
	r.levels(&c)
	r.wage(&c)
	c.Starts, c.Closes = r.day(f.Starts, "starts"), r.day(f.Closes, "closes")
	switch {
	case f.Closes == "":
		r.wrong.Add("closes", problem.M("problem.required"))
	case !c.Closes.IsZero() && !c.Closes.After(now):
		r.wrong.Add("closes", problem.M("offer.closes_past"))
	}
	return c, r.wrong.OrNil()
}

type offerReading struct {
	*OfferForm
	wrong *problem.Problem
	city  taxonomy.City
}

func (r *offerReading) need(field, value string) {
	if value == "" {
		r.wrong.Add(field, problem.M("problem.required"))
	}
}

// levels asks for a reason where more of a language is wanted than most work needs.
func (r *offerReading) levels(c *Content) {
	for i, l := range r.Levels {
		if l.Language == "" {
			continue
		}
		if l.Level == "" {
			r.wrong.Add(fmt.Sprintf("levels[%d].level", i), problem.M("offer.level_missing"))
			continue
		}
		if strings.HasPrefix(l.Level, "C") && c.LevelWhy == "" && c.Kind != Training {
			r.wrong.Add("level_why", problem.M("offer.level_why_missing"))
		}
		c.Levels = append(c.Levels, Level(l))
	}
}

// wage must be told for work; learning may be unpaid, if it says so.
func (r *offerReading) wage(c *Content) {
	c.WageFrom, c.WageTo = r.money(r.WageFrom, "wage_from"), r.money(r.WageTo, "wage_to")
	work := c.Kind == Vacancy || c.Kind == Apprenticeship
	switch {
	case c.WageFrom != nil || c.WageTo != nil:
		c.WagePer = cmp.Or(r.WagePer, "month")
		if c.WageFrom == nil {
			c.WageFrom = c.WageTo
		}
		if c.WageTo != nil && c.WageTo.Minor < c.WageFrom.Minor {
			r.wrong.Add("wage_to", problem.M("offer.wage_order"))
		}
		if c.WageFrom.Minor == 0 && work {
			r.wrong.Add("wage_from", problem.M("offer.wage_missing"))
		}
	case work:
		r.wrong.Add("wage_from", problem.M("offer.wage_missing"))
	case !c.Unpaid && c.Kind == Placement:
		r.wrong.Add("unpaid", problem.M("offer.unpaid_missing"))
	}
}

func (r *offerReading) money(a record.Amount, field string) *record.Money {
	m, err := a.Money(field, r.city.Currency)
	if p := problem.Of(err); p != nil {
		r.wrong.Add(field, p.Fields[field])
	}
	return m
}

func (r *offerReading) day(d record.Day, field string) time.Time {
	t, err := d.Time(field, r.city.Zone)
	if p := problem.Of(err); p != nil {
		r.wrong.Add(field, p.Fields[field])
	}
	return t
}

// FormOfOffer is the form filled with what is worked on.
func FormOfOffer(o *Offer) OfferForm {
	c := o.Working()
	f := OfferForm{Revision: o.Revision, Kind: c.Kind, Title: c.Title, Description: c.Description, Language: c.Language, Occupation: c.Occupation,
		ESCO: c.ESCO, CPV: c.CPV, LevelWhy: c.LevelWhy,
		WagePer: c.WagePer, Hours: c.Hours, Contract: c.Contract, Places: c.Places, Where: c.Where, Apply: c.Apply, Starts: formDay(c.Starts),
		Closes: formDay(c.Closes), Unpaid: yes(c.Unpaid), Mentor: yes(c.Mentor)}
	for _, l := range c.Levels {
		f.Levels = append(f.Levels, LevelForm(l))
	}
	if c.WageFrom != nil {
		f.WageFrom = record.Amount(c.WageFrom.Major())
	}
	if c.WageTo != nil {
		f.WageTo = record.Amount(c.WageTo.Major())
	}
	return f
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}

func formDay(t time.Time) record.Day {
	if t.IsZero() {
		return ""
	}
	return record.Day(t.Format("2006-01-02"))
}

// closestFit counts what an organisation that teaches has in common with an offer: a
// trade (a group of the CPV) and a language.
func closestFit(o *organisation.Organisation, c *Content) (trade, language string) {
	for _, mine := range o.Trades {
		if slices.ContainsFunc(c.CPV, func(code string) bool { return len(code) >= 3 && len(mine) >= 3 && code[:3] == mine[:3] }) {
			trade = mine
			break
		}
	}
	for _, l := range o.Languages {
		if l == c.Language || slices.ContainsFunc(c.Levels, func(need Level) bool { return need.Language == l }) {
			language = l
			break
		}
	}
	return trade, language
}

var offers = store.Spec{Name: "vacancies", Indexes: []store.Index{
	{Name: "account", Fields: []string{"account", "created"}},
	{Name: "organisation", Fields: []string{"organisation", "created"}},
	{Name: "since", Fields: []string{"city", "since"}},
}}
