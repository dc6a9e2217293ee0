package casework

import (
	"context"
	"strings"

	"citiesgrow/internal/custody"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/report"
)

// SplitForm takes a part of a case out.
type SplitForm struct {
	What string `json:"what" validate:"max=20000"`
}

// Split makes a case of its own of a part that is another matter. It is sealed to the same readers; its
// reporter has only the receipt of the first.
func (s *Service) Split(ctx context.Context, id string, f SplitForm) (*report.Report, error) {
	if strings.TrimSpace(f.What) == "" {
		return nil, problem.Field("what", "report.tell_what")
	}
	from, x, err := s.unsealed(ctx, id)
	if err != nil {
		return nil, err
	}
	a, err := from.OpenAccount(x.Shared)
	if err != nil {
		return nil, err
	}
	if err := s.custody.Audit.Append(ctx, from.City, "split", from.Number, ""); err != nil {
		return nil, err
	}
	part := &report.Report{Meta: record.Meta{ID: report.NewID()}, City: from.City, Channel: from.Channel, Day: from.Day, Hash: from.Hash,
		Number: report.NewNumber(), State: report.Open, From: from.ID, Acknowledge: from.Acknowledge, Feedback: from.Feedback, Limit: from.Limit,
		Excluded: from.Excluded, Test: from.Test}
	a.What = f.What
	fresh := custody.NewSecrets()
	if err := part.SealAccount(fresh.Shared, a); err != nil {
		return nil, err
	}
	desk, err := s.custody.Desk(ctx, part.City, part.Channel)
	if err != nil {
		return nil, err
	}
	desk.Exclude(part.Excluded)
	slots, err := fresh.Slots(part.ID, desk)
	if err != nil {
		return nil, err
	}
	if err := s.custody.PutSlots(ctx, slots); err != nil {
		return nil, err
	}
	part.SetDue()
	return s.cases.Save(ctx, part)
}

// MergeForm names the case that goes on.
type MergeForm struct {
	Number string `json:"number" validate:"max=20"`
}

// Merge lets a case go on under another's number. The receipts of both reporters stay valid.
func (s *Service) Merge(ctx context.Context, id string, f MergeForm) (*report.Report, error) {
	into, err := s.cases.First(ctx, "number", strings.ToUpper(strings.TrimSpace(f.Number)))
	if err == nil {
		into, err = s.Get(ctx, into.ID)
	}
	if problem.Is(err, problem.NotFound) || err == nil && (into.ID == id || into.State == report.Merged) {
		return nil, problem.Field("number", "casework.no_such_case")
	}
	if err != nil {
		return nil, err
	}
	return s.step(ctx, id, "merged", func(r *report.Report, _ custody.Secrets) error {
		r.State, r.Into = report.Merged, into.ID
		return nil
	})
}
