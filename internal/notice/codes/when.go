package codes

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// written are the parts of a date as publishers write it: ISO 8601 and RFC 3339 in their
// extended and basic forms, with a space or a small t between day and clock, fractions of a
// second, and any way to write the offset.
var written = regexp.MustCompile(`(?i)^(\d{4})[-/]?(\d{2})[-/]?(\d{2})` +
	`(?:[t ]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?)?` +
	`\s*(z|utc|gmt|[+-]\d{2}(?::?\d{2})?)?$`)

// dotted are days written with dots, which stand day first everywhere.
var dotted = regexp.MustCompile(`^(\d{1,2})\.(\d{1,2})\.(\d{4})(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?)?$`)

// When reads a moment in any of the usual ways into UTC, to the millisecond. What names no
// offset is meant at the place; a day without a clock is that day at the place, whatever offset
// stands behind it: its first second or, where late is set, its last. Where the place is not
// known (nil), it is that of the offset, else UTC. Programs write the years 1, 1900 and 9999 and
// the first day of 1970 for a date that they do not have: these give the zero time and ok, as
// empty text does. What cannot be understood gives the zero time and not ok.
func When(text string, place *time.Location, late bool) (at time.Time, ok bool) {
	text = strings.TrimSpace(text)
	if text == "" {
		return time.Time{}, true
	}
	if m := dotted.FindStringSubmatch(text); m != nil {
		text = m[3] + "-" + two(m[2]) + "-" + two(m[1])
		if m[4] != "" {
			text += "T" + m[4] + ":" + m[5]
			if m[6] != "" {
				text += ":" + m[6]
			}
		}
	}
	m := written.FindStringSubmatch(text)
	if m == nil {
		return time.Time{}, false
	}
	year, month, day := number(m[1]), number(m[2]), number(m[3])
	start := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if month < 1 || month > 12 || start.Day() != day || start.Month() != time.Month(month) {
		return time.Time{}, false
	}
	if NoDate(start) {
		return time.Time{}, true
	}
	offset, valid := offsetOf(m[8])
	if !valid {
		return time.Time{}, false
	}
	if place == nil {
		place = cmp.Or(offset, time.UTC)
	}
	if m[4] == "" {
		return dayAt(start, place, late), true
	}
	hour, minute, second := number(m[4]), number(m[5]), number(m[6])
	if hour > 24 || minute > 59 || second > 60 || hour == 24 && minute+second > 0 {
		return time.Time{}, false
	}
	place = cmp.Or(offset, place)
	if hour == 24 {
		return dayAt(start, place, true), true
	}
	return time.Date(year, time.Month(month), day, hour, minute, min(second, 59), fraction(m[7]), place).UTC(), true
}

// fraction is the part of a second behind the point in nanoseconds, to the millisecond.
func fraction(digits string) int { return number((digits + "000")[:3]) * int(time.Millisecond) }

// dayAt is the first or the last second of a day at a place.
func dayAt(day time.Time, place *time.Location, late bool) time.Time {
	if late { // not 24 hours after its start: days on which the clocks change are longer or shorter
		return time.Date(day.Year(), day.Month(), day.Day(), 23, 59, 59, 0, place).UTC()
	}
	return time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, place).UTC()
}

// NoDate reports whether a date stands for none: the first day of the Unix epoch, years up to
// 1900, and years from 2200 on.
func NoDate(t time.Time) bool {
	t = t.UTC()
	return t.Year() <= 1900 || t.Year() >= 2200 || t.Year() == 1970 && t.YearDay() == 1
}

// IsNoDate reports whether a text is a date that stands for none.
func IsNoDate(text string) bool {
	at, ok := When(text, time.UTC, false)
	return ok && at.IsZero()
}

// EndOfDay reports whether a moment is the end of a day at the place, 24:00.
func EndOfDay(t time.Time, place *time.Location) bool {
	t = t.In(place)
	return t.Hour() == 23 && t.Minute() == 59 && t.Second() == 59
}

// offsetOf reads an offset from UTC; nil where none is given.
func offsetOf(s string) (place *time.Location, ok bool) {
	switch strings.ToLower(s) {
	case "":
		return nil, true
	case "z", "utc", "gmt":
		return time.UTC, true
	}
	digits := strings.ReplaceAll(s[1:], ":", "")
	hours, minutes := number(digits[:2]), 0
	if len(digits) == 4 {
		minutes = number(digits[2:])
	}
	if hours > 14 || minutes > 59 {
		return nil, false
	}
	seconds := hours*3600 + minutes*60
	if s[0] == '-' {
		seconds = -seconds
	}
	return time.FixedZone("", seconds), true
}

func two(s string) string {
	if len(s) == 1 {
		return "0" + s
	}
	return s
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}
