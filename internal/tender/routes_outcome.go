package tender

import (
	"fmt"
	"slices"
	"strings"

	"citiesgrow/internal/record"
	"citiesgrow/web"
)

// outcomeInput is what a buyer says of the end of a tender. A tender with lots has an entry for
// each; the fields of the whole are then left empty.
type outcomeInput struct {
	ID         string        `path:"id"`
	Kind       string        `json:"kind" validate:"omitempty,oneof=awarded unsuccessful withdrawn"`
	Winner     string        `json:"winner" validate:"max=200"`
	Size       string        `json:"size" validate:"omitempty,oneof=micro small medium large"`
	Winners    []string      `json:"winners" validate:"max=20,dive,max=200"` // names, besides winner
	Value      record.Amount `json:"value" validate:"max=30"`
	Lots       []lotInput    `json:"lots" validate:"max=50,dive"`
	Bids       int           `json:"bids" validate:"min=0,max=10000"`
	Small      *int          `json:"small" validate:"omitempty,min=0,max=10000"` // not told where it is left out
	Reason     string        `json:"reason" validate:"max=2000"`
	Correction string        `json:"correction" validate:"max=2000"` // why it replaces the outcome that is published
}

type lotInput struct {
	Lot     string        `json:"lot" validate:"max=40"`
	Kind    string        `json:"kind" validate:"omitempty,oneof=awarded unsuccessful withdrawn"`
	Winner  string        `json:"winner" validate:"max=200"`
	Size    string        `json:"size" validate:"omitempty,oneof=micro small medium large"`
	Winners []string      `json:"winners" validate:"max=20,dive,max=200"`
	Value   record.Amount `json:"value" validate:"max=30"`
	Reason  string        `json:"reason" validate:"max=2000"` // empty: that of the whole
}

// OutcomePage is the form that closes a tender, or corrects its outcome.
type OutcomePage struct {
	Tender   *Tender
	Title    string
	Corrects bool // an outcome is published
	Early    bool // the deadline is not past: no firm can have won yet
	Input    outcomeInput
	Parts    []OutcomePart // one for each lot; none without lots
	Kinds    []web.Option
	Sizes    []web.Option
	Names    []web.Option // of the firms that declared interest
}

// OutcomePart is the part of the form about a lot.
type OutcomePart struct {
	At    string // how the names of its fields begin
	Title string
	Input lotInput
}

type outcomePageInput struct {
	ID    string `path:"id"`
	Parts string `query:"parts" validate:"max=3"` // yes: part by part, also where the outcome that is published is one of all
}

func (s handlers) showOutcome(c *web.Ctx, in outcomePageInput) (*OutcomePage, error) {
	t, err := s.Mine(c, in.ID)
	if err != nil {
		return nil, err
	}
	form := formOfOutcome(t)
	if in.Parts == "yes" {
		form.Kind, form.Winner, form.Winners, form.Value = "", "", nil, ""
	}
	return s.outcomePage(c, t, form)
}

// whole reports whether an outcome is said of all lots at once.
func (in *outcomeInput) whole() bool {
	return in.Kind != "" && !slices.ContainsFunc(in.Lots, lotInput.filled)
}

// nameWinners adds the firms that were named to those that can be chosen.
func (s handlers) nameWinners(p *OutcomePage, in outcomeInput) {
	named := slices.Clone(in.Winners)
	for _, l := range in.Lots {
		named = append(named, l.Winners...)
	}
	for _, name := range named {
		if !slices.ContainsFunc(p.Names, func(o web.Option) bool { return o.Value == name }) {
			p.Names = append(p.Names, web.Option{Value: name, Label: name})
		}
	}
}

func (s handlers) againOutcome(c *web.Ctx, in outcomeInput) (*OutcomePage, error) {
	t, err := s.Mine(c, in.ID)
	if err != nil {
		return nil, err
	}
	return s.outcomePage(c, t, in)
}

