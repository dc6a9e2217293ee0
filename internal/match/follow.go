package match

import (
	"context"
	"slices"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/store"
	"citiesgrow/internal/supplier"
	"citiesgrow/internal/tender"
	"citiesgrow/search"
)

// kept is how many matches are stored for one side.
const kept = 50

// follower weighs again whatever changed.
func (s *Service) follower() store.Follower {
	return store.Follower{Name: "matcher", Collections: []string{"tenders", "suppliers"}, Handle: func(ctx context.Context, changes []store.Change) error {
		ctx = actor.AsSystem(ctx)
		for _, c := range changes {
			var err error
			switch {
			case c.Deleted:
				err = s.forget(ctx, c)
			case c.Collection == "tenders":
				err = s.matchTender(ctx, c.ID)
			default:
				err = s.matchSupplier(ctx, c.ID)
			}
			if err != nil {
				return err
			}
		}
		return nil
	}}
}

func (s *Service) matchTender(ctx context.Context, id string) error {
	t, err := s.tenders.Get(ctx, id)
	if problem.Is(err, problem.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	old, err := s.of(ctx, "tender", id)
	if err != nil {
		return err
	}
	if t.Status(s.kit.Now()) != tender.StatusOpen {
		return nil // what was matched stays as a record; nobody is matched any more
	}
	ids, err := s.candidatesFor(ctx, t, old)
	if err != nil {
		return err
	}
	firms, err := s.suppliers.GetMany(ctx, ids)
	if err != nil {
		return err
	}
	j := s.judge()
	common := make([][]search.Contribution, len(firms))
	fits := make([]float64, len(firms))
	for i, p := range firms {
		common[i] = s.kit.Search.Explain(Default.Offer(p, s.kit.Taxonomy), t.ID)
		fits[i] = j.Weigh(p, t, common[i], 0).Fit
	}
	r, err := s.noteRivals(ctx, t.ID, Mean(fits))
	if err != nil {
		return err
	}
	fresh := make([]*Match, len(firms))
	for i, p := range firms {
		fresh[i] = j.Weigh(p, t, common[i], r)
	}
	return s.keep(ctx, old, fresh)
}

func (s *Service) matchSupplier(ctx context.Context, id string) error {
	found, err := s.suppliers.GetMany(ctx, []string{id})
	if err != nil || len(found) == 0 {
		return err
	}
	p := found[0]
	old, err := s.of(ctx, "supplier", id)
	if err != nil {
		return err
	}
	ranked, err := s.kit.Search.Rank(ctx, Default.Offer(p, s.kit.Taxonomy))
	if err != nil {
		return err
	}
	ids := candidates(ranked.Hits, old, func(m *Match) string { return m.TenderID })
	tenders, err := s.tenders.GetMany(ctx, ids)
	if err != nil {
		return err
	}
	rivals, err := s.rivalsOf(ctx, ids)
	if err != nil {
		return err
	}
	common := map[string][]search.Contribution{}
	for _, h := range ranked.Hits {
		common[h.ID] = h.Because
	}
	var fresh []*Match
	for _, t := range tenders {
		if t.Status(s.kit.Now()) != tender.StatusOpen {
			continue
		}
		why, ranked := common[t.ID]
		if !ranked {
			why = s.kit.Search.Explain(Default.Offer(p, s.kit.Taxonomy), t.ID)
		}
		fresh = append(fresh, s.judge().Weigh(p, t, why, rivals[t.ID]))
	}
	return s.keep(ctx, old, fresh)
}

func (s *Service) judge() Judge {
	return NewJudge(s.kit.Taxonomy, s.kit.Now())
}

// weigh compares a firm with a tender, always by the firm's offer in the tender, so that
// it does not matter which of the two changed last.
func (s *Service) weigh(ctx context.Context, p *supplier.Profile, t *tender.Tender) (*Match, error) {
	rivals, err := s.rivalsOf(ctx, []string{t.ID})
	if err != nil {
		return nil, err
	}
	return s.judge().Weigh(p, t, s.kit.Search.Explain(Default.Offer(p, s.kit.Taxonomy), t.ID), rivals[t.ID]), nil
}

// candidatesFor are the firms that are weighed for a tender: its matches and its rivals are among them.
func (s *Service) candidatesFor(ctx context.Context, t *tender.Tender, old []*Match) ([]string, error) {
	ranked, err := s.kit.Search.Rank(ctx, Default.Ask(t))
	if err != nil {
		return nil, err
	}
	return candidates(ranked.Hits, old, func(m *Match) string { return m.SupplierID }), nil
}

// candidates lists the other sides of the hits and of what was matched before.
func candidates(hits []search.Hit, old []*Match, other func(*Match) string) []string {
	var ids []string
	for _, h := range hits {
		ids = append(ids, h.ID)
	}
	for _, m := range old {
		if id := other(m); !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// keep stores the best and takes out what no longer fits.
func (s *Service) keep(ctx context.Context, old, fresh []*Match) error {
	before := map[string]*Match{}
	for _, m := range old {
		before[m.ID] = m
	}
	for i, m := range fitting(fresh) {
		if i >= kept && before[m.ID] == nil {
			continue
		}
		if was := before[m.ID]; was != nil {
			delete(before, m.ID)
			if same(was, m) {
				continue
			}
			m.Meta = was.Meta
		}
		if err := s.put(ctx, m); err != nil {
			return err
		}
	}
	for _, m := range before {
		if err := s.matches.Delete(ctx, m.ID, m.Revision); err != nil && !problem.Is(err, problem.NotFound) && !problem.Is(err, problem.Conflict) {
			return err
		}
	}
	return nil
}

// put writes a match over whatever is there: it is derived, the last derivation counts.
func (s *Service) put(ctx context.Context, m *Match) error {
	err := s.matches.Put(ctx, m)
	if !problem.Is(err, problem.Conflict) {
		return err
	}
	_, err = s.matches.Update(ctx, m.ID, func(stored *Match) error {
		m.Meta = stored.Meta
		*stored = *m
		return nil
	})
	return err
}

func same(a, b *Match) bool {
	return a.Fit == b.Fit && a.Score == b.Score && slices.Equal(a.Parts, b.Parts) && slices.EqualFunc(a.Reasons, b.Reasons, func(x, y Reason) bool {
		return x.Part == y.Part && x.State == y.State && x.CPV == y.CPV && x.City == y.City && x.Words == y.Words
	})
}

func (s *Service) forget(ctx context.Context, c store.Change) error {
	index := "tender"
	if c.Collection == "suppliers" {
		index = "supplier"
	}
	old, err := s.of(ctx, index, c.ID)
	if err != nil {
		return err
	}
	return s.keep(ctx, old, nil)
}

// of lists the matches of one side, the best first.
func (s *Service) of(ctx context.Context, index, id string) ([]*Match, error) {
	all, err := s.matches.List(ctx, store.Query{Index: index, Equal: []any{id}, Desc: true})
	return all, err
}
