package search

// Clause is one word of a query as the engine reads it. A document scores its best term, plus its best meaning.
type Clause struct {
	Word     string
	Terms    []Term
	Meanings []Term
}

// Term is an index term of a clause, named as in Terms, with its weight; idf is included for words. A document scores the weight
// times the term-frequency factor of BM25 with K1 and B. For a code or a mark this factor is 1.
type Term struct {
	Name   string
	Weight float64
}

// Read returns the clauses of a query. Another engine needs them to find the same documents.
func (e *Engine) Read(q Query) ([]Clause, error) {
	p, err := e.kind(q.Kind)
	if err != nil {
		return nil, err
	}
	v := p.now.Load()
	clauses, _, err := e.clauses(q, v)
	return e.named(v.bind(clauses, e.lexicon)), err
}

// ReadProfile returns the clauses of a profile; none for a kind that was not declared.
func (e *Engine) ReadProfile(pr Profile) []Clause {
	p, err := e.kind(pr.Kind)
	if err != nil {
		return nil
	}
	return e.named(e.bound(pr, p.now.Load()))
}

func (e *Engine) named(bound []boundClause) []Clause {
	all := make([]Clause, len(bound))
	for i, a := range bound {
		all[i] = Clause{a.word, e.terms(a.terms), e.terms(a.meanings)}
	}
	return all
}

func (e *Engine) terms(boundTerm []boundTerm) []Term {
	var terms []Term
	for _, a := range boundTerm {
		terms = append(terms, Term{e.lexicon.name(a.term), float64(a.weight)})
	}
	return terms
}

// Terms returns the terms of a document with their weights, and its length in each language ("" for words without a language).
// Another engine needs them to index the same.
func (e *Engine) Terms(d Document) (weights map[string]int, lengths map[string]int) {
	e.write.Lock()
	defer e.write.Unlock()
	entry := e.lexicon.entry(d)
	weights, lengths = map[string]int{}, map[string]int{}
	for _, w := range entry.terms {
		weights[e.lexicon.terms[w.term]] = int(w.weight)
	}
	for _, n := range entry.lengths {
		lengths[e.lexicon.languages[n.language]] = int(n.words)
	}
	return weights, lengths
}
