package search

import (
	"context"
	"fmt"
	"slices"

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

// fewHits is a list so short that what has less of the words is listed behind it.
const fewHits = 5

// enough is how many of n words a hit must have at first: all of one or two, two of
// three, three of four.
func enough(n int) int { return (2*n + 2) / 3 }

// complete is the share of the words that a hit has: one with all of them stands before one
// with some, unless it hardly has them.
func complete(matched uint8, of int) float32 { return float32(matched) / float32(of) }

// search finds, filters and counts. Where nothing has enough of the words, fewer will do.
func (v *view) search(ctx context.Context, q Query, aims []aim, now int64, l *lexicon) (*Result, error) {
	s := scratches.Get().(*scratch)
	f, err := v.filter(q, now, s)
	if err != nil {
		return nil, err
	}
	f.without, f.unsaid = q.without, q.unsaid
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
	g.reader = l.tongueOf(q.Languages)
	need := demand{aims: aims, words: enough(len(aims)), says: q.says, work: slices.ContainsFunc(aims, func(a aim) bool { return len(a.meanings) > 0 }),
		proof: slices.ContainsFunc(aims, func(a aim) bool { return a.proof.trade })}
	for {
		result := &Result{}
		for n := range g.parts {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			if len(aims) == 0 {
				f.browse(g, n, s, result)
			} else {
				s.find(f, g, n, need, result)
			}
		}
		if q.Strict || !need.less(result.Total, q.Exact) {
			result.Facets, result.Groups = f.counts(), f.grouped()
			result.Hits = v.hits(g, g.from(skipped), aims, l)
			return result, nil
		}
		f.reset()
		g.kept = g.kept[:0]
	}
}

// demand is how much of the words a hit must have.
type demand struct {
	aims  []aim
	words int
	says  func(p part, doc uint16) bool // what is quoted stands there; nil where nothing is
	work  bool                          // one of those that mean work, unless it has them all
	proof bool                          // one of them names a trade, unless it has them all
}

// less asks for one word less where too little was found. Among the few contracts for a
// kind of work one may fit without the rest that was said; any other words are given up
// only where nothing has them, and the work last. A word that names a trade is never dropped
// in favour of words that name none.
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
	return (words == len(d.aims) || words >= d.words && (!d.work && !d.proof || c.matched&proven != 0)) && (d.says == nil || d.says(p, c.doc))
}

// browse takes everything in a part that passes.
func (f *filter) browse(g *page, n int, s *scratch, r *Result) {
	p := g.parts[n]
	passing := f.sieve(p, nil, s)
	r.add(f, p, passing)
	g.browse(f, n, passing)
}

// add counts a set of hits.
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

// find takes what has enough of the words in a part and passes.
func (s *scratch) find(f *filter, g *page, n int, need demand, r *Result) {
	p := g.parts[n]
	var found []candidate
	if need.words == len(need.aims) {
		found = s.all(p, need.aims)
	} else {
		found = s.some(p, need.aims, need.work)
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
		one.score = c.score * complete(c.matched&^proven, len(need.aims)) * readable(p, c.doc, g.reader)
		g.offer(one)
	}
}

// manyFound is the part of a segment from which documents are sieved together and not one
// by one.
const manyFound = 32

// findMany does the same for many documents at once.
func (s *scratch) findMany(f *filter, g *page, n int, need demand, found []candidate, r *Result) {
	p := g.parts[n]
	some := f.empty(p)
	for _, c := range found {
		if need.met(p, c) {
			some.add(c.doc)
		}
	}
	passing := f.sieve(p, some, s)
	r.add(f, p, passing)
	for _, c := range found {
		if !passing.has(c.doc) {
			continue
		}
		one := f.place(n, p, c.doc)
		f.tally(one)
		one.score = c.score * complete(c.matched&^proven, len(need.aims)) * readable(p, c.doc, g.reader)
		g.offer(one)
	}
}

// What a person can read stands before what fits as well and has to be translated.
const (
	ownLanguage = 1.5
	realText    = 8 // words, times their weight: less is a name
)

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
