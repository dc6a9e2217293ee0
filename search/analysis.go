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

// Terms carry a mark of what they are: "fi:siivo" a Finnish stem, "_:siivous" the
// folded word in no language, "#909" a level of a CPV code, "#=909" the very code, "@place:pt112" a mark.
const (
	foldedMark = "_:"
	cpvMark    = "#"
	ownMark    = "#="
	markMark   = "@"
)

// analysed are the languages with a stemmer of Bleve's; every other language is cut to
// its first six letters, which does most of what a stemmer would.
var analysed = []string{"ar", "da", "de", "en", "es", "fa", "fi", "fr", "hr", "hu", "it", "nl", "pl", "pt", "ro", "ru", "sv", "tr"}

const cutAt = 6

// analysis turns words into terms.
type analysis struct {
	stem  map[string]bleveanalysis.Analyzer
	stops sync.Map // folded word → whether some language has it as a stop word
}

// sharedAnalysis is that of all engines of a process: it does not change, apart from the words that it remembers.
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

// token is one word of a text: its place in bytes, and the terms that find it.
type token struct {
	start, end int
	stem       string // empty for a stop word
}

// tokens cuts a text of a language into stems.
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

// nominative mends what the Finnish stemmer leaves apart: siivous, siivouksen.
func nominative(stem string) string {
	for _, vowel := range []string{"u", "y"} {
		if rest, found := strings.CutSuffix(stem, vowel+"ks"); found && len(rest) >= 3 {
			return rest + vowel + "s"
		}
	}
	return stem
}

// likely refuses a stem that has nothing of its word: stemmers made from tables turn
// words of other languages into anything ("school" into "1"). Such a word is cut instead.
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

// cutTokens is the plain way of languages without a stemmer.
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

// stop reports whether a word says nothing in one of the languages: "een", "voor", "the". It
// is asked of words whose language is unknown.
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

// stopIn reports whether a word says nothing in one language.
func (a *analysis) stopIn(language, word string) bool {
	analyzer := a.stem[language]
	return analyzer != nil && len(analyzer.Analyze([]byte(word))) == 0
}

// stems lists the terms of one word of a language; none for a stop word. The terms of words
// in no language are the words themselves, folded.
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

// asked keeps the stems of words that are asked for and stand in no text of their language:
// the same firms say the same words again and again.
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

// cpvLevels lists the levels of an eight-digit code from division to itself, without
// the zeros behind: 90919200 is 90, 909, 9091, 90919, 909192.
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

// Levels lists every level of some CPV codes once, as facet values: filtering by "909"
// finds what has 90919200.
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

// Level is the facet value of one code of any level, with or without the zeros behind;
// empty for what is no code.
func Level(code string) string {
	if levels := cpvLevels(code); len(levels) > 0 {
		return levels[len(levels)-1]
	}
	return ""
}
