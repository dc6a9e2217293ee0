package search

import (
	"math"
	"slices"
)

// A partition is everything of one kind in memory. Documents are numbered in the
// order they came; a changed one gets a new number and the old one is dead until the
// partition is compacted.
type partition struct {
	kind    Kind
	ids     []string
	byID    map[string]uint32
	dead    []bool
	until   []int64
	numbers [][]int64 // by kind.Numbers, then document; none where not told
	facets  []column  // by kind.Facets
	terms   map[string]*postings
	lengths map[string]*lengths // by language
	sizes   []map[string]int    // of each document, its length by language; nil when dead
}

// none marks a number that a document does not have.
const none = math.MinInt64

// postings are the documents of a term, in the order of their numbers.
type postings struct {
	list []posting
}

// posting is 8 bytes: a document, how much the term weighs in it, how long it is.
type posting struct {
	doc    uint32
	weight uint16
	length uint16
}

type lengths struct {
	sum  int64
	docs int64
}

func (l *lengths) average() float64 {
	if l == nil || l.docs == 0 {
		return 1
	}
	return float64(l.sum) / float64(l.docs)
}

// column is the values of one facet: each document has zero or more, as numbers of a
// dictionary.
type column struct {
	names  []string
	number map[string]uint32
	start  []uint32 // of each document in values; one more at the end
	values []uint32
}

func newColumn() column { return column{number: map[string]uint32{}, start: []uint32{0}} }

func (c *column) add(values []string) {
	for _, v := range values {
		n, known := c.number[v]
		if !known {
			n = uint32(len(c.names))
			c.number[v] = n
			c.names = append(c.names, v)
		}
		c.values = append(c.values, n)
	}
	c.start = append(c.start, uint32(len(c.values)))
}

func (c *column) of(doc uint32) []uint32 { return c.values[c.start[doc]:c.start[doc+1]] }

func newPartition(k Kind) *partition {
	p := &partition{kind: k, byID: map[string]uint32{}, terms: map[string]*postings{}, lengths: map[string]*lengths{}}
	p.numbers = make([][]int64, len(k.Numbers))
	for range k.Facets {
		p.facets = append(p.facets, newColumn())
	}
	return p
}

// add appends a document and marks an earlier one with its id dead.
func (p *partition) add(e *entry) {
	p.remove(e.ID)
	doc := uint32(len(p.ids))
	p.ids = append(p.ids, e.ID)
	p.byID[e.ID] = doc
	p.dead = append(p.dead, false)
	p.until = append(p.until, e.Until)
	p.sizes = append(p.sizes, e.lengths)
	for i, name := range p.kind.Numbers {
		n, told := e.Numbers[name]
		if !told {
			n = none
		}
		p.numbers[i] = append(p.numbers[i], n)
	}
	for i, name := range p.kind.Facets {
		p.facets[i].add(e.Keys[name])
	}
	for language, n := range e.lengths {
		l := p.lengths[language]
		if l == nil {
			l = &lengths{}
			p.lengths[language] = l
		}
		l.sum += int64(n)
		l.docs++
	}
	for term, weight := range e.weights {
		list := p.terms[term]
		if list == nil {
			list = &postings{}
			p.terms[term] = list
		}
		list.list = append(list.list, posting{doc, clip(weight), clip(e.lengths[languageOf(term)])})
	}
}

func clip(n int) uint16 { return uint16(min(n, math.MaxUint16)) }

func (p *partition) remove(id string) {
	doc, known := p.byID[id]
	if !known {
		return
	}
	delete(p.byID, id)
	p.dead[doc] = true
	for language, n := range p.sizes[doc] {
		p.lengths[language].sum -= int64(n)
		p.lengths[language].docs--
	}
	p.sizes[doc] = nil
}

// wasteful tells when the dead outweigh a third of the living.
func (p *partition) wasteful() bool {
	dead := len(p.ids) - len(p.byID)
	return dead > 1000 && dead*3 > len(p.byID)
}

// compact builds the partition anew from what lives: the living are numbered again in
// their order, and every posting follows.
func (p *partition) compact() *partition {
	fresh := newPartition(p.kind)
	fresh.lengths = p.lengths
	moved := make([]uint32, len(p.ids))
	for doc, id := range p.ids {
		if p.dead[doc] {
			continue
		}
		moved[doc] = uint32(len(fresh.ids))
		fresh.byID[id] = moved[doc]
		fresh.ids = append(fresh.ids, id)
		fresh.dead = append(fresh.dead, false)
		fresh.until = append(fresh.until, p.until[doc])
		fresh.sizes = append(fresh.sizes, p.sizes[doc])
		for i := range p.numbers {
			fresh.numbers[i] = append(fresh.numbers[i], p.numbers[i][doc])
		}
		for i := range p.facets {
			fresh.facets[i].add(p.facets[i].named(uint32(doc)))
		}
	}
	for term, list := range p.terms {
		var kept []posting
		for _, at := range list.list {
			if !p.dead[at.doc] {
				at.doc = moved[at.doc]
				kept = append(kept, at)
			}
		}
		if len(kept) > 0 {
			fresh.terms[term] = &postings{kept}
		}
	}
	return fresh
}

// named are the values of a document as they were given.
func (c *column) named(doc uint32) []string {
	var names []string
	for _, v := range c.of(doc) {
		names = append(names, c.names[v])
	}
	return names
}

func (p *partition) facet(name string) int { return slices.Index(p.kind.Facets, name) }
func (p *partition) number(name string) int {
	return slices.Index(p.kind.Numbers, name)
}
