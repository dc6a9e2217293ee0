package suppress

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// said writes a row of a table as people see it.
func said(s *Shown, rows [][]string) []string {
	var all []string
	for _, at := range rows {
		text := "hidden"
		if n, shown := s.At(at...); shown {
			text = fmt.Sprint(n)
		}
		all = append(all, text)
	}
	return all
}

func TestOneSmallCountHidesASecond(t *testing.T) {
	tab := New(10, []string{"a", "b", "c"})
	tab.Add(40, "a")
	tab.Add(4, "b")
	tab.Add(25, "c")
	got := said(tab.Suppress(), [][]string{{"a"}, {"b"}, {"c"}, {Total}})
	if want := []string{"40", "hidden", "hidden", "69"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v: with one hidden the total would tell it", got, want)
	}
}

func TestSmallCitiesAreMerged(t *testing.T) {
	tab := New(10, []string{"x", "y", "z"}, []string{"work", "housing"})
	for _, c := range []struct {
		n        int
		city, at string
	}{{30, "x", "work"}, {20, "x", "housing"}, {3, "y", "work"}, {2, "z", "housing"}} {
		tab.Add(c.n, c.city, c.at)
	}
	s := tab.Suppress()
	if !slices.Equal(s.Merged(), []string{"x", "y", "z"}) {
		t.Errorf("merged %v: five alone are too few, so the next joins them", s.Merged())
	}
	if n, shown := s.At(Others, Total); !shown || n != 55 {
		t.Errorf("together %d %t", n, shown)
	}
	if _, shown := s.At("y", Total); shown {
		t.Error("a merged city is shown")
	}
	tab.Add(40, "y", "housing")
	tab.Add(40, "z", "work")
	s = tab.Suppress()
	if n, shown := s.At("y", Total); !shown || n != 43 || len(s.Merged()) > 0 {
		t.Errorf("y has %d %t, merged %v", n, shown, s.Merged())
	}
	if _, shown := s.At("y", "work"); shown {
		t.Error("three of y's are shown")
	}
}

func TestWhatIsLargeIsShown(t *testing.T) {
	tab := New(10, []string{"a", "b", "c"}, []string{"k", "l"}, []string{"u", "v"})
	for _, a := range []string{"a", "b", "c"} {
		for _, k := range []string{"k", "l"} {
			for _, u := range []string{"u", "v"} {
				tab.Add(10, a, k, u)
			}
		}
	}
	s := tab.Suppress()
	for i := range s.hidden {
		if s.hidden[i] {
			t.Fatalf("cell %v is hidden for nothing", s.g.cell(i))
		}
	}
}

func TestLittleOrNothingIsHidden(t *testing.T) {
	empty := New(10, []string{"a"}, []string{"k", "l"})
	if _, shown := empty.Suppress().At(Total, Total); shown {
		t.Error("that nothing was reported is shown")
	}
	one := New(10, []string{"a"}, []string{"k", "l"})
	one.Add(12, "a", "k")
	s := one.Suppress()
	if n, shown := s.At("a", Total); !shown || n != 12 {
		t.Errorf("%d %t", n, shown)
	}
	for _, k := range []string{"k", "l"} {
		if _, shown := s.At("a", k); shown {
			t.Errorf("%s is shown: the other would follow", k)
		}
	}
}

// random makes a table of one to three dimensions, thin or thick.
func random(r *rand.Rand) *Table {
	var dims [][]string
	for d := range 1 + r.IntN(3) {
		var values []string
		for v := range 2 + r.IntN(3) {
			values = append(values, fmt.Sprintf("%c%d", 'a'+d, v))
		}
		dims = append(dims, values)
	}
	t := New(3+r.IntN(8), dims...)
	most := 1 + r.IntN(30)
	var fill func(at []string)
	fill = func(at []string) {
		if len(at) == len(dims) {
			if r.IntN(4) > 0 {
				t.Add(r.IntN(most+1), at...)
			}
			return
		}
		for _, v := range dims[len(at)] {
			fill(append(slices.Clone(at), v))
		}
	}
	fill(nil)
	return t
}

// No hidden count can be computed: for each there is another table of counts that are not
// negative, with every shown number the same and this one different. The auditor knows
// only what is shown.
func TestNoHiddenCountCanBeComputed(t *testing.T) {
	r := rand.New(rand.NewPCG(20261126, 1))
	hidden, shown := 0, 0
	for n := range 3000 {
		tab := random(r)
		s := tab.Suppress()
		var secret []int
		for i, h := range s.hidden {
			if h {
				secret = append(secret, i)
			} else if shown++; s.counts[i] < tab.threshold {
				t.Fatalf("table %d shows %d of at least %d", n, s.counts[i], tab.threshold)
			}
		}
		hidden += len(secret)
		r.Shuffle(len(secret), func(i, j int) { secret[i], secret[j] = secret[j], secret[i] })
		for _, i := range secret[:min(3, len(secret))] {
			if determined(s, i) {
				t.Fatalf("table %d %v: cell %v follows from what is shown\n%v\n%v", n, s.values, s.g.cell(i), s.counts, s.hidden)
			}
		}
	}
	if hidden < 1000 || shown < 1000 {
		t.Errorf("%d hidden and %d shown: the tables are no test", hidden, shown)
	}
}

// The auditor itself finds what follows when only small counts are hidden.
func TestTheAuditorIsNotFooled(t *testing.T) {
	tab := New(10, []string{"a", "b"}, []string{"k", "l"})
	tab.Add(20, "a", "k")
	tab.Add(4, "a", "l")
	tab.Add(30, "b", "k")
	tab.Add(15, "b", "l")
	s := tab.Suppress()
	for i, n := range s.counts {
		s.hidden[i] = n < 10
	}
	if !determined(s, s.g.index([3]int{0, 1})) {
		t.Error("24 less 20 is 4")
	}
	// Two zeros that together are nothing: only who knows that counts are not negative sees it.
	row := New(10, []string{"a", "b", "c"})
	row.Add(12, "a")
	s = row.Suppress()
	s.hidden = []bool{false, true, true, false}
	if !determined(s, 1) {
		t.Error("12 of 12 are shown, so the rest is nothing")
	}
}

func FuzzSuppress(f *testing.F) {
	f.Add(uint64(1), uint64(2))
	f.Fuzz(func(t *testing.T, a, b uint64) {
		tab := random(rand.New(rand.NewPCG(a, b)))
		s := tab.Suppress()
		for i, n := range s.counts {
			if !s.hidden[i] && n < tab.threshold {
				t.Fatalf("%d is shown", n)
			}
		}
	})
}
