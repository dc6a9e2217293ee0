package storetest

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

func day(n int) time.Time { return time.Date(2026, 5, n, 12, 0, 0, 0, time.UTC) }

func (s *suite) find(t *testing.T, q store.Query) []string {
	t.Helper()
	found, _, err := s.things.Find(t.Context(), q)
	must(t, err)
	return ids(found)
}

func findRange(t *testing.T, s *suite) {
	for i, v := range []*thing{
		{City: "Riga", Due: day(3)}, {City: "Riga", Due: day(1)}, {City: "Riga"}, {City: "Riga", Due: day(2)},
		{City: "Rig", Due: day(1)}, {City: "Riga2", Due: day(1)}, {Due: day(2)},
	} {
		v.ID = fmt.Sprint(i)
		s.put(t, v)
	}
	for _, c := range []struct {
		name string
		q    store.Query
		want []string
	}{
		{"equal, empty first", store.Query{Index: "city_due", Equal: []any{"Riga"}}, []string{"2", "1", "3", "0"}},
		{"descending", store.Query{Index: "city_due", Equal: []any{"Riga"}, Desc: true}, []string{"0", "3", "1", "2"}},
		{"both", store.Query{Index: "city_due", Equal: []any{"Riga", day(2)}}, []string{"3"}},
		{"half open", store.Query{Index: "city_due", Equal: []any{"Riga"}, From: day(1), To: day(3)}, []string{"1", "3"}},
		{"from", store.Query{Index: "city_due", Equal: []any{"Riga"}, From: day(2)}, []string{"3", "0"}},
		{"to leaves empty ones out", store.Query{Index: "city_due", Equal: []any{"Riga"}, To: day(3)}, []string{"1", "3"}},
		{"to, descending", store.Query{Index: "city_due", Equal: []any{"Riga"}, To: day(3), Desc: true}, []string{"3", "1"}},
		{"limit", store.Query{Index: "city_due", Equal: []any{"Riga"}, From: day(1), Limit: 1}, []string{"1"}},
		{"nothing", store.Query{Index: "city_due", Equal: []any{"Ri"}}, []string{}},
		{"range on the first field", store.Query{Index: "city_due", From: "Riga", To: "Rigb"}, []string{"2", "1", "3", "0", "5"}},
		{"other index", store.Query{Index: "due", From: day(2), To: day(3)}, []string{"3", "6"}},
	} {
		if got := s.find(t, c.q); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}

func findOrder(t *testing.T, s *suite) {
	names := []string{"A", "AB", "A\x00", "a", "a b", "z", "Ä", "ß", "Ł", "Ω", "ж", "中", "\U0001F600", "é", "e\u0301"}
	counts := []int64{math.MinInt64, -1 << 40, -2, -1, 0, 1, 2, 1 << 40, 1<<53 + 1, 1<<53 + 2, math.MaxInt64}
	ratios := []float64{-1e300, -2.5, -2, -0.1, 0.1, 2, 2.5, 1e300}
	dues := []time.Time{time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(1969, 12, 31, 23, 59, 59, 999e6, time.UTC), time.Unix(0, 0).UTC(), day(1),
		day(1).Add(time.Millisecond), day(2)}
	for i := range max(len(names), len(counts)) {
		s.put(t, &thing{Meta: record.Meta{ID: fmt.Sprintf("%02d", i*7%31)}, Name: names[i%len(names)], Count: counts[i%len(counts)],
			Ratio: ratios[i%len(ratios)], Due: dues[i%len(dues)], Open: i%2 == 1})
	}
	slices.Sort(names)
	checkOrder(t, s, "name", names, func(v *thing) string { return v.Name })
	checkOrder(t, s, "count", counts, func(v *thing) int64 { return v.Count })
	checkOrder(t, s, "ratio", ratios, func(v *thing) float64 { return v.Ratio })
	checkOrder(t, s, "due", dues, func(v *thing) time.Time { return v.Due })
	checkOrder(t, s, "open", []bool{false, true}, func(v *thing) bool { return v.Open })
	if got := s.find(t, store.Query{Index: "count", From: -1, To: 2.5}); len(got) == 0 {
		t.Error("whole and broken numbers are not in one order")
	}
}

// checkOrder reads an index both ways; the values come in the order of want,
// and documents of one value by id.
func checkOrder[V comparable](t *testing.T, s *suite, index string, want []V, value func(*thing) V) {
	t.Helper()
	for _, desc := range []bool{false, true} {
		found, _, err := s.things.Find(t.Context(), store.Query{Index: index, Desc: desc})
		must(t, err)
		if desc {
			slices.Reverse(found)
		}
		var got []V
		for i, v := range found {
			if i > 0 && value(v) == value(found[i-1]) {
				if v.ID < found[i-1].ID {
					t.Errorf("%s: %s comes after %s", index, v.ID, found[i-1].ID)
				}
				continue
			}
			got = append(got, value(v))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s (desc %t): got %v, want %v", index, desc, got, want)
		}
	}
	for _, one := range want {
		first, err := s.things.First(t.Context(), index, one)
		if err != nil || value(first) != one {
			t.Errorf("%s: looking for %v: %v, %v", index, one, first, err)
		}
	}
}

func findEmpty(t *testing.T, s *suite) {
	v := named("a")
	v.Name, v.Due = "x", day(1)
	s.put(t, v, named("b"))
	v.Name, v.Due = "", time.Time{}
	s.put(t, v)
	for _, index := range []string{"name", "due", "city_due"} {
		if got := s.find(t, store.Query{Index: index}); len(got) != 0 {
			t.Errorf("%s holds %v", index, got)
		}
	}
	if got := s.find(t, store.Query{Index: "count"}); !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("zero is a value, found %v", got)
	}
}

