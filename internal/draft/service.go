// Package draft is what a buyer works on before it is public: the draft of a new tender, or of changes to
// one that is published. It is filled in by a form, checked, and published as a notice.
package draft

import (
	"context"
	"reflect"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/interest"
	"citiesgrow/internal/module"
	"citiesgrow/internal/notice"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/process"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
	"citiesgrow/internal/tender"
)

// Service holds the use cases.
type Service struct {
	kit       module.Kit
	tenders   *tender.Service
	processes *process.Service
	interests *interest.Service
	stored    *store.Collection[tender.Tender]
}

// New returns the service; what is published goes through the contracting processes.
func New(k module.Kit, tenders *tender.Service, processes *process.Service, interests *interest.Service) *Service {
	return &Service{kit: k, tenders: tenders, processes: processes, interests: interests,
		stored: store.Of[tender.Tender](k.DB, tender.Collection)}
}

// Create stores a draft: a tender that only its buyer sees.
func (s *Service) Create(ctx context.Context, f Form) (*tender.Tender, error) {
	who := actor.From(ctx)
	if err := who.Must(tender.Buyers()...); err != nil {
		return nil, err
	}
	if f.City == "" {
		f.City = who.City
	}
	f.Private = private(who, f.Private)
	content, err := f.Content(notice.Content{Buyer: ocds.Reference{Name: who.Organisation}}, s.kit.Form(), s.kit.Words.For(who.Language))
	if err != nil {
		return nil, err
	}
	if err := mayBuyIn(who, content.City); err != nil {
		return nil, err
	}
	t := &tender.Tender{Meta: record.Meta{ID: record.NewID(s.kit.Random, "tender")}, Owner: who.ID, Draft: &content, Test: who.Test}
	t.City, t.Buyer = content.City, content.Buyer
	if err := s.stored.Put(ctx, t); err != nil {
		return nil, err
	}
	return t, nil
}

// private is whether a tender is no public procurement: that of an employer never is, that of a city
// where its form says so.
func private(who actor.Actor, said string) string {
	if who.Is(actor.Employer) {
		return "yes"
	}
	return said
}

// mayBuyIn is the rule that buyers post in their own city.
func mayBuyIn(who actor.Actor, city string) error {
	if city != "" && who.Role != actor.System && !who.In(city) {
		return problem.Field("city", "tender.city_yours")
	}
	return nil
}

// Change stores the form as the draft of a tender. The revision is the one that the buyer read: when the
// tender was changed since, the Conflict problem has what is stored now.
func (s *Service) Change(ctx context.Context, id string, revision int64, f Form) (*tender.Tender, error) {
	t, err := s.tenders.Own(ctx, id)
	if err != nil {
		return nil, err
	}
	if revision != t.Revision {
		return nil, problem.Stale("tender.changed_meanwhile", t)
	}
	f.Private = private(actor.From(ctx), f.Private)
	content, err := f.Content(*t.Working(), s.kit.Form(), s.kit.Words.For(actor.From(ctx).Language))
	if err != nil {
		return nil, err
	}
	if err := mayBuyIn(actor.From(ctx), content.City); err != nil {
		return nil, err
	}
	if t.Draft == nil && reflect.DeepEqual(content, *t.Working()) {
		return t, nil // an amendment of nothing
	}
	t.Draft = &content
	if t.Stage == "" {
		t.City, t.Buyer = content.City, content.Buyer
	}
	if err := s.stored.Put(ctx, t); err != nil {
		return nil, err
	}
	return t, nil
}

// Publish publishes the draft of a tender as a notice: the first one, or an amendment. The revision is
// the one that the buyer checked, 0 for any: a draft that was changed since is not published, and the
// Conflict problem has what is stored now.
func (s *Service) Publish(ctx context.Context, id string, revision int64) (*tender.Tender, error) {
	t, err := s.tenders.Own(ctx, id)
	if err != nil {
		return nil, err
	}
	if revision != 0 && revision != t.Revision {
		return nil, problem.Stale("tender.changed_since_check", t)
	}
	now := s.kit.Now().UTC()
	if t.Draft == nil {
		return nil, problem.New(problem.Conflict, "tender.nothing_new")
	}
	if st := t.Status(now); st != tender.StatusDraft && st != tender.StatusOpen && st != tender.StatusPlanned {
		return nil, problem.New(problem.Conflict, "tender.over")
	}
	if err := Publishable(t.Draft, now); err != nil {
		return nil, err
	}
	tag := "tender"
	if len(t.Notices) > 0 {
		tag = "tenderAmendment"
	}
	return s.processes.Publish(ctx, t, tag, *t.Draft, nil)
}

// Discard deletes a draft: a tender that was never published is deleted as a whole, of a published one
// only the changes that were not published.
func (s *Service) Discard(ctx context.Context, id string) error {
	t, err := s.tenders.Own(ctx, id)
	switch {
	case err != nil:
		return err
	case t.Draft == nil:
		return problem.New(problem.Conflict, "tender.no_draft")
	case t.Stage == "":
		return s.stored.Delete(ctx, t.ID, t.Revision)
	}
	t.Draft = nil
	return s.stored.Put(ctx, t)
}
