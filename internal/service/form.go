package service

import (
	"fmt"
	"strings"

	"citiesgrow/internal/form"
	"citiesgrow/internal/record"
)

// Form is what a provider may enter about a service.
type Form struct {
	Revision int64 `json:"revision" validate:"min=0"` // the one that was read; 0 is not checked

	Name           string       `json:"name" validate:"max=200"`
	Description    string       `json:"description" validate:"max=5000"`
	Language       string       `json:"language" validate:"max=8"` // of what is written here
	Organization   string       `json:"organization" validate:"max=200"`
	City           string       `json:"city" validate:"max=40"`
	Topics         []string     `json:"topics" validate:"max=16,dive,max=40"`
	Supplies       []SupplyForm `json:"supplies" validate:"max=20,dive"`
	Days           int          `json:"days" validate:"min=0,max=730"`
	Stages         []string     `json:"stages" validate:"max=4,dive,oneof=idea starting running growing"`
	Cities         []string     `json:"cities" validate:"max=16,dive,max=40"`
	OnlyLanguages  []string     `json:"only_languages" validate:"max=20,dive,max=8"`
	Trades         []string     `json:"trades" validate:"max=20,dive,max=12"`
	Eligibility    string       `json:"eligibility" validate:"max=1000"`
	Costs          []CostForm   `json:"costs" validate:"max=10,dive"`              // none: free of charge
	Charge         string       `json:"charge" validate:"omitempty,oneof=unknown"` // unknown: what else it costs is not known
	Languages      []string     `json:"languages" validate:"max=20,dive,max=8"`
	Interpretation string       `json:"interpretation" validate:"max=500"`
	Documents      string       `json:"documents" validate:"max=2000"` // one on each line
	Online         string       `json:"online" validate:"omitempty,oneof=yes no"`
	Places         []PlaceForm  `json:"places" validate:"max=10,dive"`
	Hours          []HoursForm  `json:"hours" validate:"max=14,dive"`
	Seats          string       `json:"capacity" validate:"max=6"` // places in all; empty: not known
	Free           string       `json:"free" validate:"max=6"`
	Waiting        int          `json:"waiting" validate:"min=0,max=100000"`
	WaitDays       int          `json:"wait_days" validate:"min=0,max=730"`
	Apply          string       `json:"apply" validate:"max=1000"`
	Email          string       `json:"email" validate:"omitempty,email,max=254"`
	Phone          string       `json:"phone" validate:"max=40"`
	Web            string       `json:"web" validate:"omitempty,http_url,max=500"`
	Status         string       `json:"status" validate:"max=40"`
}

// SupplyForm is the row of a Supply.
type SupplyForm struct {
	Kind   string `json:"kind" validate:"max=40"`
	Detail string `json:"detail" validate:"max=100"`
}

// CostForm is the row of a Cost; an empty amount means that it depends.
type CostForm struct {
	Option string        `json:"option" validate:"max=200"`
	Amount record.Amount `json:"amount" validate:"max=30"`
}

// PlaceForm is the row of a Place.
type PlaceForm struct {
	Name          string   `json:"name" validate:"max=200"`
	Address       string   `json:"address" validate:"max=200"`
	Postcode      string   `json:"postcode" validate:"max=20"`
	Town          string   `json:"town" validate:"max=100"`
	Transport     string   `json:"transport" validate:"max=300"`
	Accessibility []string `json:"accessibility" validate:"max=8,dive,oneof=step_free lift toilet parking hearing_loop quiet_room"`
}

// HoursForm is the row of opening hours.
type HoursForm struct {
	Days   []string `json:"days" validate:"max=7,dive,oneof=MO TU WE TH FR SA SU"`
	Opens  string   `json:"opens" validate:"max=5"`
	Closes string   `json:"closes" validate:"max=5"`
	Rule   string   `json:"rule" validate:"max=200"` // an RRULE, for programs: "FREQ=MONTHLY;BYDAY=1MO"
	Note   string   `json:"note" validate:"max=200"`
}

// Access lists how a place can be accessible.
func Access() []string {
	return []string{"step_free", "lift", "toilet", "parking", "hearing_loop", "quiet_room"}
}

// FormOf is the form filled in with a listing.
func FormOf(l *Listing) Form {
	f := Form{Revision: l.Revision, Name: l.Name, Description: l.Description, Language: l.Language, Organization: l.Organization.Name, City: l.City,
		Topics: l.Topics, Days: l.Days,
		Stages: l.For.Stages, Cities: l.For.Cities, OnlyLanguages: l.For.Languages, Trades: l.For.Trades, Eligibility: l.Eligibility,
		Languages: l.Languages, Interpretation: l.Interpretation,
		Documents: strings.Join(l.Documents, "\n"), Apply: l.Apply, Email: l.Contact.Email, Phone: l.Contact.Phone, Web: l.Contact.Web, Status: l.Status}
	for _, s := range l.Supplies {
		f.Supplies = append(f.Supplies, SupplyForm(s))
	}
	if l.Charge() == "" {
		f.Charge = ChargeUnknown
	}
	for _, c := range l.Costs {
		f.Costs = append(f.Costs, CostForm{c.Option, form.Amount(c.Amount)})
	}
	for _, p := range l.Places {
		f.Places = append(f.Places, PlaceForm{p.Name, p.Address, p.Postcode, p.Town, p.Transport, p.Accessibility})
	}
	for _, h := range l.Hours {
		row := HoursForm{Days: h.ByDay, Opens: h.Opens, Closes: h.Closes, Note: h.Note}
		if h.Freq != "WEEKLY" || h.Interval > 1 {
			row.Days, row.Rule = nil, h.Rule()
		}
		f.Hours = append(f.Hours, row)
	}
	f.Online = form.Yes(l.Online)
	if l.Capacity != nil {
		f.Seats, f.Free, f.Waiting, f.WaitDays = fmt.Sprint(l.Capacity.Places), fmt.Sprint(l.Capacity.Free), l.Capacity.Waiting, l.Capacity.WaitDays
	}
	return f
}
