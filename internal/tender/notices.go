package tender

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// issue adds a notice of a tender posted here and folds it in, which also ends the draft
// and tells the outcome. The number of the notice is part of its unique source, so two
// clicks publish once.
func (s *Service) issue(ctx context.Context, t *Tender, tag string, c Content, o *Outcome) (*Tender, error) {
	ocid := t.OCID
	if ocid == "" {
		ocid = "ocds-citiesgrow-" + strings.TrimPrefix(t.ID, "tender-")
	}
	number := fmt.Sprintf("%02d", len(t.Notices)+1)
	buyer := ocds.Party{ID: "buyer", Name: c.Buyer.Name, Roles: []string{"buyer"}}
	if city, known := s.kit.Taxonomy.City(c.City); known {
		buyer.Country, buyer.NUTS = city.Country, city.NUTS[len(city.NUTS)-1]
		buyer.Town, _ = city.Names.In("en")
	}
	c.Buyer.ID = buyer.ID
	r := ocds.Release{
		OCID: ocid, ID: ocid + "-" + number, Date: s.kit.Now().UTC(), Tags: []string{tag}, Language: c.Language, Buyer: c.Buyer,
		Parties: []ocds.Party{buyer}, Tender: &c.Tender, Private: c.Private,
		Source: ocds.Source{System: Here, NoticeID: ocid, Version: number, Procedure: ocid, Schema: "1.1", NoticeType: tag, Test: t.Test},
	}
	if o != nil {
		o.release(&r, t.Awards)
	}
	n := &Notice{Meta: record.Meta{ID: record.NewID(s.kit.Random, "notice")}, TenderID: t.ID, Release: r}
	var taken *store.DuplicateError
	if err := s.notices.Put(ctx, n); errors.As(err, &taken) {
		return nil, problem.New(problem.Conflict, "tender.changed_meanwhile").Wrap(err)
	} else if err != nil {
		return nil, err
	}
	if err := s.fold(ctx, t.ID); err != nil {
		return nil, err
	}
	return s.tenders.Get(ctx, t.ID)
}

// foldVersion grows with the rules of folding: a tender that was folded by older rules is
// folded again.
const foldVersion = 4

// fold brings a tender up to its notices. It may run again at any time: the follower of
// the notices does, so that a crash between a notice and its tender leaves no trace.
func (s *Service) fold(ctx context.Context, id string) error {
	for try := 0; ; try++ {
		all, err := s.noticesOf(ctx, id)
		if err != nil || len(all) == 0 {
			return err
		}
		t, err := s.tenders.Get(ctx, id)
		if problem.Is(err, problem.NotFound) {
			t, err = &Tender{Meta: record.Meta{ID: id}}, nil
		}
		if err != nil {
			return err
		}
		if t.Folded == foldVersion && len(t.Notices) == len(all) && !slices.ContainsFunc(all, func(n *Notice) bool { return !slices.Contains(t.Notices, n.ID) }) {
			return nil
		}
		t.Fold(all, s.kit.Taxonomy)
		t.Folded = foldVersion
		if t.Source.System == Here {
			t.Draft = nil // what was worked on is what was published
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
func (s *Service) noticesOf(ctx context.Context, id string) ([]*Notice, error) {
	all, err := s.allNoticesOf(ctx, id)
	return slices.DeleteFunc(all, func(n *Notice) bool { return n.Disputed != "" }), err
}

func (s *Service) allNoticesOf(ctx context.Context, id string) ([]*Notice, error) {
	return s.notices.List(ctx, store.Query{Index: "tender", Equal: []any{id}})
}

// folder follows the notices, so that none is ever left out of its tender.
func (s *Service) folder() store.Follower {
	return store.Follower{Name: "fold tenders", Collections: []string{notices.Name}, Handle: func(ctx context.Context, changes []store.Change) error {
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
			if err := s.fold(ctx, n.TenderID); err != nil {
				return err
			}
		}
		return nil
	}}
}
