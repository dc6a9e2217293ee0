package tender

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
)

// Here is the source system of what buyers post in this service.
const Here = "here"

// Outcome is how a tender ended, as its buyer here says. A tender with lots has an outcome for
// each; Kind, Winners and Value are then those of all lots together, and Reason is the one that all
// lots share.
type Outcome struct {
	Kind       Stage         `bson:"kind" json:"kind"`               // Awarded, Unsuccessful or Withdrawn
	Winner     string        `bson:"winner,omitempty" json:"winner"` // the first of Winners
	Size       string        `bson:"size,omitempty" json:"size"`     // of that one, BT-165
	Winners    []Winner      `bson:"winners,omitempty" json:"winners,omitempty"`
	Value      *record.Money `bson:"value,omitempty" json:"value"`
	Lots       []LotOutcome  `bson:"lots,omitempty" json:"lots,omitempty"`
	Bids       int           `bson:"bids" json:"bids,omitempty"`                       // how many came, BT-759; 0, and absent, where that is not told
	Small      *int          `bson:"small,omitempty" json:"smeBids"`                   // of them from small and medium firms; nil where that is not told
	Reason     string        `bson:"reason" json:"reason"`                             // in the buyer's words; empty where the lots have several
	Correction string        `bson:"correction,omitempty" json:"correction,omitempty"` // why it replaces an earlier outcome, in the buyer's words
	At         time.Time     `bson:"at" json:"at,omitzero"`
}

// Winner is a firm that won.
type Winner struct {
	Name string `bson:"name" json:"name"`
	Size string `bson:"size,omitempty" json:"size,omitempty"` // BT-165
}

// LotOutcome is how a lot ended.
type LotOutcome struct {
	Lot     string        `bson:"lot" json:"lot"`
	Kind    Stage         `bson:"kind" json:"kind"`
	Winners []Winner      `bson:"winners,omitempty" json:"winners,omitempty"`
	Value   *record.Money `bson:"value,omitempty" json:"value,omitempty"`
	Reason  string        `bson:"reason,omitempty" json:"reason,omitempty"` // in the buyer's words
}

// Close checks an outcome against the tender and notes it. A further outcome corrects the
// first, with a reason.
func (t *Tender) Close(o Outcome, now time.Time) error {
	wrong := problem.New(problem.Invalid, "problem.invalid")
	switch t.Status(now) {
	case StatusOpen, StatusClosed, StatusPlanned:
	case StatusDraft:
		return problem.New(problem.Conflict, "tender.not_published")
	default:
		if t.Outcome == nil {
			return problem.New(problem.Conflict, "tender.has_outcome")
		}
		if o.Correction == "" {
			wrong.Add("correction", problem.M("tender.correction_reason"))
		}
	}
	if len(t.Tender.Lots) > 1 || len(o.Lots) > 0 {
		o.fromLots(t, wrong)
	}
	o.check(t, now, wrong)
	if err := wrong.OrNil(); err != nil {
		return err
	}
	o.At = now
	t.Outcome = &o
	return nil
}

// fromLots checks that each lot has an outcome, and sums them up. A complaint names the place of
// the lot among the outcomes, or among the lots of the tender where it has none.
func (o *Outcome) fromLots(t *Tender, wrong *problem.Problem) {
	if len(o.Lots) == 0 && o.Kind != "" {
		return // all lots ended in one way
	}
	if o.Winner != "" || len(o.Winners) > 0 || o.Value != nil {
		wrong.Add("winner", problem.M("tender.outcome_twice"))
	}
	o.Lots = slices.Clone(o.Lots)
	of := o.Kind
	o.Kind, o.Winner, o.Winners, o.Value = Withdrawn, "", nil, nil
	for i, l := range t.Tender.Lots {
		at := slices.IndexFunc(o.Lots, func(one LotOutcome) bool { return one.Lot == l.ID })
		if at < 0 {
			wrong.Add(fmt.Sprintf("lots[%d].kind", i), problem.M("problem.required"))
			continue
		}
		one := &o.Lots[at]
		if one.Reason = cmp.Or(one.Reason, o.Reason); one.Reason == "" {
			wrong.Add(fmt.Sprintf("lots[%d].reason", at), problem.M("tender.outcome_lot_reason", "Number", lotNumber(l.ID)))
		}
		switch {
		case !slices.Contains([]Stage{Awarded, Unsuccessful, Withdrawn}, one.Kind):
			wrong.Add(fmt.Sprintf("lots[%d].kind", at), problem.M("problem.required"))
		case one.Kind == Awarded:
			o.Kind = Awarded
			if len(one.Winners) == 0 {
				wrong.Add(fmt.Sprintf("lots[%d].winner", at), problem.M("problem.required"))
			}
			o.Winners, o.Value = append(o.Winners, one.Winners...), plus(o.Value, one.Value)
		case one.Kind == Unsuccessful && o.Kind != Awarded:
			o.Kind = Unsuccessful
		}
	}
	for i, one := range o.Lots {
		switch {
		case !slices.ContainsFunc(t.Tender.Lots, func(l ocds.Lot) bool { return l.ID == one.Lot }):
			wrong.Add("lots", problem.M("tender.lot_unknown", "Lot", one.Lot))
		case slices.ContainsFunc(o.Lots[:i], func(other LotOutcome) bool { return other.Lot == one.Lot }):
			wrong.Add("lots", problem.M("tender.lot_twice", "Lot", one.Lot))
		}
	}
	if len(o.Lots) > 0 {
		o.Reason = sharedReason(o.Lots)
	}
	if of != "" && of != o.Kind {
		wrong.Add("kind", problem.M("tender.outcome_twice"))
	}
}