func findPaging(t *testing.T, s *suite) {
	for i := range 20 {
		s.put(t, &thing{Meta: record.Meta{ID: fmt.Sprintf("%02d", i)}, City: []string{"Ghent", "Riga"}[i%2], Count: int64(i / 4)})
	}
	for _, desc := range []bool{false, true} {
		q := store.Query{Index: "count", Limit: 3, Desc: desc}
		var seen []string
		for pages := 0; ; pages++ {
			found, next, err := s.things.Find(t.Context(), q)
			must(t, err)
			seen = append(seen, ids(found)...)
			if next == "" {
				break
			}
			// what is written meanwhile takes no place from the others
			s.put(t, &thing{Meta: record.Meta{ID: fmt.Sprintf("new-%t-%d", desc, pages)}, Count: int64(pages % 5)})
			q.After = next
		}
		seen = slices.DeleteFunc(seen, func(id string) bool { return len(id) > 2 })
		want := make([]string, 20)
		for i := range want {
			want[i] = fmt.Sprintf("%02d", i)
		}
		if desc {
			slices.Reverse(want)
		}
		if !slices.Equal(seen, want) {
			t.Errorf("desc %t: got %v", desc, seen)
		}
	}
}

func findByID(t *testing.T, s *suite) {
	s.put(t, named("b"), named("a"), named("ä"), named("ab"), named("c"))
	for _, c := range []struct {
		q    store.Query
		want []string
	}{
		{store.Query{}, []string{"a", "ab", "b", "c", "ä"}},
		{store.Query{Desc: true, Limit: 2}, []string{"ä", "c"}},
		{store.Query{From: "ab", To: "c"}, []string{"ab", "b"}},
		{store.Query{Equal: []any{"a"}}, []string{"a"}},
	} {
		if got := s.find(t, c.q); !slices.Equal(got, c.want) {
			t.Errorf("%+v: got %v, want %v", c.q, got, c.want)
		}
	}
}

func findAll(t *testing.T, s *suite) {
	const count = 260 // more than a page
	for i := range count {
		s.put(t, named(fmt.Sprintf("%03d", i)))
	}
	at := 0
	for v, err := range s.things.All(t.Context()) {
		must(t, err)
		if v.ID != fmt.Sprintf("%03d", at) {
			t.Fatalf("at %d came %s", at, v.ID)
		}
		at++
	}
	if at != count {
		t.Fatalf("%d came", at)
	}
	for range s.things.All(t.Context()) {
		break // may be left early
	}
	few, err := s.things.List(t.Context(), store.Query{From: "001", To: "259", Desc: true, Limit: 2})
	must(t, err)
	if len(few) != count-2 || few[0].ID != "258" || few[count-3].ID != "001" {
		t.Fatalf("of a range %d came, from %s", len(few), few[0].ID)
	}
	if few, err = s.things.List(t.Context(), store.Query{Index: "no such index"}); err == nil || few != nil {
		t.Fatalf("of no index came %d, %v", len(few), err)
	}
}

func newIndex(t *testing.T, s *suite) {
	a, b, c := coded("a", "1"), coded("b", "2"), coded("c", "")
	a.Source.System, b.Source.System = "ted", "ocds"
	s.put(t, a, b, c)
	changed := thingSpec
	changed.Indexes = []store.Index{
		{Name: "system", Fields: []string{"source.system"}, Unique: true},
		{Name: "name", Fields: []string{"city"}}, // other fields than before
		{Name: "code", Fields: []string{"source.code"}, Unique: true},
	}
	must(t, s.db.Ensure(t.Context(), []store.Spec{changed}))
	things := store.Of[thing](s.db, changed)
	if got, err := things.First(t.Context(), "system", "ocds"); err != nil || got.ID != "b" {
		t.Fatalf("by the new index: %v, %v", got, err)
	}
	refusedAsTaken(t, things.Put(t.Context(), &thing{Meta: record.Meta{ID: "d"}, Source: source{System: "ted"}}))
	refusedAsTaken(t, things.Put(t.Context(), coded("d", "1")))
	if _, _, err := things.Find(t.Context(), store.Query{Index: "due"}); err == nil {
		t.Fatal("an index that was taken away still answers")
	}
	a.City = "Ghent"
	must(t, things.Put(t.Context(), a))
	if a.Revision != 2 {
		t.Fatalf("building an index moved the revision: %+v", a.Meta)
	}
	if got, err := things.First(t.Context(), "name", "Ghent"); err != nil || got.ID != "a" {
		t.Fatalf("by the changed index: %v, %v", got, err)
	}
	b.Source.System = "x"
	c.Source.System = "x"
	wrong := store.Spec{Name: "twins", Indexes: nil}
	must(t, s.db.Ensure(t.Context(), []store.Spec{wrong}))
	twins := store.Of[thing](s.db, wrong)
	must(t, twins.Put(t.Context(), coded("a", "1")))
	must(t, twins.Put(t.Context(), coded("b", "1")))
	wrong.Indexes = []store.Index{{Name: "code", Fields: []string{"source.code"}, Unique: true}}
	if err := s.db.Ensure(t.Context(), []store.Spec{wrong}); err == nil {
		t.Fatal("a unique index over twins was built")
	}
}
