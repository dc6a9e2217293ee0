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

// clause is one word of a question with every term that may stand for it, and with what it
// means: a document scores its best term and, on top, its best meaning.
type clause struct {
	word     string
	variants []variant // those that prove stand first
	meanings []variant // as codes; their weight counts as it is, however rare the code; those that prove stand first
	sure     float64   // how surely the best of them is meant
	group    uint32    // of that one, as a term
	proof    proof
}

// strayed is taken off a word, times how surely its meaning is known, in a document that has
// nothing of the meaning: "printing" stands in the small print of every study.
const strayed = 0.8

// groupDigits is how many digits of a code name its group: what is of the group is near.
const groupDigits = 3

// surest notes the meaning that is surest.
func (w *clause) surest(m taxonomy.Meaning, l *lexicon) {
	if m.Weight <= w.sure {
		return
	}
	if group, known := l.term(cpvMark + m.CPV[:groupDigits]); known {
		w.sure, w.group = m.Weight, group
	}
}

// stray is what the word is worth there.
func (w *clause) stray() float32 { return float32(1 - strayed*math.Pow(w.sure, 4)) }

type variant struct {
	term   uint32
	weight float64
	kind   variantKind
}

// variantKind is how a variant came about.
type variantKind uint8

const (
	written variantKind = iota // as it was typed, in another script, or at the end of a longer word
	stem
	loose // a longer word that begins so, or one of another spelling
)

// Weights of what stands in for a typed word, set by hand on the relevance scripts: the
// word as texts have it counts fully, its stem nearly, a longer word that begins or ends
// so and a misspelling less.
const (
	exactWeight   = 1.0
	stemWeight    = 0.95
	kinWeight     = 0.7
	prefixWeight  = 0.55
	suffixWeight  = 0.5
	similarWeight = 0.6
	veryCode      = 1.05 // what a meaning's very code counts more than one below it
	wideStep      = 0.2  // off a meaning's weight for each level that a code is wider
	meaningWeight = 2.5  // times the square of how sure the meaning is
)

// mostWishes bounds the words of a question, mostVariants what a beginning may stand for.
const (
	mostWishes   = 24
	mostVariants = 64
)

// clauses reads the query: each word with the terms that may stand for it, and the words
// that misspelt ones were taken for.
func (e *Engine) clauses(q Query, v *view) ([]clause, map[string]string, error) {
	words := e.telling(unique(fold.Words(q.Words)), q)
	words = words[:min(len(words), mostWishes)]
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
		known := false // its meaning, and not by a guess
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
			w.variants = nil // a word whose meaning is known is not misspelt
		default:
			corrected[word] = read.near
		}
		e.proves(&w, plain, known, q.Languages)
		clauses = append(clauses, w)
	}
	apart(clauses)
	return clauses, corrected, nil
}

// apart forgets what is near where the words mean several kinds of work: of "nursery cleaning" a
// document may have one by its code and the other by its words.
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

// mean adds a code and all below it, the code itself a little more, and, counting less,
// wider codes that a buyer may have given instead: "painting and glazing" for painting,
// though not all of construction.
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

// telling leaves out the little words of the person's language ("of", "für"), of every
// language where none is known or the word is in a script that the person's languages are not
// written in, unless there are no others. One on which the meaning rests
// stays where all others are plain: of "IT support" more than "support" is left.
func (e *Engine) telling(words []string, q Query) []string {
	little := func(w string) bool {
		if len(q.Languages) == 0 || latin(w) && !slices.ContainsFunc(q.Languages, inLatin) {
			return e.words.stop(w)
		}
		return slices.ContainsFunc(q.Languages, func(l string) bool { return e.words.stopIn(l, w) })
	}
	telling := slices.DeleteFunc(slices.Clone(words), little)
	if len(telling) == 0 {
		return words
	}
	if len(telling) == len(words) || len(q.Meanings) == 0 || !allPlain(telling, q.Plain) {
		return telling
	}
	said := fold.Words(q.Meanings[0].Word)
	return slices.DeleteFunc(slices.Clone(words), func(w string) bool { return little(w) && !slices.Contains(said, w) })
}

// latin reports whether a word is in Latin letters.
func latin(word string) bool {
	return strings.IndexFunc(word, func(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) }) < 0
}

// inLatin reports whether a language is written in Latin letters.
func inLatin(code string) bool {
	script, _ := language.Make(code).Script()
	return script.String() == "Latn"
}
