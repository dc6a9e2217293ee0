package search

import (
	"math/bits"
	"slices"
)

// A set is documents of a part, one bit each.
type set []uint64

func (s set) has(doc uint16) bool { return s[doc>>6]&(1<<(doc&63)) != 0 }
func (s set) add(doc uint16)      { s[doc>>6] |= 1 << (doc & 63) }
func (s set) drop(doc uint16)     { s[doc>>6] &^= 1 << (doc & 63) }

func (s set) count() int {
	n := 0
	for _, w := range s {
		n += bits.OnesCount64(w)
	}
	return n
}

// each calls do for every document.
func (s set) each(do func(doc uint16)) {
	for i, w := range s {
		for ; w != 0; w &= w - 1 {
			do(uint16(i<<6 + bits.TrailingZeros64(w)))
		}
	}
}

func (f *filter) empty(p part) set { return make(set, (p.size()+63)/64) }

// whole is every document of a part that lives, and is open where only open ones are
// asked for.
func (f *filter) whole(p part) set {
	s := f.empty(p)
	for i := range s {
		s[i] = 1<<64 - 1
	}
	if n := p.size() % 64; n != 0 {
		s[len(s)-1] = 1<<n - 1
	}
	for i, w := range p.dead {
		s[i] &^= w
	}
	if f.openOnly {
		for _, doc := range p.ends[:p.over(f.now)] {
			s.drop(doc)
		}
	}
	return s
}

// meeting is the documents of a part that meet one condition.
func (f *filter) meeting(p part, c *condition) set {
	s := f.empty(p)
	if c.facet >= 0 {
		for _, v := range c.values {
			for _, doc := range p.facets[c.facet].having(v) {
				s.add(doc)
			}
		}
		return s
	}
	n := &p.numbers[c.number]
	from, to := n.within(c.Range)
	if (to-from)*2 < len(n.order) {
		for _, doc := range n.order[from:to] {
			s.add(doc)
		}
		return s
	}
	for doc, v := range n.of {
		if v != none {
			s.add(uint16(doc))
		}
	}
	for _, doc := range n.order[:from] {
		s.drop(doc)
	}
	for _, doc := range n.order[to:] {
		s.drop(doc)
	}
	return s
}

// sieve is the documents of a part that pass, with the facets counted on the way.
func (f *filter) sieve(p part) set {
	whole := f.whole(p)
	if len(f.conditions) == 0 {
		f.countSet(p, whole, passes)
		return whole
	}
	each := make([]set, len(f.conditions))
	passing := slices.Clone(whole)
	for i := range f.conditions {
		each[i] = f.meeting(p, &f.conditions[i])
		for w := range passing {
			passing[w] &= each[i][w]
		}
	}
	f.countSet(p, passing, passes)
	for i := range f.conditions {
		if f.sideways(i) {
			f.countSet(p, missing(whole, each, i), i)
		}
	}
	return passing
}

// missing is what meets every condition but one.
func missing(whole set, each []set, one int) set {
	s := slices.Clone(whole)
	for i, meeting := range each {
		for w := range s {
			if i == one {
				s[w] &^= meeting[w]
			} else {
				s[w] &= meeting[w]
			}
		}
	}
	return s
}

// sideways tells whether something is counted as if the condition were not there.
func (f *filter) sideways(condition int) bool {
	return f.spans != nil && f.spans.own == condition || slices.ContainsFunc(f.facets, func(c counted) bool { return c.own == condition })
}

// countSet counts the facets of a set.
func (f *filter) countSet(p part, s set, missed int) {
	n := s.count()
	if n == 0 {
		return
	}
	for i := range f.facets {
		if c := &f.facets[i]; missed == passes || missed == c.own {
			c.countSet(p, s, n)
		}
	}
	sp := f.spans
	if sp == nil || missed != passes && missed != sp.own {
		return
	}
	column := &p.numbers[sp.number]
	for i, span := range sp.List {
		from, to := column.within(span.Range)
		for _, doc := range column.order[from:to] {
			if s.has(doc) && p.until[doc] > f.now {
				sp.tally[i]++
			}
		}
	}
}

// countSet counts the values of a set of n documents: from the lists' lengths where that
// is every document, document by document where it is few, value by value where it is
// many.
func (c *counted) countSet(p part, s set, n int) {
	column := &p.facets[c.facet]
	switch {
	case n == p.size():
		for v := range len(column.starts) - 1 {
			c.tally[v] += int32(column.starts[v+1] - column.starts[v])
		}
	case n*3 < p.size():
		for i, w := range s {
			for ; w != 0; w &= w - 1 {
				for _, v := range column.at(uint16(i<<6 + bits.TrailingZeros64(w))) {
					c.tally[v]++
				}
			}
		}
	default:
		for v := range len(column.starts) - 1 {
			has := uint64(0)
			for _, doc := range column.docs[column.starts[v]:column.starts[v+1]] {
				has += s[doc>>6] >> (doc & 63) & 1
			}
			c.tally[v] += int32(has)
		}
	}
}
