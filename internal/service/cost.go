package service

import (
	"slices"
)

// What is known of the cost of a service. Where its directory does not say, nothing is.
const (
	ChargeFree    = "free"
	ChargePaid    = "paid"
	ChargeUnknown = "unknown"
)

// Charge says whether a service is free or paid, and "" where that is not known.
func (l *Listing) Charge() string {
	switch {
	case l.CostKnown == ChargeUnknown, l.CostKnown == "" && len(l.Costs) == 0 && l.Origin.Hash != "":
		return ""
	case l.CostKnown != "":
		return l.CostKnown
	case slices.ContainsFunc(l.Costs, func(c Cost) bool { return c.Amount == nil || c.Amount.Minor > 0 }):
		return ChargePaid
	}
	return ChargeFree
}

// Free says whether it is known to cost nothing.
func (l *Listing) Free() bool { return l.Charge() == ChargeFree }
