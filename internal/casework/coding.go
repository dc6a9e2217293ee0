package casework

import (
	"context"
	"slices"
	"strings"

	"citiesgrow/internal/custody"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/report"
)

// CodingForm classifies a case.
type CodingForm struct {
	Revision     int64  `json:"revision" validate:"min=0"` // of the case that was read; 0 does not ask
	Ground       string `json:"ground" validate:"max=40"`
	Field        string `json:"field" validate:"max=40"`
	Against      string `json:"against" validate:"max=40"`
	Outcome      string `json:"outcome" validate:"max=40"`
	Organisation string `json:"organisation" validate:"max=300"` // stored as a tag, to see repeat patterns
	Summary      string `json:"summary" validate:"max=300"`
}

// check complains of codes that are none, for a report of this channel.
func (f *CodingForm) check(channel custody.Channel) error {
	wrong := problem.New(problem.Invalid, "problem.invalid")
	for _, c := range []struct {
		field, value string
		known        []string
	}{{"ground", f.Ground, report.GroundsOf(channel)}, {"field", f.Field, report.Fields()}, {"against", f.Against, report.Against()},
		{"outcome", f.Outcome, report.Outcomes()}} {
		if c.value != "" && !slices.Contains(c.known, c.value) {
			wrong.Add(c.field, problem.M("problem.oneof"))
		}
	}
	return wrong.OrNil()
}

// Code classifies a case for the figures, and tags the organisation it is about: from the tag follows
// whether two cases are about the same one, not about which. It is a Conflict where this was edited since the
// case was read.
func (s *Service) Code(ctx context.Context, id string, f CodingForm) (*report.Report, error) {
	return s.edit(ctx, id, editing{act: "coded", form: "coding", revision: f.Revision,
		stored: func(r *report.Report, x custody.Secrets) (any, error) { return codingOf(r, x) },
		change: func(r *report.Report, x custody.Secrets) error {
			if err := f.check(r.Channel); err != nil {
				return err
			}
			r.Coding = report.Coding{Ground: f.Ground, Field: f.Field, Against: f.Against, Outcome: f.Outcome}
			r.About = ""
			if name := folded(f.Organisation); name != "" {
				r.About = s.pepper.Tag("organisation in "+r.City, name)
			}
			return setInternal(r, x, func(known *Internal) { known.Summary, known.About = f.Summary, f.Organisation })
		}})
}

// codingOf is the form as it is stored.
func codingOf(r *report.Report, x custody.Secrets) (*CodingForm, error) {
	known, err := internalOf(r, x)
	if err != nil {
		return nil, err
	}
	return known.coding(r), nil
}

func (known *Internal) coding(r *report.Report) *CodingForm {
	return &CodingForm{r.Revision, r.Coding.Ground, r.Coding.Field, r.Coding.Against, r.Coding.Outcome, known.About, known.Summary}
}

// folded is a name without what people write differently.
func folded(name string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return strings.ContainsRune(" \t.,;:-–\"'«»“”&()", r) }), " ")
}
