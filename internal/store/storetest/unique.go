package storetest

import (
	"errors"
	"testing"

	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

func coded(id, code string) *thing {
	return &thing{Meta: record.Meta{ID: id}, Source: source{Code: code}}
}

func refusedAsTaken(t *testing.T, err error) {
	t.Helper()
	var taken *store.DuplicateError
	if !errors.As(err, &taken) || !problem.Is(err, problem.Conflict) || errors.Is(err, store.ErrConflict) {
		t.Fatalf("a taken key: %v", err)
	}
}

func uniqueMoves(t *testing.T, s *suite) {
	ctx := t.Context()
	a, b := coded("a", "x"), coded("b", "y")
	s.put(t, a, b)
	b.Source.Code = "x"
	refusedAsTaken(t, s.things.Put(ctx, b))
	if b.Revision != 1 {
		t.Fatalf("the value moved: %+v", b.Meta)
	}
	s.put(t, a) // keeps its key
	a.Source.Code = "z"
	s.put(t, a)
	s.put(t, b) // x is free now
	refusedAsTaken(t, s.things.Put(ctx, coded("c", "z")))
	must(t, s.things.Delete(ctx, "a", a.Revision))
	s.put(t, coded("c", "z"))
	s.put(t, coded("d", "y")) // b let go of it
	for code, want := range map[string]string{"x": "b", "z": "c", "y": "d"} {
		if got, err := s.things.First(ctx, "code", code); err != nil || got.ID != want {
			t.Fatalf("%s belongs to %v (%v), want %s", code, got, err, want)
		}
	}
	refusedAsTaken(t, s.things.Put(ctx, coded("e", "x")))
	if _, err := s.things.Get(ctx, "e"); !problem.Is(err, problem.NotFound) {
		t.Fatalf("what was refused is stored: %v", err)
	}
	must(t, s.secret.Put(ctx, coded("a", "x")))
	refusedAsTaken(t, s.secret.Put(ctx, coded("b", "x")))
	must(t, s.secret.Delete(ctx, "a", 1))
	must(t, s.secret.Put(ctx, coded("b", "x")))
	must(t, s.secret.Put(ctx, coded("a", "y")))
}

func uniqueSparse(t *testing.T, s *suite) {
	s.put(t, named("a"), named("b"), coded("c", ""))
	if found, _, err := s.things.Find(t.Context(), store.Query{Index: "code"}); err != nil || len(found) != 0 {
		t.Fatalf("found %v, %v", ids(found), err)
	}
}

func uniqueCompound(t *testing.T, s *suite) {
	spec := store.Spec{Name: "pairs", Indexes: []store.Index{{Name: "pair", Fields: []string{"source.system", "source.code"}, Unique: true}}}
	must(t, s.db.Ensure(t.Context(), []store.Spec{spec}))
	pairs := store.Of[thing](s.db, spec)
	pair := func(id, system, code string) *thing {
		return &thing{Meta: record.Meta{ID: id}, Source: source{System: system, Code: code}}
	}
	for _, v := range []*thing{pair("a", "ted", "1"), pair("b", "ted", "2"), pair("c", "ocds", "1"), pair("d", "", ""), pair("e", "", ""),
		pair("f", "ted", ""), pair("g", "te", "d1")} {
		must(t, pairs.Put(t.Context(), v))
	}
	refusedAsTaken(t, pairs.Put(t.Context(), pair("h", "ted", "2")))
	refusedAsTaken(t, pairs.Put(t.Context(), pair("h", "ted", "")))
	got, err := pairs.First(t.Context(), "pair", "ted", "2")
	must(t, err)
	if got.ID != "b" {
		t.Fatalf("got %s", got.ID)
	}
}
