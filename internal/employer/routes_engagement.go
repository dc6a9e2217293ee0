package employer

import (
	"cmp"
	"net/http"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/web"
)

func (s *Service) engagementRoutes() []web.Route {
	desk := web.Only(actor.Employer, actor.Staff, actor.Admin)
	return []web.Route{
		web.Handle(web.Route{Method: "GET", Path: "/engagements", Verified: true, View: "employer/engagements", Who: desk,
			About: "The contacts of the city's staff and agency: what is due first, and the pipelines."}, s.engagementsPage),
		web.Handle(web.Route{Method: "GET", Path: "/engagements/mine", View: "employer/concerns", Who: web.Only(actor.Roles()...),
			About: "What the city's records let the person see of what concerns them."}, s.concerns),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/engagements", Who: desk, Status: http.StatusCreated,
			About: "Begin the record of an organisation or a person."}, s.engage), "employer/engagements", s.againEngage),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/engagements/links", Who: web.Only(actor.Roles()...),
			About: "Link oneself to a record by its code."}, s.link), "employer/concerns", s.againLink),
		web.Handle(web.Route{Method: "GET", Path: "/engagements/{id}", View: "employer/engagement", Who: desk, About: "One record with all that happened."},
			s.engagementPage),
		web.Again(web.Handle(web.Route{Method: "PUT", Path: "/engagements/{id}", Who: desk, About: "Change a record: contact, stage, next step, result."},
			s.changeEngagement), "employer/engagement", s.againEngagement),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/engagements/{id}/entries", Who: desk, Status: http.StatusCreated,
			About: "Add a call, a meeting, a note."}, s.note), "employer/engagement", s.againNote),
		web.Handle(web.Route{Method: "POST", Path: "/engagements/{id}/code", View: "employer/engagement", Who: desk, NoStore: true,
			About: "Make the code with which the person sees what concerns them; told once."}, s.invite),
		web.Handle(web.Route{Method: "DELETE", Path: "/engagements/{id}/link", Who: web.Only(actor.Roles()...),
			About: "Take the own link to a record away."}, s.unlink),
	}
}

type engagementsInput struct {
	Side  string `query:"side" validate:"omitempty,oneof=employer person"`
	Stage string `query:"stage" validate:"max=20"`
	Lang  string `query:"lang" validate:"max=8"`
}

// EngagementsPage is the board of a city.
type EngagementsPage struct {
	web.Whole
	Items     []EngagementRow  `json:"items"`
	Total     int              `json:"total"`
	Pipelines []Pipeline       `json:"pipelines"`
	Form      EngagementForm   `json:"-"`
	City      string           `json:"-"`
	Cities    []web.Option     `json:"-"`
	Sides     []web.Option     `json:"-"`
	Input     engagementsInput `json:"-"`
}

// EngagementRow is a record in a list.
type EngagementRow struct {
	*Engagement
	Overdue bool   `json:"overdue"`
	CityN   string `json:"-"`
}

// Pipeline counts the records of a side by stage, and why they were lost.
type Pipeline struct {
	Side   string  `json:"side"`
	Stages []Count `json:"stages"`
	Lost   []Count `json:"lost"`
}

// Count is how many of one kind.
type Count struct {
	Key   string `json:"key"`
	Count int    `json:"count"`
}

func pipelines(all []*Engagement) []Pipeline {
	var out []Pipeline
	for _, side := range []string{EmployerSide, PersonSide} {
		p := Pipeline{Side: side, Stages: []Count{}, Lost: []Count{}}
		count := func(is func(*Engagement) bool) int {
			n := 0
			for _, e := range all {
				if e.Side == side && is(e) {
					n++
				}
			}
			return n
		}
		for _, stage := range EngagementStages(side) {
			p.Stages = append(p.Stages, Count{stage, count(func(e *Engagement) bool { return e.Stage == stage })})
		}
		for _, reason := range LostReasons() {
			if n := count(func(e *Engagement) bool { return e.Lost == reason }); n > 0 {
				p.Lost = append(p.Lost, Count{reason, n})
			}
		}
		out = append(out, p)
	}
	return out
}

func (s *Service) engagementsPage(c *web.Ctx, in engagementsInput) (*EngagementsPage, error) {
	all, err := s.Engagements(c, "", "")
	if err != nil {
		return nil, err
	}
	p := &EngagementsPage{Items: []EngagementRow{}, Pipelines: pipelines(all), Input: in,
		Sides: module.Options(c, "engagement.side_", []string{EmployerSide, PersonSide}), Cities: s.kit.CityOptions(c, c.Actor.In), City: c.Actor.City}
	for _, e := range all {
		if (in.Side == "" || e.Side == in.Side) && (in.Stage == "" || e.Stage == in.Stage) {
			p.Items = append(p.Items, EngagementRow{e, e.Overdue(c.Now), s.cityName(c, e.City)})
		}
	}
	p.Total = len(p.Items)
	return p, nil
}

type engageInput struct {
	City string `json:"city" validate:"max=40"`
	EngagementForm
}

