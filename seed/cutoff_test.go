package seed_test

import (
	"context"
	"errors"
	"maps"
	mathrand "math/rand/v2"
	"slices"
	"sync"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/process"
	"citiesgrow/internal/store"
	"citiesgrow/seed"
)

// cutter is a store whose process is killed after a number of writes.
type cutter struct {
	store.DB
	mu   sync.Mutex // guards left
	left int        // remaining writes; negative: no limit
}

var errKilled = errors.New("killed")

func (c *cutter) Put(ctx context.Context, collection string, w store.Write) error {
	c.mu.Lock()
	left := c.left
	if left > 0 {
		c.left--
	}
	c.mu.Unlock()
	if left == 0 {
		return errKilled
	}
	if err := c.DB.Put(ctx, collection, w); err != nil || left != 1 {
		return err
	}
	return errKilled // the write is stored, but the process is killed before it returns
}

// TestASeedThatWasCutOffIsCompleted interrupts a seed at random writes. At the end the content is the same as after a seed
// without interruption.
func TestASeedThatWasCutOffIsCompleted(t *testing.T) {
	whole := open(t)
	_, err := seed.Run(t.Context(), whole.House)
	must(t, err)
	want, _ := whole.counts(t)
	db := &cutter{left: -1}
	h := openOn(t, func(real store.DB) store.DB { db.DB = real; return db })
	folding := store.NewFeed(h.Kit.DB, h.Kit.Log, slices.Concat(process.New(h.Kit, h.interests).Module().Followers,
		h.Tenders.Handlers(nil, nil, nil).Module().Followers)...)
	h.CatchUp = func(ctx context.Context) error {
		db.left = -1
		err := folding.CatchUp(actor.AsSystem(ctx))
		db.left = 400 + mathrand.IntN(500)
		return err
	}
	cuts := 0
	for {
		if _, err = seed.Run(t.Context(), h.House); err == nil {
			break
		}
		if cuts++; !errors.Is(err, errKilled) {
			t.Fatalf("taken up for the %d. time: %v", cuts, err)
		}
	}
	got, _ := h.counts(t)
	delete(got, "sessions") // a session that was not signed out because of an interruption expires
	if cuts < 2 || !maps.Equal(got, want) {
		t.Errorf("after %d cuts there are %v\nwant %v", cuts, got, want)
	}
}
