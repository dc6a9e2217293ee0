package search

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"

	"citiesgrow/internal/taxonomy/fold"
)

// bound turns a profile into weighted query terms: one boundClause for each distinct stem, each level of its codes and each mark. The
// weights are normalised to the vector length 1.
func (e *Engine) bound(pr Profile, v *view) []boundClause {
	bound := e.wordAims(pr.Words, v)
	levels := levelWeights(pr.CPV)
	for _, level := range sortedKeys(levels) {
		term, known := e.lexicon.term(cpvMark + level)
		if !known {
			continue
		}
		rarity := v.rarity(v.documents(term))
		if above, known := e.lexicon.term(cpvMark + level[:len(level)-1]); known && len(level) > 2 {
			rarity -= v.rarity(v.documents(above))
		}
		bound = v.aimFlat(bound, cpvMark+level, term, math.Pow(levels[level], damping)*rarity)
	}
	for _, mark := range sortedKeys(pr.Marks) {
		if term, known := e.lexicon.term(markMark + mark); known {
			bound = v.aimFlat(bound, markMark+mark, term, pr.Marks[mark]*v.rarity(v.documents(term)))
		}
	}
	return unit(bound)
}

// aimFlat adds an boundClause with one term that counts the same in every document.
func (v *view) aimFlat(bound []boundClause, word string, term uint32, weight float64) []boundClause {
	n := v.documents(term)
	if n == 0 || weight <= 0 {
		return bound
	}
	return append(bound, boundClause{word: word, terms: []boundTerm{{term: term, weight: float32(weight), worth: flat, documents: n}}})
}

// levelWeights adds up the counts of some codes for each of their levels.
func levelWeights(codes map[string]float64) map[string]float64 {
	weights := map[string]float64{}
	for code, n := range codes {
		for _, level := range cpvLevels(code) {
			weights[level] += n
		}
	}
	return weights
}

// unit normalises a profile to the length 1, and then drops the clauses of least weight beyond mostBound.
func unit(bound []boundClause) []boundClause {
	square := 0.0
	for _, a := range bound {
		square += float64(a.most()) * float64(a.most())
	}
	if square == 0 {
		return nil
	}
	by := float32(1 / math.Sqrt(square))
	for _, a := range bound {
		for i := range a.terms {
			a.terms[i].weight *= by
		}
	}
	if len(bound) > mostBound {
		slices.SortStableFunc(bound, func(a, b boundClause) int { return cmp.Compare(b.most(), a.most()) })
		bound = bound[:mostBound]
	}
	return bound
}

// most returns the weight of the heaviest term of an boundClause.
func (a *boundClause) most() float32 {
	most := float32(0)
	for _, t := range a.terms {
		most = max(most, t.weight)
	}
	return most
}

// worded is a word of a profile before its weight is known.
type worded struct {
	word  string
	terms []uint32
	said  float64 // sum of the weights of the texts that have the word
	last  int     // index of the last text that was counted in said
	digit bool
}

// wordAims makes an boundClause of each distinct stem. The first term is the stem in the language of the text. The terms of the same word
// in other languages, or in none, are alternatives.
func (e *Engine) wordAims(texts []Weighted, v *view) []boundClause {
	at := map[uint32]int{} // first term → index in all
	var all []worded
	var lower []byte
	for n, w := range texts {
		for start, end := word(w.Text, 0); start < end; start, end = word(w.Text, end) {
			if end-start > maxWord {
				continue
			}
			typed := w.Text[start:end]
			lower = lowered(lower[:0], typed)
			if w.Quiet {
				typed = ""
			}
			for _, terms := range e.profileTerms(w.Language, string(lower)) {
				i, known := at[terms[0]]
				if !known {
					i = len(all)
					at[terms[0]] = i
					all = append(all, worded{word: typed, terms: terms, last: -1, digit: strings.ContainsFunc(string(lower), unicode.IsDigit)})
				}
				if all[i].word == "" {
					all[i].word = typed
				}
				if all[i].last != n {
					all[i].said += w.Weight
					all[i].last = n
				}
			}
		}
	}
	bound := make([]boundClause, 0, len(all))
	for _, w := range all {
		weight := math.Pow(w.said, damping)
		if w.digit {
			weight *= digits
		}
		if a := (boundClause{word: w.word, terms: e.aimedWords(w.terms, weight, v)}); len(a.terms) > 0 {
			bound = append(bound, a)
		}
	}
	return bound
}

// aimedWords weighs the terms of one word, and drops those without documents.
func (e *Engine) aimedWords(terms []uint32, weight float64, v *view) []boundTerm {
	var all []boundTerm
	for _, t := range terms {
		if n := v.documents(t); n > 0 {
			all = append(all, v.boundTerm(t, weight*math.Pow(v.rarity(n), rareWords), n, e.lexicon))
		}
	}
	return all
}

// profileTerms lists the stems of a word of a profile. The first stem also gets the terms of the same folded word in other
// languages and in none.
func (e *Engine) profileTerms(language, lower string) [][]uint32 {
	folded := fold.Text(lower)
	others := e.lexicon.as(folded)
	if language == "" {
		if len(others) == 0 || e.words.stop(folded) {
			return nil
		}
		return [][]uint32{others}
	}
	stems, written := e.lexicon.written(language, lower)
	if !written {
		for _, stem := range e.stems.of(e.words, language, lower) {
			if term, known := e.lexicon.term(stem); known {
				stems = append(stems, term)
			}
		}
	}
	var all [][]uint32
	for i, stem := range stems {
		terms := []uint32{stem}
		if i == 0 {
			for _, o := range others {
				if !slices.Contains(stems, o) {
					terms = append(terms, o)
				}
			}
		}
		all = append(all, terms)
	}
	return all
}
