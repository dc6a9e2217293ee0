package notice

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/notice/ocds"
)

// AddTo puts the outcome into the notice that publishes it. The decisions of an outcome that it corrects are annulled
// there, and its own have other ids, so that a program that merges the releases by the standard mixes none of them.
func (o *Outcome) AddTo(r *ocds.Release, before []ocds.Award) {
	if o.Bids > 0 {
		r.Bids = append(r.Bids, ocds.BidCount{Kind: AllBids, Count: o.Bids})
	}
	if o.Small != nil {
		r.Bids = append(r.Bids, ocds.BidCount{Kind: SmallBids, Count: *o.Small})
	}
	if o.Correction != "" {
		r.Changes = append(r.Changes, ocds.Amendment{Section: correction, Description: said(r.Language, o.Correction)})
	}
	t := *r.Tender
	r.Tender = &t
	t.Lots = slices.Clone(t.Lots)
	for _, a := range before {
		r.Awards = append(r.Awards, ocds.Award{ID: a.ID, Status: "cancelled", Date: r.Date})
	}
	if o.Kind == Withdrawn {
		t.Status = "cancelled"
		if o.Reason != "" {
			r.Changes = append(r.Changes, ocds.Amendment{Reason: o.Reason})
		}
		o.takeBack(r)
		return
	}
	if t.Status = "complete"; o.Kind == Unsuccessful {
		t.Status = "unsuccessful"
	}
	for i := range t.Lots {
		t.Lots[i].Status = o.statusOf(t.Lots[i].ID) // also where an earlier outcome took it back
	}
	if len(o.Lots) == 0 {
		o.award(r, LotOutcome{Kind: o.Kind, Winners: o.Winners, Value: o.Value, Reason: o.Reason})
		if len(t.Lots) > 1 {
			at := len(r.Awards) - 1
			for _, l := range t.Lots {
				r.Awards[at].Lots = append(r.Awards[at].Lots, l.ID)
			}
		}
		return
	}
	for _, one := range o.Lots {
		if one.Kind != Withdrawn {
			o.award(r, one)
		}
	}
	o.takeBack(r)
}

// statusOf is what a lot ends with that was not taken back.
func (o *Outcome) statusOf(lot string) string {
	kind := o.Kind
	if i := slices.IndexFunc(o.Lots, func(one LotOutcome) bool { return one.Lot == lot }); i >= 0 {
		kind = o.Lots[i].Kind
	}
	switch kind {
	case Awarded:
		return LotComplete
	case Unsuccessful:
		return LotUnsuccessful
	}
	return ""
}

// takeBack cancels the lots that the buyer cancelled, and says why (BT-762): lots of one reason in one
// change, as notices of others do.
func (o *Outcome) takeBack(r *ocds.Release) {
	for _, one := range o.Lots {
		if one.Kind != Withdrawn {
			continue
		}
		for i := range r.Tender.Lots {
			if r.Tender.Lots[i].ID == one.Lot {
				r.Tender.Lots[i].Status = LotCancelled
			}
		}
		same := func(a ocds.Amendment) bool { return a.Reason == cancelling && a.Why[r.Language] == one.Reason }
		if at := slices.IndexFunc(r.Changes, same); at >= 0 {
			r.Changes[at].Section += ", " + one.Lot
			continue
		}
		r.Changes = append(r.Changes, ocds.Amendment{Section: one.Lot, Reason: cancelling, Why: said(r.Language, one.Reason)})
	}
}

// cancelling is the reason of a change that takes something back, from the code list
// change-corr-justification of eForms.
const cancelling = "cancel"

// correction is the section of a change that corrects an outcome.
const correction = "outcome"

// award adds the decision about a lot, or about the whole.
func (o *Outcome) award(r *ocds.Release, one LotOutcome) {
	a := ocds.Award{ID: awardID(r.Awards), Status: "unsuccessful", Date: r.Date, Reason: one.Reason}
	if one.Lot != "" {
		a.Lots = []string{one.Lot}
	}
	if one.Kind == Awarded {
		a.Status, a.Value = "active", one.Value
		for _, w := range one.Winners {
			a.Suppliers = append(a.Suppliers, supplierOf(r, w))
		}
	}
	r.Awards = append(r.Awards, a)
}

// awardID numbers an award behind those of a notice, which are of this outcome and of the one that it corrects.
func awardID(before []ocds.Award) string {
	last := 0
	for _, a := range before {
		if n, err := strconv.Atoi(strings.TrimPrefix(a.ID, "award-")); err == nil {
			last = max(last, n)
		}
	}
	return fmt.Sprintf("award-%d", last+1)
}

// supplierOf adds a winner to the parties once, also where it won several lots.
func supplierOf(r *ocds.Release, w Winner) ocds.Reference {
	for i := range r.Parties {
		if p := &r.Parties[i]; slices.Contains(p.Roles, "supplier") && strings.EqualFold(p.Name, w.Name) {
			return ocds.Reference{ID: p.ID, Name: p.Name}
		}
	}
	p := ocds.Party{ID: fmt.Sprintf("supplier-%d", len(r.Parties)), Name: w.Name, Roles: []string{"supplier"}, Size: w.Size}
	r.Parties = append(r.Parties, p)
	return ocds.Reference{ID: p.ID, Name: p.Name}
}

func said(language, words string) i18n.Text {
	if words == "" {
		return nil
	}
	return i18n.Text{language: words}
}
