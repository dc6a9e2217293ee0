package cluster

import (
	"context"
	"slices"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/store"
)

// Service holds the use cases.
type Service struct {
	kit      module.Kit
	clusters *store.Collection[Cluster]
	partners *store.Collection[Partner]
}

// New returns the service.
func New(k module.Kit) *Service {
	return &Service{kit: k, clusters: store.Of[Cluster](k.DB, clusters), partners: store.Of[Partner](k.DB, partners)}
}

// List lists all eight clusters: as they are stored, else as far as is known.
func (s *Service) List(ctx context.Context) ([]*Cluster, error) {
	if err := actor.From(ctx).Must(actor.Staff, actor.Admin); err != nil {
		return nil, err
	}
	all := known()
	for i, c := range all {
		stored, err := s.clusters.Get(ctx, c.ID)
		if problem.Is(err, problem.NotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		all[i] = stored
	}
	return all, nil
}

// Get is one of the eight.
func (s *Service) Get(ctx context.Context, id string) (*Cluster, error) {
	all, err := s.List(ctx)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(all, func(c *Cluster) bool { return c.ID == id })
	if at < 0 {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	return all[at], nil
}

// Change changes a cluster. When it has moved on since the form was read, the Conflict problem carries
// what is stored now.
func (s *Service) Change(ctx context.Context, id string, f Form) (*Cluster, error) {
	if err := actor.From(ctx).MustEverywhere(actor.Staff, actor.Admin); err != nil {
		return nil, err
	}
	c, err := s.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	if f.Revision != c.Revision {
		return nil, problem.Stale("problem.conflict", c)
	}
	if err := f.Apply(c, s.kit.Form()); err != nil {
		return nil, err
	}
	return s.clusters.Save(ctx, c)
}

// Peers reports whether two cities are in one cluster.
func (s *Service) Peers(ctx context.Context, a, b string) (bool, error) {
	all, err := s.List(ctx)
	if err != nil {
		return false, err
	}
	return a != b && slices.ContainsFunc(all, func(c *Cluster) bool { return c.Has(a) && c.Has(b) }), nil
}
