package term

import (
	"time"

	"citiesgrow/internal/notice"
	"citiesgrow/internal/notice/ocds"
)

// Decision is a decision: who won, or why there is no winner.
type Decision struct {
	Lots    []string // titles or numbers
	Winners []Winner
	Value   any
	Date    time.Time
	State   string // word key suffix: active, unsuccessful, cancelled, pending, withdrawn
	Reason  string
}

// Winner is a firm that won.
type Winner struct{ Name, Size string }

// Decisions says each decision with the lots that it is about.
func (w Reader) Decisions(t *notice.Compiled) []Decision {
	var all []Decision
	l := list{w: w.Words}
	for _, a := range t.Awards {
		v := Decision{Date: t.Local(a.Date), State: a.Status, Reason: a.Reason}
		if s := l.say("no_award_" + a.Reason); a.Reason != "" && s != "" {
			v.Reason = s
		}
		if a.Value != nil {
			v.Value = a.Value
		}
		if len(t.Tender.Lots) > 1 {
			for _, id := range a.Lots {
				v.Lots = append(v.Lots, w.lotName(t, id))
			}
		}
		for _, firm := range a.Suppliers {
			one := Winner{Name: firm.Name}
			if size := t.SizeOf([]ocds.Reference{firm}); size != "" {
				one.Size = w.T("size." + size)
			}
			v.Winners = append(v.Winners, one)
		}
		if a.Withheld {
			v.State = "withheld"
		}
		switch v.State {
		case "pending", "unsuccessful", "withheld":
			v.Winners, v.Value = nil, nil // a firm that is named here has not won
		case "active", "cancelled":
		default:
			v.State = "active"
		}
		all = append(all, v)
	}
	return append(all, w.takenLots(t)...)
}

// takenLots are the lots that a buyer here took back, where another lot ended in another way or for
// another reason.
func (w Reader) takenLots(t *notice.Compiled) []Decision {
	var all []Decision
	if t.Outcome == nil || t.Outcome.Kind == notice.Withdrawn && t.Outcome.Reason != "" {
		return nil
	}
	for _, l := range t.Outcome.Lots {
		if l.Kind == notice.Withdrawn {
			all = append(all, Decision{Lots: []string{w.lotName(t, l.Lot)}, Date: t.Local(t.Outcome.At), State: string(notice.Withdrawn), Reason: l.Reason})
		}
	}
	return all
}

func (w Reader) lotName(t *notice.Compiled, id string) string {
	for _, l := range t.Tender.Lots {
		if title, _ := l.Title.In(w.Code); l.ID == id && title != "" {
			return title
		}
	}
	return id
}
