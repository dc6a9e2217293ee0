package account

import (
	"net/http"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/web"
)

// assistRoutes are the routes of advisers, and of those they act for.
func (s handlers) assistRoutes() []web.Route {
	person, adviser := web.Only(actor.Entrepreneur), web.Only(advisers...)
	return []web.Route{
		web.Handle(web.Route{Method: "GET", Path: "/assistants", View: "account/assistants", Who: person,
			About: "Who may act for the entrepreneur, and what they did."}, s.assistants),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/assistants", View: "account/assistants", Who: person, Status: http.StatusCreated, NoStore: true,
			About: "Let an adviser act: answers the code to tell them, once."}, s.allow), "account/assistants", s.againAllow),
		web.Handle(web.Route{Method: "DELETE", Path: "/assistants/{id}", Who: person, About: "Take the leave back."}, s.endAssistant),
		web.Handle(web.Route{Method: "GET", Path: "/clients", View: "account/clients", Who: adviser, About: "The people an adviser may act for."}, s.clients),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/clients", View: "account/clients", Who: adviser, Status: http.StatusCreated, NoStore: true,
			About: "Enter the code that a person told, or somebody who came in and has no account."}, s.admit), "account/clients", s.againAdmit),
		web.Handle(web.Route{Method: "DELETE", Path: "/clients/{id}", Who: adviser, About: "Give the leave to act back."}, s.endClient),
		web.Handle(web.Route{Method: "POST", Path: "/clients/{id}/assistance", Who: adviser, About: "Act for a person in this session, from now on."}, s.begin),
		web.Handle(web.Route{Method: "DELETE", Path: "/assistance", Who: web.SignedIn(), Area: actor.AreaAlways, About: "Stop acting for somebody."}, s.stop),
		web.Handle(web.Route{Method: "GET", Path: "/accounts/claim", View: "account/claim", Who: web.Anyone(), Voice: web.PageOnly}, s.showClaim),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/accounts/claim", Who: web.Anyone(), About: "Take over the account that an adviser opened."},
			s.claim), "account/claim", s.againClaim),
	}
}

// ConsentView is a consent as a person reads it.
type ConsentView struct {
	*Consent
	State string `json:"state"`
}

// AssistantsPage is who may act for the person who asks.
type AssistantsPage struct {
	web.Whole[ConsentView]
	Acts []*Act `json:"acts"`
	ID   string `json:"id,omitempty"`   // of a consent just given
	Code string `json:"code,omitempty"` // of the same; shown once

	Areas   []web.Option `json:"-"`
	Lengths []web.Option `json:"-"`
	Input   allowInput   `json:"-"`
}

// Location is none: the code is shown once, on the page that answers.
func (*AssistantsPage) Location() string { return "" }

// Place is the list of consents.
func (*AssistantsPage) Place() string { return "/assistants" }

type allowInput struct {
	Areas []string `json:"areas" validate:"max=3,dive,max=20"`
	Days  int      `json:"days" validate:"min=0,max=400"`
}

func (s handlers) assistants(c *web.Ctx, _ web.None) (*AssistantsPage, error) {
	return s.againAllow(c, allowInput{Areas: actor.Areas(), Days: 90})
}

func (s handlers) againAllow(c *web.Ctx, in allowInput) (*AssistantsPage, error) {
	all, err := s.ListConsents(c)
	if err != nil {
		return nil, err
	}
	p := &AssistantsPage{Acts: []*Act{}, Input: in, Areas: areaOptions(c), Lengths: lengthOptions(c)}
	p.Items = viewAll(all, c.Now)
	done, err := s.ListActs(c)
	p.Acts = append(p.Acts, done...)
	return p, err
}

func viewAll(all []*Consent, now time.Time) []ConsentView {
	views := []ConsentView{}
	for _, one := range all {
		views = append(views, ConsentView{one, one.State(now)})
	}
	return views
}

func areaOptions(c *web.Ctx) []web.Option {
	var all []web.Option
	for _, area := range actor.Areas() {
		all = append(all, web.Option{Value: area, Label: c.Words.T("account.area_" + area), Hint: c.Words.T("account.area_" + area + "_hint")})
	}
	return all
}

func lengthOptions(c *web.Ctx) []web.Option {
	return []web.Option{{Value: "1", Label: c.Words.T("account.for_today")}, {Value: "30", Label: c.Words.T("account.for_month")},
		{Value: "90", Label: c.Words.T("account.for_months")}, {Value: "365", Label: c.Words.T("account.for_year")}}
}

