package account

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/limit"
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// Service holds the use cases.
type Service struct {
	kit      module.Kit
	accounts *store.Collection[Account]
	sessions *store.Collection[Session]
	hasher   *hasher
	byEmail  *limit.Backoff
	byPlace  *limit.Backoff
	joining  *limit.Backoff
	byCode   *limit.Backoff
	consents *store.Collection[Consent]
	acts     *store.Collection[Act]
}

// New returns the service.
func New(k module.Kit) (*Service, error) {
	h, err := newHasher(rand.Reader, k.Stretch)
	if err != nil {
		return nil, err
	}
	return &Service{
		kit: k, accounts: store.Of[Account](k.DB, accounts), sessions: store.Of[Session](k.DB, sessions), hasher: h,
		byEmail: limit.NewBackoff(5, 15*time.Minute), byPlace: limit.NewBackoff(60, 5*time.Minute), joining: limit.NewBackoff(200, 5*time.Minute),
		byCode:   limit.NewBackoff(10, 15*time.Minute),
		consents: store.Of[Consent](k.DB, consents), acts: store.Of[Act](k.DB, acts),
	}, nil
}

// Registration is what a person says to get an account.
type Registration struct {
	Email, Password, Name, City, Organisation, Language string
	Role                                                actor.Role
	Network                                             string
	Test                                                bool
}

// Register opens an account for an entrepreneur, a buyer (who then waits to be
// verified), a provider or an employer. For an address that has an account it does
// nothing and says the same: only who holds the password learns more, at sign-in.
func (s *Service) Register(ctx context.Context, r Registration) error {
	open := []actor.Role{actor.Entrepreneur, actor.Buyer, actor.Provider, actor.Employer}
	wrong := s.check(&r)
	if !slices.Contains(open, r.Role) {
		wrong.Add("role", problem.M("account.role_closed"))
	}
	if r.City == "" {
		wrong.Add("city", problem.M("problem.required"))
	}
	if r.Role == actor.Buyer && r.Organisation == "" {
		wrong.Add("organisation", problem.M("account.organisation_missing"))
	}
	if err := wrong.OrNil(); err != nil {
		return err
	}
	now := s.kit.Now()
	if err := s.joining.Try(r.Network, now); err != nil {
		return err
	}
	_, err := s.add(ctx, r, r.Role != actor.Entrepreneur)
	var taken *store.DuplicateError
	if errors.As(err, &taken) {
		return nil
	}
	return err
}

// Create opens an active account of any role, for staff accounts and the seed.
func (s *Service) Create(ctx context.Context, r Registration) (*Account, error) {
	if err := actor.From(ctx).Must(actor.Admin); err != nil {
		return nil, err
	}
	wrong := s.check(&r)
	if !r.Role.Known() {
		wrong.Add("role", problem.M("account.role_unknown"))
	}
	if r.City == "" && !slices.Contains([]actor.Role{actor.Staff, actor.Custodian, actor.Admin}, r.Role) {
		wrong.Add("city", problem.M("problem.required"))
	}
	if err := wrong.OrNil(); err != nil {
		return nil, err
	}
	return s.add(ctx, r, false)
}

func (s *Service) check(r *Registration) *problem.Problem {
	wrong := problem.New(problem.Invalid, "problem.invalid")
	email, ok := NormalEmail(r.Email)
	if !ok {
		wrong.Add("email", problem.M("problem.email"))
	}
	r.Email = email
	if p := problem.Of(CheckPassword(r.Password, email, r.Name)); p != nil {
		wrong.Add("password", p.Fields["password"])
	}
	if r.Name == "" {
		wrong.Add("name", problem.M("problem.required"))
	}
	if _, known := s.kit.Taxonomy.City(r.City); r.City != "" && !known {
		wrong.Add("city", problem.M("problem.city_unknown"))
	}
	return wrong
}

func (s *Service) add(ctx context.Context, r Registration, waiting bool) (*Account, error) {
	phc, err := s.hasher.hash(ctx, r.Password)
	if err != nil {
		return nil, err
	}
	a := &Account{
		Meta: record.Meta{ID: record.NewID(s.kit.Random, "account")}, Email: r.Email, Name: r.Name, Password: phc, Role: r.Role,
		City: r.City, Organisation: r.Organisation, Language: r.Language, Waiting: waiting, Test: r.Test,
	}
	if err := s.accounts.Put(ctx, a); err != nil {
		return nil, err
	}
	return a, nil
}

// Own is the account of the person who asks.
func (s *Service) Own(ctx context.Context) (*Account, error) {
	who := actor.From(ctx)
	if who.Nobody() {
		return nil, problem.New(problem.Unauthorized, "problem.sign_in")
	}
	return s.accounts.Get(ctx, who.ID)
}

// ListWaiting lists who waits to be verified in the cities the actor looks after.
func (s *Service) ListWaiting(ctx context.Context) ([]*Account, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Staff, actor.Admin); err != nil {
		return nil, err
	}
	q := store.Query{Index: "waiting", Equal: []any{true}}
	if who.City != "" {
		q.Equal = append(q.Equal, who.City)
	}
	waiting, err := s.accounts.List(ctx, q)
	return waiting, err
}

// Verify lets a waiting account act. Staff do it for their city.
func (s *Service) Verify(ctx context.Context, id string) (*Account, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Staff, actor.Admin); err != nil {
		return nil, err
	}
	a, err := s.accounts.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	if err := who.MustIn(a.City, actor.Staff, actor.Admin); err != nil {
		// Another city's account looks like none at all.
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	return s.accounts.Update(ctx, id, func(a *Account) error {
		a.Waiting, a.VerifiedBy = false, who.ID
		return nil
	})
}

// Exists reports whether an address is registered; for the program itself, never for a page.
func (s *Service) Exists(ctx context.Context, email string) (bool, error) {
	if err := actor.From(ctx).Must(actor.Admin); err != nil {
		return false, err
	}
	_, err := s.accounts.First(ctx, "email", email)
	if problem.Is(err, problem.NotFound) {
		return false, nil
	}
	return err == nil, err
}
