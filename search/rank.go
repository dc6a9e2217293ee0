package search

import (
	"context"
	"slices"
)

// Profile is what a supplier offers or a buyer needs. Rank compares it with every document of a kind.
type Profile struct {
	Kind     string
	Words    []Weighted
	CPV      map[string]float64 // code or level of a code → how often it was delivered or requested
	Marks    map[string]float64 // mark of documents → factor of its idf
	Filters  map[string][]string
	OpenOnly bool
	Limit    int // at most 500
}

// Weighted is one text of a profile with its weight.
type Weighted struct {
	Text     string
	Language string
	Weight   float64
	Quiet    bool // its words count but are not quoted as typed words, because it is not the user's text: the name of a code
}

// Weights of the parts of a profile, tuned on award data (see internal/eval). A word weighs its idf to the power rareWords, times
// the damped number of texts that have it. A level of a code weighs how much rarer it is than the level above. The similarity of
// two codes is therefore the rarity of their deepest common level (Resnik, 1995).
const (
	rareWords = 1.3
	damping   = 0.75
	digits    = 0.5 // factor of a word with a digit: it is more often a model or a number than a trade
)

const (
	mostRanked = 500
	mostBound  = 300 // clauses of a profile; the heaviest are used
)

// Rank returns the documents that fit a profile best, with the contributions to their scores, and the number of all that match
// any of it. Scores of different profiles are comparable, because every profile is normalised to the length 1.
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
	bound := e.bound(pr, v)
	g := &page{parts: v.parts(pr.OpenOnly), number: -1, most: min(max(pr.Limit, 1), mostRanked)}
	result := &Result{}
	for n, p := range g.parts {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for _, a := range bound {
			s.add(p, a)
		}
		s.rank(f, g, n, result)
	}
	result.Hits = v.hits(g, g.from(0), bound, e.lexicon)
	return result, nil
}

// rank offers the scored documents of a part to the page, and sets their scores to zero.
func (s *scratch) rank(f *filter, g *page, n int, r *Result) {
	p := g.parts[n]
	passing := f.apply(p, nil, s)
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

// Explain returns what the words and codes of a profile have in common with one document, the largest contribution first. It
// returns nothing for an unknown document.
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
	return v.because(part, doc, e.bound(pr, v), e.lexicon)
}

// Select lists the ids of all documents that meet the filters, in ascending order.
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
		f.apply(p, nil, s).each(func(doc uint16) { ids = append(ids, p.ids.names[doc]) })
	}
	slices.Sort(ids)
	return ids, ctx.Err()
}
