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

// Change replaces the answers of the entrepreneur; a question that is left out stays open. The form has no
// revision: it sends all ten answers, so that the last one sent counts as a whole.
func (s *Service) Change(ctx context.Context, answers map[string]string) (*Readiness, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Entrepreneur); err != nil {
		return nil, err
	}
	valid := answered(answers)
	return s.readinesses.Upsert(ctx, who.ID, func(r *Readiness) error { r.Answers = valid; return nil })
}
