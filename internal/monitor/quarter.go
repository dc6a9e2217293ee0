package monitor

import (
	"fmt"
	"strconv"
	"time"
)

// Quarter is three months of a year, "2026-Q4"; empty means since the beginning.
type Quarter string

// QuarterOf is the one that a moment lies in, by UTC.
func QuarterOf(t time.Time) Quarter {
	return Quarter(fmt.Sprintf("%04d-Q%d", t.Year(), (int(t.Month())+2)/3))
}

// start is the first day; false for what is no quarter.
func (q Quarter) start() (time.Time, bool) {
	if len(q) != 7 || q[4:6] != "-Q" || q[6] < '1' || q[6] > '4' {
		return time.Time{}, false
	}
	year, err := strconv.Atoi(string(q[:4]))
	if err != nil || year < 2000 {
		return time.Time{}, false
	}
	return time.Date(year, time.Month(int(q[6]-'0')*3-2), 1, 0, 0, 0, 0, time.UTC), true
}

// Bounds are the first day and the first of the next quarter; both zero for all time.
func (q Quarter) Bounds() (from, to time.Time) {
	from, known := q.start()
	if !known {
		return time.Time{}, time.Time{}
	}
	return from, from.AddDate(0, 3, 0)
}

// months are the first month and the one after the last, as tallies are kept.
func (q Quarter) months() (from, to string) {
	a, b := q.Bounds()
	if a.IsZero() {
		return "", ""
	}
	return a.Format("2006-01"), b.Format("2006-01")
}

// Over reports whether the quarter has ended.
func (q Quarter) Over(now time.Time) bool {
	_, to := q.Bounds()
	return !to.IsZero() && !now.Before(to)
}

// quartersShown is how many are offered: three years.
const quartersShown = 12

// Quarters lists the one that runs and those before it, the latest first.
func (s *Service) Quarters() []Quarter {
	now := s.kit.Now().UTC()
	var all []Quarter
	for n := range quartersShown {
		all = append(all, QuarterOf(time.Date(now.Year(), now.Month()-time.Month(3*n), 1, 0, 0, 0, 0, time.UTC)))
	}
	return all
}
