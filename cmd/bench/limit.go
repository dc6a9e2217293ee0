package main

import (
	"math"

	"citiesgrow/search"
)

// limit is a minimal scorer, close to the limit of the hardware. A posting has a document and an impact of eight bits; columns
// are arrays. It supports no updates, gives no reasons and analyses no words: queries are given as terms.
type limit struct {
	prefix  string
	docs    int            // number of documents of the kind, for idf; the index may contain only a part of them
	number  []uint32       // numbers in the ids of the listed documents
	terms   map[string]int // index in lists
	lists   []list
	lengths map[string]*mean
	sizes   map[string][]uint16 // lengths of the documents by language, until seal
	open    []bool
	numbers map[string][]int64
	facets  map[string]*facet
}

// list is a posting list. The impact is 255 times the normalised term-frequency factor.
type list struct {
	docs   []uint32
	impact []uint8 // the term's weight until seal
}

// facet is a column of values; most documents have one value.
type facet struct {
	number map[string]uint16
	start  []uint32
	values []uint16
}

func (f *facet) of(doc uint32) []uint16 { return f.values[f.start[doc]:f.start[doc+1]] }

func newLimit(prefix string) *limit {
	return &limit{prefix: prefix, terms: map[string]int{}, lengths: map[string]*mean{}, sizes: map[string][]uint16{}, numbers: map[string][]int64{},
		facets: map[string]*facet{}}
}

// add counts a document of the kind, and adds it to the index if listed is true.
func (l *limit) add(d search.Document, weights, lengths map[string]int, listed bool) {
	l.docs++
	doc := uint32(len(l.number))
	for language, n := range lengths {
		m := l.lengths[language]
		if m == nil {
			m = &mean{}
			l.lengths[language] = m
		}
		m.sum += float64(n)
		m.docs++
		if listed {
			l.sizes[language] = append(l.sizes[language], make([]uint16, int(doc)+1-len(l.sizes[language]))...)
			l.sizes[language][doc] = uint16(n)
		}
	}
	for name, weight := range weights {
		at, known := l.terms[name]
		if !known {
			at = len(l.lists)
			l.terms[name] = at
			l.lists = append(l.lists, list{})
		}
		t := &l.lists[at]
		if listed {
			t.docs = append(t.docs, doc)
			t.impact = append(t.impact, uint8(min(weight, 255)))
		}
	}
	if listed {
		l.columns(d)
	}
}

func (l *limit) columns(d search.Document) {
	l.number = append(l.number, number(d.ID))
	l.open = append(l.open, d.Until > clock.Unix())
	for name, n := range d.Numbers {
		l.numbers[name] = append(l.numbers[name], n)
	}
	for name, values := range d.Keys {
		f := l.facets[name]
		if f == nil {
			f = &facet{number: map[string]uint16{}, start: []uint32{0}}
			l.facets[name] = f
		}
		for _, v := range values {
			n, known := f.number[v]
			if !known {
				n = uint16(len(f.number))
				f.number[v] = n
			}
			f.values = append(f.values, n)
		}
		f.start = append(f.start, uint32(len(f.values)))
	}
}

// seal turns weights into impacts when the mean lengths are known.
func (l *limit) seal() {
	for name, at := range l.terms {
		t := &l.lists[at]
		language := languageOf(name)
		if language == "#" {
			for i := range t.impact {
				t.impact[i] = 255
			}
			continue
		}
		m, sizes := l.lengths[language], l.sizes[language]
		for i, doc := range t.docs {
			tf := float64(t.impact[i])
			t.impact[i] = uint8(math.Round(255 * tf / (tf + k1*(1-lengthB+lengthB*float64(sizes[doc])/(m.sum/m.docs)))))
		}
	}
	l.sizes = nil
}

// finely is the fixed-point scale of scores.
const finely = 1 << 16

// cursor iterates over a list. The score is factor times impact.
type cursor struct {
	*list
	at     int
	factor int32
}

// cursors resolves the terms of each clause, without those that no document has.
func (l *limit) cursors(clauses []clause) [][]cursor {
	var all [][]cursor
	for _, w := range clauses {
		var one []cursor
		for _, t := range w.terms {
			at, known := l.terms[t.name]
			if !known || len(l.lists[at].docs) == 0 {
				continue
			}
			score := t.weight
			if t.name[0] != '#' {
				score *= k1 + 1
			}
			one = append(one, cursor{&l.lists[at], 0, int32(math.Round(score / 255 * finely))})
		}
		all = append(all, one)
	}
	return all
}

// bytes returns the size of the lists and columns in bytes.
func (l *limit) bytes() int64 {
	sum := 0
	for _, t := range l.lists {
		sum += 5 * len(t.docs)
	}
	for _, f := range l.facets {
		sum += 4*len(f.start) + 2*len(f.values)
	}
	for _, n := range l.numbers {
		sum += 8 * len(n)
	}
	return int64(sum)
}
