package mongodb

import (
	"errors"
	"testing"
	"time"

	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

type word struct {
	record.Meta `bson:",inline"`
	Code        string `bson:"code,omitempty"`
}

func wordSpec(quiet bool) store.Spec {
	return store.Spec{Name: "words", Quiet: quiet, Indexes: []store.Index{{Name: "code", Fields: []string{"code"}, Unique: true}}}
}

func words(t *testing.T, quiet bool) (*DB, *table, *store.Collection[word]) {
	t.Helper()
	db, err := Open(t.Context(), shared.database(t), Options{})
	must(t, err)
	t.Cleanup(func() { must(t, db.Close()) })
	must(t, db.Ensure(t.Context(), []store.Spec{wordSpec(quiet)}))
	kept, err := db.table("words")
	must(t, err)
	return db, kept, store.Of[word](db, wordSpec(quiet))
}

func coded(id, code string) *word { return &word{Meta: record.Meta{ID: id}, Code: code} }

// stalled claims a key for a document as Put does, and stops before the write.
func stalled(t *testing.T, db *DB, kept *table, id, code string) (*envelope, *claims, map[string]string) {
	t.Helper()
	key, _, err := store.Index{Name: "code", Fields: []string{"code"}}.Key(raw(t, coded(id, code)))
	must(t, err)
	k := map[string]string{"code": entry(key, id)}
	now, err := db.envelope(t.Context(), kept, id)
	must(t, err)
	c := &claims{db: db, table: kept, id: id, made: map[string]string{}}
	_, err = c.take(t.Context(), now, k)
	must(t, err)
	return now, c, k
}

// A claim whose owner crashed, or sleeps, is taken over; an owner that wakes up
// after that does not get its write through.
func TestClaimOfASleeperIsTakenOver(t *testing.T) {
	for _, quiet := range []bool{false, true} {
		for _, exists := range []bool{false, true} {
			db, kept, all := words(t, quiet)
			if exists {
				must(t, all.Put(t.Context(), coded("sleeper", "")))
			}
			now, _, k := stalled(t, db, kept, "sleeper", "x")
			begun := time.Now()
			must(t, all.Put(t.Context(), coded("taker", "x")))
			if took := time.Since(begun); took < grace {
				t.Errorf("quiet %t, exists %t: taken over after %v, before the grace was over", quiet, exists, took)
			}
			err := db.update(t.Context(), kept, "sleeper", now.Rev, &now.W, set(now.Rev+1, k), unsetGone)
			if !errors.Is(err, errMoved) {
				t.Fatalf("quiet %t, exists %t: the sleeper's write: %v", quiet, exists, err)
			}
			sleeper := coded("sleeper", "x")
			sleeper.Revision = now.Rev
			var taken *store.DuplicateError
			if err := all.Put(t.Context(), sleeper); !errors.As(err, &taken) {
				t.Fatalf("quiet %t, exists %t: the sleeper tries again: %v", quiet, exists, err)
			}
			sleeper.Code = "y"
			must(t, all.Put(t.Context(), sleeper))
		}
	}
}

// An owner that begins again between the two steps of a takeover keeps its claim.
func TestClaimIsKeptByWhoBeginsAgain(t *testing.T) {
	db, kept, all := words(t, false)
	now, _, _ := stalled(t, db, kept, "owner", "x")
	taker := &claims{db: db, table: kept, id: "taker", made: map[string]string{}}
	var held claim
	must(t, kept.keys.FindOne(t.Context(), map[string]string{"owner": "owner"}).Decode(&held))
	if stopped, err := db.fence(t.Context(), kept, "owner", now); err != nil || !stopped {
		t.Fatalf("fence: %t, %v", stopped, err)
	}
	again, _, k := stalled(t, db, kept, "owner", "x")
	if done, err := taker.swap(t.Context(), held, claim{Key: held.Key, Owner: "taker", C: token()}); err != nil || done {
		t.Fatalf("the claim changed hands: %t, %v", done, err)
	}
	must(t, db.update(t.Context(), kept, "owner", 0, &again.W, set(1, k), unsetGone))
	var taken *store.DuplicateError
	if err := all.Put(t.Context(), coded("taker", "x")); !errors.As(err, &taken) {
		t.Fatalf("the key is held: %v", err)
	}
}

// What a fence leaves behind is no document and no change.
func TestFenceIsNoDocument(t *testing.T) {
	db, kept, all := words(t, false)
	if stopped, err := db.fence(t.Context(), kept, "nobody", &envelope{}); err != nil || !stopped {
		t.Fatalf("fence: %t, %v", stopped, err)
	}
	if _, err := all.Get(t.Context(), "nobody"); err == nil {
		t.Fatal("there is a document")
	}
	if found, _, err := all.Find(t.Context(), store.Query{}); err != nil || len(found) != 0 {
		t.Fatalf("found %v, %v", found, err)
	}
	if changes, _, err := db.Changes(t.Context(), "", 10); err != nil || len(changes) != 0 {
		t.Fatalf("changes %v, %v", changes, err)
	}
	must(t, all.Put(t.Context(), coded("nobody", "x")))
}
