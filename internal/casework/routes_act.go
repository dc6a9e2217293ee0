package casework

import (
	"citiesgrow/internal/custody"
	"citiesgrow/internal/record"
	"citiesgrow/internal/report"
	"citiesgrow/web"
	"context"
	"net/http"
)

// caseForm is all that a caseworker may say about a case; each act reads its own part.
type caseForm struct {
	ID string `path:"id" json:"-"`
	MessageForm
	Triage       string     `json:"triage" validate:"omitempty,oneof=ours refer inform"`
	Urgent       string     `json:"urgent" validate:"omitempty,oneof=yes no"`
	Limit        record.Day `json:"limit" validate:"max=30"`
	Ground       string     `json:"ground" validate:"max=40"`
	Field        string     `json:"field" validate:"max=40"`
	Against      string     `json:"against" validate:"max=40"`
	Outcome      string     `json:"outcome" validate:"max=40"`
	Organisation string     `json:"organisation" validate:"max=300"`
	Summary      string     `json:"summary" validate:"max=300"`
	Words        string     `json:"words" validate:"max=3000"`
	What         string     `json:"what" validate:"max=20000"`
	Number       string     `json:"number" validate:"max=20"`
	Body         string     `json:"body" validate:"max=300"`
	Why          string     `json:"why" validate:"max=1000"`
	Until        record.Day `json:"until" validate:"max=30"`
}

// act is a route that changes a case and leads back to it.
func (h handlers) act(r web.Route, do func(context.Context, caseForm) (*report.Report, error)) web.Route {
	if r.Status == http.StatusCreated {
		return h.actAgain(web.Handle(r, func(c *web.Ctx, in caseForm) (web.Made, error) {
			changed, err := do(custody.Session(c), in)
			if err != nil {
				return web.Made{}, err
			}
			return web.Made{ID: changed.ID, At: "/cases/" + changed.ID, Done: "saved"}, nil
		}))
	}
	return h.actAgain(web.Handle(r, func(c *web.Ctx, in caseForm) (web.Go, error) {
		changed, err := do(custody.Session(c), in)
		if err != nil {
			return "", err
		}
		return web.Done("/cases/"+changed.ID, "saved"), nil
	}))
}

// actAgain shows the case again, with what was typed.
func (h handlers) actAgain(r web.Route) web.Route {
	return web.Again(r, "casework/case", func(c *web.Ctx, in caseForm) (*CasePage, error) {
		p, err := h.show(c, caseInput{ID: in.ID})
		if err == nil {
			p.Input = in
		}
		return p, err
	})
}

func (h handlers) recuse(c *web.Ctx, in caseInput) (web.Go, error) {
	return "/cases?done=saved", h.Recuse(custody.Session(c), in.ID)
}

func (in *caseForm) triage() TriageForm { return TriageForm{in.Triage, in.Urgent, in.Limit} }

func (in *caseForm) coding() CodingForm {
	return CodingForm{in.Ground, in.Field, in.Against, in.Outcome, in.Organisation, in.Summary}
}

func (in *caseForm) masks() MaskForm { return MaskForm{in.Words} }
