package cluster

import (
	"context"
	"embed"

	"citiesgrow/internal/actionplan"
	"citiesgrow/internal/actor"
	"citiesgrow/internal/form"
	"citiesgrow/internal/module"
	"citiesgrow/internal/store"
	"citiesgrow/web"
)

//go:embed all:views
var views embed.FS

// Visits are where the page of a cluster reads its visits from; they know clusters, not the other way
// round.
type Visits interface {
	// Timeline lists the visits of a cluster.
	Timeline(ctx context.Context, cluster string) ([]Moment, error)
}

// handlers are the pages and the API of clusters.
type handlers struct {
	*Service
	visits Visits
	plans  *actionplan.Service
}

// Module is what the program is given of clusters. The page of a cluster also shows its visits and the
// action plan of its implementing city.
func (s *Service) Module(visits Visits, plans *actionplan.Service) module.Module {
	h := handlers{s, visits, plans}
	staff := web.Only(actor.Staff, actor.Admin)
	return module.Module{
		Name: "cluster", Views: module.Views(views, actionplan.Card), Collections: []store.Spec{clusters, partners},
		Nav: []web.NavItem{{Key: "nav.programme", Path: "/programme/clusters", Who: staff, More: true}},
		Routes: []web.Route{
			web.Handle(web.Route{Method: "GET", Path: "/programme/clusters", View: "cluster/list", Who: staff,
				About: "Who mentors whom, in which theme, and who is not confirmed yet."}, h.list),
			web.Handle(web.Route{Method: "GET", Path: "/programme/clusters/{id}", View: "cluster/show", Who: staff,
				About: "A cluster: who, key figures, timeline, strengths, barriers, challenges, actions."}, h.show),
			web.Handle(web.Route{Method: "GET", Path: "/programme/clusters/{id}/edit", View: "cluster/form", Who: staff, Voice: web.PageOnly}, h.edit),
			web.Again(web.Handle(web.Route{Method: "PUT", Path: "/programme/clusters/{id}", Who: staff,
				About: "Say who is in a cluster, how far it is, and confirm it."}, h.change), "cluster/form", h.againChange),
			web.Again(web.Handle(web.Route{Method: "PUT", Path: "/programme/partners/{id}", Who: staff,
				About: "Change, add (new) or take out the coordinator or an expert organisation."}, h.savePartner), "cluster/list", h.againPartner),
		},
	}
}

// View is a cluster with the names of its cities and of its theme.
type View struct {
	*Cluster
	MentorName       string `json:"-"`
	ImplementingName string `json:"-"`
	ThemeName        string `json:"-"`
}

func (h handlers) view(c *web.Ctx, k *Cluster) View {
	return View{k, h.kit.CityName(c, k.Mentor), h.kit.CityName(c, k.Implementing), k.Name(c)}
}

// Name is what a cluster is called: its theme, and which of the two it is.
func (k *Cluster) Name(c *web.Ctx) string {
	return c.Words.T("site.theme_"+k.Theme) + " · " + k.ID[1:]
}

// Options are the clusters as choices of a form, with their cities where these are known.
func Options(c *web.Ctx, s *Service) ([]web.Option, error) {
	all, err := s.List(c)
	if err != nil {
		return nil, err
	}
	options := []web.Option{{Label: c.Words.T("site.choose")}}
	for _, k := range all {
		label := k.Name(c)
		if k.Mentor != "" {
			label += ": " + s.kit.CityName(c, k.Mentor) + " → " + s.kit.CityName(c, k.Implementing)
		}
		options = append(options, web.Option{Value: k.ID, Label: label})
	}
	return options, nil
}

// ListPage is the consortium: the clusters and all partners.
type ListPage struct {
	web.Whole[View]
	Partners []*Partner `json:"partners"`
	Cities   []web.Link `json:"-"` // the city partners, with their action plans
	Wide     bool       `json:"-"` // the reader speaks for the whole programme
}

