package store

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"citiesgrow/internal/record"
)

// updateTries bounds Update: sixty-four writers that all want the same
// document get through well within it.
const updateTries = 200

// Update gets the noun, changes it and puts it back, again and again while
// others are quicker, up to a bound. It is for the system's own writes
// (followers, counters), where the last word may be said twice; a person's
// edit goes through Put, so that the person sees the conflict. An error of
// change ends it and is returned as it is.
func (c *Collection[T]) Update(ctx context.Context, id string, change func(*T) error) (*T, error) {
	return c.change(ctx, id, false, change)
}

// Upsert is Update for a noun that may not be there yet: change then gets a fresh one, of
// which only the id is set. Of several that make it at once one does, and the others
// change what it made.
func (c *Collection[T]) Upsert(ctx context.Context, id string, change func(*T) error) (*T, error) {
	return c.change(ctx, id, true, change)
}

func (c *Collection[T]) change(ctx context.Context, id string, makes bool, change func(*T) error) (*T, error) {
	for try := 1; ; try++ {
		v, err := c.Get(ctx, id)
		if makes && errors.Is(err, ErrNotFound) {
			v, err = new(T), nil
			any(v).(record.Noun).Head().ID = id // Of has seen that it is one
		}
		if err != nil {
			return nil, err
		}
		if err := change(v); err != nil {
			return nil, err
		}
		err = c.Put(ctx, v)
		if err == nil {
			return v, nil
		}
		if !errors.Is(err, ErrConflict) || try == updateTries {
			return nil, err
		}
		if err := Pause(ctx, rand.N(time.Duration(min(try, 20))*time.Millisecond)); err != nil {
			return nil, err
		}
	}
}

// Pause waits, or returns the context's error when that ends first.
func Pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
