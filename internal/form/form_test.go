package form

import (
	"slices"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/taxonomy"
)

func reader(t *testing.T, city string) *Reader {
	t.Helper()
	taxa, err := taxonomy.New()
	if err != nil {
		t.Fatal(err)
	}
	r := New(taxa)
	if city != "" {
		place, ok := r.City("city", city)
		if !ok {
			t.Fatalf("%s is not known", city)
		}
		r.In(place)
	}
	return r
}

// complaint is the word key beside a field; empty for none.
func complaint(r *Reader, field string) string {
	if p := problem.Of(r.Err()); p != nil {
		return p.Fields[field].Key
	}
	return ""
}

func TestMoneyAndDaysAreThoseOfThePlace(t *testing.T) {
	for _, c := range []struct{ city, currency, end string }{
		{"", "EUR", "2026-07-01T23:59:00Z"},
		{"helsinki", "EUR", "2026-07-01T20:59:00Z"},
		{"birmingham", "GBP", "2026-07-01T22:59:00Z"},
		{"gdansk", "PLN", "2026-07-01T21:59:00Z"},
	} {
		r := reader(t, c.city)
		if m := r.Money("value", "١٬٢٥٠"); m == nil || *m != (record.Money{Minor: 125000, Currency: c.currency}) {
			t.Errorf("%s: %v", c.city, m)
		}
		if end := r.Day("end", "2026-07-01").Format(time.RFC3339); end != c.end {
			t.Errorf("%s: the day ends at %s, want %s", c.city, end, c.end)
		}
		if r.Money("none", "") != nil || !r.Day("none", "").IsZero() || r.Err() != nil {
			t.Errorf("%s: an empty field: %v", c.city, r.Err())
		}
	}
	r := reader(t, "helsinki")
	r.Currency("currency", " sek ")
	if m := r.Money("value", "10"); m == nil || m.Currency != "SEK" {
		t.Errorf("another currency: %v", m)
	}
	for _, code := range []string{"€", "EU", "EURO", "E1R"} {
		r := reader(t, "helsinki")
		if r.Currency("currency", code); complaint(r, "currency") != "problem.oneof" || r.Money("value", "10").Currency != "EUR" {
			t.Errorf("%q is a currency: %v", code, r.Err())
		}
	}
}

func TestWhatCannotBeReadIsSaidBesideItsField(t *testing.T) {
	r := reader(t, "helsinki")
	r.Money("lots[0].value", "much")
	r.Day("deadline", "tomorrow")
	r.Span("from", "2026-05-02", "to", "2026-05-01")
	r.Year("founded", 1799, 1800, 2026)
	r.Count("places", "a few", 10)
	r.Count("free", "11", 10)
	r.Count("waiting", "-1", 10)
	r.City("city", "paris")
	r.Cities("cities", []string{"riga", "rome"})
	r.Languages("languages", "fi", "NL", "xx", "tlh", "fin")
	r.Choice("kind", []string{"a", "b"}, "a", "c")
	r.Codes("cpv", []string{"90911200", "cleaning"})
	r.Need("title", false)
	r.Filled("name", " \n", "text", "x")
	r.Address("web", "http://plain.example")
	r.Addresses("documents", "https://a.example\nhttps://b.example javascript:alert(1)")
	r.Address("host", "https:///x")
	want := map[string]string{"lots[0].value": "problem.amount", "deadline": "problem.date", "to": "problem.ends_before", "founded": "problem.year",
		"places": "problem.kind_of_value", "free": "problem.kind_of_value", "waiting": "problem.kind_of_value", "city": "problem.city_unknown",
		"cities": "problem.city_unknown", "languages": "problem.oneof", "kind": "problem.oneof", "cpv": "tender.cpv_wrong", "title": "problem.required",
		"name": "problem.required", "web": "problem.http_url", "documents": "problem.http_url", "host": "problem.http_url"}
	p := problem.Of(r.Err())
	if p == nil || p.Kind != problem.Invalid || len(p.Fields) != len(want) {
		t.Fatalf("%v", r.Err())
	}
	for field, key := range want {
		if p.Fields[field].Key != key {
			t.Errorf("%s: %s, want %s", field, p.Fields[field].Key, key)
		}
	}
	r.Wrong("title", "problem.invalid")
	if complaint(r, "title") != "problem.required" {
		t.Error("a second complaint took the place of the first")
	}
}

