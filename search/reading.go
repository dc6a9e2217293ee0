package search

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// reader is a query word with all that decides its variants. It is the key of the cache of readings.
type reader struct {
	kind  string
	word  string
	exact bool
	last  bool // the last word of the query: the user may still be typing it
}

// read is the result for one query word.
type read struct {
	variants []variant
	near     string // the word of the index that replaces a misspelt one
}

// readings caches the variants of query words until the index learns new words. Users search for the same few words.
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
		if r.learned == learned { // otherwise the result may be out of date
			r.known[word] = fresh
		}
		r.mu.Unlock()
	}
	return fresh, err
}

// read finds the variants of a query word: the word itself, its stem in every language of the index, and longer words with it as
// prefix or suffix. If the index has none of them, it adds words of similar spelling.
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
		return r, nil // there is no correction of numbers: a similar number is a different one
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

// standIns adds the terms of other words, at most mostVariants and those with most documents first. It reports whether it added
// any.
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
