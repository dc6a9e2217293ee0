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
			web.Again(web.Handle(web.Route{Method: "PUT", Path: "/readiness", Who: firm, Area: actor.AreaSupport, About: "Answer the readiness test."},
				h.change), "readiness/test", h.changeAgain),
		},
		Nav: []web.NavItem{{Key: "nav.plan", Path: "/services/plan", Who: firm, More: true}},
	}
}

// TestPage is the readiness test with the answers given.
type TestPage struct {
	web.Whole[Question]
	Met      int      `json:"met"`
	Open     int      `json:"open"`     // answered with no
	Revision int64    `json:"revision"` // of the answers, for the form; 0 where the test was not taken
	Stored   []string `json:"-"`        // what is stored differently from a form that was refused
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
	return testPage(c, r, r.Answers), nil
}

// testPage is the form with the answers that were given or typed.
func testPage(c *web.Ctx, r *Readiness, answers map[string]string) *TestPage {
	p := &TestPage{Met: r.Met(), Open: len(r.Open()), Revision: r.Revision}
	for _, q := range Questions() {
		p.Items = append(p.Items, Question{q, c.Words.T("readiness.ask_" + q), answers[q]})
	}
	return p
}

type changeInput struct {
	Revision     int64  `json:"revision" validate:"min=0"` // of the answers that were read; 0 does not ask
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

func (in *changeInput) answers() map[string]string {
	return map[string]string{"registration": in.Registration, "accounts": in.Accounts, "insurance": in.Insurance, "bank": in.Bank,
		"references": in.References, "signature": in.Signature, "invoice": in.Invoice, "safety": in.Safety, "language": in.Language, "offer": in.Offer}
}

func (h handlers) change(c *web.Ctx, in changeInput) (web.Go, error) {
	if _, err := h.Change(c, in.answers(), in.Revision); err != nil {
		return "", err
	}
	return "/services/plan?done=saved", nil
}

// changeAgain shows what was typed, and where the answers were changed meanwhile what is stored differently. To
// save once more stores what was typed.
func (h handlers) changeAgain(c *web.Ctx, in changeInput) (*TestPage, error) {
	r, err := h.Own(c)
	if err != nil {
		return nil, err
	}
	typed := in.answers()
	p := testPage(c, r, typed)
	if in.Revision == 0 || in.Revision == r.Revision {
		return p, nil
	}
	word := map[string]string{"yes": c.Words.T("site.yes"), "no": c.Words.T("site.no"), "": c.Words.T("site.not_told")}
	for _, q := range p.Items {
		if now := r.Answers[q.Key]; now != typed[q.Key] {
			p.Stored = append(p.Stored, c.Words.T("tender.stored_now", "Field", q.Text, "Stored", word[now], "Typed", word[typed[q.Key]]))
		}
	}
	return p, nil
}
