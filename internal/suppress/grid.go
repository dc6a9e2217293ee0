package suppress

// grid is all cells of a table with their totals in one row; the place of a total is the
// number of values of its dimension. Dimensions with one value are left out: there the
// value is the total.
type grid struct {
	sizes  []int // of each dimension, without its total
	places []int // of the table's dimensions among these; -1 for one left out
	counts []int
	fixed  []bool // totals of single values and the grand total: always shown
}

func newGrid(values [][]string) *grid {
	g := &grid{}
	cells := 1
	for _, v := range values {
		if len(v) < 2 {
			g.places = append(g.places, -1)
			continue
		}
		g.places = append(g.places, len(g.sizes))
		g.sizes = append(g.sizes, len(v))
		cells *= len(v) + 1
	}
	g.counts, g.fixed = make([]int, cells), make([]bool, cells)
	for i := range g.fixed {
		crossed := 0
		for d, place := range g.cell(i) {
			if d < len(g.sizes) && place < g.sizes[d] {
				crossed++
			}
		}
		g.fixed[i] = crossed < 2
	}
	return g
}

func (g *grid) index(cell [3]int) int {
	i := 0
	for d, size := range g.sizes {
		i = i*(size+1) + cell[d]
	}
	return i
}

func (g *grid) cell(i int) (cell [3]int) {
	for d := len(g.sizes) - 1; d >= 0; d-- {
		cell[d] = i % (g.sizes[d] + 1)
		i /= g.sizes[d] + 1
	}
	return cell
}

// add counts in an interior cell and in all totals that it is part of.
func (g *grid) add(cell [3]int, n int) {
	for mask := range 1 << len(g.sizes) {
		c := cell
		for d, size := range g.sizes {
			if mask>>d&1 == 1 {
				c[d] = size
			}
		}
		g.counts[g.index(c)] += n
	}
}

// corner is one cell of a hypercube and whether it falls when the others rise.
type corner struct {
	at    int
	falls bool
}

// cube is the hypercube between a cell and one other place in each dimension. In a
// dimension, what one ordinary place gains another loses, or the total gains with it: the
// sums hold either way.
func (g *grid) cube(own, other [3]int, into []corner) []corner {
	into = into[:0]
	for mask := range 1 << len(g.sizes) {
		c, falls := own, false
		for d, size := range g.sizes {
			if mask>>d&1 == 1 {
				c[d] = other[d]
				if own[d] != size && other[d] != size {
					falls = !falls
				}
			}
		}
		into = append(into, corner{g.index(c), falls})
	}
	return into
}

// enough is by how many people a hidden cell shall be uncertain, where that can be had.
const enough = 3

// protect hides more until every hidden cell has a hypercube that moves. It reports whether
// that could be done.
func (s *Shown) protect() bool {
	safe := make([]bool, len(s.hidden))
	for i := range s.hidden {
		if !s.hidden[i] || safe[i] {
			continue
		}
		best := s.cheapest(i)
		if best == nil {
			return false
		}
		for _, c := range best {
			s.hidden[c.at], safe[c.at] = true, true
		}
	}
	return true
}

// cheapest is the hypercube around a cell that moves far enough and hides the least that
// is shown; nil when none moves at all. All of its cells are then uncertain: each rises or
// falls with the others.
func (s *Shown) cheapest(i int) []corner {
	g := s.g
	own := g.cell(i)
	var best, cube []corner
	bestMove, bestCost := 0, 0
	var try func(d int, other [3]int)
	try = func(d int, other [3]int) {
		if d < len(g.sizes) {
			for place := range g.sizes[d] + 1 {
				if place != own[d] {
					other[d] = place
					try(d+1, other)
				}
			}
			return
		}
		cube = g.cube(own, other, cube)
		move, cost := enough, 0
		for _, c := range cube {
			if g.fixed[c.at] {
				return
			}
			if c.falls {
				move = min(move, s.counts[c.at])
			}
			if !s.hidden[c.at] {
				cost += s.counts[c.at] + 1
			}
		}
		if move > bestMove || move == bestMove && move > 0 && cost < bestCost {
			best, bestMove, bestCost = append(best[:0], cube...), move, cost
		}
	}
	try(0, [3]int{})
	return best
}
