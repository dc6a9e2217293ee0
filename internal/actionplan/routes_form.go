package actionplan

import (
	"citiesgrow/internal/form"
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/web"
)

// FormPage is the form of an action.
type FormPage struct {
	ID       string
	Form     Form
	Wide     bool // the reader speaks for the whole programme
	Cities   []web.Option
	Statuses []web.Option
	Figures  []web.Option
	Lesson   string   // what it came from, in words
	Stored   []string // what differs from a form that was read too early
}

// labels are the word keys of the form, by field.
func labels() map[string]string {
	return map[string]string{"title": "actionplan.what", "owner": "actionplan.owner", "due": "actionplan.due", "indicator": "actionplan.indicator",
		"figure": "actionplan.figure", "budget": "actionplan.budget", "stakeholders": "actionplan.stakeholders", "endorsed": "actionplan.endorsed",
		"status": "actionplan.status", "evidence": "actionplan.evidence_field"}
}

// formOf is an action as its form shows it.
func (h handlers) formOf(a *Action) Form {
	city, _ := h.kit.Taxonomy.City(a.City)
	return Form{a.Revision, a.City, a.Title, a.Owner, form.Day(a.Due, city.Zone), a.Indicator, a.Figure, a.Budget, a.Stakeholders, a.Endorsed, a.Status,
		a.Evidence, a.Visit, a.Lesson}
}

func (h handlers) form(c *web.Ctx, id string, f Form) (*FormPage, error) {
	p := &FormPage{ID: id, Form: f, Wide: c.Actor.City == "", Cities: h.kit.ChooseCity(c),
		Statuses: module.Options(c, "actionplan.status_", Statuses()),
		Figures:  append([]web.Option{{Label: c.Words.T("actionplan.no_figure")}}, module.Options(c, "monitor.", h.measure.Measures())...)}
	if f.Visit != "" {
		lesson, err := h.lessons.Lesson(c, f.Visit, f.Lesson)
		if err != nil && !problem.Is(err, problem.NotFound) {
			return nil, err
		}
		p.Lesson = lesson
	}
	return p, nil
}

type freshInput struct {
	City   string `query:"city" validate:"max=40"`
	Visit  string `query:"visit" validate:"max=60"`
	Lesson string `query:"lesson" validate:"max=20"`
}

func (h handlers) fresh(c *web.Ctx, in freshInput) (*FormPage, error) {
	city := in.City
	if c.Actor.City != "" {
		city = c.Actor.City
	}
	return h.form(c, "", Form{City: city, Status: "planned", Visit: in.Visit, Lesson: in.Lesson})
}

func (h handlers) edit(c *web.Ctx, in module.ID) (*FormPage, error) {
	a, err := h.Own(c, in.ID)
	if err != nil {
		return nil, err
	}
	return h.form(c, a.ID, h.formOf(a))
}

type formInput struct {
	ID string `path:"id" json:"-"`
	Form
}

func (h handlers) create(c *web.Ctx, in formInput) (web.Made, error) {
	a, err := h.Create(c, in.Form)
	if err != nil {
		return web.Made{}, err
	}
	return web.Made{ID: a.ID, At: "/programme/plans/" + a.City, Done: "saved"}, nil
}

func (h handlers) change(c *web.Ctx, in formInput) (web.Go, error) {
	a, err := h.Change(c, in.ID, in.Form)
	if err != nil {
		return "", err
	}
	return web.Done("/programme/plans/"+a.City, "saved"), nil
}

func (h handlers) againCreate(c *web.Ctx, in formInput) (*FormPage, error) {
	return h.form(c, "", in.Form)
}

func (h handlers) againChange(c *web.Ctx, in formInput) (*FormPage, error) {
	a, err := h.Own(c, in.ID)
	if err != nil {
		return nil, err
	}
	stale := in.Revision != a.Revision
	in.Revision = a.Revision // to save once more is to keep what was typed
	p, err := h.form(c, a.ID, in.Form)
	if err == nil && stale {
		p.Stored = module.Stored(c, h.formOf(a), in.Form, labels())
	}
	return p, err
}

type copyInput struct {
	ID   string `path:"id" json:"-"`
	City string `json:"city" validate:"max=40"`
}

func (h handlers) copy(c *web.Ctx, in copyInput) (web.Made, error) {
	a, err := h.Copy(c, in.ID, in.City)
	if err != nil {
		return web.Made{}, err
	}
	return web.Made{ID: a.ID, At: "/programme/plans/" + a.City, Next: "/programme/actions/" + a.ID + "/edit", Done: "copied"}, nil
}
