package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"citiesgrow/internal/record"

	"go.mongodb.org/mongo-driver/bson"
)

// Migration changes what an earlier release stored, once for each store. It may be broken off
// anywhere and run again, and two nodes may run it at the same time: doing a part of it twice must
// be as good as doing it once.
type Migration struct {
	Number int    // from 1 on; the modules share the numbers, and none is used a second time
	Name   string // for errors
	Run    func(ctx context.Context, db DB) error
}

// ErrNewer says that a later release has changed the store in a way that this one does not know.
var ErrNewer = errors.New("the store was written by a newer release")

// migrations is quiet: nothing follows it.
var migrations = Spec{Name: "migrations", Quiet: true}

// migrated is a migration that is done.
type migrated struct {
	record.Meta `bson:",inline"`
	Number      int    `bson:"number"`
	Name        string `bson:"name"`
}

// Migrate does what is not done yet, in the order of the numbers, and remembers each migration when
// it is complete. It is called after Ensure and before anything else reads or writes; nodes of an
// earlier release are stopped first. It fails with ErrNewer when the store has a migration with a
// higher number than all of these.
func Migrate(ctx context.Context, db DB, all []Migration) error {
	all = slices.SortedFunc(slices.Values(all), func(a, b Migration) int { return cmp.Compare(a.Number, b.Number) })
	last := 0
	for _, m := range all {
		if m.Number <= last || m.Run == nil {
			return fmt.Errorf("migration %d (%s) has nothing to run, or a number that is not above %d", m.Number, m.Name, last)
		}
		last = m.Number
	}
	if err := db.Ensure(ctx, []Spec{migrations}); err != nil {
		return err
	}
	remembered := Of[migrated](db, migrations)
	done := map[int]bool{}
	for m, err := range remembered.All(ctx) {
		if err != nil {
			return err
		}
		if m.Number > last {
			return fmt.Errorf("%w: it has migration %d (%s), this release knows none above %d", ErrNewer, m.Number, m.Name, last)
		}
		done[m.Number] = true
	}
	for _, m := range all {
		if done[m.Number] {
			continue
		}
		if err := m.Run(ctx, db); err != nil {
			return fmt.Errorf("migration %d (%s): %w", m.Number, m.Name, err)
		}
		mark := &migrated{Meta: record.Meta{ID: fmt.Sprintf("migration-%06d", m.Number)}, Number: m.Number, Name: m.Name}
		if err := remembered.Put(ctx, mark); err != nil && !errors.Is(err, ErrConflict) { // another node was as far
			return err
		}
	}
	return nil
}

// Move is a step of a migration: it takes each document out of one collection and puts what change
// makes of it into another, with the same id and the same times. The revision begins again at 1. A
// document that is there already stays as it is: it was moved before, and may have changed since.
func Move[From, To any](ctx context.Context, db DB, from, to Spec, change func(*From) (*To, error)) error {
	if err := db.Ensure(ctx, []Spec{from}); err != nil {
		return err
	}
	for old, err := range Of[From](db, from).All(ctx) {
		if err != nil {
			return err
		}
		was := *any(old).(record.Noun).Head() // change may return what it was given
		made, err := change(old)
		if err != nil {
			return err
		}
		head := any(made).(record.Noun).Head()
		*head = was
		head.Revision = 1
		doc, err := bson.Marshal(made)
		if err != nil {
			return fmt.Errorf("%s %s: %w", to.Name, head.ID, err)
		}
		if err := db.Put(ctx, to.Name, Write{ID: head.ID, Doc: doc}); err != nil && !errors.Is(err, ErrConflict) {
			return fmt.Errorf("%s %s: %w", to.Name, head.ID, err)
		}
		if err := db.Delete(ctx, from.Name, was.ID, was.Revision); err != nil && !errors.Is(err, ErrNotFound) {
			return fmt.Errorf("%s %s: %w", from.Name, was.ID, err)
		}
	}
	return nil
}
