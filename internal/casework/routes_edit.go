package casework

import (
	"cmp"
	"slices"
	"strings"

	"citiesgrow/internal/module"
	"citiesgrow/internal/report"
	"citiesgrow/web"
)

func (in triageInput) stored(c *web.Ctx, cs *Case) []string {
	if !cs.EditedSince("triage", in.Revision) {
		return nil
	}
	worded := func(f TriageForm) TriageForm {
		f.Triage, f.Urgent = coded(c, "casework.triage_", f.Triage, Triages()), coded(c, "site.", cmp.Or(f.Urgent, "no"), []string{"yes", "no"})
		return f
	}
	return module.Stored(c, worded(*triageOf(cs.Report)), worded(in.TriageForm),
		map[string]string{"triage": "casework.triage", "urgent": "casework.urgent", "limit": "casework.due_limit"})
}

func (in codingInput) stored(c *web.Ctx, cs *Case) []string {
	if !cs.EditedSince("coding", in.Revision) {
		return nil
	}
	worded := func(f CodingForm) CodingForm {
		f.Ground, f.Field = coded(c, "report.ground_", f.Ground, report.GroundsOf(cs.Channel)), coded(c, "report.field_", f.Field, report.Fields())
		f.Against, f.Outcome = coded(c, "casework.against_", f.Against, report.Against()), coded(c, "report.outcome_", f.Outcome, report.Outcomes())
		return f
	}
	return module.Stored(c, worded(*cs.Known.coding(cs.Report)), worded(in.CodingForm), map[string]string{"ground": "report.ground",
		"field": "report.field", "against": "casework.against", "outcome": "casework.outcome", "organisation": "casework.organisation",
		"summary": "casework.summary"})
}

func (in maskInput) stored(c *web.Ctx, cs *Case) []string {
	if !cs.EditedSince("masks", in.Revision) {
		return nil
	}
	return module.Stored(c, *cs.Known.masks(cs.Report), MaskForm{Words: strings.Join(in.list(), "\n")}, map[string]string{"words": "casework.mask_words"})
}

// coded is the text of a code; a code that is not known is shown as it is.
func coded(c *web.Ctx, prefix, code string, known []string) string {
	if !slices.Contains(known, code) {
		return code
	}
	return c.Words.T(prefix + code)
}
