package organisation

import (
	"cmp"
	"embed"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/store"
	"citiesgrow/web"
)

//go:embed all:views
var views embed.FS

// Lister lists what another module shows on the page of an organisation: on its own page, for its
// owner, also what nobody else sees.
type Lister[T any] func(c *web.Ctx, o *Organisation, own bool) ([]T, error)

// handlers answer the requests. V is a vacancy in a list and P a pledge: their modules stand on this one.
type handlers[V, P any] struct {
	*Service
	vacancies Lister[V]
	pledges   Lister[P]
}

// Module is the module of organisations; vacancies and pledges are shown on their pages.
func Module[V, P any](s *Service, vacancies Lister[V], pledges Lister[P]) module.Module {
	h := handlers[V, P]{s, vacancies, pledges}
	owner, staff := web.Only(actor.Employer), web.Only(actor.Staff, actor.Admin)
	return module.Module{
		Name:        "organisation",
		Views:       views,
		Collections: []store.Spec{organisations},
		Nav:         []web.NavItem{{Key: "nav.organisation", Path: "/organisation", Who: owner}},
		Routes: []web.Route{
			web.Handle(web.Route{Method: "GET", Path: "/organisation", View: "organisation/own", Who: owner,
				About: "The organisation of the account, with its vacancies and pledges."}, h.own),
			web.Handle(web.Route{Method: "GET", Path: "/organisation/edit", View: "organisation/edit", Who: owner, Voice: web.PageOnly}, h.edit),
			web.Again(web.Handle(web.Route{Method: "PUT", Path: "/organisation", Who: owner,
				About: "Change the organisation's page; another name or kind is verified again."}, h.change), "organisation/edit", h.editAgain),
			web.Handle(web.Route{Method: "GET", Path: "/organisations", View: "organisation/list", Who: web.Anyone(),
				About: "Employers, agencies and schools that their city has verified."}, h.list),
			web.Handle(web.Route{Method: "GET", Path: "/organisations/waiting", View: "organisation/waiting", Who: staff,
				About: "Organisations that wait to be verified."}, h.waiting),
			web.Handle(web.Route{Method: "GET", Path: "/organisations/{id}", View: "organisation/show", Who: web.Anyone(),
				About: "One organisation with its open vacancies and public pledges."}, h.show),
			web.Handle(web.Route{Method: "POST", Path: "/organisations/{id}/verification", Who: staff, About: "Verify an organisation of the city."}, h.verify),
		},
	}
}

func (h handlers[V, P]) city(c *web.Ctx, id string) string {
	return h.kit.Taxonomy.CityNames([]string{id}, c.Languages()...)
}

// lists are the vacancies and the pledges of an organisation, empty but not nil where it has none.
func (h handlers[V, P]) lists(c *web.Ctx, o *Organisation, own bool) ([]V, []P, error) {
	vacancies, err := h.vacancies(c, o, own)
	if err != nil {
		return nil, nil, err
	}
	pledges, err := h.pledges(c, o, own)
	if err != nil {
		return nil, nil, err
	}
	return append([]V{}, vacancies...), append([]P{}, pledges...), nil
}

// OwnPage is the owner's view of the organisation.
type OwnPage[V, P any] struct {
	*Organisation
	Vacancies []V        `json:"vacancies"`
	Pledges   []P        `json:"pledges"`
	Fresh     bool       `json:"-"` // nothing is stored yet
	Agency    bool       `json:"-"`
	School    bool       `json:"-"`
	Facts     []web.Fact `json:"-"`
}

func (h handlers[V, P]) own(c *web.Ctx, _ web.None) (*OwnPage[V, P], error) {
	o, err := h.Own(c)
	if err != nil {
		return nil, err
	}
	p := &OwnPage[V, P]{Organisation: o, Fresh: o.ID == "", Facts: h.facts(c, o), Agency: o.Is(Agency), School: o.Is(School)}
	p.Vacancies, p.Pledges, err = h.lists(c, o, true)
	if err != nil {
		return nil, err
	}
	return p, nil
}

func (h handlers[V, P]) facts(c *web.Ctx, o *Organisation) []web.Fact {
	w := c.Words
	var all []web.Fact
	add := func(key, value string) {
		if value != "" {
			all = append(all, web.Fact{Label: w.T(key), Value: value})
		}
	}
	add("organisation.kind", w.T("organisation.kind_"+o.Kind))
	add("organisation.city", h.city(c, o.City))
	add("organisation.words", cmp.Or(o.Words, w.Join(h.kit.Taxonomy.Works(o.Trades, c.Languages()...))))
	var names []string
	for _, l := range o.Languages {
		names = append(names, w.LanguageName(l))
	}
	add("organisation.languages", w.Join(names))
	if o.Staff > 0 {
		add("organisation.staff", w.Number(float64(o.Staff)))
	}
	add("organisation.person", o.Contact.Person)
	add("site.email", o.Contact.Email)
	add("site.phone", o.Contact.Phone)
	add("site.web", o.Contact.Web)
	return all
}

// EditPage is the form of the organisation's page.
type EditPage struct {
	Form      Form
	Stored    []web.Fact // after a conflict: what is stored now
	Kinds     []web.Option
	Languages []web.Option
	Verified  bool
}

func (h handlers[V, P]) edit(c *web.Ctx, _ web.None) (*EditPage, error) {
	o, err := h.Own(c)
	if err != nil {
		return nil, err
	}
	return h.formPage(c, o, FormOf(o)), nil
}

func (h handlers[V, P]) editAgain(c *web.Ctx, in Form) (*EditPage, error) {
	o, err := h.Own(c)
	if err != nil {
		return nil, err
	}
	return h.formPage(c, o, in), nil
}

func (h handlers[V, P]) formPage(c *web.Ctx, o *Organisation, f Form) *EditPage {
	p := &EditPage{Kinds: module.Options(c, "organisation.kind_", Kinds()), Languages: module.LanguageOptions(c), Verified: !o.Verified.IsZero()}
	if f.Revision != 0 && f.Revision != o.Revision {
		p.Stored = append([]web.Fact{{Label: c.Words.T("organisation.name"), Value: o.Name}}, h.facts(c, o)...)
		if o.About != "" {
			p.Stored = append(p.Stored, web.Fact{Label: c.Words.T("organisation.about"), Value: o.About})
		}
	}
	f.Revision = o.Revision
	p.Form = f
	return p
}

// Changed is an organisation that was stored.
type Changed struct{ *Organisation }

// Location is the own page.
func (Changed) Location() string { return "/organisation?done=saved" }

func (h handlers[V, P]) change(c *web.Ctx, in Form) (Changed, error) {
	o, err := h.Change(c, in)
	return Changed{o}, err
}
