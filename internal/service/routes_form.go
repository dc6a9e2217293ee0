package service

import (
	"cmp"
	"slices"

	"citiesgrow/internal/module"
	"citiesgrow/internal/topic"
	"citiesgrow/web"
)

// Changed is a service that was stored.
type Changed struct{ *Listing }

// Location is the service.
func (c Changed) Location() string { return "/services/" + c.ID + "?done=saved" }

func (h handlers) create(c *web.Ctx, in Form) (Changed, error) {
	in.Language = cmp.Or(in.Language, c.Words.Code)
	l, err := h.Create(c, in)
	return Changed{l}, err
}

type changeInput struct {
	ID string `path:"id"`
	Form
}

func (h handlers) change(c *web.Ctx, in changeInput) (Changed, error) {
	l, err := h.Change(c, in.ID, in.Form)
	return Changed{l}, err
}

// FormPage is the form of a service.
type FormPage struct {
	ID   string
	Form Form

	Stored    []web.Fact // after a conflict: what is stored now
	Cities    []web.Option
	Others    []web.Option // cities whose firms it may serve as well
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

func (h handlers) showNew(c *web.Ctx, _ web.None) (*FormPage, error) {
	return h.formPage(c, "", FormOf(draft(c.Actor))), nil
}

func (h handlers) createAgain(c *web.Ctx, in Form) (*FormPage, error) {
	return h.formPage(c, "", in), nil
}

func (h handlers) showEdit(c *web.Ctx, in module.ID) (*FormPage, error) {
	l, err := h.Own(c, in.ID)
	if err != nil {
		return nil, err
	}
	return h.formPage(c, l.ID, FormOf(l)), nil
}

func (h handlers) changeAgain(c *web.Ctx, in changeInput) (*FormPage, error) {
	l, err := h.Own(c, in.ID)
	if err != nil {
		return nil, err
	}
	page := h.formPage(c, l.ID, in.Form)
	if in.Revision != 0 && in.Revision != l.Revision {
		page.Stored = h.stored(c, l)
		page.Form.Revision = l.Revision
	}
	return page, nil
}

// stored is what is stored now, for a form that was read before it was changed.
func (h handlers) stored(c *web.Ctx, l *Listing) []web.Fact {
	all := append([]web.Fact{{Label: c.Words.T("service.name"), Value: l.Name}}, h.facts(c, l)...)
	if l.Description != "" {
		all = append(all, web.Fact{Label: c.Words.T("service.description"), Value: l.Description})
	}
	return all
}

func (h handlers) formPage(c *web.Ctx, id string, f Form) *FormPage {
	p := &FormPage{ID: id, Form: f}
	p.Cities = h.kit.CityOptions(c, c.Actor.In)
	p.Others = h.kit.CityOptions(c, func(id string) bool { return id != f.City })
	p.Topics = module.Options(c, "topic.", topic.IDs())
	p.Needs = append([]web.Option{{Label: c.Words.T("service.nothing")}}, module.Options(c, "service.need_", Needs())...)
	p.Stages, p.Statuses = module.Options(c, "service.stage_", Stages()), statusOptions(c)
	p.Access, p.Days = module.Options(c, "service.access_", Access()), module.Options(c, "service.day_", weekdays)
	p.Languages = module.LanguageOptions(c)
	p.Charges = []web.Option{{Label: c.Words.T("service.charge_known")}, {Value: ChargeUnknown, Label: c.Words.T("service.charge_unknown")}}
	p.Supplies = append(slices.Clone(f.Supplies), SupplyForm{})
	p.Costs = append(slices.Clone(f.Costs), CostForm{})
	p.Places = f.Places
	if len(p.Places) == 0 {
		p.Places = []PlaceForm{{}}
	}
	p.Hours = append(slices.Clone(f.Hours), HoursForm{})
	return p
}

// weekdays are the days of a week in iCalendar (RFC 5545).
var weekdays = []string{"MO", "TU", "WE", "TH", "FR", "SA", "SU"}

func statusOptions(c *web.Ctx) []web.Option {
	return []web.Option{{Value: Active, Label: c.Words.T("service.status_active")}, {Value: Closed, Label: c.Words.T("service.status_closed")},
		{Value: Inactive, Label: c.Words.T("service.status_inactive")}}
}
