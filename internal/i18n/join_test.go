package i18n

import "testing"

// A line of several words has the comma of its language; an Arabic one also runs from the right
// where its first word is the Latin name of a town.
func TestALineOfWordsHasTheCommaOfItsLanguage(t *testing.T) {
	c := three(t)
	for language, want := range map[string]struct{ words, parts string }{
		"en": {"Gent, Riga", "a, b; c"},
		"uk": {"Gent, Riga", "a, b; c"},
		"ar": {"\u200fGent، Riga", "\u200fa, b؛ c"},
	} {
		w := c.For(language)
		if got := w.Join([]string{"Gent", "Riga"}); got != want.words || Join(language, []string{"Gent", "Riga"}) != got {
			t.Errorf("%s: words are joined to %q, by the code to %q", language, got, Join(language, []string{"Gent", "Riga"}))
		}
		if got := w.JoinParts([]string{"a, b", "c"}); got != want.parts {
			t.Errorf("%s: parts are joined to %q", language, got)
		}
		if w.Join([]string{"Gent"}) != "Gent" || w.Join(nil) != "" {
			t.Errorf("%s: one word is %q, none %q", language, w.Join([]string{"Gent"}), w.Join(nil))
		}
	}
	if got := Join("tlh", []string{"Gent", "Riga"}); got != "Gent, Riga" {
		t.Errorf("a language that no page speaks joins to %q", got)
	}
}
