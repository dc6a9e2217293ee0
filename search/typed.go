package search

import (
	"slices"
	"strings"
	"unicode"

	"citiesgrow/internal/taxonomy/fold"
	"citiesgrow/internal/taxonomy/gazetteer"
)

// typed is a parsed query: words to find, phrases in quotation marks that must occur, and words and phrases after a minus sign
// that must not occur.
type typed struct {
	words           string
	phrases         [][]string // folded words
	without         []string   // folded words
	excludedPhrases [][]string // folded words of phrases
}

// The operators of a query, the same as in package gazetteer.
const (
	quotes  = gazetteer.QuoteMarks
	minuses = gazetteer.MinusSigns
)

// Wanted returns a query without its operators and excluded words.
func Wanted(query string) string { return readTyped(query).words }

// readTyped parses a query. A quotation mark that is not closed and a hyphen inside a word are no operators.
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
				t.excludedPhrases = append(t.excludedPhrases, words)
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

// betweenQuotes cuts off the quoted phrase at the start of a text.
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

// next returns the end of the first word of a text: a space or a quotation mark.
func next(text string) int {
	begin := len(text) - len(strings.TrimLeft(text, quotes)) // skip quotation marks that are not closed
	if end := strings.IndexFunc(text[begin:], func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(quotes, r) }); end >= 0 {
		return begin + end
	}
	return len(text)
}

// barred returns the terms of excluded words: the words themselves, and their stems in the languages of the index.
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

// mostRead is the maximum number of documents that are read to check quoted phrases. Documents after that do not match.
const mostRead = 5000

// says returns a check whether a document has every phrase. The check reads the document, because posting lists have no
// positions.
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

// excludesPhrase returns a check whether a document has one of the excluded phrases. It reads only documents with all words of a phrase.
// After mostRead of them, all words together already exclude a document.
func (e *Engine) excludesPhrase(kind string, phrases [][]string) (check func(p part, doc uint16) bool, done func() error, err error) {
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

// says reports whether one of the document's texts contains a phrase.
func (d *Document) says(phrase []string) bool {
	return slices.ContainsFunc(d.Texts, func(t Text) bool { return stands(phrase, fold.Words(t.Words)) })
}

// stands reports whether a text contains the words of a phrase one after the other.
func stands(phrase, text []string) bool {
	for at := 0; at+len(phrase) <= len(text); at++ {
		if slices.Equal(phrase, text[at:at+len(phrase)]) {
			return true
		}
	}
	return false
}
