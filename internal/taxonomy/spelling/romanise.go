package spelling

import (
	"strings"
	"unicode"
)

// People without the right keyboard write their language in Latin letters, each
// in their own way: "uborka", "prybyrannya", "katharismos", "tanzif". Both sides
// are brought to one rough key, in which the usual ways of writing agree.

// Romanise writes a folded Cyrillic or Greek word in Latin letters; false for
// other scripts. Ukrainian has h where Russian has g.
func (a *Transliterator) Romanise(word, language string) (string, bool) {
	var b strings.Builder
	for _, r := range word {
		latin, ok := a.letters[r]
		if r == 'г' && language == "uk" {
			latin = "h"
		}
		switch {
		case ok:
			b.WriteString(latin)
		case r < unicode.MaxASCII:
			b.WriteRune(r)
		default:
			return "", false
		}
	}
	return b.String(), b.Len() > 0 && b.String() != word
}

// RoughLatin is the key of a word in Latin letters, native or romanised.
func (a *Transliterator) RoughLatin(word string) string {
	return collapse(a.roughly.Replace(word))
}

// Consonants is the key of an Arabic-script word, and of a word in Latin letters
// that may be a romanisation of one: Arabic does not write short vowels.
func (a *Transliterator) Consonants(word string) string {
	if strings.IndexFunc(word, func(r rune) bool { return unicode.Is(unicode.Arabic, r) }) >= 0 {
		return collapse(strings.TrimSuffix(a.arabic.Replace(word), "h"))
	}
	key := a.consonants.Replace(word)
	return collapse(strings.TrimSuffix(key, "h"))
}

// collapse writes doubled letters once.
func collapse(s string) string {
	out := make([]byte, 0, len(s))
	for i := range len(s) {
		if i == 0 || s[i] != s[i-1] {
			out = append(out, s[i])
		}
	}
	return string(out)
}
