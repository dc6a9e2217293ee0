package main

import (
	"fmt"
	"strings"
	"time"
)

func (r Row) throughput() string {
	var all []string
	for _, clients := range rushes {
		if done, asked := r.Rush[clients]; asked {
			all = append(all, fmt.Sprintf("%.0f", done.perSecond()))
		}
	}
	return or(strings.Join(all, " / "), "–")
}

func (r Row) totals() string {
	if !r.Totals {
		return "not told"
	}
	return fmt.Sprintf("%d/%d", r.Same, r.Of)
}

func (r Row) facets() string {
	if r.Job == "M" || r.Job == "R" {
		return "–"
	}
	return fmt.Sprintf("%d/%d", r.Counted, r.Of)
}

func (r Row) overlap() string {
	if r.Overlap < 0 {
		return "–"
	}
	return fmt.Sprintf("%.3f", r.Overlap)
}

func or(s, instead string) string {
	if s == "" {
		return instead
	}
	return s
}

// short formats a time with three digits: "1.23 ms".
func short(d time.Duration) string {
	switch {
	case d == 0:
		return "–"
	case d < time.Millisecond:
		return fmt.Sprintf("%.3g µs", float64(d)/1e3)
	case d < time.Second:
		return fmt.Sprintf("%.3g ms", float64(d)/1e6)
	}
	return fmt.Sprintf("%.3g s", d.Seconds())
}

func megabytes(n int64) string {
	if n == 0 {
		return "–"
	}
	return fmt.Sprintf("%.1f", float64(n)/1e6)
}

func times(x float64) string {
	if x == 0 {
		return "–"
	}
	if x >= 100 {
		return fmt.Sprintf("%.0f", x)
	}
	return fmt.Sprintf("%.3g", x)
}

func ratio(a, b time.Duration) string {
	if a == 0 || b == 0 {
		return "–"
	}
	return times(float64(a) / float64(b))
}
