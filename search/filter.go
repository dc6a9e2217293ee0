package search

import (
	"cmp"
	"fmt"
	"slices"
)

// filter holds a query's conditions against columns and counts facets on the way.
type filter struct {
	p      *partition
	now    int64
	open   bool
	facets []wanted
	ranges []bound
	count  []int   // facet numbers to count
	tally  [][]int // by facet number, then value
}

type wanted struct {
	facet  int
	values map[uint32]bool
}

type bound struct {
	number int
	Range
}

func (p *partition) filter(q Query, now int64) (*filter, error) {
	f := &filter{p: p, now: now, open: q.OpenOnly, tally: make([][]int, len(p.facets))}
	for name, values := range q.Filters {
		if len(values) == 0 {
			continue
		}
		i := p.facet(name)
		if i < 0 {
			return nil, fmt.Errorf("search: %s have no facet %q", p.kind.Name, name)
		}
		w := wanted{facet: i, values: map[uint32]bool{}}
		for _, v := range values {
			if n, known := p.facets[i].number[v]; known {
				w.values[n] = true
			}
		}
		f.facets = append(f.facets, w)
	}
	for name, r := range q.Ranges {
		i := p.number(name)
		if i < 0 {
			return nil, fmt.Errorf("search: %s have no number %q", p.kind.Name, name)
		}
		if r.From != nil || r.To != nil {
			f.ranges = append(f.ranges, bound{i, r})
		}
	}
	for _, name := range q.Facets {
		i := p.facet(name)
		if i < 0 {
			return nil, fmt.Errorf("search: %s have no facet %q", p.kind.Name, name)
		}
		f.count = append(f.count, i)
	}
	return f, nil
}

func (f *filter) reset() {
	for _, i := range f.count {
		f.tally[i] = make([]int, len(f.p.facets[i].names))
	}
}

// pass tells whether the document meets every condition, and counts it: in all facets
// when it does, and in the one facet whose condition alone it misses.
func (f *filter) pass(doc uint32) bool {
	if f.open && f.p.until[doc] <= f.now {
		return false
	}
	for _, r := range f.ranges {
		n := f.p.numbers[r.number][doc]
		if n == none || r.From != nil && n < *r.From || r.To != nil && n > *r.To {
			return false
		}
	}
	missed := -1
	for _, w := range f.facets {
		if !w.any(f.p.facets[w.facet].of(doc)) {
			if missed >= 0 {
				return false
			}
			missed = w.facet
		}
	}
	for _, i := range f.count {
		if missed < 0 || missed == i {
			for _, v := range f.p.facets[i].of(doc) {
				f.tally[i][v]++
			}
		}
	}
	return missed < 0
}

func (w wanted) any(values []uint32) bool {
	for _, v := range values {
		if w.values[v] {
			return true
		}
	}
	return false
}

// counts lists each facet's values, the most frequent first.
func (f *filter) counts() map[string][]Count {
	counts := map[string][]Count{}
	for _, i := range f.count {
		var list []Count
		for v, n := range f.tally[i] {
			if n > 0 {
				list = append(list, Count{f.p.facets[i].names[v], n})
			}
		}
		slices.SortFunc(list, func(a, b Count) int { return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value)) })
		counts[f.p.kind.Facets[i]] = list
	}
	return counts
}
