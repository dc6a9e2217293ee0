package limit

import (
	"math"
	"sync"
	"time"
)

// Backoff slows down guessing: the first attempts of a key are free, then each waits twice as long
// as the one before, from one second up to a longest wait. A token bucket (see Rate) would let a
// guesser go on at its steady rate, so this is not one.
type Backoff struct {
	free    int           // attempts that wait for nothing
	longest time.Duration // wait
	mu      sync.Mutex
	by      map[key]*attempts
}

type attempts struct {
	count int
	last  time.Time
}

// forgotten is after how long without an attempt a key starts from nothing.
const forgotten = 24 * time.Hour

// NewBackoff returns a limiter with so many free attempts and that longest wait.
func NewBackoff(free int, longest time.Duration) *Backoff {
	return &Backoff{free: free, longest: longest, by: map[key]*attempts{}}
}

// Try admits an attempt, or returns a TooMany problem while the key has to wait. The attempt counts
// as failed from the start, until Succeeded or Forgive: a hundred at once cost what a hundred in
// turn cost.
func (b *Backoff) Try(name string, now time.Time) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.by) > most {
		b.deleteOld(now)
	}
	k := keyOf(name)
	a := b.by[k]
	if left := b.wait(a, now); left > 0 {
		return TooMany(left)
	}
	if a == nil || now.Sub(a.last) > forgotten {
		a = &attempts{}
		b.by[k] = a
	}
	a.count++
	a.last = now
	return nil
}

func (b *Backoff) wait(a *attempts, now time.Time) time.Duration {
	if a == nil || a.count < b.free {
		return 0
	}
	delay := min(time.Duration(math.Pow(2, float64(min(a.count-b.free, 30))))*time.Second, b.longest)
	return max(0, a.last.Add(delay).Sub(now))
}

// Forgive takes one attempt back: it failed for a reason that is not the caller's.
func (b *Backoff) Forgive(name string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if a := b.by[keyOf(name)]; a != nil && a.count > 0 {
		a.count--
	}
}

// Succeeded forgets all attempts of the key.
func (b *Backoff) Succeeded(name string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.by, keyOf(name))
}

func (b *Backoff) deleteOld(now time.Time) {
	for k, a := range b.by {
		if now.Sub(a.last) > b.longest {
			delete(b.by, k)
		}
	}
}
