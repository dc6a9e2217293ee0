package service

import (
	"slices"
	"strings"
	"time"

	"citiesgrow/internal/calendar"
	"citiesgrow/internal/match"
	"citiesgrow/internal/notice/ocds"
)

// RuleResult is one rule of a service held against a firm.
type RuleResult struct {
	Rule  string // stage, city, language or trade
	State string // met, lacking or unknown
}

// Hold tells rule by rule whether a service is for a firm. What a firm has not told is
// unknown, never a reason against it.
func (l *Listing) CheckRules(f match.Firm, year int) []RuleResult {
	var all []RuleResult
	add := func(rule string, told, met bool) {
		state := "unknown"
		switch {
		case met:
			state = "met"
		case told:
			state = "lacking"
		}
		all = append(all, RuleResult{rule, state})
	}
	if len(l.For.Stages) > 0 {
		stage := StageOf(f.Founded, f.Staff, year)
		add("stage", stage != "", slices.Contains(l.For.Stages, stage))
	}
	cities := append([]string{f.City}, f.Cities...)
	add("city", f.City != "", slices.ContainsFunc(l.Cities(), func(c string) bool { return slices.Contains(cities, c) }))
	if len(l.For.Languages) > 0 {
		add("language", len(f.Languages) > 0, shares(l.For.Languages, f.Languages))
	}
	if len(l.For.Trades) > 0 {
		add("trade", len(f.CPV) > 0, slices.ContainsFunc(f.CPV, func(code string) bool {
			return slices.ContainsFunc(l.For.Trades, func(t string) bool { return strings.HasPrefix(code, strings.TrimRight(t, "0")) })
		}))
	}
	return all
}

// Closed reports whether a rule shuts the firm out for certain.
func excluded(rules []RuleResult) bool {
	return slices.ContainsFunc(rules, func(r RuleResult) bool { return r.State == "lacking" })
}

func shares(a, b []string) bool {
	return slices.ContainsFunc(a, func(v string) bool { return slices.Contains(b, v) })
}

// Need is something a firm looks for: a kind of Needs and what exactly.
type Need struct {
	Kind   string
	Detail string
}

// NeedsOf are the needs behind a requirement: any of several languages would do.
func NeedsOf(r ocds.Requirement) []Need {
	if r.Kind != ocds.Language {
		return []Need{{r.Kind, r.Detail}}
	}
	var all []Need
	for l := range strings.SplitSeq(r.Detail, ",") {
		all = append(all, Need{ocds.Language, l})
	}
	return all
}

// Supplied reports whether the service supplies a need: an insurance of any kind answers
// for liability, one for professionals does not.
func (l *Listing) Supplied(n Need) bool {
	return slices.ContainsFunc(l.Supplies, func(s Supply) bool {
		return s.Kind == n.Kind && (s.Detail == "" || n.Detail == "" || plain(s.Detail) == plain(n.Detail))
	})
}

// keys are how a supply is found; a need looks for those of need.keys.
func (s Supply) keys() []string { return []string{s.Kind, s.Kind + ":" + plain(s.Detail)} }

// keys are those of supplies that answer the need.
func (n Need) keys() []string {
	if n.Detail == "" {
		return []string{n.Kind}
	}
	return []string{n.Kind + ":", n.Kind + ":" + plain(n.Detail)}
}

// plain makes "ISO 9001:2015" and "iso-9001" one.
func plain(s string) string {
	if name, year, dated := strings.Cut(s, ":"); dated && len(year) == 4 {
		s = name
	}
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' || r == '_' || r == '.' || r == ':' || r == ',' || r == '/' || r == '\u00a0' {
			return -1
		}
		return r
	}, strings.ToLower(s))
}

// Begin is the soonest that somebody could begin with a service: at a slot that is free,
// after the waiting list, or when it is next open; without any of these, tomorrow.
func (l *Listing) Begin(slot, now time.Time, zone string) time.Time {
	if !slot.IsZero() {
		return slot
	}
	if l.Full() {
		now = now.AddDate(0, 0, max(1, l.Capacity.WaitDays))
	}
	if open, _, ok := calendar.NextOf(l.Hours, now, zone); ok {
		if open.Before(now) {
			return now
		}
		return open
	}
	if l.Full() {
		return now
	}
	return now.AddDate(0, 0, 1)
}

// Done is when one would have what the service supplies, beginning then.
func (l *Listing) Done(begin time.Time) time.Time { return begin.AddDate(0, 0, l.Days) }

// distance orders services by how near they are to a firm: in its city, in one it works
// in, in its country, elsewhere. What is given online is behind what is given in the city.
func (l *Listing) distance(f match.Firm, country func(city string) string) int {
	switch {
	case l.City == f.City && !l.Online:
		return 0
	case l.City == f.City:
		return 1
	case slices.Contains(l.Cities(), f.City) || shares(l.Cities(), f.Cities):
		return 2
	case country(l.City) == country(f.City):
		return 3
	}
	return 4
}
