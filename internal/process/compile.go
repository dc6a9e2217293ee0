package process

import (
	"cmp"
	"context"
	"slices"

	"citiesgrow/internal/notice"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
	"citiesgrow/internal/tender"
)

// compiledBy is the version of the rules that compile notices. Increase it when the rules change: tenders compiled by an older
// version are then compiled again.
const compiledBy = 4

// compile compiles a tender from its undisputed notices. It is idempotent, and the follower of the notices calls it as well. If
// the program stops after it stored a notice, the tender is compiled at the next start. After a Conflict with another writer it
// reads everything again.
func (s *Service) compile(ctx context.Context, id string) error {
	for try := 0; ; try++ {
		all, err := s.noticesOf(ctx, id)
		if err != nil || len(all) == 0 {
			return err
		}
		t, err := s.tenders.Get(ctx, id)
		if problem.Is(err, problem.NotFound) {
			t, err = &tender.Tender{Meta: record.Meta{ID: id}}, nil
		}
		if err != nil {
			return err
		}
		missing := func(n *notice.Notice) bool { return !slices.Contains(t.Notices, n.ID) }
		if t.Folded == compiledBy && len(t.Notices) == len(all) && !slices.ContainsFunc(all, missing) {
			return nil
		}
		ocid := t.OCID
		t.Compiled = notice.Compile(all, s.kit.Taxonomy)
		t.OCID = cmp.Or(ocid, t.OCID)
		t.Folded = compiledBy
		if t.Source.System == notice.Here {
			t.Draft = nil // the published version replaces the draft
		}
		t.Test = all[0].Release.Source.Test
		err = s.tenders.Put(ctx, t)
		if problem.Is(err, problem.Conflict) && try < 10 {
			continue
		}
		return err
	}
}

// noticesOf lists the notices of a tender that are not disputed. allNoticesOf lists all.
func (s *Service) noticesOf(ctx context.Context, id string) ([]*notice.Notice, error) {
	all, err := s.allNoticesOf(ctx, id)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(n *notice.Notice) bool { return n.Disputed != "" }), nil
}

func (s *Service) allNoticesOf(ctx context.Context, id string) ([]*notice.Notice, error) {
	return s.notices.List(ctx, store.Query{Index: "tender", Equal: []any{id}})
}

// compiler follows the stored notices and compiles their tenders, so that a tender always includes all its notices.
func (s *Service) compiler() store.Follower {
	return store.Follower{Name: "fold tenders", Collections: []string{tender.Notices.Name}, Handle: func(ctx context.Context, changes []store.Change) error {
		ids := make([]string, len(changes))
		for i, c := range changes {
			ids[i] = c.ID
		}
		all, err := s.notices.GetMany(ctx, ids)
		if err != nil {
			return err
		}
		done := map[string]bool{}
		for _, n := range all {
			if done[n.TenderID] {
				continue
			}
			done[n.TenderID] = true
			if err := s.compile(ctx, n.TenderID); err != nil {
				return err
			}
		}
		return nil
	}}
}
