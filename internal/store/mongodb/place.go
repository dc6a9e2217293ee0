package mongodb

import (
	"crypto/rand"
	"fmt"
	"maps"
	"strings"
	"sync"

	"citiesgrow/internal/store"

	"go.mongodb.org/mongo-driver/bson/primitive"
)

// placesMost is how many bookmarks are remembered with what they have seen.
const placesMost = 256

type document struct{ collection, id string }

// place is what a bookmark stands for: all up to the low mark, and what was
// seen above it.
type place struct {
	low  primitive.Timestamp
	seen map[document]primitive.Timestamp
}

// advance returns the place after these lines were read too.
func (p *place) advance(low primitive.Timestamp, lines []line) *place {
	if low.Before(p.low) {
		low = p.low
	}
	to := &place{low: low, seen: maps.Clone(p.seen)}
	if to.seen == nil {
		to.seen = map[document]primitive.Timestamp{}
	}
	for _, l := range lines {
		to.seen[l.document()] = l.at
	}
	maps.DeleteFunc(to.seen, func(_ document, at primitive.Timestamp) bool { return !at.After(low) })
	return to
}

// covers reports whether all that lies before b lies before p too.
func (p *place) covers(b *place) bool {
	if p.low.Before(b.low) {
		return false
	}
	for doc, at := range b.seen {
		if at.After(p.low) && p.seen[doc].Before(at) {
			return false
		}
	}
	return true
}

// places remembers recent bookmarks. What it forgot is read again from the
// low mark, which is in the bookmark's text: "epoch:seconds:ordinal:random".
type places struct {
	sync.Mutex
	by   map[store.Bookmark]*place
	last []store.Bookmark // oldest first
}

// place reads a bookmark; one of another database is the beginning.
func (db *DB) place(b store.Bookmark) *place {
	db.places.Lock()
	defer db.places.Unlock()
	if p, ok := db.places.by[b]; ok {
		return p
	}
	p := &place{}
	rest, ours := strings.CutPrefix(string(b), db.epoch+":")
	if !ours {
		return p
	}
	var random string
	if n, err := fmt.Sscanf(rest, "%d:%d:%s", &p.low.T, &p.low.I, &random); err != nil || n != 3 {
		return &place{}
	}
	return p
}

// remember returns the bookmark for a place. When nothing was read it is the
// one that was asked with, so that it is not saved again; what is known to be
// settled since is remembered under it.
func (db *DB) remember(asked store.Bookmark, to *place, moved bool) store.Bookmark {
	db.places.Lock()
	defer db.places.Unlock()
	name := asked
	if moved {
		name = store.Bookmark(fmt.Sprintf("%s:%d:%d:%s", db.epoch, to.low.T, to.low.I, rand.Text()[:8]))
	} else if !strings.HasPrefix(string(asked), db.epoch+":") {
		return asked
	}
	if db.places.by == nil {
		db.places.by = map[store.Bookmark]*place{}
	}
	if _, known := db.places.by[name]; !known {
		db.places.last = append(db.places.last, name)
	}
	db.places.by[name] = to
	if len(db.places.last) > placesMost {
		delete(db.places.by, db.places.last[0])
		db.places.last = db.places.last[1:]
	}
	return name
}

// Reached compares two places.
func (db *DB) Reached(a, b store.Bookmark) bool { return a == b || db.place(a).covers(db.place(b)) }
