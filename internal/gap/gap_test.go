package gap_test

import (
	"fmt"
	"testing"

	"citiesgrow/internal/gap"
	"citiesgrow/internal/i18n"
	"citiesgrow/internal/match/matchtest"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/record"
	"citiesgrow/internal/supplier"
	"citiesgrow/internal/tender/tendertest"
)

var euros = tendertest.Euros

// A requirement is met at what is asked, and lacking below it, by how much is said in its own currency alone.
func TestAGapAtItsLimits(t *testing.T) {
	pounds, less := record.Units(870, "GBP"), record.Units(869, "GBP")
	for _, c := range []struct {
		says   string
		change func(*supplier.Profile)
		asked  ocds.Requirement
		state  string
		short  string
	}{
		{"a cent less", func(p *supplier.Profile) { p.Turnover[0].Amount.Minor-- }, ocds.Requirement{Kind: ocds.Turnover, Amount: euros(140_000)}, "lacking",
			"0.01EUR"},
		{"pounds for euros", func(p *supplier.Profile) { p.Turnover[0].Amount = pounds }, ocds.Requirement{Kind: ocds.Turnover, Amount: euros(1_000)}, "met", ""},
		{"a pound less", func(p *supplier.Profile) { p.Turnover[0].Amount = less }, ocds.Requirement{Kind: ocds.Turnover, Amount: euros(1_000)}, "lacking", ""},
		{"one person less", nil, ocds.Requirement{Kind: ocds.Staff, Number: 5}, "lacking", "1"},
		{"as many people", nil, ocds.Requirement{Kind: ocds.Staff, Number: 4}, "met", ""},
		{"founded this year", func(p *supplier.Profile) { p.Founded = 2026 }, ocds.Requirement{Kind: ocds.Years, Number: 1}, "met", ""},
		{"founded this year, two asked", func(p *supplier.Profile) { p.Founded = 2026 }, ocds.Requirement{Kind: ocds.Years, Number: 2}, "lacking", "1"},
		{"in the register, in other letters", func(p *supplier.Profile) { p.Registrations = []string{"TUKES"} },
			ocds.Requirement{Kind: ocds.Registration, Detail: "Tukes"}, "met", ""},
		{"in another register", func(p *supplier.Profile) { p.Registrations = []string{"Tukes"} }, ocds.Requirement{Kind: ocds.Registration, Detail: "KBO"},
			"lacking", ""},
		{"a language it writes", nil, ocds.Requirement{Kind: ocds.Language, Detail: "fi"}, "met", ""},
		{"one it does not", nil, ocds.Requirement{Kind: ocds.Language, Detail: "sv"}, "lacking", ""},
		{"any liability will do", nil, ocds.Requirement{Kind: ocds.Insurance, Amount: euros(1_000_000)}, "met", ""},
		{"turnover without an amount is only words", nil, ocds.Requirement{Kind: ocds.Turnover}, "unknown", ""},
	} {
		p := matchtest.Cleaner()
		if c.change != nil {
			c.change(p)
		}
		held := gap.Of(p, &matchtest.Schools(c.asked).Content, moduletest.Now)[0]
		short := ""
		if held.ShortBy != nil {
			short = held.ShortBy.Major() + held.ShortBy.Currency
		} else if held.ShortCount > 0 {
			short = fmt.Sprint(held.ShortCount)
		}
		if held.State != c.state || short != c.short {
			t.Errorf("%s: %s short %q, want %s short %q", c.says, held.State, short, c.state, c.short)
		}
	}
}

