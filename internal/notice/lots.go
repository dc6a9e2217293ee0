package notice

import (
	"slices"

	"citiesgrow/internal/notice/ocds"
)

// States of a lot, from the code list lotStatus of OCDS.
const (
	LotActive       = "active"
	LotCancelled    = "cancelled"
	LotUnsuccessful = "unsuccessful"
	LotComplete     = "complete" // it has a winner
)

// alive reports whether a lot may still be answered, as far as the notices say.
func Answerable(l ocds.Lot) bool {
	return l.Status != LotCancelled && l.Status != "withdrawn" && l.Status != LotUnsuccessful && l.Status != LotComplete
}

// finish derives the state of each lot from the awards, and the stage of the tender from its
// lots.
func (c *compiling) finish() {
	lots := slices.Clone(c.Tender.Lots)
	for i := range lots {
		lots[i].Status = lotStatus(lots[i], c.Awards, len(lots) == 1)
		if c.withdrawn {
			lots[i].Status = LotCancelled // with the whole
		}
	}
	c.Tender.Lots = lots
	c.Stage = c.stage()
}

// lotStatus is what has become of a lot: what its own notice says where that takes it back, else the
// decisions that name it, else those that name no lot.
func lotStatus(l ocds.Lot, awards []ocds.Award, only bool) string {
	if l.Status == LotCancelled || l.Status == "withdrawn" {
		return LotCancelled
	}
	status, named := l.Status, false
	for _, a := range awards {
		if !slices.Contains(a.Lots, l.ID) && !(only && len(a.Lots) == 0) {
			continue
		}
		named = true
		switch {
		case a.Status == "active":
			return LotComplete
		case a.Status == "unsuccessful":
			status = LotUnsuccessful
		case a.Status == "cancelled" && status == LotComplete:
			status = LotActive
		}
	}
	if whole := ofWhole(awards); !named && whole != "" {
		return whole
	}
	return status
}

// decisive reports whether an award is final: active or unsuccessful, not pending, cancelled or withheld.
func decisive(a ocds.Award) bool { return a.Status == "active" || a.Status == "unsuccessful" }

// ofWhole is what the decisions that name no lot say of every lot: that it has a winner, or that no firm won; empty
// where there is none, or where they differ and do not say of which lot.
func ofWhole(awards []ocds.Award) string {
	whole := ""
	for _, a := range awards {
		if len(a.Lots) > 0 || !decisive(a) {
			continue
		}
		status := LotComplete
		if a.Status == "unsuccessful" {
			status = LotUnsuccessful
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
	lots, active := c.Tender.Lots, slices.ContainsFunc(c.Awards, func(a ocds.Award) bool { return a.Status == "active" })
	undecided := slices.ContainsFunc(lots, Answerable)
	all := func(status string) bool {
		return len(lots) > 0 && !slices.ContainsFunc(lots, func(l ocds.Lot) bool { return l.Status != status })
	}
	switch {
	case c.withdrawn || all(LotCancelled):
		return Withdrawn
	case c.Tender.Status == "unsuccessful" && len(c.Awards) == 0:
		return Unsuccessful
	case !c.concluded && !active:
		return c.before()
	case undecided && !wonAsAWhole(c.Awards) && c.Deadline().After(c.decided):
		return Competing // the lots without an outcome can still be answered
	case active:
		return Awarded
	case len(c.Awards) == 0, slices.ContainsFunc(c.Awards, func(a ocds.Award) bool { return a.Withheld || a.Status == "" }):
		return Awarded // an outcome was published; who won is not said
	case all(LotUnsuccessful) && !slices.ContainsFunc(c.Awards, func(a ocds.Award) bool { return a.Status == "pending" && len(a.Lots) > 0 }):
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
