package search

import (
	"math"
	"slices"
	"sync/atomic"
)

// A partition holds all documents of one kind in memory. Readers load the current view and never wait for the writer. The only
// writer makes the next view and replaces the current one.
type partition struct {
	kind Kind
	now  atomic.Pointer[view]
}

// A view is an immutable state of a partition. Open and closed documents are in different segments, so that a query for open ones
// never reads the closed ones. The statistics count the live documents of both halves. Scores therefore do not change when
// segments are merged or a document moves to the other half.
type view struct {
	kind    *Kind
	open    []part
	closed  []part
	living  int
	facets  []*dictionary // by index in kind.Facets
	lengths []*figure     // by number of the language
	df      counts        // number of live documents by term
}

// part is a segment with its deleted documents.
type part struct {
	*segment
	dead   []uint64 // bitset of deleted documents; nil if there are none
	deaths int
}

func (p part) isDead(doc uint16) bool { return p.dead != nil && p.dead[doc>>6]&(1<<(doc&63)) != 0 }
func (p part) living() int            { return p.size() - p.deaths }

// figure is the total length of all documents in one language, for their average length.
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

// parts lists the parts that a query reads: the open ones, or all with the open ones first.
func (v *view) parts(openOnly bool) []part {
	if openOnly {
		return v.open
	}
	return slices.Concat(v.open, v.closed)
}

// find returns the part and the number of a live document.
func (v *view) find(id string) (part, uint16, bool) {
	for _, p := range v.parts(false) {
		if doc, known := p.ids.find(id); known && !p.isDead(doc) {
			return p, doc, true
		}
	}
	return part{}, 0, false
}

// change makes the next view: it deletes and adds documents, and moves documents whose time has ended.
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
	v.mergeSegments(now)
	for i, f := range old.lengths {
		if f.average() == v.lengths[i].average() {
			v.lengths[i].impacts.Store(f.impacts.Load())
		}
	}
	p.now.Store(v)
}

// kill marks documents as deleted and subtracts them from the statistics.
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
				continue // the id is twice in the list
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

// count adds an entry to the statistics.
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

// measure adds the length of a document in a language.
func (v *view) measure(language uint8, words int64) {
	for int(language) >= len(v.lengths) {
		v.lengths = append(v.lengths, &figure{})
	}
	v.lengths[language].Words += words
	v.lengths[language].Docs++
}

// take appends new documents to a half, in segments of at most mostDocuments.
func (v *view) take(half []part, entries []*entry) []part {
	for len(entries) > 0 {
		some := entries[:min(len(entries), mostDocuments)]
		entries = entries[len(some):]
		half = append(half, part{segment: build(*v.kind, some, v.facets)})
	}
	return half
}

// documents returns the number of live documents with a term.
func (v *view) documents(term uint32) int { return v.df.of(term) }

// rarity is the idf of BM25 with a lower bound, so that a word of almost every document still counts a little.
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
