package pledge

import (
	"citiesgrow/internal/module"
	"citiesgrow/web"
)

// FormPage is the form of a pledge.
type FormPage struct {
	Form  Form
	Kinds []web.Option
}

func (h handlers) fresh(c *web.Ctx, _ web.None) (*FormPage, error) { return h.createAgain(c, Form{}) }

func (h handlers) createAgain(c *web.Ctx, in Form) (*FormPage, error) {
	return &FormPage{in, module.Options(c, "pledge.what_", Kinds())}, nil
}

// ShowPage is one pledge.
type ShowPage struct {
	Item
	Mine bool `json:"-"`
}

func (h handlers) show(c *web.Ctx, in module.ID) (*ShowPage, error) {
	p, err := h.Get(c, in.ID)
	if err != nil {
		return nil, err
	}
	return &ShowPage{h.item(c, p), c.Actor.ID != "" && p.Account == c.Actor.ID}, nil
}

// Changed is a pledge that was stored.
type Changed struct{ Item }

// Location is the pledge.
func (p Changed) Location() string { return "/pledges/" + p.ID + "?done=saved" }

func (h handlers) changed(c *web.Ctx, p *Pledge, err error) (Changed, error) {
	if err != nil {
		return Changed{}, err
	}
	return Changed{h.item(c, p)}, nil
}

func (h handlers) create(c *web.Ctx, in Form) (Changed, error) {
	p, err := h.Create(c, in)
	return h.changed(c, p, err)
}

type progressInput struct {
	ID    string `path:"id"`
	Count int    `json:"count" validate:"min=0,max=100000"`
	Note  string `json:"note" validate:"max=500"`
}

func (h handlers) addProgress(c *web.Ctx, in progressInput) (Changed, error) {
	p, err := h.AddProgress(c, in.ID, in.Count, in.Note)
	return h.changed(c, p, err)
}

func (h handlers) addProgressAgain(c *web.Ctx, in progressInput) (*ShowPage, error) {
	return h.show(c, module.ID{ID: in.ID})
}

type withdrawInput struct {
	ID     string `path:"id"`
	Reason string `json:"reason" validate:"max=500"`
}

func (h handlers) withdraw(c *web.Ctx, in withdrawInput) (Changed, error) {
	p, err := h.Withdraw(c, in.ID, in.Reason)
	return h.changed(c, p, err)
}

func (h handlers) withdrawAgain(c *web.Ctx, in withdrawInput) (*ShowPage, error) {
	return h.show(c, module.ID{ID: in.ID})
}
