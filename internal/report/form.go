package report

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"citiesgrow/internal/custody"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/upload"
)

// Form is the form of a report. Without a channel it reports discrimination.
type Form struct {
	City     string          `json:"city" validate:"max=40"`
	Channel  custody.Channel `json:"door" validate:"omitempty,oneof=discrimination irregularity"`
	Ground   Words           `json:"ground" validate:"max=14,dive,max=40"`
	Field    string          `json:"field" validate:"max=40"`
	What     string          `json:"what" validate:"max=20000"`
	When     record.Day      `json:"when" validate:"max=30"`
	Where    string          `json:"where" validate:"max=500"`
	Who      string          `json:"who" validate:"max=500"`
	Evidence string          `json:"evidence" validate:"max=3000"`
	For      string          `json:"for" validate:"omitempty,oneof=self other witness"`
	Wish     string          `json:"wish" validate:"omitempty,oneof=record advice act"`
	Reply    string          `json:"reply" validate:"omitempty,oneof=yes no"`
	Avoid    []string        `json:"avoid" validate:"max=20,dive,max=80"` // accounts of readers who must not read it
	Name     string          `json:"name" validate:"max=200"`             // the identity, sealed separately
	Contact  string          `json:"contact" validate:"max=300"`
	Email    string          `json:"email" validate:"omitempty,email,max=254"` // address for notifications
	Language string          `json:"language" validate:"max=8"`
	Files    []upload.Sent   `json:"files" validate:"max=10"`
}

// Grounds returns the chosen grounds, for the page.
func (f *Form) Grounds() []string { return f.Ground }

// Check normalises the form. It returns a problem with an error for each field that is missing or invalid; nil if there is none.
func (f *Form) Check(now time.Time, cities func(string) bool) *problem.Problem {
	wrong := problem.New(problem.Invalid, "problem.invalid")
	f.Channel = cmp.Or(f.Channel, custody.Discrimination)
	if !cities(f.City) {
		wrong.Add("city", problem.M("problem.city_unknown"))
	}
	for i, g := range f.Ground {
		if f.Ground[i] = plainly(g); f.Ground[i] == "other" {
			f.Ground[i] = GroundsOf(f.Channel)[len(GroundsOf(f.Channel))-1]
		}
	}
	f.Field = plainly(f.Field)
	if f.Field == "other" {
		f.Field = "other_field"
	}
	grounds := GroundsOf(f.Channel)
	if len(f.Ground) == 0 {
		wrong.Add("ground", problem.M("report.choose_ground"))
	}
	for _, g := range f.Ground {
		if !slices.Contains(grounds, g) {
			wrong.Add("ground", problem.M("report.choose_ground"))
		}
	}
	if f.Channel == custody.Irregularity {
		f.Field = "procurement"
	}
	if !slices.Contains(Fields(), f.Field) {
		wrong.Add("field", problem.M("report.choose_field"))
	}
	if strings.TrimSpace(f.What) == "" {
		wrong.Add("what", problem.M("report.tell_what"))
	}
	if f.Wish == "" {
		wrong.Add("wish", problem.M("report.choose_wish"))
	}
	if at, err := f.When.Time("when", "UTC"); err != nil {
		wrong.Add("when", problem.M("problem.date"))
	} else if at.After(now.AddDate(0, 0, 1)) {
		wrong.Add("when", problem.M("report.when_future"))
	}
	if f.Contact != "" && f.Name == "" || f.Name != "" && f.Contact == "" {
		wrong.Add("contact", problem.M("report.name_and_contact"))
	}
	if len(wrong.Fields) == 0 {
		return nil
	}
	return wrong
}
