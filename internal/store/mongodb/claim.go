package mongodb

import (
	"context"
	"errors"
	"time"

	"citiesgrow/internal/store"

	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/mongo"
)

// Of a claim whose process has ended: how long nothing may move until it is
// taken over, and how often one looks meanwhile.
const (
	grace = 250 * time.Millisecond
	look  = 25 * time.Millisecond
)

// claim is one unique key's owner. The package comment says how it is used.
type claim struct {
	Key   string `bson:"_id"` // "<index>:<key>"
	Owner string `bson:"owner"`
	C     string `bson:"c"` // changes with every claim and refresh
}

// claims are those that one write deals with.
type claims struct {
	db    *DB
	table *table
	id    string
	made  map[string]string // claims that only this write has made: token by key
}

// take claims the unique keys in k that the document does not hold, and
// returns the tokens of those it holds and will not any more.
func (c *claims) take(ctx context.Context, now *envelope, k map[string]string) (free map[string]string, err error) {
	free = map[string]string{}
	for _, ix := range c.table.spec.Indexes {
		if !ix.Unique {
			continue
		}
		before, after := bare(now.K[ix.Name]), bare(k[ix.Name])
		if !now.live() {
			before = ""
		}
		if before == after {
			continue
		}
		if before != "" {
			held, claimed, err := c.read(ctx, ix.Name+":"+before)
			if err != nil {
				return nil, err
			}
			if claimed && held.Owner == c.id {
				free[held.Key] = held.C
			}
		}
		if after != "" {
			if err := c.claim(ctx, ix.Name, after); err != nil {
				return nil, err
			}
		}
	}
	return free, nil
}

// claim makes the key this document's, or fails with a *store.DuplicateError.
func (c *claims) claim(ctx context.Context, index, key string) error {
	id := index + ":" + key
	var seen claim
	var since time.Time
	for {
		fresh := claim{Key: id, Owner: c.id, C: token()}
		_, err := c.table.keys.InsertOne(ctx, fresh)
		if err == nil {
			c.made[id] = fresh.C
			return nil
		}
		if !mongo.IsDuplicateKeyError(err) {
			return err
		}
		held, claimed, err := c.read(ctx, id)
		if err != nil {
			return err
		}
		if !claimed { // released just now
			continue
		}
		if held.Owner == c.id {
			if done, err := c.refresh(ctx, held, fresh); done || err != nil {
				return err
			}
			continue
		}
		owner, err := c.db.envelope(ctx, c.table, held.Owner)
		if err != nil {
			return err
		}
		if owner.holds(index, key) {
			return &store.DuplicateError{Collection: c.table.spec.Name, Index: index}
		}
		if held != seen {
			seen, since = held, time.Now()
		}
		if time.Since(since) < grace {
			if err := store.Pause(ctx, look); err != nil {
				return err
			}
			continue
		}
		if done, err := c.takeOver(ctx, held, fresh, owner); done || err != nil {
			return err
		}
	}
}

// refresh gives a claim of this document a new token, so that a process that is
// about to take it over sees that its owner lives.
func (c *claims) refresh(ctx context.Context, held, fresh claim) (bool, error) {
	done, err := c.swap(ctx, held, fresh)
	if !done {
		return false, err
	}
	if c.made[held.Key] == held.C {
		c.made[held.Key] = fresh.C
	} else {
		delete(c.made, held.Key) // another write of this document counts on it too
	}
	return true, nil
}

// takeOver stops a write that the old owner may have under way, then changes
// the owner.
func (c *claims) takeOver(ctx context.Context, held, fresh claim, owner *envelope) (bool, error) {
	if stopped, err := c.db.fence(ctx, c.table, held.Owner, owner); !stopped {
		return false, err
	}
	done, err := c.swap(ctx, held, fresh)
	if done {
		c.made[held.Key] = fresh.C
	}
	return done, err
}

func (c *claims) swap(ctx context.Context, held, fresh claim) (bool, error) {
	done, err := c.table.keys.UpdateOne(ctx,
		bson.D{{Key: "_id", Value: held.Key}, {Key: "owner", Value: held.Owner}, {Key: "c", Value: held.C}},
		bson.D{{Key: "$set", Value: bson.D{{Key: "owner", Value: fresh.Owner}, {Key: "c", Value: fresh.C}}}})
	return err == nil && done.MatchedCount == 1, err
}

// fence changes the token of a document, so that a write that read the old one
// fails. It returns false when the document was quicker.
func (db *DB) fence(ctx context.Context, t *table, id string, e *envelope) (bool, error) {
	if e.W == "" {
		_, err := t.docs.InsertOne(ctx, bson.D{{Key: "_id", Value: id}, {Key: "rev", Value: int64(0)}, {Key: "w", Value: token()}})
		if mongo.IsDuplicateKeyError(err) {
			return false, nil
		}
		return err == nil, err
	}
	done, err := t.docs.UpdateOne(ctx, bson.D{{Key: "_id", Value: id}, {Key: "w", Value: e.W}},
		bson.D{{Key: "$set", Value: bson.D{{Key: "w", Value: token()}}}})
	return err == nil && done.MatchedCount == 1, err
}

// read returns the claim of a key, and whether the key is claimed.
func (c *claims) read(ctx context.Context, key string) (held claim, claimed bool, err error) {
	err = c.table.keys.FindOne(ctx, bson.D{{Key: "_id", Value: key}}).Decode(&held)
	if errors.Is(err, mongo.ErrNoDocuments) {
		return claim{}, false, nil
	}
	return held, err == nil, err
}

// release gives keys free whose claims still have these tokens. The write is
// done or refused already: what cannot be released is taken over when a process
// wants it, so a failure is for the log only.
func (c *claims) release(ctx context.Context, tokens map[string]string) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	for key, token := range tokens {
		_, err := c.table.keys.DeleteOne(ctx, bson.D{{Key: "_id", Value: key}, {Key: "owner", Value: c.id}, {Key: "c", Value: token}})
		if err != nil {
			c.db.log.Warn("a claim stays until somebody wants it", "collection", c.table.spec.Name, "err", err)
		}
	}
}
