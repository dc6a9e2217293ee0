package draft

import (
	"strings"

	"citiesgrow/internal/form"
	"citiesgrow/internal/notice"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/record"
)

// RequirementsForm is what a tenderer must meet, as numbers with units.
type RequirementsForm struct {
	Turnover     record.Amount `json:"turnover" validate:"max=30"`  // a year
	Insurance    record.Amount `json:"insurance" validate:"max=30"` // liability cover
	References   int           `json:"references" validate:"min=0,max=50"`
	Staff        int           `json:"staff" validate:"min=0,max=10000"`
	Years        int           `json:"years" validate:"min=0,max=50"`
	Certificates string        `json:"certificates" validate:"max=500"` // one a line or with commas
	Registration string        `json:"registration" validate:"max=200"`
	Other        string        `json:"other" validate:"max=2000"`
}

func (f RequirementsForm) read(language string, r *form.Reader) []ocds.Requirement {
	var all []ocds.Requirement
	if m := r.Money("requirements.turnover", f.Turnover); m != nil && m.Minor > 0 {
		all = append(all, ocds.Requirement{Kind: ocds.Turnover, Amount: m})
	}
	if m := r.Money("requirements.insurance", f.Insurance); m != nil && m.Minor > 0 {
		all = append(all, ocds.Requirement{Kind: ocds.Insurance, Amount: m, Detail: "liability"})
	}
	for _, n := range []struct {
		kind  string
		count int
	}{{ocds.References, f.References}, {ocds.Staff, f.Staff}, {ocds.Years, f.Years}} {
		if n.count > 0 {
			all = append(all, ocds.Requirement{Kind: n.kind, Number: n.count})
		}
	}
	for _, name := range form.List(f.Certificates) {
		all = append(all, ocds.Requirement{Kind: ocds.Certificate, Detail: name})
	}
	if f.Registration != "" {
		all = append(all, ocds.Requirement{Kind: ocds.Registration, Detail: f.Registration})
	}
	if f.Other != "" {
		all = append(all, ocds.Requirement{Kind: ocds.Other, Text: textIn(language, f.Other)})
	}
	return all
}

func requirementsForm(c *notice.Content) RequirementsForm {
	var f RequirementsForm
	var certificates []string
	for _, r := range c.Tender.Requirements {
		switch r.Kind {
		case ocds.Turnover:
			f.Turnover = form.Amount(r.Amount)
		case ocds.Insurance:
			f.Insurance = form.Amount(r.Amount)
		case ocds.References:
			f.References = r.Number
		case ocds.Staff:
			f.Staff = r.Number
		case ocds.Years:
			f.Years = r.Number
		case ocds.Certificate:
			certificates = append(certificates, r.Detail)
		case ocds.Registration:
			f.Registration = r.Detail
		case ocds.Other:
			f.Other, _ = r.Text.In(c.Language)
		}
	}
	f.Certificates = strings.Join(certificates, ", ")
	return f
}
