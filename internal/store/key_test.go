package store

import (
	"bytes"
	"cmp"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/record"

	"pgregory.net/rapid"
)

func encoded(t rapid.TB, values ...any) []byte {
	t.Helper()
	var key []byte
	for _, v := range values {
		var err error
		if key, err = keyOf(key, v); err != nil {
			t.Fatal(err)
		}
	}
	return key
}

func sign(n int) int { return cmp.Compare(n, 0) }

// Keys compare as the values they were made of, field by field.
func TestKeysCompareAsValues(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[a\x00\x01é中]{1,4}`)
		a, b := text.Draw(t, "a"), text.Draw(t, "b")
		m, n := rapid.Int64().Draw(t, "m"), rapid.Int64().Draw(t, "n")
		want := cmp.Or(strings.Compare(a, b), cmp.Compare(m, n))
		if got := bytes.Compare(encoded(t, a, m), encoded(t, b, n)); sign(got) != sign(want) {
			t.Fatalf("(%q, %d) and (%q, %d): %d, want %d", a, m, b, n, got, want)
		}
		f, g := rapid.Float64().Draw(t, "f"), rapid.Float64().Draw(t, "g")
		if got := bytes.Compare(encoded(t, f), encoded(t, g)); sign(got) != cmp.Compare(f, g) {
			t.Fatalf("%v and %v: %d", f, g, got)
		}
		small := float64(m % (1 << 50))
		if got := bytes.Compare(encoded(t, m%(1<<50)), encoded(t, small)); got != 0 {
			t.Fatalf("%v and %d differ", small, m%(1<<50))
		}
	})
}

func TestKeyClassesAndEdges(t *testing.T) {
	ascending := []any{nil, math.NaN(), math.Inf(-1), math.MinInt64, -1.5, -1, math.Copysign(0, -1), 0.5, int32(1), 1.5,
		int64(1<<53 + 1), math.MaxInt64, math.Inf(1), "a", "a\x00", "ab", []byte{0}, []byte{0, 0}, false, true, time.Unix(-1, 0), time.Unix(0, 0)}
	for i := 1; i < len(ascending); i++ {
		if bytes.Compare(encoded(t, ascending[i-1]), encoded(t, ascending[i])) >= 0 {
			t.Errorf("%v does not come before %v", ascending[i-1], ascending[i])
		}
	}
	for _, nothing := range []any{nil, "", time.Time{}, (*string)(nil)} {
		if got := encoded(t, nothing); !bytes.Equal(got, []byte{classNull}) {
			t.Errorf("%#v is encoded as %x", nothing, got)
		}
	}
	if _, err := keyOf(nil, []string{"a"}); err == nil {
		t.Error("a list has a key")
	}
}

func TestFollowing(t *testing.T) {
	for _, c := range []struct{ prefix, want []byte }{{nil, nil}, {[]byte{1}, []byte{2}}, {[]byte{1, 0xff}, []byte{2}}, {[]byte{0xff}, nil}} {
		if got := following(c.prefix); !bytes.Equal(got, c.want) {
			t.Errorf("after %x comes %x, want %x", c.prefix, got, c.want)
		}
	}
}

func TestTokens(t *testing.T) {
	p := Position{Key: []byte{0, 255, 7}, ID: "tender-1"}
	got, err := readPosition(p.Token())
	if err != nil || got.ID != p.ID || !bytes.Equal(got.Key, p.Key) {
		t.Fatalf("%+v, %v", got, err)
	}
	for _, wrong := range []string{"a", "!!!", "_____w", strings.Repeat("A", 3)} {
		if _, err := readPosition(wrong); err == nil {
			t.Errorf("%q was taken", wrong)
		}
	}
}

func TestSpecsAreChecked(t *testing.T) {
	ix := func(name string, fields ...string) Index { return Index{Name: name, Fields: fields} }
	for _, wrong := range []Spec{{}, {Name: "Tenders"}, {Name: "a-b"}, {Name: "a", Indexes: []Index{ix("x")}}, {Name: "a", Indexes: []Index{ix("x", "")}},
		{Name: "a", Indexes: []Index{ix("x", "f"), ix("x", "g")}}, {Name: `a"; DROP TABLE`}} {
		if wrong.Check() == nil {
			t.Errorf("%+v was taken", wrong)
		}
	}
}

type untagged struct{ record.Meta }

func TestOfRefusesWhatIsNoNoun(t *testing.T) {
	type plain struct{ Text string }
	for name, open := range map[string]func(){
		"no noun":       func() { Of[plain](nil, Spec{Name: "a"}) },
		"no inline tag": func() { Of[untagged](nil, Spec{Name: "a"}) },
		"wrong spec":    func() { Of[Parked](nil, Spec{Name: "A"}) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if said := fmt.Sprint(recover()); !strings.HasPrefix(said, "store: ") {
					t.Errorf("it said %q", said)
				}
			}()
			open()
		})
	}
}
