package search

import (
	"slices"

	"citiesgrow/internal/taxonomy"
	"citiesgrow/internal/taxonomy/fold"
)

// proof is what of a word finds a document that does not have all words of the question. A word of
// contracts of every kind ("work", "care") proves nothing: it orders what is found. A word that names
// a trade proves as it is written, by its stem and at the end of a compound, but not as the beginning
// of some longer word ("care", "career"). A code proves if what leads to it is not one plain word alone.
type proof struct {
	variants int  // so many of the first
	meanings int  // so many of the first
	trade    bool // the word names a trade, and either its meaning is known or the index has it
}

// plainOf are the plain words of a question; none where there is nothing else to go by.
func plainOf(q Query, words []string) []string {
	if !allPlain(words, q.Plain) ||
		slices.ContainsFunc(q.Meanings, func(m taxonomy.Meaning) bool { return provesMeaning(fold.Words(m.Word), q.Plain) }) {
		return q.Plain
	}
	return nil
}

// provesMeaning says whether the words that led to a meaning are more than one plain word: "home help" is.
func provesMeaning(said, plain []string) bool {
	return len(said) > 1 || len(said) == 1 && !slices.Contains(plain, said[0])
}

// proves decides which terms of a word prove. Where its meaning is unknown, all of them do.
// Of a known one a stem does in a language that the person reads: Portuguese "guarda" is no guard.
func (e *Engine) proves(w *clause, plain, known bool, languages []string) {
	w.proof.trade = known || !plain && len(w.variants) > 0
	if plain {
		return
	}
	weak := func(v variant) bool {
		return known && (v.kind == loose || v.kind == stem && len(languages) > 0 && !slices.Contains(languages, e.lexicon.language(v.term)))
	}
	var last []variant
	for _, v := range w.variants {
		if weak(v) {
			last = append(last, v)
		}
	}
	w.proof.variants = len(w.variants) - len(last)
	w.variants = append(slices.DeleteFunc(slices.Clone(w.variants), weak), last...)
}

func allPlain(words, plain []string) bool {
	return !slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(plain, w) })
}
