package search

import (
	"cmp"
	"slices"
)

// hits makes hits of the documents kept, each with what every wish added to its score.
func (v *view) hits(g *page, kept []scored, aims []aim, l *lexicon) []Hit {
	hits := make([]Hit, len(kept))
	for i, k := range kept {
		hits[i] = Hit{ID: g.parts[k.part].ids.names[k.doc], Score: float64(k.score), Open: k.open}
	}
	if len(aims) == 0 || len(kept) == 0 {
		return hits
	}
	order := make([]int, len(kept)) // by part, then document: lists are walked forward
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(kept[a].part, kept[b].part), cmp.Compare(kept[a].doc, kept[b].doc))
	})
	names := nameTerms(aims, l)
	reasons := make([][]Contribution, len(kept))
	best := make([]Contribution, len(kept))
	for from := 0; from < len(order); {
		to := from
		for to < len(order) && kept[order[to]].part == kept[order[from]].part {
			to++
		}
		p := g.parts[kept[order[from]].part]
		for a, aim := range aims {
			for t, term := range aim.terms {
				list := p.list(term.term)
				at := 0
				for _, i := range order[from:to] {
					if at = skip(list.docs, at, kept[i].doc); at == len(list.docs) {
						break
					}
					if list.docs[at] != kept[i].doc {
						continue
					}
					if score := float64(term.weight * term.worth[list.codes[at]]); score > best[i].Score {
						best[i] = Contribution{Word: aim.word, Term: names[a][t], Score: score, Share: float64(term.documents) / float64(v.living)}
					}
				}
			}
			for _, i := range order[from:to] {
				if best[i].Score > 0 {
					if reasons[i] == nil {
						reasons[i] = make([]Contribution, 0, min(len(aims), 16))
					}
					reasons[i] = append(reasons[i], best[i])
					best[i] = Contribution{}
				}
			}
		}
		from = to
	}
	for i := range hits {
		slices.SortStableFunc(reasons[i], func(a, b Contribution) int { return cmp.Compare(b.Score, a.Score) })
		hits[i].Because = reasons[i]
	}
	return hits
}

func nameTerms(aims []aim, l *lexicon) [][]string {
	l.mu.RLock()
	defer l.mu.RUnlock()
	names := make([][]string, len(aims))
	for i, a := range aims {
		for _, t := range a.terms {
			names[i] = append(names[i], l.terms[t.term])
		}
	}
	return names
}

// because is what every wish adds to one document's score, the most first.
func (v *view) because(p part, doc uint16, aims []aim, l *lexicon) []Contribution {
	g := &page{parts: []part{p}}
	return v.hits(g, []scored{{doc: doc}}, aims, l)[0].Because
}
