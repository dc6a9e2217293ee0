package match

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"citiesgrow/internal/notice"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/record"
	"citiesgrow/internal/supplier"
	"citiesgrow/internal/tender"
)

// Held is one requirement held against one profile.
type Held struct {
	Requirement ocds.Requirement
	Lot         string        // number of the lot that asks it; empty when all do
	State       string        // met, lacking or unknown
	Have        *record.Money // what the profile tells, where it is an amount
	Count       int           // what the profile tells, where it is a number
	ShortBy     *record.Money // how much is lacking
	ShortCount  int
	Section     string // of the profile where it can be told
}

// Gap holds every requirement of a content against a profile. What the profile does not
// tell is unknown, never lacking.
func Gap(p *supplier.Profile, c *notice.Content, now time.Time) []Held {
	var all []Held
	seen := map[string]bool{}
	add := func(r ocds.Requirement, lot string) {
		if key := sentence(r); !seen[key] {
			seen[key] = true
			all = append(all, hold(p, r, lot, now))
		}
	}
	for _, r := range c.Tender.Requirements {
		add(r, "")
	}
	for _, l := range c.Tender.Lots {
		for _, r := range l.Requirements {
			add(r, l.ID)
		}
	}
	if len(c.Tender.Languages) > 0 {
		all = append(all, holdLanguage(p, c.Tender.Languages))
	}
	return all
}

// sentence is what a requirement says: notices repeat the same one lot by lot.
func sentence(r ocds.Requirement) string {
	words, _ := r.Text.In()
	amount := ""
	if r.Amount != nil {
		amount = r.Amount.Major() + r.Amount.Currency
	}
	return fmt.Sprint(r.Kind, "|", amount, "|", r.Number, "|", r.Detail, "|", words)
}

func hold(p *supplier.Profile, r ocds.Requirement, lot string, now time.Time) Held {
	h := Held{Requirement: r, Lot: lot, State: "unknown", Section: "proof"}
	switch {
	case r.Kind == ocds.Turnover && r.Amount != nil:
		h.Section = "size"
		h.amount(p.BestTurnover(now), *r.Amount)
	case r.Kind == ocds.Insurance && r.Amount != nil:
		h.amount(p.Cover(r.Detail, now), *r.Amount)
	case r.Kind == ocds.References && r.Number > 0:
		h.number(len(p.References), r.Number)
	case r.Kind == ocds.Staff && r.Number > 0:
		h.Section = "size"
		h.number(p.Staff, r.Number)
	case r.Kind == ocds.Years && r.Number > 0:
		h.Section = "size"
		if p.Founded > 0 {
			h.number(max(1, now.Year()-p.Founded), r.Number)
		}
	case r.Kind == ocds.Certificate && r.Detail != "":
		h.named(len(p.Certificates) > 0, p.Holds(r.Detail, now))
	case r.Kind == ocds.Registration && r.Detail != "":
		h.named(len(p.Registrations) > 0, slices.ContainsFunc(p.Registrations, func(s string) bool { return strings.EqualFold(s, r.Detail) }))
	case r.Kind == ocds.Language && r.Detail != "":
		return holdLanguage(p, []string{r.Detail})
	default:
		h.Section = "" // only words: the person reads them
	}
	return h
}

func (h *Held) amount(have *record.Money, need record.Money) {
	if have == nil {
		return
	}
	h.Have = have
	short := tender.Euros(need) - tender.Euros(*have)
	if short <= 0.005 {
		h.State = "met"
		return
	}
	h.State = "lacking"
	if have.Currency == need.Currency {
		h.ShortBy = &record.Money{Minor: need.Minor - have.Minor, Currency: need.Currency}
	}
}

func (h *Held) number(have, need int) {
	if have == 0 {
		return
	}
	h.Count = have
	if h.State = "met"; have < need {
		h.State, h.ShortCount = "lacking", need-have
	}
}

// named is met by a paper of that name. Somebody who told of others lacks it; somebody
// who told of none has not told.
func (h *Held) named(toldAny, has bool) {
	switch {
	case has:
		h.State = "met"
	case toldAny:
		h.State = "lacking"
	}
}

func holdLanguage(p *supplier.Profile, asked []string) Held {
	h := Held{Requirement: ocds.Requirement{Kind: ocds.Language, Detail: strings.Join(asked, ",")}, State: "unknown", Section: "work"}
	if len(p.Languages) == 0 {
		return h
	}
	h.State = "lacking"
	if slices.ContainsFunc(asked, func(l string) bool { return slices.Contains(p.Languages, l) }) {
		h.State = "met"
	}
	return h
}

// Lacking counts what a profile lacks for certain.
func Lacking(held []Held) int {
	n := 0
	for _, h := range held {
		if h.State == "lacking" {
			n++
		}
	}
	return n
}
