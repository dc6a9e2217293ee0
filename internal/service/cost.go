package service

import (
	"slices"
)

// What is known of the cost of a service.
const (
	ChargeFree    = "free"
	ChargePaid    = "paid"
	ChargeUnknown = "unknown"
)

// Charge is ChargeFree or ChargePaid, and empty where it is not known. A service of another directory that lists
// no costs is not known to be free.
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

// Free reports whether it is known to cost nothing.
func (l *Listing) Free() bool { return l.Charge() == ChargeFree }
