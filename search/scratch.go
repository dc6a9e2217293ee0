package search

import (
	"slices"
	"sync"
)

// scratch holds the accumulators for scoring one segment. All values are zero between uses.
type scratch struct {
	score   [mostDocuments]float32
	best    [mostDocuments]float32    // best term of the current clause
	meant   [mostDocuments]float32    // best meaning of the current clause
	near    [mostDocuments]bool       // whether the document is near the meaning of the current clause
	matched [mostDocuments]uint8      // number of matched clauses, and the proven bit
	tally   [mostDocuments]int32      // counts by set of facet values
	facets  []counted                 // counters for the facets of a query
	list    [mostDocuments + 1]uint16 // documents with a score; the extra element takes the last overwritten write
	listed  int
	touched []uint16
	proving []uint16 // documents with proof of the current clause; some may be in it twice
	found   []candidate
}

// candidate is a document of a segment that matches some words.
type candidate struct {
	doc     uint16
	matched uint8
	score   float32
}

// proven is the bit of matched that says that one of the matched clauses is proof.
const proven = 1 << 7

// counting gives the n-th facet of a query its counters, enough for the number of values.
func (s *scratch) counting(c counted, n, values int) counted {
	for len(s.facets) <= n {
		s.facets = append(s.facets, counted{})
	}
	if len(s.facets[n].tally) < values {
		s.facets[n].tally = make([]int32, values+values/8)
	}
	c.tally, c.seen = s.facets[n].tally, s.facets[n].seen[:0]
	return c
}

// release takes the counters back, all zero.
func (s *scratch) release(f *filter) {
	f.reset()
	for i, c := range f.facets {
		s.facets[i].seen = c.seen
	}
	scratches.Put(s)
}

var scratches = sync.Pool{New: func() any { return new(scratch) }}

// add adds the score of one clause to its documents, and lists those that had no score before. A document gets only the best term
// of each group.
func (s *scratch) add(p part, a boundClause) {
	n := s.listed
	if len(a.terms) == 1 && len(a.meanings) == 0 {
		t := a.terms[0]
		list := p.list(t.term)
		codes := list.codes[:len(list.docs)]
		for i, doc := range list.docs {
			had := s.score[doc]
			s.score[doc] = had + t.weight*t.worth[codes[i]%(weightSteps*lengthSteps)]
			s.list[n] = doc // the next document overwrites it unless this one is new
			if had == 0 {
				n++
			}
		}
		s.listed = n
		return
	}
	for _, doc := range s.pool(p, a) {
		if s.score[doc] == 0 {
			s.list[n] = doc
			n++
		}
		s.score[doc] += s.best[doc]
		s.best[doc] = 0
	}
	s.listed = n
}

// pool computes the score of a clause for each of its documents in best, and lists these documents.
func (s *scratch) pool(p part, a boundClause) []uint16 {
	s.touched = s.touched[:0]
	s.most(p, a.terms[:a.proof.variants], &s.best)
	s.proving = append(s.proving[:0], s.touched...)
	s.most(p, a.terms[a.proof.variants:], &s.best)
	if len(a.meanings) == 0 {
		return s.touched
	}
	texts := len(s.touched)
	s.most(p, a.meanings[:a.proof.meanings], &s.meant)
	s.proving = append(s.proving, s.touched[texts:]...)
	s.most(p, a.meanings[a.proof.meanings:], &s.meant)
	all := s.touched[:texts]
	s.aside(p, a, all)
	for _, doc := range s.touched[texts:] {
		if s.best[doc] == 0 {
			all = append(all, doc)
		}
		s.best[doc] += s.meant[doc]
		s.meant[doc] = 0
	}
	s.touched = all
	return all
}

// aside lowers the score of documents that have the word, but neither a meaning of it nor a code of its group.
func (s *scratch) aside(p part, a boundClause, docs []uint16) {
	if a.farFactor == 1 {
		return
	}
	for _, t := range a.near {
		for _, doc := range p.list(t.term).docs {
			s.near[doc] = true
		}
	}
	for _, doc := range docs {
		if s.meant[doc] == 0 && !s.near[doc] {
			s.best[doc] *= a.farFactor
		}
	}
	for _, t := range a.near {
		for _, doc := range p.list(t.term).docs {
			s.near[doc] = false
		}
	}
}

