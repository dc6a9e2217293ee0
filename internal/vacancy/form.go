package vacancy

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"
	"time"

	"citiesgrow/internal/form"
	"citiesgrow/internal/record"
)

// Form is what an organisation may say of a vacancy.
type Form struct {
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
	ApplyAt     string        `json:"apply" validate:"max=500"`
	Mentor      string        `json:"mentor" validate:"omitempty,oneof=yes no"`
}

// LevelForm is a language with its level.
type LevelForm struct {
	Language string `json:"language" validate:"max=8"`
	Level    string `json:"level" validate:"omitempty,oneof=A1 A2 B1 B2 C1 C2"`
}

var escoURI = regexp.MustCompile(`^https?://data\.europa\.eu/esco/(occupation|isco)/[A-Za-z0-9.-]{1,64}$`)

// Apply reads the form over the content of a vacancy. The reader is in the vacancy's city, which gives
// the currency and the zone; language is that of the person who fills the form in.
func (f *Form) Apply(c *Content, r *form.Reader, language string, now time.Time) error {
	before := *c
	*c = Content{Kind: cmp.Or(f.Kind, Job), Title: f.Title, Description: f.Description, Language: cmp.Or(f.Language, language),
		Occupation: f.Occupation, ESCO: f.ESCO, LevelWhy: f.LevelWhy, Unpaid: f.Unpaid == "yes", Hours: f.Hours, Contract: f.Contract,
		Places: max(1, f.Places), Where: f.Where, Apply: f.ApplyAt, Mentor: f.Mentor == "yes"}
	r.Need("title", c.Title != "")
	r.Need("apply", c.Apply != "")
	if c.ESCO != "" && !escoURI.MatchString(c.ESCO) {
		r.Wrong("esco", "vacancy.esco_wrong")
	}
	c.CPV = before.CPV // the page asks for words alone
	if len(f.CPV) > 0 || len(c.CPV) == 0 || cmp.Or(f.Occupation, f.Title) != cmp.Or(before.Occupation, before.Title) {
		c.CPV = r.CodesOr("cpv", f.CPV, []string{cmp.Or(f.Occupation, f.Title)}, c.Language)
	}
	f.levels(c, r)
	f.wage(c, r)
	c.Starts, c.Closes = r.Day("starts", f.Starts), r.Day("closes", f.Closes)
	r.Need("closes", f.Closes != "")
	if !c.Closes.IsZero() && !c.Closes.After(now) {
		r.Wrong("closes", "vacancy.closes_past")
	}
	return r.Err()
}

// levels asks for a reason where more of a language is wanted than most work needs.
func (f *Form) levels(c *Content, r *form.Reader) {
	for i, l := range f.Levels {
		if l.Language == "" {
			continue
		}
		if l.Level == "" {
			r.Wrong(fmt.Sprintf("levels[%d].level", i), "vacancy.level_missing")
			continue
		}
		if strings.HasPrefix(l.Level, "C") && c.LevelWhy == "" && c.Kind != Training {
			r.Wrong("level_why", "vacancy.level_why_missing")
		}
		c.Levels = append(c.Levels, Level(l))
	}
}

// wage must be given for work; learning may be unpaid, if it says so.
func (f *Form) wage(c *Content, r *form.Reader) {
	c.WageFrom, c.WageTo = r.Money("wage_from", f.WageFrom), r.Money("wage_to", f.WageTo)
	work := c.Kind == Job || c.Kind == Apprenticeship
	switch {
	case c.WageFrom != nil || c.WageTo != nil:
		c.WagePer = cmp.Or(f.WagePer, "month")
		if c.WageFrom == nil {
			c.WageFrom = c.WageTo
		}
		if c.WageTo != nil && c.WageTo.Minor < c.WageFrom.Minor {
			r.Wrong("wage_to", "vacancy.wage_order")
		}
		if c.WageFrom.Minor == 0 && work {
			r.Wrong("wage_from", "vacancy.wage_missing")
		}
	case work:
		r.Wrong("wage_from", "vacancy.wage_missing")
	case !c.Unpaid && c.Kind == Placement:
		r.Wrong("unpaid", "vacancy.unpaid_missing")
	}
}

// FormOf is the form filled with what is worked on; the zone is that of the vacancy's city.
func FormOf(v *Vacancy, zone string) Form {
	c := v.Working()
	f := Form{Revision: v.Revision, Kind: c.Kind, Title: c.Title, Description: c.Description, Language: c.Language, Occupation: c.Occupation,
		ESCO: c.ESCO, CPV: c.CPV, LevelWhy: c.LevelWhy, WageFrom: form.Amount(c.WageFrom), WageTo: form.Amount(c.WageTo),
		WagePer: c.WagePer, Hours: c.Hours, Contract: c.Contract, Places: c.Places, Where: c.Where, ApplyAt: c.Apply,
		Starts: form.Day(c.Starts, zone), Closes: form.Day(c.Closes, zone), Unpaid: form.Yes(c.Unpaid), Mentor: form.Yes(c.Mentor)}
	for _, l := range c.Levels {
		f.Levels = append(f.Levels, LevelForm(l))
	}
	return f
}
