package search

import (
	"math"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/language"

	"citiesgrow/internal/taxonomy"
	"citiesgrow/internal/taxonomy/fold"
)

// clause is one query term: a word of the query, the index terms that can match it, and the CPV codes that it means. Its score in
// a document is the best of its variants plus the best of its meanings.
type clause struct {
	word     string
	variants []variant // index terms; those that are proof come first
	meanings []variant // CPV codes; weights are used without idf; those that are proof come first
	sure     float64   // the highest confidence of its meanings, 0 to 1
	group    uint32    // the CPV group of that meaning, as a term
	proof    proof
}

// farPenalty lowers the score of a word in a document that has neither a meaning of the word nor a code of the same CPV group. The
// word "printing" is also in the legal text of many studies. The factor is 1 - farPenalty * confidence^4.
const farPenalty = 0.8

// groupDigits is the number of digits of a CPV group. Codes of the same group count as near.
const groupDigits = 3

// surest stores the confidence and the group of a meaning if it is the most confident one so far.
func (w *clause) surest(m taxonomy.Meaning, l *lexicon) {
	if m.Weight <= w.sure {
		return
	}
	if group, known := l.term(cpvMark + m.CPV[:groupDigits]); known {
		w.sure, w.group = m.Weight, group
	}
}

// farFactor returns the factor for the score of the word in a document without its meaning and group.
func (w *clause) farFactor() float32 { return float32(1 - farPenalty*math.Pow(w.sure, 4)) }

type variant struct {
	term   uint32
	weight float64
	kind   variantKind
}

// variantKind says how a variant follows from the typed word.
type variantKind uint8

const (
	written variantKind = iota // the typed word, an Arabic word of the same skeleton, or a longer word that ends with it
	stem
	loose // a longer word that starts with the typed word, or a word of similar spelling
)

// Weights of variants and meanings, set by hand on the relevance scripts. The exact word counts in full, its stem almost in full.
// A longer word with this prefix or suffix counts less, and so does a word of similar spelling.
const (
	exactWeight   = 1.0
	stemWeight    = 0.95
	kinWeight     = 0.7
	prefixWeight  = 0.55
	suffixWeight  = 0.5
	similarWeight = 0.6
	veryCode      = 1.05 // factor for exactly the code, compared with codes below it
	wideStep      = 0.2  // subtracted from the factor of a wider code, for each level
	meaningWeight = 2.5  // multiplied by the square of the meaning's confidence
)

// mostClauses is the maximum number of words of a query. mostVariants is the maximum number of terms that the words of one prefix
// or suffix add.
const (
	mostClauses  = 24
	mostVariants = 64
)

// clauses turns a query into clauses, one for each word. It also returns the spelling corrections: the typed word and the word of
// the index that replaces it.
func (e *Engine) clauses(q Query, v *view) ([]clause, map[string]string, error) {
	words := e.contentWords(unique(fold.Words(q.Words)), q)
	words = words[:min(len(words), mostClauses)]
	plainWords := plainOf(q, words)
	var clauses []clause
	corrected := map[string]string{}
	for i, word := range words {
		read, err := e.readings.of(e, v, reader{kind: q.Kind, word: word, exact: q.Exact, last: i == len(words)-1})
		if err != nil {
			return nil, nil, err
		}
		w := clause{word: word, variants: read.variants}
		plain := slices.Contains(plainWords, word)
		known := false // it has a meaning that is not a guess
		for _, m := range q.Meanings {
			said := fold.Words(m.Word)
			if !slices.Contains(said, word) {
				continue
			}
			found := e.mean(nil, m)
			w.surest(m, e.lexicon)
			if !provesMeaning(said, plainWords) {
				w.meanings = append(w.meanings, found...)
				continue
			}
			known = known || !m.Guess
			w.meanings = slices.Insert(w.meanings, w.proof.meanings, found...)
			w.proof.meanings += len(found)
		}
		switch {
		case read.near == "":
		case len(w.meanings) > 0:
			w.variants = nil // a word with a known meaning is not misspelt
		default:
			corrected[word] = read.near
		}
		e.proves(&w, plain, known, q.Languages)
		clauses = append(clauses, w)
	}
	apart(clauses)
	return clauses, corrected, nil
}

// apart removes the confidence of all clauses when their meanings are of different CPV groups. A document for "nursery cleaning"
// may have the code of one and only the word of the other, so its words are not lowered.
func apart(clauses []clause) {
	group := uint32(0)
	for _, w := range clauses {
		if w.sure == 0 {
			continue
		}
		if group != 0 && w.group != group {
			for i := range clauses {
				clauses[i].sure = 0
			}
			return
		}
		group = w.group
	}
}

// mean adds the terms of a meaning: its CPV code, every code below it, and exactly this code with a slightly higher weight. It
// also adds wider codes with a lower weight, because a buyer may have used one: "painting and glazing" for painting. The division
// (two digits, all of construction) is too wide and is left out.
func (e *Engine) mean(meanings []variant, m taxonomy.Meaning) []variant {
	weight := meaningWeight * m.Weight * m.Weight
	add := func(term string, weight float64) {
		if number, known := e.lexicon.term(term); known && weight > 0 {
			meanings = append(meanings, variant{term: number, weight: weight})
		}
	}
	levels := cpvLevels(m.CPV)
	last := len(levels) - 1
	for i, level := range levels {
		switch {
		case i == last:
			add(cpvMark+level, weight)
			add(ownMark+level, weight*veryCode)
		case i > 0:
			add(ownMark+level, weight*(1-wideStep*float64(last-i)))
		}
	}
	return meanings
}

// contentWords removes the stop words of the query. Stop words are those of the user's languages; those of all languages if the user's
// are unknown, or if the word is in Latin script and none of the user's languages is. If only stop words remain, all words stay.
// If all other words are plain, a stop word that is part of the first meaning also stays: "IT support" must not become "support".
func (e *Engine) contentWords(words []string, q Query) []string {
	stop := func(w string) bool {
		if len(q.Languages) == 0 || latin(w) && !slices.ContainsFunc(q.Languages, inLatin) {
			return e.words.stop(w)
		}
		return slices.ContainsFunc(q.Languages, func(l string) bool { return e.words.stopIn(l, w) })
	}
	contentWords := slices.DeleteFunc(slices.Clone(words), stop)
	if len(contentWords) == 0 {
		return words
	}
	if len(contentWords) == len(words) || len(q.Meanings) == 0 || !allPlain(contentWords, q.Plain) {
		return contentWords
	}
	said := fold.Words(q.Meanings[0].Word)
	return slices.DeleteFunc(slices.Clone(words), func(w string) bool { return stop(w) && !slices.Contains(said, w) })
}

// latin reports whether a word has no letter of another script than Latin.
func latin(word string) bool {
	return strings.IndexFunc(word, func(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) }) < 0
}

// inLatin reports whether a language is usually written in Latin script.
func inLatin(code string) bool {
	script, _ := language.Make(code).Script()
	return script.String() == "Latn"
}
