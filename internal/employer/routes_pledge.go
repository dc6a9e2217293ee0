package employer

import (
	"net/http"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/organisation"
	"citiesgrow/web"
)

func (s *Service) pledgeRoutes() []web.Route {
	owner := web.Only(actor.Employer)
	return []web.Route{
		web.Handle(web.Route{Method: "GET", Path: "/pledges", View: "employer/pledges", Who: web.Anyone(),
			About: "What employers promised in each city and agreed to show, with progress."}, s.pledgesPage),
		web.Handle(web.Route{Method: "GET", Path: "/pledges/mine", Who: owner, Voice: web.APIOnly, About: "The pledges of the organisation."}, s.myPledgesPage),
		web.Handle(web.Route{Method: "GET", Path: "/pledges/new", View: "employer/pledgeform", Who: owner, Voice: web.PageOnly}, s.newPledge),
		web.Handle(web.Route{Method: "GET", Path: "/pledges/{id}", View: "employer/pledge", Who: web.Anyone(), About: "One pledge."}, s.pledgePage),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/pledges", Who: owner, Status: http.StatusCreated,
			About: "Promise so many hires, placements, mentors or contracts by a day."}, s.pledge), "employer/pledgeform", s.againPledge),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/pledges/{id}/progress", Who: owner, Status: http.StatusCreated,
			About: "Add what was kept of a pledge."}, s.advance), "employer/pledge", s.againAdvance),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/pledges/{id}/withdrawal", Bodiless: true, Who: owner,
			About: "Take a pledge back, with the reason."}, s.unpledge), "employer/pledge", s.againUnpledge),
	}
}

// PledgeRow is a pledge in a list.
type PledgeRow struct {
	*Pledge
	Done  int    `json:"done"`
	State string `json:"state"`
	Share int    `json:"percent"`
	CityN string `json:"-"`
}

func (s *Service) pledgeRow(c *web.Ctx, p *Pledge) PledgeRow {
	return PledgeRow{p, p.Done(), p.State(c.Now), min(100, 100*p.Done()/max(1, p.Count)), s.cityName(c, p.City)}
}

type pledgesInput struct {
	City string `query:"city" validate:"max=40"`
	What string `query:"what" validate:"omitempty,oneof=hires placements mentors contracts"`
	Lang string `query:"lang" validate:"max=8"`
}

// PledgesPage is the promises that the reader may see.
type PledgesPage struct {
	web.Whole
	Items  []PledgeRow  `json:"items"`
	Total  int          `json:"total"`
	Sums   []PledgeSum  `json:"sums"` // of what is listed
	Cities []web.Option `json:"-"`
	Input  pledgesInput `json:"-"`
	Empty  web.Empty    `json:"-"`
	Owner  bool         `json:"-"`
}

// PledgeSum is how much of one kind was promised and kept.
type PledgeSum struct {
	What     string `json:"what"`
	Promised int    `json:"promised"`
	Done     int    `json:"done"`
}

func (s *Service) pledgesPage(c *web.Ctx, in pledgesInput) (*PledgesPage, error) {
	all, err := s.Pledges(c, in.City, in.What)
	if err != nil {
		return nil, err
	}
	p := s.pledgesOf(c, all)
	p.Input, p.Owner = in, c.Actor.Is(actor.Employer)
	p.Cities = append([]web.Option{{Label: c.Words.T("organisation.all_cities")}}, s.kit.CityOptions(c, nil)...)
	return p, nil
}

func (s *Service) pledgesOf(c *web.Ctx, all []*Pledge) *PledgesPage {
	p := &PledgesPage{Items: []PledgeRow{}, Total: len(all), Sums: []PledgeSum{},
		Empty: web.Empty{Title: c.Words.T("pledge.none"), Text: c.Words.T("pledge.none_text")}}
	for _, what := range PledgeKinds() {
		sum := PledgeSum{What: what}
		for _, one := range all {
			if one.What == what && one.Withdrawn.IsZero() {
				sum.Promised, sum.Done = sum.Promised+one.Count, sum.Done+one.Done()
			}
		}
		if sum.Promised > 0 {
			p.Sums = append(p.Sums, sum)
		}
	}
	for _, one := range all {
		p.Items = append(p.Items, s.pledgeRow(c, one))
	}
	return p
}

