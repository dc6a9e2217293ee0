package search

import (
	"encoding/binary"
	"math"
	"slices"
)

// A segment is an immutable set of documents of one kind: posting lists and columns, each in one slice, as they are in its file.
// Deleted documents are marked in a bitset outside of it. It has at most mostDocuments documents, so that a document number takes
// two bytes.
type segment struct {
	ids     directory
	until   []int64 // Unix seconds
	ends    order   // documents in ascending order of until
	numbers []numbers
	facets  []facet
	sizes   column // length of each document in each of its languages: language<<24 | words

	terms  []uint32 // the terms that occur, ascending; nil if starts has an element for every term
	starts []uint32 // index of each term's list in docs; one more at the end
	docs   []uint16
	codes  []uint16 // parallel to docs: quantised weight of the term and length of the document

	name string // name of its file; empty until it is written
}

const mostDocuments = 1 << 16

// none is the value of a number that a document does not have.
const none = math.MinInt64

// order lists the documents that have a number, in ascending order of that number.
type order []uint16

// numbers holds one number of each document.
type numbers struct {
	of    []int64
	order order
}

// facet holds the values of each document and the documents of each value. Documents with the same values share one set of
// values, and are counted together.
type facet struct {
	set    []uint16 // set number by document
	sets   column   // values by set number
	starts []uint32 // index of each value's documents in docs; one more at the end
	docs   []uint16
}

// at returns the values of a document.
func (f *facet) at(doc uint16) []uint32 { return f.sets.at(f.set[doc]) }

// having lists the documents with a value.
func (f *facet) having(value uint32) []uint16 {
	if int(value)+1 >= len(f.starts) {
		return nil
	}
	return f.docs[f.starts[value]:f.starts[value+1]]
}

// column holds zero or more values for each element, in one slice.
type column struct {
	start  []uint32 // index of each element's values; one more at the end
	values []uint32
}

func (c *column) add(values ...uint32) {
	c.values = append(c.values, values...)
	c.start = append(c.start, uint32(len(c.values)))
}

func (c *column) at(i uint16) []uint32 { return c.values[c.start[i]:c.start[int(i)+1]] }

// postings is a posting list: the documents of a term, ascending, with their codes.
type postings struct {
	docs  []uint16
	codes []uint16
}

func (s *segment) size() int { return len(s.until) }

// list returns the posting list of a term.
func (s *segment) list(term uint32) postings {
	at := int(term)
	if s.terms != nil {
		i, found := slices.BinarySearch(s.terms, term)
		if !found {
			return postings{}
		}
		at = i
	}
	if at+1 >= len(s.starts) {
		return postings{}
	}
	from, to := s.starts[at], s.starts[at+1]
	return postings{s.docs[from:to:to], s.codes[from:to:to]}
}

// within returns the positions in the order of the numbers in a range: from inclusive, to exclusive.
func (n *numbers) within(r Range) (from, to int) {
	to = len(n.order)
	if r.From != nil {
		from, _ = slices.BinarySearchFunc(n.order, *r.From, func(doc uint16, v int64) int { return compare(n.of[doc], v) })
	}
	if r.To != nil {
		to, _ = slices.BinarySearchFunc(n.order, *r.To, func(doc uint16, v int64) int {
			if n.of[doc] <= v {
				return -1
			}
			return 1
		})
	}
	return from, max(from, to)
}

func compare(a, b int64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// over returns the number of documents that are no longer open; they are the first ones in ends.
func (s *segment) over(now int64) int {
	n, _ := slices.BinarySearchFunc(s.ends, now, func(doc uint16, now int64) int {
		if s.until[doc] <= now {
			return -1
		}
		return 1
	})
	return n
}

// sorted returns the order of the documents that have a number.
func sorted(of []int64) order {
	var o order
	for doc, n := range of {
		if n != none {
			o = append(o, uint16(doc))
		}
	}
	slices.SortStableFunc(o, func(a, b uint16) int { return compare(of[a], of[b]) })
	return o
}

// invert fills in the documents of each value.
func (f *facet) invert() {
	most := uint32(0)
	for _, v := range f.sets.values {
		most = max(most, v+1)
	}
	f.starts = make([]uint32, most+1)
	for _, set := range f.set {
		for _, v := range f.sets.at(set) {
			f.starts[v+1]++
		}
	}
	for v := range most {
		f.starts[v+1] += f.starts[v]
	}
	f.docs = make([]uint16, f.starts[most])
	next := slices.Clone(f.starts)
	for doc, set := range f.set {
		for _, v := range f.sets.at(set) {
			f.docs[next[v]] = uint16(doc)
			next[v]++
		}
	}
}

// sharing finds equal sets of values while a segment is built.
type sharing struct {
	known map[string]uint16
	key   []byte
}

// add appends the values of the next document.
func (f *facet) add(s *sharing, values []uint32) {
	s.key = s.key[:0]
	for _, v := range values {
		s.key = binary.LittleEndian.AppendUint32(s.key, v)
	}
	set, known := s.known[string(s.key)]
	if !known {
		if s.known == nil {
			s.known = map[string]uint16{}
		}
		set = uint16(len(f.sets.start) - 1)
		s.known[string(s.key)] = set
		f.sets.add(values...)
	}
	f.set = append(f.set, set)
}

// A posting code has 12 bits. 16 steps are for the weight, exact up to 11. 256 steps are for the length, exact up to 32 and
// within 3.5 % above.
const (
	weightSteps  = 16
	lengthSteps  = 256
	exactLengths = 32
	perDoubling  = 20
)

var steps = [weightSteps]int32{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 16, 20, 30}

func code(weight, words int32) uint16 {
	step := weightSteps - 1
	for steps[step] > weight {
		step--
	}
	return uint16(step)<<8 | uint16(lengthCode(words))
}

func lengthCode(words int32) uint8 {
	if words < exactLengths {
		return uint8(max(words, 0))
	}
	return uint8(min(exactLengths+math.Round(perDoubling*math.Log2(float64(words)/exactLengths)), lengthSteps-1))
}

// lengthOf returns the length that a length code stands for.
func lengthOf(code int) float64 {
	if code < exactLengths {
		return float64(code)
	}
	return exactLengths * math.Exp2(float64(code-exactLengths)/perDoubling)
}
