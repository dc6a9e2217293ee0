package search

import (
	"context"
	"fmt"

	"citiesgrow/internal/taxonomy"
)

// Query is a query for one kind of documents.
type Query struct {
	Kind      string
	Words     string              // as typed, in any language; empty lists all documents
	Exact     bool                // only the words themselves and their stems: no prefixes, no suffixes, no spelling
	Strict    bool                // never requires fewer of the words, even if few or no documents match
	Plain     []string            // folded words that name no trade: if another word names one, a document with only these does not match
	Meanings  []taxonomy.Meaning  // the CPV codes that the words mean
	Filters   map[string][]string // facet name → values, of which one is enough
	Ranges    map[string]Range    // number name → range
	Either    []Either            // at least one of these must hold; empty is no condition
	Only      []string            // only documents with these ids; nil is no condition, an empty list matches nothing
	OpenOnly  bool
	Facets    []string // facets to count
	Spans     *Spans   // ranges to count
	Groups    *Groups  // lists the open hits in groups
	Sort      Sort     // within each group
	Page      int      // from 1
	Size      int      // hits on a page, at most 100; 0 is 20
	Snippets  bool
	Languages []string // the user's languages, the preferred first, for the order and the snippet

	without  []uint32
	says     func(p part, doc uint16) bool // reports whether a document has all quoted phrases; nil without phrases
	excluded func(p part, doc uint16) bool // reports whether a document has an excluded phrase; nil without excluded phrases
}

// Either is one of several conditions of which one is enough: a value of a facet, optionally only if the document is open or only
// if it is closed.
type Either struct {
	Facet string
	Value string
	Open  Answer
}

// Answer is yes, no, or not asked.
type Answer int8

// Values of Either.Open.
const (
	NotAsked Answer = iota
	Yes
	No
)

// Range is From ≤ n ≤ To; nil is no bound. A document without the number is outside of every range.
type Range struct{ From, To *int64 }

// Spans counts the open hits by ranges of a number, like a facet.
type Spans struct {
	Facet  string // its name in Result.Facets
	Number string
	List   []Span
}

// Span is one of these ranges.
type Span struct {
	Value string
	Range
}

// Sort is the order of a list. Open documents always come before closed ones.
type Sort struct {
	Number string // empty: by relevance
	Desc   bool
}

// Groups divides the open hits of a list by a facet: first those with one of the first values, then those of the rest with one of
// the second values, and at the end all others. Closed hits follow, without groups.
type Groups struct {
	Facet  string
	Values [][]string
}

// Result is one page of hits, with the counts of all hits.
type Result struct {
	Hits      []Hit
	Total     int
	Open      int   // open hits
	Groups    []int // open hits of each group of the query, and at the end those of no group; nil without groups
	Facets    map[string][]Count
	Corrected map[string]string // misspelt word → the word of the index that was searched instead
}

// Hit is a document that matches.
type Hit struct {
	ID      string
	Score   float64
	Open    bool
	Group   int // index of its group in the query, from 0; 0 for a closed document
	Because []Contribution
	Snippet []Fragment
	Source  *Document // as stored; only with Query.Snippets
}

// Contribution is the part of a hit's score that comes from one word.
type Contribution struct {
	Word  string // as typed, or the CPV level as "#909"; empty for a word that only quiet texts have
	Term  string
	Score float64
	Share float64 // share of all documents that have the term, 0 to 1: the smaller, the more it distinguishes
}

// Count is the number of hits with a value. The other values of a filtered facet are counted without that filter, so that a user
// sees how many hits another choice gives.
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
	if len(t.excludedPhrases) > 0 {
		check, done, err := e.excludesPhrase(q.Kind, t.excludedPhrases)
		if err != nil {
			return nil, fmt.Errorf("search %q: %w", q.Words, err)
		}
		defer done()
		q.excluded = check
	}
	result, err := v.search(ctx, q, v.bind(clauses, e.lexicon), e.now().Unix(), e.lexicon)
	if err != nil {
		return nil, err
	}
	result.Corrected = corrected
	if !q.Snippets {
		return result, nil
	}
	return result, e.snippets(q, result)
}

// The score of a document with a text in the user's own language is multiplied by ownLanguage, since the user need not translate
// it.
const (
	ownLanguage = 1.5
	realText    = 8 // least length of that text, in words times their weight: a shorter one is only a name
)
