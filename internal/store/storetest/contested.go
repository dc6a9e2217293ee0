package storetest

import (
	"context"
	"sync"

	"go.mongodb.org/mongo-driver/bson"

	"citiesgrow/internal/store"
)

// Contested is a store in which another writer is quicker: the next writes of a collection find
// that the document was changed in the meantime. What the store repeats is repeated then.
type Contested struct {
	store.DB
	mu    sync.Mutex
	times map[string]int // by collection
}

// Contest lets the next changes of a collection meet another's change.
func (c *Contested) Contest(collection string, times int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.times == nil {
		c.times = map[string]int{}
	}
	c.times[collection] = times
}

// Left is how many of them did not happen.
func (c *Contested) Left(collection string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.times[collection]
}

// Put writes the document as it is stored once more before, so that its revision moves on.
func (c *Contested) Put(ctx context.Context, collection string, w store.Write) error {
	c.mu.Lock()
	contested := c.times[collection] > 0 && w.Expected > 0
	if contested {
		c.times[collection]--
	}
	c.mu.Unlock()
	if contested {
		if err := c.overtake(ctx, collection, w.ID); err != nil {
			return err
		}
	}
	return c.DB.Put(ctx, collection, w)
}

func (c *Contested) overtake(ctx context.Context, collection, id string) error {
	raw, err := c.DB.Get(ctx, collection, id)
	if err != nil {
		return err
	}
	var doc bson.D
	if err := bson.Unmarshal(raw, &doc); err != nil {
		return err
	}
	var was int64
	for i := range doc {
		if doc[i].Key == "rev" {
			was, _ = doc[i].Value.(int64)
			doc[i].Value = was + 1
		}
	}
	next, err := bson.Marshal(doc)
	if err != nil {
		return err
	}
	return c.DB.Put(ctx, collection, store.Write{ID: id, Expected: was, Doc: next})
}
