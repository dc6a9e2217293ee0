// Package suppress shows counts of people without showing any of them. Values that are
// too rare are merged, until the total of every value that is left reaches the threshold;
// those totals are shown. Counts where values cross are hidden when they are under the
// threshold, and with them as many others as it takes that no hidden count follows from
// the shown ones.
//
// That is the hypercube method of official statistics (Giessing and Repsilber 2002), made
// so that it can be proven: every hidden cell belongs to a set of hidden cells that can
// rise and fall together while every shown number stays as it is and none becomes
// negative. Who sees the table cannot tell it from that other one. Where no such set is
// found, every crossing is hidden: with at least two values in each dimension, and each
// total at least the threshold, none of them follows (Fréchet's bounds).
package suppress

import "slices"

// Total as a coordinate means the sum over that dimension.
const Total = ""

// Others is the value of a dimension that stands for those merged into one.
const Others = "*"

// Least is the smallest count of persons or reports that this service shows.
const Least = 10

// Table is counts by one to three dimensions.
type Table struct {
	threshold int
	values    [][]string
	counts    map[[3]int]int // of interior cells, by the places of their values
}

// New makes an empty table. Counts under the threshold will be hidden, zeros as well:
// that nothing happened reveals something, too.
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
	merged [][]string
	places []int // of the dimensions in the grid; -1 where one value is left
	counts []int
	hidden []bool
	g      *grid
}

// Suppress decides what is shown. It gives the same for the same table.
func (t *Table) Suppress() *Shown {
	s := &Shown{}
	counts := t.counts
	for d := range t.values {
		values, merged, place := t.merge(d)
		s.values, s.merged = append(s.values, values), append(s.merged, merged)
		moved := map[[3]int]int{}
		for cell, n := range counts {
			cell[d] = place[cell[d]]
			moved[cell] += n
		}
		counts = moved
	}
	s.g = newGrid(s.values)
	s.places = s.g.places
	for cell, n := range counts {
		s.g.add(s.within(cell), n)
	}
	s.counts, s.hidden = s.g.counts, make([]bool, len(s.g.counts))
	everything := s.counts[len(s.counts)-1] < t.threshold
	for i, n := range s.counts {
		s.hidden[i] = everything || n < t.threshold && !s.g.fixed[i]
	}
	if !everything && !s.protect() {
		for i := range s.hidden {
			s.hidden[i] = !s.g.fixed[i]
		}
	}
	return s
}

// merge joins the rarest values of a dimension until each total is large enough, and
// says the new place of each.
func (t *Table) merge(d int) (values, merged []string, place map[int]int) {
	totals := make([]int, len(t.values[d]))
	for cell, n := range t.counts {
		totals[cell[d]] += n
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
	place = map[int]int{}
	for i, v := range t.values[d] {
		if into[i] {
			merged = append(merged, v)
			continue
		}
		place[i] = len(values)
		values = append(values, v)
	}
	if len(into) > 0 {
		for i := range into {
			place[i] = len(values)
		}
		values = append(values, Others)
	}
	return values, merged, place
}

// within is a cell in the grid, which leaves out dimensions with one value.
func (s *Shown) within(cell [3]int) (in [3]int) {
	for d, place := range s.places {
		if place >= 0 {
			in[place] = cell[d]
		}
	}
	return in
}

// Dimensions is how many the table has.
func (s *Shown) Dimensions() int { return len(s.values) }

// Merged are the values of a dimension that Others stands for.
func (s *Shown) Merged(dimension int) []string { return slices.Clone(s.merged[dimension]) }

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
	i := s.g.index(s.within(cell))
	if s.hidden[i] {
		return 0, false
	}
	return s.counts[i], true
}
