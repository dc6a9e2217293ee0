package search

// BM25 with usual constants (Robertson and Zaragoza, 2009); the average length is
// that of the documents' words in the term's own language. A code counts the same in
// every document that has it, less in one with many codes.
const (
	K1 = 1.2
	B  = 0.65
)

// impacts is what every posting code is worth in a language, for its present average.
type impacts [weightSteps * lengthSteps]float32

// worth makes the table of a language once for a view.
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

// ofMany is what one of the many codes of a document is worth.
const ofMany = 0.85

// flat is the table of codes and marks.
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

// aim is one clause made ready for a view.
type aim struct {
	word     string
	terms    []aimed
	meanings []aimed
	stray    float32 // what the word is worth in a document that is not near its meaning
	near     []aimed // the group of codes that is near, one or none
	proof    proof   // of terms and meanings
}

// aimed is a term with its weight, rarity included.
type aimed struct {
	term      uint32
	weight    float32
	worth     *impacts
	documents int
}

// aim makes clauses ready: terms that nothing has are left out.
func (v *view) aim(clauses []clause, l *lexicon) []aim {
	aims := make([]aim, 0, len(clauses))
	var all []aimed
	for _, w := range clauses {
		from := len(all)
		p := proof{trade: w.proof.trade}
		for i, t := range w.variants {
			if n := v.documents(t.term); n > 0 {
				if i < w.proof.variants {
					p.variants++
				}
				all = append(all, v.aimed(t.term, v.rarity(n)*t.weight, n, l))
			}
		}
		middle := len(all)
		for i, t := range w.meanings {
			if n := v.documents(t.term); n > 0 {
				if i < w.proof.meanings {
					p.meanings++
				}
				all = append(all, v.aimed(t.term, t.weight, n, l))
			}
		}
		a := aim{w.word, all[from:middle:middle], all[middle:len(all):len(all)], w.stray(), nil, p}
		if n := v.documents(w.group); w.sure > 0 && n > 0 {
			a.near = []aimed{v.aimed(w.group, 1, n, l)}
		}
		aims = append(aims, a)
	}
	return aims
}

// aimed is a term of so many documents, weighed. What its postings are worth follows from
// its language; a code or a mark counts the same in every document.
func (v *view) aimed(term uint32, weight float64, documents int, l *lexicon) aimed {
	a := aimed{term: term, weight: float32(weight), worth: flat, documents: documents}
	if tongue := l.tongue(term); tongue != codeLanguage && int(tongue) < len(v.lengths) {
		a.worth = v.lengths[tongue].worth()
	}
	return a
}

// groups are the terms of which the best one counts, and apart from them the meanings.
func (a *aim) groups() [2][]aimed { return [2][]aimed{a.terms, a.meanings} }
