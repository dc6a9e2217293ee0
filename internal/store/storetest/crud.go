package storetest

import (
	"errors"
	"slices"
	"testing"
	"time"

	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

func crud(t *testing.T, s *suite) {
	ctx := t.Context()
	v := named("a")
	v.City = "Gdańsk"
	s.put(t, v)
	if v.Revision != 1 || !v.Created.Equal(start) || !v.Updated.Equal(start) {
		t.Fatalf("after insert: %+v", v.Meta)
	}
	s.pass(time.Minute)
	v.City = "Nantes"
	s.put(t, v)
	got, err := s.things.Get(ctx, "a")
	must(t, err)
	want := record.Meta{ID: "a", Revision: 2, Created: start, Updated: start.Add(time.Minute)}
	if got.City != "Nantes" || got.Meta != want || v.Meta != want {
		t.Fatalf("after change: got %+v, v %+v, want %+v", got.Meta, v.Meta, want)
	}
	s.reopen(t)
	if got, err = s.things.Get(ctx, "a"); err != nil || got.City != "Nantes" {
		t.Fatalf("after restart: %+v, %v", got, err)
	}
	if err := s.things.Delete(ctx, "a", 1); !errors.Is(err, store.ErrConflict) {
		t.Fatalf("delete of a stale revision: %v", err)
	}
	must(t, s.things.Delete(ctx, "a", 2))
	if _, err := s.things.Get(ctx, "a"); !problem.Is(err, problem.NotFound) {
		t.Fatalf("get after delete: %v", err)
	}
	if err := s.things.Delete(ctx, "a", 2); !problem.Is(err, problem.NotFound) {
		t.Fatalf("second delete: %v", err)
	}
	if found, _, err := s.things.Find(ctx, store.Query{}); err != nil || len(found) != 0 {
		t.Fatalf("find after delete: %v, %v", ids(found), err)
	}
}

func failedPut(t *testing.T, s *suite) {
	ctx := t.Context()
	v := named("a")
	s.put(t, v)
	stale := *v
	s.pass(time.Hour)
	s.put(t, v)
	before := stale.Meta
	if err := s.things.Put(ctx, &stale); !errors.Is(err, store.ErrConflict) || !problem.Is(err, problem.Conflict) {
		t.Fatalf("put of a stale revision: %v", err)
	}
	if stale.Meta != before {
		t.Fatalf("the value moved: %+v, was %+v", stale.Meta, before)
	}
	again := named("a")
	if err := s.things.Put(ctx, again); !errors.Is(err, store.ErrConflict) {
		t.Fatalf("insert of an id that exists: %v", err)
	}
	if again.Meta != (record.Meta{ID: "a"}) {
		t.Fatalf("the value moved: %+v", again.Meta)
	}
	lost := named("never written")
	lost.Revision = 3
	if err := s.things.Put(ctx, lost); !errors.Is(err, store.ErrConflict) {
		t.Fatalf("change of what is not there: %v", err)
	}
	if got, err := s.things.Get(ctx, "a"); err != nil || got.Revision != 2 {
		t.Fatalf("stored: %+v, %v", got, err)
	}
}

func many(t *testing.T, s *suite) {
	s.put(t, named("a"), named("b"), named("c"))
	got, err := s.things.GetMany(t.Context(), []string{"c", "nobody", "a", "b", "a"})
	must(t, err)
	if want := []string{"c", "a", "b", "a"}; !slices.Equal(ids(got), want) {
		t.Fatalf("got %v, want %v", ids(got), want)
	}
}

func reuse(t *testing.T, s *suite) {
	v := named("a")
	s.put(t, v)
	s.put(t, v)
	must(t, s.things.Delete(t.Context(), "a", 2))
	if err := s.things.Put(t.Context(), v); !errors.Is(err, store.ErrConflict) {
		t.Fatalf("change of a deleted document: %v", err)
	}
	again := named("a")
	again.City = "Riga"
	s.put(t, again)
	got, err := s.things.Get(t.Context(), "a")
	must(t, err)
	if got.Revision != 1 || got.City != "Riga" {
		t.Fatalf("got %+v", got)
	}
}

func problems(t *testing.T, s *suite) {
	ctx := t.Context()
	for _, id := range []string{"nobody", "", "line\nbreak", "not \xff text"} {
		_, err := s.things.Get(ctx, id)
		if p := problem.Of(err); p == nil || p.Kind != problem.NotFound || p.Message.Key != "problem.not_found" {
			t.Errorf("get %q: %v", id, err)
		}
	}
	if _, err := s.things.First(ctx, "code", "nothing"); !problem.Is(err, problem.NotFound) {
		t.Errorf("first: %v", err)
	}
	if _, _, err := s.things.Find(ctx, store.Query{After: "not a token"}); !problem.Is(err, problem.Invalid) {
		t.Errorf("find with a made-up token: %v", err)
	}
	if err := s.things.Put(ctx, named("")); err == nil || problem.Of(err) != nil {
		t.Errorf("put without an id: %v", err)
	}
	large := named("large")
	large.Data = make([]byte, store.MaxDocument)
	if err := s.things.Put(ctx, large); !problem.Is(err, problem.TooLarge) {
		t.Errorf("put of too much: %v", err)
	}
	if _, _, err := s.things.Find(ctx, store.Query{Index: "nobody declared it"}); err == nil || problem.Of(err) != nil {
		t.Errorf("find by an index that is not there: %v", err)
	}
	unknown := store.Of[thing](s.db, store.Spec{Name: "unknown"})
	if _, err := unknown.Get(ctx, "a"); err == nil || problem.Of(err) != nil {
		t.Errorf("get from a collection that was not ensured: %v", err)
	}
	if err := s.db.Ping(ctx); err != nil {
		t.Errorf("ping: %v", err)
	}
}

func quietDay(t *testing.T, s *suite) {
	v := named("a")
	must(t, s.secret.Put(t.Context(), v))
	s.pass(26 * time.Hour)
	must(t, s.secret.Put(t.Context(), v))
	got, err := s.secret.Get(t.Context(), "a")
	must(t, err)
	day := time.Date(2026, 3, 14, 0, 0, 0, 0, time.UTC)
	if !got.Created.Equal(day) || !got.Updated.Equal(day.AddDate(0, 0, 1)) {
		t.Fatalf("a quiet document is stamped %v, %v", got.Created, got.Updated)
	}
	must(t, s.secret.Delete(t.Context(), "a", 2))
	if _, err := s.secret.Get(t.Context(), "a"); !problem.Is(err, problem.NotFound) {
		t.Fatalf("get after delete: %v", err)
	}
}
