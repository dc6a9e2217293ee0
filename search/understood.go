package search

// Clause is one word of a question as it is understood; a document scores its best term
// and, on top, its best meaning.
type Clause struct {
	Word     string
	Terms    []Term
	Meanings []Term
}

// Term is what documents contain for a clause, as Terms names it, with its weight, rarity
// included: a document that has it scores the weight times how much of the term it has
// (BM25 with K1 and B; 1 for a code or a mark).
type Term struct {
	Name   string
	Weight float64
}

// Read returns how a query is understood: what another engine would have to ask for to find
// the same.
func (e *Engine) Read(q Query) ([]Clause, error) {
	p, err := e.kind(q.Kind)
	if err != nil {
		return nil, err
	}
	v := p.now.Load()
	clauses, _, err := e.clauses(q, v)
	return e.named(v.aim(clauses, e.lexicon)), err
}

// ReadProfile returns how a profile is understood; nothing of a kind that was not declared.
func (e *Engine) ReadProfile(pr Profile) []Clause {
	p, err := e.kind(pr.Kind)
	if err != nil {
		return nil
	}
	return e.named(e.aims(pr, p.now.Load()))
}

func (e *Engine) named(aims []aim) []Clause {
	all := make([]Clause, len(aims))
	for i, a := range aims {
		all[i] = Clause{a.word, e.terms(a.terms), e.terms(a.meanings)}
	}
	return all
}

func (e *Engine) terms(aimed []aimed) []Term {
	var terms []Term
	for _, a := range aimed {
		terms = append(terms, Term{e.lexicon.name(a.term), float64(a.weight)})
	}
	return terms
}

// Terms are the terms that find a document, each with how much it weighs in it, and the
// document's length in each language ("" for words in no language): what another engine
// would have to index to find the same.
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
