package search

import (
	"math/bits"
	"slices"
)

// Merge policy: segments grow by a factor of about four, so a document is rewritten only a few times. Segments of at most young
// documents are merged at once.
const (
	young  = 1 << 10
	growth = 4
)

// mergeSegments moves documents whose state changed between the open and the closed half. It then merges small segments and rewrites
// those with many deleted documents.
func (v *view) mergeSegments(now int64) {
	v.open = v.part(v.open, &v.closed, func(p part) (leaving, staying int) {
		n := p.over(now)
		return n, p.size() - n
	}, func(p part, doc uint16) bool { return p.until[doc] > now })
	v.closed = v.part(v.closed, &v.open, func(p part) (leaving, staying int) {
		n := p.over(now)
		return p.size() - n, n
	}, func(p part, doc uint16) bool { return p.until[doc] <= now })
	v.open, v.closed = v.tidy(v.open), v.tidy(v.closed)
}

// part moves the documents that left a half to the other half. A large segment with few of them is left for later.
func (v *view) part(half []part, other *[]part, split func(part) (leaving, staying int), stays func(part, uint16) bool) []part {
	var kept []part
	for _, p := range half {
		leaving, staying := split(p)
		if leaving == 0 || leaving*8 < staying && p.size() > young {
			kept = append(kept, p)
			continue
		}
		if s := join(*v.kind, []part{p}, func(p part, doc uint16) bool { return !stays(p, doc) }); s != nil {
			*other = append(*other, part{segment: s})
		}
		if s := join(*v.kind, []part{p}, stays); s != nil {
			kept = append(kept, part{segment: s})
		}
	}
	return kept
}

// tidy merges the young segments, merges four segments of similar size at a time, and rewrites segments with many deleted
// documents.
func (v *view) tidy(half []part) []part {
	for {
		chosen := v.nextMerge(half)
		if chosen == nil {
			return half
		}
		var from, kept []part
		for i, p := range half {
			if slices.Contains(chosen, i) {
				from = append(from, p)
			} else {
				kept = append(kept, p)
			}
		}
		if s := join(*v.kind, from, func(part, uint16) bool { return true }); s != nil {
			kept = append(kept, part{segment: s})
		}
		half = kept
	}
}

// nextMerge chooses the segments to merge or rewrite next; nil if there are none.
func (v *view) nextMerge(half []part) []int {
	var youngest []int
	tiers := map[int][]int{}
	for i, p := range half {
		switch n := p.living(); {
		case n == 0 || p.deaths*3 > n && p.deaths > young/4:
			return []int{i}
		case n <= young:
			youngest = append(youngest, i)
		case n*growth <= mostDocuments:
			tier := bits.Len(uint((n-1)/young)) / 2
			tiers[tier] = append(tiers[tier], i)
		}
	}
	if len(youngest) > 1 {
		return youngest
	}
	for tier := range 8 {
		if len(tiers[tier]) >= growth {
			return tiers[tier][:growth]
		}
	}
	return nil
}
