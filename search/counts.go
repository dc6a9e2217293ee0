package search

import "sync/atomic"

// counts stores one number for each term. Readers may read while the writer adds.
type counts []*[countBlock]atomic.Int32

const countBlock = 1 << 14

func (c counts) of(term uint32) int {
	if int(term/countBlock) >= len(c) {
		return 0
	}
	return int(c[term/countBlock][term%countBlock].Load())
}

func (c counts) add(term uint32, n int32) { c[term/countBlock][term%countBlock].Add(n) }

// reach returns the counts, enlarged so that they have an element for the term.
func (c counts) reach(term uint32) counts {
	for int(term/countBlock) >= len(c) {
		c = append(c[:len(c):len(c)], new([countBlock]atomic.Int32))
	}
	return c
}
