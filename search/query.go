package search

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"citiesgrow/internal/taxonomy"
)

// Query is a person's question to a list.
type Query struct {
	Kind      string
	Words     string              // as typed, in any language; empty browses
	Meanings  []taxonomy.Meaning  // what the words mean as CPV codes
	Filters   map[string][]string // facet name → values, any of which will do
	Ranges    map[string]Range    // number name → bounds
	OpenOnly  bool
	Facets    []string // to count
	Sort      Sort
	Page      int // from 1
	Size      int // hits on a page, at most 100
	Snippets  bool
	Languages []string // the person's, for the snippet
}

// Range is From ≤ n ≤ To; nil is open. What has no number is outside of every range.
type Range struct{ From, To *int64 }

// Sort is the order of a list. What is open always comes before what is closed.
type Sort struct {
	Number string // empty: by relevance
	Desc   bool
}

// Result is a page of hits with the figures around it.
type Result struct {
	Hits      []Hit
	Total     int
	Open      int // of them
	Facets    map[string][]Count
	Corrected map[string]string // misspelt word → the word it was taken for
}

// Hit is one document found.
type Hit struct {
	ID      string
	Score   float64
	Open    bool
	Because []Contribution
	Snippet []Fragment
	Source  *Document // as it was put; only with Snippets
}

// Contribution is what one of the words added to a hit's score.
type Contribution struct {
	Word  string // as typed, or the CPV level as "#909"
	Term  string
	Score float64
	Share float64 // of all documents that have the term: 1 says nothing, 0.01 much
}

// Count is how many hits have a value. For a facet that is filtered, its other values
// count as if it were not, so that a person sees what choosing them would bring.
type Count struct {
	Value string
	Count int
}

// wish is one word of the query with every term that may stand for it.
type wish struct {
	word     string
	variants []variant
}

type variant struct {
	term   string
	weight float64
}

// Weights of what stands in for a typed word, tuned by hand on the relevance scripts:
// the word itself counts fully, its stem nearly, a longer word that begins so and a
// misspelling less.
const (
	exactWeight   = 1.0
	stemWeight    = 0.95
	prefixWeight  = 0.55
	similarWeight = 0.6
	meaningWeight = 0.9
)

// Search answers a query.
func (e *Engine) Search(ctx context.Context, q Query) (*Result, error) {
	e.mu.RLock()
	p := e.kinds[q.Kind]
	e.mu.RUnlock()
	if p == nil {
		return nil, fmt.Errorf("search: no kind %q was declared", q.Kind)
	}
	wishes, corrected, err := e.wishes(q, p)
	if err != nil {
		return nil, fmt.Errorf("search %q: %w", q.Words, err)
	}
	e.mu.RLock()
	p = e.kinds[q.Kind]
	result, err := p.search(ctx, q, wishes, e.now().Unix())
	e.mu.RUnlock()
	if err != nil {
		return nil, err
	}
	result.Corrected = corrected
	if !q.Snippets {
		return result, nil
	}
	return result, e.snippets(q, result)
}

// wishes reads the query: each word with the terms that may stand for it.
func (e *Engine) wishes(q Query, p *partition) ([]wish, map[string]string, error) {
	words := unique(taxonomy.Words(q.Words))
	if len(words) > 24 {
		words = words[:24]
	}
	var wishes []wish
	corrected := map[string]string{}
	for i, word := range words {
		w := wish{word: word, variants: e.stems(p, word)}
		known := len(w.variants) > 0
		for _, m := range q.Meanings {
			if slices.Contains(taxonomy.Words(m.Word), word) {
				term := cpvMark + strings.TrimRight(m.CPV, "0")
				if len(term) < 3 {
					term = cpvMark + m.CPV[:2]
				}
				w.variants = append(w.variants, variant{term, meaningWeight * m.Weight})
			}
		}
		if n := utf8.RuneCountInString(word); n >= 4 || n >= 2 && i == len(words)-1 {
			longer, err := e.beginning(word)
			if err != nil {
				return nil, nil, err
			}
			for term := range longer {
				if term != foldedMark+word {
					w.variants = append(w.variants, variant{term, prefixWeight})
				}
			}
		}
		if !known && len(w.variants) == 0 {
			near, err := e.near(p, word)
			if err != nil {
				return nil, nil, err
			}
			w.variants = near
			if len(near) > 0 {
				corrected[word] = strings.TrimPrefix(near[0].term, foldedMark)
			}
		}
		wishes = append(wishes, w)
	}
	return wishes, corrected, nil
}

// stems lists the exact word and its stem in each language of the index.
func (e *Engine) stems(p *partition, word string) []variant {
	var variants []variant
	e.mu.RLock()
	defer e.mu.RUnlock()
	if p.terms[foldedMark+word] != nil {
		variants = append(variants, variant{foldedMark + word, exactWeight})
	}
	for language := range p.lengths {
		if language == "_" {
			continue
		}
		for _, t := range e.words.tokens(language, word) {
			if p.terms[t.stem] != nil {
				variants = append(variants, variant{t.stem, stemWeight})
			}
		}
	}
	return variants
}

// near lists words that a misspelt one may have meant: one letter off from four
// letters on, two from eight.
func (e *Engine) near(p *partition, word string) ([]variant, error) {
	n := utf8.RuneCountInString(word)
	if n < 4 {
		return nil, nil
	}
	distance := 1
	if n >= 8 {
		distance = 2
	}
	similar, err := e.similar(word, distance)
	if err != nil {
		return nil, err
	}
	var variants []variant
	for term, d := range similar {
		e.mu.RLock()
		known := p.terms[term] != nil
		e.mu.RUnlock()
		if known {
			variants = append(variants, variant{term, similarWeight / float64(max(d, 1))})
		}
	}
	slices.SortFunc(variants, func(a, b variant) int {
		if a.weight != b.weight {
			if a.weight > b.weight {
				return -1
			}
			return 1
		}
		return strings.Compare(a.term, b.term)
	})
	return variants, nil
}

func unique(words []string) []string {
	var once []string
	for _, w := range words {
		if !slices.Contains(once, w) {
			once = append(once, w)
		}
	}
	return once
}
