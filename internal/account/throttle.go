package account

import (
	"crypto/sha256"
	"math"
	"sync"
	"time"

	"citiesgrow/internal/problem"
)

// throttle slows down guessing, by account and by network. It lives in memory: a
// restart forgives, and nothing is written down about who tried.
type throttle struct {
	free int           // failures that cost nothing
	most time.Duration // the longest wait
	mu   sync.Mutex
	by   map[[32]byte]*failures
}

type failures struct {
	count int
	last  time.Time
}

func newThrottle(free int, most time.Duration) *throttle {
	return &throttle{free: free, most: most, by: map[[32]byte]*failures{}}
}

// wait is how long the next try has to wait: nothing for the first few, then one
// second, doubling.
func (t *throttle) wait(f *failures, now time.Time) time.Duration {
	if f == nil || f.count < t.free {
		return 0
	}
	delay := min(time.Duration(math.Pow(2, float64(min(f.count-t.free, 30))))*time.Second, t.most)
	return max(0, f.last.Add(delay).Sub(now))
}

// try lets a try through, or returns a TooMany problem while the key has to wait. It counts
// as a failure from the start, until succeeded or forgive says otherwise: a hundred tries at
// once are then no cheaper than a hundred in turn.
func (t *throttle) try(key string, now time.Time) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.by) > 100_000 {
		t.forgetOld(now)
	}
	sum := sha256.Sum256([]byte(key))
	f := t.by[sum]
	if left := t.wait(f, now); left > 0 {
		seconds := int(math.Ceil(left.Seconds()))
		p := problem.New(problem.TooMany, "account.wait", "Count", seconds)
		p.Retry = seconds
		return p
	}
	if f == nil || now.Sub(f.last) > 24*time.Hour {
		f = &failures{}
		t.by[sum] = f
	}
	f.count++
	f.last = now
	return nil
}

// forgive takes one try back.
func (t *throttle) forgive(key string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if f := t.by[sha256.Sum256([]byte(key))]; f != nil && f.count > 0 {
		f.count--
	}
}

// succeeded forgets every try.
func (t *throttle) succeeded(key string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.by, sha256.Sum256([]byte(key)))
}

func (t *throttle) forgetOld(now time.Time) {
	for k, f := range t.by {
		if now.Sub(f.last) > t.most {
			delete(t.by, k)
		}
	}
}
