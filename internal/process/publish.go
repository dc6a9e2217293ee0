package process

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/notice"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
	"citiesgrow/internal/tender"
)

// Publish stores a notice of a tender that the actor posted, with an optional outcome, and compiles the tender, which removes the
// draft. The tag is from the OCDS code list releaseTag. The number of the notice is part of its unique source. Of two concurrent
// requests, one publishes the notice and the other gets a Conflict problem.
func (s *Service) Publish(ctx context.Context, t *tender.Tender, tag string, c notice.Content, o *notice.Outcome) (*tender.Tender, error) {
	if who := actor.From(ctx); who.Role != actor.System && (who.Nobody() || t.Owner != who.ID) {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
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
		Source: ocds.Source{System: notice.Here, NoticeID: ocid, Version: number, Procedure: ocid, Schema: "1.1", NoticeType: tag, Test: t.Test},
	}
	if o != nil {
		o.AddTo(&r, t.Awards)
	}
	n := &notice.Notice{Meta: record.Meta{ID: record.NewID(s.kit.Random, "notice")}, TenderID: t.ID, Release: r}
	var taken *store.DuplicateError
	if err := s.notices.Put(ctx, n); errors.As(err, &taken) {
		return nil, problem.New(problem.Conflict, "tender.changed_meanwhile").Wrap(err)
	} else if err != nil {
		return nil, err
	}
	if err := s.compile(ctx, t.ID); err != nil {
		return nil, err
	}
	return s.tenders.Get(ctx, t.ID)
}
