package custody

import (
	"context"
	"crypto/sha256"
	"sync"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/seal"
)

// How long a key stays unlocked: without use, and in all.
const (
	idleKey    = 15 * time.Minute
	longestKey = 8 * time.Hour
)

// KeyCache holds unlocked keys in memory and nowhere else, each for one session of one account: after a
// restart, a sign-out or in another session the key is locked.
type KeyCache struct {
	mu   sync.Mutex
	keys map[[32]byte]*unlocked
}

// NewKeyCache returns an empty cache. A process has one.
func NewKeyCache() *KeyCache { return &KeyCache{keys: map[[32]byte]*unlocked{}} }

// unlocked is a key with the times since when it is open and when it was last used.
type unlocked struct {
	key         *seal.Private
	since, used time.Time
}

func (u *unlocked) over(now time.Time) bool {
	return now.Sub(u.used) > idleKey || now.Sub(u.since) > longestKey
}

type sessionKey struct{}

// WithSession binds what is unlocked to a session's token.
func WithSession(ctx context.Context, token string) context.Context {
	return context.WithValue(ctx, sessionKey{}, token)
}

// place is where the key of the actor's session lies: a hash, so that the cache holds no token.
func place(ctx context.Context) [32]byte {
	token, _ := ctx.Value(sessionKey{}).(string)
	return sha256.Sum256([]byte(actor.From(ctx).ID + "\x00" + token))
}

// Put holds an unlocked key for the actor's session, and forgets the keys whose time is over.
func (c *KeyCache) Put(ctx context.Context, key *seal.Private, now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for at, u := range c.keys {
		if u.over(now) {
			delete(c.keys, at)
		}
	}
	c.keys[place(ctx)] = &unlocked{key, now, now}
}

// get returns the unlocked key of the actor's session, nil where it is locked.
func (c *KeyCache) get(ctx context.Context, now time.Time) *seal.Private {
	c.mu.Lock()
	defer c.mu.Unlock()
	at := place(ctx)
	u := c.keys[at]
	if u == nil {
		return nil
	}
	if u.over(now) {
		delete(c.keys, at)
		return nil
	}
	if now.After(u.used) {
		u.used = now
	}
	return u.key
}

func (c *KeyCache) drop(ctx context.Context) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.keys, place(ctx))
}
