package storetest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

const crowd = 32

// together runs n at once and returns their errors.
func together(n int, run func(i int) error) []error {
	errs := make([]error, n)
	var all sync.WaitGroup
	begin := make(chan struct{})
	for i := range n {
		all.Go(func() {
			<-begin
			errs[i] = run(i)
		})
	}
	close(begin)
	all.Wait()
	return errs
}

func lostUpdates(t *testing.T, s *suite) {
	const each = 5
	s.put(t, named("counter"))
	errs := together(crowd, func(int) error {
		for range each {
			_, err := s.things.Update(t.Context(), "counter", func(v *thing) error { v.Count++; return nil })
			if err != nil {
				return err
			}
		}
		return nil
	})
	must(t, errors.Join(errs...))
	got, err := s.things.Get(t.Context(), "counter")
	must(t, err)
	if got.Count != crowd*each || got.Revision != crowd*each+1 {
		t.Fatalf("count %d at revision %d, want %d at %d", got.Count, got.Revision, crowd*each, crowd*each+1)
	}
}

func madeTogether(t *testing.T, s *suite) {
	errs := together(crowd, func(int) error {
		_, err := s.things.Upsert(t.Context(), "born", func(v *thing) error { v.Count++; return nil })
		return err
	})
	must(t, errors.Join(errs...))
	got, err := s.things.Get(t.Context(), "born")
	must(t, err)
	if got.ID != "born" || got.Count != crowd || got.Revision != crowd {
		t.Fatalf("%d of %d writers are counted at revision %d", got.Count, crowd, got.Revision)
	}
	refused := errors.New("refused")
	if _, err := s.things.Upsert(t.Context(), "never", func(*thing) error { return refused }); !errors.Is(err, refused) {
		t.Fatalf("an error of the change: %v", err)
	}
	if _, err := s.things.Get(t.Context(), "never"); !problem.Is(err, problem.NotFound) {
		t.Fatalf("what was refused is there: %v", err)
	}
}

func uniqueRace(t *testing.T, s *suite) {
	for round := range 3 {
		code := fmt.Sprint("code ", round)
		errs := together(crowd, func(i int) error {
			v := named(fmt.Sprintf("%d-%d", round, i))
			v.Source.Code = code
			return s.things.Put(t.Context(), v)
		})
		winner := -1
		for i, err := range errs {
			var taken *store.DuplicateError
			switch {
			case err == nil && winner >= 0:
				t.Fatalf("round %d: both %d and %d won", round, winner, i)
			case err == nil:
				winner = i
			case !errors.As(err, &taken) || taken.Index != "code" || taken.Collection != "things":
				t.Fatalf("round %d: loser %d got %v", round, i, err)
			}
		}
		got, err := s.things.First(t.Context(), "code", code)
		must(t, err)
		if winner < 0 || got.ID != fmt.Sprintf("%d-%d", round, winner) {
			t.Fatalf("round %d: %d won, %s is stored", round, winner, got.ID)
		}
	}
}

// uniqueSwap lets writers take and drop a few keys at random; whenever one
// looks, no key has two owners.
func uniqueSwap(t *testing.T, s *suite) {
	const documents, codes, each = 8, 4, 15
	for i := range documents {
		s.put(t, named(fmt.Sprint("d", i)))
	}
	errs := together(crowd, func(int) error {
		for range each {
			v, err := s.things.Get(t.Context(), fmt.Sprint("d", rand.N(documents)))
			if err != nil {
				return err
			}
			v.Source.Code = ""
			if rand.N(3) > 0 {
				v.Source.Code = fmt.Sprint("k", rand.N(codes))
			}
			err = s.things.Put(t.Context(), v)
			var taken *store.DuplicateError
			if err != nil && !errors.Is(err, store.ErrConflict) && !errors.As(err, &taken) {
				return err
			}
		}
		return nil
	})
	must(t, errors.Join(errs...))
	owners := map[string]string{}
	for v, err := range s.things.All(t.Context()) {
		must(t, err)
		if other := owners[v.Source.Code]; other != "" && v.Source.Code != "" {
			t.Fatalf("%s and %s both have %s", other, v.ID, v.Source.Code)
		}
		owners[v.Source.Code] = v.ID
	}
	for i := range codes { // no key is lost either
		code := fmt.Sprint("k", i)
		if owners[code] == "" {
			s.put(t, &thing{Meta: record.Meta{ID: "finder of " + code}, Source: source{Code: code}})
		}
	}
}

// feedCrowd reads the feed while eight write.
func feedCrowd(t *testing.T, s *suite) {
	const each = 40
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	seen := map[string]int64{}
	done := make(chan []error, 1)
	go func() {
		done <- together(8, func(writer int) error {
			for i := range each {
				v := named(fmt.Sprintf("w%d-%d", writer, i/2)) // each document twice
				v.Revision = int64(i % 2)
				if err := s.things.Put(ctx, v); err != nil {
					return err
				}
			}
			return nil
		})
	}()
	var at store.Bookmark
	finished := false
	for {
		changes, next, err := s.db.Changes(ctx, at, 7)
		must(t, err)
		for _, c := range changes {
			if c.Revision < seen[c.ID] {
				t.Fatalf("%s went back from revision %d to %d", c.ID, seen[c.ID], c.Revision)
			}
			seen[c.ID] = c.Revision
		}
		at = next
		if len(changes) == 7 {
			continue
		}
		if finished {
			break
		}
		select {
		case errs := <-done:
			must(t, errors.Join(errs...))
			finished = true
		default:
			s.db.Wait(ctx, at, 20*time.Millisecond)
		}
	}
	if len(seen) != 8*each/2 {
		t.Fatalf("the feed told of %d documents, %d were written", len(seen), 8*each/2)
	}
	for id, revision := range seen {
		if revision != 2 {
			t.Fatalf("of %s revision %d was the last told, 2 was written", id, revision)
		}
	}
}
