package report

import (
	"cmp"

	"citiesgrow/internal/custody"
	"citiesgrow/internal/seal"
	"citiesgrow/web"
)

func (h handlers) showEnter(c *web.Ctx, _ web.None) (*PersonPage, error) {
	return h.person(c, &Form{City: c.Actor.City, Language: c.Words.Code}, stepAccount)
}

// EnteredPage shows the receipt of a report that a caseworker entered.
type EnteredPage struct {
	*Receipt
	ID     string `json:"id"`
	Spoken string `json:"-"`
}

// Location is empty, so there is no redirect: the receipt is only shown once, in this response.
func (*EnteredPage) Location() string { return "" }

// Place returns the path of the case.
func (p *EnteredPage) Place() string { return "/cases/" + p.ID }

func (h handlers) enter(c *web.Ctx, f Form) (*EnteredPage, error) {
	f.Language = cmp.Or(f.Language, c.Words.Code)
	r, receipt, err := h.Enter(custody.Session(c), f)
	if err != nil {
		return nil, err
	}
	return &EnteredPage{receipt, r.ID, seal.Spoken(receipt.Receipt)}, nil
}

func (h handlers) enterAgain(c *web.Ctx, f Form) (*PersonPage, error) {
	f.City = c.Actor.City
	return h.person(c, &f, stepAccount)
}
