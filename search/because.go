package search

import (
	"cmp"
	"slices"
)

// reason is what one wish added to the score of a document.
type reason struct {
	word  string
	score float32
	aimed
}

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
	reasons := make([][]reason, len(kept))
	best := make([]reason, len(kept))
	for len(order) > 0 {
		n := 1
		for n < len(order) && kept[order[n]].part == kept[order[0]].part {
			n++
		}
		p := g.parts[kept[order[0]].part]
		for _, aim := range aims {
			for _, terms := range aim.groups() {
				explain(p, aim.word, terms, kept, order[:n], best)
				for _, i := range order[:n] {
					if best[i].score > 0 {
						reasons[i] = append(reasons[i], best[i])
						best[i] = reason{}
					}
				}
			}
		}
		order = order[n:]
	}
	for i := range hits {
		hits[i].Because = v.told(reasons[i], l)
	}
	return hits
}

// explain finds, for some documents of a part in their order, the best of some terms.
func explain(p part, word string, terms []aimed, kept []scored, order []int, best []reason) {
	for _, t := range terms {
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
				best[i] = reason{word, score, t}
			}
		}
	}
}

// told gives reasons the form others read, the most first.
func (v *view) told(reasons []reason, l *lexicon) []Contribution {
	slices.SortStableFunc(reasons, func(a, b reason) int { return cmp.Compare(b.score, a.score) })
	told := make([]Contribution, len(reasons))
	l.mu.RLock()
	defer l.mu.RUnlock()
	for i, r := range reasons {
		told[i] = Contribution{Word: r.word, Term: l.terms[r.term], Score: float64(r.score), Share: float64(r.documents) / float64(v.living)}
	}
	return told
}

// because is what every wish adds to one document's score, the most first.
func (v *view) because(p part, doc uint16, aims []aim, l *lexicon) []Contribution {
	g := &page{parts: []part{p}}
	return v.hits(g, []scored{{doc: doc}}, aims, l)[0].Because
}
