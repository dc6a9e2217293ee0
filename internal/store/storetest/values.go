package storetest

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/store"

	"go.mongodb.org/mongo-driver/bson"
)

func oddValues(t *testing.T, s *suite) {
	v := named("odd id/with ?&=%2E and ü")
	v.Name = "nul \x00 within, quotes '\" and \u2028"
	v.Words = map[string]string{"": "empty key", "a.b": "dot", "$set": "dollar", "%": "percent", "%2E": "escaped", "ключ": "значение", "_id": "id", "rev": "rev"}
	v.Deep = map[string]any{"": map[string]any{"": "", "$.": int64(1)}, "list": map[string]any{"x.y": "z", "%": nil}}
	v.Parts = []source{{System: "a"}, {}, {Code: "b"}}
	v.Sealed = time.Time{}
	v.Data = []byte{0, 1, 255}
	s.put(t, v)
	s.reopen(t)
	got, err := s.things.Get(t.Context(), v.ID)
	must(t, err)
	got.Deep = plain(got.Deep)
	if !reflect.DeepEqual(got, v) {
		t.Fatalf("got  %+v\nwant %+v", got, v)
	}
	if !got.Due.IsZero() || !got.Sealed.IsZero() {
		t.Fatal("a zero time came back as another")
	}
	local := named("local")
	local.Due = time.Date(2026, 7, 1, 12, 0, 0, 123_456_789, time.FixedZone("EEST", 3*3600))
	s.put(t, local)
	got, err = s.things.First(t.Context(), "due", local.Due)
	must(t, err)
	if want := local.Due.UTC().Truncate(time.Millisecond); got.Due != want {
		t.Fatalf("time %v, want %v", got.Due, want)
	}
	broken := named("nul in a key")
	broken.Words = map[string]string{"a\x00b": "c"}
	if err := s.things.Put(t.Context(), broken); err == nil {
		t.Fatal("a NUL in a map key was taken")
	}
	empty := named("empty")
	empty.Words = map[string]string{}
	s.put(t, empty)
}

// plain makes documents within a document maps again.
func plain(m map[string]any) map[string]any {
	for key, value := range m {
		if inner, ok := value.(bson.D); ok {
			within := map[string]any{}
			for _, e := range inner {
				within[e.Key] = e.Value
			}
			m[key] = plain(within)
		}
	}
	return m
}

func megabyte(t *testing.T, s *suite) {
	v := named("large")
	v.Name = "x"
	v.Data = bytes.Repeat([]byte{0, 'a', 0xff, '%'}, 1<<18)
	v.Words = map[string]string{"text": strings.Repeat("grün ", 1000)}
	s.put(t, v)
	got, err := s.things.First(t.Context(), "name", "x")
	must(t, err)
	if !bytes.Equal(got.Data, v.Data) || got.Words["text"] != v.Words["text"] {
		t.Fatal("it came back changed")
	}
	found, _, err := s.things.Find(t.Context(), store.Query{})
	must(t, err)
	if len(found) != 1 {
		t.Fatalf("found %d", len(found))
	}
}
