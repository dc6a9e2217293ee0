package casework

import (
	"context"

	"citiesgrow/internal/custody"
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
