package store

import (
	"context"
	"fmt"
	"runtime/debug"
	"slices"
	"time"
)

// Follower does something because something was written. Handle is given
// changes in the order of the feed and reads the current state by id. It is
// called again with the same changes after a failure or a crash, and with all
// there are after Rewind: doing it twice must be as good as doing it once.
type Follower struct {
	Name        string
	Collections []string // empty: all
	Handle      func(context.Context, []Change) error
	Bookmarks   Bookmarks // nil: in the store
}

const (
	triesMost  = 5                      // failures until a change is parked
	firstPause = 100 * time.Millisecond // before the second try; doubled each time
)

// followed is a follower at work.
type followed struct {
	Follower
	at Bookmark
}

// wants returns the changes of the follower's collections.
func (f *followed) wants(changes []Change) []Change {
	if len(f.Collections) == 0 {
		return changes
	}
	return slices.DeleteFunc(slices.Clone(changes), func(c Change) bool { return !slices.Contains(f.Collections, c.Collection) })
}

// try calls the follower; a panic is a failure like any other.
func (f *followed) try(ctx context.Context, changes []Change) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("follower %s panicked: %v\n%s", f.Name, p, debug.Stack())
		}
	}()
	return f.Handle(ctx, changes)
}

// handle gives the follower a batch. When that fails it is given the changes
// one by one, and one that fails too often is parked. An error means that the
// batch is not done: ctx ended, or a change could not be parked.
func (f *Feed) handle(ctx context.Context, one *followed, changes []Change) error {
	if len(changes) == 0 {
		return nil
	}
	failure := one.try(ctx, changes)
	if failure == nil {
		return f.clear(ctx, one, changes)
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	f.log.Warn("follower failed on a batch, going one by one", "follower", one.Name, "changes", len(changes), "err", failure)
	for _, c := range changes {
		if err := f.isolate(ctx, one, c); err != nil {
			return err
		}
	}
	return nil
}

// isolate gives the follower one change until it is handled or parked.
func (f *Feed) isolate(ctx context.Context, one *followed, c Change) error {
	wait := firstPause
	for try := 1; ; try++ {
		failure := one.try(ctx, []Change{c})
		if failure == nil {
			return f.clear(ctx, one, []Change{c})
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if try == triesMost {
			return f.park(ctx, one.Name, c, try, failure)
		}
		if err := Pause(ctx, wait); err != nil {
			return err
		}
		wait *= 2
	}
}

// clear takes documents off the parked list that were handled in a later state.
func (f *Feed) clear(ctx context.Context, one *followed, changes []Change) error {
	if len(f.holds) == 0 {
		return nil
	}
	for _, c := range changes {
		if id := parkedID(one.Name, c); f.holds[id] {
			if err := f.unpark(ctx, id); err != nil {
				return err
			}
		}
	}
	return nil
}
