package search

import (
	"context"
	"math"
	"math/bits"
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

const (
	mostRanked       = 500
	mostProfileWords = 200
)

// Rank returns the documents that fit a profile best, with what fitted, and how many have
// anything of it. Words count by their stems in their language and as they are written.
func (e *Engine) Rank(ctx context.Context, pr Profile) (*Result, error) {
	p, err := e.kind(pr.Kind)
	if err != nil {
		return nil, err
	}
	v := p.now.Load()
	f, err := v.filter(Query{Filters: pr.Filters, OpenOnly: pr.OpenOnly}, e.now().Unix())
	if err != nil {
		return nil, err
	}
	aims := v.aim(e.profileWishes(pr), e.lexicon)
	g := &page{parts: v.parts(pr.OpenOnly), number: -1, most: min(max(pr.Limit, 1), mostRanked)}
	result := &Result{}
	s := scratches.Get().(*scratch)
	defer scratches.Put(s)
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
	passing := f.sieve(p, s)
	least := float32(math.SmallestNonzeroFloat32) // what scores less stays out
	if g.full() {
		least = max(least, g.kept[0].score)
	}
	scores := s.score[:p.size()]
	for block, pass := range passing {
		some := scores[block<<6 : min(block<<6+64, len(scores))]
		has := uint64(0)
		for i, score := range some {
			// No score is negative: its bits are zero, or less one they are not all ones.
			has |= uint64(^(math.Float32bits(score)-1)>>31) << (i & 63)
			if score >= least && pass&(1<<(i&63)) != 0 {
				doc := uint16(block<<6 + i)
				if g.offer(scored{part: n, doc: doc, open: p.until[doc] > f.now, score: score}) && g.full() && g.kept[0].open {
					least = max(least, g.kept[0].score)
				}
			}
		}
		clear(some)
		r.Total += bits.OnesCount64(has & pass)
	}
}

// Explain tells what a profile's words and codes have in common with one document, the
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
	return v.because(part, doc, v.aim(e.profileWishes(pr), e.lexicon), e.lexicon)
}

// profileWishes makes one wish of each distinct word, and one of the codes together: a
// document gets its closest code, not the sum of all levels.
func (e *Engine) profileWishes(pr Profile) []wish {
	var wishes []wish
	if codes := e.codeWish(pr.CPV); len(codes.variants) > 0 {
		wishes = append(wishes, codes)
	}
	at := map[uint32]int{} // term → its wish
	var lower []byte
	for _, w := range pr.Words {
		for start, end := word(w.Text, 0); start < end; start, end = word(w.Text, end) {
			if end-start > maxWord || len(wishes) >= mostProfileWords {
				continue
			}
			typed := w.Text[start:end]
			lower = lowered(lower[:0], typed)
			folded := taxonomy.Fold(string(lower))
			if w.Language == "" && e.words.stop(folded) {
				continue
			}
			for _, terms := range e.profileTerms(w.Language, string(lower), folded) {
				i, known := at[terms[0]]
				if !known {
					i = len(wishes)
					at[terms[0]] = i
					wishes = append(wishes, wish{word: typed})
				}
				for _, t := range terms {
					wishes[i].add(t, w.Weight)
				}
			}
		}
	}
	return wishes
}

// add notes a variant with the most weight it was given.
func (w *wish) add(term uint32, weight float64) {
	for i := range w.variants {
		if w.variants[i].term == term {
			w.variants[i].weight = max(w.variants[i].weight, weight)
			return
		}
	}
	w.variants = append(w.variants, variant{term, weight})
}

// profileTerms lists the stems of a profile's word, each with what else the word was seen
// as: in no language, and in others that share it.
func (e *Engine) profileTerms(language, lower, folded string) [][]uint32 {
	others := e.lexicon.as(folded)
	if language == "" {
		if len(others) == 0 {
			return nil
		}
		return [][]uint32{others}
	}
	stems, written := e.lexicon.written(language, lower)
	if !written {
		for _, stem := range e.words.stems(language, lower) {
			if term, known := e.lexicon.term(stem); known {
				stems = append(stems, term)
			}
		}
	}
	var all [][]uint32
	for i, stem := range stems {
		terms := []uint32{stem}
		if i == 0 {
			for _, o := range others {
				if !slices.Contains(stems, o) {
					terms = append(terms, o)
				}
			}
		}
		all = append(all, terms)
	}
	return all
}

// codeWish weighs every level of the profile's codes: the deeper the level, the closer.
func (e *Engine) codeWish(codes map[string]float64) wish {
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
		if term, known := e.lexicon.term(cpvMark + level); known {
			w.variants = append(w.variants, variant{term, weights[level]})
		}
	}
	return w
}

// Select lists every document that meets the filters, in the order of ids.
func (e *Engine) Select(ctx context.Context, kind string, filters map[string][]string) ([]string, error) {
	p, err := e.kind(kind)
	if err != nil {
		return nil, err
	}
	v := p.now.Load()
	f, err := v.filter(Query{Filters: filters}, e.now().Unix())
	if err != nil {
		return nil, err
	}
	s := scratches.Get().(*scratch)
	defer scratches.Put(s)
	var ids []string
	for _, p := range v.parts(false) {
		f.sieve(p, s).each(func(doc uint16) { ids = append(ids, p.ids.names[doc]) })
	}
	slices.Sort(ids)
	return ids, ctx.Err()
}
