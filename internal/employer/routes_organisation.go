package employer

import (
	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/web"
	"cmp"
)

func (s *Service) organisationRoutes() []web.Route {
	owner, staff := web.Only(actor.Employer), web.Only(actor.Staff, actor.Admin)
	return []web.Route{
		web.Handle(web.Route{Method: "GET", Path: "/organisation", View: "employer/own", Who: owner,
			About: "The organisation of the account, with what it offers."}, s.ownPage),
		web.Handle(web.Route{Method: "GET", Path: "/organisation/edit", View: "employer/edit", Who: owner, Voice: web.PageOnly}, s.editPage),
		web.Again(web.Handle(web.Route{Method: "PUT", Path: "/organisation", Who: owner,
			About: "Change the organisation's page; another name or kind is verified again."}, s.save), "employer/edit", s.againEdit),
		web.Handle(web.Route{Method: "GET", Path: "/organisations", View: "employer/organisations", Who: web.Anyone(),
			About: "Employers, agencies and schools that their city has verified."}, s.organisationsPage),
		web.Handle(web.Route{Method: "GET", Path: "/organisations/waiting", View: "employer/waiting", Who: staff,
			About: "Organisations that wait to be verified."}, s.waitingPage),
		web.Handle(web.Route{Method: "GET", Path: "/organisations/{id}", View: "employer/organisation", Who: web.Anyone(),
			About: "One organisation with its open offers and public pledges."}, s.organisationPage),
		web.Handle(web.Route{Method: "POST", Path: "/organisations/{id}/verification", Who: staff, About: "Verify an organisation of the city."},
			s.verifyOrganisation),
	}
}

// OwnPage is the owner's view of the organisation.
type OwnPage struct {
	*Organisation
	Offers   []OfferItem `json:"vacancies"`
	Pledges  []PledgeRow `json:"pledges"`
	Fresh    bool        `json:"-"`
	Agency   bool        `json:"-"`
	School   bool        `json:"-"`
	Facts    []web.Fact  `json:"-"`
	CityName string      `json:"-"`
	Kinds    []string    `json:"-"`
}

func (s *Service) ownPage(c *web.Ctx, _ module.Lang) (*OwnPage, error) {
	o, err := s.Mine(c)
	if err != nil {
		return nil, err
	}
	p := &OwnPage{Organisation: o, Offers: []OfferItem{}, Pledges: []PledgeRow{}, Fresh: o.ID == "", Facts: s.organisationFacts(c, o),
		CityName: s.cityName(c, o.City)}
	p.Agency, p.School = o.Kind == Agency && !o.Verified.IsZero(), o.Kind == School && !o.Verified.IsZero()
	mine, err := s.MyOffers(c)
	if err != nil {
		return nil, err
	}
	for _, of := range mine {
		p.Offers = append(p.Offers, s.offerItem(c, of))
	}
	promised, err := s.MyPledges(c)
	for _, pl := range promised {
		p.Pledges = append(p.Pledges, s.pledgeRow(c, pl))
	}
	return p, err
}

func (s *Service) organisationFacts(c *web.Ctx, o *Organisation) []web.Fact {
	w := c.Words
	var all []web.Fact
	add := func(key, value string) {
		if value != "" {
			all = append(all, web.Fact{Label: w.T(key), Value: value})
		}
	}
	add("employer.kind", w.T("employer.kind_"+o.Kind))
	add("employer.city", s.cityName(c, o.City))
	add("employer.words", cmp.Or(o.Words, w.Join(s.workNames(c, o.Trades))))
	var names []string
	for _, l := range o.Languages {
		names = append(names, w.LanguageName(l))
	}
	add("employer.languages", w.Join(names))
	if o.Staff > 0 {
		add("employer.staff", w.Number(float64(o.Staff)))
	}
	add("employer.person", o.Contact.Person)
	add("support.email", o.Contact.Email)
	add("support.phone", o.Contact.Phone)
	add("support.web", o.Contact.Web)
	return all
}

// EditPage is the form of the organisation's page.
type EditPage struct {
	Form      OrganisationForm
	Kinds     []web.Option
	Languages []web.Option
	Verified  bool
}

func (s *Service) editPage(c *web.Ctx, _ web.None) (*EditPage, error) {
	o, err := s.Mine(c)
	if err != nil {
		return nil, err
	}
	return s.againEdit(c, FormOf(o))
}

func (s *Service) againEdit(c *web.Ctx, in OrganisationForm) (*EditPage, error) {
	o, err := s.Mine(c)
	if err != nil {
		return nil, err
	}
	in.Revision = o.Revision
	return &EditPage{Form: in, Kinds: module.Options(c, "employer.kind_", Kinds()), Languages: module.LanguageOptions(c), Verified: !o.Verified.IsZero()}, nil
}