func (s *Service) myPledgesPage(c *web.Ctx, _ web.None) (*PledgesPage, error) {
	all, err := s.MyPledges(c)
	if err != nil {
		return nil, err
	}
	return s.pledgesOf(c, all), nil
}

// PledgeFormPage is the form of a pledge.
type PledgeFormPage struct {
	Form  PledgeForm
	Kinds []web.Option
}

func (s *Service) newPledge(c *web.Ctx, _ web.None) (*PledgeFormPage, error) {
	return s.againPledge(c, PledgeForm{})
}

func (s *Service) againPledge(c *web.Ctx, in PledgeForm) (*PledgeFormPage, error) {
	return &PledgeFormPage{in, module.Options(c, "pledge.what_", PledgeKinds())}, nil
}

// PledgePage is one pledge.
type PledgePage struct {
	PledgeRow
	Mine bool `json:"-"`
}

func (s *Service) pledgePage(c *web.Ctx, in module.IDLang) (*PledgePage, error) {
	p, err := s.GetPledge(c, in.ID)
	if err != nil {
		return nil, err
	}
	return &PledgePage{s.pledgeRow(c, p), c.Actor.ID != "" && p.Account == c.Actor.ID}, nil
}

// Pledged is a pledge that was stored.
type Pledged struct{ PledgeRow }

// Location is the pledge.
func (p Pledged) Location() string { return "/pledges/" + p.ID + "?done=saved" }

func (s *Service) pledge(c *web.Ctx, in PledgeForm) (Pledged, error) {
	p, err := s.Pledge(c, in)
	if err != nil {
		return Pledged{}, err
	}
	return Pledged{s.pledgeRow(c, p)}, nil
}

type advanceInput struct {
	ID    string `path:"id"`
	Count int    `json:"count" validate:"min=0,max=100000"`
	Note  string `json:"note" validate:"max=500"`
}

func (s *Service) advance(c *web.Ctx, in advanceInput) (Pledged, error) {
	p, err := s.Advance(c, in.ID, in.Count, in.Note)
	if err != nil {
		return Pledged{}, err
	}
	return Pledged{s.pledgeRow(c, p)}, nil
}

func (s *Service) againAdvance(c *web.Ctx, in advanceInput) (*PledgePage, error) {
	return s.pledgePage(c, module.IDLang{ID: in.ID})
}

type unpledgeInput struct {
	ID     string `path:"id"`
	Reason string `json:"reason" validate:"max=500"`
}

func (s *Service) unpledge(c *web.Ctx, in unpledgeInput) (Pledged, error) {
	p, err := s.Unpledge(c, in.ID, in.Reason)
	if err != nil {
		return Pledged{}, err
	}
	return Pledged{s.pledgeRow(c, p)}, nil
}

func (s *Service) againUnpledge(c *web.Ctx, in unpledgeInput) (*PledgePage, error) {
	return s.pledgePage(c, module.IDLang{ID: in.ID})
}

// PledgesFor lists the pledges of an organisation for its page: for its owner all, else those that the reader may see.
func (s *Service) PledgesFor(c *web.Ctx, o *organisation.Organisation, own bool) ([]PledgeRow, error) {
	list := func() ([]*Pledge, error) { return s.Pledges(c, o.City, "") }
	if own {
		list = func() ([]*Pledge, error) { return s.MyPledges(c) }
	}
	all, err := list()
	var rows []PledgeRow
	for _, p := range all {
		if own || p.Organisation == o.ID {
			rows = append(rows, s.pledgeRow(c, p))
		}
	}
	return rows, err
}
