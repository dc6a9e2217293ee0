package tender

import (
	"context"
	"iter"
	"slices"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// Service holds the use cases.
type Service struct {
	kit       module.Kit
	tenders   *store.Collection[Tender]
	notices   *store.Collection[Notice]
	interests *store.Collection[Interest]
	questions *store.Collection[Question]
	sightings *store.Collection[Sighting]
}

// New returns the service.
func New(k module.Kit) *Service {
	return &Service{kit: k, tenders: store.Of[Tender](k.DB, tenders), notices: store.Of[Notice](k.DB, notices),
		interests: store.Of[Interest](k.DB, interests), questions: store.Of[Question](k.DB, questions), sightings: store.Of[Sighting](k.DB, sightings)}
}

// Draft begins a tender that only its buyer sees.
func (s *Service) Draft(ctx context.Context, f Form) (*Tender, error) {
	who := actor.From(ctx)
	if err := who.Must(buyers...); err != nil {
		return nil, err
	}
	if f.City == "" {
		f.City = who.City
	}
	f.Private = private(who, f.Private)
	content, err := f.Content(Content{Buyer: ocds.Reference{Name: who.Organisation}}, s.kit.Form(), s.kit.Words.For(who.Language))
	if err != nil {
		return nil, err
	}
	if err := mayBuyIn(who, content.City); err != nil {
		return nil, err
	}
	t := &Tender{Meta: record.Meta{ID: record.NewID(s.kit.Random, "tender")}, Owner: who.ID, Draft: &content, Test: who.Test}
	t.City, t.Buyer = content.City, content.Buyer
	if err := s.tenders.Put(ctx, t); err != nil {
		return nil, err
	}
	return t, nil
}

// buyers may post tenders: those of a city, and employers for what they buy themselves.
var buyers = []actor.Role{actor.Buyer, actor.Employer, actor.Admin}

// private is what an employer's tender always is: no public procurement.
func private(who actor.Actor, said string) string {
	if who.Is(actor.Employer) {
		return "yes"
	}
	return said
}

func mayBuyIn(who actor.Actor, city string) error {
	if city != "" && who.Role != actor.System && !who.In(city) {
		return problem.Field("city", "tender.city_yours")
	}
	return nil
}

// Mine returns a tender that the actor posted, for editing. Somebody else's looks
// like none.
func (s *Service) Mine(ctx context.Context, id string) (*Tender, error) {
	who := actor.From(ctx)
	if err := who.Must(buyers...); err != nil {
		return nil, err
	}
	t, err := s.tenders.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	if t.Owner != who.ID && who.Role != actor.System {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	return t, nil
}

// Edit changes the draft. The revision is the one the buyer saw: when the tender has
// moved on, the Conflict problem carries what is stored now.
func (s *Service) Edit(ctx context.Context, id string, revision int64, f Form) (*Tender, error) {
	t, err := s.Mine(ctx, id)
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
	t.Draft = &content
	if t.Stage == "" {
		t.City, t.Buyer = content.City, content.Buyer
	}
	if err := s.tenders.Put(ctx, t); err != nil {
		return nil, err
	}
	return t, nil
}

// Working is what the buyer works on: the draft, or what is published when there is none.
func (t *Tender) Working() *Content {
	if t.Draft != nil {
		return t.Draft
	}
	return &t.Content
}

// Publish turns the draft into a notice: the first one, or an amendment.
func (s *Service) Publish(ctx context.Context, id string) (*Tender, error) {
	return s.PublishChecked(ctx, id, 0)
}

// PublishChecked publishes the draft of a revision, the one that the buyer checked: one that was
// changed since is not published, and the Conflict problem carries what is stored now. Zero
// publishes whatever is stored.
func (s *Service) PublishChecked(ctx context.Context, id string, revision int64) (*Tender, error) {
	t, err := s.Mine(ctx, id)
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
	if st := t.Status(now); st != StatusDraft && st != StatusOpen && st != StatusPlanned {
		return nil, problem.New(problem.Conflict, "tender.over")
	}
	if err := t.Draft.Publishable(now); err != nil {
		return nil, err
	}
	tag := "tender"
	if len(t.Notices) > 0 {
		tag = "tenderAmendment"
	}
	return s.issue(ctx, t, tag, *t.Draft, nil)
}

// Discard throws a draft away: a tender that was never published is deleted, of a published one
// the changes that were not.
func (s *Service) Discard(ctx context.Context, id string) error {
	t, err := s.Mine(ctx, id)
	switch {
	case err != nil:
		return err
	case t.Draft == nil:
		return problem.New(problem.Conflict, "tender.no_draft")
	case t.Stage == "":
		return s.tenders.Delete(ctx, t.ID, t.Revision)
	}
	t.Draft = nil
	return s.tenders.Put(ctx, t)
}

// Get returns a tender that may be seen: a draft only by its buyer.
func (s *Service) Get(ctx context.Context, id string) (*Tender, error) {
	t, err := s.tenders.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	if t.Joined != "" {
		return s.Get(ctx, t.Joined)
	}
	who := actor.From(ctx)
	if t.Stage == "" && (who.Nobody() || t.Owner != who.ID) && who.Role != actor.System {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	return t, nil
}

// GetMany returns published tenders in the order asked.
func (s *Service) GetMany(ctx context.Context, ids []string) ([]*Tender, error) {
	all, err := s.tenders.GetMany(ctx, ids)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(t *Tender) bool { return t.Stage == "" }), nil
}

// Notices lists what was published about a tender, the first first. Staff see what contradicts
// it as well.
func (s *Service) Notices(ctx context.Context, id string) ([]*Notice, error) {
	t, err := s.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	if actor.From(ctx).Is(actor.Staff) || actor.From(ctx).Is(actor.Admin) {
		return s.allNoticesOf(ctx, t.ID)
	}
	return s.noticesOf(ctx, t.ID)
}

// Posted lists the tenders of the buyer who asks, the last touched first.
func (s *Service) Posted(ctx context.Context) ([]*Tender, error) {
	who := actor.From(ctx)
	if err := who.Must(buyers...); err != nil {
		return nil, err
	}
	mine, err := s.tenders.List(ctx, store.Query{Index: "owner", Equal: []any{who.ID}, Desc: true})
	return mine, err
}

// All walks every tender, for upkeep and export.
func (s *Service) All(ctx context.Context) iter.Seq2[*Tender, error] { return s.tenders.All(ctx) }

// Releases walks everything that was published and counts, for export.
func (s *Service) Releases(ctx context.Context) iter.Seq2[*ocds.Release, error] {
	return func(yield func(*ocds.Release, error) bool) {
		for n, err := range s.notices.All(ctx) {
			switch {
			case err != nil:
				yield(nil, err)
				return
			case n.Disputed == "" && !yield(n.dated(), nil):
				return
			}
		}
	}
}
