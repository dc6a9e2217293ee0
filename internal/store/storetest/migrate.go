package storetest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// migrated moves documents of a quiet collection into one that is followed: with their ids and times,
// once, after it stopped half way, and with a line in the feed for each.
func migrated(t *testing.T, s *suite) {
	quiet, loud := store.Spec{Name: "quiet_things", Quiet: true}, store.Spec{Name: "loud_things"}
	if err := s.db.Ensure(t.Context(), []store.Spec{quiet, loud}); err != nil {
		t.Fatal(err)
	}
	old := store.Of[thing](s.db, quiet)
	const many = 12
	for n := range many {
		if err := old.Put(t.Context(), &thing{Meta: record.Meta{ID: fmt.Sprintf("thing-%02d", n)}}); err != nil {
			t.Fatal(err)
		}
	}
	before, err := old.List(t.Context(), store.Query{})
	if err != nil {
		t.Fatal(err)
	}
	s.pass(72 * time.Hour)
	stops := errors.New("stops half way")
	left := many / 2
	move := store.Migration{Number: 1, Name: "things become loud", Run: func(ctx context.Context, db store.DB) error {
		return store.Move(ctx, db, quiet, loud, func(v *thing) (*thing, error) {
			if left--; left < 0 {
				return nil, stops
			}
			return v, nil
		})
	}}
	if err := store.Migrate(t.Context(), s.db, []store.Migration{move}); !errors.Is(err, stops) {
		t.Fatalf("%v", err)
	}
	left = many
	for range 2 {
		if err := store.Migrate(t.Context(), s.db, []store.Migration{move}); err != nil {
			t.Fatal(err)
		}
	}
	after, err := store.Of[thing](s.db, loud).List(t.Context(), store.Query{})
	if err != nil || len(after) != many || left != many/2 {
		t.Fatalf("%d of %d moved, %d more could be, %v", len(after), many, left, err)
	}
	for n, v := range after {
		if was := before[n]; v.ID != was.ID || !v.Created.Equal(was.Created) || !v.Updated.Equal(was.Updated) || v.Revision != 1 {
			t.Errorf("%+v was %+v", v, was)
		}
	}
	if rest, err := old.List(t.Context(), store.Query{}); err != nil || len(rest) != 0 {
		t.Errorf("%d are left, %v", len(rest), err)
	}
	lines := 0
	changes, _, err := s.db.Changes(t.Context(), "", 100)
	for _, c := range changes {
		if c.Collection == loud.Name {
			lines++
		}
	}
	if err != nil || lines < many {
		t.Errorf("%d lines in the feed, %v", lines, err)
	}
	if err := store.Migrate(t.Context(), s.db, nil); !errors.Is(err, store.ErrNewer) {
		t.Errorf("a release that knows no migration: %v", err)
	}
}
