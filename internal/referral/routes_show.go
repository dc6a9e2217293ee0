package referral

import (
	"slices"

	"citiesgrow/internal/module"
	"citiesgrow/internal/service"
	"citiesgrow/web"
)

// ShowPage is one referral.
type ShowPage struct {
	*Referral
	Overdue bool    `json:"overdue"`
	Next    []State `json:"moves"` // the states into which the reader may bring it

	Reasons  []web.Option `json:"-"`
	Outcomes []web.Option `json:"-"`
	Others   []web.Option `json:"-"` // services to which it could be passed on
	Provides bool         `json:"-"` // the reader answers for the service
	Input    stepInput    `json:"-"`
}

// May reports whether the reader may bring it into a state.
func (p *ShowPage) May(to string) bool { return slices.Contains(p.Next, State(to)) }

func (h handlers) show(c *web.Ctx, in module.ID) (*ShowPage, error) {
	return h.addStepAgain(c, stepInput{ID: in.ID})
}

type stepInput struct {
	ID    string `path:"id"`
	State string `json:"state" validate:"required,max=20"`
	Code  string `json:"code" validate:"max=40"`
	Note  string `json:"note" validate:"max=2000"`
	Next  string `json:"next" validate:"max=200"`
}

func (h handlers) addStep(c *web.Ctx, in stepInput) (Changed, error) {
	r, err := h.AddStep(c, in.ID, Transition{To: State(in.State), Code: in.Code, Note: in.Note, Next: in.Next})
	return Changed{r, "saved"}, err
}

// addStepAgain is the page of a referral, also after a step on it was refused.
func (h handlers) addStepAgain(c *web.Ctx, in stepInput) (*ShowPage, error) {
	r, err := h.Get(c, in.ID)
	if err != nil {
		return nil, err
	}
	p := &ShowPage{Referral: r, Overdue: r.Overdue(c.Now), Next: append([]State{}, Next(c.Actor, r)...), Provides: partyOf(c.Actor, r) == provider, Input: in,
		Reasons: module.Options(c, "referral.reason_", Reasons()), Outcomes: module.Options(c, "referral.outcome_", Outcomes())}
	if !p.May(string(Rerouted)) {
		return p, nil
	}
	if p.Others, err = h.others(c, r); err != nil {
		return nil, err
	}
	return p, nil
}

// mostOthers is how many services are offered to pass a referral on.
const mostOthers = 100

// others are services of the city to which a referral could be passed on: those that supply its need, or all
// where no other one does.
func (h handlers) others(c *web.Ctx, r *Referral) ([]web.Option, error) {
	q := service.Query{Cities: []string{r.City}, Page: 1, Size: mostOthers, Reader: c.Languages()}
	if r.Need != "" {
		q.Supplies = []string{r.Need}
	}
	found, err := h.services.List(c, q)
	if err == nil && len(found.Listings) < 2 {
		q.Supplies = nil
		found, err = h.services.List(c, q)
	}
	if err != nil {
		return nil, err
	}
	all := []web.Option{{Label: c.Words.T("referral.choose_service")}}
	for _, l := range found.Listings {
		if l.ID != r.Service && l.Status == service.Active {
			all = append(all, web.Option{Value: l.ID, Label: l.Name + " – " + l.Organization.Name})
		}
	}
	return all, nil
}
