package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// notes are what followers of a case wrote down.
type notes struct {
	sync.Mutex
	lines []string
}

func (n *notes) add(line string) {
	n.Lock()
	defer n.Unlock()
	n.lines = append(n.lines, line)
}

func (n *notes) take() []string {
	n.Lock()
	defer n.Unlock()
	lines := n.lines
	n.lines = nil
	return lines
}

// noting follows things and notes "name:id".
func noting(name string, n *notes) store.Follower {
	return store.Follower{Name: name, Collections: []string{"things"}, Handle: func(_ context.Context, changes []store.Change) error {
		for _, c := range changes {
			if c.Collection != "things" {
				return fmt.Errorf("%s is none of mine", c.Collection)
			}
			n.add(name + ":" + c.ID)
		}
		return nil
	}}
}

func followersInOrder(t *testing.T, s *suite) {
	ctx := t.Context()
	n := &notes{}
	// The second writes what the third follows.
	echo := store.Follower{Name: "echo", Collections: []string{"things"}, Handle: func(ctx context.Context, changes []store.Change) error {
		for _, c := range changes {
			n.add("echo:" + c.ID)
			if !strings.HasPrefix(c.ID, "echo") {
				err := s.things.Put(ctx, named("echo of "+c.ID))
				if err != nil && !errors.Is(err, store.ErrConflict) {
					return err
				}
			}
		}
		return nil
	}}
	feed := store.NewFeed(s.db, nil, noting("first", n), echo, noting("third", n))
	s.put(t, named("a"))
	must(t, feed.CatchUp(ctx))
	want := []string{"first:a", "echo:a", "third:a", "first:echo of a", "echo:echo of a", "third:echo of a"}
	if got := n.take(); !slices.Equal(got, want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	must(t, feed.CatchUp(ctx))
	if got := n.take(); len(got) != 0 {
		t.Fatalf("without a write: %v", got)
	}
}

func followerResumes(t *testing.T, s *suite) {
	n := &notes{}
	crash := true
	ctx, cancel := context.WithCancel(t.Context())
	build := func() *store.Feed {
		fragile := noting("fragile", n)
		calm := fragile.Handle
		fragile.Handle = func(ctx context.Context, changes []store.Change) error {
			if err := calm(ctx, changes); err != nil {
				return err
			}
			if crash { // after its work, before its bookmark
				cancel()
				return ctx.Err()
			}
			return nil
		}
		return store.NewFeed(s.db, nil, noting("first", n), fragile, noting("last", n))
	}
	s.put(t, named("a"))
	if err := build().CatchUp(ctx); err == nil {
		t.Fatal("a follower that was cut off is no success")
	}
	if got := n.take(); !slices.Equal(got, []string{"first:a", "fragile:a"}) {
		t.Fatalf("until the crash: %v", got)
	}
	crash = false
	s.reopen(t)
	s.put(t, named("b"))
	must(t, build().CatchUp(t.Context()))
	got := n.take()
	for _, want := range []string{"first:b", "fragile:a", "fragile:b", "last:a", "last:b"} {
		if !slices.Contains(got, want) {
			t.Fatalf("%s is missing after the crash: %v", want, got)
		}
	}
	if slices.Index(got, "last:b") < slices.Index(got, "first:b") || slices.Index(got, "last:a") < slices.Index(got, "fragile:a") {
		t.Fatalf("a later follower was ahead: %v", got)
	}
}

func followerParks(t *testing.T, s *suite) {
	ctx := t.Context()
	n := &notes{}
	broken := true
	picky := noting("picky", n)
	calm := picky.Handle
	picky.Handle = func(ctx context.Context, changes []store.Change) error {
		if broken && slices.ContainsFunc(changes, func(c store.Change) bool { return c.ID == "bad" }) {
			n.add("failed")
			return errors.New("cannot stomach it")
		}
		return calm(ctx, changes)
	}
	feed := store.NewFeed(s.db, nil, picky, noting("next", n))
	bad := named("bad")
	s.put(t, named("a"), bad, named("c"))
	must(t, feed.CatchUp(ctx))
	got := n.take()
	if failures := len(slices.DeleteFunc(slices.Clone(got), func(l string) bool { return l != "failed" })); failures != 6 {
		t.Errorf("failed %d times, want once together and five times alone", failures)
	}
	for _, want := range []string{"picky:a", "picky:c", "next:a", "next:bad", "next:c"} {
		if !slices.Contains(got, want) {
			t.Errorf("the feed did not go on: %s is missing in %v", want, got)
		}
	}
	parked, err := feed.Parked(ctx)
	must(t, err)
	if len(parked) != 1 || parked[0].Follower != "picky" || parked[0].Collection != "things" || parked[0].Document != "bad" ||
		parked[0].Error != "cannot stomach it" || parked[0].Tries != 5 || !parked[0].When.Equal(start) {
		t.Fatalf("parked: %+v", parked)
	}
	if err := feed.Retry(ctx, parked[0].ID); err == nil || err.Error() != "cannot stomach it" {
		t.Fatalf("retry: %v", err)
	}
	if err := feed.Retry(ctx, "nobody"); !problem.Is(err, problem.NotFound) {
		t.Fatalf("retry of nothing: %v", err)
	}
	again := store.NewFeed(s.db, nil, picky, noting("next", n)) // after a restart
	if parked, err = again.Parked(ctx); err != nil || len(parked) != 1 || parked[0].Tries != 6 {
		t.Fatalf("parked after retry: %+v, %v", parked, err)
	}
	broken = false
	must(t, again.Retry(ctx, parked[0].ID))
	if parked, err = again.Parked(ctx); err != nil || len(parked) != 0 {
		t.Fatalf("parked after success: %+v, %v", parked, err)
	}
	broken = true
	s.put(t, bad)
	must(t, again.CatchUp(ctx))
	broken = false
	s.put(t, bad) // a later state goes through
	must(t, again.CatchUp(ctx))
	if parked, err = again.Parked(ctx); err != nil || len(parked) != 0 {
		t.Fatalf("parked after a later state went through: %+v, %v", parked, err)
	}
}

func followerRewinds(t *testing.T, s *suite) {
	ctx := t.Context()
	n := &notes{}
	feed := store.NewFeed(s.db, nil, noting("first", n), noting("second", n))
	s.put(t, named("a"), named("b"))
	must(t, feed.CatchUp(ctx))
	n.take()
	must(t, feed.Rewind(ctx, "second"))
	s.put(t, named("c"))
	must(t, feed.CatchUp(ctx))
	got := n.take()
	for _, want := range []string{"second:a", "second:b", "second:c", "first:c"} {
		if !slices.Contains(got, want) {
			t.Errorf("%s is missing in %v", want, got)
		}
	}
	if slices.Index(got, "second:c") < slices.Index(got, "first:c") {
		t.Errorf("the rewound follower was ahead: %v", got)
	}
	must(t, feed.CatchUp(ctx))
	if got := n.take(); len(got) != 0 {
		t.Errorf("they do not stand in one place again: %v", got)
	}
	if err := feed.Rewind(ctx, "nobody"); !problem.Is(err, problem.NotFound) {
		t.Errorf("rewind of nobody: %v", err)
	}
}

// An earlier follower that begins again, as one does whose derived data is lost, is not
// dragged along by those that stand at the end.
func earlierRewinds(t *testing.T, s *suite) {
	const many, batch = 70, 50
	ctx := t.Context()
	n := &notes{}
	feed := store.NewFeed(s.db, nil, noting("first", n), noting("second", n))
	feed.Batch = batch
	for i := range many {
		s.put(t, named(fmt.Sprint("thing-", i)))
	}
	must(t, feed.CatchUp(ctx))
	n.take()
	must(t, feed.Rewind(ctx, "first"))
	must(t, feed.CatchUp(ctx))
	seen := map[string]bool{}
	for _, line := range n.take() {
		if line[:6] != "first:" {
			t.Errorf("%s was seen by one who had not been rewound", line)
		}
		seen[line] = true
	}
	if len(seen) != many {
		t.Errorf("the rewound follower saw %d of %d", len(seen), many)
	}
}

func catchUpBesideRun(t *testing.T, s *suite) {
	n := &notes{}
	feed := store.NewFeed(s.db, nil, noting("one", n), noting("two", n))
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- feed.Run(ctx) }()
	for i := range 10 {
		id := fmt.Sprint("thing-", i)
		s.put(t, &thing{Meta: record.Meta{ID: id}})
		must(t, feed.CatchUp(t.Context()))
		if got := n.take(); !slices.Contains(got, "one:"+id) || !slices.Contains(got, "two:"+id) {
			t.Fatalf("caught up with %s: %v", id, got)
		}
	}
	stop()
	must(t, <-ended)
}

func followerPanics(t *testing.T, s *suite) {
	once := true
	n := &notes{}
	feed := store.NewFeed(s.db, nil, store.Follower{Name: "jumpy", Handle: func(_ context.Context, changes []store.Change) error {
		if once {
			once = false
			panic("boo")
		}
		n.add(changes[0].ID)
		return nil
	}})
	s.put(t, named("a"))
	must(t, feed.CatchUp(t.Context()))
	if got := n.take(); !slices.Equal(got, []string{"a"}) {
		t.Fatalf("got %v", got)
	}
}
