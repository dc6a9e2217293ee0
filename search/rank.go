package search

import (
	"context"
	"slices"
)

// Profile is what a firm offers or a buyer asks for, to be compared with every document of a
// kind: matching, where Search is asking.
type Profile struct {
	Kind     string
	Words    []Weighted
	CPV      map[string]float64 // code or level of one → how often it was done, or asked
	Marks    map[string]float64 // mark of documents → how much its rarity counts
	Filters  map[string][]string
	OpenOnly bool
	Limit    int // at most 500
}

// Weighted is one text with how much it says of the profile.
type Weighted struct {
	Text     string
	Language string
	Weight   float64
	Quiet    bool // its words count and are never quoted: nobody typed the name of a code
}

// How the parts of a profile count, tuned on award data (see internal/eval): a word by its
// rarity to the power rareWords, the more texts have it the more, though less and less; a
// level of a code by what it says beyond the level above it, so that two codes are as
// near as their deepest common level is rare (Resnik, 1995).
const (
	rareWords = 1.3
	damping   = 0.75
	digits    = 0.5 // a word with a digit in it is a model or a number more often than work
)

const (
	mostRanked = 500
	mostAims   = 300 // of a profile; those that weigh most
)

// Rank returns the documents that fit a profile best, with what fitted, and how many have
// anything of it. The scores of different profiles can be compared: every profile is
// brought to the length 1 first.
func (e *Engine) Rank(ctx context.Context, pr Profile) (*Result, error) {
	p, err := e.kind(pr.Kind)
	if err != nil {
		return nil, err
	}
	v := p.now.Load()
	s := scratches.Get().(*scratch)
	f, err := v.filter(Query{Filters: pr.Filters, OpenOnly: pr.OpenOnly}, e.now().Unix(), s)
	if err != nil {
		return nil, err
	}
	defer s.release(f)
	aims := e.aims(pr, v)
	g := &page{parts: v.parts(pr.OpenOnly), number: -1, most: min(max(pr.Limit, 1), mostRanked)}
	result := &Result{}
	for n, p := range g.parts {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for _, a := range aims {
			s.add(p, a)
		}
		s.rank(f, g, n, result)
	}
	result.Hits = v.hits(g, g.from(0), aims, e.lexicon)
	return result, nil
}

// rank empties the scores of a part into the page.
func (s *scratch) rank(f *filter, g *page, n int, r *Result) {
	p := g.parts[n]
	passing := f.sieve(p, nil, s)
	least := g.least()
	for _, doc := range s.list[:s.listed] {
		score := s.score[doc]
		s.score[doc] = 0
		if !passing.has(doc) {
			continue
		}
		r.Total++
		if score < least {
			continue
		}
		if g.offer(scored{part: n, doc: doc, open: p.until[doc] > f.now, score: score}) {
			least = g.least()
		}
	}
	s.listed = 0
}

// Explain returns what a profile's words and codes have in common with one document, the
// most first; nothing when the document is not known.
func (e *Engine) Explain(pr Profile, id string) []Contribution {
	p, err := e.kind(pr.Kind)
	if err != nil {
		return nil
	}
	v := p.now.Load()
	part, doc, known := v.find(id)
	if !known {
		return nil
	}
	return v.because(part, doc, e.aims(pr, v), e.lexicon)
}

// Select lists every document that meets the filters, in the order of ids.
func (e *Engine) Select(ctx context.Context, kind string, filters map[string][]string) ([]string, error) {
	p, err := e.kind(kind)
	if err != nil {
		return nil, err
	}
	v := p.now.Load()
	s := scratches.Get().(*scratch)
	f, err := v.filter(Query{Filters: filters}, e.now().Unix(), s)
	if err != nil {
		return nil, err
	}
	defer s.release(f)
	var ids []string
	for _, p := range v.parts(false) {
		f.sieve(p, nil, s).each(func(doc uint16) { ids = append(ids, p.ids.names[doc]) })
	}
	slices.Sort(ids)
	return ids, ctx.Err()
}
