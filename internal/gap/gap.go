// Package gap compares what a contract requires with what a firm says of itself, requirement by requirement.
package gap

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

// Held is one requirement compared with one profile.
type Held struct {
	Requirement ocds.Requirement
	Lot         string        // number of the lot that asks it; empty when all do
	State       string        // met, lacking or unknown
	Have        *record.Money // what the profile says, where it is an amount
	Count       int           // what the profile says, where it is a number
	ShortBy     *record.Money // how much is lacking
	ShortCount  int
	Section     string // of the profile where it can be filled in
}

// Of compares every requirement of a content with a profile. What the profile does not say is unknown, never lacking.
func Of(p *supplier.Profile, c *notice.Content, now time.Time) []Held {
	var all []Held
	seen := map[string]bool{}
	add := func(r ocds.Requirement, lot string) {
		if key := sentence(r); !seen[key] {
			seen[key] = true
			all = append(all, Hold(p, r, lot, now))
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
		all = append(all, HoldLanguage(p, c.Tender.Languages))
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

// Hold compares one requirement, of a lot or of all, with a profile.
func Hold(p *supplier.Profile, r ocds.Requirement, lot string, now time.Time) Held {
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
		return HoldLanguage(p, []string{r.Detail})
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

// named is met by a paper of that name. A firm that names other papers lacks it; of one that names none it is unknown.
func (h *Held) named(toldAny, has bool) {
	switch {
	case has:
		h.State = "met"
	case toldAny:
		h.State = "lacking"
	}
}

// HoldLanguage compares the languages of an offer, any of which will do, with those of a firm.
func HoldLanguage(p *supplier.Profile, asked []string) Held {
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
