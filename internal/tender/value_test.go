package tender_test

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/record"
	"citiesgrow/internal/tender"
)

// Bands meet without a gap: an amount at the upper edge belongs to the next one.
func TestBandsMeet(t *testing.T) {
	for _, c := range []struct {
		euros float64
		want  string
	}{
		{0, "0-10k"}, {9_999.99, "0-10k"}, {10_000, "10-50k"}, {49_999.99, "10-50k"}, {50_000, "50-216k"}, {215_999.99, "50-216k"}, {216_000, "216k-1m"},
		{999_999.99, "216k-1m"}, {1_000_000, "1-5m"}, {5_403_999.99, "1-5m"}, {5_404_000, "5m-"}, {math.MaxFloat64, "5m-"},
	} {
		if got := tender.Band(c.euros); got != c.want {
			t.Errorf("%v is in %s, want %s", c.euros, got, c.want)
		}
		if !slices.Contains(tender.Bands(), c.want) {
			t.Errorf("the band %s is not offered", c.want)
		}
	}
}

// Amounts of other currencies are sorted by what they are worth; a currency without a rate counts as it stands.
func TestAmountsAreWorthEuros(t *testing.T) {
	for _, c := range []struct {
		amount record.Money
		want   float64
	}{{record.Units(100, "EUR"), 100}, {record.Units(425, "PLN"), 100}, {record.Units(87, "GBP"), 100}, {record.Units(1430, "ISK"), 10},
		{record.Units(7, "XXX"), 7}, {record.Money{}, 0}} {
		if got := tender.Euros(c.amount); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%v is worth %v euros, want %v", c.amount, got, c.want)
		}
	}
}

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
		content := tender.Content{Tender: ocds.Tender{Value: c.whole}}
		for _, v := range c.lots {
			content.Tender.Lots = append(content.Tender.Lots, ocds.Lot{Value: v})
		}
		if got := content.Value(); fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%s: %v, want %v", c.says, got, c.want)
		}
	}
}

// Every contract serves theme A; what is bought beside may serve another. A code that only begins alike does not.
func TestTheThemesOfAContract(t *testing.T) {
	for _, c := range []struct {
		codes []string
		want  string
	}{
		{nil, "[a]"}, {[]string{"90919300"}, "[a]"}, {[]string{"79600000"}, "[a b]"}, {[]string{"80530000"}, "[a b c]"}, {[]string{"79530000"}, "[a c]"},
		{[]string{"79540000"}, "[a c]"},
		{[]string{"79110000"}, "[a d]"}, {[]string{"75130000"}, "[a d]"}, {[]string{"79110000", "79600000", "79410000", "79610000"}, "[a b c d]"},
		{[]string{"79500000"}, "[a]"},
	} {
		if got := fmt.Sprint(tender.Themes(c.codes)); got != c.want {
			t.Errorf("%v serves %s, want %s", c.codes, got, c.want)
		}
	}
}

