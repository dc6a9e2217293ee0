package engagement

import (
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/web"
)

// OwnPage is what the city's records let the person see.
type OwnPage struct {
	web.Whole
	Items []ConcernView `json:"items"`
	Total int           `json:"total"`
}

// ConcernView is one of them, with the name of the city.
type ConcernView struct {
	Concern
	CityN string `json:"-"`
}

func (h handlers) own(c *web.Ctx, _ module.Lang) (*OwnPage, error) {
	if c.Actor.Assisted() {
		return nil, problem.New(problem.Forbidden, "problem.assisted")
	}
	all, err := h.ListOwn(c)
	if err != nil {
		return nil, err
	}
	p := &OwnPage{Items: []ConcernView{}, Total: len(all)}
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
	return h.own(c, module.Lang{})
}

func (h handlers) unlink(c *web.Ctx, in module.IDLang) (web.Go, error) {
	return "/engagements/mine?done=removed", h.Unlink(c, in.ID)
}
