package report

import (
	"context"
	"crypto/sha256"
	"sync"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/seal"
)

// How long an unlocked key stays so.
const (
	idleKey    = 15 * time.Minute
	longestKey = 8 * time.Hour
)

// keyring holds unlocked keys in memory and nowhere else, each for one session of one
// account: a restart, a sign-out or another session finds it locked.
type keyring struct {
	mu   sync.Mutex
	keys map[[32]byte]*unlocked
}

type unlocked struct {
	key         *seal.Private
	since, used time.Time
}

type sessionKey struct{}

// WithSession binds what is unlocked to a session's token.
func WithSession(ctx context.Context, token string) context.Context {
	return context.WithValue(ctx, sessionKey{}, token)
}

func slot(ctx context.Context) [32]byte {
	token, _ := ctx.Value(sessionKey{}).(string)
	return sha256.Sum256([]byte(actor.From(ctx).ID + "\x00" + token))
}

func (r *keyring) put(ctx context.Context, key *seal.Private, now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for at, u := range r.keys {
		if u.over(now) {
			delete(r.keys, at)
		}
	}
	r.keys[slot(ctx)] = &unlocked{key, now, now}
}

func (u *unlocked) over(now time.Time) bool {
	return now.Sub(u.used) > idleKey || now.Sub(u.since) > longestKey
}

func (r *keyring) get(ctx context.Context, now time.Time) *seal.Private {
	r.mu.Lock()
	defer r.mu.Unlock()
	at := slot(ctx)
	u := r.keys[at]
	if u == nil {
		return nil
	}
	if u.over(now) {
		delete(r.keys, at)
		return nil
	}
	if now.After(u.used) {
		u.used = now
	}
	return u.key
}

func (r *keyring) drop(ctx context.Context) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.keys, slot(ctx))
}
