package term

import (
	"strings"
	"time"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/record"
)

// sayLength is a span of time in words.
func sayLength(w *i18n.Words, l ocds.Length) string {
	if l.IsZero() {
		return ""
	}
	if l.Count != float64(int(l.Count)) {
		return w.T("term.length_part", "Number", w.Number(l.Count), "Unit", w.T("term.unit_"+strings.ToLower(l.Unit)))
	}
	return w.T("term.length_"+strings.ToLower(l.Unit), "Count", int(l.Count))
}

// Moment says a day and, where an hour was given, the hour, in the time of the place.
func Moment(w *i18n.Words, t time.Time, zone string) string {
	t = record.InZone(t, zone)
	if clock := t.Format("15:04:05"); clock == "00:00:00" || clock == "23:59:59" {
		return w.Date(t)
	}
	return w.T("site.deadline_at", "Date", w.Date(t), "Time", w.Clock(t))
}

// sayDays says a length that is known in days alone: in years and months where it is whole ones.
func sayDays(w *i18n.Words, days int) string {
	switch {
	case days%365 == 0:
		return sayLength(w, ocds.Length{Count: float64(days / 365), Unit: "YEAR"})
	case days%30 == 0:
		return sayLength(w, ocds.Length{Count: float64(days / 30), Unit: "MONTH"})
	}
	return sayLength(w, ocds.Length{Count: float64(days), Unit: "DAY"})
}

// sayPeriod is how long the contract lasts: as a length, by its days, or without end.
func sayPeriod(l *list, x *ocds.Terms, p ocds.Period, own bool) string {
	var said []string
	if length := sayLength(l.w, x.Duration); length != "" {
		said = append(said, length)
	} else if own && p.Days > 0 {
		said = append(said, sayDays(l.w, p.Days))
	}
	start, end := record.InZone(p.Start, l.zone), record.InZone(p.End, l.zone)
	switch {
	case !p.Start.IsZero() && !p.End.IsZero():
		said = append(said, l.say("from_to", "Start", l.w.Date(start), "End", l.w.Date(end)))
	case !p.Start.IsZero():
		said = append(said, l.say("from", "Date", l.w.Date(start)))
	case !p.End.IsZero():
		said = append(said, l.say("until", "Date", l.w.Date(end)))
	}
	if x.DurationOther != "" {
		said = append(said, l.say("duration_"+x.DurationOther))
	}
	return l.w.Join(said)
}
