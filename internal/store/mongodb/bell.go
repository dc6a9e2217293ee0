package mongodb

import (
	"context"
	"sync"
	"time"

	"citiesgrow/internal/store"

	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/options"
)

const (
	pollEvery  = 250 * time.Millisecond // without change streams
	watchAgain = 5 * time.Second        // after a change stream broke
)

// Wait returns with the next write of this process, with one of another
// process when a change stream reports it, or after a quarter of a second when
// there is none that could.
func (db *DB) Wait(ctx context.Context, _ store.Bookmark, max time.Duration) {
	rung, watched, missed := db.bell.next()
	if missed {
		return
	}
	if !watched {
		max = min(max, pollEvery)
	}
	timer := time.NewTimer(max)
	defer timer.Stop()
	select {
	case <-rung:
	case <-timer.C:
	case <-ctx.Done():
	}
}

// watch rings the bell for every change in the database, until ctx ends.
func (db *DB) watch(ctx context.Context) {
	for ctx.Err() == nil {
		err := db.listen(ctx)
		db.bell.watch(false)
		if ctx.Err() != nil {
			return
		}
		db.log.Warn("change stream broke, looking every quarter of a second meanwhile", "err", err)
		_ = store.Pause(ctx, watchAgain)
	}
}

func (db *DB) listen(ctx context.Context) error {
	onlyID := mongo.Pipeline{{{Key: "$project", Value: bson.D{{Key: "_id", Value: 1}}}}}
	stream, err := db.db.Watch(ctx, onlyID, options.ChangeStream())
	if err != nil {
		return err
	}
	defer stream.Close(context.WithoutCancel(ctx))
	db.bell.watch(true)
	for stream.Next(ctx) {
		db.bell.ring()
	}
	return stream.Err()
}

// bell wakes all who wait, once.
type bell struct {
	sync.Mutex
	rung    chan struct{}
	watched bool // a change stream rings it too
	missed  bool // it rang after the feed was read last
}

func (b *bell) next() (rung <-chan struct{}, watched, missed bool) {
	b.Lock()
	defer b.Unlock()
	if b.rung == nil {
		b.rung = make(chan struct{})
	}
	return b.rung, b.watched, b.missed
}

// reading notes that the feed is about to be read.
func (b *bell) reading() {
	b.Lock()
	defer b.Unlock()
	b.missed = false
}

func (b *bell) ring() {
	b.Lock()
	defer b.Unlock()
	b.missed = true
	if b.rung != nil {
		close(b.rung)
		b.rung = nil
	}
}

// watch notes whether a change stream is open, and rings: what came between
// two streams was not reported.
func (b *bell) watch(watched bool) {
	b.Lock()
	b.watched = watched
	b.Unlock()
	b.ring()
}