func (h handlers) list(c *web.Ctx, _ web.None) (*ListPage, error) {
	all, err := h.List(c)
	if err != nil {
		return nil, err
	}
	p := &ListPage{Wide: c.Actor.City == ""}
	for _, k := range all {
		p.Items = append(p.Items, h.view(c, k))
	}
	for _, city := range h.kit.Taxonomy.Cities() {
		p.Cities = append(p.Cities, web.Link{Label: h.kit.CityName(c, city.ID), Path: "/programme/plans/" + city.ID})
	}
	if p.Partners, err = h.ListPartners(c); err != nil {
		return nil, err
	}
	return p, nil
}

// FormPage is the form of one cluster.
type FormPage struct {
	View
	Form     Form
	Cities   []web.Option
	Tick     []web.Option
	Statuses []web.Option
	Stored   []string // what differs from a form that was read too early
}

// labels are the word keys of the form, by field.
func labels() map[string]string {
	return map[string]string{"mentor": "cluster.mentor", "implementing": "cluster.implementing", "expert": "cluster.expert",
		"confirmed": "cluster.is_confirmed", "status": "actionplan.status", "contacts": "cluster.contacts", "strengths": "cluster.strengths",
		"barriers": "cluster.barriers", "challenges": "cluster.challenges", "milestones": "cluster.timeline"}
}

// formOf is a cluster as its form shows it.
func formOf(k *Cluster) Form {
	f := Form{Revision: k.Revision, Mentor: k.Mentor, Implementing: k.Implementing, Expert: k.Expert, Confirmed: form.Yes(k.Confirmed), Status: k.Status,
		Contacts: k.Contacts, Strengths: k.Strengths, Barriers: k.Barriers, Challenges: k.Challenges}
	for _, m := range k.Milestones {
		f.Milestones = append(f.Milestones, MilestoneForm{m.Title, form.Day(m.Planned, "UTC"), form.Day(m.Actual, "UTC")})
	}
	return f
}

// emptyMilestones is how many empty rows a form offers.
const emptyMilestones = 2

func (h handlers) form(c *web.Ctx, k *Cluster, f Form) *FormPage {
	for range emptyMilestones {
		f.Milestones = append(f.Milestones, MilestoneForm{})
	}
	return &FormPage{View: h.view(c, k), Form: f, Cities: h.kit.ChooseCity(c),
		Tick:     []web.Option{{Value: "yes", Label: c.Words.T("cluster.confirmed")}},
		Statuses: append([]web.Option{{Label: c.Words.T("site.not_told")}}, module.Options(c, "cluster.status_", Statuses())...)}
}

func (h handlers) edit(c *web.Ctx, in module.ID) (*FormPage, error) {
	k, err := h.Get(c, in.ID)
	if err != nil {
		return nil, err
	}
	return h.form(c, k, formOf(k)), nil
}

type formInput struct {
	ID string `path:"id" json:"-"`
	Form
}

func (h handlers) change(c *web.Ctx, in formInput) (web.Go, error) {
	if _, err := h.Change(c, in.ID, in.Form); err != nil {
		return "", err
	}
	return web.Done("/programme/clusters/"+in.ID, "saved"), nil
}

func (h handlers) againChange(c *web.Ctx, in formInput) (*FormPage, error) {
	k, err := h.Get(c, in.ID)
	if err != nil {
		return nil, err
	}
	stale := in.Revision != k.Revision
	in.Revision = k.Revision // to save once more is to keep what was typed
	p := h.form(c, k, in.Form)
	if stale {
		p.Stored = module.Stored(c, formOf(k), in.Form, labels())
	}
	return p, nil
}

type partnerInput struct {
	ID string `path:"id" json:"-"`
	PartnerForm
}

// newPartner is the id at which a partner is added.
const newPartner = "new"

func (h handlers) savePartner(c *web.Ctx, in partnerInput) (web.Go, error) {
	save := func() (*Partner, error) { return h.ChangePartner(c, in.ID, in.PartnerForm) }
	if in.ID == newPartner {
		save = func() (*Partner, error) { return h.CreatePartner(c, in.PartnerForm) }
	}
	if _, err := save(); err != nil {
		return "", err
	}
	return web.Done("/programme/clusters", "saved"), nil
}

func (h handlers) againPartner(c *web.Ctx, _ partnerInput) (*ListPage, error) {
	return h.list(c, web.None{})
}