// SavedOrganisation is one that was kept.
type SavedOrganisation struct{ *Organisation }

// Location is the own page.
func (SavedOrganisation) Location() string { return "/organisation?done=saved" }

func (s *Service) save(c *web.Ctx, in OrganisationForm) (SavedOrganisation, error) {
	o, err := s.Save(c, in)
	return SavedOrganisation{o}, err
}

type organisationsInput struct {
	City string `query:"city" validate:"max=40"`
	Kind string `query:"kind" validate:"omitempty,oneof=employer agency school"`
	Page int    `query:"page" validate:"min=0,max=1000"`
	Lang string `query:"lang" validate:"max=8"`
}

// OrganisationsPage lists organisations.
type OrganisationsPage struct {
	web.Whole
	Items  []OrganisationItem `json:"items"`
	Total  int                `json:"total"`
	Page   int                `json:"page"`
	Size   int                `json:"size"`
	Pager  web.Pager          `json:"-"`
	Cities []web.Option       `json:"-"`
	Kinds  []web.Option       `json:"-"`
	Input  organisationsInput `json:"-"`
}

// OrganisationItem is one in a list.
type OrganisationItem struct {
	ID   string   `json:"id"`
	Name string   `json:"name"`
	Kind string   `json:"kind"`
	City string   `json:"city"`
	Card web.Card `json:"-"`
}

const pageSize = 20

func (s *Service) organisationsPage(c *web.Ctx, in organisationsInput) (*OrganisationsPage, error) {
	all, err := s.Organisations(c, in.City, in.Kind)
	if err != nil {
		return nil, err
	}
	page := max(1, in.Page)
	p := &OrganisationsPage{Items: []OrganisationItem{}, Total: len(all), Page: page, Size: pageSize,
		Pager: web.Pager{Page: page, Size: pageSize, Total: len(all)}, Input: in}
	for _, o := range all[min(len(all), (page-1)*pageSize):min(len(all), page*pageSize)] {
		p.Items = append(p.Items, s.organisationItem(c, o))
	}
	p.Cities = append([]web.Option{{Label: c.Words.T("employer.all_cities")}}, s.kit.CityOptions(c, nil)...)
	p.Kinds = append([]web.Option{{Label: c.Words.T("employer.all_kinds")}}, module.Options(c, "employer.kind_", Kinds())...)
	return p, nil
}

func (s *Service) organisationItem(c *web.Ctx, o *Organisation) OrganisationItem {
	return OrganisationItem{o.ID, o.Name, o.Kind, o.City, web.Card{Title: o.Name, Path: "/organisations/" + o.ID, City: s.cityName(c, o.City),
		Tags: append([]string{c.Words.T("employer.kind_" + o.Kind)}, s.workNames(c, o.Trades)...), Demo: o.Test, Firm: true}}
}

// WaitingPage lists organisations that wait.
type WaitingPage struct {
	web.Whole
	Items []*Organisation `json:"items"`
	Total int             `json:"total"`
	Empty web.Empty       `json:"-"`
}

func (s *Service) waitingPage(c *web.Ctx, _ module.Lang) (*WaitingPage, error) {
	all, err := s.WaitingOrganisations(c)
	return &WaitingPage{Items: append([]*Organisation{}, all...), Total: len(all),
		Empty: web.Empty{Title: c.Words.T("employer.waiting_none"), Text: c.Words.T("employer.waiting_none_text")}}, err
}

// OrganisationPage is one organisation.
type OrganisationPage struct {
	*Organisation
	Offers  []OfferItem `json:"vacancies"`
	Pledges []PledgeRow `json:"pledges"`
	Facts   []web.Fact  `json:"-"`
	Verify  bool        `json:"-"`
}

func (s *Service) organisationPage(c *web.Ctx, in module.IDLang) (*OrganisationPage, error) {
	o, err := s.Organisation(c, in.ID)
	if err != nil {
		return nil, err
	}
	p := &OrganisationPage{Organisation: o, Offers: []OfferItem{}, Pledges: []PledgeRow{}, Facts: s.organisationFacts(c, o),
		Verify: o.Verified.IsZero() && c.Actor.Is(actor.Staff, actor.Admin)}
	open, err := s.OffersOf(c, o.ID)
	if err != nil {
		return nil, err
	}
	for _, of := range open {
		p.Offers = append(p.Offers, s.offerItem(c, of))
	}
	promised, err := s.Pledges(c, o.City, "")
	for _, pl := range promised {
		if pl.Organisation == o.ID {
			p.Pledges = append(p.Pledges, s.pledgeRow(c, pl))
		}
	}
	return p, err
}

func (s *Service) verifyOrganisation(c *web.Ctx, in module.IDLang) (web.Go, error) {
	_, err := s.Verify(c, in.ID)
	return "/organisations/waiting?done=verified", err
}