func (s handlers) allow(c *web.Ctx, in allowInput) (*AssistantsPage, error) {
	code, consent, err := s.Allow(c, Agree(in))
	if err != nil {
		return nil, err
	}
	p, err := s.againAllow(c, in)
	if err == nil {
		p.ID, p.Code = consent.ID, code
	}
	return p, err
}

func (s handlers) endAssistant(c *web.Ctx, in module.ID) (web.Go, error) {
	return "/assistants?done=ended", s.End(c, in.ID)
}

// ClientsPage is the people an adviser may act for.
type ClientsPage struct {
	web.Whole[ConsentView]
	ID   string `json:"id,omitempty"`   // of a consent that was just begun
	Code string `json:"code,omitempty"` // with which a newcomer takes the account over; shown once
	Name string `json:"name,omitempty"`

	Areas     []web.Option `json:"-"`
	Lengths   []web.Option `json:"-"`
	Languages []web.Option `json:"-"`
	Input     admitInput   `json:"-"`
}

// Location is none: the code is shown once, on the page that answers.
func (*ClientsPage) Location() string { return "" }

// Place is the list of people.
func (*ClientsPage) Place() string { return "/clients" }

type admitInput struct {
	Code     string   `json:"code" validate:"max=40"`
	Name     string   `json:"name" validate:"max=120"`
	Language string   `json:"language" validate:"max=8"`
	Areas    []string `json:"areas" validate:"max=3,dive,max=20"`
	Days     int      `json:"days" validate:"min=0,max=400"`
	Agreed   string   `json:"agreed" validate:"omitempty,oneof=yes no"`
}

func (s handlers) clients(c *web.Ctx, _ web.None) (*ClientsPage, error) {
	return s.againAdmit(c, admitInput{Areas: actor.Areas(), Days: 90, Language: c.Words.Code})
}

func (s handlers) againAdmit(c *web.Ctx, in admitInput) (*ClientsPage, error) {
	all, err := s.ListConsents(c)
	p := &ClientsPage{Input: in, Areas: areaOptions(c), Lengths: lengthOptions(c)}
	p.Items = viewAll(all, c.Now)
	for _, l := range s.kit.Words.Languages() {
		p.Languages = append(p.Languages, web.Option{Value: l.Code, Label: l.Name})
	}
	return p, err
}

func (s handlers) admit(c *web.Ctx, in admitInput) (*ClientsPage, error) {
	var code string
	var consent *Consent
	var err error
	if in.Code != "" {
		consent, err = s.Accept(c, in.Code)
	} else {
		code, consent, err = s.CreateForVisitor(c, Visitor{Name: in.Name, Language: in.Language, Agreed: in.Agreed == "yes", Agree: Agree{in.Areas, in.Days}})
	}
	if err != nil {
		return nil, err
	}
	p, err := s.clients(c, web.None{})
	if err == nil {
		p.ID, p.Code, p.Name = consent.ID, code, in.Name
	}
	return p, err
}

func (s handlers) endClient(c *web.Ctx, in module.ID) (web.Go, error) {
	return "/clients?done=ended", s.End(c, in.ID)
}

func (s handlers) begin(c *web.Ctx, in module.ID) (web.Go, error) {
	return "/supplier", s.Begin(c, c.Token(), in.ID)
}

func (s handlers) stop(c *web.Ctx, _ web.None) (web.Go, error) {
	return "/clients", s.Stop(c, c.Token())
}

type claimInput struct {
	Code     string `json:"code" validate:"required,max=40"`
	Email    string `json:"email" validate:"required,max=254"`
	Password string `json:"password" tidy:"no" validate:"required,max=1024"`
}

// ClaimPage is the form to take an account over.
type ClaimPage struct{ Code, Email string }

type claimQuery struct {
	Code string `query:"code" validate:"max=40"`
}

func (s handlers) showClaim(_ *web.Ctx, in claimQuery) (*ClaimPage, error) {
	return &ClaimPage{Code: in.Code}, nil
}

func (s handlers) againClaim(_ *web.Ctx, in claimInput) (*ClaimPage, error) {
	return &ClaimPage{Code: in.Code, Email: in.Email}, nil
}

func (s handlers) claim(c *web.Ctx, in claimInput) (web.Go, error) {
	return "/sessions/new?registered=yes", s.Claim(c, in.Code, Registration{Email: in.Email, Password: in.Password, Network: c.Network()})
}
