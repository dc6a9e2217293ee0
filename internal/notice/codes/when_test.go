package codes_test

import (
	"testing"
	"time"

	"citiesgrow/internal/notice/codes"
)

func TestADateIsReadInEveryUsualSpelling(t *testing.T) {
	riga := codes.Location("Europe/Riga")
	for _, c := range []struct{ text, early, late string }{
		{"2031-03-10T12:00:00+02:00", "2031-03-10T10:00:00Z", ""},
		{"2031-03-10T12:00:00.0+0200", "2031-03-10T10:00:00Z", ""},
		{"2031-03-10 12:00+02", "2031-03-10T10:00:00Z", ""},
		{"2031-03-10t12:00:00z", "2031-03-10T12:00:00Z", ""},
		{"2031-03-10T12:00:00 +02:00", "2031-03-10T10:00:00Z", ""},
		{"2031-03-10T24:00:00Z", "2031-03-10T23:59:59Z", ""},
		{"2031-03-10T24:00", "2031-03-10T21:59:59Z", ""},
		{"2031-03-10T12:00", "2031-03-10T10:00:00Z", ""},
		{"2031-07-10T12:00", "2031-07-10T09:00:00Z", ""},
		{"2031-03-10", "2031-03-09T22:00:00Z", "2031-03-10T21:59:59Z"},
		{"2031-03-10Z", "2031-03-09T22:00:00Z", "2031-03-10T21:59:59Z"},
		{"20310310", "2031-03-09T22:00:00Z", "2031-03-10T21:59:59Z"},
		{"2031-03-30", "2031-03-29T22:00:00Z", "2031-03-30T20:59:59Z"}, // the clocks go forward on this day
		{"10.3.2031 12:00", "2031-03-10T10:00:00Z", ""},
		{"10.03.2031", "2031-03-09T22:00:00Z", "2031-03-10T21:59:59Z"},
	} {
		if c.late == "" {
			c.late = c.early
		}
		for late, want := range map[bool]string{false: c.early, true: c.late} {
			got, ok := codes.When(c.text, riga, late)
			if !ok || got.Format(time.RFC3339) != want {
				t.Errorf("%q late=%v: %s %v, want %s", c.text, late, got.Format(time.RFC3339), ok, want)
			}
		}
	}
}

func TestADateThatStandsForNoneIsNotRead(t *testing.T) {
	for _, text := range []string{"", "0001-01-01T00:00:00Z", "1970-01-01", "1970-01-01T00:00:00+01:00", "1900-01-01", "9999-12-31T23:59:59Z"} {
		if at, ok := codes.When(text, time.UTC, true); !ok || !at.IsZero() {
			t.Errorf("%q: %s %v", text, at, ok)
		}
	}
	for _, text := range []string{"10/03/2031", "soon", "2031-13-10", "2031-02-30", "2031-03-10T25:00:00Z", "2031-03-10T12:00:00+99:00", "March 10",
		"20310310120000000"} {
		if at, ok := codes.When(text, time.UTC, true); ok || !at.IsZero() {
			t.Errorf("%q was read as %s", text, at)
		}
	}
}

func TestAPlaceHasItsClock(t *testing.T) {
	for _, c := range []struct{ country, nuts, want string }{
		{"PT", "PT11A", "Europe/Lisbon"}, {"PT", "PT200", "Atlantic/Azores"}, {"PT", "PT30", "Atlantic/Madeira"}, {"ES", "ES705", "Atlantic/Canary"},
		{"", "UKE42", "Europe/London"}, {"EL", "", "Europe/Athens"}, {"FR", "FRY40", "Indian/Reunion"}, {"", "", ""}, {"XX", "", ""},
	} {
		if got := codes.Zone(c.country, c.nuts); got != c.want {
			t.Errorf("%q %q: %q, want %q", c.country, c.nuts, got, c.want)
		}
	}
}

func TestEveryZoneOfTheTableExists(t *testing.T) {
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			zone := codes.Zone(string([]rune{a, b}), "")
			if zone == "" {
				continue
			}
			if _, err := time.LoadLocation(zone); err != nil {
				t.Errorf("%c%c: %v", a, b, err)
			}
		}
	}
}
