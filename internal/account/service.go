package account

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
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
	h, err := newHasher(rand.Reader)
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

// Add opens an active account of any role, for staff accounts and the seed.
func (s *Service) Add(ctx context.Context, r Registration) (*Account, error) {
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

// SignIn opens a session and returns its token, which is stored nowhere. A wrong
// address and a wrong password get the same answer in the same time.
func (s *Service) SignIn(ctx context.Context, email, password, network string) (token string, who *Account, until time.Time, err error) {
	now := s.kit.Now()
	if normal, ok := NormalEmail(email); ok {
		email = normal
	}
	if err := s.byPlace.Try(network, now); err != nil {
		return "", nil, time.Time{}, err
	}
	if err := s.byEmail.Try(email, now); err != nil {
		s.byPlace.Forgive(network)
		return "", nil, time.Time{}, err
	}
	a, err := s.recognise(ctx, email, password)
	if !problem.Is(err, problem.Invalid) {
		s.byPlace.Forgive(network)
		s.byEmail.Forgive(email)
	}
	if err != nil {
		return "", nil, time.Time{}, err
	}
	s.byEmail.Succeeded(email)
	_, whole := lifetime(a.Role)
	token, until = rand.Text(), now.Add(whole)
	session := &Session{Meta: record.Meta{ID: sessionID(token)}, Account: a.ID, Seen: now, Until: until}
	if err := s.sessions.Put(ctx, session); err != nil {
		return "", nil, time.Time{}, err
	}
	return token, a, until, nil
}

// recognise returns the account of an address and its password. It takes as long when there
// is no such account.
func (s *Service) recognise(ctx context.Context, email, password string) (*Account, error) {
	a, err := s.accounts.First(ctx, "email", email)
	if problem.Is(err, problem.NotFound) {
		a = &Account{}
	} else if err != nil {
		return nil, err
	}
	right, err := s.hasher.matches(ctx, password, a.Password)
	if err != nil {
		return nil, err
	}
	if !right || a.Disabled {
		return nil, problem.New(problem.Invalid, "account.sign_in_wrong")
	}
	return a, nil
}

func sessionID(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// Resolve returns who holds a token (web.Sessions). Using a session keeps it alive.
func (s *Service) Resolve(ctx context.Context, token string) (actor.Actor, error) {
	session, err := s.sessions.Get(ctx, sessionID(token))
	if problem.Is(err, problem.NotFound) {
		return actor.Actor{}, nil
	}
	if err != nil {
		return actor.Actor{}, err
	}
	a, err := s.accounts.Get(ctx, session.Account)
	if problem.Is(err, problem.NotFound) {
		return actor.Actor{}, nil
	}
	if err != nil {
		return actor.Actor{}, err
	}
	now := s.kit.Now()
	if a.Disabled || session.Ended(a.Role, now) {
		return actor.Actor{}, nil
	}
	if now.Sub(session.Seen) > 5*time.Minute {
		_, err := s.sessions.Update(ctx, session.ID, func(v *Session) error { v.Seen = now; return nil })
		if err != nil && !problem.Is(err, problem.NotFound) && !problem.Is(err, problem.Conflict) {
			return actor.Actor{}, err
		}
	}
	if person, acts, err := s.acting(ctx, session, a); err != nil || acts {
		return person, err
	}
	return a.Actor(), nil
}

// SignOut ends the session of a token; an unknown one is no error.
func (s *Service) SignOut(ctx context.Context, token string) error {
	for {
		session, err := s.sessions.Get(ctx, sessionID(token))
		if err == nil {
			err = s.sessions.Delete(ctx, session.ID, session.Revision)
		}
		switch {
		case problem.Is(err, problem.NotFound):
			return nil
		case problem.Is(err, problem.Conflict):
			continue // another request used the session meanwhile; it ends all the same
		}
		return err
	}
}

// SignOutEverywhere ends every session of the person who asks.
func (s *Service) SignOutEverywhere(ctx context.Context) error {
	who := actor.From(ctx)
	if who.Nobody() {
		return problem.New(problem.Unauthorized, "problem.sign_in")
	}
	return s.endSessions(ctx, who.ID)
}

func (s *Service) endSessions(ctx context.Context, account string) error {
	return s.deleteSessions(ctx, store.Query{Index: "account", Equal: []any{account}})
}

func (s *Service) deleteSessions(ctx context.Context, q store.Query) error {
	for session, err := range s.sessions.Each(ctx, q) {
		if err != nil {
			return err
		}
		err = s.sessions.Delete(ctx, session.ID, session.Revision)
		if err != nil && !problem.Is(err, problem.NotFound) && !problem.Is(err, problem.Conflict) {
			return err
		}
	}
	return nil
}

// Sweep deletes sessions that are over.
func (s *Service) Sweep(ctx context.Context) error {
	return s.deleteSessions(ctx, store.Query{Index: "until", To: s.kit.Now()})
}

// Me is the account of the person who asks.
func (s *Service) Me(ctx context.Context) (*Account, error) {
	who := actor.From(ctx)
	if who.Nobody() {
		return nil, problem.New(problem.Unauthorized, "problem.sign_in")
	}
	return s.accounts.Get(ctx, who.ID)
}

// Waiting lists who waits to be verified in the cities the actor looks after.
func (s *Service) Waiting(ctx context.Context) ([]*Account, error) {
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