func (s *Service) engage(c *web.Ctx, in engageInput) (Engaged, error) {
	e, err := s.Engage(c, in.EngagementForm, in.City)
	return Engaged{e}, err
}

func (s *Service) againEngage(c *web.Ctx, in engageInput) (*EngagementsPage, error) {
	p, err := s.engagementsPage(c, engagementsInput{})
	if err == nil {
		p.Form, p.City = in.EngagementForm, cmp.Or(in.City, p.City)
	}
	return p, err
}

// Engaged is a record that was stored.
type Engaged struct{ *Engagement }

// Location is the record.
func (e Engaged) Location() string { return "/engagements/" + e.ID + "?done=saved" }

// EngagementPage is one record.
type EngagementPage struct {
	*Engagement
	Overdue bool           `json:"overdue"`
	Linked  bool           `json:"linked"`
	Code    string         `json:"code,omitempty"`
	Form    EngagementForm `json:"-"`
	Stages  []web.Option   `json:"-"`
	Reasons []web.Option   `json:"-"`
	Kinds   []web.Option   `json:"-"`
	Note    noteInput      `json:"-"`
}

func (s *Service) engagementPage(c *web.Ctx, in module.IDLang) (*EngagementPage, error) {
	e, err := s.Engagement(c, in.ID)
	if err != nil {
		return nil, err
	}
	f := EngagementForm{Revision: e.Revision, Side: e.Side, Name: e.Name, Person: e.Contact.Person, Email: e.Contact.Email, Phone: e.Contact.Phone,
		Stage: e.Stage, Lost: e.Lost, LostNote: e.LostNote, Result: e.Result, What: e.Next.What, Due: string(formDay(e.Next.Due))}
	return &EngagementPage{Engagement: e, Overdue: e.Overdue(c.Now), Linked: e.Account != "", Form: f,
		Stages:  module.Options(c, "engagement.stage_", EngagementStages(e.Side)),
		Reasons: append([]web.Option{{Label: c.Words.T("site.not_told")}}, module.Options(c, "engagement.lost_", LostReasons())...),
		Kinds:   module.Options(c, "engagement.entry_", EntryKinds())}, nil
}

type engagementInput struct {
	ID string `path:"id"`
	EngagementForm
}

func (s *Service) changeEngagement(c *web.Ctx, in engagementInput) (Engaged, error) {
	e, err := s.ChangeEngagement(c, in.ID, in.EngagementForm)
	return Engaged{e}, err
}

func (s *Service) againEngagement(c *web.Ctx, in engagementInput) (*EngagementPage, error) {
	return s.engagementPage(c, module.IDLang{ID: in.ID})
}

type noteInput struct {
	ID     string `path:"id"`
	Kind   string `json:"kind" validate:"max=20"`
	Text   string `json:"text" validate:"max=3000"`
	Shared string `json:"shared" validate:"omitempty,oneof=yes no"`
}

func (s *Service) note(c *web.Ctx, in noteInput) (Engaged, error) {
	e, err := s.Note(c, in.ID, in.Kind, in.Text, in.Shared == "yes")
	return Engaged{e}, err
}

func (s *Service) againNote(c *web.Ctx, in noteInput) (*EngagementPage, error) {
	return s.engagementPage(c, module.IDLang{ID: in.ID})
}

func (s *Service) invite(c *web.Ctx, in module.IDLang) (*EngagementPage, error) {
	code, err := s.Invite(c, in.ID)
	if err != nil {
		return nil, err
	}
	p, err := s.engagementPage(c, in)
	if err == nil {
		p.Code = code
	}
	return p, err
}

// ConcernsPage is what the city's records let the person see.
type ConcernsPage struct {
	web.Whole
	Items []ConcernView `json:"items"`
	Total int           `json:"total"`
}

// ConcernView is one of them, with the city as a person says it.
type ConcernView struct {
	Concern
	CityN string `json:"-"`
}

func (s *Service) concerns(c *web.Ctx, _ module.Lang) (*ConcernsPage, error) {
	if c.Actor.Assisted() {
		return nil, problem.New(problem.Forbidden, "problem.assisted")
	}
	all, err := s.Concerning(c)
	p := &ConcernsPage{Items: []ConcernView{}, Total: len(all)}
	for _, one := range all {
		p.Items = append(p.Items, ConcernView{one, s.cityName(c, one.City)})
	}
	return p, err
}

type linkInput struct {
	Code string `json:"code" validate:"required,max=40"`
}

func (s *Service) link(c *web.Ctx, in linkInput) (web.Go, error) {
	_, err := s.Link(c, in.Code)
	return "/engagements/mine?done=saved", err
}

func (s *Service) againLink(c *web.Ctx, _ linkInput) (*ConcernsPage, error) {
	return s.concerns(c, module.Lang{})
}

func (s *Service) unlink(c *web.Ctx, in module.IDLang) (web.Go, error) {
	return "/engagements/mine?done=removed", s.Unlink(c, in.ID)
}
