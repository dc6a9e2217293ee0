package tender

import (
	"context"
	"iter"
	"slices"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/notice"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/store"
)

// Service holds the use cases.
type Service struct {
	kit     module.Kit
	tenders *store.Collection[Tender]
	notices *store.Collection[notice.Notice]
}

// New returns the service.
func New(k module.Kit) *Service {
	return &Service{kit: k, tenders: store.Of[Tender](k.DB, Collection), notices: store.Of[notice.Notice](k.DB, Notices)}
}

// Buyers lists the roles that may post tenders: buyers of a city, and employers for what they buy
// themselves.
func Buyers() []actor.Role { return []actor.Role{actor.Buyer, actor.Employer, actor.Admin} }

// Own is a tender that the actor posted; one of another account is not found.
func (s *Service) Own(ctx context.Context, id string) (*Tender, error) {
	return module.Own(ctx, s.tenders, id, func(t *Tender) string { return t.Owner }, Buyers()...)
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
func (s *Service) Notices(ctx context.Context, id string) ([]*notice.Notice, error) {
	t, err := s.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	if actor.From(ctx).Is(actor.Staff) || actor.From(ctx).Is(actor.Admin) {
		return s.notices.List(ctx, store.Query{Index: "tender", Equal: []any{t.ID}})
	}
	return s.noticesOf(ctx, t.ID)
}

// ListOwn lists the tenders that the actor posted, the last changed first.
func (s *Service) ListOwn(ctx context.Context) ([]*Tender, error) {
	who := actor.From(ctx)
	if err := who.Must(Buyers()...); err != nil {
		return nil, err
	}
	return s.tenders.List(ctx, store.Query{Index: "owner", Equal: []any{who.ID}, Desc: true})
}

// All iterates over every stored tender, for upkeep and export.
func (s *Service) All(ctx context.Context) iter.Seq2[*Tender, error] { return s.tenders.All(ctx) }

// Releases iterates over everything that was published and counts, for export.
func (s *Service) Releases(ctx context.Context) iter.Seq2[*ocds.Release, error] {
	return func(yield func(*ocds.Release, error) bool) {
		for n, err := range s.notices.All(ctx) {
			switch {
			case err != nil:
				yield(nil, err)
				return
			case n.Disputed == "" && !yield(n.Dated(), nil):
				return
			}
		}
	}
}

// noticesOf lists the notices of a tender that count.
func (s *Service) noticesOf(ctx context.Context, id string) ([]*notice.Notice, error) {
	all, err := s.notices.List(ctx, store.Query{Index: "tender", Equal: []any{id}})
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(n *notice.Notice) bool { return n.Disputed != "" }), nil
}
