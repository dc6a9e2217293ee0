package service

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/client"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// Request is what somebody says to be handed to a service, or to hand somebody else.
type Request struct {
	Service string
	Why     string
	Need    string
	Tender  string
	Until   time.Time
	Walk    *client.Client // a walk-in client; nil for oneself
	Agreed  bool           // the walk-in client agreed that their name and contact are passed on
}

// Refer opens a referral: an entrepreneur for themselves, or a provider or the city's
// staff for somebody who came in and agreed to it.
func (s *Service) Refer(ctx context.Context, q Request) (*Referral, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Entrepreneur, actor.Provider, actor.Staff); err != nil {
		return nil, err
	}
	if q.Need != "" && !slices.Contains(Needs(), q.Need) {
		return nil, problem.Field("need", "problem.oneof")
	}
	person, err := client.New(who, q.Walk, q.Agreed, s.kit.Now())
	if err != nil {
		return nil, err
	}
	l, err := s.Get(ctx, q.Service)
	if err != nil {
		return nil, problem.Field("service", "support.service_unknown")
	}
	if l.Status != Active {
		return nil, problem.Field("service", "support.service_closed")
	}
	r := &Referral{Meta: record.Meta{ID: record.NewID(s.kit.Random, "referral")}, Service: l.ID, Name: l.Name, City: l.City, Provider: l.Account,
		Client: person, By: client.PersonOf(who), Why: q.Why, Need: q.Need, Tender: q.Tender, Until: q.Until, Test: who.Test}
	return r, s.open(ctx, r)
}

// open stores a new referral.
func (s *Service) open(ctx context.Context, r *Referral) error {
	r.State = Open
	r.Steps = append(r.Steps, Step{At: s.kit.Now().UTC(), State: Open, By: client.PersonOf(actor.From(ctx))})
	return s.referrals.Put(ctx, r)
}

// side is on which side of a referral the actor stands.
func side(who actor.Actor, r *Referral) string {
	switch {
	case who.Role == actor.System, r.Provider != "" && r.Provider == who.ID, who.Is(actor.Staff, actor.Admin) && who.In(r.City):
		return "provider"
	case r.Client.Account != "" && r.Client.Account == who.ID:
		return "client"
	case r.By.Account != "" && (r.By.Account == who.ID || r.By.Account == who.By):
		return "sender"
	}
	return ""
}

// Referral returns one for who has to do with it.
func (s *Service) Referral(ctx context.Context, id string) (*Referral, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Entrepreneur, actor.Provider, actor.Staff, actor.Admin); err != nil {
		return nil, err
	}
	r, err := s.referrals.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	if side(who, r) == "" {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	return r, nil
}

// Moves lists what the actor may do with a referral: who gives the service answers it,
// the person and who sent them may take it back, and any of the three may say that it is done.
func Moves(who actor.Actor, r *Referral) []State {
	switch {
	case r.State.Over() || side(who, r) == "":
		return nil
	case side(who, r) != "provider":
		return []State{Withdrawn, Done}
	case r.State == Open:
		return []State{Accepted, Declined, Rerouted, Done}
	}
	return []State{Done, Declined, Rerouted}
}

// Move does something with a referral and tells the others.
func (s *Service) Move(ctx context.Context, id string, m Move) (*Referral, error) {
	r, err := s.Referral(ctx, id)
	if err != nil {
		return nil, err
	}
	who := actor.From(ctx)
	if r.State.Over() {
		return nil, problem.New(problem.Conflict, "support.referral_over")
	}
	if err := m.check(); err != nil {
		return nil, err
	}
	if !slices.Contains(Moves(who, r), m.To) {
		return nil, problem.Field("state", "support.move_not_yours")
	}
	if m.To == Rerouted {
		if err := s.reroute(ctx, r, m); err != nil {
			return nil, err
		}
	}
	if err := r.move(m.To, Step{At: s.kit.Now().UTC(), By: client.PersonOf(who), Code: m.Code, Note: m.Note}); err != nil {
		return nil, err
	}
	return s.referrals.Save(ctx, r)
}

// reroute opens the referral at another service before this one is closed: the person is
// never between two. Its id follows from this one, so that a repeated attempt opens it once.
func (s *Service) reroute(ctx context.Context, r *Referral, m Move) error {
	next, err := s.Get(ctx, m.Next)
	if err != nil || next.Status != Active || next.ID == r.Service {
		return problem.Field("next", "support.service_unknown")
	}
	onward := &Referral{Meta: record.Meta{ID: r.ID + "-" + strings.TrimPrefix(next.ID, "service-")}, Service: next.ID, Name: next.Name, City: next.City,
		Provider: next.Account,
		Client:   r.Client, By: r.By, Why: r.Why, Need: r.Need, Tender: r.Tender, Until: r.Until, Before: r.ID, Test: r.Test}
	r.After = onward.ID
	if err = s.open(ctx, onward); problem.Is(err, problem.Conflict) {
		return nil
	}
	return err
}

// Referrals lists those that the actor has to do with: what waits for an answer first,
// the longest waiting on top, then the others, the newest first.
func (s *Service) Referrals(ctx context.Context) ([]*Referral, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Entrepreneur, actor.Provider, actor.Staff, actor.Admin); err != nil {
		return nil, err
	}
	var all []*Referral
	for _, q := range s.referralQueries(who) {
		found, err := s.referrals.List(ctx, q)
		if err != nil {
			return nil, err
		}
		for _, r := range found {
			if !slices.ContainsFunc(all, func(other *Referral) bool { return other.ID == r.ID }) {
				all = append(all, r)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b *Referral) int {
		if (a.State == Open) != (b.State == Open) {
			return cmp.Compare(rank(a.State != Open), rank(b.State != Open))
		}
		if a.State == Open {
			return a.Since().Compare(b.Since())
		}
		return b.Since().Compare(a.Since())
	})
	return all, nil
}

func (s *Service) referralQueries(who actor.Actor) []store.Query {
	by := func(index string, value ...any) store.Query {
		return store.Query{Index: index, Equal: value, Desc: true}
	}
	switch {
	case who.Is(actor.Entrepreneur):
		return []store.Query{by("client", who.ID)}
	case who.Is(actor.Provider):
		return []store.Query{by("provider", who.ID), by("by", who.ID)}
	case who.City == "":
		return []store.Query{by("city")}
	}
	return []store.Query{by("city", who.City), by("by", who.ID)}
}
