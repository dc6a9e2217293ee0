package mongodb

import (
	"context"
	"errors"

	"citiesgrow/internal/store"

	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/options"
)

// manyPage is how many ids are asked for at once.
const manyPage = 500

var alive = bson.E{Key: "rev", Value: bson.D{{Key: "$gt", Value: int64(0)}}}

// Get reads one document.
func (db *DB) Get(ctx context.Context, collection, id string) (bson.Raw, error) {
	t, err := db.table(collection)
	if err != nil {
		return nil, err
	}
	var e envelope
	err = t.docs.FindOne(ctx, bson.D{{Key: "_id", Value: id}}).Decode(&e)
	if errors.Is(err, mongo.ErrNoDocuments) || (err == nil && !e.live()) {
		return nil, store.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	return e.document()
}

// GetMany reads several documents, in the order asked.
func (db *DB) GetMany(ctx context.Context, collection string, ids []string) ([]bson.Raw, error) {
	t, err := db.table(collection)
	if err != nil {
		return nil, err
	}
	found := make(map[string]bson.Raw, len(ids))
	for start := 0; start < len(ids); start += manyPage {
		part := ids[start:min(start+manyPage, len(ids))]
		envelopes, err := t.find(ctx, bson.D{{Key: "_id", Value: bson.D{{Key: "$in", Value: part}}}, alive})
		if err != nil {
			return nil, err
		}
		for _, e := range envelopes {
			if found[e.ID], err = e.document(); err != nil {
				return nil, err
			}
		}
	}
	docs := make([]bson.Raw, 0, len(found))
	for _, id := range ids {
		if doc, ok := found[id]; ok {
			docs = append(docs, doc)
		}
	}
	return docs, nil
}

// Find reads a page by one index. One document more than asked reports whether
// there is a next page.
func (db *DB) Find(ctx context.Context, collection string, q store.Query) ([]bson.Raw, string, error) {
	t, err := db.table(collection)
	if err != nil {
		return nil, "", err
	}
	span, err := t.spec.Span(q)
	if err != nil {
		return nil, "", err
	}
	filter, sort := selection(span)
	envelopes, err := t.find(ctx, filter, options.Find().SetSort(sort).SetLimit(int64(span.Limit)+1))
	if err != nil {
		return nil, "", err
	}
	more := len(envelopes) > span.Limit
	envelopes = envelopes[:min(len(envelopes), span.Limit)]
	docs := make([]bson.Raw, len(envelopes))
	for i := range envelopes {
		if docs[i], err = envelopes[i].document(); err != nil {
			return nil, "", err
		}
	}
	if !more {
		return docs, "", nil
	}
	next, err := position(span, &envelopes[len(envelopes)-1])
	return docs, next.Token(), err
}

// position is where a page ends.
func position(span store.Span, last *envelope) (store.Position, error) {
	if !span.By {
		return store.Position{ID: last.ID}, nil
	}
	key, err := ordered.DecodeString(bare(last.K[span.Index.Name]))
	return store.Position{Key: key, ID: last.ID}, err
}

// selection writes the filter and the order for a span.
func selection(span store.Span) (filter, sort bson.D) {
	field, end := "_id", func(id []byte) string { return string(id) }
	if span.By {
		field, end = "k."+span.Index.Name, ordered.EncodeToString
	}
	var within bson.D
	low, high := "", ""
	if len(span.Low) > 0 {
		low = end(span.Low)
	}
	if span.High != nil {
		high = end(span.High)
	}
	beyond := "$gte"
	if span.After != nil {
		after := span.After.ID
		if span.By {
			after = entry(span.After.Key, span.After.ID)
		}
		switch {
		case span.Desc && (high == "" || after < high):
			high = after
		case !span.Desc && after >= low:
			low, beyond = after, "$gt"
		}
	}
	// The empty text is below all others, and keeps out documents without a key.
	within = append(within, bson.E{Key: beyond, Value: low})
	if high != "" {
		within = append(within, bson.E{Key: "$lt", Value: high})
	}
	filter = bson.D{{Key: field, Value: within}}
	if !span.By {
		filter = append(filter, alive)
	}
	direction := 1
	if span.Desc {
		direction = -1
	}
	return filter, bson.D{{Key: field, Value: direction}}
}

func (t *table) find(ctx context.Context, filter bson.D, opts ...*options.FindOptions) ([]envelope, error) {
	cursor, err := t.docs.Find(ctx, filter, opts...)
	if err != nil {
		return nil, err
	}
	var envelopes []envelope
	err = cursor.All(ctx, &envelopes)
	return envelopes, err
}
