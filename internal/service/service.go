package service

import (
	"context"
	"iter"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/hsds"
	"citiesgrow/internal/match"
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/slot"
	"citiesgrow/internal/store"
)

// Service holds the use cases.
type Service struct {
	kit      module.Kit
	matches  *match.Service
	listings *store.Collection[Listing]
	slots    *slot.Free
	unmet    func(actor.Actor, Query)
}

// New returns the service. Unmet is called with each search of a user that found nothing.
func New(k module.Kit, m *match.Service, unmet func(actor.Actor, Query)) *Service {
	return &Service{kit: k, matches: m, listings: store.Of[Listing](k.DB, listings), slots: slot.NewFree(k), unmet: unmet}
}

// notFound is the problem of a service that is not there, or that the actor may not know of.
func notFound() error { return problem.New(problem.NotFound, "problem.not_found") }

// editor lets those in who may look after services.
func editor(ctx context.Context) error {
	return actor.From(ctx).Must(actor.Provider, actor.Staff, actor.Admin)
}

// mayChange returns a problem unless the actor looks after a service: its provider, or the staff of its city.
// A service of another provider is not found.
func (s *Service) mayChange(ctx context.Context, l *Listing) error {
	if err := editor(ctx); err != nil {
		return err
	}
	who := actor.From(ctx)
	if who.Role == actor.System || l.Account != "" && l.Account == who.ID || who.Is(actor.Staff, actor.Admin) && who.In(l.City) {
		return nil
	}
	return notFound()
}

// Get returns a service that the actor may see: an inactive one is seen by those alone who look after it.
func (s *Service) Get(ctx context.Context, id string) (*Listing, error) {
	l, err := s.listings.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	if l.Status == Inactive && s.mayChange(ctx, l) != nil {
		return nil, notFound()
	}
	return l, nil
}

// GetByUUID returns a service that is not inactive, by the id under which other directories know it.
func (s *Service) GetByUUID(ctx context.Context, uuid string) (*Listing, error) {
	l, err := s.listings.First(ctx, "uuid", uuid)
	if err != nil {
		return nil, err
	}
	if l.Status == Inactive {
		return nil, notFound()
	}
	return l, nil
}

// Own returns a service that the actor looks after; any other is not found.
func (s *Service) Own(ctx context.Context, id string) (*Listing, error) {
	if err := editor(ctx); err != nil {
		return nil, err
	}
	l, err := s.listings.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	if err := s.mayChange(ctx, l); err != nil {
		return nil, err
	}
	return l, nil
}

// ListOwn lists the services that the actor looks after: a provider's own, those of the city for its staff.
func (s *Service) ListOwn(ctx context.Context) ([]*Listing, error) {
	if err := editor(ctx); err != nil {
		return nil, err
	}
	who := actor.From(ctx)
	q := store.Query{Index: "city"}
	switch {
	case who.Is(actor.Provider):
		q = store.Query{Index: "account", Equal: []any{who.ID}}
	case who.City != "":
		q.Equal = []any{who.City}
	}
	return s.listings.List(ctx, q)
}

// All walks every listing, for exports and the seed.
func (s *Service) All(ctx context.Context) iter.Seq2[*Listing, error] { return s.listings.All(ctx) }

// draft is the service that the actor is about to enter.
func draft(who actor.Actor) *Listing {
	return &Listing{Account: who.ID, City: who.City, Organization: Organization{Name: who.Organisation}, Language: who.Language, Status: Active, Test: who.Test}
}

// Create enters a service in the directory. That its provider enters it is its first confirmation.
func (s *Service) Create(ctx context.Context, f Form) (*Listing, error) {
	if err := editor(ctx); err != nil {
		return nil, err
	}
	who := actor.From(ctx)
	l := draft(who)
	if err := f.ApplyTo(l, s.kit.Form(), who.Language, s.kit.Now()); err != nil {
		return nil, err
	}
	if !who.In(l.City) {
		return nil, problem.Field("city", "problem.city_own")
	}
	l.ID = record.NewID(s.kit.Random, "service")
	l.UUID = hsds.ID("service", l.ID)
	return s.confirmed(ctx, l)
}

// Change changes a service, which confirms it too. When it was changed since the form was read, the Conflict
// problem carries what is stored now.
func (s *Service) Change(ctx context.Context, id string, f Form) (*Listing, error) {
	l, err := s.Own(ctx, id)
	if err != nil {
		return nil, err
	}
	if f.Revision != 0 && f.Revision != l.Revision {
		return nil, problem.Stale("service.changed_meanwhile", l)
	}
	who := actor.From(ctx)
	if err := f.ApplyTo(l, s.kit.Form(), who.Language, s.kit.Now()); err != nil {
		return nil, err
	}
	if who.Role != actor.System && !who.In(l.City) {
		return nil, problem.Field("city", "problem.city_own")
	}
	return s.confirmed(ctx, l)
}
