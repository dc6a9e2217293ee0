package vacancy

import (
	"cmp"
	"slices"

	"citiesgrow/internal/module"
	"citiesgrow/web"
)

// FormPage is the form of a vacancy.
type FormPage struct {
	ID        string
	Form      Form
	Stored    []web.Fact // after a conflict: what is stored now
	Kinds     []web.Option
	Languages []web.Option
	Levels    []web.Option
	Pers      []web.Option
	Contracts []web.Option
	Rows      []LevelForm
	Published bool
}

func (h handlers) fresh(c *web.Ctx, _ web.None) (*FormPage, error) {
	return h.formPage(c, "", Form{Language: c.Words.Code, Places: 1}), nil
}

func (h handlers) formPage(c *web.Ctx, id string, f Form) *FormPage {
	p := &FormPage{ID: id, Form: f, Kinds: module.Options(c, "vacancy.kind_", Kinds()),
		Languages: append([]web.Option{{Label: c.Words.T("vacancy.no_language")}}, module.LanguageOptions(c)...),
		Levels:    []web.Option{{Label: c.Words.T("vacancy.choose_level")}},
		Pers:      module.Options(c, "vacancy.per_", []string{"hour", "month", "year"}),
		Contracts: append([]web.Option{{Label: c.Words.T("site.not_told")}},
			module.Options(c, "vacancy.contract_", []string{"permanent", "temporary", "seasonal"})...),
		Rows: append(slices.Clone(f.Levels), LevelForm{})}
	for _, l := range CEFR() {
		p.Levels = append(p.Levels, web.Option{Value: l, Label: l + ": " + c.Words.T("vacancy.cefr_"+l)})
	}
	return p
}

// Changed is a vacancy that was stored.
type Changed struct {
	*Vacancy
	State Stage `json:"state"`
	done  string
}

// Location is the vacancy.
func (v Changed) Location() string { return "/vacancies/" + v.ID + "?done=" + v.done }

func changed(c *web.Ctx, v *Vacancy, done string, err error) (Changed, error) {
	if err != nil {
		return Changed{}, err
	}
	return Changed{v, v.State(c.Now), done}, nil
}

func (h handlers) create(c *web.Ctx, in Form) (Changed, error) {
	in.Language = cmp.Or(in.Language, c.Words.Code)
	v, err := h.Create(c, in)
	return changed(c, v, "saved", err)
}

func (h handlers) createAgain(c *web.Ctx, in Form) (*FormPage, error) {
	return h.formPage(c, "", in), nil
}

func (h handlers) edit(c *web.Ctx, in module.ID) (*FormPage, error) {
	v, err := h.Own(c, in.ID)
	if err != nil {
		return nil, err
	}
	city, _ := h.kit.Taxonomy.City(v.City)
	p := h.formPage(c, v.ID, FormOf(v, city.Zone))
	p.Published = v.Visible()
	return p, nil
}

type changeInput struct {
	ID string `path:"id"`
	Form
}

func (h handlers) change(c *web.Ctx, in changeInput) (Changed, error) {
	v, err := h.Change(c, in.ID, in.Form)
	return changed(c, v, "saved", err)
}

func (h handlers) changeAgain(c *web.Ctx, in changeInput) (*FormPage, error) {
	v, err := h.Own(c, in.ID)
	if err != nil {
		return nil, err
	}
	older := in.Revision != 0 && in.Revision != v.Revision
	in.Revision = v.Revision
	p := h.formPage(c, v.ID, in.Form)
	p.Published = v.Visible()
	if older {
		p.Stored = append([]web.Fact{{Label: c.Words.T("vacancy.title"), Value: v.Working().Title}}, h.facts(c, v.Working(), v)...)
		if text := v.Working().Description; text != "" {
			p.Stored = append(p.Stored, web.Fact{Label: c.Words.T("vacancy.description"), Value: text})
		}
	}
	return p, nil
}

type submitInput struct {
	ID      string   `path:"id"`
	Because []string `json:"because" validate:"max=50,dive,max=1000"`
}

func (h handlers) submit(c *web.Ctx, in submitInput) (Changed, error) {
	v, err := h.Submit(c, in.ID, in.Because)
	return changed(c, v, "submitted", err)
}

func (h handlers) submitAgain(c *web.Ctx, in submitInput) (*ShowPage, error) {
	return h.show(c, module.ID{ID: in.ID})
}

type closeInput struct {
	ID     string `path:"id"`
	Filled int    `json:"filled" validate:"min=0,max=10000"`
	Reason string `json:"reason" validate:"max=500"`
}

func (h handlers) close(c *web.Ctx, in closeInput) (Changed, error) {
	v, err := h.Close(c, in.ID, in.Filled, in.Reason)
	done := "closed"
	if err == nil && !v.Over() {
		done = "filled_some"
	}
	return changed(c, v, done, err)
}

func (h handlers) closeAgain(c *web.Ctx, in closeInput) (*ShowPage, error) {
	return h.show(c, module.ID{ID: in.ID})
}
