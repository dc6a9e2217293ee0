package casework

import (
	"citiesgrow/internal/custody"
	"citiesgrow/internal/module"
	"citiesgrow/web"
)

// CustodyPage is who holds keys, and who asks to see an identity.
type CustodyPage struct {
	Key       *custody.KeyPage `json:"key"`
	Holders   []HolderView     `json:"holders"`
	Requests  []RequestView    `json:"requests"`
	Left      int              `json:"left,omitempty"`
	Decisions []web.Option     `json:"-"`
}

// HolderView is a holder as the custodian sees them.
type HolderView struct {
	ID          string           `json:"id"`
	Name        string           `json:"name"`
	City        string           `json:"city,omitempty"`
	Role        string           `json:"role"`
	State       custody.Standing `json:"state"`
	Fingerprint string           `json:"fingerprint"`
	Me          bool             `json:"me,omitempty"`
}

// RequestView is a question to see an identity.
type RequestView struct {
	ID     string `json:"id"`
	Number string `json:"number"`
	City   string `json:"city"`
	Who    string `json:"who"`
	Why    string `json:"why"`
}

func (h handlers) showCustody(c *web.Ctx, _ web.None) (*CustodyPage, error) {
	ctx := custody.Session(c)
	key, err := h.custody.KeyPage(c)
	if err != nil {
		return nil, err
	}
	p := &CustodyPage{Key: key, Holders: []HolderView{}, Requests: []RequestView{},
		Decisions: module.Options(c, "casework.decision_", []string{"granted", "refused"})}
	all, err := h.custody.List(ctx)
	if err != nil {
		return nil, err
	}
	for _, one := range all {
		p.Holders = append(p.Holders, HolderView{one.ID, one.Name, h.kit.CityName(c, one.City), string(one.Role), one.State, one.Public.Fingerprint(),
			one.ID == c.Actor.ID})
	}
	if !key.Open || key.Standing != custody.Trusted {
		return p, nil
	}
	waiting, err := h.ListRequests(ctx)
	if err != nil {
		return nil, err
	}
	for _, r := range waiting {
		p.Requests = append(p.Requests, RequestView{r.ID, r.Number, h.kit.CityName(c, r.City), r.Who, r.Why})
	}
	return p, nil
}

type custodyInput struct {
	ID string `path:"id" json:"-"`
	DecideForm
}

func (h handlers) confirm(c *web.Ctx, in caseInput) (web.Go, error) {
	return "/custody?done=saved", h.Admit(custody.Session(c), in.ID)
}

func (h handlers) share(c *web.Ctx, _ web.None) (web.Go, error) {
	_, err := h.Share(custody.Session(c))
	return "/custody?done=saved", err
}

func (h handlers) decide(c *web.Ctx, in custodyInput) (web.Go, error) {
	return "/custody?done=saved", h.Decide(custody.Session(c), in.ID, in.DecideForm)
}

func (h handlers) decideAgain(c *web.Ctx, _ custodyInput) (*CustodyPage, error) {
	return h.showCustody(c, web.None{})
}
