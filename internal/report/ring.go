package report

import (
	"context"
	"crypto/sha256"
	"math"
	"sync"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
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

// patience slows guessing of a passphrase down: five tries are free, then each waits
// twice as long, a minute at most.
type patience struct {
	mu sync.Mutex
	by map[string]*failed
}

type failed struct {
	count int
	last  time.Time
}

const freeTries = 5

func (p *patience) wait(who string, now time.Time) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	f := p.by[who]
	if f == nil || f.count < freeTries {
		return nil
	}
	delay := min(time.Duration(1<<min(f.count-freeTries, 10))*time.Second, time.Minute)
	if left := f.last.Add(delay).Sub(now); left > 0 {
		return tooMany(left)
	}
	return nil
}

func tooMany(left time.Duration) error {
	seconds := max(1, int(math.Ceil(left.Seconds())))
	p := problem.New(problem.TooMany, "account.wait", "Count", seconds)
	p.Retry = seconds
	return p
}

func (p *patience) failed(who string, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	f := p.by[who]
	if f == nil || now.Sub(f.last) > 24*time.Hour {
		f = &failed{}
		p.by[who] = f
	}
	f.count++
	f.last = now
}

func (p *patience) forget(who string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.by, who)
}
