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

func TestRareValuesAreMerged(t *testing.T) {
	tab := New(10, []string{"a", "b", "c", "d"})
	tab.Add(40, "a")
	tab.Add(4, "b")
	tab.Add(25, "c")
	tab.Add(7, "d")
	s := tab.Suppress()
	got := said(s, [][]string{{"a"}, {"b"}, {"c"}, {"d"}, {Others}, {Total}})
	if want := []string{"40", "hidden", "25", "hidden", "11", "76"}; !slices.Equal(got, want) || !slices.Equal(s.Merged(0), []string{"b", "d"}) {
		t.Errorf("%v, want %v; merged %v", got, want, s.Merged(0))
	}
}

// One rare value takes the next one with it: alone, the total would tell it.
func TestOneRareValueIsNotAlone(t *testing.T) {
	tab := New(10, []string{"x", "y", "z"})
	tab.Add(30, "x")
	tab.Add(3, "y")
	tab.Add(12, "z")
	s := tab.Suppress()
	if n, shown := s.At(Others); !slices.Equal(s.Merged(0), []string{"y", "z"}) || !shown || n != 15 {
		t.Errorf("merged %v: %d %t", s.Merged(0), n, shown)
	}
}

// The classic: one small crossing hides a square of four.
func TestASmallCrossingHidesASquare(t *testing.T) {
	tab := New(10, []string{"riga", "ghent"}, []string{"work", "housing"})
	tab.Add(40, "riga", "work")
	tab.Add(30, "ghent", "work")
	tab.Add(4, "riga", "housing")
	tab.Add(20, "ghent", "housing")
	got := said(tab.Suppress(), [][]string{{"riga", "work"}, {"riga", "housing"}, {"ghent", "work"}, {"ghent", "housing"}, {"riga", Total},
		{Total, "housing"}, {Total, Total}})
	if want := []string{"hidden", "hidden", "hidden", "hidden", "44", "24", "94"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	wide := New(10, []string{"riga", "ghent", "lisbon"}, []string{"work", "housing", "school"})
	for _, c := range []string{"riga", "ghent", "lisbon"} {
		for _, f := range []string{"work", "housing", "school"} {
			wide.Add(20, c, f)
		}
	}
	wide.Add(-16, "riga", "work")
	s, hidden := wide.Suppress(), 0
	for i := range s.hidden {
		if s.hidden[i] {
			hidden++
		}
	}
	if hidden != 4 {
		t.Errorf("%d cells are hidden for one", hidden)
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
	one := New(10, []string{"a", "b"}, []string{"k", "l"})
	one.Add(12, "a", "k")
	s := one.Suppress()
	if n, shown := s.At(Others, Others); !shown || n != 12 || len(s.Merged(0)) != 2 || len(s.Merged(1)) != 2 {
		t.Errorf("%d %t, merged %v %v: either alone would tell that the other is nothing", n, shown, s.Merged(0), s.Merged(1))
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
	g := newGrid([][]string{{"a", "b", "c"}, {"k", "l"}})
	for v := range 3 {
		g.add([3]int{v, 0}, 12)
	}
	s = &Shown{g: g, counts: g.counts, hidden: make([]bool, len(g.counts))}
	for v := range 3 {
		for _, f := range []int{1, 2} { // what they have of "l", and their totals
			s.hidden[g.index([3]int{v, f})] = true
		}
	}
	if !determined(s, g.index([3]int{0, 1})) {
		t.Error("three that make nothing are nothing")
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