// Notices repeat a requirement lot by lot: it is held once, with the first lot that asks it; the language comes last.
func TestARepeatedRequirementIsHeldOnce(t *testing.T) {
	few, many := ocds.Requirement{Kind: ocds.Staff, Number: 2}, ocds.Requirement{Kind: ocds.Staff, Number: 9}
	of := matchtest.Schools(few)
	of.Tender.Lots = []ocds.Lot{{ID: "LOT-0001", Requirements: []ocds.Requirement{few, many}}, {ID: "LOT-0002", Requirements: []ocds.Requirement{many}}}
	var all []string
	held := gap.Of(matchtest.Cleaner(), &of.Content, moduletest.Now)
	for _, h := range held {
		all = append(all, fmt.Sprint(h.Requirement.Kind, h.Requirement.Number, " ", h.Lot, " ", h.State))
	}
	want := []string{ocds.Staff + "2  met", ocds.Staff + "9 LOT-0001 lacking", ocds.Language + "0  met"}
	if lacks, _ := gap.Lacks(held); fmt.Sprint(all) != fmt.Sprint(want) || len(lacks) != 1 {
		t.Errorf("%q, want %q, lacking %d", all, want, len(lacks))
	}
	of.Tender.Languages = nil
	if held := gap.Of(matchtest.Cleaner(), &of.Content, moduletest.Now); len(held) != 2 {
		t.Errorf("a language is held that nobody asks: %+v", held)
	}
}

func TestTheGapSaysMetLackingByHowMuchOrNotTold(t *testing.T) {
	for _, c := range []struct {
		says  string
		asked ocds.Requirement
		state string
		short int64 // euros
		count int
	}{
		{"turnover met", ocds.Requirement{Kind: ocds.Turnover, Amount: euros(100_000)}, "met", 0, 0},
		{"turnover exactly met", ocds.Requirement{Kind: ocds.Turnover, Amount: euros(140_000)}, "met", 0, 0},
		{"turnover lacking", ocds.Requirement{Kind: ocds.Turnover, Amount: euros(200_000)}, "lacking", 60_000, 0},
		{"an insurance that has ended does not count", ocds.Requirement{Kind: ocds.Insurance, Amount: euros(1_500_000), Detail: "liability"}, "lacking", 500_000, 0},
		{"an insurance of another kind is not told", ocds.Requirement{Kind: ocds.Insurance, Amount: euros(1), Detail: "professional"}, "unknown", 0, 0},
		{"references lacking", ocds.Requirement{Kind: ocds.References, Number: 3}, "lacking", 0, 2},
		{"staff met", ocds.Requirement{Kind: ocds.Staff, Number: 4}, "met", 0, 0},
		{"years met", ocds.Requirement{Kind: ocds.Years, Number: 3}, "met", 0, 0},
		{"a certificate met by its newer edition", ocds.Requirement{Kind: ocds.Certificate, Detail: "ISO 9001"}, "met", 0, 0},
		{"a certificate that has ended", ocds.Requirement{Kind: ocds.Certificate, Detail: "VCA"}, "lacking", 0, 0},
		{"a register nobody told of", ocds.Requirement{Kind: ocds.Registration, Detail: "trade register"}, "unknown", 0, 0},
		{"only words", ocds.Requirement{Kind: ocds.Other, Text: i18n.Text{"fi": "Hyvä maine."}}, "unknown", 0, 0},
	} {
		t.Run(c.says, func(t *testing.T) {
			held := gap.Of(matchtest.Cleaner(), &matchtest.Schools(c.asked).Content, moduletest.Now)[0]
			if held.State != c.state || held.ShortCount != c.count {
				t.Errorf("%s short %d, want %s short %d", held.State, held.ShortCount, c.state, c.count)
			}
			if c.short > 0 && (held.ShortBy == nil || *held.ShortBy != *euros(c.short)) {
				t.Errorf("short by %v, want %d", held.ShortBy, c.short)
			}
		})
	}
}

func TestNothingToldIsNeverLacking(t *testing.T) {
	empty := &supplier.Profile{}
	for _, kind := range []string{ocds.Turnover, ocds.Insurance, ocds.References, ocds.Staff, ocds.Years, ocds.Certificate, ocds.Registration} {
		held := gap.Of(empty, &matchtest.Schools(ocds.Requirement{Kind: kind, Amount: euros(1), Number: 1, Detail: "x"}).Content, moduletest.Now)[0]
		if held.State != "unknown" {
			t.Errorf("%s: %s", kind, held.State)
		}
	}
}
