package search

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"citiesgrow/internal/taxonomy"
)

// Profile is what somebody offers or asks for, to be held against every document of a
// kind: matching, where Search is asking.
type Profile struct {
	Kind     string
	Words    []Weighted
	CPV      map[string]float64 // code or level of one → weight, 0 to 1
	Filters  map[string][]string
	OpenOnly bool
	Limit    int // at most 500
}

// Weighted is words with how much they say of the profile, 0 to 1.
type Weighted struct {
	Text     string
	Language string
	Weight   float64
}

// Rank returns the documents that fit a profile best, with what fitted. Words count
// by their stems in their language and as they are written.
func (e *Engine) Rank(ctx context.Context, pr Profile) ([]Hit, error) {
	e.mu.RLock()
	defer e.mu.RUnlock()
	p := e.kinds[pr.Kind]
	if p == nil {
		return nil, fmt.Errorf("search: no kind %q was declared", pr.Kind)
	}
	now := e.now().Unix()
	f, err := p.filter(Query{Filters: pr.Filters, OpenOnly: pr.OpenOnly}, now)
	if err != nil {
		return nil, err
	}
	wishes := e.profileWishes(pr)
	if len(wishes) == 0 {
		return nil, nil
	}
	candidates := p.candidates(wishes)
	kept := candidates[:0]
	for i, c := range candidates {
		if i%4096 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if f.pass(c.doc) {
			kept = append(kept, c)
		}
	}
	slices.SortFunc(kept, func(a, b scored) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(p.ids[a.doc], p.ids[b.doc]))
	})
	if limit := min(max(pr.Limit, 1), 500); len(kept) > limit {
		kept = kept[:limit]
	}
	hits := make([]Hit, 0, len(kept))
	for _, k := range kept {
		hits = append(hits, Hit{ID: p.ids[k.doc], Score: k.score, Open: p.until[k.doc] > now, Because: p.because(k.doc, wishes)})
	}
	return hits, nil
}

// Explain tells what a profile's words and codes have in common with one document, the
// most first; nothing when the document is not known.
func (e *Engine) Explain(pr Profile, id string) []Contribution {
	e.mu.RLock()
	defer e.mu.RUnlock()
	p := e.kinds[pr.Kind]
	if p == nil {
		return nil
	}
	doc, known := p.byID[id]
	if !known {
		return nil
	}
	return p.because(doc, e.profileWishes(pr))
}

// profileWishes makes one wish of each distinct word and one of the codes together: a
// document gets its closest code, not the sum of all levels.
func (e *Engine) profileWishes(pr Profile) []wish {
	byTerm := map[string]*wish{}
	var order []string
	for _, w := range pr.Words {
		for _, t := range e.words.tokens(w.Language, w.Text) {
			word := w.Text[t.start:t.end]
			if w.Language == "" && e.words.stop(taxonomy.Fold(word)) {
				continue
			}
			one := byTerm[t.stem]
			if one == nil {
				one = &wish{word: word}
				byTerm[t.stem] = one
				order = append(order, t.stem)
			}
			one.variants = append(one.variants, variant{t.stem, w.Weight}, variant{foldedMark + taxonomy.Fold(word), w.Weight})
		}
	}
	slices.Sort(order)
	var wishes []wish
	if codes := codeWish(pr.CPV); len(codes.variants) > 0 {
		wishes = append(wishes, codes)
	}
	for _, term := range order[:min(len(order), 200)] {
		wishes = append(wishes, *byTerm[term])
	}
	return wishes
}

// codeWish weighs every level of the profile's codes: the deeper the level, the closer.
func codeWish(codes map[string]float64) wish {
	weights := map[string]float64{}
	for code, weight := range codes {
		levels := cpvLevels(code)
		for i, level := range levels {
			depth := float64(i+1) / float64(len(levels))
			weights[level] = max(weights[level], 2*weight*depth*depth)
		}
	}
	w := wish{word: cpvMark}
	for _, level := range sortedKeys(weights) {
		w.variants = append(w.variants, variant{cpvMark + level, weights[level]})
	}
	return w
}

// Select lists every document that meets the filters, in the order of ids.
func (e *Engine) Select(ctx context.Context, kind string, filters map[string][]string) ([]string, error) {
	e.mu.RLock()
	defer e.mu.RUnlock()
	p := e.kinds[kind]
	if p == nil {
		return nil, fmt.Errorf("search: no kind %q was declared", kind)
	}
	f, err := p.filter(Query{Filters: filters}, e.now().Unix())
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, c := range p.candidates(nil) {
		if f.pass(c.doc) {
			ids = append(ids, p.ids[c.doc])
		}
	}
	slices.Sort(ids)
	return ids, ctx.Err()
}
