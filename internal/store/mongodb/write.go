package mongodb

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"citiesgrow/internal/store"

	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/bson/primitive"
	"go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/options"
)

// errMoved says that a conditional write did not find what it expected.
var errMoved = errors.New("moved on")

// triesMost bounds how often a write begins again because another put its
// claim in question.
const triesMost = 20

// stamp makes the server write its time.
var stamp = bson.D{{Key: "at", Value: bson.D{{Key: "$type", Value: "timestamp"}}}}

// Put writes the document; with unique keys, after claiming them.
func (db *DB) Put(ctx context.Context, collection string, w store.Write) error {
	t, err := db.table(collection)
	if err != nil {
		return err
	}
	k, err := keysOf(t.spec, w.ID, w.Doc)
	if err != nil {
		return err
	}
	d, err := split(w.Doc)
	if err != nil {
		return err
	}
	set := bson.D{{Key: "rev", Value: w.Expected + 1}, {Key: "k", Value: k}, {Key: "d", Value: d}}
	if !t.unique {
		err = db.update(ctx, t, w.ID, w.Expected, nil, set, bson.D{{Key: "gone", Value: ""}})
		if errors.Is(err, errMoved) {
			return store.ErrConflict
		}
		return err
	}
	return db.claimed(ctx, t, w.ID, w.Expected, k, func(now *envelope) error {
		return db.update(ctx, t, w.ID, w.Expected, &now.W, set, bson.D{{Key: "gone", Value: ""}})
	})
}

// Delete leaves of the document what the feed needs, or of a quiet one nothing.
func (db *DB) Delete(ctx context.Context, collection, id string, revision int64) error {
	t, err := db.table(collection)
	if err != nil {
		return err
	}
	now, err := db.envelope(ctx, t, id)
	switch {
	case err != nil:
		return err
	case !now.live():
		return store.ErrNotFound
	case now.Rev != revision:
		return store.ErrConflict
	}
	set := bson.D{{Key: "rev", Value: int64(0)}, {Key: "gone", Value: revision}}
	unset := bson.D{{Key: "k", Value: ""}, {Key: "d", Value: ""}}
	switch {
	case t.unique:
		return db.claimed(ctx, t, id, revision, nil, func(now *envelope) error {
			return db.update(ctx, t, id, revision, &now.W, set, unset)
		})
	case t.spec.Quiet:
		done, err := t.docs.DeleteOne(ctx, bson.D{{Key: "_id", Value: id}, {Key: "rev", Value: revision}})
		if err == nil && done.DeletedCount == 0 {
			return store.ErrConflict
		}
		return err
	}
	err = db.update(ctx, t, id, revision, nil, set, unset)
	if errors.Is(err, errMoved) {
		return store.ErrConflict
	}
	return err
}

// never is a token that no document has: with it an insert finds nothing.
const never = "-"

// update is the one write there is. It finds the document by revision and,
// where claims hang on it, by the token that was read; revision 0 finds what is
// left of a deleted document or inserts.
func (db *DB) update(ctx context.Context, t *table, id string, expected int64, w *string, set, unset bson.D) error {
	filter := bson.D{{Key: "_id", Value: id}, {Key: "rev", Value: expected}}
	if w != nil {
		if *w == "" {
			*w = never
		}
		filter = append(filter, bson.E{Key: "w", Value: *w})
	}
	change := bson.D{{Key: "$set", Value: append(set[:len(set):len(set)], bson.E{Key: "w", Value: token()})}, {Key: "$unset", Value: unset}}
	if !t.spec.Quiet {
		change = append(change, bson.E{Key: "$currentDate", Value: stamp})
	}
	done, err := t.docs.UpdateOne(ctx, filter, change, options.Update().SetUpsert(expected == 0))
	switch {
	case mongo.IsDuplicateKeyError(err):
		return errMoved
	case err != nil:
		return fmt.Errorf("write: %w", err)
	case done.MatchedCount+done.UpsertedCount == 0:
		return errMoved
	}
	if !t.spec.Quiet {
		db.bell.ring()
	}
	return nil
}

// claimed makes a write that changes unique keys to those in k.
func (db *DB) claimed(ctx context.Context, t *table, id string, expected int64, k map[string]string, write func(*envelope) error) error {
	claims := claims{db: db, table: t, id: id, made: map[string]string{}}
	for range triesMost {
		now, err := db.envelope(ctx, t, id)
		if err == nil && now.Rev != expected {
			err = store.ErrConflict
		}
		var free map[string]string
		if err == nil {
			free, err = claims.take(ctx, now, k)
		}
		if err != nil {
			claims.release(ctx, claims.made)
			return err
		}
		err = write(now)
		if err == nil {
			claims.release(ctx, free)
		}
		if !errors.Is(err, errMoved) {
			return err // after a failure it is unknown whether the key is held, so the claim stays
		}
		if err := store.Pause(ctx, rand.N(20*time.Millisecond)); err != nil {
			return err
		}
	}
	claims.release(ctx, claims.made)
	return store.ErrConflict
}

// envelope reads what is stored under an id; nothing is the empty envelope.
func (db *DB) envelope(ctx context.Context, t *table, id string) (*envelope, error) {
	e := &envelope{}
	err := t.docs.FindOne(ctx, bson.D{{Key: "_id", Value: id}}, options.FindOne().SetProjection(bson.D{{Key: "d", Value: 0}})).Decode(e)
	if errors.Is(err, mongo.ErrNoDocuments) {
		return &envelope{At: primitive.Timestamp{}}, nil
	}
	return e, err
}
