package search

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	bleveanalysis "github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/registry"

	// The analyzers of the languages that Bleve stems.
	_ "github.com/blevesearch/bleve/v2/analysis/lang/ar"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/da"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/de"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/en"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/es"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/fa"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/fi"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/fr"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/hr"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/hu"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/it"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/nl"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/pl"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/pt"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/ro"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/ru"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/sv"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/tr"

	"citiesgrow/internal/taxonomy/fold"
)

// A term begins with a prefix that names its type. "fi:siivo" is a Finnish stem. "_:siivous" is a folded word without a language.
// "#909" is a level of a CPV code, "#=909" exactly that code, "@place:pt112" a mark.
const (
	foldedMark = "_:"
	cpvMark    = "#"
	ownMark    = "#="
	markMark   = "@"
)

// analysed lists the languages for which Bleve has a stemmer. Words of every other language are cut to their first six letters,
// which finds most of the forms that a stemmer would find.
var analysed = []string{"ar", "da", "de", "en", "es", "fa", "fi", "fr", "hr", "hu", "it", "nl", "pl", "pt", "ro", "ru", "sv", "tr"}

const cutAt = 6

// analysis turns words into terms.
type analysis struct {
	stem  map[string]bleveanalysis.Analyzer
	stops sync.Map // folded word → whether some language has it as a stop word
}

// sharedAnalysis is shared by all engines of a process. It never changes, except for its cache of stop words.
var sharedAnalysis = sync.OnceValues(newAnalysis)

func newAnalysis() (*analysis, error) {
	a := &analysis{stem: map[string]bleveanalysis.Analyzer{}}
	cache := registry.NewCache()
	for _, l := range analysed {
		analyzer, err := cache.AnalyzerNamed(l)
		if err != nil {
			return nil, fmt.Errorf("search: analyzer of %q: %w", l, err)
		}
		a.stem[l] = analyzer
	}
	return a, nil
}

// token is one word of a text: its position in bytes and its stem.
type token struct {
	start, end int
	stem       string // empty for a stop word
}

// tokens splits a text of a language into words with their stems.
func (a *analysis) tokens(language, words string) []token {
	analyzer := a.stem[language]
	if analyzer == nil {
		return cutTokens(language, words)
	}
	stream := analyzer.Analyze([]byte(words))
	tokens := make([]token, 0, len(stream))
	for _, t := range stream {
		stem := likely(fold.Text(string(t.Term)), fold.Text(words[t.Start:t.End]))
		if language == "fi" {
			stem = nominative(stem)
		}
		tokens = append(tokens, token{t.Start, t.End, language + ":" + stem})
	}
	return tokens
}

// nominative unifies two Finnish stems of the same word that the stemmer leaves different: siivous and siivouks (from
// siivouksen).
func nominative(stem string) string {
	for _, vowel := range []string{"u", "y"} {
		if rest, found := strings.CutSuffix(stem, vowel+"ks"); found && len(rest) >= 3 {
			return rest + vowel + "s"
		}
	}
	return stem
}

// likely rejects a stem that has almost no letter of its word, and returns the cut word instead. Stemmers that were generated
// from tables give such stems for words of other languages ("1" for "school").
func likely(stem, word string) string {
	if common := commonLetters(stem, word); common >= 3 || common == utf8.RuneCountInString(stem) || utf8.RuneCountInString(stem) >= 2 &&
		strings.Contains(word, stem) {
		return stem
	}
	return cut(word)
}

func commonLetters(a, b string) int {
	n := 0
	other := []rune(b)
	for _, r := range a {
		if n >= len(other) || other[n] != r {
			break
		}
		n++
	}
	return n
}

// cutTokens splits a text of a language without a stemmer.
func cutTokens(language, words string) []token {
	var tokens []token
	start := -1
	flush := func(end int) {
		if start >= 0 {
			tokens = append(tokens, token{start, end, language + ":" + cut(fold.Text(words[start:end]))})
			start = -1
		}
	}
	for i, r := range words {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			if start < 0 {
				start = i
			}
			continue
		}
		flush(i)
	}
	flush(len(words))
	return tokens
}

func cut(word string) string {
	n := 0
	for i := range word {
		if n == cutAt {
			return word[:i]
		}
		n++
	}
	return word
}

// stop reports whether a word is a stop word of at least one of the analysed languages: "een", "voor", "the". It is for words
// whose language is unknown.
func (a *analysis) stop(word string) bool {
	if known, asked := a.stops.Load(word); asked {
		return known.(bool)
	}
	empty := false
	for _, analyzer := range a.stem {
		if len(analyzer.Analyze([]byte(word))) == 0 {
			empty = true
			break
		}
	}
	a.stops.Store(word, empty)
	return empty
}

// stopIn reports whether a word is a stop word of one language.
func (a *analysis) stopIn(language, word string) bool {
	analyzer := a.stem[language]
	return analyzer != nil && len(analyzer.Analyze([]byte(word))) == 0
}

// stems lists the terms of one word of a language; none for a stop word. With an empty language, the only term is the folded
// word.
func (a *analysis) stems(language, word string) []string {
	if language == "" {
		return []string{foldedMark + fold.Text(word)}
	}
	var stems []string
	for _, t := range a.tokens(language, word) {
		stems = append(stems, t.stem)
	}
	return stems
}

// asked caches the stems of profile words that occur in no indexed text of their language. The profile of a supplier is matched
// many times, always with the same words.
type asked struct {
	mu    sync.Mutex
	known map[[2]string][]string // language and word
}

const mostAsked = 20_000

func (k *asked) of(a *analysis, language, word string) []string {
	key := [2]string{language, word}
	k.mu.Lock()
	stems, known := k.known[key]
	k.mu.Unlock()
	if known {
		return stems
	}
	stems = a.stems(language, word)
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.known == nil || len(k.known) >= mostAsked {
		k.known = map[[2]string][]string{}
	}
	k.known[key] = stems
	return stems
}

// stemsIn lists the stems of a word in some languages.
func (a *analysis) stemsIn(languages []string, word string) []string {
	var stems []string
	for _, l := range languages {
		stems = append(stems, a.stems(l, word)...)
	}
	return stems
}

// cpvLevels lists the levels of an eight-digit code from the division to the code itself, without trailing zeros: 90919200 gives
// 90, 909, 9091, 90919 and 909192.
func cpvLevels(code string) []string {
	if len(code) < 2 {
		return nil
	}
	significant := strings.TrimRight(code, "0")
	if len(significant) < 2 {
		significant = code[:2]
	}
	var levels []string
	for n := 2; n <= len(significant); n++ {
		levels = append(levels, significant[:n])
	}
	return levels
}

func sortedKeys[T any](m map[string]T) []string { return slices.Sorted(maps.Keys(m)) }

// Levels lists every level of some CPV codes once, as facet values. A filter by "909" then finds a document with 90919200.
func Levels(codes ...string) []string {
	var all []string
	for _, code := range codes {
		for _, level := range cpvLevels(code) {
			if !slices.Contains(all, level) {
				all = append(all, level)
			}
		}
	}
	return all
}

// Level returns the facet value of one code of any level, with or without trailing zeros. It is empty for a string that is no
// code.
func Level(code string) string {
	if levels := cpvLevels(code); len(levels) > 0 {
		return levels[len(levels)-1]
	}
	return ""
}
