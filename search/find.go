package search

import (
	"context"
	"fmt"
	"slices"
)

// fewHits is the number of hits below which a query for work is repeated with fewer required words (see demand.less).
const fewHits = 5

// enough returns how many of n words a hit must match at first: one of one, two of two or three, three of four.
func enough(n int) int { return (2*n + 2) / 3 }

// complete returns the share of the query's words that a document matches. Scores are multiplied by it. A document with all words
// therefore usually precedes one with only some, unless its own scores are very low.
func complete(matched uint8, of int) float32 { return float32(matched) / float32(of) }

// search finds, filters and counts. If too few documents match, it repeats with fewer required words, unless the query is strict.
func (v *view) search(ctx context.Context, q Query, bound []boundClause, now int64, l *lexicon) (*Result, error) {
	s := scratches.Get().(*scratch)
	f, err := v.filter(q, now, s)
	if err != nil {
		return nil, err
	}
	f.without, f.excluded = q.without, q.excluded
	defer s.release(f)
	size := q.Size
	if size <= 0 {
		size = 20
	}
	size = min(size, 100)
	skipped := max(q.Page-1, 0) * size
	g := &page{parts: v.parts(q.OpenOnly), number: -1, desc: q.Sort.Desc, grouped: f.groups != nil, most: skipped + size}
	if q.Sort.Number != "" {
		if g.number = v.numberNamed(q.Sort.Number); g.number < 0 {
			return nil, fmt.Errorf("search: %s have no number %q", v.kind.Name, q.Sort.Number)
		}
	}
	g.reader = l.numberOfLanguage(q.Languages)
	need := demand{bound: bound, words: enough(len(bound)), says: q.says,
		work:  slices.ContainsFunc(bound, func(a boundClause) bool { return len(a.meanings) > 0 }),
		proof: slices.ContainsFunc(bound, func(a boundClause) bool { return a.proof.trade })}
	for {
		result := &Result{}
		for n := range g.parts {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			if len(bound) == 0 {
				f.browse(g, n, s, result)
			} else {
				s.find(f, g, n, need, result)
			}
		}
		if q.Strict || !need.less(result.Total, q.Exact) {
			result.Facets, result.Groups = f.counts(), f.grouped()
			result.Hits = v.hits(g, g.from(skipped), bound, l)
			return result, nil
		}
		f.reset()
		g.kept = g.kept[:0]
	}
}

// demand is how many and which words a hit must match.
type demand struct {
	bound []boundClause
	words int
	says  func(p part, doc uint16) bool // reports whether a document has all quoted phrases; nil without phrases
	work  bool                          // a matching word must be proof and have a meaning, unless all words match
	proof bool                          // a matching word must be proof, unless all words match
}

// less lowers the demand by one step and reports whether it could. Without hits, it first lowers the number of words, then gives
// up the required meaning. With fewer than fewHits hits, it lowers the number of words only for a query for work that is not
// exact. The demand for proof always stays: a word that names a trade is never given up in favour of words that name none.
func (d *demand) less(found int, exact bool) bool {
	switch {
	case found > 0 && (exact || !d.work || found >= fewHits):
		return false
	case d.words > 1:
		d.words--
	case d.work && found == 0:
		d.work = false
	default:
		return false
	}
	return true
}

func (d *demand) met(p part, c candidate) bool {
	words := int(c.matched &^ proven)
	return (words == len(d.bound) || words >= d.words && (!d.work && !d.proof || c.matched&proven != 0)) && (d.says == nil || d.says(p, c.doc))
}

// browse adds every document of a part that passes the filter. It is for queries without words.
func (f *filter) browse(g *page, n int, s *scratch, r *Result) {
	p := g.parts[n]
	passing := f.apply(p, nil, s)
	r.add(f, p, passing)
	g.browse(f, n, passing)
}

// add adds a set of hits to the totals.
func (r *Result) add(f *filter, p part, passing set) {
	total := passing.count()
	r.Total += total
	switch over := p.over(f.now); {
	case f.openOnly || over == 0:
		r.Open += total
	case over < p.size():
		r.Open += total
		for _, doc := range p.ends[:over] {
			if passing.has(doc) {
				r.Open--
			}
		}
	}
}

// find adds the documents of a part that meet the demand and the filter.
func (s *scratch) find(f *filter, g *page, n int, need demand, r *Result) {
	p := g.parts[n]
	var found []candidate
	if need.words == len(need.bound) {
		found = s.all(p, need.bound)
	} else {
		found = s.some(p, need.bound, need.work)
	}
	if len(found) > p.size()/manyFound {
		s.findMany(f, g, n, need, found, r)
		return
	}
	for _, c := range found {
		if !need.met(p, c) {
			continue
		}
		missed := f.missed(p, c.doc)
		if missed == refused {
			continue
		}
		f.count(p, c.doc, missed)
		if missed != passes {
			continue
		}
		one := f.place(n, p, c.doc)
		r.Total++
		if one.open {
			r.Open++
		}
		f.tally(one)
		one.score = c.score * complete(c.matched&^proven, len(need.bound)) * readable(p, c.doc, g.reader)
		g.offer(one)
	}
}

// manyFound sets when documents are filtered as a bitset instead of one by one: when more than 1/manyFound of the documents of a
// segment match.
const manyFound = 32

// findMany does the same as find with bitsets.
func (s *scratch) findMany(f *filter, g *page, n int, need demand, found []candidate, r *Result) {
	p := g.parts[n]
	some := f.empty(p)
	for _, c := range found {
		if need.met(p, c) {
			some.add(c.doc)
		}
	}
	passing := f.apply(p, some, s)
	r.add(f, p, passing)
	for _, c := range found {
		if !passing.has(c.doc) {
			continue
		}
		one := f.place(n, p, c.doc)
		f.tally(one)
		one.score = c.score * complete(c.matched&^proven, len(need.bound)) * readable(p, c.doc, g.reader)
		g.offer(one)
	}
}

func readable(p part, doc uint16, language int) float32 {
	if language < 0 {
		return 1
	}
	for _, l := range p.sizes.at(doc) {
		if int(l>>24) == language && l&(1<<24-1) >= realText {
			return ownLanguage
		}
	}
	return 1
}
