// Package suppress shows counts of people without showing any of them: counts under a
// threshold are hidden, and with them as many others as it takes that no hidden count
// follows from the shown ones and their totals.
//
// It is the hypercube method of official statistics (Giessing and Repsilber 2002), made
// so that it can be proven: every hidden cell belongs to a set of hidden cells that can
// rise and fall together while every shown number stays as it is and none becomes
// negative. Who sees the table cannot tell it from that other one.
package suppress

import (
	"slices"
)

// Total as a coordinate means the sum over that dimension.
const Total = ""

// Others is the value of the first dimension that stands for those merged into one.
const Others = "*"

// Table is counts by one to three dimensions.
type Table struct {
	threshold int
	values    [][]string
	counts    map[[3]int]int // of interior cells, by the places of their values
}

// New makes an empty table. Counts under the threshold will be hidden, zeros as well:
// that nothing happened tells something, too.
func New(threshold int, dimensions ...[]string) *Table {
	if len(dimensions) < 1 || len(dimensions) > 3 {
		panic("suppress: a table has one to three dimensions")
	}
	t := &Table{threshold: threshold, counts: map[[3]int]int{}}
	for _, d := range dimensions {
		t.values = append(t.values, slices.Clone(d))
	}
	return t
}

// Add counts n more in an interior cell. It panics for a value the table does not have.
func (t *Table) Add(n int, at ...string) {
	var cell [3]int
	for d, v := range at {
		cell[d] = slices.Index(t.values[d], v)
		if cell[d] < 0 || len(at) != len(t.values) {
			panic("suppress: there is no cell " + v)
		}
	}
	t.counts[cell] += n
}

// Shown is a table as it may be seen.
type Shown struct {
	values [][]string
	merged []string
	counts []int
	hidden []bool
	g      *grid
}

// Suppress decides what is shown. In a table of more than one dimension, values of the
// first whose total is under the threshold are merged, so that the totals of the first
// dimension are always shown. It gives the same for the same table.
func (t *Table) Suppress() *Shown {
	values, counts, merged := t.merge()
	g := newGrid(values)
	for cell, n := range counts {
		g.add(cell, n)
	}
	s := &Shown{values: values, merged: merged, counts: g.counts, hidden: make([]bool, len(g.counts)), g: g}
	grand := g.counts[len(g.counts)-1]
	if grand < t.threshold {
		s.hideAll()
		return s
	}
	for i, n := range g.counts {
		s.hidden[i] = n < t.threshold && !g.fixed[i]
	}
	if s.protect() {
		return s
	}
	for i := range s.hidden {
		s.hidden[i] = !g.fixed[i]
	}
	if !s.protect() {
		s.hideAll()
	}
	return s
}

func (s *Shown) hideAll() {
	for i := range s.hidden {
		s.hidden[i] = true
	}
}

// merge joins values of the first dimension until each total is large enough.
func (t *Table) merge() (values [][]string, counts map[[3]int]int, merged []string) {
	if len(t.values) == 1 {
		return t.values, t.counts, nil
	}
	totals := make([]int, len(t.values[0]))
	for cell, n := range t.counts {
		totals[cell[0]] += n
	}
	order := make([]int, len(totals))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return totals[a] - totals[b] })
	into, sum := map[int]bool{}, 0
	for _, i := range order {
		if totals[i] >= t.threshold && (len(into) == 0 || sum >= t.threshold) {
			break
		}
		into[i] = true
		sum += totals[i]
	}
	if len(into) == 0 {
		return t.values, t.counts, nil
	}
	place := map[int]int{}
	var kept []string
	for i, v := range t.values[0] {
		if into[i] {
			merged = append(merged, v)
			continue
		}
		place[i] = len(kept)
		kept = append(kept, v)
	}
	kept = append(kept, Others)
	counts = map[[3]int]int{}
	for cell, n := range t.counts {
		if into[cell[0]] {
			cell[0] = len(kept) - 1
		} else {
			cell[0] = place[cell[0]]
		}
		counts[cell] += n
	}
	return append([][]string{kept}, t.values[1:]...), counts, merged
}

// Merged are the values of the first dimension that Others stands for.
func (s *Shown) Merged() []string { return slices.Clone(s.merged) }

// Values are those of a dimension as they are shown, Others last where there is one.
func (s *Shown) Values(dimension int) []string { return slices.Clone(s.values[dimension]) }

// At is the count of a cell; each coordinate is a value or Total. What is hidden, or
// merged into Others, is not shown.
func (s *Shown) At(at ...string) (n int, shown bool) {
	var cell [3]int
	for d, v := range at {
		cell[d] = len(s.values[d])
		if v != Total {
			if cell[d] = slices.Index(s.values[d], v); cell[d] < 0 {
				return 0, false
			}
		}
	}
	i := s.g.index(cell)
	if s.hidden[i] {
		return 0, false
	}
	return s.counts[i], true
}
