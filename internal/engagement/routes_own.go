package engagement

import (
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/web"
)

// OwnPage is what the city's records let the person see.
type OwnPage struct {
	web.Whole[ConcernView]
}

// ConcernView is one of them, with the name of the city.
type ConcernView struct {
	Concern
	CityN string `json:"-"`
}

func (h handlers) own(c *web.Ctx, _ web.None) (*OwnPage, error) {
	if c.Actor.Assisted() {
		return nil, problem.New(problem.Forbidden, "problem.assisted")
	}
	all, err := h.ListOwn(c)
	if err != nil {
		return nil, err
	}
	p := &OwnPage{}
	for _, one := range all {
		p.Items = append(p.Items, ConcernView{one, h.city(c, one.City)})
	}
	return p, nil
}

type linkInput struct {
	Code string `json:"code" validate:"required,max=40"`
}

func (h handlers) link(c *web.Ctx, in linkInput) (web.Go, error) {
	_, err := h.Link(c, in.Code)
	return "/engagements/mine?done=saved", err
}

func (h handlers) linkAgain(c *web.Ctx, _ linkInput) (*OwnPage, error) {
	return h.own(c, web.None{})
}

func (h handlers) unlink(c *web.Ctx, in module.ID) (web.Go, error) {
	return "/engagements/mine?done=removed", h.Unlink(c, in.ID)
}
