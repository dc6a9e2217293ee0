package slot

import (
	"context"

	"citiesgrow/internal/module"
	"citiesgrow/internal/store"
)

// Free finds appointments that can be booked.
type Free struct {
	kit   module.Kit
	slots *store.Collection[Slot]
}

// NewFree opens them.
func NewFree(k module.Kit) *Free { return &Free{k, store.Of[Slot](k.DB, slots)} }

// mostShown is how many free slots of a service are shown.
const mostShown = 200

// ListFree lists the slots of a service that can be booked, the soonest first.
func (f *Free) ListFree(ctx context.Context, service string) ([]*Slot, error) {
	free, _, err := f.slots.Find(ctx, store.Query{Index: "open", Equal: []any{service}, From: f.kit.Now(), Limit: mostShown})
	return free, err
}

// NextFree is the soonest of them; not ok when there is none.
func (f *Free) NextFree(ctx context.Context, service string) (slot *Slot, ok bool, err error) {
	free, _, err := f.slots.Find(ctx, store.Query{Index: "open", Equal: []any{service}, From: f.kit.Now(), Limit: 1})
	if err != nil || len(free) == 0 {
		return nil, false, err
	}
	return free[0], true, nil
}
