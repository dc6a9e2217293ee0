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

// How long a closed case is retained, in months: what was only to be recorded is erased sooner.
const (
	retainRecorded = 6
	retainClosed   = 24
	retainLongest  = 120
)

// CloseForm ends a case.
type CloseForm struct {
	Outcome string `json:"outcome" validate:"max=40"`
	Text    string `json:"text" validate:"max=10000"` // to the reporter: what was done

	Revision int64 `json:"revision" validate:"min=0"` // of the case that was read; 0 is the one stored
}

// Close ends a case with its outcome, informs the reporter where they wanted it, and sets the day from
// which it is erased.
func (s *Service) Close(ctx context.Context, id string, f CloseForm) (*report.Report, error) {
	if !slices.Contains(report.Outcomes(), f.Outcome) {
		return nil, problem.Field("outcome", "casework.choose_outcome")
	}
	text := strings.TrimSpace(f.Text)
	return s.step(ctx, id, "closed", func(r *report.Report, x custody.Secrets) error {
		a, err := r.OpenAccount(x.Shared)
		if err != nil {
			return err
		}
		if text == "" && a.Reply && a.Wish != "record" && r.Feedback == "" && r.Lookup != "" {
			return problem.Field("text", "casework.tell_reporter")
		}
		if text != "" && r.Lookup != "" {
			if err := r.AddMessage(x.Shared, "desk", "", text, s.today()); err != nil {
				return err
			}
			r.Feedback = s.today()
		}
		if r.Waiting != "" && !readAll(r, f.Revision) {
			return problem.New(problem.Conflict, "problem.conflict") // a message came that the caseworker has not read
		}
		r.Acknowledged(s.today(), true)
		r.State, r.Coding.Outcome = report.Closed, f.Outcome
		r.MarkEdited("coding")
		months := retainClosed
		if a.Wish == "record" || f.Outcome == "recorded" {
			months = retainRecorded
		}
		r.Erase = s.erasedAfter(months)
		return nil
	})
}

// erasedAfter is the day from which a case is erased that is retained for so many months from today.
func (s *Service) erasedAfter(months int) string {
	return report.Day(report.MonthsAfter(s.kit.Now(), months))
}

// RetainForm says until when a case is retained.
type RetainForm struct {
	Until record.Day `json:"until" validate:"max=30"`
	Why   string     `json:"why" validate:"max=1000"`
}

// Retain moves the day of erasure of a closed case, for ten years from today at most, with the reason.
func (s *Service) Retain(ctx context.Context, id string, f RetainForm) (*report.Report, error) {
	until, err := f.Until.Time("until", "UTC")
	wrong := problem.New(problem.Invalid, "problem.invalid")
	switch {
	case err != nil || until.IsZero():
		wrong.Add("until", problem.M("problem.date"))
	case until.Before(s.kit.Now()) || until.After(s.kit.Now().AddDate(0, retainLongest, 0)):
		wrong.Add("until", problem.M("casework.keep_range"))
	}
	if strings.TrimSpace(f.Why) == "" {
		wrong.Add("why", problem.M("problem.required"))
	}
	if err := wrong.OrNil(); err != nil {
		return nil, err
	}
	return s.step(ctx, id, "kept longer", func(r *report.Report, x custody.Secrets) error {
		if r.State != report.Closed && r.State != report.Transferred {
			return problem.New(problem.Conflict, "casework.not_closed")
		}
		r.Erase = report.Day(until)
		return setInternal(r, x, func(known *Internal) { known.WhyLonger = f.Why })
	})
}
