package service

import (
	"net/http"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/client"
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/web"
)

func (s handlers) referralRoutes() []web.Route {
	people := web.Only(actor.Entrepreneur, actor.Provider, actor.Staff)
	seers := web.Only(actor.Entrepreneur, actor.Provider, actor.Staff, actor.Admin)
	return []web.Route{
		web.Handle(web.Route{Method: "GET", Path: "/referrals", View: "support/referrals", Who: seers,
			About: "The referrals the person has to do with, what waits first."}, s.referralsPage),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/referrals", Who: people, Area: actor.AreaSupport, Status: http.StatusCreated,
			About: "Ask for a service, or refer somebody who came in."}, s.refer), "support/show", s.againRefer),
		web.Handle(web.Route{Method: "GET", Path: "/referrals/{id}", View: "support/referral", Who: seers, About: "One referral with its steps."}, s.showReferral),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/referrals/{id}/steps", Who: seers, Area: actor.AreaSupport, Status: http.StatusCreated,
			About: "Accept, decline with the reason, re-route, withdraw, or say what came of it."}, s.step), "support/referral", s.againStep),
	}
}

type referInput struct {
	Service string `json:"service" validate:"required,max=200"`
	Why     string `json:"why" validate:"max=2000"`
	Need    string `json:"need" validate:"max=40"`
	Tender  string `json:"tender" validate:"max=200"`
	client.Form
}

// Referred is a referral that was opened.
type Referred struct{ *Referral }

// Location is the referral.
func (r Referred) Location() string { return "/referrals/" + r.ID + "?done=sent" }

func (s handlers) refer(c *web.Ctx, in referInput) (Referred, error) {
	q := Request{Service: in.Service, Why: in.Why, Need: in.Need, Agreed: in.Agreed == "yes"}
	q.Walk, _ = in.WalkIn()
	if in.Tender != "" && c.Actor.Is(actor.Entrepreneur) {
		t, _, err := s.matches.Lacks(c, in.Tender)
		if err != nil {
			return Referred{}, problem.Field("tender", "support.tender_unknown")
		}
		q.Tender, q.Until = t.ID, t.Deadline()
	}
	r, err := s.Refer(c, q)
	return Referred{r}, err
}

func (s handlers) againRefer(c *web.Ctx, in referInput) (*ShowPage, error) {
	p, err := s.show(c, showInput{ID: in.Service, Need: in.Need, Tender: in.Tender})
	if err == nil {
		p.Input = in
	}
	return p, err
}

// ReferralsPage is the referrals somebody has to do with.
type ReferralsPage struct {
	web.Whole
	Items []ReferralItem `json:"items"`
	Total int            `json:"total"`
	Open  int            `json:"open"`
	Empty web.Empty      `json:"-"`
}

// ReferralItem is one of them.
type ReferralItem struct {
	*Referral
	Since   time.Time `json:"since,omitzero"`
	Overdue bool      `json:"overdue"`
}

func (s handlers) referralsPage(c *web.Ctx, _ web.None) (*ReferralsPage, error) {
	all, err := s.Referrals(c)
	if err != nil {
		return nil, err
	}
	p := &ReferralsPage{Items: []ReferralItem{}, Total: len(all), Empty: web.Empty{Title: c.Words.T("support.no_referrals"),
		Text:  c.Words.T("support.no_referrals_text"),
		Links: []web.Link{{Label: c.Words.T("nav.services"), Path: "/services"}}}}
	for _, r := range all {
		p.Items = append(p.Items, ReferralItem{r, r.Since(), r.Overdue(c.Now)})
		if r.State == Open {
			p.Open++
		}
	}
	return p, nil
}

// ReferralPage is one referral.
type ReferralPage struct {
	*Referral
	Overdue bool    `json:"overdue"`
	Moves   []State `json:"moves"` // what the reader may do

	Reasons  []web.Option `json:"-"`
	Outcomes []web.Option `json:"-"`
	Others   []web.Option `json:"-"` // services it could be passed on to
	Provides bool         `json:"-"`
	Input    stepInput    `json:"-"`
}

// May reports whether the reader may do something.
func (p *ReferralPage) May(to string) bool {
	for _, m := range p.Moves {
		if string(m) == to {
			return true
		}
	}
	return false
}

func (s handlers) showReferral(c *web.Ctx, in module.IDLang) (*ReferralPage, error) {
	return s.againStep(c, stepInput{ID: in.ID})
}

type stepInput struct {
	ID    string `path:"id"`
	State string `json:"state" validate:"required,max=20"`
	Code  string `json:"code" validate:"max=40"`
	Note  string `json:"note" validate:"max=2000"`
	Next  string `json:"next" validate:"max=200"`
}

func (s handlers) againStep(c *web.Ctx, in stepInput) (*ReferralPage, error) {
	r, err := s.Referral(c, in.ID)
	if err != nil {
		return nil, err
	}
	p := &ReferralPage{Referral: r, Overdue: r.Overdue(c.Now), Moves: append([]State{}, Moves(c.Actor, r)...), Provides: side(c.Actor, r) == "provider", Input: in,
		Reasons: module.Options(c, "support.reason_", Reasons()), Outcomes: module.Options(c, "support.outcome_", Outcomes())}
	if p.May(string(Rerouted)) {
		p.Others, err = s.others(c, r)
	}
	return p, err
}

// others are services of the city that a referral could be passed on to, those that
// supply its need first.
func (s handlers) others(c *web.Ctx, r *Referral) ([]web.Option, error) {
	q := Query{Cities: []string{r.City}, Page: 1, Size: 100, Reader: c.Languages()}
	if r.Need != "" {
		q.Supplies = []string{r.Need}
	}
	found, err := s.List(c, q)
	if err == nil && len(found.Listings) < 2 {
		q.Supplies = nil
		found, err = s.List(c, q)
	}
	if err != nil {
		return nil, err
	}
	all := []web.Option{{Label: c.Words.T("support.choose_service")}}
	for _, l := range found.Listings {
		if l.ID != r.Service && l.Status == Active {
			all = append(all, web.Option{Value: l.ID, Label: l.Name + " – " + l.Organization.Name})
		}
	}
	return all, nil
}

// Stepped is a referral after a step.
type Stepped struct{ *Referral }

// Location is the referral.
func (r Stepped) Location() string { return "/referrals/" + r.ID + "?done=saved" }

func (s handlers) step(c *web.Ctx, in stepInput) (Stepped, error) {
	r, err := s.Move(c, in.ID, Move{To: State(in.State), Code: in.Code, Note: in.Note, Next: in.Next})
	return Stepped{r}, err
}
