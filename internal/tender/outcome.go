package tender

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"citiesgrow/internal/ocds"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
)

// Here is the source system of what buyers post in this service.
const Here = "here"

// Outcome is how a tender ended, as its buyer here says. A tender with lots has an outcome for
// each; Kind, Winners and Value are then those of all lots together.
type Outcome struct {
	Kind       Stage         `bson:"kind" json:"kind"`               // Awarded, Unsuccessful or Withdrawn
	Winner     string        `bson:"winner,omitempty" json:"winner"` // the first of Winners
	Size       string        `bson:"size,omitempty" json:"size"`     // of that one, BT-165
	Winners    []Winner      `bson:"winners,omitempty" json:"winners,omitempty"`
	Value      *record.Money `bson:"value,omitempty" json:"value"`
	Lots       []LotOutcome  `bson:"lots,omitempty" json:"lots,omitempty"`
	Bids       int           `bson:"bids" json:"bids"`                                 // how many came, BT-759
	Small      int           `bson:"small" json:"smeBids"`                             // of them from small and medium firms
	Reason     string        `bson:"reason" json:"reason"`                             // in the buyer's words
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

// fromLots checks that each lot has an outcome, and sums them up.
func (o *Outcome) fromLots(t *Tender, wrong *problem.Problem) {
	if len(o.Lots) == 0 && o.Kind != "" {
		return // all lots ended in one way
	}
	o.Kind, o.Winners, o.Value = Withdrawn, nil, nil
	for i, l := range t.Tender.Lots {
		at := slices.IndexFunc(o.Lots, func(one LotOutcome) bool { return one.Lot == l.ID })
		if at < 0 || !slices.Contains([]Stage{Awarded, Unsuccessful, Withdrawn}, o.Lots[at].Kind) {
			wrong.Add(fmt.Sprintf("lots[%d].kind", i), problem.M("problem.required"))
			continue
		}
		one := o.Lots[at]
		switch {
		case one.Kind == Awarded:
			o.Kind = Awarded
			if len(one.Winners) == 0 {
				wrong.Add(fmt.Sprintf("lots[%d].winner", i), problem.M("problem.required"))
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
		if t.Status(now) == StatusOpen {
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
	if o.Reason == "" {
		wrong.Add("reason", problem.M("tender.outcome_reason"))
	}
	if o.Bids < 0 || o.Small < 0 || o.Small > o.Bids {
		wrong.Add("small", problem.M("tender.outcome_small"))
	}
}

// Words of the bid statistics (OCDS bid statistics, BT-760).
const (
	allBids   = "tenders"
	smallBids = "t-sme"
)

// release puts the outcome into the notice that publishes it.
func (o *Outcome) release(r *ocds.Release) {
	r.Bids = []ocds.BidCount{{Kind: allBids, Count: o.Bids}, {Kind: smallBids, Count: o.Small}}
	if o.Correction != "" {
		r.Changes = append(r.Changes, ocds.Amendment{Section: correction, Description: said(r.Language, o.Correction)})
	}
	t := *r.Tender
	r.Tender = &t
	if o.Kind == Withdrawn {
		t.Status = "cancelled"
		r.Changes = append(r.Changes, ocds.Amendment{Reason: o.Reason})
		return
	}
	t.Status = "complete"
	if len(o.Lots) == 0 {
		o.award(r, LotOutcome{Kind: o.Kind, Winners: o.Winners, Value: o.Value})
		if len(t.Lots) > 1 {
			for _, l := range t.Lots {
				r.Awards[0].Lots = append(r.Awards[0].Lots, l.ID)
			}
		}
		return
	}
	t.Lots = slices.Clone(t.Lots)
	for _, one := range o.Lots {
		if one.Kind != Withdrawn {
			o.award(r, one)
			continue
		}
		for i := range t.Lots {
			if t.Lots[i].ID == one.Lot {
				t.Lots[i].Status = lotCancelled
			}
		}
	}
}

// correction is the section of a change that corrects an outcome.
const correction = "outcome"

// award adds the decision about a lot, or about the whole.
func (o *Outcome) award(r *ocds.Release, one LotOutcome) {
	a := ocds.Award{ID: fmt.Sprintf("award-%d", len(r.Awards)+1), Status: "unsuccessful", Date: r.Date}
	if one.Kind == o.Kind {
		a.Reason = o.Reason // why a firm won is not why another part has no winner
	}
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
		if c.Section == correction {
			o.Correction, _ = c.Description.In(r.Language)
		} else {
			o.Reason = c.Reason
		}
	}
	for _, b := range r.Bids {
		switch b.Kind {
		case allBids:
			o.Bids = b.Count
		case smallBids:
			o.Small = b.Count
		}
	}
	switch {
	case len(r.Awards) > 0:
		o.Kind = Unsuccessful
		for _, a := range r.Awards {
			o.decided(r, a)
		}
	case r.Tags[0] == "tenderCancellation":
		o.Kind = Withdrawn
		return o
	default:
		return nil
	}
	if len(o.Winners) > 0 {
		o.Winner, o.Size = o.Winners[0].Name, o.Winners[0].Size
	}
	if r.Tender != nil && len(o.Lots) > 0 {
		for _, l := range r.Tender.Lots {
			if l.Status == lotCancelled {
				o.Lots = append(o.Lots, LotOutcome{Lot: l.ID, Kind: Withdrawn})
			}
		}
	}
	return o
}

// decided adds one award to the outcome; one of several lots is that of the whole.
func (o *Outcome) decided(r *ocds.Release, a ocds.Award) {
	one := LotOutcome{Kind: Unsuccessful, Value: a.Value}
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
