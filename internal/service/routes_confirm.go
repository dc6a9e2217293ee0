package service

import (
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/web"
)

func (h handlers) confirm(c *web.Ctx, in module.ID) (web.Go, error) {
	if _, err := h.Confirm(c, in.ID); err != nil {
		return "", err
	}
	return "/services/mine?done=confirmed", nil
}

type tokenInput struct {
	Token string `path:"token"`
	Given string `json:"given" validate:"omitempty,oneof=yes no"`
}

// ConfirmPage asks whether what is said of a service is still right.
type ConfirmPage struct {
	ID    string     `json:"id"`
	Name  string     `json:"name"`
	Done  bool       `json:"done"`
	Given bool       `json:"given"`
	Facts []web.Fact `json:"-"`
	Token string     `json:"-"`
	Lang  string     `json:"-"`
}

type showTokenInput struct {
	Token string `path:"token"`
}

func (h handlers) showToken(c *web.Ctx, in showTokenInput) (*ConfirmPage, error) {
	l, err := h.GetByToken(c, in.Token)
	if err != nil {
		return nil, err
	}
	return &ConfirmPage{ID: l.ID, Name: l.Name, Lang: l.Language, Token: in.Token, Facts: h.facts(c, l)}, nil
}

func (h handlers) confirmToken(c *web.Ctx, in tokenInput) (*ConfirmPage, error) {
	if in.Given == "" {
		if _, err := h.GetByToken(c, in.Token); err != nil {
			return nil, err
		}
		return nil, problem.Field("given", "problem.required")
	}
	l, err := h.ConfirmByToken(c, in.Token, in.Given == "yes")
	if err != nil {
		return nil, err
	}
	return &ConfirmPage{ID: l.ID, Name: l.Name, Lang: l.Language, Done: true, Given: in.Given == "yes"}, nil
}