func (s handlers) outcomePage(c *web.Ctx, t *Tender, in outcomeInput) (*OutcomePage, error) {
	interested, err := s.Interested(c, t.ID)
	if err != nil {
		return nil, err
	}
	p := &OutcomePage{Tender: t, Title: s.Item(c, t).Title, Input: in, Corrects: t.Outcome != nil, Early: t.Status(c.Now) == StatusOpen}
	for _, i := range interested {
		p.Names = append(p.Names, web.Option{Value: i.Name, Label: i.Name})
	}
	s.nameWinners(p, in)
	if len(t.Tender.Lots) > 1 && !in.whole() {
		for i, l := range t.Tender.Lots {
			title, _ := l.Title.In(c.Languages()...)
			part := OutcomePart{At: fmt.Sprintf("lots[%d].", i), Title: c.Words.T("term.lot_number", "Number", lotNumber(l.ID)) + ": " + title,
				Input: lotInput{Lot: l.ID}}
			if at := slices.IndexFunc(in.Lots, func(one lotInput) bool { return one.Lot == l.ID }); at >= 0 {
				part.Input = in.Lots[at]
			}
			p.Parts = append(p.Parts, part)
		}
	}
	for _, kind := range []Stage{Awarded, Unsuccessful, Withdrawn} {
		p.Kinds = append(p.Kinds, web.Option{Value: string(kind), Label: c.Words.T("outcome." + string(kind))})
	}
	for _, size := range []string{"", "micro", "small", "medium", "large"} {
		label := c.Words.T("site.not_told")
		if size != "" {
			label = c.Words.T("size." + size)
		}
		p.Sizes = append(p.Sizes, web.Option{Value: size, Label: label})
	}
	return p, nil
}

// formOfOutcome is the form filled with the outcome that is published.
func formOfOutcome(t *Tender) outcomeInput {
	in := outcomeInput{ID: t.ID}
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
	own := slices.ContainsFunc(o.Lots, func(l LotOutcome) bool { return l.Reason != o.Reason })
	if own {
		in.Reason = ""
	}
	for _, l := range o.Lots {
		one := lotInput{Lot: l.Lot, Kind: string(l.Kind)}
		if own {
			one.Reason = l.Reason
		}
		one.Winner, one.Size, one.Winners, one.Value = namesOf(l.Winners, l.Value)
		in.Lots = append(in.Lots, one)
	}
	return in
}

func namesOf(winners []Winner, value *record.Money) (first, size string, more []string, amount record.Amount) {
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

func (s handlers) end(c *web.Ctx, in outcomeInput) (Issued, error) {
	t, err := s.Mine(c, in.ID)
	if err != nil {
		return Issued{}, err
	}
	r := s.kit.Form()
	if v := t.Value(); v != nil {
		r.Currency("value", v.Currency)
	}
	o := Outcome{Kind: Stage(in.Kind), Bids: in.Bids, Small: in.Small, Reason: in.Reason, Correction: in.Correction,
		Winners: winnersOf(in.Winner, in.Size, in.Winners), Value: r.Money("value", in.Value)}
	for i, l := range in.Lots {
		o.Lots = append(o.Lots, LotOutcome{Lot: l.Lot, Kind: Stage(l.Kind), Winners: winnersOf(l.Winner, l.Size, l.Winners),
			Value: r.Money(fmt.Sprintf("lots[%d].value", i), l.Value), Reason: l.Reason})
	}
	if !slices.ContainsFunc(in.Lots, lotInput.filled) {
		o.Lots = nil
	}
	if err := r.Err(); err != nil {
		return Issued{}, err
	}
	if t, err = s.End(c, in.ID, o); err != nil {
		return Issued{}, err
	}
	return s.issued(c, t, "/tenders/"+t.ID+"?done=outcome"), nil
}

// filled reports whether something was said of the lot.
func (l lotInput) filled() bool {
	return l.Kind != "" || l.Winner != "" || len(l.Winners) > 0 || l.Value != "" || l.Reason != ""
}

// winnersOf are the firms that were chosen or written, each once. The size is that of the first.
func winnersOf(first, size string, more []string) []Winner {
	var all []Winner
	for i, name := range append([]string{first}, more...) {
		name = strings.TrimSpace(name)
		if name == "" || slices.ContainsFunc(all, func(w Winner) bool { return strings.EqualFold(w.Name, name) }) {
			continue
		}
		w := Winner{Name: name}
		if i == 0 || first == "" && len(all) == 0 {
			w.Size = size
		}
		all = append(all, w)
	}
	return all
}
