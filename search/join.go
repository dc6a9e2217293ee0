package search

import (
	"slices"
)

// build makes a segment of new documents.
func build(k Kind, entries []*entry, facets []*dictionary) *segment {
	s := blank(k, len(entries))
	var names []string
	total := 0
	for _, e := range entries {
		total += len(e.terms)
	}
	found := make([]uint64, 0, total) // term<<32 | doc<<16 | code
	var some []uint32
	shared := make([]sharing, len(s.facets))
	for doc, e := range entries {
		names = append(names, e.ID)
		s.until = append(s.until, e.Until)
		for i, name := range k.Numbers {
			n, has := e.Numbers[name]
			if !has {
				n = none
			}
			s.numbers[i].of = append(s.numbers[i].of, n)
		}
		for i, name := range k.Facets {
			some = some[:0]
			for _, value := range e.Keys[name] {
				some = append(some, facets[i].add(value))
			}
			s.facets[i].add(&shared[i], some)
		}
		some = some[:0]
		for _, l := range e.lengths {
			some = append(some, uint32(l.language)<<24|uint32(min(l.words, 1<<24-1)))
		}
		s.sizes.add(some...)
		for _, w := range e.terms {
			found = append(found, uint64(w.term)<<32|uint64(doc)<<16|uint64(code(w.weight, e.length(w.languageNumber))))
		}
	}
	slices.Sort(found)
	s.docs, s.codes = make([]uint16, len(found)), make([]uint16, len(found))
	for i, f := range found {
		if term := uint32(f >> 32); len(s.terms) == 0 || s.terms[len(s.terms)-1] != term {
			s.terms = append(s.terms, term)
			s.starts = append(s.starts, uint32(i))
		}
		s.docs[i], s.codes[i] = uint16(f>>16), uint16(f)
	}
	s.starts = append(s.starts, uint32(len(found)))
	s.finish(names)
	return s
}

func blank(k Kind, n int) *segment {
	s := &segment{until: make([]int64, 0, n), numbers: make([]numbers, len(k.Numbers)), facets: make([]facet, len(k.Facets))}
	for i := range s.numbers {
		s.numbers[i].of = make([]int64, 0, n)
	}
	for i := range s.facets {
		s.facets[i].set = make([]uint16, 0, n)
		s.facets[i].sets.start = []uint32{0}
	}
	s.sizes.start = append(make([]uint32, 0, n+1), 0)
	return s
}

// finish derives the remaining structures from the columns and the posting lists.
func (s *segment) finish(names []string) {
	s.ids = newDirectory(names)
	s.ends = sorted(s.until)
	for i := range s.numbers {
		s.numbers[i].order = sorted(s.numbers[i].of)
	}
	for i := range s.facets {
		s.facets[i].invert()
	}
	s.spread()
}

// spread gives every term an element in starts, so that no binary search for the term is necessary. It does this only if at least
// a quarter of the term numbers occur.
func (s *segment) spread() {
	if len(s.terms) == 0 {
		return
	}
	all := int(s.terms[len(s.terms)-1]) + 1
	if len(s.terms)*4 < all {
		return
	}
	starts := make([]uint32, all+1)
	next := 0
	for term := range all {
		starts[term] = s.starts[next]
		if s.terms[next] == uint32(term) {
			next++
		}
	}
	starts[all] = s.starts[next]
	s.terms, s.starts = nil, starts
}

// join merges the documents of some parts for which keep is true into one segment, in their order. It returns nil if there are
// none.
func join(k Kind, from []part, keep func(p part, doc uint16) bool) *segment {
	s := blank(k, 0)
	var names []string
	shared := make([]sharing, len(s.facets))
	moved := make([][]int32, len(from)) // new number of each document; -1 if it is left out
	total := 0
	for n, p := range from {
		moved[n] = make([]int32, p.size())
		total += len(p.docs)
		for doc := range p.size() {
			doc := uint16(doc)
			if p.isDead(doc) || !keep(p, doc) {
				moved[n][doc] = -1
				continue
			}
			moved[n][doc] = int32(len(names))
			names = append(names, p.ids.names[doc])
			s.until = append(s.until, p.until[doc])
			for i := range s.numbers {
				s.numbers[i].of = append(s.numbers[i].of, p.numbers[i].of[doc])
			}
			for i := range s.facets {
				s.facets[i].add(&shared[i], p.facets[i].at(doc))
			}
			s.sizes.add(p.sizes.at(doc)...)
		}
	}
	if len(names) == 0 {
		return nil
	}
	s.joinTerms(from, moved, total)
	s.finish(names)
	return s
}

func (s *segment) joinTerms(from []part, moved [][]int32, total int) {
	s.docs, s.codes = make([]uint16, 0, total), make([]uint16, 0, total)
	walks := make([]walk, len(from))
	for n := range from {
		walks[n] = walk{segment: from[n].segment}
	}
	for {
		term, more := uint32(0), false
		for n := range walks {
			if t, ok := walks[n].term(); ok && (!more || t < term) {
				term, more = t, true
			}
		}
		if !more {
			break
		}
		before := len(s.docs)
		for n := range walks {
			if t, ok := walks[n].term(); !ok || t != term {
				continue
			}
			list := walks[n].take()
			for i, doc := range list.docs {
				if to := moved[n][doc]; to >= 0 {
					s.docs = append(s.docs, uint16(to))
					s.codes = append(s.codes, list.codes[i])
				}
			}
		}
		if len(s.docs) > before {
			s.terms = append(s.terms, term)
			s.starts = append(s.starts, uint32(before))
		}
	}
	s.starts = append(s.starts, uint32(len(s.docs)))
}

// walk iterates over the terms of a segment that occur, in ascending order.
type walk struct {
	*segment
	at int
}

func (w *walk) term() (uint32, bool) {
	if w.terms != nil {
		if w.at < len(w.terms) {
			return w.terms[w.at], true
		}
		return 0, false
	}
	for w.at+1 < len(w.starts) && w.starts[w.at] == w.starts[w.at+1] {
		w.at++
	}
	return uint32(w.at), w.at+1 < len(w.starts)
}

func (w *walk) take() postings {
	from, to := w.starts[w.at], w.starts[w.at+1]
	w.at++
	return postings{w.docs[from:to], w.codes[from:to]}
}

// termsOf calls each for every term of every wanted document, once for each of these documents. It reads all posting lists, so it
// is meant for many documents at once.
func (s *segment) termsOf(wanted []uint64, each func(term uint32)) {
	for w := (walk{segment: s}); ; {
		term, more := w.term()
		if !more {
			return
		}
		for _, doc := range w.take().docs {
			if wanted[doc>>6]&(1<<(doc&63)) != 0 {
				each(term)
			}
		}
	}
}
