package storetest

import (
	"context"
	"errors"
	"sync"

	"citiesgrow/internal/store"
)

// ErrPower is what a Fragile store answers once it is dead.
var ErrPower = errors.New("the power is gone")

// Fragile is a store that takes a number of writes and then no more, as when the process is killed there.
type Fragile struct {
	store.DB
	mu     sync.Mutex
	writes int
}

// NewFragile returns a store that takes so many writes.
func NewFragile(db store.DB, writes int) *Fragile { return &Fragile{DB: db, writes: writes} }

// Takes says how many writes it takes from now on.
func (f *Fragile) Takes(writes int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.writes = writes
}

func (f *Fragile) spend() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.writes--; f.writes < 0 {
		return ErrPower
	}
	return nil
}

// Put is that of the store, or ErrPower.
func (f *Fragile) Put(ctx context.Context, collection string, w store.Write) error {
	if err := f.spend(); err != nil {
		return err
	}
	return f.DB.Put(ctx, collection, w)
}

// Delete is that of the store, or ErrPower.
func (f *Fragile) Delete(ctx context.Context, collection, id string, revision int64) error {
	if err := f.spend(); err != nil {
		return err
	}
	return f.DB.Delete(ctx, collection, id, revision)
}
