package unmet

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/service"
	"citiesgrow/internal/store"
)

// refusing is a store that takes no writes.
type refusing struct{ store.DB }

func (refusing) Put(context.Context, string, store.Write) error {
	return errors.New("the disk is full")
}

// What could not be written down is counted on, and written the next time.
func TestCountsAreNotLost(t *testing.T) {
	h := moduletest.New(t)
	db := h.DB
	if err := db.Ensure(t.Context(), []store.Spec{unmets}); err != nil {
		t.Fatal(err)
	}
	h.DB = refusing{db}
	tally := NewTally(h.Kit)
	riga := actor.Actor{ID: "amina", City: "riga"}
	for range 3 {
		tally.Note(riga, service.Query{Words: "beekeeping"})
	}
	tally.Note(riga, service.Query{Words: "falconry"})
	if err := tally.Flush(t.Context()); err == nil {
		t.Fatal("nothing was refused")
	}
	tally.Note(riga, service.Query{Words: "beekeeping"})
	tally.unmets = store.Of[Unmet](db, unmets)
	if got := tally.pending("riga"); len(got) != 2 || got[0].Count != 4 || got[1].Count != 1 {
		t.Errorf("waiting are %+v", got)
	}
	for range 2 {
		if err := tally.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	var counts []int
	for u, err := range tally.unmets.All(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		counts = append(counts, u.Count)
	}
	if len(counts) != 2 || counts[0]+counts[1] != 5 || len(tally.pending("riga")) != 0 {
		t.Errorf("written are %v", counts)
	}
}

// A flood of different words takes no more memory than a bound; words that were counted before go on.
func TestCountsAreBounded(t *testing.T) {
	tally := NewTally(moduletest.New(t).Kit)
	riga := actor.Actor{ID: "amina", City: "riga"}
	word := func(n int) service.Query {
		return service.Query{Words: "w" + fmt.Sprintf("%c%c%c", 'a'+n/676, 'a'+n/26%26, 'a'+n%26)}
	}
	for n := range mostCounted + 10 {
		tally.Note(riga, word(n))
	}
	tally.Note(riga, word(0))
	if all := tally.pending("riga"); len(all) != mostCounted || all[0].Count != 2 {
		t.Errorf("%d words, the first %d times", len(all), all[0].Count)
	}
}
