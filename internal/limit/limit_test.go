package limit

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"citiesgrow/internal/problem"
)

var start = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

// retry is the wait in seconds that a refusal asks for; -1 for an error that is no refusal.
func retry(err error) int {
	if err == nil {
		return 0
	}
	if p := problem.Of(err); p != nil && p.Kind == problem.TooMany && p.Message.Args["Count"] == p.Retry {
		return p.Retry
	}
	return -1
}

// The first attempts are free, then each costs twice the wait of the one before, up to the longest.
func TestGuessingGetsSlow(t *testing.T) {
	b, now := NewBackoff(5, time.Minute), start
	for n := range 5 {
		if err := b.Try("mia", now); err != nil {
			t.Fatalf("attempt %d: %v", n+1, err)
		}
	}
	for _, want := range []int{1, 2, 4, 8, 16, 32, 60, 60} {
		if got := retry(b.Try("mia", now)); got != want {
			t.Fatalf("a wait of %d s, want %d", got, want)
		}
		wait := time.Duration(want) * time.Second
		if got := retry(b.Try("mia", now.Add(wait-time.Millisecond))); got != 1 {
			t.Errorf("a moment before the end of %d s: %d", want, got)
		}
		now = now.Add(wait)
		if got := retry(b.Try("mia", now)); got != 0 {
			t.Errorf("after %d s: %d", want, got)
		}
	}
	if got := retry(b.Try("ali", now)); got != 0 {
		t.Errorf("another account waits %d s", got)
	}
	b.Succeeded("mia")
	for range 5 {
		if got := retry(b.Try("mia", now)); got != 0 {
			t.Errorf("after success: %d", got)
		}
	}
}

// What failed for another reason is taken back, once for each attempt and never below nothing.
func TestAnAttemptIsForgiven(t *testing.T) {
	b := NewBackoff(1, time.Minute)
	b.Forgive("mia")
	for range 3 {
		if err := b.Try("mia", start); err != nil {
			t.Fatal(err)
		}
		b.Forgive("mia")
	}
	b.Forgive("mia")
	if err := b.Try("mia", start); err != nil {
		t.Error(err)
	}
	if got := retry(b.Try("mia", start)); got != 1 {
		t.Errorf("the second that is not forgiven: %d", got)
	}
}

// Attempts are forgotten a day after the last.
func TestAttemptsAreForgotten(t *testing.T) {
	for _, c := range []struct {
		later time.Duration
		waits int
	}{{24 * time.Hour, 1}, {24*time.Hour + time.Second, 0}} {
		b := NewBackoff(2, time.Minute)
		b.Try("mia", start)
		b.Try("mia", start.Add(c.later))
		if got := retry(b.Try("mia", start.Add(c.later))); got != c.waits {
			t.Errorf("%s later: %d", c.later, got)
		}
	}
}

// Keys that no longer matter are deleted when there are very many; those that do are not.
func TestMemoryIsBounded(t *testing.T) {
	b, r := NewBackoff(1, time.Minute), NewRate(2, time.Hour)
	for n := range most + 1 {
		b.Try(fmt.Sprint(n), start)
		r.Take(fmt.Sprint(n), 1, start)
	}
	b.Try("one more", start.Add(time.Minute))
	r.Take("one more", 1, start.Add(29*time.Minute))
	if len(b.by) != most+2 || len(r.by) != most+2 {
		t.Errorf("%d and %d keys while all matter", len(b.by), len(r.by))
	}
	b.Try("one more", start.Add(time.Minute+time.Second))
	r.Take("one more", 1, start.Add(30*time.Minute))
	if len(b.by) != 1 || len(r.by) != 1 {
		t.Errorf("%d and %d keys when one matters", len(b.by), len(r.by))
	}
}

// So many an hour, each key by itself; what is refused takes nothing.
func TestRate(t *testing.T) {
	r := NewRate(10, time.Hour)
	if wait := r.Take("riga", 9, start); wait != 0 {
		t.Fatal(wait)
	}
	if wait := r.Take("riga", 2, start); wait != 6*time.Minute {
		t.Errorf("eleven of ten wait %s", wait)
	}
	if wait := r.Take("riga", 1, start); wait != 0 {
		t.Errorf("the tenth waits %s: the refusal took something", wait)
	}
	if !r.Spent("riga", start) || r.Spent("ghent", start) {
		t.Error("riga is spent, ghent is not")
	}
	if wait := r.Take("ghent", 10, start); wait != 0 {
		t.Errorf("another city waits %s", wait)
	}
	if wait := r.Take("nantes", 11, start); wait != time.Hour {
		t.Errorf("more than fits waits %s", wait)
	}
	if r.Spent("riga", start.Add(6*time.Minute)) || r.Take("riga", 1, start.Add(6*time.Minute)) != 0 {
		t.Error("nothing after six minutes")
	}
	if wait := r.Take("riga", 10, start.Add(66*time.Minute)); wait != 0 {
		t.Errorf("an hour later %s", wait)
	}
}

// One at a time; few wait, not for long, and a place in the queue is free again afterwards.
func TestQueue(t *testing.T) {
	q := NewQueue(2, time.Hour)
	leave, err := q.Enter(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	gone, cancel := context.WithCancel(t.Context())
	entered := make(chan error)
	for range 2 {
		go func() {
			_, err := q.Enter(gone)
			entered <- err
		}()
	}
	for q.waiting.Load() < 2 {
		time.Sleep(time.Millisecond)
	}
	if _, err := q.Enter(t.Context()); retry(err) != 5 {
		t.Errorf("a full queue: %v", err)
	}
	cancel()
	for range 2 {
		if err := <-entered; !errors.Is(err, context.Canceled) {
			t.Errorf("whoever gave up: %v", err)
		}
	}
	leave()
	if leave, err = q.Enter(t.Context()); err != nil {
		t.Fatalf("an empty queue: %v", err)
	}
	impatient := NewQueue(1, time.Nanosecond)
	impatient.Enter(t.Context())
	if _, err := impatient.Enter(t.Context()); retry(err) != 5 {
		t.Errorf("the wait was too long: %v", err)
	}
	leave()
}
