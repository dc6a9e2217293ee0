package record

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"citiesgrow/internal/problem"
)

func TestAmountAsTyped(t *testing.T) {
	for typed, want := range map[Amount]int64{ // cents
		"25000": 2500000, "25 000": 2500000, "25\u00a0000": 2500000, "25\u202f000": 2500000, "25'000": 2500000, "25.000": 2500000, "25,000": 2500000,
		"1.234,50": 123450, "1,234.50": 123450, "1 234,5": 123450, "1234.5": 123450, "1234,50": 123450, "1.234.567": 123456700, "1,234,567.89": 123456789,
		"€25,000": 2500000, "£9.50": 950, "25 000 €": 2500000, "٢٥٠٠٠": 2500000, "٢٥٬٠٠٠٫٥٠": 2500050, "۲۵۰۰۰": 2500000, "0": 0, "0,01": 1, "1": 100,
	} {
		m, err := typed.Money("value", "EUR")
		if err != nil || m == nil || m.Minor != want || m.Currency != "EUR" {
			t.Errorf("%q is %v (%v), want %d cents", typed, m, err, want)
		}
	}
	for _, typed := range []Amount{"1e9", "-5", "+5", "five", "12 euros", "0x10", "1,2,3,4.5.6x", "12345678901234", "1.2345", "NaN", "∞", "1..5",
		"1.234,567", "1,2,3", "12.34.56", "0.500", "1,2345,678", ",", "--", "²", "5%"} {
		m, err := typed.Money("value", "EUR")
		if p := problem.Of(err); p == nil || p.Fields["value"].Key != "problem.amount" || m != nil {
			t.Errorf("%q is %v (%v), want a complaint about the field", typed, m, err)
		}
	}
	for _, typed := range []Amount{"", "  ", "\u00a0"} {
		if m, err := typed.Money("value", "EUR"); m != nil || err != nil {
			t.Errorf("%q is %v (%v), want no amount", typed, m, err)
		}
	}
	if m, err := Amount("25 000").Money("value", "ISK"); err != nil || m.Minor != 25000 {
		t.Errorf("a currency without cents: %v (%v)", m, err)
	}
}

func TestAmountOfAProgram(t *testing.T) {
	for raw, want := range map[string]Amount{`"25 000"`: "25 000", `25000`: "25000", `1200.5`: "1200.5", `null`: "", `""`: ""} {
		var in struct{ Value Amount }
		if err := json.Unmarshal([]byte(`{"Value":`+raw+`}`), &in); err != nil || in.Value != want {
			t.Errorf("%s is %q (%v), want %q", raw, in.Value, err, want)
		}
	}
	for _, raw := range []string{`{}`, `[]`, `true`, `{"$gt":0}`} {
		var in struct{ Value Amount }
		var kind *json.UnmarshalTypeError
		if err := json.Unmarshal([]byte(`{"Value":`+raw+`}`), &in); !errors.As(err, &kind) || kind.Field != "Value" {
			t.Errorf("%s: %v, want an error that names the field", raw, err)
		}
	}
}

func TestDayAsTyped(t *testing.T) {
	for _, row := range []struct {
		typed Day
		zone  string
		want  string
	}{
		{"2026-12-04", "Europe/Helsinki", "2026-12-04T21:59:00Z"},
		{"2026-12-04", "Europe/Lisbon", "2026-12-04T23:59:00Z"},
		{"2026-12-04T14:00", "Europe/Riga", "2026-12-04T12:00:00Z"},
		{"2026-12-04 14:00", "Europe/Riga", "2026-12-04T12:00:00Z"},
		{"2026-07-04T14:00", "Europe/Riga", "2026-07-04T11:00:00Z"},
		{"2026-12-04T14:00:00+05:00", "Europe/Riga", "2026-12-04T09:00:00Z"},
		{"٢٠٢٦-١٢-٠٤", "UTC", "2026-12-04T23:59:00Z"},
		{"2026-12-04", "Nowhere/Known", "2026-12-04T23:59:00Z"},
		{"2026-10-25", "Europe/Helsinki", "2026-10-25T21:59:00Z"}, // a day of 25 hours
		{"2026-03-29", "Europe/Helsinki", "2026-03-29T20:59:00Z"}, // a day of 23 hours
	} {
		got, err := row.typed.Time("deadline", row.zone)
		if err != nil || got.Format(time.RFC3339) != row.want {
			t.Errorf("%q in %s is %s (%v), want %s", row.typed, row.zone, got.Format(time.RFC3339), err, row.want)
		}
	}
	for _, typed := range []Day{"2026-13-01", "2026-02-30", "04.12.2026", "12/4/2026", "tomorrow", "2026-12-04T25:00", "20261204", "1e9"} {
		_, err := typed.Time("deadline", "Europe/Riga")
		if p := problem.Of(err); p == nil || p.Fields["deadline"].Key != "problem.date" {
			t.Errorf("%q: %v, want a complaint about the field", typed, err)
		}
	}
	if got, err := Day("").Time("deadline", "Europe/Riga"); err != nil || !got.IsZero() {
		t.Errorf("no day is %v (%v)", got, err)
	}
}

// A number that a program sends is read as a number: a third decimal is refused, not taken for thousands.
func TestAmountAsANumber(t *testing.T) {
	for sent, want := range map[string]int64{"25000": 2_500_000, "12.5": 1250, "12.34": 1234, "0.5": 50, `"1.234,50"`: 123_450} {
		var a Amount
		if err := json.Unmarshal([]byte(sent), &a); err != nil {
			t.Errorf("%s: %v", sent, err)
			continue
		}
		if m, err := a.Money("value", "EUR"); err != nil || m.Minor != want {
			t.Errorf("%s is %+v, %v", sent, m, err)
		}
	}
	for _, sent := range []string{"12.345", "90000.000", "1234.567", "1e3", "-5", "true", "[1]"} {
		var a Amount
		if err := json.Unmarshal([]byte(sent), &a); err == nil {
			t.Errorf("%s is taken for %q", sent, a)
		}
	}
}
