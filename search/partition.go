package search

import (
	"math"
	"slices"
	"sync/atomic"
)

// A partition is everything of one kind in memory. Readers take its present view and
// never wait; the one writer makes the next view from it.
type partition struct {
	kind Kind
	now  atomic.Pointer[view]
}

// A view is one state of a partition: what is open and what is closed apart, so that a
// question about the open ones never touches the others. Its figures count the living
// only, of both, so a score does not change when segments are joined, nor when a document
// moves from one half to the other.
type view struct {
	kind    *Kind
	open    []part
	closed  []part
	living  int
	facets  []*dictionary // by kind.Facets
	lengths []*figure     // by language
	df      counts        // of each term, the living documents that have it
}

// part is a segment with what has died in it.
type part struct {
	*segment
	dead   []uint64 // one bit a document; nil when all live
	deaths int
}

func (p part) isDead(doc uint16) bool { return p.dead != nil && p.dead[doc>>6]&(1<<(doc&63)) != 0 }
func (p part) living() int            { return p.size() - p.deaths }

// figure is the length of all documents in a language.
type figure struct {
	Words, Docs int64
	impacts     atomic.Pointer[impacts]
}

func newPartition(k Kind) *partition {
	p := &partition{kind: k}
	v := &view{kind: &p.kind, facets: make([]*dictionary, len(k.Facets))}
	for i := range v.facets {
		v.facets[i] = newDictionary(nil)
	}
	p.now.Store(v)
	return p
}

// parts lists those of a question: the open, or all, the open first.
func (v *view) parts(openOnly bool) []part {
	if openOnly {
		return v.open
	}
	return slices.Concat(v.open, v.closed)
}

// find is the part and number of a living document.
func (v *view) find(id string) (part, uint16, bool) {
	for _, p := range v.parts(false) {
		if doc, known := p.ids.find(id); known && !p.isDead(doc) {
			return p, doc, true
		}
	}
	return part{}, 0, false
}

// change takes documents in and out, and moves what has ended.
func (p *partition) change(put []*entry, gone []string, now int64) {
	old := p.now.Load()
	v := &view{kind: &p.kind, open: slices.Clone(old.open), closed: slices.Clone(old.closed), living: old.living, facets: old.facets, df: old.df}
	for _, f := range old.lengths {
		v.lengths = append(v.lengths, &figure{Words: f.Words, Docs: f.Docs})
	}
	for _, e := range put {
		gone = append(gone, e.ID)
	}
	v.kill(v.open, gone)
	v.kill(v.closed, gone)
	var open, closed []*entry
	for _, e := range put {
		if e.Until > now {
			open = append(open, e)
		} else {
			closed = append(closed, e)
		}
		v.count(e)
	}
	v.open = v.take(v.open, open)
	v.closed = v.take(v.closed, closed)
	v.settle(now)
	for i, f := range old.lengths {
		if f.average() == v.lengths[i].average() {
			v.lengths[i].impacts.Store(f.impacts.Load())
		}
	}
	p.now.Store(v)
}

// kill marks documents dead and takes them out of the figures.
func (v *view) kill(half []part, ids []string) {
	for i := range half {
		p := &half[i]
		var marks []uint64
		for _, id := range ids {
			doc, known := p.ids.find(id)
			if !known || p.isDead(doc) {
				continue
			}
			if marks == nil {
				marks = make([]uint64, (p.size()+63)/64)
			}
			if marks[doc>>6]&(1<<(doc&63)) != 0 {
				continue // named twice
			}
			marks[doc>>6] |= 1 << (doc & 63)
			p.deaths++
			v.living--
			for _, l := range p.sizes.at(doc) {
				v.lengths[l>>24].Words -= int64(l & (1<<24 - 1))
				v.lengths[l>>24].Docs--
			}
		}
		if marks == nil {
			continue
		}
		p.termsOf(marks, func(term uint32) { v.df.add(term, -1) })
		for i, word := range p.dead {
			marks[i] |= word
		}
		p.dead = marks
	}
}

// count adds an entry to the figures.
func (v *view) count(e *entry) {
	v.living++
	for _, w := range e.terms {
		v.df = v.df.reach(w.term)
		v.df.add(w.term, 1)
	}
	for _, l := range e.lengths {
		v.measure(l.language, int64(min(l.words, 1<<24-1)))
	}
}

// measure adds a document's length in a language.
func (v *view) measure(language uint8, words int64) {
	for int(language) >= len(v.lengths) {
		v.lengths = append(v.lengths, &figure{})
	}
	v.lengths[language].Words += words
	v.lengths[language].Docs++
}

// take appends new documents to a half as a segment of their own.
func (v *view) take(half []part, entries []*entry) []part {
	for len(entries) > 0 {
		some := entries[:min(len(entries), mostDocuments)]
		entries = entries[len(some):]
		half = append(half, part{segment: build(*v.kind, some, v.facets)})
	}
	return half
}

// documents counts the living that have a term.
func (v *view) documents(term uint32) int { return v.df.of(term) }

// rarity is the idf of BM25, which is never negative: a word that stands everywhere
// still counts a little.
func (v *view) rarity(documents int) float64 {
	n := float64(documents)
	return max(math.Log(1+(float64(v.living)-n+0.5)/(n+0.5)), 0.05)
}

func (f *figure) average() float64 {
	if f.Docs == 0 || f.Words == 0 {
		return 1
	}
	return float64(f.Words) / float64(f.Docs)
}

func (v *view) facetNamed(name string) int  { return slices.Index(v.kind.Facets, name) }
func (v *view) numberNamed(name string) int { return slices.Index(v.kind.Numbers, name) }
