package mongodb

import (
	"bytes"
	"testing"

	"go.mongodb.org/mongo-driver/bson"
)

func TestEscapeIsUndone(t *testing.T) {
	for _, key := range []string{"", "%", "%%", "a.b", "$", "$a", "a$", "%2E", "%25", "%24x", "..", "plain"} {
		stored := escape(key)
		if stored == "" || bytes.ContainsAny([]byte(stored), ".$") || unescape(stored) != key {
			t.Errorf("%q is stored as %q and comes back as %q", key, stored, unescape(stored))
		}
	}
	doc := raw(t, bson.D{{Key: "_id", Value: "a"}, {Key: "rev", Value: int64(3)},
		{Key: "", Value: bson.D{{Key: "x.y", Value: bson.A{bson.D{{Key: "$z", Value: "%"}}, 1, nil}}}}})
	d, err := split(doc)
	must(t, err)
	back, err := join("a", 3, d)
	must(t, err)
	if !bytes.Equal(back, doc) {
		t.Fatalf("got %v, want %v", back, doc)
	}
}

func TestEntriesAreInTheOrderOfKeys(t *testing.T) {
	keys := [][]byte{{}, {0}, {0, 0}, {0, 1}, {1}, {1, 0xff}, {1, 0xff, 0xff}, {0x10}, {0x7f, 0xff}, {0x80}, {0xff}, {0xff, 0xff, 0xff, 0}}
	for i, a := range keys {
		for j, b := range keys {
			if got, want := entry(a, "zz") < entry(b, "aa"), i < j; got != want && i != j {
				t.Errorf("%x and %x", a, b)
			}
		}
		if bare(entry(a, "an!id")) != ordered.EncodeToString(a) {
			t.Errorf("%x with an id", a)
		}
	}
}
