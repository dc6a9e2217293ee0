package referral

import (
	"embed"
	"net/http"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/service"
	"citiesgrow/internal/store"
	"citiesgrow/web"
)

//go:embed all:views
var views embed.FS

// handlers answer requests.
type handlers struct{ *Service }

// Module is what the program is given of referrals.
func (s *Service) Module() module.Module {
	return module.Module{
		Name:        "referral",
		Views:       views,
		Collections: []store.Spec{referrals},
		Journeys:    []module.Journey{s.journey()},
		Took:        []module.Took{{Theme: "c", Accounts: s.took}},
		Followers:   []store.Follower{module.Letters(s.kit, s.letters, referrals.Name)},
		Routes:      handlers{s}.routes(),
		Nav: []web.NavItem{
			{Key: "nav.referrals", Path: "/referrals", Who: web.Only(actor.Entrepreneur, actor.Provider, actor.Staff), More: true},
		},
	}
}

func (h handlers) routes() []web.Route {
	senders := web.Only(actor.Entrepreneur, actor.Provider, actor.Staff)
	parties := web.Only(actor.Entrepreneur, actor.Provider, actor.Staff, actor.Admin)
	return []web.Route{
		web.Handle(web.Route{Method: "GET", Path: "/referrals", View: "referral/list", Who: parties,
			About: "The referrals the person has to do with, what waits first."}, h.list),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/referrals", Who: senders, Area: actor.AreaSupport, Status: http.StatusCreated,
			About: "Ask for a service, or refer somebody who came in."}, h.create), "service/show", h.services.ShowReferral),
		web.Handle(web.Route{Method: "GET", Path: "/referrals/{id}", View: "referral/show", Who: parties, About: "One referral with its steps."}, h.show),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/referrals/{id}/steps", Who: parties, Area: actor.AreaSupport, Status: http.StatusCreated,
			Example: `{"state":"accepted","note":"Come on Tuesday at ten."}`,
			About:   "Accept, decline with the reason, re-route, withdraw, or say what came of it."}, h.addStep), "referral/show", h.addStepAgain),
	}
}

// Changed is a referral that was stored.
type Changed struct {
	*Referral
	done string
}

// Location is the referral.
func (r Changed) Location() string { return "/referrals/" + r.ID + "?done=" + r.done }

func (h handlers) create(c *web.Ctx, in service.ReferralForm) (Changed, error) {
	q := Request{Service: in.Service, Why: in.Why, Need: in.Need, Agreed: in.Agreed == "yes"}
	q.Walk, _ = in.WalkIn()
	if in.Tender != "" && c.Actor.Is(actor.Entrepreneur) {
		t, _, err := h.matches.ListLacks(c, in.Tender)
		if problem.Is(err, problem.NotFound) {
			return Changed{}, problem.Field("tender", "referral.tender_unknown")
		}
		if err != nil {
			return Changed{}, err
		}
		q.Tender, q.Until = t.ID, t.Deadline()
	}
	r, err := h.Create(c, q)
	return Changed{r, "sent"}, err
}

// ListPage is the referrals in which the reader has a part.
type ListPage struct {
	web.Whole[Item]
	Open int `json:"open"`
}

// Item is one of them.
type Item struct {
	*Referral
	Since   time.Time `json:"since,omitzero"`
	Overdue bool      `json:"overdue"`
}

func (h handlers) list(c *web.Ctx, _ web.None) (*ListPage, error) {
	all, err := h.List(c)
	if err != nil {
		return nil, err
	}
	p := &ListPage{}
	p.Empty = web.Empty{Title: c.Words.T("referral.none"),
		Text:  c.Words.T("referral.none_text"),
		Links: []web.Link{{Label: c.Words.T("nav.services"), Path: "/services"}}}
	for _, r := range all {
		p.Items = append(p.Items, Item{r, r.Since(), r.Overdue(c.Now)})
		if r.State == Open {
			p.Open++
		}
	}
	return p, nil
}