// sharedReason is the reason that lots share; empty where they have several.
func sharedReason(lots []LotOutcome) string {
	shared := ""
	for _, one := range lots {
		if shared != "" && one.Reason != "" && one.Reason != shared {
			return ""
		}
		shared = cmp.Or(shared, one.Reason)
	}
	return shared
}

func plus(a, b *record.Money) *record.Money {
	switch {
	case b == nil:
		return a
	case a == nil:
		sum := *b
		return &sum
	}
	return &record.Money{Minor: a.Minor + b.Minor, Currency: a.Currency}
}

func (o *Outcome) check(t *Tender, now time.Time, wrong *problem.Problem) {
	switch o.Kind {
	case Awarded:
		if t.Status(now) == StatusOpen || t.Tender.Deadline.After(now) {
			wrong.Add("kind", problem.M("tender.outcome_too_early"))
		}
		if o.Winner == "" && len(o.Winners) > 0 {
			o.Winner, o.Size = o.Winners[0].Name, o.Winners[0].Size
		}
		if len(o.Winners) == 0 && o.Winner != "" {
			o.Winners = []Winner{{o.Winner, o.Size}}
		}
		if o.Winner == "" && len(o.Lots) == 0 {
			wrong.Add("winner", problem.M("problem.required"))
		}
		if o.Bids < 1 {
			wrong.Add("bids", problem.M("tender.outcome_bids"))
		}
	case Unsuccessful, Withdrawn:
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

// Words of the bid statistics (OCDS bid statistics, BT-760).
const (
	allBids   = "tenders"
	smallBids = "t-sme"
)

// release puts the outcome into the notice that publishes it. The decisions of an outcome that it corrects are annulled
// there, and its own have other ids, so that whoever merges the releases by the standard mixes none of them.
func (o *Outcome) release(r *ocds.Release, before []ocds.Award) {
	if o.Bids > 0 {
		r.Bids = append(r.Bids, ocds.BidCount{Kind: allBids, Count: o.Bids})
	}
	if o.Small != nil {
		r.Bids = append(r.Bids, ocds.BidCount{Kind: smallBids, Count: *o.Small})
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
		return lotComplete
	case Unsuccessful:
		return lotUnsuccessful
	}
	return ""
}

// takeBack cancels the lots that were taken back, and says why (BT-762): lots of one reason in one
// change, as notices of others do.
func (o *Outcome) takeBack(r *ocds.Release) {
	for _, one := range o.Lots {
		if one.Kind != Withdrawn {
			continue
		}
		for i := range r.Tender.Lots {
			if r.Tender.Lots[i].ID == one.Lot {
				r.Tender.Lots[i].Status = lotCancelled
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

// standing are the decisions of a notice without those that it annuls because it corrects them.
func standing(r *ocds.Release) []ocds.Award {
	if r.Source.System != Here {
		return r.Awards
	}
	return slices.DeleteFunc(slices.Clone(r.Awards), func(a ocds.Award) bool { return a.Status == "cancelled" })
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

// outcomeOf reads back what release wrote; nil for any other notice.
func outcomeOf(r *ocds.Release) *Outcome {
	if r.Source.System != Here {
		return nil
	}
	o := &Outcome{At: r.Date}
	for _, c := range r.Changes {
		switch c.Section {
		case correction:
			o.Correction, _ = c.Description.In(r.Language)
		case "": // of the whole; that of a lot names it
			o.Reason = c.Reason
		}
	}
	for _, b := range r.Bids {
		switch b.Kind {
		case allBids:
			o.Bids = b.Count
		case smallBids:
			o.Small = &b.Count
		}
	}
	switch {
	case len(standing(r)) > 0:
		o.Kind = Unsuccessful
		for _, a := range standing(r) {
			o.decided(r, a)
		}
	case r.Tags[0] == "tenderCancellation":
		o.Kind = Withdrawn
	default:
		return nil
	}
	if len(o.Winners) > 0 {
		o.Winner, o.Size = o.Winners[0].Name, o.Winners[0].Size
	}
	if r.Tender != nil && (len(o.Lots) > 0 || o.Kind == Withdrawn) {
		for _, l := range r.Tender.Lots {
			if l.Status == lotCancelled {
				o.Lots = append(o.Lots, LotOutcome{Lot: l.ID, Kind: Withdrawn, Reason: takenBackBecause([]*ocds.Release{r}, l.ID, r.Language)})
			}
		}
	}
	if len(o.Lots) > 0 {
		o.Reason = sharedReason(o.Lots)
	}
	return o
}

// decided adds one award to the outcome; one of several lots is that of the whole.
func (o *Outcome) decided(r *ocds.Release, a ocds.Award) {
	one := LotOutcome{Kind: Unsuccessful, Value: a.Value, Reason: a.Reason}
	if a.Status == "active" {
		one.Kind, o.Kind = Awarded, Awarded
	}
	for _, s := range a.Suppliers {
		w := Winner{Name: s.Name, Size: s.Size}
		if i := slices.IndexFunc(r.Parties, func(p ocds.Party) bool { return p.ID == s.ID }); i >= 0 {
			w.Size = r.Parties[i].Size
		}
		one.Winners = append(one.Winners, w)
	}
	o.Reason, o.Winners, o.Value = cmp.Or(o.Reason, a.Reason), append(o.Winners, one.Winners...), plus(o.Value, a.Value)
	if len(a.Lots) == 1 {
		one.Lot = a.Lots[0]
		o.Lots = append(o.Lots, one)
	}
}
