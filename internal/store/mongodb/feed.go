package mongodb

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"citiesgrow/internal/store"

	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/bson/primitive"
	"go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/options"
)

// window is how long before the present the low mark stays, in seconds.
const window = 5

var byStamp = bson.D{{Key: "at", Value: 1}, {Key: "_id", Value: 1}}

// line is a change with its stamp.
type line struct {
	store.Change
	at primitive.Timestamp
}

func (l line) document() document { return document{l.Collection, l.ID} }

// Changes reads what was stamped after the bookmark's low mark and leaves out
// what the bookmark has seen.
func (db *DB) Changes(ctx context.Context, after store.Bookmark, limit int) ([]store.Change, store.Bookmark, error) {
	db.bell.reading()
	from := db.place(after)
	ctx, end, now, err := db.present(ctx)
	if err != nil {
		return nil, "", fmt.Errorf("feed: %w", err)
	}
	defer end()
	var lines []line
	for _, t := range db.loud() {
		part, err := t.since(ctx, from, limit)
		if err != nil {
			return nil, "", fmt.Errorf("feed of %s: %w", t.spec.Name, err)
		}
		lines = append(lines, part...)
	}
	slices.SortFunc(lines, func(a, b line) int {
		return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.Collection, b.Collection), cmp.Compare(a.ID, b.ID))
	})
	lines = lines[:min(limit, len(lines))]
	low := settled(now)
	if len(lines) == limit { // more may follow: some with the last one's stamp
		low = earlier(low, before(lines[limit-1].at))
	}
	to := from.advance(low, lines)
	changes := make([]store.Change, len(lines))
	for i, l := range lines {
		changes[i] = l.Change
	}
	return changes, db.remember(after, to, len(lines) > 0), nil
}

// since reads a collection's part: limit lines that were not seen, if there
// are as many.
func (t *table) since(ctx context.Context, from *place, limit int) ([]line, error) {
	cursor, err := t.docs.Find(ctx, bson.D{{Key: "at", Value: bson.D{{Key: "$gt", Value: from.low}}}},
		options.Find().SetSort(byStamp).SetLimit(int64(limit+len(from.seen))).SetProjection(bson.D{{Key: "rev", Value: 1}, {Key: "gone", Value: 1},
			{Key: "at", Value: 1}}))
	if err != nil {
		return nil, err
	}
	defer cursor.Close(ctx)
	var lines []line
	for cursor.Next(ctx) {
		var e envelope
		if err := cursor.Decode(&e); err != nil {
			return nil, err
		}
		l := line{at: e.At, Change: store.Change{Collection: t.spec.Name, ID: e.ID, Revision: e.Rev}}
		if !e.live() {
			l.Deleted, l.Revision = true, e.Gone
		}
		if from.seen[l.document()] != l.at {
			lines = append(lines, l)
		}
	}
	return lines, cursor.Err()
}

// present asks the server what time it is. Where there are several, the
// context it returns makes every read wait until the server that answers it has
// what a majority had at that time.
func (db *DB) present(ctx context.Context) (context.Context, func(), primitive.Timestamp, error) {
	end := func() {}
	var session mongo.Session
	if db.topology.replicas {
		var err error
		if session, err = db.client.StartSession(options.Session().SetCausalConsistency(true)); err != nil {
			return ctx, end, primitive.Timestamp{}, err
		}
		ending := context.WithoutCancel(ctx)
		end = func() { session.EndSession(ending) }
		ctx = mongo.NewSessionContext(ctx, session)
	}
	var hello struct {
		Local   time.Time `bson:"localTime"`
		Cluster struct {
			Time primitive.Timestamp `bson:"clusterTime"`
		} `bson:"$clusterTime"`
	}
	err := db.client.Database("admin").RunCommand(ctx, bson.D{{Key: "hello", Value: 1}}).Decode(&hello)
	now := hello.Cluster.Time
	if now.IsZero() {
		now = primitive.Timestamp{T: uint32(hello.Local.Unix())}
	} else if session != nil && err == nil {
		err = session.AdvanceOperationTime(&now)
	}
	if err == nil && now.T == 0 {
		err = errors.New("the server does not say what time it is")
	}
	if err != nil {
		end()
		return ctx, func() {}, now, err
	}
	return ctx, end, now, nil
}

// settled is the newest stamp that nothing can come before any more.
func settled(now primitive.Timestamp) primitive.Timestamp {
	return primitive.Timestamp{T: now.T - min(now.T, window)}
}

func earlier(a, b primitive.Timestamp) primitive.Timestamp {
	if a.Before(b) {
		return a
	}
	return b
}

// before is the stamp before this one.
func before(at primitive.Timestamp) primitive.Timestamp {
	if at.I > 0 {
		return primitive.Timestamp{T: at.T, I: at.I - 1}
	}
	return primitive.Timestamp{T: at.T - min(at.T, 1), I: ^uint32(0)}
}
