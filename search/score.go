package search

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"
)

// BM25 with the usual constants (Robertson and Zaragoza, 2009); the average length is
// that of the documents' words in the term's own language.
const (
	k1 = 1.2
	b  = 0.6
)

// scored is a document on its way to the page.
type scored struct {
	doc     uint32
	matched int
	score   float64
}

// scorer adds up terms for the documents of a partition.
type scorer struct {
	p       *partition
	best    []float32 // of the wish being scored
	total   []float32
	matched []uint8
	touched []uint32 // with a best in the wish being scored
	all     []uint32 // with a total
}

func newScorer(p *partition) *scorer {
	n := len(p.ids)
	return &scorer{p: p, best: make([]float32, n), total: make([]float32, n), matched: make([]uint8, n)}
}

// idf is never negative: a word that stands everywhere still counts a little.
func (p *partition) idf(n int) float64 {
	return math.Log(1 + (float64(len(p.byID))-float64(n)+0.5)/(float64(n)+0.5))
}

func (p *partition) impact(term string, at posting, average float64) float64 {
	if strings.HasPrefix(term, cpvMark) {
		return 1
	}
	weight := float64(at.weight)
	return weight * (k1 + 1) / (weight + k1*(1-b+b*float64(at.length)/average))
}

// wish scores one word: a document gets its best variant, once.
func (s *scorer) wish(w wish) {
	for _, v := range w.variants {
		list := s.p.terms[v.term]
		if list == nil {
			continue
		}
		idf := max(s.p.idf(len(list.list)), 0.05) * v.weight
		average := s.p.lengths[languageOf(v.term)].average()
		for _, at := range list.list {
			if s.p.dead[at.doc] {
				continue
			}
			score := float32(idf * s.p.impact(v.term, at, average))
			if s.best[at.doc] == 0 {
				s.touched = append(s.touched, at.doc)
			}
			s.best[at.doc] = max(s.best[at.doc], score)
		}
	}
	for _, doc := range s.touched {
		if s.matched[doc] == 0 {
			s.all = append(s.all, doc)
		}
		s.matched[doc]++
		s.total[doc] += s.best[doc]
		s.best[doc] = 0
	}
	s.touched = s.touched[:0]
}

// enough is how many of n words a hit must have at first: all of one or two, two of
// three, three of four.
func enough(n int) int { return (2*n + 2) / 3 }

// search scores, filters and counts in one pass over the candidates.
func (p *partition) search(ctx context.Context, q Query, wishes []wish, now int64) (*Result, error) {
	f, err := p.filter(q, now)
	if err != nil {
		return nil, err
	}
	candidates := p.candidates(wishes)
	need := enough(len(wishes))
	var kept []scored
	for ; ; need-- {
		f.reset()
		kept = kept[:0]
		for i, c := range candidates {
			if i%4096 == 0 && ctx.Err() != nil {
				return nil, ctx.Err()
			}
			if c.matched >= need && f.pass(c.doc) {
				kept = append(kept, c)
			}
		}
		if len(kept) > 0 || need <= 1 {
			break
		}
	}
	for i := range kept {
		// A hit with all words stands before one with some, unless it hardly has them.
		if n := len(wishes); n > 1 {
			kept[i].score *= 0.4 + 0.6*float64(kept[i].matched)/float64(n)
		}
	}
	p.order(kept, q.Sort, now)
	result := &Result{Total: len(kept), Facets: f.counts()}
	for _, k := range kept {
		if p.until[k.doc] > now {
			result.Open++
		}
	}
	for _, k := range pageOf(kept, q.Page, q.Size) {
		result.Hits = append(result.Hits, Hit{ID: p.ids[k.doc], Score: k.score, Open: p.until[k.doc] > now, Because: p.because(k.doc, wishes)})
	}
	return result, nil
}

func (p *partition) candidates(wishes []wish) []scored {
	if len(wishes) == 0 {
		every := make([]scored, 0, len(p.byID))
		for doc := range p.ids {
			if !p.dead[doc] {
				every = append(every, scored{doc: uint32(doc)})
			}
		}
		return every
	}
	s := newScorer(p)
	for _, w := range wishes {
		s.wish(w)
	}
	some := make([]scored, len(s.all))
	for i, doc := range s.all {
		some[i] = scored{doc: doc, matched: int(s.matched[doc]), score: float64(s.total[doc])}
	}
	return some
}

// order puts the open before the closed, then the best or the first, and settles ties
// by id, so that pages never overlap.
func (p *partition) order(kept []scored, sort Sort, now int64) {
	number := -1
	if sort.Number != "" {
		number = p.number(sort.Number)
	}
	slices.SortFunc(kept, func(a, b scored) int {
		openA, openB := p.until[a.doc] > now, p.until[b.doc] > now
		if openA != openB {
			if openA {
				return -1
			}
			return 1
		}
		if number >= 0 {
			if c := compareNumbers(p.numbers[number][a.doc], p.numbers[number][b.doc], sort.Desc); c != 0 {
				return c
			}
		}
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(p.ids[a.doc], p.ids[b.doc]))
	})
}

// compareNumbers puts what is not told behind, in both directions.
func compareNumbers(a, b int64, desc bool) int {
	switch {
	case a == b:
		return 0
	case a == none:
		return 1
	case b == none:
		return -1
	case desc:
		return cmp.Compare(b, a)
	}
	return cmp.Compare(a, b)
}

func pageOf(kept []scored, page, size int) []scored {
	if size <= 0 {
		size = 20
	}
	size = min(size, 100)
	from := min(max(page-1, 0)*size, len(kept))
	return kept[from:min(from+size, len(kept))]
}

// because lists what each word added to a document's score, the most first.
func (p *partition) because(doc uint32, wishes []wish) []Contribution {
	var all []Contribution
	for _, w := range wishes {
		var most Contribution
		for _, v := range w.variants {
			list := p.terms[v.term]
			if list == nil {
				continue
			}
			i, has := slices.BinarySearchFunc(list.list, doc, func(at posting, doc uint32) int { return cmp.Compare(at.doc, doc) })
			if !has {
				continue
			}
			score := max(p.idf(len(list.list)), 0.05) * v.weight * p.impact(v.term, list.list[i], p.lengths[languageOf(v.term)].average())
			if score > most.Score {
				most = Contribution{Word: w.word, Term: v.term, Score: score, Share: float64(len(list.list)) / float64(len(p.byID))}
			}
		}
		if most.Score > 0 {
			all = append(all, most)
		}
	}
	slices.SortStableFunc(all, func(a, b Contribution) int { return cmp.Compare(b.Score, a.Score) })
	return all
}
