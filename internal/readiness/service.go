package readiness

import (
	"context"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/match"
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/service"
	"citiesgrow/internal/store"
)

// Service holds the use cases.
type Service struct {
	kit         module.Kit
	matches     *match.Service
	services    *service.Service
	readinesses *store.Collection[Readiness]
}

// New returns the service.
func New(k module.Kit, matches *match.Service, services *service.Service) *Service {
	return &Service{kit: k, matches: matches, services: services, readinesses: store.Of[Readiness](k.DB, readinesses)}
}

// Own returns the answers of the entrepreneur; none when the test was not taken.
func (s *Service) Own(ctx context.Context) (*Readiness, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Entrepreneur); err != nil {
		return nil, err
	}
	r, err := s.readinesses.Get(ctx, who.ID)
	if problem.Is(err, problem.NotFound) {
		return &Readiness{}, nil
	}
	return r, err
}

// Change replaces the answers of the entrepreneur; a question that is left out stays open. It is a Conflict with
// the answers as they are stored where they were changed since this revision was read, by an adviser of the firm
// or on another device; revision 0 does not ask.
func (s *Service) Change(ctx context.Context, answers map[string]string, revision int64) (*Readiness, error) {
	r, err := s.Own(ctx)
	if err != nil {
		return nil, err
	}
	if revision != 0 && revision != r.Revision {
		return nil, problem.Stale("organisation.changed_meanwhile", r)
	}
	r.ID, r.Answers = actor.From(ctx).ID, answered(answers)
	return s.readinesses.Save(ctx, r)
}