// Codes and requirements are those of the whole and of its lots, each code once, the main one first.
func TestWhatLotsAskBelongsToTheContract(t *testing.T) {
	c := tender.Content{Language: "nl", Tender: ocds.Tender{CPV: []string{"90910000", "", "90919300"}, Requirements: []ocds.Requirement{{Kind: ocds.Staff}},
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
		content := tender.Content{Tender: ocds.Tender{Lots: c.lots}}
		if c.whole != 0 {
			content.Tender.Deadline = day(c.whole)
		}
		if got := content.Deadline(); !got.Equal(c.want) {
			t.Errorf("%s: %v, want %v", c.says, got, c.want)
		}
	}
}

// When a contract stops being open: at its deadline; without one, 60 days after what was said last, and at once where
// something was decided.
func TestWhenAContractEnds(t *testing.T) {
	for _, c := range []struct {
		says string
		t    tender.Tender
		want time.Time
	}{
		{"its deadline", tender.Tender{Stage: tender.Competing, Amended: day(-1), Content: tender.Content{Tender: ocds.Tender{Deadline: day(3)}}}, day(3)},
		{"no deadline", tender.Tender{Stage: tender.Competing, Amended: day(-1)}, day(59)},
		{"no deadline, and something is decided", tender.Tender{Stage: tender.Competing, Amended: day(-1), Awards: []ocds.Award{{Status: "cancelled"}}}, day(-1)},
		{"planned: it was never open", tender.Tender{Stage: tender.Planned, Content: tender.Content{Tender: ocds.Tender{Deadline: day(3)}}}, time.Time{}},
		{"a draft neither", tender.Tender{Content: tender.Content{Tender: ocds.Tender{Deadline: day(3)}}}, time.Time{}},
	} {
		if got := c.t.Ends(); !got.Equal(c.want) {
			t.Errorf("%s: %v, want %v", c.says, got, c.want)
		}
	}
	open := tender.Tender{Stage: tender.Competing, Amended: now.Add(-60*24*time.Hour + time.Second)}
	if open.Status(now) != tender.StatusOpen || open.Status(now.Add(time.Second)) != tender.StatusClosed {
		t.Errorf("a second before %s, then %s", open.Status(now), open.Status(now.Add(time.Second)))
	}
}

// Hours are those of the place where the work is done, else of the buyer's seat; nobody's where neither is known.
func TestWhoseTimeItIs(t *testing.T) {
	at := time.Date(2026, 12, 4, 22, 30, 0, 0, time.UTC)
	for _, c := range []struct {
		says    string
		content tender.Content
		zone    string
		local   string
	}{
		{"of the place", tender.Content{Tender: ocds.Tender{Places: []ocds.Place{{NUTS: "FI1B1", Country: "FI"}}}}, "Europe/Helsinki", "2026-12-05 00:30"},
		{"of a lot's place", tender.Content{Tender: ocds.Tender{Lots: []ocds.Lot{{Places: []ocds.Place{{NUTS: "PT170"}}}}}}, "Europe/Lisbon", "2026-12-04 22:30"},
		{"of the buyer's seat", tender.Content{Parties: []ocds.Party{{Roles: []string{"supplier"}, Country: "FI"}, {Roles: []string{"buyer"}, Country: "BE"}}},
			"Europe/Brussels", "2026-12-04 23:30"},
		{"nobody's", tender.Content{}, "", "2026-12-04 22:30"},
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

// What finds a contract: its numbers in the index are those that filters and orders go by.
func TestWhatTheIndexIsGiven(t *testing.T) {
	h := moduletest.New(t)
	value := record.Units(425, "PLN")
	of := tender.Tender{Meta: record.Meta{ID: "tender-x"}, Stage: tender.Competing, Published: day(-1), Amended: day(-1), Source: ocds.Source{System: "ted"},
		Content: tender.Content{City: "helsinki", Cities: []string{"helsinki"},
			Language: "fi", Tender: ocds.Tender{Category: "services", CPV: []string{"90919300"}, Value: &value,
				Deadline: time.Date(2026, 12, 4, 22, 30, 0, 0, time.UTC), Places: []ocds.Place{{NUTS: "FI1B1", Country: "FI"}}}}}
	d := of.Document(h.Taxonomy)
	for key, want := range map[string]string{"city": "[helsinki]", "status": "[competing]", "language": "[fi]", "band": "[0-10k]", "theme": "[a]",
		"source": "[ted]", "category": "[services]"} {
		if got := fmt.Sprint(d.Keys[key]); got != want {
			t.Errorf("%s is %s, want %s", key, got, want)
		}
	}
	// The day is that of Helsinki, where it is the fifth already.
	for number, want := range map[string]int64{"value": 100, "deadline_day": time.Date(2026, 12, 5, 0, 0, 0, 0, time.UTC).Unix(), "published": day(-1).Unix(),
		"ends": of.Tender.Deadline.Unix()} {
		if d.Numbers[number] != want {
			t.Errorf("%s is %d, want %d", number, d.Numbers[number], want)
		}
	}
	of.Tender.Value, of.Stage = &record.Money{Currency: "EUR"}, tender.Awarded
	if d := of.Document(h.Taxonomy); len(d.Keys["band"]) != 0 || d.Until != 0 || d.Numbers["ends"] != 0 {
		t.Errorf("a value of nothing has a band, or what is over is open: %+v %d", d.Keys["band"], d.Until)
	}
}
