package taxonomy

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"citiesgrow/internal/taxonomy/fold"
)

// token is one typed word.
type token struct {
	raw     string // as typed
	text    string // folded
	letters []rune
	joins   bool // a little word between others: "of", "und", "для"
	plain   bool // as it is written, a word that names no trade: "firm", "small", "have"
}

// manyTokens bounds how much of a text is read: more is no search but an essay.
const manyTokens = 16

// tokens splits what was typed, keeping the spelling for "found because of …".
func (l *lexicon) tokens(typed string) []token {
	if len(typed) > 600 {
		typed = strings.ToValidUTF8(typed[:600], "")
	}
	var list []token
	for _, raw := range strings.FieldsFunc(typed, between) {
		for _, text := range spoken(raw) {
			list = append(list, token{raw: raw, text: text, letters: []rune(text), joins: l.names.Little(text), plain: l.asWritten[strings.ToLower(raw)]})
			if len(list) == manyTokens {
				return list
			}
		}
	}
	return list
}

// spoken splits a text into folded words without single Latin letters and
// digits: what the apostrophe leaves of "d'entretien" says nothing.
func spoken(s string) []string {
	return slices.DeleteFunc(fold.Words(s), func(w string) bool { return len(w) == 1 })
}

// between says what parts typed words: anything but letters, digits, marks,
// apostrophes and the joiners that Persian writes inside words.
func between(r rune) bool {
	return fold.Separator(r) && !fold.Apostrophe(r) && r != 0x200c && r != 0x200d && r != 0xad
}

// bare strips what Arabic writes together with a word: "and", "by", "for", "the".
// It returns the text itself when there is nothing to strip.
func bare(text string) string {
	if r, _ := utf8.DecodeRuneInString(text); !unicode.Is(unicode.Arabic, r) {
		return text
	}
	for _, lead := range [...]string{"وال", "بال", "لل", "ال"} {
		if rest, ok := strings.CutPrefix(text, lead); ok && utf8.RuneCountInString(rest) >= 3 {
			return rest
		}
	}
	return text
}
