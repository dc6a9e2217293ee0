package search

import (
	"math"
	"slices"
)

// counted is a facet to count. A document counts if it meets every condition, or every condition except that of the facet itself.
// A user then sees how many hits another choice gives.
type counted struct {
	facet int
	own   int // index of the facet's own condition; -1 if it has none
	tally []int32
	seen  []uint32 // values with a count
}

func (c *counted) add(value uint32, n int32) {
	if c.tally[value] == 0 {
		c.seen = append(c.seen, value)
	}
	c.tally[value] += n
}

// spanned counts the spans by the same rule.
type spanned struct {
	Spans
	number int
	own    int
	tally  []int32
}

func (c *counted) clear() {
	for _, v := range c.seen {
		c.tally[v] = 0
	}
	c.seen = c.seen[:0]
}

// count adds a document to the facets and spans in which it counts. missed is the result of filter.missed.
func (f *filter) count(p part, doc uint16, missed int) {
	for i := range f.facets {
		c := &f.facets[i]
		if missed == passes || missed == c.own {
			for _, v := range p.facets[c.facet].at(doc) {
				c.add(v, 1)
			}
		}
	}
	if s := f.spans; s != nil && (missed == passes || missed == s.own) && p.until[doc] > f.now {
		for i, span := range s.List {
			if span.holds(p.numbers[s.number].of[doc]) {
				s.tally[i]++
			}
		}
	}
}

// counts lists the values of each facet, the most frequent first, and the spans in their given order.
func (f *filter) counts() map[string][]Count {
	counts := map[string][]Count{}
	for _, c := range f.facets {
		counts[f.v.kind.Facets[c.facet]] = c.list(f.v.facets[c.facet])
	}
	if s := f.spans; s != nil {
		for i, n := range s.tally {
			if n > 0 {
				counts[s.Facet] = append(counts[s.Facet], Count{s.List[i].Value, int(n)})
			}
		}
	}
	return counts
}

// list returns the counted values, the most frequent first, then by name.
func (c *counted) list(d *dictionary) []Count {
	a := d.alphabet()
	order := make([]uint64, 0, len(c.seen)) // inverted count in the high half, rank of the name in the low half
	for _, v := range c.seen {
		if n := c.tally[v]; n > 0 {
			order = append(order, uint64(math.MaxInt32-n)<<32|uint64(a.ranks[v]))
		}
	}
	slices.Sort(order)
	order = slices.Compact(order) // a value whose count fell to zero and rose again is in seen twice
	list := make([]Count, len(order))
	for i, o := range order {
		v := a.order[uint32(o)]
		list[i] = Count{a.names[v], int(c.tally[v])}
	}
	return list
}
