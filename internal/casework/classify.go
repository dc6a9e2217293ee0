package casework

import (
	"context"
	"slices"
	"strings"

	"citiesgrow/internal/custody"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/report"
)

// Triages lists whose a case is: ours, another body's, or it is for information.
func Triages() []string { return []string{"ours", "refer", "inform"} }

// TriageForm says what becomes of a case.
type TriageForm struct {
	Triage string     `json:"triage" validate:"omitempty,oneof=ours refer inform"`
	Urgent string     `json:"urgent" validate:"omitempty,oneof=yes no"`
	Limit  record.Day `json:"limit" validate:"max=30"` // the last day of the legal limit, where the caseworker knows better
}

// Triage decides whether a case is ours, another body's, or for information, and how urgent it is. Reading
// what the reporter wrote is part of it.
func (s *Service) Triage(ctx context.Context, id string, f TriageForm) (*report.Report, error) {
	limit, err := f.Limit.Time("limit", "UTC")
	if err != nil {
		return nil, err
	}
	return s.step(ctx, id, "triaged", func(r *report.Report, _ custody.Secrets) error {
		r.Triage, r.Urgent, r.Limit, r.Waiting = f.Triage, f.Urgent == "yes", report.Day(limit), ""
		if r.State == report.Received {
			r.State = report.Open
		}
		return nil
	})
}

// CodingForm classifies a case.
type CodingForm struct {
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
// whether two cases are about the same one, not about which.
func (s *Service) Code(ctx context.Context, id string, f CodingForm) (*report.Report, error) {
	return s.step(ctx, id, "coded", func(r *report.Report, x custody.Secrets) error {
		if err := f.check(r.Channel); err != nil {
			return err
		}
		r.Coding = report.Coding{Ground: f.Ground, Field: f.Field, Against: f.Against, Outcome: f.Outcome}
		r.About = ""
		if name := folded(f.Organisation); name != "" {
			r.About = s.pepper.Tag("organisation in "+r.City, name)
		}
		return setInternal(r, x, func(known *Internal) { known.Summary, known.About = f.Summary, f.Organisation })
	})
}

// folded is a name without what people write differently.
func folded(name string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return strings.ContainsRune(" \t.,;:-–\"'«»“”&()", r) }), " ")
}

// MaskForm lists the words that are blacked out, one a line.
type MaskForm struct {
	Words string `json:"words" validate:"max=3000"`
}

// mostMasks bounds the words that are blacked out in a case.
const mostMasks = 100

// list reads the words, the longest first, so that a name within a longer one leaves nothing of it.
func (f *MaskForm) list() []string {
	var words []string
	for line := range strings.Lines(f.Words) {
		if w := strings.TrimSpace(line); w != "" && len(words) < mostMasks {
			words = append(words, w)
		}
	}
	slices.SortFunc(words, func(a, b string) int { return len(b) - len(a) })
	return words
}

// Mask blacks words out wherever the case is shown or printed.
func (s *Service) Mask(ctx context.Context, id string, f MaskForm) (*report.Report, error) {
	return s.step(ctx, id, "masked", func(r *report.Report, x custody.Secrets) error {
		return setInternal(r, x, func(known *Internal) { known.Masks = f.list() })
	})
}
