package search

import (
	"cmp"
	"slices"
)

// reason is the score that one group of a clause (its words or its meanings) added to a hit: that of its best term.
type reason struct {
	hit    uint16
	clause uint16
	group  uint16 // index in boundClause.groups
	term   uint16 // index in the group
	score  float32
}

// hits makes a Hit of each document, with the contribution of every clause to its score.
func (v *view) hits(g *page, kept []scored, bound []boundClause, l *lexicon) []Hit {
	hits := make([]Hit, len(kept))
	order := make([]uint16, len(kept)) // by part, then by document: posting lists are read forward only
	for i, k := range kept {
		hits[i] = Hit{ID: g.parts[k.part].ids.names[k.doc], Score: float64(k.score), Open: k.open, Group: int(k.group)}
		order[i] = uint16(i)
	}
	if len(bound) == 0 {
		return hits
	}
	slices.SortFunc(order, func(a, b uint16) int {
		return cmp.Or(cmp.Compare(kept[a].part, kept[b].part), cmp.Compare(kept[a].doc, kept[b].doc))
	})
	reasons := make([]reason, 0, len(kept)*8)
	best := make([]reason, len(kept))
	for len(order) > 0 {
		n := 1
		for n < len(order) && kept[order[n]].part == kept[order[0]].part {
			n++
		}
		p := g.parts[kept[order[0]].part]
		for w := range bound {
			for group, terms := range bound[w].groups() {
				explain(p, terms, kept, order[:n], best)
				for _, i := range order[:n] {
					if r := best[i]; r.score > 0 {
						r.hit, r.clause, r.group = i, uint16(w), uint16(group)
						reasons = append(reasons, r)
						best[i] = reason{}
					}
				}
			}
		}
		order = order[n:]
	}
	v.explain(hits, reasons, bound, l)
	return hits
}

// explain finds the best of some terms for each of some documents of a part, which are given in ascending order.
func explain(p part, terms []boundTerm, kept []scored, order []uint16, best []reason) {
	for n, t := range terms {
		list := p.list(t.term)
		at := 0
		for _, i := range order {
			if at = skip(list.docs, at, kept[i].doc); at == len(list.docs) {
				break
			}
			if list.docs[at] != kept[i].doc {
				continue
			}
			if score := t.weight * t.worth[list.codes[at]%(weightSteps*lengthSteps)]; score > best[i].score {
				best[i].term, best[i].score = uint16(n), score
			}
		}
	}
}

// explain turns the reasons of each hit into contributions, the largest first.
func (v *view) explain(hits []Hit, reasons []reason, bound []boundClause, l *lexicon) {
	next := make([]int, len(hits)+1) // index of the first reason of each hit
	for _, r := range reasons {
		next[r.hit+1]++
	}
	for i := range hits {
		next[i+1] += next[i]
	}
	grouped := make([]reason, len(reasons))
	for _, r := range reasons {
		grouped[next[r.hit]] = r
		next[r.hit]++
	}
	added := make([]Contribution, len(reasons))
	l.mu.RLock()
	defer l.mu.RUnlock()
	from := 0
	for i := range hits {
		to := next[i]
		slices.SortFunc(grouped[from:to], func(a, b reason) int {
			return cmp.Or(cmp.Compare(b.score, a.score), int(a.clause)-int(b.clause))
		})
		for j, r := range grouped[from:to] {
			t := bound[r.clause].groups()[r.group][r.term]
			added[from+j] = Contribution{Word: bound[r.clause].word, Term: l.terms[t.term], Score: float64(r.score), Share: float64(t.documents) / float64(v.living)}
		}
		hits[i].Because = added[from:to:to]
		from = to
	}
}

// because lists the contributions of all clauses to the score of one document, the largest first.
func (v *view) because(p part, doc uint16, bound []boundClause, l *lexicon) []Contribution {
	g := &page{parts: []part{p}}
	return v.hits(g, []scored{{doc: doc}}, bound, l)[0].Because
}
