// Package outcome is how a buyer here says how a tender ended: who won each lot, or why there is no
// winner. An outcome is published as a notice; a further outcome corrects the first.
package outcome

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"citiesgrow/internal/notice"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/tender"
	"citiesgrow/internal/term"
)

// Check checks an outcome against its tender and completes it: an outcome by lots gets the kind, the
// winners and the value of all lots. A tender that has an outcome needs a reason for another one.
func Check(t *tender.Tender, o notice.Outcome, now time.Time) (notice.Outcome, error) {
	wrong := problem.New(problem.Invalid, "problem.invalid")
	switch t.Status(now) {
	case tender.StatusOpen, tender.StatusClosed, tender.StatusPlanned:
	case tender.StatusDraft:
		return notice.Outcome{}, problem.New(problem.Conflict, "tender.not_published")
	default:
		if t.Outcome == nil {
			return notice.Outcome{}, problem.New(problem.Conflict, "tender.has_outcome")
		}
		if o.Correction == "" {
			wrong.Add("correction", problem.M("tender.correction_reason"))
		}
	}
	if len(t.Tender.Lots) > 1 || len(o.Lots) > 0 {
		fromLots(&o, t, wrong)
	}
	check(&o, t, now, wrong)
	if err := wrong.OrNil(); err != nil {
		return notice.Outcome{}, err
	}
	o.At = now
	return o, nil
}

// fromLots checks that each lot has an outcome, and sums them up. A complaint names the place of
// the lot among the outcomes, or among the lots of the tender where it has none.
func fromLots(o *notice.Outcome, t *tender.Tender, wrong *problem.Problem) {
	if len(o.Lots) == 0 && o.Kind != "" {
		return // all lots ended in one way
	}
	if o.Winner != "" || len(o.Winners) > 0 || o.Value != nil {
		wrong.Add("winner", problem.M("tender.outcome_twice"))
	}
	o.Lots = slices.Clone(o.Lots)
	of := o.Kind
	o.Kind, o.Winner, o.Winners, o.Value = notice.Withdrawn, "", nil, nil
	for i, l := range t.Tender.Lots {
		at := slices.IndexFunc(o.Lots, func(one notice.LotOutcome) bool { return one.Lot == l.ID })
		if at < 0 {
			wrong.Add(fmt.Sprintf("lots[%d].kind", i), problem.M("problem.required"))
			continue
		}
		one := &o.Lots[at]
		if one.Reason = cmp.Or(one.Reason, o.Reason); one.Reason == "" {
			wrong.Add(fmt.Sprintf("lots[%d].reason", at), problem.M("tender.outcome_lot_reason", "Number", term.LotNumber(l.ID)))
		}
		switch {
		case !slices.Contains([]notice.Stage{notice.Awarded, notice.Unsuccessful, notice.Withdrawn}, one.Kind):
			wrong.Add(fmt.Sprintf("lots[%d].kind", at), problem.M("problem.required"))
		case one.Kind == notice.Awarded:
			o.Kind = notice.Awarded
			if len(one.Winners) == 0 {
				wrong.Add(fmt.Sprintf("lots[%d].winner", at), problem.M("problem.required"))
			}
			o.Winners, o.Value = append(o.Winners, one.Winners...), notice.Plus(o.Value, one.Value)
		case one.Kind == notice.Unsuccessful && o.Kind != notice.Awarded:
			o.Kind = notice.Unsuccessful
		}
	}
	for i, one := range o.Lots {
		switch {
		case !slices.ContainsFunc(t.Tender.Lots, func(l ocds.Lot) bool { return l.ID == one.Lot }):
			wrong.Add("lots", problem.M("tender.lot_unknown", "Lot", one.Lot))
		case slices.ContainsFunc(o.Lots[:i], func(other notice.LotOutcome) bool { return other.Lot == one.Lot }):
			wrong.Add("lots", problem.M("tender.lot_twice", "Lot", one.Lot))
		}
	}
	if len(o.Lots) > 0 {
		o.Reason = notice.SharedReason(o.Lots)
	}
	if of != "" && of != o.Kind {
		wrong.Add("kind", problem.M("tender.outcome_twice"))
	}
}

func check(o *notice.Outcome, t *tender.Tender, now time.Time, wrong *problem.Problem) {
	switch o.Kind {
	case notice.Awarded:
		if t.Status(now) == tender.StatusOpen || t.Tender.Deadline.After(now) {
			wrong.Add("kind", problem.M("tender.outcome_too_early"))
		}
		if o.Winner == "" && len(o.Winners) > 0 {
			o.Winner, o.Size = o.Winners[0].Name, o.Winners[0].Size
		}
		if len(o.Winners) == 0 && o.Winner != "" {
			o.Winners = []notice.Winner{{Name: o.Winner, Size: o.Size}}
		}
		if o.Winner == "" && len(o.Lots) == 0 {
			wrong.Add("winner", problem.M("problem.required"))
		}
		if o.Bids < 1 {
			wrong.Add("bids", problem.M("tender.outcome_bids"))
		}
	case notice.Unsuccessful, notice.Withdrawn:
		o.Winner, o.Size, o.Winners, o.Value = "", "", nil, nil
	default:
		wrong.Add("kind", problem.M("problem.required"))
	}
	if o.Reason == "" && len(o.Lots) == 0 {
		wrong.Add("reason", problem.M("tender.outcome_reason"))
	}
	if o.Bids < 0 || o.Small != nil && (*o.Small < 0 || *o.Small > o.Bids) {
		wrong.Add("small", problem.M("tender.outcome_small"))
	}
}
