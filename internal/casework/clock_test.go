package casework

import (
	"testing"

	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/report"
)

// The queue says which clock it is that is due, and late only once its day is over.
func TestAQueueSaysWhichClockIsDue(t *testing.T) {
	s := &Service{kit: moduletest.New(t).Kit}
	for name, c := range map[string]struct {
		r    report.Report
		what string
		late bool
	}{
		"to acknowledge":        {report.Report{Day: "2026-11-20", State: report.Received}, "acknowledge", false},
		"on its last day":       {report.Report{Day: "2026-11-15", State: report.Received}, "acknowledge", false},
		"the day after":         {report.Report{Day: "2026-11-14", State: report.Received}, "acknowledge", true},
		"to say what was done":  {report.Report{Day: "2026-11-01", State: report.Open, Acknowledge: "2026-11-02"}, "feedback", false},
		"the legal limit":       {report.Report{Day: "2026-11-01", State: report.Open, Acknowledge: "2026-11-02", Limit: "2026-11-21"}, "limit", true},
		"the reporter waits":    {report.Report{Day: "2026-11-01", State: report.Open, Acknowledge: "2026-11-02", Waiting: "2026-11-21"}, "waiting", true},
		"nothing":               {report.Report{Day: "2026-11-01", State: report.Open, Acknowledge: "2026-11-02", Feedback: "2026-11-03"}, "", false},
		"nothing any more":      {report.Report{Day: "2026-11-01", State: report.Closed}, "", false},
		"both on the same day":  {report.Report{Day: "2026-11-15", State: report.Received, Waiting: "2026-11-22"}, "acknowledge", false},
		"a limit on its sixth":  {report.Report{Day: "2026-11-20", State: report.Received, Limit: "2026-11-26"}, "limit", false},
		"feedback long overdue": {report.Report{Day: "2026-01-01", State: report.Open, Acknowledge: "2026-01-02"}, "feedback", true},
	} {
		c.r.SetDue()
		if got := (handlers{s}).item(&c.r); got.What != c.what || got.Late != c.late || (got.Due == "") != (c.what == "") {
			t.Errorf("%s: %+v", name, got)
		}
	}
	for want, r := range map[string]report.Report{"": {}, "asked": {Asked: "mia"}, "granted": {Asked: "mia", Decision: "granted"},
		"refused": {Asked: "mia", Decision: "refused"}} {
		if got := (handlers{s}).item(&r).Identity; got != want {
			t.Errorf("the identity is %q, want %q", got, want)
		}
	}
}
