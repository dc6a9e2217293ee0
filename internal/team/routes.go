package team

import (
	"embed"
	"net/http"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/store"
	"citiesgrow/web"
)

//go:embed all:views
var views embed.FS

// handlers answer the requests of the site.
type handlers struct{ *Service }

// Module is the module of student teams.
func (s *Service) Module() module.Module {
	h := handlers{s}
	firm, readers := web.Only(actor.Entrepreneur), web.Only(actor.Entrepreneur, actor.Employer, actor.Staff, actor.Admin)
	return module.Module{
		Name:        "team",
		Views:       views,
		Collections: []store.Spec{teams},
		Followers:   []store.Follower{module.Letters(s.kit, s.letters, teams.Name)},
		Nav:         []web.NavItem{{Key: "nav.teams", Path: "/teams", Who: firm, More: true}},
		Routes: []web.Route{
			web.Handle(web.Route{Method: "GET", Path: "/teams", View: "team/list", Who: readers,
				About: "The board of requests for student teams; for a firm its own."}, h.list),
			web.Again(web.Handle(web.Route{Method: "POST", Path: "/teams", Who: firm, Area: actor.AreaSupport, Status: http.StatusCreated,
				About: "Ask for a student team."}, h.create), "team/list", h.createAgain),
			web.Handle(web.Route{Method: "GET", Path: "/teams/{id}", View: "team/show", Who: readers,
				About: "One request with the offers that the reader may see."}, h.show),
			web.Again(web.Handle(web.Route{Method: "POST", Path: "/teams/{id}/offers", Who: web.Only(actor.Employer), Status: http.StatusCreated,
				About: "Offer a school's team."}, h.addOffer), "team/show", h.addOfferAgain),
			web.Again(web.Handle(web.Route{Method: "POST", Path: "/teams/{id}/agreement", Who: firm, Area: actor.AreaSupport,
				About: "Agree with one of the schools."}, h.accept), "team/show", h.acceptAgain),
			web.Again(web.Handle(web.Route{Method: "POST", Path: "/teams/{id}/closing", Bodiless: true, Who: web.Only(actor.Entrepreneur, actor.Employer),
				Area: actor.AreaSupport, About: "Say what came of it, or take the request back."}, h.close), "team/show", h.closeAgain),
		},
	}
}

// ListPage is the board.
type ListPage struct {
	web.Whole[Item]
	Form  Form         `json:"-"`
	Langs []web.Option `json:"-"`
	Firm  bool         `json:"-"`
}

// Item is a request in a list.
type Item struct {
	*Request
	State  string   `json:"state"`
	Offers int      `json:"offers"`
	Card   web.Card `json:"-"`
}

// list shows the board; to an organisation that is no school it says why it is empty.
func (h handlers) list(c *web.Ctx, _ web.None) (*ListPage, error) {
	p := &ListPage{Langs: module.LanguageOptions(c), Firm: c.Actor.Is(actor.Entrepreneur)}
	p.Empty = web.Empty{Title: c.Words.T("team.none"), Text: c.Words.T("team.none_text")}
	all, err := h.List(c)
	if problem.Is(err, problem.Conflict) {
		p.Empty.Text = c.Words.T("team.schools_only")
		return p, nil
	}
	if err != nil {
		return nil, err
	}
	for _, f := range all {
		p.Items = append(p.Items, h.item(c, f))
	}
	return p, nil
}

func (h handlers) item(c *web.Ctx, f Fitting) Item {
	t := f.Request
	i := Item{Request: t, State: t.State(c.Now), Offers: len(t.Offers)}
	i.Card = web.Card{Title: t.Title, Language: t.Language, Path: "/teams/" + t.ID, By: t.Firm,
		City: h.kit.Taxonomy.CityNames([]string{t.City}, c.Languages()...), Demo: t.Test, Firm: true,
		Tags: []string{c.Words.T("team.state_" + i.State), c.Words.T("team.weeks_count", "Count", t.Weeks)}}
	if f.Fit.Trade != "" {
		i.Card.Reasons = append(i.Card.Reasons, web.Reason{State: "met",
			Text: c.Words.T("team.same_trade", "Trade", h.kit.Taxonomy.Work(f.Fit.Trade, c.Languages()...))})
	}
	if f.Fit.Language != "" {
		i.Card.Reasons = append(i.Card.Reasons, web.Reason{State: "met",
			Text: c.Words.T("team.same_language", "Language", c.Words.LanguageName(f.Fit.Language))})
	}
	return i
}

// Changed is a request that was stored.
type Changed struct {
	*Request
	State string `json:"state"`
}

// Location is the request.
func (t Changed) Location() string { return "/teams/" + t.ID + "?done=saved" }

func changed(c *web.Ctx, t *Request, err error) (Changed, error) {
	if err != nil {
		return Changed{}, err
	}
	return Changed{t, t.State(c.Now)}, nil
}

func (h handlers) create(c *web.Ctx, in Form) (Changed, error) {
	t, err := h.Create(c, in)
	return changed(c, t, err)
}

func (h handlers) createAgain(c *web.Ctx, in Form) (*ListPage, error) {
	p, err := h.list(c, web.None{})
	if err != nil {
		return nil, err
	}
	p.Form = in
	return p, nil
}
