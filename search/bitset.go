package search

import (
	"math/bits"
	"slices"
)

// A set is a bitset of documents of a part.
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

// each calls do for every document, ascending.
func (s set) each(do func(doc uint16)) {
	for i, w := range s {
		for ; w != 0; w &= w - 1 {
			do(uint16(i<<6 + bits.TrailingZeros64(w)))
		}
	}
}

func (f *filter) empty(p part) set { return make(set, (p.size()+63)/64) }

// whole returns the documents of a part that pass all conditions without counters: live, open if only open ones are requested,
// allowed by id, not excluded, and meeting an Either.
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
	if f.only != nil {
		named := f.empty(p)
		for id := range f.only {
			if doc, known := p.ids.find(id); known {
				named.add(doc)
			}
		}
		for i := range s {
			s[i] &= named[i]
		}
	}
	for _, term := range f.without {
		for _, doc := range p.list(term).docs {
			s.drop(doc)
		}
	}
	if f.either != nil || f.excluded != nil {
		s.each(func(doc uint16) {
			if !f.eitherHolds(p, doc) || f.excluded != nil && f.excluded(p, doc) {
				s.drop(doc)
			}
		})
	}
	return s
}

// meeting returns the documents of a part that meet one condition.
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

// apply returns the documents of a part that pass the filter, and counts their facets. If some is not nil, only its documents are
// considered.
func (f *filter) apply(p part, some set, s *scratch) set {
	whole := f.whole(p)
	for w := range some {
		whole[w] &= some[w]
	}
	meeting := make([]set, len(f.conditions))
	for i := range f.conditions {
		meeting[i] = f.meeting(p, &f.conditions[i])
	}
	passing := meetingAll(whole, meeting, -1)
	f.countSet(p, passing, -1, s)
	for i := range f.conditions {
		if f.sideways(i) {
			f.countSet(p, meetingAll(whole, meeting, i), i, s)
		}
	}
	return passing
}

// meetingAll returns the documents that meet all conditions except one; -1 excepts none.
func meetingAll(whole set, meeting []set, but int) set {
	s := slices.Clone(whole)
	for i, m := range meeting {
		if i != but {
			for w := range s {
				s[w] &= m[w]
			}
		}
	}
	return s
}

// sideways reports whether a facet or span is counted without this condition.
func (f *filter) sideways(condition int) bool {
	return f.spans != nil && f.spans.own == condition || slices.ContainsFunc(f.facets, func(c counted) bool { return c.own == condition })
}

// countSet counts the facets and spans whose own condition is this one (-1: those without a condition), in a set that was
// computed without it.
func (f *filter) countSet(p part, in set, own int, s *scratch) {
	n := in.count()
	if n == 0 {
		return
	}
	for i := range f.facets {
		if c := &f.facets[i]; c.own == own {
			c.countSet(&p.facets[c.facet], in, n, s)
		}
	}
	if f.spans == nil || f.spans.own != own {
		return
	}
	column := &p.numbers[f.spans.number]
	for i, span := range f.spans.List {
		from, to := column.within(span.Range)
		for _, doc := range column.order[from:to] {
			if in.has(doc) && p.until[doc] > f.now {
				f.spans.tally[i]++
			}
		}
	}
}

// countSet counts the values of a set of n documents. If the set is more than half of the segment, it counts all documents and
// subtracts those that are not in the set.
func (c *counted) countSet(column *facet, in set, n int, s *scratch) {
	by := int32(1)
	if n*2 > len(column.set) {
		for v := range len(column.starts) - 1 {
			if has := int32(column.starts[v+1] - column.starts[v]); has > 0 {
				c.add(uint32(v), has)
			}
		}
		by = -1
	}
	sets := len(column.sets.start) - 1
	for i, w := range in {
		if by < 0 {
			w = ^w
			if left := len(column.set) - i<<6; left < 64 {
				w &= 1<<left - 1
			}
		}
		for ; w != 0; w &= w - 1 {
			s.tally[column.set[i<<6+bits.TrailingZeros64(w)]]++
		}
	}
	for set, n := range s.tally[:sets] {
		if n > 0 {
			for _, v := range column.sets.at(uint16(set)) {
				c.add(v, by*n)
			}
			s.tally[set] = 0
		}
	}
}
