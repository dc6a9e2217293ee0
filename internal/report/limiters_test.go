package report

import (
	"testing"
	"time"

	"citiesgrow/internal/limit"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/problem"
)

// How many events each limiter accepts, and how long the next one has to wait.
func TestWhatTheLimitersTake(t *testing.T) {
	l, now := newLimiters(), moduletest.Now
	for _, c := range []struct {
		name string
		rate *limit.Rate
		n    int
		next time.Duration
	}{
		{"reports of a city in an hour", l.ofCity, 10, 6 * time.Minute},
		{"reports of all cities in an hour", l.ofAll, 1000, 3600 * time.Millisecond},
		{"files of a report in an hour", l.ofReport, 30, 2 * time.Minute},
		{"wrong receipts of a network in an hour", l.wrong, 5, 12 * time.Minute},
	} {
		for n := range c.n {
			if wait := c.rate.Take("one", 1, now); wait != 0 {
				t.Fatalf("%s: %d wait %s", c.name, n+1, wait)
			}
		}
		if wait := c.rate.Take("one", 1, now).Round(time.Millisecond); wait != c.next {
			t.Errorf("%s: the next waits %s, want %s", c.name, wait, c.next)
		}
	}
	if flooded(0) != nil {
		t.Error("no wait is refused")
	}
	if p := problem.Of(flooded(1500 * time.Millisecond)); p == nil || p.Kind != problem.TooMany || p.Retry != 2 {
		t.Errorf("%v", p)
	}
}
