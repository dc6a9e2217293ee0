package casework

import (
	"context"

	"citiesgrow/internal/custody"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/report"
)

// step takes a step in a case: it is written to the audit log, then taken. A step adds something, or checks
// inside f that it may still be taken, since f runs again when another writer was quicker; so of two
// caseworkers who take a step at once both steps stand. What a caseworker edits goes through edit.
func (s *Service) step(ctx context.Context, id, act string, f func(r *report.Report, x custody.Secrets) error) (*report.Report, error) {
	r, x, err := s.unsealed(ctx, id)
	if err != nil {
		return nil, err
	}
	if err := s.custody.Audit.Append(ctx, r.City, act, r.Number, ""); err != nil {
		return nil, err
	}
	return s.cases.Update(ctx, id, func(r *report.Report) error {
		if err := f(r, x); err != nil {
			return err
		}
		r.SetDue()
		return nil
	})
}

// readAll reports whether nothing came to a case since the revision that the caseworker read; 0 is the one stored.
func readAll(r *report.Report, revision int64) bool { return revision == 0 || revision == r.Revision }

// editing is a change of what another caseworker may edit at the same time.
type editing struct {
	act      string // for the audit log
	form     string // of the page: triage, coding or masks
	revision int64  // of the case that was read; 0 does not ask
	stored   func(r *report.Report, x custody.Secrets) (any, error)
	change   func(r *report.Report, x custody.Secrets) error
}

// edit changes a case after this was written to the audit log. When what the form holds was changed since the
// case was read, nothing is changed, and the Conflict problem carries the form as it is stored now. What else
// happened to the case, such as a message of the reporter, is no conflict.
func (s *Service) edit(ctx context.Context, id string, e editing) (*report.Report, error) {
	r, x, err := s.unsealed(ctx, id)
	if err != nil {
		return nil, err
	}
	change := func(r *report.Report) error {
		if r.EditedSince(e.form, e.revision) {
			return stale(e, r, x)
		}
		if err := e.change(r, x); err != nil {
			return err
		}
		r.MarkEdited(e.form)
		r.SetDue()
		return nil
	}
	if err := change(r); err != nil { // before the audit log has a line of it
		return nil, err
	}
	if err := s.custody.Audit.Append(ctx, r.City, e.act, r.Number, ""); err != nil {
		return nil, err
	}
	return s.cases.Update(ctx, id, change)
}

func stale(e editing, r *report.Report, x custody.Secrets) error {
	now, err := e.stored(r, x)
	if err != nil {
		return err
	}
	return problem.Stale("problem.conflict", now)
}
