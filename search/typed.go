package search

import (
	"slices"
	"strings"

	"citiesgrow/internal/taxonomy"
)

// typed is a query as it is meant: words to find, phrases between quotes that must stand so,
// and words behind a minus that must not stand at all.
type typed struct {
	words   string
	phrases [][]string // folded words
	without []string   // folded words
}

// quotes open and close a phrase, in any of the ways people write them.
const quotes = "\"\u201c\u201d\u201e\u201f\u00ab\u00bb\u2039\u203a"

// readTyped reads what was typed. A quote that is not closed and a minus inside a word are
// signs like others.
func readTyped(query string) typed {
	var t typed
	var plain []string
	for n, stretch := range strings.FieldsFunc(query, func(r rune) bool { return strings.ContainsRune(quotes, r) }) {
		if words := taxonomy.Words(stretch); quoted(query, n) && len(words) > 0 {
			t.phrases = append(t.phrases, words)
			plain = append(plain, stretch)
			continue
		}
		for _, word := range strings.Fields(stretch) {
			if rest, minus := strings.CutPrefix(strings.Replace(word, "\u2212", "-", 1), "-"); minus && len(taxonomy.Words(rest)) > 0 {
				t.without = append(t.without, taxonomy.Words(rest)...)
			} else {
				plain = append(plain, word)
			}
		}
	}
	t.words = strings.Join(plain, " ")
	return t
}

// quoted tells whether the n-th stretch between quotes stands inside a pair of them.
func quoted(query string, n int) bool {
	signs, stretch, inside := 0, -1, false
	for _, r := range query {
		if strings.ContainsRune(quotes, r) {
			signs++
			inside = false
			continue
		}
		if !inside {
			inside = true
			if stretch++; stretch == n {
				return signs%2 == 1 && signs < countQuotes(query)
			}
		}
	}
	return false
}

func countQuotes(query string) int {
	return strings.Count(strings.Map(func(r rune) rune {
		if strings.ContainsRune(quotes, r) {
			return '"'
		}
		return ' '
	}, query), "\"")
}

// barred are the terms of words that no document may have: as they are written, and their
// stems in the languages of the index.
func (e *Engine) barred(words []string) []uint32 {
	var terms []uint32
	for _, word := range words {
		terms = append(terms, e.lexicon.as(word)...)
		for _, stem := range e.words.stemsIn(e.lexicon.spoken(), word) {
			if term, known := e.lexicon.term(stem); known {
				terms = append(terms, term)
			}
		}
	}
	slices.Sort(terms)
	return slices.Compact(terms)
}

// mostRead bounds how many documents are read for a quoted phrase; behind them none is found.
const mostRead = 5000

// says makes the check that a document has every phrase, by reading it: posting lists know
// no places.
func (e *Engine) says(kind string, phrases [][]string) (check func(p part, doc uint16) bool, done func() error, err error) {
	reader, err := e.reader()
	if err != nil {
		return nil, nil, err
	}
	read := 0
	return func(p part, doc uint16) bool {
		if read++; read > mostRead {
			return false
		}
		var d Document
		if found, err := value(reader, key(kind, p.ids.names[doc]), &d); err != nil || !found {
			return false
		}
		return !slices.ContainsFunc(phrases, func(phrase []string) bool {
			return !slices.ContainsFunc(d.Texts, func(t Text) bool { return stands(phrase, taxonomy.Words(t.Words)) })
		})
	}, reader.Close, nil
}

// stands tells whether words stand beside each other in a text.
func stands(phrase, text []string) bool {
	for at := 0; at+len(phrase) <= len(text); at++ {
		if slices.Equal(phrase, text[at:at+len(phrase)]) {
			return true
		}
	}
	return false
}
