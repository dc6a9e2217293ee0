package notice_test

import (
	"fmt"
	"testing"
	"time"

	"citiesgrow/internal/notice"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/record"
)

// What the whole is worth is what it says; else the sum of its lots, where every lot says its value in one currency.
func TestTheValueOfAContract(t *testing.T) {
	zloty := record.Units(5, "PLN")
	for _, c := range []struct {
		says  string
		whole *record.Money
		lots  []*record.Money
		want  *record.Money
	}{
		{"the whole says it", euros(9), []*record.Money{euros(1), euros(2)}, euros(9)},
		{"the lots say it", nil, []*record.Money{euros(1), euros(2)}, euros(3)},
		{"one lot does not", nil, []*record.Money{euros(1), nil}, nil},
		{"two currencies", nil, []*record.Money{euros(1), &zloty}, nil},
		{"nobody says it", nil, nil, nil},
	} {
		content := notice.Content{Tender: ocds.Tender{Value: c.whole}}
		for _, v := range c.lots {
			content.Tender.Lots = append(content.Tender.Lots, ocds.Lot{Value: v})
		}
		if got := content.Value(); fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%s: %v, want %v", c.says, got, c.want)
		}
	}
}

// Codes and requirements are those of the whole and of its lots, each code once, the main one first.
func TestWhatLotsAskBelongsToTheContract(t *testing.T) {
	c := notice.Content{Language: "nl", Tender: ocds.Tender{CPV: []string{"90910000", "", "90919300"}, Requirements: []ocds.Requirement{{Kind: ocds.Staff}},
		Lots: []ocds.Lot{{CPV: []string{"90919300", "90911200"}, Items: []ocds.Item{{CPV: "45442100"}, {CPV: ""}},
			Requirements: []ocds.Requirement{{Kind: ocds.Years}}}}}}
	if got := fmt.Sprint(c.CPV()); got != "[90910000 90919300 90911200 45442100]" {
		t.Errorf("codes %s", got)
	}
	if got := c.Requirements(); len(got) != 2 || got[0].Kind != ocds.Staff || got[1].Kind != ocds.Years || len(c.Tender.Requirements) != 1 {
		t.Errorf("requirements %+v", got)
	}
	if got := fmt.Sprint(c.AnswerLanguages()); got != "[nl]" {
		t.Errorf("without a word of it, offers are in the notice's language: %s", got)
	}
	if c.Tender.Languages = []string{"fr", "en"}; fmt.Sprint(c.AnswerLanguages()) != "[fr en]" {
		t.Errorf("offers are in %v", c.AnswerLanguages())
	}
}

// The last moment to answer is the latest of the lots that can still be answered; what was taken back or decided no
// longer holds the contract open.
func TestTheLastMomentToAnswer(t *testing.T) {
	lot := func(status string, days int) ocds.Lot {
		l := ocds.Lot{Status: status}
		if days != 0 {
			l.Deadline = day(days)
		}
		return l
	}
	for _, c := range []struct {
		says  string
		whole int
		lots  []ocds.Lot
		want  time.Time
	}{
		{"of the whole", 10, nil, day(10)},
		{"of the later lot", 10, []ocds.Lot{lot("", 5), lot("active", 15)}, day(15)},
		{"a lot without its own has that of the whole", 10, []ocds.Lot{lot("", 5), lot("", 0)}, day(10)},
		{"a cancelled lot does not count", 10, []ocds.Lot{lot("", 5), lot("cancelled", 15)}, day(5)},
		{"nor one that was withdrawn", 10, []ocds.Lot{lot("", 5), lot("withdrawn", 15)}, day(5)},
		{"nor one without a winner", 10, []ocds.Lot{lot("", 5), lot("unsuccessful", 15)}, day(5)},
		{"nor one that is won", 10, []ocds.Lot{lot("", 5), lot("complete", 15)}, day(5)},
		{"where none is left it is that of the whole", 10, []ocds.Lot{lot("complete", 15)}, day(10)},
		{"none is known", 0, []ocds.Lot{lot("", 0)}, time.Time{}},
	} {
		content := notice.Content{Tender: ocds.Tender{Lots: c.lots}}
		if c.whole != 0 {
			content.Tender.Deadline = day(c.whole)
		}
		if got := content.Deadline(); !got.Equal(c.want) {
			t.Errorf("%s: %v, want %v", c.says, got, c.want)
		}
	}
}

// Hours are those of the place where the work is done, else of the buyer's seat; none where neither is known.
func TestWhoseTimeItIs(t *testing.T) {
	at := time.Date(2026, 12, 4, 22, 30, 0, 0, time.UTC)
	for _, c := range []struct {
		says    string
		content notice.Content
		zone    string
		local   string
	}{
		{"of the place", notice.Content{Tender: ocds.Tender{Places: []ocds.Place{{NUTS: "FI1B1", Country: "FI"}}}}, "Europe/Helsinki", "2026-12-05 00:30"},
		{"of a lot's place", notice.Content{Tender: ocds.Tender{Lots: []ocds.Lot{{Places: []ocds.Place{{NUTS: "PT170"}}}}}}, "Europe/Lisbon", "2026-12-04 22:30"},
		{"of the buyer's seat", notice.Content{Parties: []ocds.Party{{Roles: []string{"supplier"}, Country: "FI"}, {Roles: []string{"buyer"}, Country: "BE"}}},
			"Europe/Brussels", "2026-12-04 23:30"},
		{"nobody's", notice.Content{}, "", "2026-12-04 22:30"},
	} {
		zone, _ := c.content.Clock()
		if got := c.content.Local(at).Format("2006-01-02 15:04"); zone != c.zone || got != c.local {
			t.Errorf("%s: %s in %q, want %s in %q", c.says, got, zone, c.local, c.zone)
		}
		if !c.content.Local(time.Time{}).IsZero() {
			t.Errorf("%s: no moment became one", c.says)
		}
	}
}
