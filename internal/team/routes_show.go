package team

import (
	"slices"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/web"
)

// ShowPage is one request.
type ShowPage struct {
	*Request
	State   string       `json:"state"`
	Offers  []Offer      `json:"offers"`            // all for the firm and staff, a school's own for a school
	Contact string       `json:"contact,omitempty"` // for the school agreed with, and the firm
	Mine    bool         `json:"-"`
	School  bool         `json:"-"`
	Ours    bool         `json:"-"` // the firm agreed with the reader's school
	Works   []string     `json:"-"`
	Speaks  string       `json:"-"`
	Langs   []web.Option `json:"-"`
	Input   offerInput   `json:"-"`
}

func (h handlers) show(c *web.Ctx, in module.ID) (*ShowPage, error) {
	t, err := h.Get(c, in.ID)
	if err != nil {
		return nil, err
	}
	p := &ShowPage{Request: t, State: t.State(c.Now), Offers: append([]Offer{}, t.Offers...), Mine: t.Account == c.Actor.ID,
		School: c.Actor.Is(actor.Employer), Works: h.kit.Taxonomy.Works(t.CPV, c.Languages()...), Langs: module.LanguageOptions(c)}
	var speaks []string
	for _, l := range t.Languages {
		speaks = append(speaks, c.Words.LanguageName(l))
	}
	p.Speaks = c.Words.Join(speaks)
	if p.School {
		p.Offers = slices.DeleteFunc(p.Offers, func(of Offer) bool { return of.Account != c.Actor.ID })
		p.Ours = len(p.Offers) == 1 && p.Offers[0].School == t.Agreed
	}
	if p.Mine || p.Ours {
		p.Contact = t.Contact
	}
	return p, nil
}

type offerInput struct {
	ID        string   `path:"id"`
	Team      string   `json:"team" validate:"max=200"`
	Students  int      `json:"students" validate:"min=0,max=500"`
	Languages []string `json:"languages" validate:"max=10,dive,max=8"`
	Note      string   `json:"note" validate:"max=1000"`
}

func (h handlers) addOffer(c *web.Ctx, in offerInput) (Changed, error) {
	t, err := h.AddOffer(c, in.ID, Offer{Team: in.Team, Students: in.Students, Languages: in.Languages, Note: in.Note})
	return changed(c, t, err)
}

func (h handlers) addOfferAgain(c *web.Ctx, in offerInput) (*ShowPage, error) {
	p, err := h.show(c, module.ID{ID: in.ID})
	if err != nil {
		return nil, err
	}
	p.Input = in
	return p, nil
}

type acceptInput struct {
	ID     string `path:"id"`
	School string `json:"school" validate:"required,max=200"`
}

func (h handlers) accept(c *web.Ctx, in acceptInput) (Changed, error) {
	t, err := h.Accept(c, in.ID, in.School)
	return changed(c, t, err)
}

func (h handlers) acceptAgain(c *web.Ctx, in acceptInput) (*ShowPage, error) {
	return h.show(c, module.ID{ID: in.ID})
}

type closeInput struct {
	ID      string `path:"id"`
	Result  string `json:"result" validate:"max=2000"`
	Helpful string `json:"helpful" validate:"omitempty,oneof=yes no"`
}

func (h handlers) close(c *web.Ctx, in closeInput) (Changed, error) {
	t, err := h.Close(c, in.ID, in.Result, in.Helpful)
	return changed(c, t, err)
}

func (h handlers) closeAgain(c *web.Ctx, in closeInput) (*ShowPage, error) {
	return h.show(c, module.ID{ID: in.ID})
}
