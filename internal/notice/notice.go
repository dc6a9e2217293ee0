// Package notice holds the publications about a tender and what they say together. Notices are added and
// never edited, so that anyone can see what was published when and what changed; Compile makes the
// compiled release of OCDS from those of one procedure. There is no I/O here.
//
// What a repeated list means depends on the source of the notice:
//
//   - Releases of an OCDS process are merged by the rules of the standard. Ids hold for the
//     whole process: a list with ids changes what it repeats, adds what is new and removes
//     nothing; null removes; a list without ids is replaced as a whole.
//   - An eForms or TED notice repeats all that it says. A later version of it, and a change
//     notice that names it, replace what it said, lists included; a lot that was cancelled
//     stays cancelled. A notice that names no earlier one adds: the ids of its results,
//     organisations and contracts are its own. The lots are those of the call for tenders.
//   - A TED corrigendum (F14) changes the fields that it names.
//   - What is posted here replaces what was posted before, and an outcome the earlier outcome.
package notice

import (
	"cmp"
	"slices"
	"time"

	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/record"
)

// Notice is one publication about a tender: an OCDS release.
type Notice struct {
	record.Meta `bson:",inline"`
	TenderID    string `bson:"tender_id" json:"tenderId"`
	// why it does not count: its source has no authority over the tender; seen by staff alone
	Disputed string       `bson:"disputed,omitempty" json:"disputed,omitempty"`
	Release  ocds.Release `bson:"release" json:"release"`
}

// Content is what a notice says, and a draft before it is one.
type Content struct {
	Language string         `bson:"language,omitempty" json:"language"`
	Buyer    ocds.Reference `bson:"buyer" json:"buyer"`
	Parties  []ocds.Party   `bson:"parties,omitempty" json:"parties"`
	Tender   ocds.Tender    `bson:"tender" json:"tender"`
	City     string         `bson:"city,omitempty" json:"city"`     // id of the first city it is performed in; empty elsewhere
	Cities   []string       `bson:"cities,omitempty" json:"cities"` // ids of all of them
	Private  bool           `bson:"private,omitempty" json:"privateBuyer,omitempty"`
}

// Stage is what the notices say has become of a tender. Whether it is open follows
// from the date alone: see tender.Status.
type Stage string

const (
	Planned      Stage = "planned"      // announced, not yet to be answered
	Competing    Stage = "competing"    // published for answers
	Awarded      Stage = "awarded"      // at least one lot has a winner
	Unsuccessful Stage = "unsuccessful" // no firm won
	Withdrawn    Stage = "withdrawn"    // cancelled by the buyer
)

// Requirements lists what a tenderer must meet: what holds for every lot, then what a
// lot asks besides, with the lot's title.
func (c *Content) Requirements() []ocds.Requirement {
	all := append([]ocds.Requirement(nil), c.Tender.Requirements...)
	for _, l := range c.Tender.Lots {
		all = append(all, l.Requirements...)
	}
	return all
}

// CPV lists every code of the tender and its lots, the main one first.
func (c *Content) CPV() []string {
	seen := map[string]bool{}
	var codes []string
	add := func(code string) {
		if code != "" && !seen[code] {
			seen[code] = true
			codes = append(codes, code)
		}
	}
	for _, code := range c.Tender.CPV {
		add(code)
	}
	for _, l := range c.Tender.Lots {
		for _, code := range l.CPV {
			add(code)
		}
		for _, item := range l.Items {
			add(item.CPV)
		}
	}
	return codes
}

// Value is what the whole tender is worth: its own value or the sum of its lots'; nil
// where no notice says it.
func (c *Content) Value() *record.Money {
	if c.Tender.Value != nil {
		return c.Tender.Value
	}
	return c.LotsSum()
}

// LotsSum is what the lots are worth together; nil where one of several has no value.
func (c *Content) LotsSum() *record.Money {
	var sum record.Money
	for _, l := range c.Tender.Lots {
		if l.Value == nil || sum.Currency != "" && sum.Currency != l.Value.Currency {
			return nil
		}
		sum = record.Money{Minor: sum.Minor + l.Value.Minor, Currency: l.Value.Currency}
	}
	if sum.Currency == "" {
		return nil
	}
	return &sum
}

// AnswerLanguages are those a bid may be written in; the language of the notice where it names none.
func (c *Content) AnswerLanguages() []string {
	if len(c.Tender.Languages) > 0 {
		return c.Tender.Languages
	}
	if c.Language == "" {
		return nil
	}
	return []string{c.Language}
}

// date is that of the notice, or the day it came in where it names none.
func (n *Notice) date() time.Time {
	if n.Release.Date.IsZero() {
		return n.Created
	}
	return n.Release.Date
}

// Dated is the release of a notice; one that names no date has that on which it was first
// recorded, as the standard defines the date of a release.
func (n *Notice) Dated() *ocds.Release {
	if !n.Release.Date.IsZero() {
		return &n.Release
	}
	r := n.Release
	r.Date = n.Created
	return &r
}

// InOrder sorts notices by their date, version and publication, and else as they came in.
func InOrder(notices []*Notice) []*Notice {
	ordered := slices.Clone(notices)
	slices.SortStableFunc(ordered, func(a, b *Notice) int {
		return cmp.Or(a.date().Compare(b.date()), cmp.Compare(a.Release.Source.Version, b.Release.Source.Version),
			cmp.Compare(a.Release.Source.Publication, b.Release.Source.Publication), a.Created.Compare(b.Created), cmp.Compare(a.ID, b.ID))
	})
	return ordered
}
