package mongodb

import (
	"slices"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/store"

	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/bson/primitive"
)

func raw(t *testing.T, v any) bson.Raw {
	t.Helper()
	doc, err := bson.Marshal(v)
	must(t, err)
	return doc
}

var unsetGone = bson.D{{Key: "gone", Value: ""}}

func set(revision int64, k map[string]string) bson.D {
	return bson.D{{Key: "rev", Value: revision}, {Key: "k", Value: k}, {Key: "d", Value: bson.D{}}}
}

func changed(changes []store.Change) []string {
	var ids []string
	for _, c := range changes {
		ids = append(ids, c.ID)
	}
	return ids
}

// A write that becomes visible late, with a stamp older than what was read
// already, is in the feed all the same, and once.
func TestLateStampIsNotMissed(t *testing.T) {
	db, kept, all := words(t, false)
	must(t, all.Put(t.Context(), coded("early", "")))
	changes, at, err := db.Changes(t.Context(), "", 10)
	must(t, err)
	if !slices.Equal(changed(changes), []string{"early"}) {
		t.Fatalf("first: %v", changes)
	}
	_, end, now, err := db.present(t.Context())
	must(t, err)
	end()
	late := primitive.Timestamp{T: now.T - window + 2}
	_, err = kept.docs.InsertOne(t.Context(), bson.D{{Key: "_id", Value: "late"}, {Key: "rev", Value: int64(1)}, {Key: "w", Value: token()},
		{Key: "at", Value: late}})
	must(t, err)
	changes, next, err := db.Changes(t.Context(), at, 10)
	must(t, err)
	if !slices.Equal(changed(changes), []string{"late"}) {
		t.Fatalf("then: %v", changes)
	}
	if !db.Reached(next, at) || db.Reached(at, next) {
		t.Fatal("the later bookmark does not cover the late one")
	}
	if changes, _, err = db.Changes(t.Context(), next, 10); err != nil || len(changes) != 0 {
		t.Fatalf("again: %v, %v", changes, err)
	}
	db.places.by, db.places.last = nil, nil // another process
	changes, next, err = db.Changes(t.Context(), next, 1)
	must(t, err)
	seen := changed(changes)
	changes, _, err = db.Changes(t.Context(), next, 10)
	must(t, err)
	if seen = append(seen, changed(changes)...); !slices.Contains(seen, "late") || !slices.Contains(seen, "early") || len(seen) != 2 {
		t.Fatalf("after a restart the window is delivered again, once: %v", seen)
	}
}

// What another process writes is noticed.
func TestOtherProcessIsNoticed(t *testing.T) {
	uri := shared.database(t)
	var dbs [2]*DB
	for i := range dbs {
		db, err := Open(t.Context(), uri, Options{})
		must(t, err)
		defer db.Close()
		must(t, db.Ensure(t.Context(), []store.Spec{wordSpec(false)}))
		dbs[i] = db
	}
	_, at, err := dbs[0].Changes(t.Context(), "", 10)
	must(t, err)
	must(t, store.Of[word](dbs[1], wordSpec(false)).Put(t.Context(), coded("a", "x")))
	for {
		dbs[0].Wait(t.Context(), at, time.Hour) // ends early only because the change was noticed
		changes, _, err := dbs[0].Changes(t.Context(), at, 10)
		must(t, err)
		if len(changes) == 1 {
			break
		}
	}
	if dbs[0].epoch != dbs[1].epoch {
		t.Fatal("two processes of one database do not understand each other's bookmarks")
	}
}

func TestSecretsStayOutOfErrors(t *testing.T) {
	for _, uri := range []string{"mongodb://user:s3cret@/", "mongodb://user:s3cret@127.0.0.1:1/x?serverSelectionTimeoutMS=200", "postgres://user:s3cret@host"} {
		_, err := Open(t.Context(), uri, Options{})
		if err == nil || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%v", err)
		}
	}
}
