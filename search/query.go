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
	Strict    bool                // never with fewer of the words, also where little or nothing is found
	Plain     []string            // folded words that name no trade: alone they find nothing where another word names one
	Meanings  []taxonomy.Meaning  // what the words mean as CPV codes
	Filters   map[string][]string // facet name → values, any of which will do
	Ranges    map[string]Range    // number name → bounds
	Either    []Either            // at least one of these holds; none asks for nothing
	Only      []string            // ids: none but these; nil asks for nothing, and an empty list for what is not there
	OpenOnly  bool
	Facets    []string // to count
	Spans     *Spans   // to count
	Groups    *Groups  // the list comes in groups
	Sort      Sort     // within each
	Page      int      // from 1
	Size      int      // hits on a page, at most 100
	Snippets  bool
	Languages []string // the person's, the best first, for the order and the snippet

	without []uint32
	says    func(p part, doc uint16) bool // has what is quoted; nil where nothing is
	unsaid  func(p part, doc uint16) bool // has a phrase that must not stand; nil where none is named
}

// Either is one way to meet a query: a value of a facet, and whether it is open.
type Either struct {
	Facet string
	Value string
	Open  Answer
}

// Answer is yes, no, or not asked.
type Answer int8

// What may be asked of an Either.
const (
	NotAsked Answer = iota
	Yes
	No
)

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

// Groups parts the open hits of a list by a facet: first those that have one of the first values, then those
// of the rest that have one of the second, and in the end all others. What is closed comes after them, ungrouped.
type Groups struct {
	Facet  string
	Values [][]string
}

// Result is a page of hits with the figures around it.
type Result struct {
	Hits      []Hit
	Total     int
	Open      int   // of them
	Groups    []int // open hits of each of the query's groups and, in the end, of none; nil where none are asked for
	Facets    map[string][]Count
	Corrected map[string]string // misspelt word → the word it was taken for
}

// Hit is one document found.
type Hit struct {
	ID      string
	Score   float64
	Open    bool
	Group   int // its place among the query's groups, from 0; 0 where it is closed
	Because []Contribution
	Snippet []Fragment
	Source  *Document // as it was put; only with Snippets
}

// Contribution is what one of the words added to a hit's score.
type Contribution struct {
	Word  string // as typed, or the CPV level as "#909"; empty for a word that only quiet texts have
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
	t := readTyped(q.Words)
	q.Words, q.without = t.words, e.barred(t.without)
	clauses, corrected, err := e.clauses(q, v)
	if err != nil {
		return nil, fmt.Errorf("search %q: %w", q.Words, err)
	}
	if len(t.phrases) > 0 {
		check, done, err := e.says(q.Kind, t.phrases)
		if err != nil {
			return nil, fmt.Errorf("search %q: %w", q.Words, err)
		}
		defer done()
		q.Strict, q.says = true, check
	}
	if len(t.unsaid) > 0 {
		check, done, err := e.unsaid(q.Kind, t.unsaid)
		if err != nil {
			return nil, fmt.Errorf("search %q: %w", q.Words, err)
		}
		defer done()
		q.unsaid = check
	}
	result, err := v.search(ctx, q, v.aim(clauses, e.lexicon), e.now().Unix(), e.lexicon)
	if err != nil {
		return nil, err
	}
	result.Corrected = corrected
	if !q.Snippets {
		return result, nil
	}
	return result, e.snippets(q, result)
}

// What a person can read stands before what fits as well and has to be translated.
const (
	ownLanguage = 1.5
	realText    = 8 // words, times their weight: less is a name
)
