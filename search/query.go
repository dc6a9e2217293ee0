package search

import (
	"context"
	"fmt"

	"citiesgrow/internal/taxonomy"
)

// Query is a person's question to a list.
type Query struct {
	Kind      string
	Words     string              // as typed, in any language; empty browses
	Exact     bool                // the words as they are: no longer words that begin so, no spelling
	Meanings  []taxonomy.Meaning  // what the words mean as CPV codes
	Filters   map[string][]string // facet name → values, any of which will do
	Ranges    map[string]Range    // number name → bounds
	OpenOnly  bool
	Facets    []string // to count
	Spans     *Spans   // to count
	Sort      Sort
	Page      int // from 1
	Size      int // hits on a page, at most 100
	Snippets  bool
	Languages []string // the person's, for the snippet
}

// Range is From ≤ n ≤ To; nil is open. What has no number is outside of every range.
type Range struct{ From, To *int64 }

// Spans counts the open hits by ranges of a number, as a facet of their own.
type Spans struct {
	Facet  string // its name in Result.Facets
	Number string
	List   []Span
}

// Span is one of them.
type Span struct {
	Value string
	Range
}

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

// Search answers a query.
func (e *Engine) Search(ctx context.Context, q Query) (*Result, error) {
	p, err := e.kind(q.Kind)
	if err != nil {
		return nil, err
	}
	v := p.now.Load()
	wishes, corrected, err := e.wishes(q, v)
	if err != nil {
		return nil, fmt.Errorf("search %q: %w", q.Words, err)
	}
	result, err := v.search(ctx, q, v.aim(wishes, e.lexicon), e.now().Unix(), e.lexicon)
	if err != nil {
		return nil, err
	}
	result.Corrected = corrected
	if !q.Snippets {
		return result, nil
	}
	return result, e.snippets(q, result)
}

// enough is how many of n words a hit must have at first: all of one or two, two of
// three, three of four.
func enough(n int) int { return (2*n + 2) / 3 }

// A hit with all words stands before one with some, unless it hardly has them.
func complete(matched uint8, of int) float32 { return 0.4 + 0.6*float32(matched)/float32(of) }

// search finds, filters and counts. Where nothing has enough of the words, fewer will do.
func (v *view) search(ctx context.Context, q Query, aims []aim, now int64, l *lexicon) (*Result, error) {
	f, err := v.filter(q, now)
	if err != nil {
		return nil, err
	}
	size := q.Size
	if size <= 0 {
		size = 20
	}
	size = min(size, 100)
	skipped := max(q.Page-1, 0) * size
	g := &page{parts: v.parts(q.OpenOnly), number: -1, desc: q.Sort.Desc, most: skipped + size}
	if q.Sort.Number != "" {
		if g.number = v.numberNamed(q.Sort.Number); g.number < 0 {
			return nil, fmt.Errorf("search: %s have no number %q", v.kind.Name, q.Sort.Number)
		}
	}
	result := &Result{}
	s := scratches.Get().(*scratch)
	defer scratches.Put(s)
	for need := enough(len(aims)); ; need-- {
		for n := range g.parts {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			if len(aims) == 0 {
				f.browse(g, n, result)
			} else {
				s.find(f, g, n, aims, need, result)
			}
		}
		if result.Total > 0 || need <= 1 {
			break
		}
		f.reset()
	}
	result.Facets = f.counts()
	result.Hits = v.hits(g, g.from(skipped), aims, l)
	return result, nil
}

// browse takes everything in a part that passes.
func (f *filter) browse(g *page, n int, r *Result) {
	p := g.parts[n]
	passing := f.sieve(p)
	total := passing.count()
	r.Total += total
	r.Open += total
	if !f.openOnly {
		for _, doc := range p.ends[:p.over(f.now)] {
			if passing.has(doc) {
				r.Open--
			}
		}
	}
	g.browse(n, passing, f.now)
}

// find takes what has enough of the words in a part and passes.
func (s *scratch) find(f *filter, g *page, n int, aims []aim, need int, r *Result) {
	p := g.parts[n]
	var found []candidate
	if need == len(aims) {
		found = s.all(p, aims)
	} else {
		found = s.some(p, aims)
	}
	for _, c := range found {
		if int(c.matched) < need {
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
		open := p.until[c.doc] > f.now
		r.Total++
		if open {
			r.Open++
		}
		g.offer(scored{part: n, doc: c.doc, open: open, score: c.score * complete(c.matched, len(aims))})
	}
}
