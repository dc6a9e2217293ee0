package casework

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"

	"citiesgrow/internal/custody"
	"citiesgrow/internal/module"
	"citiesgrow/internal/record"
	"citiesgrow/internal/report"
	"citiesgrow/web"
)

// Said is all that a caseworker may say about a case; each act reads its own part.
type Said struct {
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

// caseForm is the form of an act.
type caseForm struct {
	ID string `path:"id" json:"-"`
	Said
}

// editForm is what a caseworker edits, with the revision of the case that was read.
type editForm struct {
	ID string `path:"id" json:"-"`
	Said
	Revision int64 `json:"revision" validate:"min=0"` // 0 does not ask
}

// act is a route that changes a case and leads back to it. A form that is refused is shown again.
func act[In any](r web.Route, do func(context.Context, In) (*report.Report, error), again func(*web.Ctx, In) (*CasePage, error)) web.Route {
	if r.Status == http.StatusCreated {
		return web.Again(web.Handle(r, func(c *web.Ctx, in In) (web.Made, error) {
			changed, err := do(custody.Session(c), in)
			if err != nil {
				return web.Made{}, err
			}
			return web.Made{ID: changed.ID, At: "/cases/" + changed.ID, Done: "saved"}, nil
		}), "casework/case", again)
	}
	return web.Again(web.Handle(r, func(c *web.Ctx, in In) (web.Go, error) {
		changed, err := do(custody.Session(c), in)
		if err != nil {
			return "", err
		}
		return web.Done("/cases/"+changed.ID, "saved"), nil
	}), "casework/case", again)
}

// actAgain shows the case again, with what was typed.
func (h handlers) actAgain(c *web.Ctx, in caseForm) (*CasePage, error) {
	return h.show(c, caseInput{ID: in.ID})
}

// editAgain shows the case again, with what was typed. Where another changed what the form holds, it shows
// what is stored differently, and to save once more is to store what was typed.
func (h handlers) editAgain(act string) func(*web.Ctx, editForm) (*CasePage, error) {
	return func(c *web.Ctx, in editForm) (*CasePage, error) {
		p, opened, err := h.casePage(c, caseInput{ID: in.ID})
		if err != nil {
			return nil, err
		}
		if !p.Locked && in.Revision != 0 && opened.EditedSince(act, in.Revision) {
			p.Stored = stored(c, act, opened, &in)
		}
		return p, nil
	}
}

// stored lists in what a case differs from what was typed into the form of an act.
func stored(c *web.Ctx, act string, cs *Case, in *editForm) []string {
	word := func(prefix, value string, known []string) string {
		if !slices.Contains(known, value) {
			return value
		}
		return c.Words.T(prefix + value)
	}
	switch act {
	case "triage":
		say := func(f TriageForm) TriageForm {
			f.Triage, f.Urgent = word("casework.triage_", f.Triage, Triages()), word("site.", cmp.Or(f.Urgent, "no"), []string{"yes", "no"})
			return f
		}
		return module.Stored(c, say(*triageOf(cs.Report)), say(in.triage()),
			map[string]string{"triage": "casework.triage", "urgent": "casework.urgent", "limit": "casework.due_limit"})
	case "coding":
		say := func(f CodingForm) CodingForm {
			f.Ground, f.Field = word("report.ground_", f.Ground, report.GroundsOf(cs.Channel)), word("report.field_", f.Field, report.Fields())
			f.Against, f.Outcome = word("casework.against_", f.Against, report.Against()), word("report.outcome_", f.Outcome, report.Outcomes())
			return f
		}
		return module.Stored(c, say(*cs.Known.coding(cs.Report)), say(in.coding()), map[string]string{"ground": "report.ground", "field": "report.field",
			"against": "casework.against", "outcome": "casework.outcome", "organisation": "casework.organisation", "summary": "casework.summary"})
	case "masks":
		return module.Stored(c, *cs.Known.masks(cs.Report), MaskForm{Words: strings.Join((&MaskForm{Words: in.Words}).list(), "\n")},
			map[string]string{"words": "casework.mask_words"})
	}
	return nil
}

func (h handlers) recuse(c *web.Ctx, in caseInput) (web.Go, error) {
	return "/cases?done=saved", h.Recuse(custody.Session(c), in.ID)
}

func (in *editForm) triage() TriageForm {
	return TriageForm{in.Revision, in.Triage, in.Urgent, in.Limit}
}

func (in *editForm) coding() CodingForm {
	return CodingForm{in.Revision, in.Ground, in.Field, in.Against, in.Outcome, in.Organisation, in.Summary}
}

func (in *editForm) masks() MaskForm { return MaskForm{in.Revision, in.Words} }
