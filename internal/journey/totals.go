package journey

import (
	"slices"
	"strings"

	"citiesgrow/internal/module"
)

// FigureOf splits a key of totals into figure and currency.
func FigureOf(key string) (figure, unit string) {
	figure, unit, _ = strings.Cut(key, ":")
	return figure, unit
}

// Of is the amount of a figure in all its currencies; the sum is only whole where there is
// one.
func (t Totals) Of(figure string) (sum Amount) {
	for k, a := range t {
		if name, _ := FigureOf(k); name == figure {
			sum = Amount{sum.Count + a.Count, sum.Sum + a.Sum}
		}
	}
	return sum
}

// UnitsOf are the currencies in which totals know a figure; none of them, once, for what is
// not money.
func UnitsOf(f module.Figure, all ...Totals) []string {
	if !f.Money {
		return []string{""}
	}
	var units []string
	for _, t := range all {
		for k := range t {
			if name, unit := FigureOf(k); name == f.Name && !slices.Contains(units, unit) {
				units = append(units, unit)
			}
		}
	}
	slices.Sort(units)
	return units
}
