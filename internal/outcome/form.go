package outcome

import (
	"slices"
	"strings"

	"citiesgrow/internal/notice"
	"citiesgrow/internal/record"
	"citiesgrow/internal/tender"
)

// form is what a buyer says of the end of a tender. A tender with lots has an entry for
// each; the fields of the whole are then left empty.
type form struct {
	ID         string        `path:"id"`
	Kind       string        `json:"kind" validate:"omitempty,oneof=awarded unsuccessful withdrawn"`
	Winner     string        `json:"winner" validate:"max=200"`
	Size       string        `json:"size" validate:"omitempty,oneof=micro small medium large"`
	Winners    []string      `json:"winners" validate:"max=20,dive,max=200"` // names, besides winner
	Value      record.Amount `json:"value" validate:"max=30"`
	Lots       []lotForm     `json:"lots" validate:"max=50,dive"`
	Bids       int           `json:"bids" validate:"min=0,max=10000"`
	Small      *int          `json:"small" validate:"omitempty,min=0,max=10000"` // left out where the buyer does not know it
	Reason     string        `json:"reason" validate:"max=2000"`
	Correction string        `json:"correction" validate:"max=2000"` // why it replaces the outcome that is published
}

type lotForm struct {
	Lot     string        `json:"lot" validate:"max=40"`
	Kind    string        `json:"kind" validate:"omitempty,oneof=awarded unsuccessful withdrawn"`
	Winner  string        `json:"winner" validate:"max=200"`
	Size    string        `json:"size" validate:"omitempty,oneof=micro small medium large"`
	Winners []string      `json:"winners" validate:"max=20,dive,max=200"`
	Value   record.Amount `json:"value" validate:"max=30"`
	Reason  string        `json:"reason" validate:"max=2000"` // empty: that of the whole
}

// whole reports whether an outcome is said of all lots at once.
func (in *form) whole() bool {
	return in.Kind != "" && !slices.ContainsFunc(in.Lots, lotForm.filled)
}

// formOf is the form filled with the outcome that is published.
func formOf(t *tender.Tender) form {
	in := form{ID: t.ID}
	o := t.Outcome
	if o == nil {
		return in
	}
	in.Kind, in.Bids, in.Small, in.Reason = string(o.Kind), o.Bids, o.Small, o.Reason
	if len(o.Lots) == 0 {
		in.Winner, in.Size, in.Winners, in.Value = namesOf(o.Winners, o.Value)
		return in
	}
	in.Kind = ""
	own := slices.ContainsFunc(o.Lots, func(l notice.LotOutcome) bool { return l.Reason != o.Reason })
	if own {
		in.Reason = ""
	}
	for _, l := range o.Lots {
		one := lotForm{Lot: l.Lot, Kind: string(l.Kind)}
		if own {
			one.Reason = l.Reason
		}
		one.Winner, one.Size, one.Winners, one.Value = namesOf(l.Winners, l.Value)
		in.Lots = append(in.Lots, one)
	}
	return in
}

func namesOf(winners []notice.Winner, value *record.Money) (first, size string, more []string, amount record.Amount) {
	for i, w := range winners {
		if i == 0 {
			first, size = w.Name, w.Size
			continue
		}
		more = append(more, w.Name)
	}
	if value != nil {
		amount = record.Amount(value.Major())
	}
	return first, size, more, amount
}

// filled reports whether something was said of the lot.
func (l lotForm) filled() bool {
	return l.Kind != "" || l.Winner != "" || len(l.Winners) > 0 || l.Value != "" || l.Reason != ""
}

// winnersOf are the firms that were chosen or written, each once. The size is that of the first.
func winnersOf(first, size string, more []string) []notice.Winner {
	var all []notice.Winner
	for i, name := range append([]string{first}, more...) {
		name = strings.TrimSpace(name)
		if name == "" || slices.ContainsFunc(all, func(w notice.Winner) bool { return strings.EqualFold(w.Name, name) }) {
			continue
		}
		w := notice.Winner{Name: name}
		if i == 0 || first == "" && len(all) == 0 {
			w.Size = size
		}
		all = append(all, w)
	}
	return all
}
