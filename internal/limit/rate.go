package limit

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Rate admits up to n of something in a time, for each key, and again as the time passes: a token
// bucket of golang.org/x/time/rate for each key.
type Rate struct {
	n   int
	per time.Duration
	mu  sync.Mutex
	by  map[key]*rate.Limiter
}

// NewRate returns a limiter that admits n at once, and n in each further per.
func NewRate(n int, per time.Duration) *Rate {
	return &Rate{n: n, per: per, by: map[key]*rate.Limiter{}}
}

// Take takes n of the key, all or none. It returns 0 when they were taken, else how long until they
// could be; more than the limiter holds at all are never taken, and wait a whole time.
func (r *Rate) Take(name string, n int, now time.Time) time.Duration {
	if n > r.n {
		return r.per
	}
	l := r.of(name, now)
	reservation := l.ReserveN(now, n)
	wait := reservation.DelayFrom(now)
	if wait > 0 {
		reservation.CancelAt(now)
	}
	return wait
}

// Spent says whether nothing of the key is left to take.
func (r *Rate) Spent(name string, now time.Time) bool {
	return r.of(name, now).TokensAt(now) < 1
}

func (r *Rate) of(name string, now time.Time) *rate.Limiter {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.by) > most {
		for k, l := range r.by {
			if l.TokensAt(now) >= float64(r.n) {
				delete(r.by, k)
			}
		}
	}
	k := keyOf(name)
	l := r.by[k]
	if l == nil {
		l = rate.NewLimiter(rate.Limit(float64(r.n)/r.per.Seconds()), r.n)
		r.by[k] = l
	}
	return l
}
