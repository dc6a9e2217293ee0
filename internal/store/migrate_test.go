package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
	"citiesgrow/internal/store/embedded"
)

type letterBox struct {
	record.Meta `bson:",inline"`
	Text        string `bson:"text"`
}

type parcel struct {
	record.Meta `bson:",inline"`
	Content     string `bson:"content"`
}

var (
	boxes   = store.Spec{Name: "boxes", Quiet: true, Indexes: []store.Index{{Name: "text", Fields: []string{"text"}}}}
	parcels = store.Spec{Name: "parcels"}
)

func freshStore(t *testing.T) store.DB {
	t.Helper()
	start := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	var asked atomic.Int64 // each look at the clock is an hour later
	db, err := embedded.Open(t.TempDir(), embedded.Options{Clock: func() time.Time { return start.Add(time.Duration(asked.Add(1)) * time.Hour) }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if err := db.Ensure(t.Context(), []store.Spec{boxes, parcels}); err != nil {
		t.Fatal(err)
	}
	return db
}

// counting is a migration that writes down when it ran.
func counting(number int, ran *[]int) store.Migration {
	var mu sync.Mutex
	return store.Migration{Number: number, Name: fmt.Sprint("number ", number), Run: func(context.Context, store.DB) error {
		mu.Lock()
		defer mu.Unlock()
		*ran = append(*ran, number)
		return nil
	}}
}

func migrate(t *testing.T, db store.DB, all ...store.Migration) {
	t.Helper()
	if err := store.Migrate(t.Context(), db, all); err != nil {
		t.Fatal(err)
	}
}

// Each migration runs once, in the order of its number, also one that came with a later release.
func TestMigrationsRunOnceAndInOrder(t *testing.T) {
	db := freshStore(t)
	var ran []int
	first := []store.Migration{counting(12, &ran), counting(2, &ran), counting(1, &ran)}
	migrate(t, db, first...)
	migrate(t, db, first...)
	migrate(t, db, append([]store.Migration{counting(13, &ran)}, first...)...)
	if want := []int{1, 2, 12, 13}; !slices.Equal(ran, want) {
		t.Errorf("they ran as %v, want %v", ran, want)
	}
	migrate(t, freshStore(t))
}

// A number stands for one migration.
func TestTwoMigrationsWithOneNumber(t *testing.T) {
	var ran []int
	for _, all := range [][]store.Migration{{counting(3, &ran), counting(3, &ran)}, {counting(0, &ran)}, {{Number: 1, Name: "nothing"}}} {
		if err := store.Migrate(t.Context(), freshStore(t), all); err == nil || len(ran) != 0 {
			t.Errorf("%v, and %v ran", err, ran)
		}
	}
}

// A release does not work on a store that a later one has changed, and says so.
func TestAStoreOfANewerReleaseIsRefused(t *testing.T) {
	db := freshStore(t)
	var ran []int
	migrate(t, db, counting(1, &ran), counting(4, &ran))
	err := store.Migrate(t.Context(), db, []store.Migration{counting(1, &ran), counting(3, &ran)})
	if !errors.Is(err, store.ErrNewer) || !strings.Contains(err.Error(), "migration 4 (number 4)") {
		t.Errorf("%v", err)
	}
	if err := store.Migrate(t.Context(), db, nil); !errors.Is(err, store.ErrNewer) {
		t.Errorf("a release that knows none: %v", err)
	}
	if !slices.Equal(ran, []int{1, 4}) {
		t.Errorf("something ran all the same: %v", ran)
	}
}

// move is a migration from boxes to parcels that fails before a document for a while.
func move(failsAt string, fails *bool) store.Migration {
	return store.Migration{Number: 1, Name: "boxes become parcels", Run: func(ctx context.Context, db store.DB) error {
		return store.Move(ctx, db, boxes, parcels, func(old *letterBox) (*parcel, error) {
			if *fails && old.ID == failsAt {
				return nil, errors.New("the power is gone")
			}
			return &parcel{Content: old.Text}, nil
		})
	}}
}

// filled stores boxes and returns them as they are stored.
func filled(t *testing.T, db store.DB, n int) []*letterBox {
	t.Helper()
	all := store.Of[letterBox](db, boxes)
	for i := range n {
		b := &letterBox{Meta: record.Meta{ID: fmt.Sprintf("box-%04d", i)}, Text: fmt.Sprint("text ", i)}
		for range 1 + i%3 {
			if err := all.Put(t.Context(), b); err != nil {
				t.Fatal(err)
			}
		}
	}
	stored, err := all.List(t.Context(), store.Query{})
	if err != nil {
		t.Fatal(err)
	}
	return stored
}

// moved fails the test unless all boxes are parcels, with their ids, times and texts.
func moved(t *testing.T, db store.DB, was []*letterBox) {
	t.Helper()
	if left, err := store.Of[letterBox](db, boxes).List(t.Context(), store.Query{}); err != nil || len(left) != 0 {
		t.Errorf("%d boxes are left, %v", len(left), err)
	}
	now, err := store.Of[parcel](db, parcels).List(t.Context(), store.Query{})
	if err != nil || len(now) != len(was) {
		t.Fatalf("%d parcels of %d boxes, %v", len(now), len(was), err)
	}
	for i, p := range now {
		if b := was[i]; p.ID != b.ID || p.Content != b.Text || !p.Created.Equal(b.Created) || !p.Updated.Equal(b.Updated) || p.Revision != 1 {
			t.Errorf("%+v was %+v", p, b)
		}
	}
}

// What is moved keeps its id, its times and its content, and is written into the feed.
func TestDocumentsAreMoved(t *testing.T) {
	db := freshStore(t)
	was, fails := filled(t, db, 600), false
	migrate(t, db, move("", &fails))
	moved(t, db, was)
	changes, _, err := db.Changes(t.Context(), "", 1000)
	if err != nil || len(changes) != len(was) {
		t.Errorf("%d changes in the feed, %v", len(changes), err)
	}
}

// A migration that stops half way is not remembered, and ends when it is run again. What was
// changed in its new place meanwhile stays.
func TestAMigrationThatStopsHalfWay(t *testing.T) {
	db := freshStore(t)
	was, fails := filled(t, db, 40), true
	err := store.Migrate(t.Context(), db, []store.Migration{move("box-0020", &fails)})
	if err == nil || !strings.Contains(err.Error(), "boxes become parcels") || !strings.Contains(err.Error(), "the power is gone") {
		t.Fatalf("%v", err)
	}
	// As if the process had ended between the two writes of one document.
	if err := store.Of[letterBox](db, boxes).Put(t.Context(), &letterBox{Meta: record.Meta{ID: "box-0003"}, Text: "old"}); err != nil {
		t.Fatal(err)
	}
	fails = false
	migrate(t, db, move("", &fails))
	moved(t, db, was)
}

// Two nodes that start at once do it as if there were one.
func TestTwoNodesMigrateAtOnce(t *testing.T) {
	db := freshStore(t)
	was := filled(t, db, 500)
	var nodes sync.WaitGroup
	for range 4 {
		nodes.Go(func() {
			fails := false
			if err := store.Migrate(t.Context(), db, []store.Migration{move("", &fails)}); err != nil {
				t.Error(err)
			}
		})
	}
	nodes.Wait()
	moved(t, db, was)
}
