package casework

import (
	"context"
	"slices"
	"strings"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/custody"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/report"
)

// TransferForm names the body.
type TransferForm struct {
	Body string `json:"body" validate:"max=300"`
}

// Transfer notes that another body has the case. The reporter must have consented.
func (s *Service) Transfer(ctx context.Context, id string, f TransferForm) (*report.Report, error) {
	if strings.TrimSpace(f.Body) == "" {
		return nil, problem.Field("body", "problem.required")
	}
	return s.step(ctx, id, "transferred", func(r *report.Report, x custody.Secrets) error {
		if !r.Consented() {
			return problem.Field("body", "casework.no_consent")
		}
		r.State, r.Coding.Outcome, r.Erase = report.Transferred, "passed_on", s.erasedAfter(retainClosed)
		r.MarkEdited("coding")
		return setInternal(r, x, func(known *Internal) { known.Transfer = f.Body })
	})
}

// Recuse excludes the caseworker from a case, for a conflict of interest, and takes their key slots out. They
// cannot undo it. The last reader cannot recuse themselves: a custodian lets another one in first.
func (s *Service) Recuse(ctx context.Context, id string) error {
	who := actor.From(ctx)
	r, _, err := s.unsealed(ctx, id)
	if err != nil {
		return err
	}
	slots, err := s.custody.Slots(ctx, id)
	if err != nil {
		return err
	}
	if err := othersRead(r, slots, who.ID); err != nil {
		return err
	}
	if err := s.custody.Audit.Append(ctx, r.City, "stepped aside", r.Number, ""); err != nil {
		return err
	}
	// A step whose precondition is checked again inside: of the last two readers only one can go.
	if _, err := s.cases.Update(ctx, id, func(r *report.Report) error {
		if err := othersRead(r, slots, who.ID); err != nil {
			return err
		}
		if !slices.Contains(r.Excluded, who.ID) {
			r.Excluded = append(r.Excluded, who.ID)
		}
		return nil
	}); err != nil {
		return err
	}
	return s.custody.RemoveReader(ctx, id, who.ID)
}

// othersRead is a Conflict where a case has no reader but this one. One who is excluded may have a slot for
// a moment longer and does not count.
func othersRead(r *report.Report, slots *custody.KeySlots, account string) error {
	if slices.ContainsFunc(slots.Readers, func(one custody.Slot) bool {
		return one.Account != account && !slices.Contains(r.Excluded, one.Account)
	}) {
		return nil
	}
	return problem.New(problem.Conflict, "casework.last_reader")
}
