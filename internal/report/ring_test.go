package report

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/problem"
)

// Five wrong passphrases are free, then each costs twice the wait of the one before, a minute at most.
func TestGuessingAPassphraseGetsSlow(t *testing.T) {
	p, now := &patience{by: map[string]*failed{}}, moduletest.Now
	for n := range freeTries {
		if err := p.wait("mia", now); err != nil {
			t.Fatalf("try %d: %v", n+1, err)
		}
		p.failed("mia", now)
	}
	for _, want := range []int{1, 2, 4, 8, 16, 32, 60, 60} {
		err := p.wait("mia", now)
		if q := problem.Of(err); q == nil || q.Kind != problem.TooMany || q.Retry != want {
			t.Fatalf("%v, want a wait of %d s", err, want)
		}
		last := time.Duration(want) * time.Second
		if err := p.wait("mia", now.Add(last-time.Millisecond)); err == nil || problem.Of(err).Retry != 1 {
			t.Errorf("a moment before the end of %d s: %v", want, err)
		}
		if now = now.Add(last); p.wait("mia", now) != nil {
			t.Errorf("after %d s one still waits", want)
		}
		p.failed("mia", now)
	}
	if p.wait("ali", now) != nil {
		t.Error("a colleague waits as well")
	}
	p.forget("mia")
	if p.wait("mia", now) != nil {
		t.Error("one waits after the right passphrase")
	}
}

// The tries of yesterday are forgotten, those of the same day are not.
func TestWrongPassphrasesAreForgottenAfterADay(t *testing.T) {
	for _, c := range []struct {
		later time.Duration
		waits bool
	}{{24 * time.Hour, true}, {24*time.Hour + time.Second, false}} {
		p, now := &patience{by: map[string]*failed{}}, moduletest.Now
		for range freeTries - 1 {
			p.failed("mia", now)
		}
		p.failed("mia", now.Add(c.later))
		if waits := p.wait("mia", now.Add(c.later)) != nil; waits != c.waits {
			t.Errorf("%s later: waits %t", c.later, waits)
		}
	}
}

// A network has its way free until it typed five wrong receipts within the hour; then it stands in a
// queue of four, of whom one is let through at a time. Another network does not notice.
func TestWrongReceiptsNarrowTheWay(t *testing.T) {
	l, now := newLanes(), moduletest.Now
	free := func(network string, at time.Time) bool {
		before := len(l.narrow)
		leave, err := l.enter(t.Context(), network, at)
		if err != nil {
			return false
		}
		defer leave()
		return len(l.narrow) == before
	}
	for n := range freeTries {
		if !free("attacker", now) {
			t.Fatalf("narrow after %d", n)
		}
		l.missed("attacker", now)
	}
	if free("attacker", now) {
		t.Error("the way is free after five wrong receipts")
	}
	if !free("elsewhere", now) {
		t.Error("another network has to queue")
	}
	if free("attacker", now.Add(time.Hour)) || !free("attacker", now.Add(time.Hour+time.Second)) {
		t.Error("an hour later the way is free again, not before")
	}
	leave, err := l.enter(t.Context(), "attacker", now)
	if err != nil {
		t.Fatal(err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	l.waiting = narrowQueue - 1
	if _, err := l.enter(gone, "attacker", now); !errors.Is(err, context.Canceled) {
		t.Errorf("there is a place in the queue: %v", err)
	}
	l.waiting = narrowQueue
	if _, err := l.enter(gone, "attacker", now); problem.Of(err) == nil || problem.Of(err).Kind != problem.TooMany || problem.Of(err).Retry != 5 {
		t.Errorf("a full queue: %v", err)
	}
	leave()
	if !free("elsewhere", now) {
		t.Error("another network has to queue while the queue is full")
	}
}

// Networks of which nothing was heard for an hour are forgotten when there are too many to remember.
func TestOldNetworksAreForgotten(t *testing.T) {
	l, now := newLanes(), moduletest.Now
	for n := range 100_001 {
		l.wrong[fmt.Sprint(n)] = &failed{count: 1, last: now}
	}
	l.missed("fresh", now.Add(time.Hour))
	if len(l.wrong) != 100_002 {
		t.Errorf("%d are remembered within the hour", len(l.wrong))
	}
	l.missed("fresh", now.Add(time.Hour+time.Second))
	if len(l.wrong) != 1 || l.wrong["fresh"].count != 2 {
		t.Errorf("%d are remembered after it", len(l.wrong))
	}
}

// A kind of thing is counted by the hour of the clock, each kind by itself.
func TestAFloodIsCountedByTheHour(t *testing.T) {
	f, now := &floods{}, moduletest.Now.Add(59*time.Minute+50*time.Second)
	if err := f.admit("city riga", 9, 10, now); err != nil {
		t.Fatal(err)
	}
	if err := f.admit("city riga", 2, 10, now); problem.Of(err) == nil || problem.Of(err).Retry != 10 {
		t.Errorf("eleven of ten: %v", err)
	}
	if err := f.admit("city riga", 1, 10, now); err != nil {
		t.Errorf("a refusal counts: %v", err)
	}
	if err := f.admit("city ghent", 1, 10, now); err != nil {
		t.Errorf("another city: %v", err)
	}
	if err := f.admit("city riga", 1, 10, now); err == nil {
		t.Error("the eleventh is let in")
	}
	if err := f.admit("city riga", 10, 10, now.Add(10*time.Second)); err != nil {
		t.Errorf("in the next hour: %v", err)
	}
}
