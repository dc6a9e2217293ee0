package mongodb

import (
	"crypto/rand"
	"encoding/base64"
	"fmt"

	"citiesgrow/internal/store"

	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/bson/primitive"
)

// envelope is a document as it is stored.
type envelope struct {
	ID   string              `bson:"_id"`
	Rev  int64               `bson:"rev"` // 0: deleted, or never written
	Gone int64               `bson:"gone"`
	W    string              `bson:"w"`
	At   primitive.Timestamp `bson:"at"`
	K    map[string]string   `bson:"k"`
	D    bson.Raw            `bson:"d"`
}

// live reports whether a document exists; else it is a tombstone.
func (e *envelope) live() bool { return e != nil && e.Rev > 0 }

// holds reports whether the document has this key in this index.
func (e *envelope) holds(index, key string) bool {
	return e.live() && e.K[index] != "" && bare(e.K[index]) == key
}

// document puts the parts together again.
func (e *envelope) document() (bson.Raw, error) { return join(e.ID, e.Rev, e.D) }

// ordered writes keys as text whose bytes compare as the keys do: six bits a
// letter, letters in the order of their codes. The separator sorts before all.
var ordered = base64.NewEncoding("-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz").WithPadding(base64.NoPadding)

const separator = "!"

// entry is what stands in k: the key, then the id, so that one field has the
// whole order and says where a page ends.
func entry(key []byte, id string) string { return ordered.EncodeToString(key) + separator + id }

// bare is an entry's key alone, as text.
func bare(entry string) string {
	for i := range len(entry) {
		if entry[i] == separator[0] {
			return entry[:i]
		}
	}
	return entry
}

// keysOf returns the document's entries, by index.
func keysOf(spec store.Spec, id string, doc bson.Raw) (map[string]string, error) {
	k := map[string]string{}
	for _, ix := range spec.Indexes {
		key, held, err := ix.Key(doc)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", id, err)
		}
		if held {
			k[ix.Name] = entry(key, id)
		}
	}
	return k, nil
}

func token() string { return rand.Text()[:16] }
