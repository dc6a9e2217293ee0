package storetest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// read goes through the feed from a bookmark to the end, in small steps.
func (s *suite) read(t *testing.T, at store.Bookmark) ([]store.Change, store.Bookmark) {
	t.Helper()
	var all []store.Change
	for {
		changes, next, err := s.db.Changes(t.Context(), at, 3)
		must(t, err)
		all, at = append(all, changes...), next
		if len(changes) < 3 {
			return all, at
		}
	}
}

func feedComplete(t *testing.T, s *suite) {
	others := store.Spec{Name: "others"}
	must(t, s.db.Ensure(t.Context(), []store.Spec{others}))
	other := store.Of[thing](s.db, others)
	if changes, _ := s.read(t, ""); len(changes) != 0 {
		t.Fatalf("an empty store has changes: %v", changes)
	}
	for i := range 7 {
		s.put(t, named(fmt.Sprint(i)))
		must(t, other.Put(t.Context(), named(fmt.Sprint(i))))
	}
	changes, at := s.read(t, "")
	told := map[store.Change]int{}
	for _, c := range changes {
		told[c]++
	}
	for i := range 7 {
		for _, collection := range []string{"things", "others"} {
			c := store.Change{Collection: collection, ID: fmt.Sprint(i), Revision: 1}
			if told[c] != 1 {
				t.Errorf("%+v was told %d times", c, told[c])
			}
		}
	}
	if more, _ := s.read(t, at); len(more) != 0 {
		t.Fatalf("without a write there is more: %v", more)
	}
	v, err := s.things.Get(t.Context(), "3")
	must(t, err)
	s.put(t, v)
	must(t, s.things.Delete(t.Context(), "4", 1))
	changes, next := s.read(t, at)
	want := []store.Change{{Collection: "things", ID: "3", Revision: 2}, {Collection: "things", ID: "4", Revision: 1, Deleted: true}}
	if !slices.Equal(changes, want) {
		t.Fatalf("got %v, want %v", changes, want)
	}
	if !s.db.Reached(next, at) || s.db.Reached(at, next) || !s.db.Reached(next, next) {
		t.Fatal("bookmarks do not know which is the later")
	}
	s.put(t, named("4"))
	if changes, _ = s.read(t, next); !slices.Equal(changes, []store.Change{{Collection: "things", ID: "4", Revision: 1}}) {
		t.Fatalf("a deleted id used again: %v", changes)
	}
	if changes, _ = s.read(t, ""); len(changes) != 14 {
		t.Fatalf("from the beginning there are %d, want each document once: %v", len(changes), changes)
	}
	if foreign, _ := s.read(t, "another database:99"); len(foreign) != 14 {
		t.Fatalf("with a bookmark of another database there are %d", len(foreign))
	}
}

func feedRestart(t *testing.T, s *suite) {
	for i := range 10 {
		s.put(t, named(fmt.Sprint("before-", i)))
	}
	_, at := s.read(t, "")
	s.put(t, named("between"))
	s.reopen(t)
	s.put(t, named("after"))
	changes, at := s.read(t, at)
	for _, id := range []string{"between", "after"} {
		if !slices.ContainsFunc(changes, func(c store.Change) bool { return c.ID == id }) {
			t.Fatalf("%s is missing in %v", id, changes)
		}
	}
	if more, _ := s.read(t, at); len(more) != 0 {
		t.Fatalf("there is more: %v", more)
	}
}

func feedQuiet(t *testing.T, s *suite) {
	v := named("whispered")
	must(t, s.secret.Put(t.Context(), v))
	must(t, s.secret.Put(t.Context(), v))
	must(t, s.secret.Put(t.Context(), coded("sealed", "x")))
	must(t, s.secret.Delete(t.Context(), "whispered", 2))
	s.put(t, named("said"))
	changes, _ := s.read(t, "")
	if !slices.Equal(changes, []store.Change{{Collection: "things", ID: "said", Revision: 1}}) {
		t.Fatalf("got %v", changes)
	}
}

func feedWait(t *testing.T, s *suite) {
	s.put(t, named("a"))
	_, at := s.read(t, "")
	begun := time.Now()
	s.db.Wait(t.Context(), at, 30*time.Millisecond)
	if took := time.Since(begun); took > 5*time.Second {
		t.Fatalf("nothing was written, and the wait took %v", took)
	}
	wrote := make(chan error, 1)
	go func() { wrote <- s.things.Put(t.Context(), &thing{Meta: record.Meta{ID: "b"}}) }()
	begun = time.Now()
	for {
		changes, _, err := s.db.Changes(t.Context(), at, 10)
		must(t, err)
		if len(changes) > 0 {
			break
		}
		s.db.Wait(t.Context(), at, 20*time.Second)
		if time.Since(begun) > 10*time.Second {
			t.Fatal("the write did not end the wait")
		}
	}
	must(t, <-wrote)
	if strings.Contains(string(at), " ") {
		t.Fatalf("a bookmark is one word, not %q", at)
	}
}
