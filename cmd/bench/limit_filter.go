package main

import (
	"cmp"
	"slices"
)

// columnFilter tests documents against the conditions of a query by the limit's columns, and counts the facet values of those
// that pass.
type columnFilter struct {
	wanted []columnValue
	ranges []columnRange
	counts []columnCount
	plain  []columnCount // counts of plainFacets
}

type columnValue struct {
	*facet
	value uint16
}

type columnRange struct {
	numbers  []int64
	from, to int64
}

type columnCount struct {
	*facet
	tally []int32
}

func (l *limit) filter(q *question) *columnFilter {
	f := &columnFilter{}
	for name, values := range q.search.Filters {
		f.wanted = append(f.wanted, columnValue{l.facets[name], l.facets[name].number[values[0]]})
	}
	for name, r := range q.search.Ranges {
		f.ranges = append(f.ranges, columnRange{l.numbers[name], *r.From, *r.To})
	}
	for _, name := range q.search.Facets {
		c := columnCount{l.facets[name], make([]int32, len(l.facets[name].number))}
		f.counts = append(f.counts, c)
		if slices.Contains(plainFacets, name) {
			f.plain = append(f.plain, c)
		}
	}
	return f
}

func (f *columnFilter) pass(doc uint32) bool {
	for _, r := range f.ranges {
		if n := r.numbers[doc]; n < r.from || n > r.to {
			return false
		}
	}
	for _, w := range f.wanted {
		if !slices.Contains(w.of(doc), w.value) {
			return false
		}
	}
	for _, c := range f.counts {
		for _, v := range c.of(doc) {
			c.tally[v]++
		}
	}
	return true
}

func (f *columnFilter) figure() (sum uint64) {
	for _, c := range f.plain {
		for _, n := range c.tally {
			sum += uint64(n) * uint64(n)
		}
	}
	return sum
}

// top collects the documents with the highest keys; of equal keys the first.
type top struct {
	most int
	edge int64 // when full: a key must be greater
	kept []keyed
}

type keyed struct {
	key int64
	doc uint32
}

// put must be called in the order of documents.
func (t *top) put(key int64, doc uint32) {
	if len(t.kept) == 2*t.most {
		t.cut()
	}
	if key > t.edge {
		t.kept = append(t.kept, keyed{key, doc})
	}
}

// cut drops the worse half, so that the mean cost of a key is small.
func (t *top) cut() {
	slices.SortFunc(t.kept, func(a, b keyed) int { return cmp.Or(cmp.Compare(b.key, a.key), cmp.Compare(a.doc, b.doc)) })
	if len(t.kept) >= t.most {
		t.kept = t.kept[:t.most]
		t.edge = t.kept[t.most-1].key
	}
}

func (t *top) sorted() []uint32 {
	t.cut()
	docs := make([]uint32, len(t.kept))
	for i, k := range t.kept {
		docs[i] = k.doc
	}
	return docs
}
