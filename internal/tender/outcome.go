package tender

import (
	"time"

	"citiesgrow/internal/ocds"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
)

// Here is the source system of what buyers post in this house.
const Here = "here"

// Outcome is how a tender ended, as the buyer here tells it.
type Outcome struct {
	Kind   Stage         `bson:"kind" json:"kind"` // Awarded, Unsuccessful or Withdrawn
	Winner string        `bson:"winner,omitempty" json:"winner"`
	Size   string        `bson:"size,omitempty" json:"size"` // of the winner, BT-165
	Value  *record.Money `bson:"value,omitempty" json:"value"`
	Bids   int           `bson:"bids" json:"bids"`     // how many came, BT-759
	Small  int           `bson:"small" json:"smeBids"` // of them from small and medium firms
	Reason string        `bson:"reason" json:"reason"` // in the buyer's words
	At     time.Time     `bson:"at" json:"at,omitzero"`
}

// Close checks an outcome against the tender and notes it.
func (t *Tender) Close(o Outcome, now time.Time) error {
	wrong := problem.New(problem.Invalid, "problem.invalid")
	switch t.Status(now) {
	case StatusOpen, StatusClosed, StatusPlanned:
	case StatusDraft:
		return problem.New(problem.Conflict, "tender.not_published")
	default:
		return problem.New(problem.Conflict, "tender.has_outcome")
	}
	switch o.Kind {
	case Awarded:
		if t.Status(now) == StatusOpen {
			wrong.Add("kind", problem.M("tender.outcome_too_early"))
		}
		if o.Winner == "" {
			wrong.Add("winner", problem.M("problem.required"))
		}
		if o.Bids < 1 {
			wrong.Add("bids", problem.M("tender.outcome_bids"))
		}
	case Unsuccessful, Withdrawn:
	default:
		wrong.Add("kind", problem.M("problem.required"))
	}
	if o.Reason == "" {
		wrong.Add("reason", problem.M("tender.outcome_reason"))
	}
	if o.Bids < 0 || o.Small < 0 || o.Small > o.Bids {
		wrong.Add("small", problem.M("tender.outcome_small"))
	}
	if err := wrong.OrNil(); err != nil {
		return err
	}
	o.At = now
	t.Outcome = &o
	return nil
}

// Word the bid statistics carry (OCDS bid statistics, BT-760).
const (
	allBids   = "tenders"
	smallBids = "t-sme"
)

// release puts the outcome into the notice that tells it.
func (o *Outcome) release(r *ocds.Release) {
	r.Bids = []ocds.BidCount{{Kind: allBids, Count: o.Bids}, {Kind: smallBids, Count: o.Small}}
	if o.Kind == Withdrawn {
		c := *r.Tender
		c.Status = "cancelled"
		r.Tender = &c
		r.Changes = []ocds.Amendment{{Reason: o.Reason}}
		return
	}
	award := ocds.Award{ID: "award-1", Status: "unsuccessful", Date: r.Date, Reason: o.Reason}
	if o.Kind == Awarded {
		award.Status, award.Value = "active", o.Value
		award.Suppliers = []ocds.Reference{{ID: "supplier-1", Name: o.Winner}}
		r.Parties = append(r.Parties, ocds.Party{ID: "supplier-1", Name: o.Winner, Roles: []string{"supplier"}, Size: o.Size})
	}
	r.Awards = []ocds.Award{award}
}

// outcomeOf reads back what release wrote; nil for any other notice.
func outcomeOf(r *ocds.Release) *Outcome {
	if r.Source.System != Here {
		return nil
	}
	o := &Outcome{At: r.Date}
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
		a := r.Awards[0]
		o.Kind, o.Reason, o.Value = Unsuccessful, a.Reason, a.Value
		if a.Status == "active" {
			o.Kind = Awarded
		}
		for _, w := range a.Suppliers {
			o.Winner = w.Name
		}
		for _, p := range r.Parties {
			if p.ID == "supplier-1" {
				o.Size = p.Size
			}
		}
	case r.Tags[0] == "tenderCancellation":
		o.Kind = Withdrawn
		if len(r.Changes) > 0 {
			o.Reason = r.Changes[0].Reason
		}
	default:
		return nil
	}
	return o
}