func TestWhatCanBeReadIsNotComplainedOf(t *testing.T) {
	r := reader(t, "helsinki")
	start, end := r.Span("from", "2026-05-01", "to", "2026-05-01")
	if !start.Equal(end) || start.IsZero() {
		t.Errorf("one day from %s to %s", start, end)
	}
	r.Span("from", "2026-05-02", "to", "")
	r.Year("founded", 0, 1800, 2026)
	r.Year("founded", 1800, 1800, 2026)
	r.Year("founded", 2026, 1800, 2026)
	for typed, want := range map[string]int{"0": 0, " 10 ": 10, "۱۰": 10, "১০": 10} {
		if n, given := r.Count("places", typed, 10); n != want || !given {
			t.Errorf("%q is %d, %t", typed, n, given)
		}
	}
	if _, given := r.Count("places", " ", 10); given {
		t.Error("an empty count is given")
	}
	if _, ok := r.City("city", ""); ok {
		t.Error("no city is a city")
	}
	if all := r.Cities("cities", []string{"riga", "ghent", "riga"}); !slices.Equal(all, []string{"riga", "ghent"}) {
		t.Errorf("%v", all)
	}
	if all := r.Languages("languages", "fi", "", "ar", "fi"); !slices.Equal(all, []string{"fi", "ar"}) {
		t.Errorf("%v", all)
	}
	r.Choice("kind", []string{"a", "b"}, "", "b")
	r.Need("title", true)
	r.Filled("title", "x", "text", " y ")
	r.Address("web", "")
	r.Addresses("documents", "https://a.example\n\n  https://b.example/?q=1 \n")
	if r.Err() != nil {
		t.Error(r.Err())
	}
	if all := r.Languages("languages", "ne"); len(all) != 1 || r.Err() != nil {
		t.Error("a language of ISO 639-1 is refused that has no name here")
	}
}

func TestCodes(t *testing.T) {
	r := reader(t, "")
	for _, c := range []struct{ typed, want []string }{
		{[]string{"90911200", " 90911200-8 ", "", "9091", "٩٠٩١"}, []string{"90911200", "90910000"}},
		{[]string{"45"}, []string{"45000000"}},
		{nil, nil},
	} {
		if got := r.Codes("cpv", c.typed); !slices.Equal(got, c.want) {
			t.Errorf("%v is read as %v, want %v", c.typed, got, c.want)
		}
	}
	if r.Err() != nil {
		t.Error(r.Err())
	}
	for _, typed := range []string{"4", "00", "12", "12345678", "909112", "9091120", "909112000", "9091120x", "90911200-"} {
		r := reader(t, "")
		if codes := r.Codes("cpv", []string{typed}); len(codes) != 0 || complaint(r, "cpv") != "tender.cpv_wrong" {
			t.Errorf("%q is read as %v, %v", typed, codes, r.Err())
		}
	}
	if got := r.CodesOr("cpv", []string{"4521"}, []string{"window cleaning"}, "en"); !slices.Equal(got, []string{"45210000"}) {
		t.Errorf("what was chosen is %v", got)
	}
	if got := r.CodesOr("cpv", nil, []string{"window cleaning", "window cleaning"}, "en"); len(got) == 0 || got[0] != "90911300" ||
		len(slices.Compact(slices.Sorted(slices.Values(got)))) != len(got) {
		t.Errorf("what the words mean is %v", got)
	}
	if got := r.CodesOr("cpv", nil, []string{"qwzx"}, "en"); len(got) != 0 || r.Err() != nil {
		t.Errorf("words that mean nothing: %v %v", got, r.Err())
	}
}

func TestListsAreCut(t *testing.T) {
	if got := List(" cleaning, windows；\n مطبخ، خدمة；،\n"); !slices.Equal(got, []string{"cleaning", "windows", "مطبخ", "خدمة"}) {
		t.Errorf("%q", got)
	}
	if got := Lines("passport, or a card\n\n proof of address "); !slices.Equal(got, []string{"passport, or a card", "proof of address"}) {
		t.Errorf("%q", got)
	}
}

// What was stored comes back as it was typed.
func TestFieldsAreFilled(t *testing.T) {
	r := reader(t, "lisbon")
	for _, typed := range []record.Day{"2026-07-01", "2026-12-31", ""} {
		if got := Day(r.Day("until", typed), "Europe/Lisbon"); got != typed {
			t.Errorf("%s comes back as %s", typed, got)
		}
	}
	if got := Minute(r.Day("at", "2026-07-01T00:30"), "Europe/Lisbon"); got != "2026-07-01T00:30" {
		t.Errorf("%s", got)
	}
	if got := Day(r.Day("at", "2026-07-01T00:30"), ""); got != "2026-06-30" {
		t.Errorf("without a zone: %s", got)
	}
	if Amount(r.Money("value", "1.234,50")) != "1234.5" || Amount(nil) != "" {
		t.Error("an amount does not come back")
	}
	if yes, no := Known("yes"), Known("no"); yes == nil || !*yes || no == nil || *no || Known("perhaps") != nil || Yes(true) != "yes" || Yes(false) != "" {
		t.Error("an answer does not come back")
	}
}

// What was chosen before keeps its order; what is new follows in the order of the page.
func TestWhatWasChosenKeepsItsOrder(t *testing.T) {
	for _, c := range []struct{ before, chosen, want string }{
		{"uk fi en", "en fi uk", "uk fi en"},
		{"uk fi en", "en fi", "fi en"},
		{"uk", "ar en uk", "uk ar en"},
		{"", "en ar", "en ar"},
	} {
		if got := InOrder(strings.Fields(c.before), strings.Fields(c.chosen)); strings.Join(got, " ") != c.want {
			t.Errorf("%q of %q: %v", c.chosen, c.before, got)
		}
	}
}
