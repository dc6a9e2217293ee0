package tender

import (
	"cmp"
	"slices"
	"time"

	"citiesgrow/internal/notice/codes"
	"citiesgrow/internal/notice/ocds"
)

// States of a lot, from the code list lotStatus of OCDS.
const (
	lotActive       = "active"
	lotCancelled    = "cancelled"
	lotUnsuccessful = "unsuccessful"
	lotComplete     = "complete" // it has a winner
)

// alive reports whether a lot may still be answered, as far as the notices say.
func alive(l ocds.Lot) bool {
	return l.Status != lotCancelled && l.Status != "withdrawn" && l.Status != lotUnsuccessful && l.Status != lotComplete
}

// settle derives the state of each lot from the awards, and the stage of the tender from its
// lots.
func (c *compiling) settle() {
	lots := slices.Clone(c.Tender.Tender.Lots)
	for i := range lots {
		lots[i].Status = lotStatus(lots[i], c.Awards, len(lots) == 1)
		if c.withdrawn {
			lots[i].Status = lotCancelled // with the whole
		}
	}
	c.Tender.Tender.Lots = lots
	c.Stage = c.stage()
}

// lotStatus is what has become of a lot: what its own notice says where that takes it back, else the
// decisions that name it, else those that name no lot.
func lotStatus(l ocds.Lot, awards []ocds.Award, only bool) string {
	if l.Status == lotCancelled || l.Status == "withdrawn" {
		return lotCancelled
	}
	status, named := l.Status, false
	for _, a := range awards {
		if !slices.Contains(a.Lots, l.ID) && !(only && len(a.Lots) == 0) {
			continue
		}
		named = true
		switch {
		case a.Status == "active":
			return lotComplete
		case a.Status == "unsuccessful":
			status = lotUnsuccessful
		case a.Status == "cancelled" && status == lotComplete:
			status = lotActive
		}
	}
	if whole := ofWhole(awards); !named && whole != "" {
		return whole
	}
	return status
}

// decisive reports whether an award is final: active or unsuccessful, not pending, cancelled or withheld.
func decisive(a ocds.Award) bool { return a.Status == "active" || a.Status == "unsuccessful" }

// ofWhole is what the decisions that name no lot say of every lot: that it has a winner, or that nobody won; empty
// where there is none, or where they differ and do not say of which lot.
func ofWhole(awards []ocds.Award) string {
	whole := ""
	for _, a := range awards {
		if len(a.Lots) > 0 || !decisive(a) {
			continue
		}
		status := lotComplete
		if a.Status == "unsuccessful" {
			status = lotUnsuccessful
		}
		if whole != "" && whole != status {
			return ""
		}
		whole = status
	}
	return whole
}

// stage is what has become of the whole.
func (c *compiling) stage() Stage {
	lots, active := c.Tender.Tender.Lots, slices.ContainsFunc(c.Awards, func(a ocds.Award) bool { return a.Status == "active" })
	undecided := slices.ContainsFunc(lots, alive)
	all := func(status string) bool {
		return len(lots) > 0 && !slices.ContainsFunc(lots, func(l ocds.Lot) bool { return l.Status != status })
	}
	switch {
	case c.withdrawn || all(lotCancelled):
		return Withdrawn
	case c.Tender.Tender.Status == "unsuccessful" && len(c.Awards) == 0:
		return Unsuccessful
	case !c.concluded && !active:
		return c.before()
	case undecided && !wonAsAWhole(c.Awards) && c.Deadline().After(c.decided):
		return Competing // the lots without an outcome can still be answered
	case active:
		return Awarded
	case len(c.Awards) == 0, slices.ContainsFunc(c.Awards, func(a ocds.Award) bool { return a.Withheld || a.Status == "" }):
		return Awarded // an outcome was published; who won is not said
	case all(lotUnsuccessful) && !slices.ContainsFunc(c.Awards, func(a ocds.Award) bool { return a.Status == "pending" && len(a.Lots) > 0 }):
		return Unsuccessful
	case slices.ContainsFunc(c.Awards, func(a ocds.Award) bool { return a.Status == "cancelled" || a.Status == "pending" }):
		return Competing // decided again, or not yet
	}
	return Unsuccessful
}

// wonAsAWhole reports whether an award without lots has a winner.
func wonAsAWhole(awards []ocds.Award) bool {
	return slices.ContainsFunc(awards, func(a ocds.Award) bool { return a.Status == "active" && len(a.Lots) == 0 })
}

// before is the stage of a tender without an outcome.
func (c *compiling) before() Stage {
	if c.planned && !c.competing {
		return Planned
	}
	return Competing
}

// Deadline is the last moment to answer: the latest of the lots that may still be answered, of
// which each has its own or that of the tender; zero when none is known.
func (c *Content) Deadline() time.Time {
	var latest time.Time
	for _, l := range c.Tender.Lots {
		at := l.Deadline
		if at.IsZero() {
			at = c.Tender.Deadline
		}
		if alive(l) && at.After(latest) {
			latest = at
		}
	}
	if latest.IsZero() {
		return c.Tender.Deadline
	}
	return latest
}

// Clock is the IANA zone in which the times of the tender are meant, and its country: those of
// the first place of performance, else of the buyer's seat. Both are empty where neither is
// known; times are then in UTC.
func (c *Content) Clock() (zone, country string) {
	places := slices.Clone(c.Tender.Places)
	for _, l := range c.Tender.Lots {
		places = append(places, l.Places...)
	}
	for _, p := range c.Parties {
		if slices.Contains(p.Roles, "buyer") || slices.Contains(p.Roles, "procuringEntity") {
			places = append(places, ocds.Place{NUTS: p.NUTS, Country: p.Country})
		}
	}
	for _, p := range places {
		if zone := codes.Zone(p.Country, p.NUTS); zone != "" {
			return zone, codes.Country(cmp.Or(p.Country, p.NUTS[:min(2, len(p.NUTS))]))
		}
	}
	return "", ""
}

// Local is a moment on the clock of the tender's place.
func (c *Content) Local(at time.Time) time.Time {
	if at.IsZero() {
		return at
	}
	zone, _ := c.Clock()
	return at.In(codes.Location(zone))
}
