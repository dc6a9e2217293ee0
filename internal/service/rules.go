package service

import (
	"slices"
	"strings"

	"citiesgrow/internal/gap"
)

// RuleResult says whether a firm meets one rule of a service.
type RuleResult struct {
	Rule  string // stage, city, language or trade
	State string // met, lacking or unknown
}

// CheckRules says of each rule of a service whether a firm meets it, in a year. What the firm has not stated
// is unknown, which is no reason against it.
func (l *Listing) CheckRules(f gap.Firm, year int) []RuleResult {
	var all []RuleResult
	add := func(rule string, known, met bool) {
		state := "unknown"
		switch {
		case met:
			state = "met"
		case known:
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

// excluded reports whether the firm certainly does not meet one of the rules.
func excluded(rules []RuleResult) bool {
	return slices.ContainsFunc(rules, func(r RuleResult) bool { return r.State == "lacking" })
}

// shares reports whether two lists have a value in common.
func shares(a, b []string) bool {
	return slices.ContainsFunc(a, func(v string) bool { return slices.Contains(b, v) })
}

// Stages lists the stages of a firm that a service may be meant for.
func Stages() []string { return []string{"idea", "starting", "running", "growing"} }

// StageOf is the stage, in a year, of a firm that was founded in a year (not known: 0) and has so many people:
// starting up to its second year, growing from ten people. It is empty when the founding year is not known.
func StageOf(founded, staff, year int) string {
	switch {
	case founded == 0:
		return ""
	case year-founded <= 2:
		return "starting"
	case staff >= 10:
		return "growing"
	}
	return "running"
}

// distance ranks how near a service is to a firm, 0 is the nearest: in its city, there online, for its city or
// one that it works in, in its country, elsewhere. Country is the one of a city.
func (l *Listing) distance(f gap.Firm, country func(city string) string) int {
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
