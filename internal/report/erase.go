package report

import (
	"context"

	"citiesgrow/internal/custody"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// Tombstone is what is left of an erased case: how it was classified. Its id follows from the case's with
// the pepper, so that erasing twice counts once.
type Tombstone struct {
	record.Meta `bson:",inline"`
	City        string          `bson:"city"`
	Channel     custody.Channel `bson:"door"`
	Quarter     string          `bson:"quarter"` // received, "2026-Q4"
	Coding      Coding          `bson:"coding"`
	Test        bool            `bson:"test,omitempty"`
}

// tombstoneID is that of the tombstone of a report.
func (s *Service) tombstoneID(report string) string { return "stone-" + s.pepper.Tag("stone", report) }

func (s *Service) tombstoneOf(r *Report) *Tombstone {
	return &Tombstone{Meta: record.Meta{ID: s.tombstoneID(r.ID)}, City: r.City, Channel: r.Channel, Quarter: Quarter(r.Day), Coding: r.Coding,
		Test: r.Test}
}

// Erase takes the receipt away first, so that the reporter does not write into what goes; where they did
// meanwhile, the report stays, and Erase returns nil. Then go the key slots: from then on it cannot be
// opened, in no copy. With it go its files and the reports that were merged into it. Each step may be repeated
// after a crash, or by another node at the same time.
func (s *Service) Erase(ctx context.Context, r *Report) error {
	if r.Lookup != "" {
		r.Lookup = ""
		if err := s.reports.Put(ctx, r); problem.Is(err, problem.Conflict) {
			return nil
		} else if err != nil {
			return err
		}
	}
	if err := s.custody.Audit.Append(ctx, r.City, "erased", r.Number, ""); err != nil {
		return err
	}
	if r.State != Merged {
		if err := s.tombstones.Put(ctx, s.tombstoneOf(r)); err != nil && !problem.Is(err, problem.Conflict) {
			return err
		}
	}
	if err := s.custody.EraseSlots(ctx, r.ID); err != nil {
		return err
	}
	if err := s.eraseFiles(ctx, r.ID); err != nil {
		return err
	}
	parts, err := s.reports.List(ctx, store.Query{Index: "into", Equal: []any{r.ID}})
	if err != nil {
		return err
	}
	for _, part := range parts {
		if err := s.Erase(ctx, part); err != nil {
			return err
		}
	}
	if err := s.reports.Delete(ctx, r.ID, r.Revision); err != nil && !gone(err) {
		return err
	}
	return nil
}

// eraseFiles goes on until none is left: the reporter may have attached one meanwhile.
func (s *Service) eraseFiles(ctx context.Context, report string) error {
	for {
		all, err := s.filesOf(ctx, report)
		if err != nil || len(all) == 0 {
			return err
		}
		for _, f := range all {
			if err := s.files.Delete(ctx, f.ID, f.Revision); err != nil && !gone(err) {
				return err
			}
		}
	}
}

// gone reports whether another node was quicker.
func gone(err error) bool {
	return problem.Is(err, problem.NotFound) || problem.Is(err, problem.Conflict)
}
