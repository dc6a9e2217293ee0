package i18n

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/abadojack/whatlanggo"
)

// leastText is how many letters a text needs before its language is guessed.
const leastText = 20

// sure and likely are how sure a guess must be: among all languages, and among few.
const (
	sure   = 0.8
	likely = 0.5
)

// letters are those that only some languages of a script write.
var letters = []struct {
	signs string
	of    []string
}{
	{"ыэё", []string{"ru"}}, {"іїєґ", []string{"uk"}}, {"ѓќѕјљњџ", []string{"mk"}},
	{"ټډړښځڅۍ", []string{"ps"}}, {"ٹڈڑںےہ", []string{"ur"}}, {"ێۆڕڵ", []string{"ku"}}, {"ة", []string{"ar"}},
	{"پچژگکی", []string{"fa", "ur", "ps", "ku"}},
	{"աեիոնրս", []string{"hy"}},
}

// always are letters that every text of a language has.
var always = map[string]string{"ur": "ٹڈڑںےہ", "ps": "ټډړښځڅۍې"}

// relatives are languages so near to each other that a short text may look like both: the one
// that is spoken at the place of the contract is meant then.
var relatives = [][]string{{"da", "no", "sv"}, {"cs", "sk"}, {"hr", "sl"}, {"es", "pt", "gl", "ca"}, {"bg", "mk"}, {"ru", "uk"}}

// Detect guesses in which of the languages a text is written; "" where the text is too short or
// the guess is not sure. Where it is not sure among all of them, the languages of the place
// decide, if one of them fits better than all others. It serves as a suggestion that a person
// can change.
func Detect(text string, all, place []string) string {
	if utf8.RuneCountInString(text) < leastText {
		return ""
	}
	all = written(strings.ToLower(text), all)
	if len(all) == 1 {
		return all[0]
	}
	found, confidence := guess(text, all)
	near := kin(found, place)
	if confidence > sure && near == "" {
		return found
	}
	few := append([]string{found}, place...)
	if near != "" {
		few = slices.DeleteFunc(few, func(l string) bool { return l == found })
	}
	if second, confidence := guess(text, few); slices.Contains(place, second) && slices.Contains(all, second) && confidence >= likely {
		return second
	}
	return ""
}

// kin is the language of the place that a guess may be taken for.
func kin(found string, place []string) string {
	if slices.Contains(place, found) {
		return ""
	}
	for _, family := range relatives {
		for _, l := range place {
			if slices.Contains(family, found) && slices.Contains(family, l) {
				return l
			}
		}
	}
	return ""
}

// written leaves those of the languages that write the letters of the text.
func written(lower string, all []string) []string {
	all = slices.DeleteFunc(slices.Clone(all), func(code string) bool { return always[code] != "" && !strings.ContainsAny(lower, always[code]) })
	for _, l := range letters {
		if strings.ContainsAny(lower, l.signs) {
			all = slices.DeleteFunc(all, func(code string) bool { return !slices.Contains(l.of, code) })
		}
	}
	return all
}

func guess(text string, among []string) (string, float64) {
	known := map[whatlanggo.Lang]bool{}
	for lang := range whatlanggo.Langs {
		if slices.Contains(among, codeOf(lang)) {
			known[lang] = true
		}
	}
	if len(known) == 0 {
		return "", 0
	}
	found := whatlanggo.DetectWithOptions(text, whatlanggo.Options{Whitelist: known})
	if !known[found.Lang] {
		return "", 0
	}
	return codeOf(found.Lang), found.Confidence
}

// codeOf is a language's code of two letters. The detector has two Norwegians, and no code for
// Persian.
func codeOf(lang whatlanggo.Lang) string {
	switch lang {
	case whatlanggo.Nob, whatlanggo.Nno:
		return "no"
	case whatlanggo.Pes:
		return "fa"
	}
	return lang.Iso6391()
}
