package slot

import (
	"context"

	"citiesgrow/internal/module"
	"citiesgrow/internal/store"
)

// Free finds the slots that can be booked.
type Free struct {
	kit   module.Kit
	slots *store.Collection[Slot]
}

// NewFree returns it for the store of a kit.
func NewFree(k module.Kit) *Free { return &Free{k, store.Of[Slot](k.DB, slots)} }

// mostShown is the maximum number of free slots that a list shows.
const mostShown = 200

// ListFree lists the free slots of a service, the earliest first.
func (f *Free) ListFree(ctx context.Context, service string) ([]*Slot, error) {
	free, _, err := f.slots.Find(ctx, store.Query{Index: "open", Equal: []any{service}, From: f.kit.Now(), Limit: mostShown})
	return free, err
}

// NextFree returns the earliest free slot of a service; ok is false if there is none.
func (f *Free) NextFree(ctx context.Context, service string) (slot *Slot, ok bool, err error) {
	free, _, err := f.slots.Find(ctx, store.Query{Index: "open", Equal: []any{service}, From: f.kit.Now(), Limit: 1})
	if err != nil || len(free) == 0 {
		return nil, false, err
	}
	return free[0], true, nil
}
