package gazetteer

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"citiesgrow/internal/taxonomy/fold"
)

// QuoteMarks open and close a phrase of a question, MinusSigns exclude a word, in all the ways that keyboards write them.
const (
	QuoteMarks = "\"\u201c\u201d\u201e\u201f\u00ab\u00bb\u2039\u203a"
	MinusSigns = "-\u2212\u2013"
)

// behindMinus reports whether a word has a minus before it. A hyphen within a word is none.
func behindMinus(typed string, at int) bool {
	before := strings.TrimRight(typed[:at], QuoteMarks)
	signs := strings.TrimRight(before, MinusSigns)
	if signs == before {
		return false
	}
	r, size := utf8.DecodeLastRuneInString(signs)
	return size == 0 || unicode.IsSpace(r) || strings.ContainsRune(QuoteMarks, r)
}

// quoted reports whether a place in a text lies between quotes that are closed.
func quoted(typed string, at int) bool {
	inside := false
	for _, r := range typed[:at] {
		if strings.ContainsRune(QuoteMarks, r) {
			inside = !inside
		}
	}
	return inside && strings.ContainsAny(typed[at:], QuoteMarks)
}

// without is what is left of some words without the names in them. The words that stay are as they were typed, with their
// quotes and the minus before them; what parted a name from them goes.
func without(typed string, named []place) string {
	var b strings.Builder
	done := 0
	for _, p := range named {
		b.WriteString(strings.ReplaceAll(typed[done:p.from], cutOut, ""))
		b.WriteString(cutOut)
		done = p.to
	}
	b.WriteString(strings.ReplaceAll(typed[done:], cutOut, ""))
	var left leftover
	for field := range strings.FieldsSeq(b.String()) {
		parts := strings.Split(field, cutOut)
		for i, part := range parts {
			if i > 0 {
				part = strings.TrimLeftFunc(part, partsWords)
			}
			if i < len(parts)-1 {
				part = strings.TrimRightFunc(part, partsWords)
			}
			left.add(part, i == 0)
		}
	}
	return strings.Join(left.words, " ")
}

// cutOut stands for a name that is taken out.
const cutOut = "\x00"

// partsWords reports whether a rune is neither of a word nor a quote.
func partsWords(r rune) bool {
	return fold.Separator(r) && !fold.Ignored(r) && !strings.ContainsRune(QuoteMarks, r)
}

// leftover collects the words that are left, and keeps the quotes of a phrase that lost its first or last word.
type leftover struct {
	words   []string
	opening string
}

func (l *leftover) add(part string, before bool) {
	quotes := strings.IndexFunc(part, func(r rune) bool { return !strings.ContainsRune(QuoteMarks, r) }) < 0
	switch {
	case part == "":
	case !quotes:
		l.words, l.opening = append(l.words, l.opening+part), ""
	case before:
		l.opening = part
	case l.opening != "":
		l.opening = ""
	case len(l.words) > 0:
		l.words[len(l.words)-1] += part
	}
}
