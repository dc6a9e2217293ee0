package service

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"iter"
	"strings"
	"time"

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
	return &Service{kit: k, matches: m, listings: store.Of[Listing](k.DB, listings),
		slots: slot.NewFree(k), unmet: unmet}
}

// Get returns a service that may be seen: one that is no longer given only by those who
// look after it.
func (s *Service) Get(ctx context.Context, id string) (*Listing, error) {
	l, err := s.listings.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	if l.Status == Inactive && s.mayChange(ctx, l) != nil {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	return l, nil
}

// GetByUUID returns a service that is not inactive by the id under which other directories know it.
func (s *Service) GetByUUID(ctx context.Context, uuid string) (*Listing, error) {
	l, err := s.listings.First(ctx, "uuid", uuid)
	if err != nil {
		return nil, err
	}
	if l.Status == Inactive {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	return l, nil
}

// mayChange reports whether the actor looks after a service: its provider, or the city's
// staff. Somebody else's looks like none.
func (s *Service) mayChange(ctx context.Context, l *Listing) error {
	who := actor.From(ctx)
	if err := who.Must(actor.Provider, actor.Staff, actor.Admin); err != nil {
		return err
	}
	if who.Role == actor.System || l.Account != "" && l.Account == who.ID || who.Is(actor.Staff, actor.Admin) && who.In(l.City) {
		return nil
	}
	return problem.New(problem.NotFound, "problem.not_found")
}

// Kept returns a service for who looks after it.
func (s *Service) Own(ctx context.Context, id string) (*Listing, error) {
	if err := actor.From(ctx).Must(actor.Provider, actor.Staff, actor.Admin); err != nil {
		return nil, err
	}
	l, err := s.listings.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	return l, s.mayChange(ctx, l)
}

// fresh is a service that the actor is about to tell.
func fresh(who actor.Actor) *Listing {
	return &Listing{Account: who.ID, City: who.City, Organization: Organization{Name: who.Organisation}, Language: who.Language, Status: Active, Test: who.Test}
}

// List enters a service in the directory. Its provider stands for it: that is the first
// confirmation.
func (s *Service) Create(ctx context.Context, f Form) (*Listing, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Provider, actor.Staff, actor.Admin); err != nil {
		return nil, err
	}
	l := fresh(who)
	if err := f.ApplyTo(l, s.kit.Form(), who.Language, s.kit.Now()); err != nil {
		return nil, err
	}
	if !who.In(l.City) {
		return nil, problem.Field("city", "support.city_yours")
	}
	l.ID = record.NewID(s.kit.Random, "service")
	l.UUID = hsds.ID("service", l.ID)
	return l, s.assure(ctx, l)
}

// Change tells a service anew. The revision is the one that was read: when it has moved
// on, the Conflict problem carries what is stored now.
func (s *Service) Change(ctx context.Context, id string, f Form) (*Listing, error) {
	l, err := s.Own(ctx, id)
	if err != nil {
		return nil, err
	}
	if f.Revision != 0 && f.Revision != l.Revision {
		return nil, problem.Stale("support.changed_meanwhile", l)
	}
	who := actor.From(ctx)
	if err := f.ApplyTo(l, s.kit.Form(), who.Language, s.kit.Now()); err != nil {
		return nil, err
	}
	if who.Role != actor.System && !who.In(l.City) {
		return nil, problem.Field("city", "support.city_yours")
	}
	return l, s.assure(ctx, l)
}

// Confirm says that all of it is still right.
func (s *Service) Confirm(ctx context.Context, id string) (*Listing, error) {
	l, err := s.Own(ctx, id)
	if err != nil {
		return nil, err
	}
	return l, s.assure(ctx, l)
}

// assure stamps the confirmation and makes the link for the next one; the letter that brings it in
// half a year follows from it (see confirmLetter).
func (s *Service) assure(ctx context.Context, l *Listing) error {
	who := actor.From(ctx)
	l.Assured = Assured{On: s.kit.Now().UTC().Truncate(time.Second), By: cmp.Or(who.Organisation, who.Name, l.Organization.Name)}
	token, err := newToken(s.kit.Random)
	if err != nil {
		return err
	}
	l.Link, l.Key = token, hash(token)
	return s.listings.Put(ctx, l)
}

// Asked returns the service that a link in a letter asks about, for who opens it: no
// account is needed, the link is the key.
func (s *Service) GetByToken(ctx context.Context, token string) (*Listing, error) {
	if len(token) < 20 {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	return s.listings.First(ctx, "key", hash(token))
}

// ConfirmBy confirms by the link of a letter, or says that the service is no longer given.
func (s *Service) ConfirmByToken(ctx context.Context, token string, given bool) (*Listing, error) {
	l, err := s.GetByToken(ctx, token)
	if err != nil {
		return nil, err
	}
	if !given {
		l.Status = Inactive
	}
	return l, s.assure(actor.With(ctx, actor.Actor{ID: l.Account, Name: l.Organization.Name, Role: actor.Provider, Active: true}), l)
}

// newToken is 26 letters that cannot be guessed.
func newToken(random io.Reader) (string, error) {
	var b [16]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return "", err
	}
	return hex.EncodeToString(b[:]), nil
}

func hash(token string) string {
	sum := sha256.Sum256([]byte("confirm\x00" + strings.ToLower(token)))
	return hex.EncodeToString(sum[:])
}

// Mine lists the services of the provider who asks; of the whole city for its staff.
func (s *Service) ListOwn(ctx context.Context) ([]*Listing, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Provider, actor.Staff, actor.Admin); err != nil {
		return nil, err
	}
	q := store.Query{Index: "account", Equal: []any{who.ID}}
	if !who.Is(actor.Provider) {
		q = store.Query{Index: "city"}
		if who.City != "" {
			q.Equal = []any{who.City}
		}
	}
	all, err := s.listings.List(ctx, q)
	return all, err
}

// All walks every listing, for export and upkeep.
func (s *Service) All(ctx context.Context) iter.Seq2[*Listing, error] { return s.listings.All(ctx) }
