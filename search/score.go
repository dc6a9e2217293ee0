package search

// BM25 with usual constants (Robertson and Zaragoza, 2009). The average length is that of all documents in the language of the
// term. A code scores the same in every document that has it, and less in a document with many codes.
const (
	K1 = 1.2
	B  = 0.65
)

// impacts is the term-frequency factor of BM25 for every posting code, for the current average length of a language.
type impacts [weightSteps * lengthSteps]float32

// worth returns the impacts of a language. They are computed at first use.
func (f *figure) worth() *impacts {
	if t := f.impacts.Load(); t != nil {
		return t
	}
	t := new(impacts)
	average := f.average()
	for words := range lengthSteps {
		norm := K1 * (1 - B + B*lengthOf(words)/average)
		for step, weight := range steps {
			tf := float64(weight)
			t[step<<8|words] = float32(tf * (K1 + 1) / (tf + norm))
		}
	}
	f.impacts.Store(t)
	return t
}

// ofMany is the factor of a code that is not the first of a document with many codes (see fewCodes).
const ofMany = 0.85

// flat is the table of impacts for codes and marks.
var flat = func() *impacts {
	t := new(impacts)
	for i := range t {
		t[i] = 1
		if steps[i>>8] == aside {
			t[i] = ofMany
		}
	}
	return t
}()

// boundClause is a clause with the term numbers and weights of a view.
type boundClause struct {
	word      string
	terms     []boundTerm
	meanings  []boundTerm
	farFactor float32     // factor for the word's score in a document that is not near its meaning
	near      []boundTerm // the CPV group of documents that are near; one term or none
	proof     proof       // which terms and meanings are proof
}

// boundTerm is a term with its weight; idf is included for words.
type boundTerm struct {
	term      uint32
	weight    float32
	worth     *impacts
	documents int
}

// bind resolves clauses for a view and drops terms that no document has.
func (v *view) bind(clauses []clause, l *lexicon) []boundClause {
	bound := make([]boundClause, 0, len(clauses))
	var all []boundTerm
	for _, w := range clauses {
		from := len(all)
		p := proof{trade: w.proof.trade}
		for i, t := range w.variants {
			if n := v.documents(t.term); n > 0 {
				if i < w.proof.variants {
					p.variants++
				}
				all = append(all, v.boundTerm(t.term, v.rarity(n)*t.weight, n, l))
			}
		}
		middle := len(all)
		for i, t := range w.meanings {
			if n := v.documents(t.term); n > 0 {
				if i < w.proof.meanings {
					p.meanings++
				}
				all = append(all, v.boundTerm(t.term, t.weight, n, l))
			}
		}
		a := boundClause{w.word, all[from:middle:middle], all[middle:len(all):len(all)], w.farFactor(), nil, p}
		if n := v.documents(w.group); w.sure > 0 && n > 0 {
			a.near = []boundTerm{v.boundTerm(w.group, 1, n, l)}
		}
		bound = append(bound, a)
	}
	return bound
}

// boundTerm makes a weighted term of a number of documents. A word's impacts are those of its language; a code or a mark counts the
// same in every document.
func (v *view) boundTerm(term uint32, weight float64, documents int, l *lexicon) boundTerm {
	a := boundTerm{term: term, weight: float32(weight), worth: flat, documents: documents}
	if languageNumber := l.languageNumber(term); languageNumber != codeLanguage && int(languageNumber) < len(v.lengths) {
		a.worth = v.lengths[languageNumber].worth()
	}
	return a
}

// groups returns the words and the meanings. A document scores the best term of each group.
func (a *boundClause) groups() [2][]boundTerm { return [2][]boundTerm{a.terms, a.meanings} }
