package record

import (
	"bytes"
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestNewID(t *testing.T) {
	readable := regexp.MustCompile(`^tender-[23456789abcdefghjkmnpqrstwxyz]{10}$`)
	seen, count := map[string]bool{}, map[rune]int{}
	var order []string
	for range 20000 {
		id := NewID(nil, "tender")
		if !readable.MatchString(id) || seen[id] {
			t.Fatalf("%q is unreadable or not new", id)
		}
		seen[id] = true
		order = append(order, id)
		for _, r := range strings.TrimPrefix(id, "tender-") {
			count[r]++
		}
	}
	if len(count) != len(idAlphabet) {
		t.Errorf("%d of %d letters occur", len(count), len(idAlphabet))
	}
	even := 20000 * 10 / len(idAlphabet)
	for r, n := range count {
		if n < even*9/10 || n > even*11/10 {
			t.Errorf("%c occurs %d times, about %d were due", r, n, even)
		}
	}
	if slices.IsSorted(order) {
		t.Error("ids tell the order they were made in")
	}
	if a, b := NewID(bytes.NewReader(make([]byte, 64)), "x"), NewID(bytes.NewReader(make([]byte, 64)), "x"); a != b || a != "x-2222222222" {
		t.Errorf("with given randomness: %s and %s", a, b)
	}
	if a, b := NewCode(nil, 16), NewCode(nil, 16); len(a) != 16 || a == b {
		t.Errorf("codes %s and %s", a, b)
	}
}

func TestParseMoney(t *testing.T) {
	for _, row := range []struct {
		text, currency string
		minor          int64
	}{
		{"1234.50", "EUR", 123450}, {"1234.5", "eur", 123450}, {" 7 ", " gbp ", 700}, {"0", "EUR", 0}, {"-5", "EUR", -500}, {"+5.01", "EUR", 501},
		{"1e6", "EUR", 100000000}, {"1.5E3", "EUR", 150000}, {"0.005", "EUR", 1}, {"-0.005", "EUR", -1}, {"0.0049", "EUR", 0}, {"19.995", "EUR", 2000},
		{"1200", "ISK", 1200}, {"1200.4", "JPY", 1200}, {"1.2345", "KWD", 1235}, {"90000000000000", "EUR", 9e15},
	} {
		m, err := ParseMoney(row.text, row.currency)
		if err != nil || m.Minor != row.minor || m.Currency != strings.ToUpper(strings.TrimSpace(row.currency)) {
			t.Errorf("%q %s is %v (%v), want %d", row.text, row.currency, m, err, row.minor)
		}
	}
	for _, text := range []string{"", " ", "five", "1,5", "1 000", "1e999", "1e-5", "0x10", "NaN", "Inf", "1.", ".5", "--5", "1234567890123456",
		"90000000000001", "1e15", strings.Repeat("9", 10000), "1.123456789", "٢٥"} {
		if m, err := ParseMoney(text, "EUR"); !errors.Is(err, ErrAmount) {
			t.Errorf("%.40q is %v (%v), want ErrAmount", text, m, err)
		}
	}
}

func TestMoneyInItsMajorUnit(t *testing.T) {
	for _, row := range []struct {
		m     Money
		major string
		float float64
	}{
		{Money{123450, "EUR"}, "1234.5", 1234.5}, {Money{100, "EUR"}, "1", 1}, {Money{5, "EUR"}, "0.05", .05}, {Money{1200, "ISK"}, "1200", 1200},
		{Money{1235, "KWD"}, "1.235", 1.235}, {Money{-1, "GBP"}, "-0.01", -.01},
	} {
		if row.m.Major() != row.major || row.m.Float() != row.float {
			t.Errorf("%v is %s and %v", row.m, row.m.Major(), row.m.Float())
		}
	}
	if Units(7, "EUR").Minor != 700 || Units(7, "JPY").Minor != 7 || Units(7, "TND").Minor != 7000 || !Units(0, "EUR").IsZero() {
		t.Error("whole units are counted in the wrong minor unit")
	}
}

func TestTouch(t *testing.T) {
	riga := time.FixedZone("EET", 2*3600)
	first, later := time.Date(2026, 11, 22, 9, 0, 0, 123456789, riga), time.Date(2026, 11, 23, 9, 0, 0, 0, riga)
	var m Meta
	m.Touch(first)
	m.Touch(later)
	if want := time.Date(2026, 11, 22, 7, 0, 0, 123e6, time.UTC); m.Created != want || m.Updated != later.UTC() {
		t.Errorf("created %v, updated %v", m.Created, m.Updated)
	}
}
