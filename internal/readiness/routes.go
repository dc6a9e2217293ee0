package readiness

import (
	"embed"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/store"
	"citiesgrow/web"
)

//go:embed all:views
var views embed.FS

// handlers answer requests.
type handlers struct{ *Service }

// Module is what the program is given of the readiness test and the plan.
func (s *Service) Module() module.Module {
	h := handlers{s}
	firm := web.Only(actor.Entrepreneur)
	return module.Module{
		Name:        "readiness",
		Views:       views,
		Collections: []store.Spec{readinesses},
		Routes: []web.Route{
			web.Handle(web.Route{Method: "GET", Path: "/services/plan", View: "readiness/plan", Who: firm,
				About: "What the firm lacks (for a tender, in its papers, in the readiness test) and the services that supply it in time."}, h.plan),
			web.Handle(web.Route{Method: "GET", Path: "/readiness", View: "readiness/test", Who: firm, About: "The readiness test with the answers given."}, h.show),
			web.Handle(web.Route{Method: "PUT", Path: "/readiness", Who: firm, Area: actor.AreaSupport, About: "Answer the readiness test."}, h.change),
		},
		Nav: []web.NavItem{{Key: "nav.plan", Path: "/services/plan", Who: firm, More: true}},
	}
}

// TestPage is the readiness test with the answers given.
type TestPage struct {
	web.Whole[Question]
	Met  int `json:"met"`
	Open int `json:"open"` // answered with no
}

// Question is one question with the answer given.
type Question struct {
	Key    string `json:"key"`
	Text   string `json:"text"`
	Answer string `json:"answer"`
}

func (h handlers) show(c *web.Ctx, _ web.None) (*TestPage, error) {
	r, err := h.Own(c)
	if err != nil {
		return nil, err
	}
	p := &TestPage{Met: r.Met(), Open: len(r.Open())}
	for _, q := range Questions() {
		p.Items = append(p.Items, Question{q, c.Words.T("readiness.ask_" + q), r.Answers[q]})
	}
	return p, nil
}

type changeInput struct {
	Registration string `json:"registration" validate:"omitempty,oneof=yes no"`
	Accounts     string `json:"accounts" validate:"omitempty,oneof=yes no"`
	Insurance    string `json:"insurance" validate:"omitempty,oneof=yes no"`
	Bank         string `json:"bank" validate:"omitempty,oneof=yes no"`
	References   string `json:"references" validate:"omitempty,oneof=yes no"`
	Signature    string `json:"signature" validate:"omitempty,oneof=yes no"`
	Invoice      string `json:"invoice" validate:"omitempty,oneof=yes no"`
	Safety       string `json:"safety" validate:"omitempty,oneof=yes no"`
	Language     string `json:"language" validate:"omitempty,oneof=yes no"`
	Offer        string `json:"offer" validate:"omitempty,oneof=yes no"`
}

func (h handlers) change(c *web.Ctx, in changeInput) (web.Go, error) {
	_, err := h.Change(c, map[string]string{"registration": in.Registration, "accounts": in.Accounts, "insurance": in.Insurance, "bank": in.Bank,
		"references": in.References, "signature": in.Signature, "invoice": in.Invoice, "safety": in.Safety, "language": in.Language, "offer": in.Offer})
	if err != nil {
		return "", err
	}
	return "/services/plan?done=saved", nil
}
