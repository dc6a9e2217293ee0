package report

import (
	"context"
	"sync"
	"time"

	"citiesgrow/internal/problem"
)

// A receipt cannot be guessed in any useful time, so guessing is only a matter of load.
// Networks that typed some wrong receipts within the hour go through a narrow lane, one at a
// time and few waiting; everybody else finds the way free. Nobody is locked out: in the
// narrow lane a right receipt works as well. It lives in memory.
type lanes struct {
	mu      sync.Mutex
	wrong   map[string]*failed
	narrow  chan struct{}
	waiting int
}

const (
	narrowQueue   = 3               // more than that are asked to come again
	narrowPatient = 2 * time.Second // and who waits longer
)

func newLanes() *lanes {
	return &lanes{wrong: map[string]*failed{}, narrow: make(chan struct{}, 1)}
}

// enter lets a network through, at once or after waiting; leave must be called then.
func (l *lanes) enter(ctx context.Context, network string, now time.Time) (leave func(), err error) {
	l.mu.Lock()
	f := l.wrong[network]
	free := f == nil || f.count < freeTries || now.Sub(f.last) > time.Hour
	if !free {
		if l.waiting >= narrowQueue {
			l.mu.Unlock()
			return nil, tooMany(5 * time.Second)
		}
		l.waiting++
	}
	l.mu.Unlock()
	if free {
		return func() {}, nil
	}
	defer func() {
		l.mu.Lock()
		l.waiting--
		l.mu.Unlock()
	}()
	timer := time.NewTimer(narrowPatient)
	defer timer.Stop()
	select {
	case l.narrow <- struct{}{}:
		return func() { <-l.narrow }, nil
	case <-timer.C:
		return nil, tooMany(5 * time.Second)
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// missed counts a receipt that led nowhere.
func (l *lanes) missed(network string, now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.wrong) > 100_000 {
		for n, f := range l.wrong {
			if now.Sub(f.last) > time.Hour {
				delete(l.wrong, n)
			}
		}
	}
	f := l.wrong[network]
	if f == nil || now.Sub(f.last) > time.Hour {
		f = &failed{}
		l.wrong[network] = f
	}
	f.count++
	f.last = now
}

// How many reports an hour a city and the house take, and how many files a report: more is
// a flood, and is kindly asked to come later.
const (
	mostOfCity  = 10
	mostOfHouse = 1000
	mostFiles   = 30
)

// floods counts what came within the hour, in memory.
type floods struct {
	mu   sync.Mutex
	hour int64
	by   map[string]int
}

// admit counts n things of a kind, or refuses them where they would be too many.
func (f *floods) admit(kind string, n, most int, now time.Time) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if hour := now.Unix() / 3600; f.by == nil || hour != f.hour {
		f.hour, f.by = hour, map[string]int{}
	}
	if f.by[kind]+n > most {
		p := problem.New(problem.TooMany, "report.flood")
		p.Retry = int(3600 - now.Unix()%3600)
		return p
	}
	f.by[kind] += n
	return nil
}
