package search

import (
	"fmt"
	"slices"
)

// filter tests documents against the conditions of a query, and counts the facets of those that pass.
type filter struct {
	v          *view
	now        int64
	openOnly   bool
	conditions []condition
	either     []way
	without    []uint32 // terms that a document must not have
	excluded   func(p part, doc uint16) bool
	only       map[string]bool // ids of the query; nil allows every id
	groups     *groups
	facets     []counted
	spans      *spanned
}

// way is one Either condition, with facet and value as numbers.
type way struct {
	facet int
	value uint32
	open  Answer
}

// groups divides the open hits by the values of a facet and counts the hits of each group.
type groups struct {
	facet  int
	values [][]uint32
	counts []int
}

// place makes a scored of a document, with its part, open state and group but without a score.
func (f *filter) place(n int, p part, doc uint16) scored {
	one := scored{part: n, doc: doc, open: p.until[doc] > f.now}
	if one.open && f.groups != nil {
		one.group = f.groups.of(p.facets[f.groups.facet].at(doc))
	}
	return one
}

// of returns the number of the first group that contains one of the values.
func (g *groups) of(values []uint32) uint8 {
	for n, those := range g.values {
		if slices.ContainsFunc(values, func(v uint32) bool { return slices.Contains(those, v) }) {
			return uint8(n)
		}
	}
	return uint8(len(g.values))
}

func (f *filter) tally(one scored) {
	if f.groups != nil && one.open {
		f.groups.counts[one.group]++
	}
}

func (f *filter) grouped() []int {
	if f.groups == nil {
		return nil
	}
	return slices.Clone(f.groups.counts)
}

// eitherHolds reports whether a document meets one of the Either conditions, or the query has none.
func (f *filter) eitherHolds(p part, doc uint16) bool {
	return f.either == nil || slices.ContainsFunc(f.either, func(w way) bool {
		return (w.open == NotAsked || (w.open == Yes) == (p.until[doc] > f.now)) && slices.Contains(p.facets[w.facet].at(doc), w.value)
	})
}

// barred reports whether a document has an excluded term or phrase.
func (f *filter) barred(p part, doc uint16) bool {
	return p.hasAny(f.without, doc) || f.excluded != nil && f.excluded(p, doc)
}

// hasAny reports whether a document has at least one of the terms.
func (p part) hasAny(terms []uint32, doc uint16) bool {
	return slices.ContainsFunc(terms, func(term uint32) bool {
		_, has := slices.BinarySearch(p.list(term).docs, doc)
		return has
	})
}

// condition requires one of some values of a facet, or a number in a range.
type condition struct {
	facet  int // -1 for a number
	values []uint32
	number int
	Range
}

// Results of missed, besides the index of the only condition that a document does not meet.
const (
	passes  = -1
	refused = -2
)

// filter resolves the names and values of a query to numbers. The counters of the facets come from the scratch.
func (v *view) filter(q Query, now int64, s *scratch) (*filter, error) {
	f := &filter{v: v, now: now, openOnly: q.OpenOnly}
	for _, name := range sortedKeys(q.Filters) {
		values := q.Filters[name]
		if len(values) == 0 {
			continue
		}
		i := v.facetNamed(name)
		if i < 0 {
			return nil, fmt.Errorf("search: %s have no facet %q", v.kind.Name, name)
		}
		c := condition{facet: i}
		for _, value := range values {
			if n, known := v.facets[i].find(value); known {
				c.values = append(c.values, n)
			}
		}
		f.conditions = append(f.conditions, c)
	}
	if q.Only != nil {
		f.only = map[string]bool{}
		for _, id := range q.Only {
			f.only[id] = true
		}
	}
	if err := f.group(q.Groups); err != nil {
		return nil, err
	}
	for _, e := range q.Either {
		i := v.facetNamed(e.Facet)
		if i < 0 {
			return nil, fmt.Errorf("search: %s have no facet %q", v.kind.Name, e.Facet)
		}
		if f.either == nil {
			f.either = []way{}
		}
		if n, known := v.facets[i].find(e.Value); known {
			f.either = append(f.either, way{i, n, e.Open})
		}
	}
	for _, name := range sortedKeys(q.Ranges) {
		r := q.Ranges[name]
		i := v.numberNamed(name)
		if i < 0 {
			return nil, fmt.Errorf("search: %s have no number %q", v.kind.Name, name)
		}
		if r.From != nil || r.To != nil {
			f.conditions = append(f.conditions, condition{facet: -1, number: i, Range: r})
		}
	}
	for _, name := range q.Facets {
		i := v.facetNamed(name)
		if i < 0 {
			return nil, fmt.Errorf("search: %s have no facet %q", v.kind.Name, name)
		}
		own := slices.IndexFunc(f.conditions, func(c condition) bool { return c.facet == i })
		f.facets = append(f.facets, s.counting(counted{facet: i, own: own}, len(f.facets), v.facets[i].size()))
	}
	if q.Spans != nil {
		i := v.numberNamed(q.Spans.Number)
		if i < 0 {
			return nil, fmt.Errorf("search: %s have no number %q", v.kind.Name, q.Spans.Number)
		}
		own := slices.IndexFunc(f.conditions, func(c condition) bool { return c.facet < 0 && c.number == i })
		f.spans = &spanned{Spans: *q.Spans, number: i, own: own, tally: make([]int32, len(q.Spans.List))}
	}
	return f, nil
}

// mostGroups is a limit so that the number of a group fits a byte.
const mostGroups = 100

func (f *filter) group(q *Groups) error {
	if q == nil {
		return nil
	}
	g := &groups{facet: f.v.facetNamed(q.Facet), counts: make([]int, len(q.Values)+1)}
	if g.facet < 0 || len(q.Values) > mostGroups {
		return fmt.Errorf("search: %s are not listed in %d groups by %q", f.v.kind.Name, len(q.Values), q.Facet)
	}
	for _, values := range q.Values {
		var known []uint32
		for _, value := range values {
			if n, is := f.v.facets[g.facet].find(value); is {
				known = append(known, n)
			}
		}
		g.values = append(g.values, known)
	}
	f.groups = g
	return nil
}

// reset sets all counters to zero.
func (f *filter) reset() {
	if f.groups != nil {
		clear(f.groups.counts)
	}
	for i := range f.facets {
		f.facets[i].clear()
	}
	if f.spans != nil {
		clear(f.spans.tally)
	}
}

func (r Range) holds(n int64) bool {
	return n != none && (r.From == nil || n >= *r.From) && (r.To == nil || n <= *r.To)
}

func (c *condition) holds(p part, doc uint16) bool {
	if c.facet < 0 {
		return c.Range.holds(p.numbers[c.number].of[doc])
	}
	for _, v := range p.facets[c.facet].at(doc) {
		if slices.Contains(c.values, v) {
			return true
		}
	}
	return false
}

// missed returns passes, refused, or the index of the condition if the document misses exactly one. That document still counts in
// the facet of this condition.
func (f *filter) missed(p part, doc uint16) int {
	if p.isDead(doc) || f.openOnly && p.until[doc] <= f.now || !f.eitherHolds(p, doc) || f.barred(p, doc) || f.only != nil && !f.only[p.ids.names[doc]] {
		return refused
	}
	miss := passes
	for i := range f.conditions {
		if !f.conditions[i].holds(p, doc) {
			if miss >= 0 {
				return refused
			}
			miss = i
		}
	}
	return miss
}