// most stores the best score of some terms for each document, and appends documents that had none to touched.
func (s *scratch) most(p part, terms []boundTerm, best *[mostDocuments]float32) {
	for _, t := range terms {
		list := p.list(t.term)
		codes := list.codes[:len(list.docs)]
		for i, doc := range list.docs {
			score := t.weight * t.worth[codes[i]%(weightSteps*lengthSteps)]
			if best[doc] == 0 {
				s.touched = append(s.touched, doc)
			}
			if score > best[doc] {
				best[doc] = score
			}
		}
	}
}

// all finds the documents of a part that match every clause, starting with the rarest. The result is valid until the scratch is
// used again.
func (s *scratch) all(p part, bound []boundClause) []candidate {
	s.found = s.found[:0]
	if len(bound) == 0 {
		return nil
	}
	order := make([]int, len(bound))
	sizes := make([]int, len(bound))
	for i, a := range bound {
		order[i] = i
		for _, terms := range a.groups() {
			for _, t := range terms {
				sizes[i] += len(p.list(t.term).docs)
			}
		}
		if sizes[i] == 0 {
			return nil
		}
	}
	slices.SortFunc(order, func(a, b int) int { return sizes[a] - sizes[b] })
	first := s.pool(p, bound[order[0]])
	if a := bound[order[0]]; len(a.terms)+len(a.meanings) > 1 {
		slices.Sort(first)
	}
	for _, doc := range first {
		s.found = append(s.found, candidate{doc, uint8(len(bound)), s.best[doc]})
		s.best[doc] = 0
	}
	for _, i := range order[1:] {
		s.meet(p, bound[i])
	}
	return s.found
}

// meet drops the candidates that do not match a clause, and adds its score to the others.
func (s *scratch) meet(p part, a boundClause) {
	for n, terms := range a.groups() {
		best := &s.best
		if n == 1 {
			best = &s.meant
		}
		for _, t := range terms {
			list := p.list(t.term)
			at := 0
			for i := range s.found {
				if at = skip(list.docs, at, s.found[i].doc); at == len(list.docs) {
					break
				}
				if list.docs[at] == s.found[i].doc {
					best[i] = max(best[i], t.weight*t.worth[list.codes[at]%(weightSteps*lengthSteps)])
				}
			}
		}
	}
	for _, t := range a.near {
		docs, at := p.list(t.term).docs, 0
		for i := range s.found {
			if at = skip(docs, at, s.found[i].doc); at == len(docs) {
				break
			}
			s.near[i] = docs[at] == s.found[i].doc
		}
	}
	kept := s.found[:0]
	for i, c := range s.found {
		if s.meant[i] == 0 && !s.near[i] && len(a.meanings) > 0 {
			s.best[i] *= a.farFactor
		}
		s.near[i] = false
		score := s.best[i] + s.meant[i]
		s.best[i], s.meant[i] = 0, 0
		if score > 0 {
			c.score += score
			kept = append(kept, c)
		}
	}
	s.found = kept
}

// skip returns the first index from at on whose document is doc or later. It uses galloping search.
func skip(docs []uint16, at int, doc uint16) int {
	if at >= len(docs) || docs[at] >= doc {
		return at
	}
	step := 1
	for at+step < len(docs) && docs[at+step] < doc {
		at += step
		step *= 2
	}
	lo, hi := at+1, min(at+step, len(docs))
	for lo < hi {
		mid := (lo + hi) / 2
		if docs[mid] < doc {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// some finds the documents of a part that match at least one clause, with the number of matched clauses and the proven bit. With
// work, only clauses with a meaning set this bit.
func (s *scratch) some(p part, bound []boundClause, work bool) []candidate {
	n := 0
	for _, a := range bound {
		for _, doc := range s.pool(p, a) {
			if s.matched[doc] == 0 {
				s.list[n] = doc
				n++
			}
			s.matched[doc]++
			s.score[doc] += s.best[doc]
			s.best[doc] = 0
		}
		if work && len(a.meanings) == 0 {
			continue
		}
		for _, doc := range s.proving {
			s.matched[doc] |= proven
		}
	}
	s.found = s.found[:0]
	for _, doc := range s.list[:n] {
		s.found = append(s.found, candidate{doc, s.matched[doc], s.score[doc]})
		s.matched[doc], s.score[doc] = 0, 0
	}
	return s.found
}
