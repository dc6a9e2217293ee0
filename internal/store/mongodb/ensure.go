package mongodb

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"citiesgrow/internal/store"

	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/options"
)

// table is a collection as it is kept.
type table struct {
	spec   store.Spec
	unique bool // one index at least is
	docs   *mongo.Collection
	keys   *mongo.Collection // claims
}

// catalogEntry says how a collection was ensured last.
type catalogEntry struct {
	ID      string            `bson:"_id"`
	Quiet   bool              `bson:"quiet"`
	Indexes map[string]string `bson:"indexes"` // signature by name
}

// Ensure makes collections and indexes as declared. When an index is new, its
// keys are written into the documents that are stored: batch by batch, and from
// the beginning when it was broken off. Nodes of an older release that write
// meanwhile know nothing of the new index, so stop them first.
func (db *DB) Ensure(ctx context.Context, specs []store.Spec) error {
	for _, spec := range specs {
		if err := spec.Check(); err != nil {
			return err
		}
		t := &table{spec: spec, docs: db.db.Collection(spec.Name), keys: db.db.Collection(spec.Name + ".keys"),
			unique: slices.ContainsFunc(spec.Indexes, func(ix store.Index) bool { return ix.Unique })}
		if err := db.ensure(ctx, t); err != nil {
			return fmt.Errorf("collection %s: %w", spec.Name, err)
		}
		db.specs.Lock()
		db.specs.by[spec.Name] = t
		db.specs.Unlock()
	}
	return nil
}

func (db *DB) table(name string) (*table, error) {
	db.specs.RLock()
	defer db.specs.RUnlock()
	t, ok := db.specs.by[name]
	if !ok {
		return nil, fmt.Errorf("collection %q was not ensured", name)
	}
	return t, nil
}

// loud returns the collections that the feed reads.
func (db *DB) loud() []*table {
	db.specs.RLock()
	defer db.specs.RUnlock()
	var list []*table
	for _, t := range db.specs.by {
		if !t.spec.Quiet {
			list = append(list, t)
		}
	}
	return list
}

func (db *DB) ensure(ctx context.Context, t *table) error {
	want := catalogEntry{ID: "collection:" + t.spec.Name, Quiet: t.spec.Quiet, Indexes: map[string]string{}}
	for _, ix := range t.spec.Indexes {
		want.Indexes[ix.Name] = ix.Signature()
	}
	catalog := db.db.Collection(catalogName)
	byID := bson.D{{Key: "_id", Value: want.ID}}
	var have catalogEntry
	err := catalog.FindOne(ctx, byID).Decode(&have)
	isNew := errors.Is(err, mongo.ErrNoDocuments)
	switch {
	case err != nil && !isNew:
		return err
	case !isNew && have.Quiet != want.Quiet:
		return fmt.Errorf("it is stored with quiet=%t and declared with quiet=%t: that cannot be changed", have.Quiet, want.Quiet)
	case isNew:
		if err := db.create(ctx, t); err != nil {
			return err
		}
	}
	fresh := slices.DeleteFunc(slices.Clone(t.spec.Indexes), func(ix store.Index) bool { return have.Indexes[ix.Name] == ix.Signature() })
	if !isNew && len(fresh) == 0 && len(have.Indexes) == len(want.Indexes) {
		return nil
	}
	for name := range have.Indexes {
		if _, ok := want.Indexes[name]; !ok {
			if _, err := t.docs.Indexes().DropOne(ctx, indexName(name)); err != nil {
				db.log.Warn("an index that is not declared any more stays", "collection", t.spec.Name, "index", name, "err", err)
			}
		}
	}
	if err := db.build(ctx, t, fresh); err != nil {
		return err
	}
	_, err = catalog.ReplaceOne(ctx, byID, want, options.Replace().SetUpsert(true))
	return err
}

func indexName(name string) string { return "k_" + name }

// create shards the collection where there are shards, and makes the feed's index.
func (db *DB) create(ctx context.Context, t *table) error {
	if db.topology.sharded {
		for _, collection := range []*mongo.Collection{t.docs, t.keys} {
			err := db.client.Database("admin").RunCommand(ctx, bson.D{
				{Key: "shardCollection", Value: collection.Database().Name() + "." + collection.Name()},
				{Key: "key", Value: bson.D{{Key: "_id", Value: "hashed"}}}}).Err()
			if err != nil { // it works on one shard too
				db.log.Warn("not sharded", "collection", collection.Name(), "err", err)
			}
		}
	}
	if t.spec.Quiet {
		return nil
	}
	_, err := t.docs.Indexes().CreateOne(ctx, mongo.IndexModel{Keys: byStamp, Options: options.Index().SetName("feed")})
	if err != nil {
		return fmt.Errorf("feed: %w", err)
	}
	return nil
}

// build makes the indexes, then writes the keys of documents that lack them.
func (db *DB) build(ctx context.Context, t *table, fresh []store.Index) error {
	if len(fresh) == 0 {
		return nil
	}
	for _, ix := range fresh {
		_, err := t.docs.Indexes().CreateOne(ctx, mongo.IndexModel{
			Keys: bson.D{{Key: "k." + ix.Name, Value: 1}}, Options: options.Index().SetName(indexName(ix.Name))})
		if err != nil {
			return fmt.Errorf("index %s: %w", ix.Name, err)
		}
	}
	for after := ""; ; {
		page, err := t.find(ctx, bson.D{{Key: "_id", Value: bson.D{{Key: "$gt", Value: after}}}, alive},
			options.Find().SetSort(bson.D{{Key: "_id", Value: 1}}).SetLimit(manyPage))
		if err != nil || len(page) == 0 {
			return err
		}
		for i := range page {
			if err := db.rekey(ctx, t, &page[i]); err != nil {
				return err
			}
		}
		after = page[len(page)-1].ID
	}
}

// rekey writes the keys of one document without making it a change: neither
// revision nor stamp move. Where the document moved meanwhile it is read again.
func (db *DB) rekey(ctx context.Context, t *table, e *envelope) error {
	doc, err := e.document()
	if err != nil {
		return err
	}
	k, err := keysOf(t.spec, e.ID, doc)
	if err != nil {
		return err
	}
	write := func(now *envelope) error {
		done, err := t.docs.UpdateOne(ctx, bson.D{{Key: "_id", Value: e.ID}, {Key: "rev", Value: e.Rev}, {Key: "w", Value: now.W}},
			bson.D{{Key: "$set", Value: bson.D{{Key: "k", Value: k}, {Key: "w", Value: token()}}}})
		if err == nil && done.MatchedCount == 0 {
			return errMoved
		}
		return err
	}
	err = db.claimed(ctx, t, e.ID, e.Rev, k, write)
	var taken *store.DuplicateError
	switch {
	case errors.As(err, &taken):
		return fmt.Errorf("index %s cannot be unique: %s and another document have the same key", taken.Index, e.ID)
	case errors.Is(err, store.ErrConflict):
		return nil // written meanwhile, by a process that knows the index
	}
	return err
}
