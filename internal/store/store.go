// Package store is the one narrow port to everything that is stored: documents
// with a revision, found by id or by a declared index, and a feed of what
// changed. Two adapters stand behind it, embedded (SQLite, one folder) and
// mongodb (the official driver), and storetest holds the contract both pass.
//
// What is promised, whichever adapter answers:
//
//   - A write is one document, whole or not at all, and is durable when Put
//     returns. Two people who edit the same revision: the second gets a conflict.
//   - A unique key has one owner, however many ask for it at once.
//   - Every write of a collection that is not quiet reaches Changes at least
//     once, and for one document in the order of its writes.
//
// Documents are BSON in both adapters, so that a noun has one set of tags and
// a database can be moved from one to the other byte for byte. BSON keeps
// times to the millisecond, in UTC; a noun that holds finer times finds them
// cut off when it is read again. The zero time is kept as it is and comes back
// zero, with omitempty or without. Map keys may be empty and may hold dots and
// dollar signs, but no NUL, which BSON cannot carry.
package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"go.mongodb.org/mongo-driver/bson"
)

// MaxDocument is the largest document that is kept, in bytes of BSON. Files
// and other long content are cut into several documents.
const MaxDocument = 8 << 20

// MaxID is the longest id, in bytes.
const MaxID = 512

// ErrNotFound says that there is no document with this id.
var ErrNotFound = errors.New("not found")

// ErrConflict says that the document moved on since it was read, or that an
// insert met an id that exists.
var ErrConflict = errors.New("the document was changed meanwhile")

// ErrAfter says that a continue-after token is none of ours.
var ErrAfter = errors.New("not a continue-after token")

// DuplicateError says which unique index another document holds the key of.
type DuplicateError struct{ Collection, Index string }

func (e *DuplicateError) Error() string {
	return fmt.Sprintf("another document of %s has the same %s", e.Collection, e.Index)
}

// Write is one document to be put. Doc holds "_id": ID and "rev": Expected+1.
type Write struct {
	ID       string
	Expected int64 // the revision that must be stored now; 0 inserts
	Doc      bson.Raw
}

// Change says that a document was written or deleted. Followers read the
// current state by id: the document may have moved on since.
type Change struct {
	Collection string
	ID         string
	Revision   int64 // the revision written; for a deletion the one deleted
	Deleted    bool
}

// Bookmark is a place in the feed; what is in it is the adapter's own affair.
// The empty bookmark is the beginning, and so is one that belongs to another
// database (a copy that was restored, say).
type Bookmark string

// DB is what an adapter does, in bytes. Services use Collection instead.
type DB interface {
	// Name is the adapter's: "embedded" or "mongodb".
	Name() string
	// Now is the clock that writes are stamped with, in UTC.
	Now() time.Time
	// Ensure makes collections and indexes as declared, and builds indexes
	// that are new over what is stored. It may be called again with more or
	// changed specs; those not named stay as they are. Every other method
	// fails on a collection that was not ensured.
	Ensure(ctx context.Context, specs []Spec) error
	// Get returns a document, or ErrNotFound.
	Get(ctx context.Context, collection, id string) (bson.Raw, error)
	// GetMany returns those that exist, in the order asked.
	GetMany(ctx context.Context, collection string, ids []string) ([]bson.Raw, error)
	// Put writes. It fails with ErrConflict or a *DuplicateError.
	Put(ctx context.Context, collection string, w Write) error
	// Delete removes the document of this revision. It fails with ErrNotFound
	// or ErrConflict.
	Delete(ctx context.Context, collection, id string, revision int64) error
	// Find returns a page and the token of the next one, empty at the end.
	// It fails with ErrAfter when Query.After is no such token.
	Find(ctx context.Context, collection string, q Query) ([]bson.Raw, string, error)
	// Changes returns up to limit changes after the bookmark and the bookmark
	// after them. Fewer than limit means that the end was reached.
	Changes(ctx context.Context, after Bookmark, limit int) ([]Change, Bookmark, error)
	// Reached reports whether everything before b also lies before a.
	Reached(a, b Bookmark) bool
	// Wait returns when something may have been written after the bookmark,
	// when max has passed or when ctx ends.
	Wait(ctx context.Context, after Bookmark, max time.Duration)
	// Ping reports whether the database answers.
	Ping(ctx context.Context) error
	Close() error
}
