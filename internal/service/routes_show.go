package service

import (
	"citiesgrow/internal/actor"
	"citiesgrow/internal/client"
	"citiesgrow/internal/module"
	"citiesgrow/internal/slot"
	"citiesgrow/web"
)

// ShowPage is one service.
type ShowPage struct {
	*Listing
	Stale bool            `json:"stale"`
	Free  bool            `json:"free"`
	Paid  string          `json:"charge,omitempty"` // free or paid; left out where it is not known
	Slots []slot.SlotView `json:"slots"`            // that can be booked
	ForMe []web.Reason    `json:"me,omitempty"`     // which of its rules the reader's firm meets

	CityName string       `json:"-"`
	Facts    []web.Fact   `json:"-"`
	Edits    bool         `json:"-"` // the reader looks after it
	MayRefer bool         `json:"-"`
	Walk     bool         `json:"-"` // the reader refers walk-in clients
	Needs    []web.Option `json:"-"`
	Need     string       `json:"-"`
	Tender   string       `json:"-"`
	Input    ReferralForm `json:"-"` // after a referral was refused
}

// ReferralForm is the form on the page of a service with which users ask for it. Package referral answers it.
type ReferralForm struct {
	Service string `json:"service" validate:"required,max=200"`
	Why     string `json:"why" validate:"max=2000"`
	Need    string `json:"need" validate:"max=40"`
	Tender  string `json:"tender" validate:"max=200"`
	client.Form
}

type showInput struct {
	ID     string `path:"id"`
	Need   string `query:"need" validate:"max=40"`
	Tender string `query:"tender" validate:"max=200"`
}

func (h handlers) show(c *web.Ctx, in showInput) (*ShowPage, error) {
	l, err := h.Get(c, in.ID)
	if err != nil {
		return nil, err
	}
	p := &ShowPage{Listing: l, Stale: l.Stale(c.Now), Free: l.Free(), Paid: l.Charge(), Slots: []slot.SlotView{}, Need: in.Need, Tender: in.Tender,
		CityName: h.kit.Taxonomy.CityNames(l.Cities(), c.Languages()...), Edits: h.mayChange(c, l) == nil}
	free, err := h.slots.ListFree(c, l.ID)
	if err != nil {
		return nil, err
	}
	for _, slot := range free {
		p.Slots = append(p.Slots, h.slots.View(slot))
	}
	if c.Actor.Is(actor.Entrepreneur) {
		if p.ForMe, err = h.forMe(c, l); err != nil {
			return nil, err
		}
	}
	p.Facts = h.facts(c, l)
	p.Walk = c.Actor.Active && c.Actor.Is(actor.Provider, actor.Staff)
	p.MayRefer = l.Status == Active && (p.Walk || c.Actor.Is(actor.Entrepreneur))
	p.Needs = append([]web.Option{{Label: c.Words.T("site.not_told")}}, module.Options(c, "service.need_", Needs())...)
	return p, nil
}

// ShowAgain is the page of a service after the booking of an appointment was refused.
func (s *Service) ShowAgain(c *web.Ctx, id string) (any, error) {
	return handlers{s}.show(c, showInput{ID: id})
}

// ShowReferral is the page of a service after a referral was refused, with what was typed.
func (s *Service) ShowReferral(c *web.Ctx, f ReferralForm) (*ShowPage, error) {
	p, err := handlers{s}.show(c, showInput{ID: f.Service, Need: f.Need, Tender: f.Tender})
	if err != nil {
		return nil, err
	}
	p.Input = f
	return p, nil
}

// forMe says which rules of a service the reader's firm meets; nothing while the firm has no profile.
func (h handlers) forMe(c *web.Ctx, l *Listing) ([]web.Reason, error) {
	firm, _, err := h.matches.OwnFirm(c)
	if err != nil || firm.ID == "" {
		return nil, err
	}
	var all []web.Reason
	for _, r := range l.CheckRules(firm, c.Now.Year()) {
		all = append(all, web.Reason{State: r.State, Text: c.Words.T("service.rule_" + r.Rule + "_" + r.State)})
	}
	return all, nil
}
