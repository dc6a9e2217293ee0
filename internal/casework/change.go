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

// editing is a change of what another caseworker may edit at the same time.
type editing struct {
	act      string // for the audit log
	revision int64  // that was read; 0 does not ask
	stored   func(r *report.Report, x custody.Secrets) (any, error)
	change   func(r *report.Report, x custody.Secrets) error
}

// edit changes a case after this was written to the audit log. When the case was changed since it was read,
// nothing is changed, and the Conflict problem carries the form as it is stored now.
func (s *Service) edit(ctx context.Context, id string, e editing) (*report.Report, error) {
	r, x, err := s.unsealed(ctx, id)
	if err != nil {
		return nil, err
	}
	if e.revision != 0 && e.revision != r.Revision {
		return nil, stale(e, r, x)
	}
	if err := e.change(r, x); err != nil {
		return nil, err
	}
	r.SetDue()
	if err := s.custody.Audit.Append(ctx, r.City, e.act, r.Number, ""); err != nil {
		return nil, err
	}
	err = s.cases.Put(ctx, r)
	if problem.Is(err, problem.Conflict) {
		if r, err = s.Get(ctx, id); err == nil {
			err = stale(e, r, x)
		}
	}
	if err != nil {
		return nil, err
	}
	return r, nil
}

func stale(e editing, r *report.Report, x custody.Secrets) error {
	now, err := e.stored(r, x)
	if err != nil {
		return err
	}
	return problem.Stale("problem.conflict", now)
}
