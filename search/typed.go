package search

import (
	"slices"
	"strings"
	"unicode"

	"citiesgrow/internal/taxonomy/fold"
	"citiesgrow/internal/taxonomy/gazetteer"
)

// typed is a query as it is meant: words to find, phrases between quotes that must stand so,
// and words and phrases behind a minus that must not stand at all.
type typed struct {
	words   string
	phrases [][]string // folded words
	without []string   // folded words
	unsaid  [][]string // folded words of phrases
}

// The signs of a question, as taxonomy reads them too.
const (
	quotes  = gazetteer.QuoteMarks
	minuses = gazetteer.MinusSigns
)

// Wanted is a query without its signs and without what must not stand.
func Wanted(query string) string { return readTyped(query).words }

// readTyped reads what was typed. A quote that is not closed and a minus inside a word are
// signs like others.
func readTyped(query string) typed {
	var t typed
	var wanted []string
	for rest := strings.TrimSpace(query); rest != ""; rest = strings.TrimSpace(rest) {
		body := strings.TrimLeft(rest, minuses)
		minus := body != rest
		if minus && strings.TrimLeftFunc(body, unicode.IsSpace) != body {
			rest = body // a dash between words
			continue
		}
		if phrase, behind, closed := betweenQuotes(body); closed {
			rest = behind
			switch words := fold.Words(phrase); {
			case len(words) == 0:
			case minus:
				t.unsaid = append(t.unsaid, words)
			default:
				t.phrases, wanted = append(t.phrases, words), append(wanted, phrase)
			}
			continue
		}
		word := body[:next(body)]
		rest = body[len(word):]
		if words := fold.Words(word); minus && len(words) > 0 {
			t.without = append(t.without, words...)
		} else if word = strings.Trim(word, quotes); word != "" {
			wanted = append(wanted, word)
		}
	}
	t.words = strings.Join(wanted, " ")
	return t
}

// betweenQuotes cuts off the phrase that a text begins with.
func betweenQuotes(text string) (phrase, behind string, closed bool) {
	inside := strings.TrimLeft(text, quotes)
	if inside == text {
		return "", text, false
	}
	end := strings.IndexAny(inside, quotes)
	if end < 0 {
		return "", text, false
	}
	return inside[:end], strings.TrimLeft(inside[end:], quotes), true
}

// next is where the first word of a text ends: at a space, or before a quote.
func next(text string) int {
	begin := len(text) - len(strings.TrimLeft(text, quotes)) // of a quote that is not closed
	if end := strings.IndexFunc(text[begin:], func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(quotes, r) }); end >= 0 {
		return begin + end
	}
	return len(text)
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

// mostRead bounds how many documents are read for quoted phrases; behind them none is found.
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
		return !slices.ContainsFunc(phrases, func(phrase []string) bool { return !d.says(phrase) })
	}, reader.Close, nil
}

// unsaid makes the check that a document has one of some phrases. Only what has all words of
// one is read; behind mostRead of them the words are enough.
func (e *Engine) unsaid(kind string, phrases [][]string) (check func(p part, doc uint16) bool, done func() error, err error) {
	reader, err := e.reader()
	if err != nil {
		return nil, nil, err
	}
	terms := make([][][]uint32, len(phrases))
	for i, phrase := range phrases {
		for _, word := range phrase {
			terms[i] = append(terms[i], e.barred([]string{word}))
		}
	}
	read := 0
	return func(p part, doc uint16) bool {
		var d *Document
		for i, phrase := range phrases {
			if slices.ContainsFunc(terms[i], func(any []uint32) bool { return !p.hasAny(any, doc) }) {
				continue
			}
			if d == nil {
				if read++; read > mostRead {
					return true
				}
				d = new(Document)
				if found, err := value(reader, key(kind, p.ids.names[doc]), d); err != nil || !found {
					return false
				}
			}
			if d.says(phrase) {
				return true
			}
		}
		return false
	}, reader.Close, nil
}

// says reports whether a phrase stands in one of a document's texts.
func (d *Document) says(phrase []string) bool {
	return slices.ContainsFunc(d.Texts, func(t Text) bool { return stands(phrase, fold.Words(t.Words)) })
}

// stands reports whether words follow each other in a text.
func stands(phrase, text []string) bool {
	for at := 0; at+len(phrase) <= len(text); at++ {
		if slices.Equal(phrase, text[at:at+len(phrase)]) {
			return true
		}
	}
	return false
}
