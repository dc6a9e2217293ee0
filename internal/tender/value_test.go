package tender_test

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/notice"
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

// When a contract stops being open: at its deadline; without one, 60 days after what was said last, and at once where
// something was decided.
func TestWhenAContractEnds(t *testing.T) {
	for _, c := range []struct {
		says string
		t    tender.Tender
		want time.Time
	}{
		{"its deadline",
			tender.Tender{Compiled: notice.Compiled{Stage: notice.Competing, Amended: day(-1), Content: notice.Content{Tender: ocds.Tender{Deadline: day(3)}}}}, day(3)},
		{"no deadline", tender.Tender{Compiled: notice.Compiled{Stage: notice.Competing, Amended: day(-1)}}, day(59)},
		{"no deadline, and something is decided",
			tender.Tender{Compiled: notice.Compiled{Stage: notice.Competing, Amended: day(-1), Awards: []ocds.Award{{Status: "cancelled"}}}}, day(-1)},
		{"planned: it was never open",
			tender.Tender{Compiled: notice.Compiled{Stage: notice.Planned, Content: notice.Content{Tender: ocds.Tender{Deadline: day(3)}}}}, time.Time{}},
		{"a draft neither", tender.Tender{Compiled: notice.Compiled{Content: notice.Content{Tender: ocds.Tender{Deadline: day(3)}}}}, time.Time{}},
	} {
		if got := c.t.Ends(); !got.Equal(c.want) {
			t.Errorf("%s: %v, want %v", c.says, got, c.want)
		}
	}
	open := tender.Tender{Compiled: notice.Compiled{Stage: notice.Competing, Amended: now.Add(-60*24*time.Hour + time.Second)}}
	if open.Status(now) != tender.StatusOpen || open.Status(now.Add(time.Second)) != tender.StatusClosed {
		t.Errorf("a second before %s, then %s", open.Status(now), open.Status(now.Add(time.Second)))
	}
}

// What finds a contract: its numbers in the index are those that filters and orders go by.
func TestWhatTheIndexIsGiven(t *testing.T) {
	h := moduletest.New(t)
	value := record.Units(425, "PLN")
	of := tender.Tender{Meta: record.Meta{ID: "tender-x"}, Compiled: notice.Compiled{Stage: notice.Competing, Published: day(-1), Amended: day(-1),
		Source: ocds.Source{System: "ted"},
		Content: notice.Content{City: "helsinki", Cities: []string{"helsinki"},
			Language: "fi", Tender: ocds.Tender{Category: "services", CPV: []string{"90919300"}, Value: &value,
				Deadline: time.Date(2026, 12, 4, 22, 30, 0, 0, time.UTC), Places: []ocds.Place{{NUTS: "FI1B1", Country: "FI"}}}}}}
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
	of.Tender.Value, of.Stage = &record.Money{Currency: "EUR"}, notice.Awarded
	if d := of.Document(h.Taxonomy); len(d.Keys["band"]) != 0 || d.Until != 0 || d.Numbers["ends"] != 0 {
		t.Errorf("a value of nothing has a band, or what is over is open: %+v %d", d.Keys["band"], d.Until)
	}
}
