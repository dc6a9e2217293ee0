package store

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"citiesgrow/internal/problem"
)

const (
	batchSize   = 500              // changes a follower is given at once
	waitMost    = 10 * time.Second // for the bell, before looking anyway
	chainMost   = 64               // rounds that CatchUp gives to what followers wrote themselves
	troubleMost = 30 * time.Second // longest pause while the store does not answer
)

// Feed leads the changes of the store to its followers. Each has its own
// bookmark, saved after each batch. They are served in the order in which they
// were given, and a later one is never ahead of an earlier one: when the
// matcher gets a tender, the search index has it.
type Feed struct {
	Batch int // changes that a follower is given at once; 0 = 500. Set before it runs

	db        DB
	log       *slog.Logger
	parked    *Collection[Parked]
	own       sync.Mutex // guards ensured
	ensured   bool       // the feed's own collections
	mu        sync.Mutex // one round at a time; guards the rest
	begun     bool
	followers []*followed
	holds     map[string]bool // ids on the parked list
}

// NewFeed joins followers to the store. It panics when two have one name.
func NewFeed(db DB, log *slog.Logger, followers ...Follower) *Feed {
	f := &Feed{db: db, log: log, parked: Of[Parked](db, parkedSpec), holds: map[string]bool{}}
	marks := storedBookmarks{Of[bookmarkRecord](db, bookmarkSpec)}
	if log == nil {
		f.log = slog.New(slog.DiscardHandler)
	}
	for _, one := range followers {
		if one.Name == "" || one.Handle == nil || slices.ContainsFunc(f.followers, func(o *followed) bool { return o.Name == one.Name }) {
			panic(fmt.Sprintf("store: follower %q has no name, no work or a namesake", one.Name))
		}
		if one.Bookmarks == nil {
			one.Bookmarks = marks
		}
		f.followers = append(f.followers, &followed{Follower: one})
	}
	return f
}

// ensure makes the feed's own collections, once.
func (f *Feed) ensure(ctx context.Context) error {
	f.own.Lock()
	defer f.own.Unlock()
	if f.ensured {
		return nil
	}
	if err := f.db.Ensure(ctx, []Spec{bookmarkSpec, parkedSpec}); err != nil {
		return fmt.Errorf("feed: %w", err)
	}
	f.ensured = true
	return nil
}

// begin loads where everyone is, once.
func (f *Feed) begin(ctx context.Context) error {
	if err := f.ensure(ctx); err != nil || f.begun {
		return err
	}
	for _, one := range f.followers {
		at, err := one.Bookmarks.Load(ctx, one.Name)
		if err != nil {
			return fmt.Errorf("follower %s: %w", one.Name, err)
		}
		one.at = at
	}
	for p, err := range f.parked.All(ctx) {
		if err != nil {
			return fmt.Errorf("parked: %w", err)
		}
		f.holds[p.ID] = true
	}
	f.begun = true
	return nil
}

// Run serves the followers until ctx ends, which is no error. While the store
// does not answer it logs and tries again.
func (f *Feed) Run(ctx context.Context) error {
	trouble := firstPause
	for ctx.Err() == nil {
		handled, _, err := f.locked(ctx)
		switch {
		case ctx.Err() != nil:
			return nil
		case err != nil:
			f.log.Error("feed", "err", err)
			_ = Pause(ctx, trouble)
			trouble = min(2*trouble, troubleMost)
		case handled == 0:
			trouble = firstPause
			f.db.Wait(ctx, f.slowest(), waitMost)
		default:
			trouble = firstPause
		}
	}
	return nil
}

// CatchUp returns when all that was written before the call has been followed,
// and what the followers wrote themselves in answer, up to a bound that only a
// circle of followers meets. It works while Run runs and without it.
func (f *Feed) CatchUp(ctx context.Context) error {
	for chain := 0; chain < chainMost; {
		handled, end, err := f.locked(ctx)
		if err != nil {
			return err
		}
		if end {
			chain++
		}
		if end && handled == 0 {
			return nil
		}
	}
	return nil
}

// Rewind takes a follower back to the beginning. It returns a NotFound problem
// for a name that does not exist.
func (f *Feed) Rewind(ctx context.Context, name string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.begin(ctx); err != nil {
		return err
	}
	for _, one := range f.followers {
		if one.Name == name {
			return one.move(ctx, "")
		}
	}
	return problem.New(problem.NotFound, "problem.not_found").Wrap(fmt.Errorf("no follower %q", name))
}

func (f *Feed) locked(ctx context.Context) (handled int, end bool, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.begin(ctx); err != nil {
		return 0, false, err
	}
	return f.round(ctx)
}

// round reads one batch at each place where followers stand, and gives it to
// those who stand there and to everyone before them who has not reached the
// batch's end. Usually all stand in one place; one that was rewound catches up
// batch by batch while the others go on, and joins them where its batch goes
// beyond theirs. It returns how many changes were read, and whether every
// place's batch went to the end of the feed.
func (f *Feed) round(ctx context.Context) (handled int, end bool, err error) {
	batch := f.Batch
	if batch == 0 {
		batch = batchSize
	}
	end = true
	for first := 0; first < len(f.followers); {
		place := f.followers[first].at
		last := first
		for last+1 < len(f.followers) && f.followers[last+1].at == place {
			last++
		}
		changes, next, err := f.db.Changes(ctx, place, batch)
		if err != nil {
			return handled, false, err
		}
		handled += len(changes)
		end = end && len(changes) < batch
		for _, one := range f.followers[:last+1] {
			if one.at != place && (f.db.Reached(one.at, next) || !f.db.Reached(one.at, place)) {
				continue // it has the batch already, or is further back and comes to it in its own time
			}
			if err := f.handle(ctx, one, one.wants(changes)); err != nil {
				return handled, false, fmt.Errorf("follower %s: %w", one.Name, err)
			}
			if err := one.move(ctx, next); err != nil {
				return handled, false, fmt.Errorf("follower %s: %w", one.Name, err)
			}
		}
		first = last + 1
	}
	return handled, end, nil
}

func (f *followed) move(ctx context.Context, to Bookmark) error {
	if f.at == to {
		return nil
	}
	if err := f.Bookmarks.Save(ctx, f.Name, to); err != nil {
		return err
	}
	f.at = to
	return nil
}

// slowest is where the last follower stands.
func (f *Feed) slowest() Bookmark {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.followers) == 0 {
		return ""
	}
	return f.followers[len(f.followers)-1].at
}
