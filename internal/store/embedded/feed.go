package embedded

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"citiesgrow/internal/store"
)

// A bookmark is the epoch, a colon and the number of the last line read.

func (db *DB) bookmark(seq int64) store.Bookmark {
	return store.Bookmark(fmt.Sprintf("%s:%d", db.epoch, seq))
}

// seq reads a bookmark; one of another history is the beginning.
func (db *DB) seq(b store.Bookmark) int64 {
	epoch, number, _ := strings.Cut(string(b), ":")
	seq, err := strconv.ParseInt(number, 10, 64)
	if err != nil || epoch != db.epoch || seq > db.last.Load() {
		return 0
	}
	return seq
}

// Changes reads the feed. Sequence numbers are in the order of commits, since
// one connection makes them all.
func (db *DB) Changes(ctx context.Context, after store.Bookmark, limit int) ([]store.Change, store.Bookmark, error) {
	var changes []store.Change
	seq := db.seq(after)
	err := db.each(ctx, `SELECT seq, collection, id, rev, deleted FROM feed WHERE seq > ? ORDER BY seq LIMIT ?`,
		[]any{seq, limit}, func(rows *sql.Rows) error {
			var c store.Change
			err := rows.Scan(&seq, &c.Collection, &c.ID, &c.Revision, &c.Deleted)
			changes = append(changes, c)
			return err
		})
	if err != nil {
		return nil, "", fmt.Errorf("feed: %w", err)
	}
	db.raise(seq)
	return changes, db.bookmark(seq), nil
}

// Reached compares two places.
func (db *DB) Reached(a, b store.Bookmark) bool { return db.seq(a) >= db.seq(b) }

// Wait returns at once when the feed goes on after the bookmark, else with the
// next write.
func (db *DB) Wait(ctx context.Context, after store.Bookmark, max time.Duration) {
	rung := db.bell.next()
	if db.last.Load() > db.seq(after) {
		return
	}
	timer := time.NewTimer(max)
	defer timer.Stop()
	select {
	case <-rung:
	case <-timer.C:
	case <-ctx.Done():
	}
}

func (db *DB) committed(seq int64) {
	db.raise(seq)
	db.bell.ring()
}

// raise notes a line that is in the feed. A reader may see a commit before the
// writer gets to say so.
func (db *DB) raise(seq int64) {
	for {
		last := db.last.Load()
		if last >= seq || db.last.CompareAndSwap(last, seq) {
			return
		}
	}
}

// bell wakes all who wait, once.
type bell struct {
	sync.Mutex
	rung chan struct{}
}

func (b *bell) next() <-chan struct{} {
	b.Lock()
	defer b.Unlock()
	if b.rung == nil {
		b.rung = make(chan struct{})
	}
	return b.rung
}

func (b *bell) ring() {
	b.Lock()
	defer b.Unlock()
	if b.rung != nil {
		close(b.rung)
		b.rung = nil
	}
}
