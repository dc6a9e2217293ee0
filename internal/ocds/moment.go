package ocds

import (
	"strings"
	"time"
)

// layouts are the ways in which publishers write a moment; the last two without a
// zone, which then is UTC.
var layouts = []string{"2006-01-02T15:04:05Z07:00", "2006-01-02T15:04:05Z0700", "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05", "2006-01-02T15:04"}

// days are the ways in which they write a day alone.
var days = []string{"2006-01-02", "2006-01-02Z07:00", "20060102", "2006/01/02"}

// moment reads a date in any of the usual ways into UTC, to the millisecond. A day
// alone stands for its first second or, where late is set, its last. What is no
// date gives the zero time.
func (v value) moment(late bool, names ...string) time.Time {
	s := v.str(names...)
	if len(s) < 8 || len(s) > 40 {
		return time.Time{}
	}
	if len(s) > 10 && s[10] == ' ' {
		s = s[:10] + "T" + strings.TrimSpace(s[11:])
	}
	for _, layout := range layouts {
		if t, err := time.Parse(layout, s); err == nil {
			return believed(t)
		}
	}
	for _, layout := range days {
		if t, err := time.Parse(layout, s); err == nil {
			if late {
				t = t.Add(24*time.Hour - time.Second)
			}
			return believed(t)
		}
	}
	return time.Time{}
}

// believed leaves out dates that stand for "none" (0001, 1900, 9999).
func believed(t time.Time) time.Time {
	if t.Year() <= 1900 || t.Year() >= 2200 {
		return time.Time{}
	}
	return t.UTC().Truncate(time.Millisecond)
}

// period reads a start, an end and a length in days.
func (v value) period(names ...string) Period {
	v = v.get(names...)
	p := Period{Start: v.moment(false, "startDate"), End: v.moment(true, "endDate")}
	if n := v.count("durationInDays"); n < 100*365 {
		p.Days = n
	}
	return p
}
