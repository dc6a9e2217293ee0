package referral

import (
	"context"
	"slices"
	"strings"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/client"
	"citiesgrow/internal/match"
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/service"
	"citiesgrow/internal/store"
)

// Service holds the use cases.
type Service struct {
	kit       module.Kit
	matches   *match.Service
	services  *service.Service
	referrals *store.Collection[Referral]
}

// New returns the service.
func New(k module.Kit, matches *match.Service, services *service.Service) *Service {
	return &Service{kit: k, matches: matches, services: services, referrals: store.Of[Referral](k.DB, referrals)}
}

// Request asks for a service, for oneself or for a walk-in client.
type Request struct {
	Service string
	Why     string
	Need    string         // one of service.Needs, or empty
	Tender  string         // for which it is needed, or empty
	Until   time.Time      // by when it is needed; zero: at any time
	Walk    *client.Client // a walk-in client; nil for oneself
	Agreed  bool           // the walk-in client agreed that their name and contact are passed on
}

// Create opens a referral: an entrepreneur for themselves, or a provider or the city's staff for a walk-in
// client who agreed to it.
func (s *Service) Create(ctx context.Context, q Request) (*Referral, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Entrepreneur, actor.Provider, actor.Staff); err != nil {
		return nil, err
	}
	if q.Need != "" && !slices.Contains(service.Needs(), q.Need) {
		return nil, problem.Field("need", "problem.oneof")
	}
	person, err := client.New(who, q.Walk, q.Agreed, s.kit.Now())
	if err != nil {
		return nil, err
	}
	l, err := s.services.Get(ctx, q.Service)
	switch {
	case problem.Is(err, problem.NotFound):
		return nil, problem.Field("service", "referral.service_unknown")
	case err != nil:
		return nil, err
	case l.Status != service.Active:
		return nil, problem.Field("service", "service.closed")
	}
	return s.open(ctx, &Referral{Meta: record.Meta{ID: record.NewID(s.kit.Random, "referral")}, Service: l.ID, Name: l.Name, City: l.City,
		Provider: l.Account, Client: person, By: client.PersonOf(who), Why: q.Why, Need: q.Need, Tender: q.Tender, Until: q.Until, Test: who.Test})
}

// open stores a new referral.
func (s *Service) open(ctx context.Context, r *Referral) (*Referral, error) {
	r.State = Open
	r.Steps = append(r.Steps, Step{At: s.kit.Now().UTC(), State: Open, By: client.PersonOf(actor.From(ctx))})
	return s.referrals.Save(ctx, r)
}

// Get returns a referral in which the actor has a part; any other is not found.
func (s *Service) Get(ctx context.Context, id string) (*Referral, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Entrepreneur, actor.Provider, actor.Staff, actor.Admin); err != nil {
		return nil, err
	}
	r, err := s.referrals.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	if partyOf(who, r) == stranger {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	return r, nil
}

// AddStep brings a referral into another state. When it has changed since it was read, that is a Conflict
// problem.
func (s *Service) AddStep(ctx context.Context, id string, t Transition) (*Referral, error) {
	r, err := s.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	who := actor.From(ctx)
	if r.State.Over() {
		return nil, over()
	}
	if err := t.check(); err != nil {
		return nil, err
	}
	if !slices.Contains(Next(who, r), t.To) {
		return nil, problem.Field("state", "referral.move_not_yours")
	}
	if t.To == Rerouted {
		if err := s.reroute(ctx, r, t.Next); err != nil {
			return nil, err
		}
	}
	if err := r.enter(t.To, Step{At: s.kit.Now().UTC(), By: client.PersonOf(who), Code: t.Code, Note: t.Note}); err != nil {
		return nil, err
	}
	return s.referrals.Save(ctx, r)
}

// reroute opens the referral at another service before this one is closed, so that there is one open referral
// at any time. The id of the new one follows from this one, so that a repeated attempt opens it once.
func (s *Service) reroute(ctx context.Context, r *Referral, next string) error {
	l, err := s.services.Get(ctx, next)
	if err != nil && !problem.Is(err, problem.NotFound) {
		return err
	}
	if err != nil || l.Status != service.Active || l.ID == r.Service {
		return problem.Field("next", "referral.service_unknown")
	}
	onward := &Referral{Meta: record.Meta{ID: r.ID + "-" + strings.TrimPrefix(l.ID, "service-")}, Service: l.ID, Name: l.Name, City: l.City,
		Provider: l.Account, Client: r.Client, By: r.By, Why: r.Why, Need: r.Need, Tender: r.Tender, Until: r.Until, Before: r.ID, Test: r.Test}
	r.After = onward.ID
	if _, err = s.open(ctx, onward); problem.Is(err, problem.Conflict) {
		return nil
	}
	return err
}
