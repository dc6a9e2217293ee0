package notice

import (
	"cmp"
	"slices"
	"time"

	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/record"
)

// Here is the source system of what buyers post in this service.
const Here = "here"

// Outcome is how a tender ended, as its buyer says here. A tender with lots has an outcome for
// each; Kind, Winners and Value are then those of all lots together, and Reason is the one that all
// lots share.
type Outcome struct {
	Kind       Stage         `bson:"kind" json:"kind"`               // Awarded, Unsuccessful or Withdrawn
	Winner     string        `bson:"winner,omitempty" json:"winner"` // the first of Winners
	Size       string        `bson:"size,omitempty" json:"size"`     // of that one, BT-165
	Winners    []Winner      `bson:"winners,omitempty" json:"winners,omitempty"`
	Value      *record.Money `bson:"value,omitempty" json:"value"`
	Lots       []LotOutcome  `bson:"lots,omitempty" json:"lots,omitempty"`
	Bids       int           `bson:"bids" json:"bids,omitempty"`                       // how many came, BT-759; 0, and absent, where the buyer does not say it
	Small      *int          `bson:"small,omitempty" json:"smeBids"`                   // of them from small and medium firms; nil where the buyer does not say it
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

// sharedReason is the reason that lots share; empty where they have several.
func SharedReason(lots []LotOutcome) string {
	shared := ""
	for _, one := range lots {
		if shared != "" && one.Reason != "" && one.Reason != shared {
			return ""
		}
		shared = cmp.Or(shared, one.Reason)
	}
	return shared
}

func Plus(a, b *record.Money) *record.Money {
	switch {
	case b == nil:
		return a
	case a == nil:
		sum := *b
		return &sum
	}
	return &record.Money{Minor: a.Minor + b.Minor, Currency: a.Currency}
}

// Words of the bid statistics (OCDS bid statistics, BT-760).
const (
	AllBids   = "tenders"
	SmallBids = "t-sme"
)

// standing are the decisions of a notice without those that it annuls because it corrects them.
func standing(r *ocds.Release) []ocds.Award {
	if r.Source.System != Here {
		return r.Awards
	}
	return slices.DeleteFunc(slices.Clone(r.Awards), func(a ocds.Award) bool { return a.Status == "cancelled" })
}

// outcomeOf reads back what AddTo wrote; false for any other notice.
func outcomeOf(r *ocds.Release) (Outcome, bool) {
	if r.Source.System != Here {
		return Outcome{}, false
	}
	o := Outcome{At: r.Date}
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
		case AllBids:
			o.Bids = b.Count
		case SmallBids:
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
		return Outcome{}, false
	}
	if len(o.Winners) > 0 {
		o.Winner, o.Size = o.Winners[0].Name, o.Winners[0].Size
	}
	if r.Tender != nil && (len(o.Lots) > 0 || o.Kind == Withdrawn) {
		for _, l := range r.Tender.Lots {
			if l.Status == LotCancelled {
				o.Lots = append(o.Lots, LotOutcome{Lot: l.ID, Kind: Withdrawn, Reason: CancelReason([]*ocds.Release{r}, l.ID, r.Language)})
			}
		}
	}
	if len(o.Lots) > 0 {
		o.Reason = SharedReason(o.Lots)
	}
	return o, true
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
	o.Reason, o.Winners, o.Value = cmp.Or(o.Reason, a.Reason), append(o.Winners, one.Winners...), Plus(o.Value, a.Value)
	if len(a.Lots) == 1 {
		one.Lot = a.Lots[0]
		o.Lots = append(o.Lots, one)
	}
}

// SizeOf is the size of the first winner (BT-165); empty where no notice says it.
func (c *Compiled) SizeOf(winners []ocds.Reference) string {
	if len(winners) == 0 || winners[0].Size != "" {
		return firstSize(winners)
	}
	i := slices.IndexFunc(c.Parties, func(p ocds.Party) bool { return p.ID == winners[0].ID })
	if i < 0 {
		return ""
	}
	return c.Parties[i].Size
}

func firstSize(winners []ocds.Reference) string {
	if len(winners) == 0 {
		return ""
	}
	return winners[0].Size
}

// IsSmall reports whether a size of a firm (BT-165) is that of a small or medium one.
func IsSmall(size string) bool { return slices.Contains(smallSizes, size) }

var smallSizes = []string{"micro", "small", "medium", "sme"}
