package pledge

import (
	"context"
	"slices"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/organisation"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// Service holds the use cases.
type Service struct {
	kit           module.Kit
	organisations *organisation.Service
	pledges       *store.Collection[Pledge]
}

// New returns the service.
func New(k module.Kit, organisations *organisation.Service) *Service {
	return &Service{kit: k, organisations: organisations, pledges: store.Of[Pledge](k.DB, pledges)}
}

// Create stores a pledge of the actor's organisation, which the city has verified.
func (s *Service) Create(ctx context.Context, f Form) (*Pledge, error) {
	o, err := s.organisations.Verified(ctx)
	if err != nil {
		return nil, err
	}
	p := &Pledge{Meta: record.Meta{ID: record.NewID(s.kit.Random, "pledge")}, Account: o.Account, Organisation: o.ID, Name: o.Name, City: o.City, Test: o.Test}
	if err := f.Apply(p, s.kit.Form(), s.kit.Now()); err != nil {
		return nil, err
	}
	return s.pledges.Save(ctx, p)
}

// Own is one of the actor's own; one of another organisation is not found.
func (s *Service) Own(ctx context.Context, id string) (*Pledge, error) {
	return module.Own(ctx, s.pledges, id, func(p *Pledge) string { return p.Account }, actor.Employer)
}

// AddProgress adds what was kept of a pledge.
func (s *Service) AddProgress(ctx context.Context, id string, count int, note string) (*Pledge, error) {
	p, err := s.Own(ctx, id)
	if err != nil {
		return nil, err
	}
	if err := p.add(count, note, s.kit.Now().UTC()); err != nil {
		return nil, err
	}
	return s.pledges.Save(ctx, p)
}

// Withdraw takes a pledge back, with the reason; it stays as a record.
func (s *Service) Withdraw(ctx context.Context, id, reason string) (*Pledge, error) {
	p, err := s.Own(ctx, id)
	if err != nil {
		return nil, err
	}
	if err := p.withdraw(reason, s.kit.Now().UTC()); err != nil {
		return nil, err
	}
	return s.pledges.Save(ctx, p)
}

// maySee reports whether the actor sees a pledge: everybody a public one; the others its
// organisation and the city's staff.
func maySee(who actor.Actor, p *Pledge) bool {
	return p.Public && p.Withdrawn.IsZero() || who.ID != "" && p.Account == who.ID || who.Is(actor.Staff, actor.Admin) && who.In(p.City) ||
		who.Role == actor.System
}

// Get returns one that the actor may see.
func (s *Service) Get(ctx context.Context, id string) (*Pledge, error) {
	p, err := s.pledges.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	if !maySee(actor.From(ctx), p) {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	return p, nil
}

// List lists those of a city (empty: all) that the actor may see, of a kind (empty: all), the
// newest first.
func (s *Service) List(ctx context.Context, city, what string) ([]*Pledge, error) {
	q := store.Query{Index: "city", Desc: true}
	if city != "" {
		q.Equal = []any{city}
	}
	all, err := s.pledges.List(ctx, q)
	if err != nil {
		return nil, err
	}
	who := actor.From(ctx)
	return slices.DeleteFunc(all, func(p *Pledge) bool { return !maySee(who, p) || what != "" && p.What != what }), nil
}

// ListOwn lists the actor's own, the newest first.
func (s *Service) ListOwn(ctx context.Context) ([]*Pledge, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Employer); err != nil {
		return nil, err
	}
	return s.pledges.List(ctx, store.Query{Index: "account", Equal: []any{who.ID}, Desc: true})
}
