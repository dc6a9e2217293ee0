package report

import (
	"context"

	"citiesgrow/internal/custody"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// Tombstone is the classification of an erased case, for the figures. Its id is derived from the id of the case with the pepper,
// so that a repeated erasure counts once.
type Tombstone struct {
	record.Meta `bson:",inline"`
	City        string          `bson:"city"`
	Channel     custody.Channel `bson:"door"`
	Quarter     string          `bson:"quarter"` // received, "2026-Q4"
	Coding      Coding          `bson:"coding"`
	Test        bool            `bson:"test,omitempty"`
}

// tombstoneID returns the id of a report's tombstone.
func (s *Service) tombstoneID(report string) string { return "stone-" + s.pepper.Tag("stone", report) }

func (s *Service) tombstoneOf(r *Report) *Tombstone {
	return &Tombstone{Meta: record.Meta{ID: s.tombstoneID(r.ID)}, City: r.City, Channel: r.Channel, Quarter: Quarter(r.Day), Coding: r.Coding,
		Test: r.Test}
}

// Erase first removes the receipt, so that the reporter cannot write to a report that is being erased. If the reporter has
// written in the meantime, the report stays and Erase returns nil. Then Erase deletes the key slots: from then on the report
// cannot be opened. This includes copies in backups, because backups do not contain key slots. Erase also deletes its files and
// the reports that were merged into it. Every step can be repeated, after a crash or by another node at the same time.
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

// eraseFiles repeats until no file is left, because the reporter may attach one at the same time.
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

// gone reports whether another node has already deleted the document.
func gone(err error) bool {
	return problem.Is(err, problem.NotFound) || problem.Is(err, problem.Conflict)
}
