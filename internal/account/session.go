package account

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

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

// DeleteEnded deletes sessions that are over.
func (s *Service) DeleteEnded(ctx context.Context) error {
	return s.deleteSessions(ctx, store.Query{Index: "until", To: s.kit.Now()})
}
