package i18n

import (
	"slices"
	"unicode/utf8"

	"github.com/abadojack/whatlanggo"
)

// leastText is how many letters a text needs before its language is guessed.
const leastText = 20

// Detect guesses in which of some languages a text is written; "" where the text is too short
// or the guess is not sure. It serves as a suggestion that a person can change.
func Detect(text string, among ...string) string {
	if utf8.RuneCountInString(text) < leastText {
		return ""
	}
	known := map[whatlanggo.Lang]bool{}
	for lang := range whatlanggo.Langs {
		if slices.Contains(among, lang.Iso6391()) {
			known[lang] = true
		}
	}
	if len(known) == 0 {
		return ""
	}
	found := whatlanggo.DetectWithOptions(text, whatlanggo.Options{Whitelist: known})
	if !found.IsReliable() && found.Confidence < 0.5 && len(known) > 1 {
		return ""
	}
	return found.Lang.Iso6391()
}
