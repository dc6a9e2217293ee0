package main

import (
	"context"
	"slices"
	"sort"
)

// ask answers a query without reasons. Facets are counted over the hits.
func (l *limit) ask(_ context.Context, q *question) (answer, error) {
	clauses := l.cursors(q.clauses)
	switch {
	case q.profile != nil:
		return l.rank(clauses, q.limit), nil
	case len(q.clauses) == 0:
		return l.browse(q), nil
	}
	return l.search(q, clauses), nil
}

// window is the number of documents that are scored at a time, so that the accumulators stay in the nearest cache.
const window = 4096

// rank adds up the clauses, one window after the other.
func (l *limit) rank(clauses [][]cursor, most int) answer {
	var sums, best [window]int32
	touched := make([]uint32, 0, window)
	t := top{most: most}
	total := 0
	for from := uint32(0); int(from) < len(l.number); from += window {
		clear(sums[:])
		for _, w := range clauses {
			if len(w) == 1 {
				w[0].add(&sums, from)
				continue
			}
			touched = touched[:0]
			for i := range w {
				touched = w[i].best(&best, touched, from)
			}
			for _, doc := range touched {
				sums[doc] += best[doc]
				best[doc] = 0
			}
		}
		for doc, s := range sums {
			if s > 0 {
				total++
				if int64(s) > t.edge {
					t.put(int64(s), from+uint32(doc))
				}
			}
		}
	}
	return answer{total: total, ids: l.names(t.sorted())}
}

// add adds a list to the sums of a window.
func (c *cursor) add(sums *[window]int32, from uint32) {
	i, docs, impact := c.at, c.docs, c.impact[:len(c.docs)]
	for ; i < len(docs) && docs[i]-from < window; i++ {
		sums[docs[i]-from] += c.factor * int32(impact[i])
	}
	c.at = i
}

// best raises the best scores of a clause by a list, and appends documents that had none to touched.
func (c *cursor) best(best *[window]int32, touched []uint32, from uint32) []uint32 {
	i, docs, impact := c.at, c.docs, c.impact[:len(c.docs)]
	for ; i < len(docs) && docs[i]-from < window; i++ {
		doc := docs[i] - from
		if best[doc] == 0 {
			touched = append(touched, doc)
		}
		best[doc] = max(best[doc], c.factor*int32(impact[i]))
	}
	c.at = i
	return touched
}

type found struct {
	doc   uint32
	score int32
	best  int32
}

// search finds the documents of the rarest clause that match all others and the filters, and counts their facets.
func (l *limit) search(q *question, clauses [][]cursor) answer {
	size := func(w []cursor) (n int) {
		for _, c := range w {
			n += len(c.docs)
		}
		return n
	}
	slices.SortFunc(clauses, func(a, b []cursor) int { return size(a) - size(b) })
	var all []found
	for _, c := range clauses[0] {
		all = c.join(all)
	}
	for _, w := range clauses[1:] {
		for _, c := range w {
			c.meet(all)
		}
		all = slices.DeleteFunc(all, func(f found) bool { return f.best == 0 })
		for i := range all {
			all[i].score, all[i].best = all[i].score+all[i].best, 0
		}
	}
	f := l.filter(q)
	t := top{most: q.limit}
	total := 0
	for _, one := range all {
		if !f.pass(one.doc) {
			continue
		}
		total++
		key := int64(one.score)
		if l.open[one.doc] {
			key |= 1 << 40
		}
		t.put(key, one.doc)
	}
	return answer{total: total, ids: l.names(t.sorted()), figure: f.figure()}
}

// join merges a list into sorted documents. Of two scores of a document the higher one counts.
func (c *cursor) join(all []found) []found {
	joined := make([]found, 0, len(all)+len(c.docs))
	for i, doc := range c.docs {
		for len(all) > 0 && all[0].doc < doc {
			joined, all = append(joined, all[0]), all[1:]
		}
		one := found{doc: doc, score: c.factor * int32(c.impact[i])}
		if len(all) > 0 && all[0].doc == doc {
			one.score, all = max(one.score, all[0].score), all[1:]
		}
		joined = append(joined, one)
	}
	return append(joined, all...)
}

// meet raises the best score of documents that the list also has.
func (c *cursor) meet(all []found) {
	i := 0
	for at := range all {
		doc := all[at].doc
		step := 1
		for i+step < len(c.docs) && c.docs[i+step] < doc {
			i, step = i+step, step*2
		}
		i += sort.Search(min(step+1, len(c.docs)-i), func(n int) bool { return c.docs[i+n] >= doc })
		if i == len(c.docs) {
			return
		}
		if c.docs[i] == doc {
			all[at].best = max(all[at].best, c.factor*int32(c.impact[i]))
		}
	}
}

// browse scans the columns from start to end.
func (l *limit) browse(q *question) answer {
	f := l.filter(q)
	t := top{most: q.limit}
	deadlines := l.numbers["deadline"]
	total := 0
	for doc := range uint32(len(l.number)) {
		if !f.pass(doc) {
			continue
		}
		total++
		key := 1<<40 - deadlines[doc]
		if l.open[doc] {
			key |= 1 << 50
		}
		t.put(key, doc)
	}
	return answer{total: total, ids: l.names(t.sorted()), figure: f.figure()}
}

func (l *limit) names(docs []uint32) []string {
	names := make([]string, len(docs))
	for i, doc := range docs {
		names[i] = id(l.prefix, int(l.number[doc]))
	}
	return names
}
