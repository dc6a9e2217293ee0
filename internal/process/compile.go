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

// compiledBy is the version of the rules by which notices are compiled. It grows with them: a tender
// that was compiled by older rules is compiled again.
const compiledBy = 4

// compile compiles a tender from the notices that count. It may run again at any time, and the
// follower of the notices does so: after a crash between a notice and its tender the tender is
// compiled when the program starts again. Another writer in between is a Conflict; then it reads again.
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
			t.Draft = nil // it is what was published
		}
		t.Test = all[0].Release.Source.Test
		err = s.tenders.Put(ctx, t)
		if problem.Is(err, problem.Conflict) && try < 10 {
			continue
		}
		return err
	}
}

// noticesOf lists what counts of a tender; allNoticesOf lists what contradicts it as well.
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

// compiler follows the notices, so that none is ever left out of its tender.
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
