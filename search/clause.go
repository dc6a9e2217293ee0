package search

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

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

// reader is a word in its place in the question.
type reader struct {
	kind  string
	word  string
	exact bool
	last  bool // it may not be finished
}

// read is what a word may stand for.
type read struct {
	variants []variant
	near     string // the word it was taken for, where it is misspelt
}

// readings keeps what words were read as until the index has learned new words: people
// ask for the same few.
type readings struct {
	mu      sync.Mutex
	learned int
	known   map[reader]read
}

const mostReadings = 4096

func (r *readings) of(e *Engine, v *view, word reader) (read, error) {
	r.mu.Lock()
	if learned := e.lexicon.state(); r.known == nil || r.learned != learned || len(r.known) > mostReadings {
		r.learned, r.known = learned, map[reader]read{}
	}
	known, found := r.known[word]
	learned := r.learned
	r.mu.Unlock()
	if found {
		return known, nil
	}
	fresh, err := e.read(v, word)
	if err == nil {
		r.mu.Lock()
		if r.learned == learned { // else it may be old already
			r.known[word] = fresh
		}
		r.mu.Unlock()
	}
	return fresh, err
}

// read finds the terms of a word: as texts have it, its stem in every language of the
// index, longer words that begin or end so, and, where it is unknown, words like it.
func (e *Engine) read(v *view, w reader) (read, error) {
	var r read
	kind := written
	add := func(term uint32, weight float64) {
		if !slices.ContainsFunc(r.variants, func(v variant) bool { return v.term == term }) {
			r.variants = append(r.variants, variant{term, weight, kind})
		}
	}
	for _, term := range e.lexicon.as(w.word) {
		add(term, exactWeight)
	}
	kind = stem
	for _, stem := range e.words.stemsIn(e.lexicon.spoken(), w.word) {
		if term, known := e.lexicon.term(stem); known {
			add(term, stemWeight)
		}
	}
	kind = written
	if w.exact {
		return r, nil
	}
	e.standIns(v, e.lexicon.kin(w.word), kinWeight, add)
	known := slices.ContainsFunc(r.variants, func(t variant) bool { return v.documents(t.term) > 0 })
	n := utf8.RuneCountInString(w.word)
	longer := false
	if n >= 4 || n >= 2 && w.last {
		words, err := e.beginning(w.word)
		if err != nil {
			return r, err
		}
		kind = loose
		longer = e.standIns(v, words, prefixWeight, add)
		kind = written
	}
	if n >= 5 {
		words, err := e.ending(w.word)
		if err != nil {
			return r, err
		}
		longer = e.standIns(v, words, suffixWeight, add) || longer
	}
	if known || longer || n < 4 || strings.ContainsFunc(w.word, unicode.IsDigit) {
		return r, nil // a number is another one, or it is none
	}
	distance := 1
	if n >= 8 {
		distance = 2
	}
	near, err := e.similar(w.word, distance)
	if err != nil {
		return r, err
	}
	kind = loose
	for _, s := range near {
		for _, term := range e.lexicon.as(s.word) {
			if v.documents(term) > 0 {
				add(term, similarWeight/float64(max(s.distance, 1)))
				if r.near == "" {
					r.near = s.word
				}
			}
		}
	}
	return r, nil
}

// standIns adds the terms of longer words, those of most documents first.
func (e *Engine) standIns(v *view, words []string, weight float64, add func(uint32, float64)) (found bool) {
	var terms []uint32
	for _, w := range words {
		terms = append(terms, e.lexicon.as(w)...)
	}
	slices.SortStableFunc(terms, func(a, b uint32) int { return cmp.Compare(v.documents(b), v.documents(a)) })
	for _, t := range terms[:min(len(terms), mostVariants)] {
		if v.documents(t) > 0 {
			add(t, weight)
			found = true
		}
	}
	return found
}

func unique(words []string) []string {
	var once []string
	for _, w := range words {
		if !slices.Contains(once, w) {
			once = append(once, w)
		}
	}
	return once
}
