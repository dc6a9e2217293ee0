package main

import (
	"math"

	"citiesgrow/search"
)

// limit is about what hardware leaves: a plain scorer with nothing around it. Posting lists are a
// document and an impact of eight bits, columns are arrays, nothing can be changed,
// nobody is told a reason, and no word is read: questions come as terms.
type limit struct {
	prefix  string
	docs    int            // of the kind, which weighs terms; a part of it may be listed here
	number  []uint32       // of the documents listed, as in their ids
	terms   map[string]int // places in lists
	lists   []list
	lengths map[string]*mean
	sizes   map[string][]uint16 // by language: the documents' lengths, until sealed
	open    []bool
	numbers map[string][]int64
	facets  map[string]*facet
}

// list is the documents of a term, with 255 times what tf and length make of it.
type list struct {
	docs   []uint32
	impact []uint8 // the weight until sealed
}

// facet is a column of values; most have one value a document.
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

// add counts a document of the kind, and lists it when it is of this part.
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

// seal turns weights into impacts, once the mean lengths are known.
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

// finely is the part of a point in which scores are counted.
const finely = 1 << 16

// cursor walks a list; factor times impact is the score.
type cursor struct {
	*list
	at     int
	factor int32
}

// cursors resolves the terms of each clause, leaving out those that no document has.
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

// bytes is what lists and columns hold.
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
