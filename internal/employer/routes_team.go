package employer

import (
	"net/http"
	"slices"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/web"
)

func (s *Service) teamRoutes() []web.Route {
	firm, seers := web.Only(actor.Entrepreneur), web.Only(actor.Entrepreneur, actor.Employer, actor.Staff, actor.Admin)
	return []web.Route{
		web.Handle(web.Route{Method: "GET", Path: "/teams", View: "employer/teams", Who: seers,
			About: "The board of wishes for student teams; a firm's own."}, s.teamsPage),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/teams", Who: firm, Area: actor.AreaSupport, Status: http.StatusCreated,
			About: "Wish for a student team."}, s.askTeam), "employer/teams", s.againAsk),
		web.Handle(web.Route{Method: "GET", Path: "/teams/{id}", View: "employer/team", Who: seers,
			About: "One wish with the offers that the reader may see."}, s.teamPage),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/teams/{id}/offers", Who: web.Only(actor.Employer), Status: http.StatusCreated,
			About: "Offer a school's team."}, s.offerTeam), "employer/team", s.againOfferTeam),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/teams/{id}/agreement", Who: firm, Area: actor.AreaSupport,
			About: "Agree with one of the schools."}, s.agreeTeam), "employer/team", s.againAgree),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/teams/{id}/closing", Bodiless: true, Who: web.Only(actor.Entrepreneur, actor.Employer),
			Area: actor.AreaSupport, About: "Say what came of it, or take the wish back."}, s.endTeam), "employer/team", s.againEnd),
	}
}

// TeamsPage is the board.
type TeamsPage struct {
	web.Whole
	Items []TeamItem   `json:"items"`
	Total int          `json:"total"`
	Form  TeamForm     `json:"-"`
	Langs []web.Option `json:"-"`
	Empty web.Empty    `json:"-"`
	Firm  bool         `json:"-"`
}

// TeamItem is a wish in a list.
type TeamItem struct {
	*TeamRequest
	State  string   `json:"state"`
	Offers int      `json:"offers"`
	Card   web.Card `json:"-"`
}

func (s *Service) teamsPage(c *web.Ctx, _ module.Lang) (*TeamsPage, error) {
	p := &TeamsPage{Items: []TeamItem{}, Langs: module.LanguageOptions(c), Firm: c.Actor.Is(actor.Entrepreneur),
		Empty: web.Empty{Title: c.Words.T("team.none"), Text: c.Words.T("team.none_text")}}
	all, err := s.Teams(c)
	if problem.Is(err, problem.Conflict) {
		p.Empty.Text = c.Words.T("team.schools_only")
		return p, nil
	}
	for _, t := range all {
		p.Items = append(p.Items, s.teamItem(c, t))
	}
	p.Total = len(p.Items)
	return p, err
}

func (s *Service) teamItem(c *web.Ctx, f FittedTeam) TeamItem {
	t := f.TeamRequest
	i := TeamItem{TeamRequest: t, State: t.State(c.Now), Offers: len(t.Offers)}
	i.Card = web.Card{Title: t.Title, Language: t.Language, Path: "/teams/" + t.ID, By: t.Firm, City: s.cityName(c, t.City), Demo: t.Test, Firm: true,
		Tags: []string{c.Words.T("team.state_" + i.State), c.Words.T("team.weeks_count", "Count", t.Weeks)}}
	if f.Fit.Trade != "" {
		i.Card.Reasons = append(i.Card.Reasons, web.Reason{State: "met",
			Text: c.Words.T("team.same_trade", "Trade", s.kit.Taxonomy.Work(f.Fit.Trade, c.Languages()...))})
	}
	if f.Fit.Language != "" {
		i.Card.Reasons = append(i.Card.Reasons, web.Reason{State: "met", Text: c.Words.T("team.same_language", "Language", c.Words.LanguageName(f.Fit.Language))})
	}
	return i
}

// AskedTeam is a wish that was stored.
type AskedTeam struct {
	*TeamRequest
	State string `json:"state"`
}

// Location is the wish.
func (t AskedTeam) Location() string { return "/teams/" + t.ID + "?done=saved" }

