package search

import (
	"slices"

	"citiesgrow/internal/taxonomy"
	"citiesgrow/internal/taxonomy/fold"
)

// proof says which terms of a query word are proof. A document that does not match all words of the query must contain proof.
// Plain words occur in contracts of every kind ("work", "care"); their terms affect the order but are no proof. A word that names
// a trade is proof as written, by its stem and as the end of a compound. It is no proof as the beginning of a longer word
// ("care", "career"). A meaning is no proof if only one plain word led to it.
type proof struct {
	variants int  // the number of variants that are proof; they come first
	meanings int  // the number of meanings that are proof; they come first
	trade    bool // the word names a trade, and its meaning is known or the index contains it
}

// plainOf returns the plain words of a query. It returns none if the query has only plain words and no meaning that is proof.
func plainOf(q Query, words []string) []string {
	if !allPlain(words, q.Plain) ||
		slices.ContainsFunc(q.Meanings, func(m taxonomy.Meaning) bool { return provesMeaning(fold.Words(m.Word), q.Plain) }) {
		return q.Plain
	}
	return nil
}

// provesMeaning reports whether a meaning is proof: more than one word led to it ("home help"), or one that is not plain.
func provesMeaning(said, plain []string) bool {
	return len(said) > 1 || len(said) == 1 && !slices.Contains(plain, said[0])
}

// proves decides which variants of a word are proof, and puts those first. If its meaning is unknown, all are. If it is known,
// loose variants are not, nor are stems of a language that the user does not read: Portuguese "guarda" does not mean a guard.
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
