package store_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
	"citiesgrow/internal/store/embedded"
)

type thing struct {
	record.Meta `bson:",inline"`
}

var things = store.Spec{Name: "things"}

// opened is a store in a folder, closed when the test ends.
func opened(t *testing.T, dir string) (store.DB, *store.Collection[thing]) {
	t.Helper()
	noon := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	db, err := embedded.Open(filepath.Join(dir, "store"), embedded.Options{Clock: func() time.Time { return noon }})
	if err == nil {
		err = db.Ensure(t.Context(), []store.Spec{things})
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db, store.Of[thing](db, things)
}

// reader is a follower that notes the ids it was given.
func reader(name string, given *[]string) store.Follower {
	return store.Follower{Name: name, Collections: []string{"things"}, Handle: func(_ context.Context, changes []store.Change) error {
		for _, c := range changes {
			*given = append(*given, c.ID)
		}
		return nil
	}}
}

func write(t *testing.T, all *store.Collection[thing], ids ...string) {
	t.Helper()
	for _, id := range ids {
		if err := all.Put(t.Context(), &thing{Meta: record.Meta{ID: id}}); err != nil {
			t.Fatal(err)
		}
	}
}

func catchUp(t *testing.T, feed *store.Feed) {
	t.Helper()
	if err := feed.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// A follower that starts again goes on where it was: letters are not written twice, and a start does not take as
// long as the whole life of the store.
func TestAFollowerGoesOnWhereItWas(t *testing.T) {
	dir := t.TempDir()
	db, all := opened(t, dir)
	write(t, all, "a", "b")
	var before, after []string
	catchUp(t, store.NewFeed(db, nil, reader("letters", &before)))
	if !slices.Equal(before, []string{"a", "b"}) {
		t.Fatalf("at first: %v", before)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	db, all = opened(t, dir)
	catchUp(t, store.NewFeed(db, nil, reader("letters", &after)))
	if len(after) != 0 {
		t.Errorf("after a restart it was given again: %v", after)
	}
	write(t, all, "c")
	catchUp(t, store.NewFeed(db, nil, reader("letters", &after)))
	if !slices.Equal(after, []string{"c"}) {
		t.Errorf("after a restart and a write: %v, want c alone", after)
	}
}

// Each follower has its own place: a new one begins at zero, those that were there do not.
func TestEachFollowerHasItsOwnBookmark(t *testing.T) {
	db, all := opened(t, t.TempDir())
	write(t, all, "a")
	var old, fresh []string
	catchUp(t, store.NewFeed(db, nil, reader("index", &old)))
	write(t, all, "b")
	catchUp(t, store.NewFeed(db, nil, reader("index", &old), reader("alerts", &fresh)))
	if !slices.Equal(old, []string{"a", "b"}) || !slices.Equal(fresh, []string{"a", "b"}) {
		t.Errorf("the old one got %v, the new one %v", old, fresh)
	}
}

// kept is where a follower keeps its bookmark outside of the store, as the search index does.
type kept map[string]store.Bookmark

func (k kept) Load(_ context.Context, name string) (store.Bookmark, error) { return k[name], nil }

func (k kept) Save(_ context.Context, name string, at store.Bookmark) error {
	k[name] = at
	return nil
}

// A follower whose work lies elsewhere keeps its bookmark there: what is lost together begins again together.
func TestABookmarkIsKeptWhereTheWorkIs(t *testing.T) {
	db, all := opened(t, t.TempDir())
	write(t, all, "a")
	var given []string
	index := kept{}
	follow := func() {
		one := reader("index", &given)
		one.Bookmarks = index
		catchUp(t, store.NewFeed(db, nil, one))
	}
	follow()
	follow()
	if !slices.Equal(given, []string{"a"}) || index["index"] == "" {
		t.Errorf("given %v, kept %q", given, index["index"])
	}
	clear(index)
	follow()
	if !slices.Equal(given, []string{"a", "a"}) {
		t.Errorf("after the index was lost: %v", given)
	}
}

// What a follower does not follow moves its bookmark too: it is not read again at every start.
func TestWhatIsNotFollowedIsPassed(t *testing.T) {
	db, all := opened(t, t.TempDir())
	index := kept{}
	one := store.Follower{Name: "index", Collections: []string{"others"}, Bookmarks: index, Handle: func(_ context.Context, changes []store.Change) error {
		return fmt.Errorf("given %v", changes)
	}}
	write(t, all, "a")
	catchUp(t, store.NewFeed(db, nil, one))
	if index["index"] == "" {
		t.Error("the bookmark stays at zero")
	}
}

// A bookmark moves only once the work is done: a follower that was cut off sees the change again.
func TestABookmarkFollowsTheWork(t *testing.T) {
	db, all := opened(t, t.TempDir())
	write(t, all, "a")
	var given []string
	ctx, stop := context.WithCancel(t.Context())
	cut := reader("index", &given)
	cut.Bookmarks = kept{} // which would be saved though the store no longer answers
	whole := cut.Handle
	cut.Handle = func(ctx context.Context, changes []store.Change) error {
		stop()
		return ctx.Err()
	}
	if err := store.NewFeed(db, nil, cut).CatchUp(ctx); err == nil {
		t.Fatal("a follower that was cut off is no success")
	}
	cut.Handle = whole
	catchUp(t, store.NewFeed(db, nil, cut))
	if !slices.Equal(given, []string{"a"}) {
		t.Errorf("after it was cut off: %v", given)
	}
}