func asked(c *web.Ctx, t *TeamRequest, err error) (AskedTeam, error) {
	if err != nil {
		return AskedTeam{}, err
	}
	return AskedTeam{t, t.State(c.Now)}, nil
}

func (s *Service) askTeam(c *web.Ctx, in TeamForm) (AskedTeam, error) {
	t, err := s.AskTeam(c, in)
	return asked(c, t, err)
}

func (s *Service) againAsk(c *web.Ctx, in TeamForm) (*TeamsPage, error) {
	p, err := s.teamsPage(c, module.Lang{})
	if err == nil {
		p.Form = in
	}
	return p, err
}

// TeamPage is one wish.
type TeamPage struct {
	*TeamRequest
	State   string       `json:"state"`
	Offers  []TeamOffer  `json:"offers"`            // all for the firm and staff, a school's own for a school
	Contact string       `json:"contact,omitempty"` // for the school agreed with, and the firm
	Mine    bool         `json:"-"`
	School  bool         `json:"-"`
	Ours    bool         `json:"-"` // the firm agreed with the reader's school
	Works   []string     `json:"-"`
	Speaks  string       `json:"-"`
	Langs   []web.Option `json:"-"`
	Input   teamInput    `json:"-"`
}

func (s *Service) teamPage(c *web.Ctx, in module.IDLang) (*TeamPage, error) {
	t, err := s.Team(c, in.ID)
	if err != nil {
		return nil, err
	}
	p := &TeamPage{TeamRequest: t, State: t.State(c.Now), Offers: slices.Clone(t.Offers), Mine: t.Account == c.Actor.ID,
		School: c.Actor.Is(actor.Employer), Works: s.workNames(c, t.CPV), Langs: module.LanguageOptions(c)}
	var speaks []string
	for _, l := range t.Languages {
		speaks = append(speaks, c.Words.LanguageName(l))
	}
	p.Speaks = c.Words.Join(speaks)
	if p.School {
		p.Offers = slices.DeleteFunc(p.Offers, func(of TeamOffer) bool { return of.Account != c.Actor.ID })
		p.Ours = len(p.Offers) == 1 && p.Offers[0].School == t.Agreed
	}
	if p.Offers == nil {
		p.Offers = []TeamOffer{}
	}
	if p.Mine || p.Ours {
		p.Contact = t.Contact
	}
	return p, nil
}

type teamInput struct {
	ID        string   `path:"id"`
	Team      string   `json:"team" validate:"max=200"`
	Students  int      `json:"students" validate:"min=0,max=500"`
	Languages []string `json:"languages" validate:"max=10,dive,max=8"`
	Note      string   `json:"note" validate:"max=1000"`
}

func (s *Service) offerTeam(c *web.Ctx, in teamInput) (AskedTeam, error) {
	t, err := s.OfferTeam(c, in.ID, TeamOffer{Team: in.Team, Students: in.Students, Languages: in.Languages, Note: in.Note})
	return asked(c, t, err)
}

func (s *Service) againOfferTeam(c *web.Ctx, in teamInput) (*TeamPage, error) {
	p, err := s.teamPage(c, module.IDLang{ID: in.ID})
	if err == nil {
		p.Input = in
	}
	return p, err
}

type agreeInput struct {
	ID     string `path:"id"`
	School string `json:"school" validate:"required,max=200"`
}

func (s *Service) agreeTeam(c *web.Ctx, in agreeInput) (AskedTeam, error) {
	t, err := s.AgreeTeam(c, in.ID, in.School)
	return asked(c, t, err)
}

func (s *Service) againAgree(c *web.Ctx, in agreeInput) (*TeamPage, error) {
	return s.teamPage(c, module.IDLang{ID: in.ID})
}

type endInput struct {
	ID      string `path:"id"`
	Result  string `json:"result" validate:"max=2000"`
	Helpful string `json:"helpful" validate:"omitempty,oneof=yes no"`
}

func (s *Service) endTeam(c *web.Ctx, in endInput) (AskedTeam, error) {
	t, err := s.EndTeam(c, in.ID, in.Result, in.Helpful)
	return asked(c, t, err)
}

func (s *Service) againEnd(c *web.Ctx, in endInput) (*TeamPage, error) {
	return s.teamPage(c, module.IDLang{ID: in.ID})
}
