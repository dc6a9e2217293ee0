package benchmark

import (
	"context"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/cluster"
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// Service holds the use cases.
type Service struct {
	kit         module.Kit
	clusters    *cluster.Service
	assessments *store.Collection[Assessment]
}

// New returns the service.
func New(k module.Kit, clusters *cluster.Service) *Service {
	return &Service{kit: k, clusters: clusters, assessments: store.Of[Assessment](k.DB, assessments)}
}

// List lists how a city was scored, all cities for "". Staff of every city see it: that is what one
// learns from.
func (s *Service) List(ctx context.Context, city string) ([]*Assessment, error) {
	if err := actor.From(ctx).Must(actor.Staff, actor.Admin); err != nil {
		return nil, err
	}
	q := store.Query{Index: "city"}
	if city != "" {
		if _, known := s.kit.Taxonomy.City(city); !known {
			return nil, problem.New(problem.NotFound, "problem.not_found")
		}
		q.Equal = []any{city}
	}
	return s.assessments.List(ctx, q)
}

// Get is how a city was scored in one round by one side; without scores when it was not.
func (s *Service) Get(ctx context.Context, city, round, side string) (*Assessment, error) {
	if err := actor.From(ctx).Must(actor.Staff, actor.Admin); err != nil {
		return nil, err
	}
	if _, known := s.kit.Taxonomy.City(city); !known {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	id := assessmentID(city, round, side)
	a, err := s.assessments.Get(ctx, id)
	if problem.Is(err, problem.NotFound) {
		return &Assessment{Meta: record.Meta{ID: id}, City: city, Round: round, Side: side, Scores: map[string]Score{}}, nil
	}
	return a, err
}

// MayAssess refuses those who do not speak for a side: the staff of a city speak for the city itself,
// those of the cities in a cluster with it for its peers, the staff of the programme for both.
func (s *Service) MayAssess(ctx context.Context, city, side string) error {
	who := actor.From(ctx)
	if err := who.Must(actor.Staff, actor.Admin); err != nil {
		return err
	}
	switch {
	case who.City == "" || side == "self" && who.City == city:
		return nil
	case side == "self":
		return problem.New(problem.Conflict, "benchmark.not_self")
	}
	peers, err := s.clusters.Peers(ctx, city, who.City)
	if err != nil {
		return err
	}
	if !peers {
		return problem.New(problem.Conflict, "benchmark.not_peer")
	}
	return nil
}

// Assess scores a city in a theme. What was scored before stays in the history. When something would
// change and the assessment has moved on since the form was read, the Conflict problem carries what is
// stored now.
func (s *Service) Assess(ctx context.Context, city string, f Form) (*Assessment, error) {
	a, err := s.Get(ctx, city, f.Round, f.Side)
	if err != nil {
		return nil, err
	}
	if err := s.MayAssess(ctx, city, f.Side); err != nil {
		return nil, err
	}
	who, scored := actor.From(ctx), *a
	changed, err := f.Apply(&scored, s.kit.Form(), Scoring{By: who.Name, City: who.City, At: s.kit.Now().UTC()})
	if err != nil {
		return nil, err
	}
	if !changed {
		return a, nil
	}
	if f.Revision != a.Revision {
		return nil, problem.Stale("problem.conflict", a)
	}
	return s.assessments.Save(ctx, &scored)
}
