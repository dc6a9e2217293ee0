package service

import (
	"cmp"
	"embed"
	"net/http"
	"slices"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/store"
	"citiesgrow/internal/topic"
	"citiesgrow/search"
	"citiesgrow/web"
)

//go:embed all:views
var views embed.FS

// handlers answer requests.
type handlers struct{ *Service }

// Module is how the house sees support services.
func (s *Service) Module() module.Module {
	h := handlers{s}
	keeper := web.Only(actor.Provider, actor.Staff, actor.Admin)
	return module.Module{
		Name:        "service",
		Views:       views,
		Collections: []store.Spec{listings},
		Kinds:       []search.Kind{Kind},
		Followers: []store.Follower{module.Indexer(s.kit, Kind, listings, s.describe),
			module.Letters(s.kit, s.confirmLetter, listings.Name)},
		Check:  module.IndexCheck(s.kit, Kind, listings, s.describe),
		Routes: h.routes(),
		Nav: []web.NavItem{
			{Key: "nav.services", Path: "/services", Who: web.Anyone()},
			{Key: "nav.keep", Path: "/services/mine", Who: keeper},
		},
	}
}

func (s handlers) routes() []web.Route {
	keeper := web.Only(actor.Provider, actor.Staff, actor.Admin)
	return []web.Route{
		web.Handle(web.Route{Method: "GET", Path: "/services", View: "service/list", Who: web.Anyone(),
			About: "Search the support services by need, city, language and cost."}, s.list),
		web.Handle(web.Route{Method: "GET", Path: "/services/{id}", View: "service/show", Who: web.Anyone(),
			About: "One service, with its free appointments."}, s.show),
		web.Handle(web.Route{Method: "GET", Path: "/services/mine", View: "service/mine", Who: keeper,
			About: "The services the provider gives; all of the city for its staff."}, s.mine),
		web.Handle(web.Route{Method: "GET", Path: "/services/new", View: "service/form", Who: keeper, Voice: web.PageOnly}, s.showNew),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/services", Who: keeper, Status: http.StatusCreated, About: "List a service."}, s.create),
			"service/form", s.againNew),
		web.Handle(web.Route{Method: "GET", Path: "/services/{id}/edit", View: "service/form", Who: keeper, Voice: web.PageOnly}, s.showEdit),
		web.Again(web.Handle(web.Route{Method: "PUT", Path: "/services/{id}", Who: keeper, About: "Change a service; revision is the one that was read."},
			s.edit), "service/form", s.againEdit),
		web.Handle(web.Route{Method: "POST", Path: "/services/{id}/confirmation", Who: keeper, About: "Confirm that all of it is still right."}, s.confirm),
		web.Handle(web.Route{Method: "GET", Path: "/confirmations/{token}", View: "service/confirm", Who: web.Anyone(), NoStore: true,
			About: "What the link of a letter asks to confirm."}, s.asked),
		web.Handle(web.Route{Method: "POST", Path: "/confirmations/{token}", View: "service/confirm", Who: web.Anyone(), NoStore: true,
			About: "Confirm by the link of a letter, or say that the service is no longer given."}, s.confirmBy),
	}
}

// Changed is a service that was stored.
type Changed struct{ *Listing }

// Location is the service.
func (c Changed) Location() string { return "/services/" + c.ID + "?done=saved" }

func (s handlers) create(c *web.Ctx, in Form) (Changed, error) {
	in.Language = cmp.Or(in.Language, c.Words.Code)
	l, err := s.Create(c, in)
	return Changed{l}, err
}

type editInput struct {
	ID string `path:"id"`
	Form
}

func (s handlers) edit(c *web.Ctx, in editInput) (Changed, error) {
	l, err := s.Change(c, in.ID, in.Form)
	return Changed{l}, err
}

func (s handlers) confirm(c *web.Ctx, in module.IDLang) (web.Go, error) {
	_, err := s.Confirm(c, in.ID)
	return "/services/mine?done=confirmed", err
}

// FormPage is the form of a service.
type FormPage struct {
	ID   string
	Form Form

	Stored    []web.Fact // after a conflict: what is stored now
	Cities    []web.Option
	Others    []web.Option // whose firms may come as well
	Topics    []web.Option
	Needs     []web.Option
	Stages    []web.Option
	Languages []web.Option
	Charges   []web.Option
	Statuses  []web.Option
	Access    []web.Option
	Days      []web.Option
	Supplies  []SupplyForm
	Costs     []CostForm
	Places    []PlaceForm
	Hours     []HoursForm
}

func (s handlers) showNew(c *web.Ctx, _ web.None) (*FormPage, error) {
	return s.formPage(c, "", FormOf(fresh(c.Actor))), nil
}

func (s handlers) againNew(c *web.Ctx, in Form) (*FormPage, error) { return s.formPage(c, "", in), nil }

func (s handlers) showEdit(c *web.Ctx, in module.IDLang) (*FormPage, error) {
	l, err := s.Own(c, in.ID)
	if err != nil {
		return nil, err
	}
	return s.formPage(c, l.ID, FormOf(l)), nil
}

func (s handlers) againEdit(c *web.Ctx, in editInput) (*FormPage, error) {
	l, err := s.Own(c, in.ID)
	if err != nil {
		return nil, err
	}
	page := s.formPage(c, l.ID, in.Form)
	if in.Revision != 0 && in.Revision != l.Revision {
		page.Stored = s.facts(c, l)
		page.Form.Revision = l.Revision
	}
	return page, nil
}

func (s handlers) formPage(c *web.Ctx, id string, f Form) *FormPage {
	p := &FormPage{ID: id, Form: f}
	p.Cities = s.kit.CityOptions(c, c.Actor.In)
	p.Others = s.kit.CityOptions(c, func(id string) bool { return id != f.City })
	p.Topics = module.Options(c, "support.topic_", topic.IDs())
	p.Needs = append([]web.Option{{Label: c.Words.T("support.nothing")}}, module.Options(c, "support.need_", Needs())...)
	p.Stages, p.Statuses = module.Options(c, "support.stage_", Stages()), statusOptions(c)
	p.Access, p.Days = module.Options(c, "support.access_", Access()), module.Options(c, "support.day_", weekdays)
	p.Languages = module.LanguageOptions(c)
	p.Charges = []web.Option{{Label: c.Words.T("support.charge_known")}, {Value: ChargeUnknown, Label: c.Words.T("support.charge_unknown")}}
	p.Supplies = append(slices.Clone(f.Supplies), SupplyForm{})
	p.Costs = append(slices.Clone(f.Costs), CostForm{})
	p.Places = f.Places
	if len(p.Places) == 0 {
		p.Places = []PlaceForm{{}}
	}
	p.Hours = append(slices.Clone(f.Hours), HoursForm{})
	return p
}

var weekdays = []string{"MO", "TU", "WE", "TH", "FR", "SA", "SU"}

func statusOptions(c *web.Ctx) []web.Option {
	return []web.Option{{Value: Active, Label: c.Words.T("support.status_active")}, {Value: Closed, Label: c.Words.T("support.status_closed")},
		{Value: Inactive, Label: c.Words.T("support.status_inactive")}}
}
