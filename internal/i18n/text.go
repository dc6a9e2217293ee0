package i18n

import (
	"maps"
	"slices"
)

// Text is the same words in several languages, by ISO 639-1 code in lower case
// ("en", "fi"). The key "" holds words whose language nobody told.
type Text map[string]string

// In returns the words in the first of the languages that has them, and that
// language. When none has, English, then the first in alphabetical order is
// taken, so that a person always sees something.
func (t Text) In(languages ...string) (words, language string) {
	for _, l := range append(slices.Clone(languages), "en") {
		if s := t[l]; s != "" {
			return s, l
		}
	}
	for _, l := range slices.Sorted(maps.Keys(t)) {
		if t[l] != "" {
			return t[l], l
		}
	}
	return "", ""
}

// Empty reports whether no language has words.
func (t Text) Empty() bool { w, _ := t.In(); return w == "" }

// Languages lists the languages that have words, in alphabetical order.
func (t Text) Languages() []string {
	var has []string
	for _, l := range slices.Sorted(maps.Keys(t)) {
		if t[l] != "" {
			has = append(has, l)
		}
	}
	return has
}
