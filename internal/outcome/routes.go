package outcome

import (
	"embed"
	"fmt"
	"net/http"
	"slices"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/notice"
	"citiesgrow/internal/tender"
	"citiesgrow/internal/term"
	"citiesgrow/web"
)

//go:embed all:views
var views embed.FS

// handlers answer requests.
type handlers struct{ *Service }

// Module is outcomes as cmd/citiesgrow wires them.
func (s *Service) Module() module.Module {
	h := handlers{s}
	buyer := web.Only(actor.Buyer, actor.Employer)
	return module.Module{Name: "outcome", Views: views, Routes: []web.Route{
		web.Handle(web.Route{Method: "GET", Path: "/tenders/{id}/outcome", View: "outcome/form", Who: buyer, Voice: web.PageOnly}, h.form),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/tenders/{id}/outcome", Who: buyer, Status: http.StatusCreated,
			Example: `{"kind":"unsuccessful","reason":"No bids."}`,
			About:   "Close a tender with its outcome: a further notice."}, h.publish), "outcome/form", h.again),
	}}
}

// FormPage is the form that closes a tender, or corrects its outcome.
type FormPage struct {
	Tender   *tender.Tender
	Title    string
	Corrects bool // an outcome is published
	Early    bool // the deadline is not past: no firm can have won yet
	Input    form
	Parts    []FormPart // one for each lot; none without lots
	Kinds    []web.Option
	Sizes    []web.Option
	Names    []web.Option // of the firms that declared interest
}

// FormPart is the part of the form about a lot.
type FormPart struct {
	At    string // how the names of its fields begin
	Title string
	Input lotForm
}

type pageInput struct {
	ID    string `path:"id"`
	Parts string `query:"parts" validate:"max=3"` // yes: part by part, also where the outcome that is published is one of all
}

func (s handlers) form(c *web.Ctx, in pageInput) (*FormPage, error) {
	t, err := s.tenders.Own(c, in.ID)
	if err != nil {
		return nil, err
	}
	f := formOf(t)
	if in.Parts == "yes" {
		f.Kind, f.Winner, f.Winners, f.Value = "", "", nil, ""
	}
	return s.page(c, t, f)
}

// nameWinners adds the firms that were named to those that can be chosen.
func (s handlers) nameWinners(p *FormPage, in form) {
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

func (s handlers) again(c *web.Ctx, in form) (*FormPage, error) {
	t, err := s.tenders.Own(c, in.ID)
	if err != nil {
		return nil, err
	}
	return s.page(c, t, in)
}

func (s handlers) page(c *web.Ctx, t *tender.Tender, in form) (*FormPage, error) {
	interested, err := s.interests.List(c, t.ID)
	if err != nil {
		return nil, err
	}
	p := &FormPage{Tender: t, Title: s.tenders.Item(c, t).Title, Input: in, Corrects: t.Outcome != nil, Early: t.Status(c.Now) == tender.StatusOpen}
	for _, i := range interested {
		p.Names = append(p.Names, web.Option{Value: i.Name, Label: i.Name})
	}
	s.nameWinners(p, in)
	if len(t.Tender.Lots) > 1 && !in.whole() {
		for i, l := range t.Tender.Lots {
			title, _ := l.Title.In(c.Languages()...)
			part := FormPart{At: fmt.Sprintf("lots[%d].", i), Title: c.Words.T("term.lot_number", "Number", term.LotNumber(l.ID)) + ": " + title,
				Input: lotForm{Lot: l.ID}}
			if at := slices.IndexFunc(in.Lots, func(one lotForm) bool { return one.Lot == l.ID }); at >= 0 {
				part.Input = in.Lots[at]
			}
			p.Parts = append(p.Parts, part)
		}
	}
	for _, kind := range []notice.Stage{notice.Awarded, notice.Unsuccessful, notice.Withdrawn} {
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

func (s handlers) publish(c *web.Ctx, in form) (tender.Issued, error) {
	t, err := s.tenders.Own(c, in.ID)
	if err != nil {
		return tender.Issued{}, err
	}
	r := s.kit.Form()
	if v := t.Value(); v != nil {
		r.Currency("value", v.Currency)
	}
	o := notice.Outcome{Kind: notice.Stage(in.Kind), Bids: in.Bids, Small: in.Small, Reason: in.Reason, Correction: in.Correction,
		Winners: winnersOf(in.Winner, in.Size, in.Winners), Value: r.Money("value", in.Value)}
	for i, l := range in.Lots {
		o.Lots = append(o.Lots, notice.LotOutcome{Lot: l.Lot, Kind: notice.Stage(l.Kind), Winners: winnersOf(l.Winner, l.Size, l.Winners),
			Value: r.Money(fmt.Sprintf("lots[%d].value", i), l.Value), Reason: l.Reason})
	}
	if !slices.ContainsFunc(in.Lots, lotForm.filled) {
		o.Lots = nil
	}
	if err := r.Err(); err != nil {
		return tender.Issued{}, err
	}
	if t, err = s.Publish(c, in.ID, o); err != nil {
		return tender.Issued{}, err
	}
	return tender.IssuedAt(t, c.Now, "/tenders/"+t.ID+"?done=outcome"), nil
}
