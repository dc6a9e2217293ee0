package record

import (
	"encoding/json"
	"reflect"
	"regexp"
	"strings"
	"time"

	"citiesgrow/internal/problem"
)

// Amount is money as a person types it ("25 000", "1.234,50", "1,234.50"); a
// program may send a number. It is kept as typed until Money reads it.
type Amount string

// UnmarshalJSON takes a string as a person types it, or a number with two decimals at most: 12.345 is not twelve thousand.
func (a *Amount) UnmarshalJSON(raw []byte) error {
	var s string
	if err := json.Unmarshal(raw, &s); err == nil {
		*a = Amount(s)
		return nil
	}
	var n json.Number
	if err := json.Unmarshal(raw, &n); err != nil {
		return err // unwrapped, so that the decoder around it adds the name of the field
	}
	if !plainMoney.MatchString(n.String()) {
		return &json.UnmarshalTypeError{Value: "number " + n.String(), Type: reflect.TypeFor[Amount]()}
	}
	*a = Amount(n.String())
	return nil
}

var (
	spaces     = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "'", "", "€", "", "£", "", "٬", ",", "٫", ".")
	grouped    = regexp.MustCompile(`^[1-9]\d{0,2}((\.\d{3})+|(,\d{3})+)$`)
	lastPoint  = regexp.MustCompile(`^(\d+|[1-9]\d{0,2}(?:(?:\.\d{3})+|(?:,\d{3})+))[.,](\d{1,2})$`)
	notDigits  = regexp.MustCompile(`[.,]`)
	plainMoney = regexp.MustCompile(`^\d{1,13}(\.\d{1,2})?$`)
)

// Money reads the amount in the given currency. It returns nil for an empty one, and
// an Invalid problem about the named input for what is no amount. Points and commas
// are read as people of any of the countries write them: a last group of one or two
// digits is cents, groups of three are thousands. What could be read in two ways
// ("1.234,567", "0.500") is asked for again.
func (a Amount) Money(field, currency string) (*Money, error) {
	s := spaces.Replace(Digits(string(a)))
	if s == "" {
		return nil, nil
	}
	if grouped.MatchString(s) {
		s = notDigits.ReplaceAllString(s, "")
	} else if m := lastPoint.FindStringSubmatch(s); m != nil {
		s = notDigits.ReplaceAllString(m[1], "") + "." + m[2]
	}
	if !plainMoney.MatchString(s) {
		return nil, problem.Field(field, "problem.amount")
	}
	m, err := ParseMoney(s, currency)
	if err != nil {
		return nil, problem.Field(field, "problem.amount")
	}
	return &m, nil
}

// InZone is a moment on the clock of an IANA zone; of none or an unknown one, on its own clock.
func InZone(t time.Time, zone string) time.Time {
	if zone == "" {
		return t
	}
	if place, err := time.LoadLocation(zone); err == nil {
		return t.In(place)
	}
	return t
}

// Day is a date as forms send it, "2026-12-04" or "2026-12-04T14:00", meant in the
// time of the city it concerns.
type Day string

// Time reads the day in an IANA zone; a date alone means its last minute. It
// returns the zero time for an empty one and an Invalid problem otherwise.
func (d Day) Time(field, zone string) (time.Time, error) {
	s := Digits(string(d))
	if s == "" {
		return time.Time{}, nil
	}
	place, err := time.LoadLocation(zone)
	if err != nil {
		place = time.UTC
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04", "2006-01-02 15:04"} {
		if t, err := time.ParseInLocation(layout, s, place); err == nil {
			return t.UTC(), nil
		}
	}
	if t, err := time.Parse("2006-01-02", s); err == nil {
		// Not 24 hours after its start: days on which the clocks change are longer or shorter.
		return time.Date(t.Year(), t.Month(), t.Day(), 23, 59, 0, 0, place).UTC(), nil
	}
	return time.Time{}, problem.Field(field, "problem.date")
}
