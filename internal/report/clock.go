package report

import "time"

// The time limits of Directive (EU) 2019/1937, Article 9, are used for both channels.
const (
	acknowledgeDays = 7
	feedbackMonths  = 3
)

// NothingDue is the due day of a case without a running time limit, so that it is last in a list.
const NothingDue = "9999-12-31"

// Day returns the date of a time (2006-01-02, UTC). Nothing more precise is stored. It is empty for the zero time.
func Day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.DateOnly)
}

// On parses a day; it returns the zero time for an invalid one.
func On(day string) time.Time {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return time.Time{}
	}
	return t
}

// AcknowledgeBy returns the last day to acknowledge the report.
func (r *Report) AcknowledgeBy() string { return Day(On(r.Day).AddDate(0, 0, acknowledgeDays)) }

// FeedbackBy returns the last day to inform the reporter about the follow-up. It is three months after the acknowledgement;
// without one, three months after the last day for it.
func (r *Report) FeedbackBy() string {
	from := r.Acknowledge
	if from == "" {
		from = r.AcknowledgeBy()
	}
	return Day(MonthsAfter(On(from), feedbackMonths))
}

// MonthsAfter returns the end of a period of months. If the last month has no such day, it is the last day of that month:
// Regulation (EEC, Euratom) 1182/71, Article 3(2)(c).
func MonthsAfter(from time.Time, months int) time.Time {
	to := from.AddDate(0, months, 0)
	if to.Day() != from.Day() {
		return to.AddDate(0, 0, -to.Day())
	}
	return to
}

// SetDue sets the next due day of a case that is new or open; other cases have none.
func (r *Report) SetDue() {
	r.Due = ""
	if r.State != Received && r.State != Open {
		return
	}
	r.Due = NothingDue
	for _, c := range []struct {
		runs bool
		day  string
	}{{r.Acknowledge == "", r.AcknowledgeBy()}, {r.Feedback == "", r.FeedbackBy()}, {r.Limit != "", r.Limit}, {r.Waiting != "", r.Waiting}} {
		if c.runs {
			r.Due = min(r.Due, c.day)
		}
	}
}

// Quarter returns the quarter of a day, as "2026-Q4"; empty for an invalid day.
func Quarter(day string) string {
	t := On(day)
	if t.IsZero() {
		return ""
	}
	return t.Format("2006") + "-Q" + string(rune('1'+(int(t.Month())-1)/3))
}
