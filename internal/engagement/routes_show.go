package engagement

import (
	"citiesgrow/internal/module"
	"citiesgrow/internal/record"
	"citiesgrow/web"
)

// ShowPage is one record.
type ShowPage struct {
	*Engagement
	Overdue bool         `json:"overdue"`
	Linked  bool         `json:"linked"`
	Code    string       `json:"code,omitempty"`
	Form    Form         `json:"-"`
	Stored  []web.Fact   `json:"-"` // after a conflict: what is stored now
	Stages  []web.Option `json:"-"`
	Reasons []web.Option `json:"-"`
	Kinds   []web.Option `json:"-"`
}

func (h handlers) show(c *web.Ctx, in module.ID) (*ShowPage, error) {
	e, err := h.Get(c, in.ID)
	if err != nil {
		return nil, err
	}
	city, _ := h.kit.Taxonomy.City(e.City)
	return &ShowPage{Engagement: e, Overdue: e.Overdue(c.Now), Linked: e.Account != "", Form: FormOf(e, city.Zone),
		Stages:  module.Options(c, "engagement.stage_", Stages(e.Side)),
		Reasons: append([]web.Option{{Label: c.Words.T("site.not_told")}}, module.Options(c, "engagement.lost_", LostReasons())...),
		Kinds:   module.Options(c, "engagement.entry_", EntryKinds())}, nil
}

type changeInput struct {
	ID string `path:"id"`
	Form
}

func (h handlers) change(c *web.Ctx, in changeInput) (Changed, error) {
	e, err := h.Change(c, in.ID, in.Form)
	return Changed{e}, err
}

func (h handlers) changeAgain(c *web.Ctx, in changeInput) (*ShowPage, error) {
	p, err := h.show(c, module.ID{ID: in.ID})
	if err != nil {
		return nil, err
	}
	if in.Revision != 0 && in.Revision != p.Revision {
		p.Stored = h.facts(c, p.Engagement)
	}
	in.Revision = p.Revision
	p.Form = in.Form
	return p, nil
}

// facts are what the form of a record changes.
func (h handlers) facts(c *web.Ctx, e *Engagement) []web.Fact {
	w := c.Words
	var all []web.Fact
	add := func(key, value string) {
		if value != "" {
			all = append(all, web.Fact{Label: w.T(key), Value: value})
		}
	}
	add("engagement.name", e.Name)
	add("organisation.person", e.Contact.Person)
	add("site.email", e.Contact.Email)
	add("site.phone", e.Contact.Phone)
	add("engagement.stage", w.T("engagement.stage_"+e.Stage))
	if e.Lost != "" {
		add("engagement.lost_why", w.T("engagement.lost_"+e.Lost))
	}
	add("site.note", e.LostNote)
	add("engagement.next", e.Next.What)
	if !e.Next.Due.IsZero() {
		city, _ := h.kit.Taxonomy.City(e.City)
		add("engagement.due", w.Date(record.InZone(e.Next.Due, city.Zone)))
	}
	add("engagement.result", e.Result)
	return all
}

type entryInput struct {
	ID     string `path:"id"`
	Kind   string `json:"kind" validate:"omitempty,oneof=call meeting mail visit note"`
	Text   string `json:"text" validate:"max=3000"`
	Shared string `json:"shared" validate:"omitempty,oneof=yes no"`
}

func (h handlers) addEntry(c *web.Ctx, in entryInput) (Changed, error) {
	e, err := h.AddEntry(c, in.ID, in.Kind, in.Text, in.Shared == "yes")
	return Changed{e}, err
}

func (h handlers) addEntryAgain(c *web.Ctx, in entryInput) (*ShowPage, error) {
	return h.show(c, module.ID{ID: in.ID})
}

func (h handlers) invite(c *web.Ctx, in module.ID) (*ShowPage, error) {
	code, err := h.Invite(c, in.ID)
	if err != nil {
		return nil, err
	}
	p, err := h.show(c, in)
	if err != nil {
		return nil, err
	}
	p.Code = code
	return p, nil
}
