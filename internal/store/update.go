package store

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"
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
	for try := 1; ; try++ {
		v, err := c.Get(ctx, id)
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
