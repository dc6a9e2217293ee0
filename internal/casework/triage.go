package casework

import (
	"context"

	"citiesgrow/internal/custody"
	"citiesgrow/internal/record"
	"citiesgrow/internal/report"
)

// Triages lists whose a case is: ours, another body's, or it is for information.
func Triages() []string { return []string{"ours", "refer", "inform"} }

// TriageForm says what becomes of a case.
type TriageForm struct {
	Revision int64      `json:"revision" validate:"min=0"` // of the case that was read; 0 does not ask
	Triage   string     `json:"triage" validate:"omitempty,oneof=ours refer inform"`
	Urgent   string     `json:"urgent" validate:"omitempty,oneof=yes no"`
	Limit    record.Day `json:"limit" validate:"max=30"` // the last day of the legal limit, where the caseworker knows better
}

// Triage decides whether a case is ours, another body's, or for information, and how urgent it is. Reading
// what the reporter wrote is part of it. It is a Conflict where this was edited since the case was read.
func (s *Service) Triage(ctx context.Context, id string, f TriageForm) (*report.Report, error) {
	limit, err := f.Limit.Time("limit", "UTC")
	if err != nil {
		return nil, err
	}
	return s.edit(ctx, id, editing{act: "triaged", form: "triage", revision: f.Revision,
		stored: func(r *report.Report, _ custody.Secrets) (any, error) { return triageOf(r), nil },
		change: func(r *report.Report, _ custody.Secrets) error {
			r.Triage, r.Urgent, r.Limit = f.Triage, f.Urgent == "yes", report.Day(limit)
			if readAll(r, f.Revision) {
				r.Waiting = ""
			}
			if r.State == report.Received {
				r.State = report.Open
			}
			return nil
		}})
}

// triageOf is the form as it is stored.
func triageOf(r *report.Report) *TriageForm {
	f := &TriageForm{Revision: r.Revision, Triage: r.Triage, Urgent: "no", Limit: record.Day(r.Limit)}
	if r.Urgent {
		f.Urgent = "yes"
	}
	return f
}
