package form

import (
	"strings"
	"time"

	"citiesgrow/internal/record"
)

// List cuts what was typed at line breaks, and at commas and semicolons of any script.
func List(s string) []string {
	return cut(s, func(c rune) bool { return strings.ContainsRune("\n,;،؛、，；", c) })
}

// Lines cuts what was typed at line breaks.
func Lines(s string) []string { return cut(s, func(c rune) bool { return c == '\n' }) }

func cut(s string, at func(rune) bool) []string {
	var all []string
	for _, one := range strings.FieldsFunc(s, at) {
		if one = strings.TrimSpace(one); one != "" {
			all = append(all, one)
		}
	}
	return all
}

// Known is the answer to a question that may stay open: "yes", "no", or nil for anything else.
func Known(s string) *bool {
	switch s {
	case "yes", "no":
		yes := s == "yes"
		return &yes
	}
	return nil
}

// Yes is "yes" for true and empty otherwise, as a box is filled.
func Yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}

// Day is a moment as a field for a day holds it, in a zone; empty for none.
func Day(t time.Time, zone string) record.Day { return written(t, zone, "2006-01-02") }

// Minute is a moment as a field for a day and an hour holds it, in a zone; empty for none.
func Minute(t time.Time, zone string) record.Day { return written(t, zone, "2006-01-02T15:04") }

func written(t time.Time, zone, layout string) record.Day {
	if t.IsZero() {
		return ""
	}
	if zone == "" {
		zone = "UTC"
	}
	return record.Day(record.InZone(t, zone).Format(layout))
}

// Amount is money as a field holds it, without its currency; empty for none.
func Amount(m *record.Money) record.Amount {
	if m == nil {
		return ""
	}
	return record.Amount(m.Major())
}
