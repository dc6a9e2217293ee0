package charset

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/abadojack/whatlanggo"
	"golang.org/x/text/encoding"
)

// Bounds of what is looked at to know an encoding.
const (
	mostPieces  = 400
	mostLetters = 32 << 10 // bytes
)

// reading is a text as one page has it.
type reading struct {
	page    page
	text    string
	odd     int // letters and signs that no language of the page has there
	letters int // beyond a to z
}

// guess finds the encoding of a text that is not UTF-8. It decodes the text in each page and
// keeps those in which it reads as words of a language. Where they differ, the language of
// the words decides, or nothing does: a wrong guess is worse than none.
func guess(sample []byte) (encoding.Encoding, error) {
	pieces := withLetters(sample)
	var all []reading
	for _, p := range pages {
		r, ok := read(p, pieces)
		if ok && !slices.ContainsFunc(all, func(other reading) bool { return other.text == r.text }) {
			all = append(all, r)
		}
	}
	all = slices.DeleteFunc(slices.Clone(all), func(r reading) bool { return slices.ContainsFunc(all, r.behind) })
	good := slices.DeleteFunc(slices.Clone(all), func(r reading) bool { return !enough(r.letters-r.odd, r.letters) || slices.ContainsFunc(all, r.equals) })
	if len(all) == 0 {
		return nil, ErrUnknown
	}
	if len(all) > 1 {
		good = slices.DeleteFunc(good, func(r reading) bool { return !r.confirm() })
	}
	switch {
	case len(good) == 1:
		return good[0].page.encoding, nil
	case len(all) == 1:
		return nil, ErrUnknown
	}
	return nil, ErrUnsure
}

// behind says whether another page of the family reads the text better: with fewer odd
// characters, or with letters where this one has signs.
func (r reading) behind(other reading) bool {
	return r.page.family == other.page.family && (other.odd < r.odd || other.odd == r.odd && other.letters > r.letters)
}

// equals says whether another page of the family reads the text differently, and as well.
func (r reading) equals(other reading) bool {
	return r.page.family == other.page.family && r.text != other.text && other.odd == r.odd && other.letters == r.letters
}

// withLetters are the texts of a file that hold bytes beyond ASCII: what stands between
// quotes, semicolons, tabs and line ends.
func withLetters(sample []byte) [][]byte {
	var all [][]byte
	size := 0
	for _, piece := range bytes.FieldsFunc(sample, func(r rune) bool { return r == '"' || r == ';' || r == '\t' || r == '\n' || r == '\r' }) {
		if !slices.ContainsFunc(piece, func(b byte) bool { return b >= 0x80 }) {
			continue
		}
		piece = bytes.ReplaceAll(piece, []byte(`\n`), []byte(" "))
		all = append(all, piece)
		if size += len(piece); len(all) == mostPieces || size > mostLetters {
			break
		}
	}
	return all
}

// read decodes the pieces, and says whether most letters in them are of a language of the
// page, piece by piece.
func read(p page, pieces [][]byte) (reading, bool) {
	var text strings.Builder
	odd, total := 0, 0
	for _, piece := range pieces {
		s, err := p.encoding.NewDecoder().String(string(piece))
		if err != nil {
			return reading{}, false
		}
		signs, ok := misplaced(s)
		if !ok {
			return reading{}, false
		}
		text.WriteString(s + "\n")
		own, n := lettersOf(p.languages, s)
		odd, total = odd+n-slices.Max(own)+signs, total+n
	}
	return reading{page: p, text: text.String(), odd: odd, letters: total}, odd*3 <= total
}

// enough lets one letter in twenty be foreign.
func enough(fit, total int) bool { return (total-fit)*20 <= total }

// lettersOf counts the letters beyond a to z, and how many of them each language has. Letters
// of words that no language has count as foreign, and so does a dash inside a word.
func lettersOf(languages []string, text string) (own []int, all int) {
	own = make([]int, len(languages))
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return !letter(r) && !dash(r) }) {
		if isASCII(word) || strings.Trim(word, "—–") == "" {
			continue
		}
		odd := oddWord(word)
		for _, r := range word {
			if r < 0x80 || dash(r) && !odd {
				continue
			}
			all++
			small := unicode.ToLower(r)
			for i, l := range languages {
				if !odd && strings.ContainsRune(letters[l], small) {
					own[i]++
				}
			}
		}
	}
	return own, all
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// known are the languages among which one is found.
var known = func() map[whatlanggo.Lang]bool {
	all := map[whatlanggo.Lang]bool{}
	for l := range whatlanggo.Langs {
		if _, has := letters[code(l)]; has {
			all[l] = true
		}
	}
	return all
}()

func code(l whatlanggo.Lang) string {
	if c := l.Iso6391(); c != "nb" && c != "nn" {
		return c
	}
	return "no"
}

// shortest is how many letters a text has at least whose language is known.
const shortest = 15

// confirm says whether the language of the text is one of the page, with its letters.
func (r *reading) confirm() bool {
	if letters := strings.FieldsFunc(r.text, func(c rune) bool { return !letter(c) }); utf8.RuneCountInString(strings.Join(letters, "")) < shortest {
		return false
	}
	found := whatlanggo.DetectWithOptions(r.text, whatlanggo.Options{Whitelist: known})
	if !found.IsReliable() || !slices.Contains(r.page.languages, code(found.Lang)) {
		return false
	}
	own, all := lettersOf([]string{code(found.Lang)}, r.text)
	return enough(own[0], all) && spoken(r.text)
}

// spoken says whether a third of the Cyrillic letters are vowels, as in every language that
// is written with them (it is four to five tenths).
func spoken(text string) bool {
	all, sounding := 0, 0
	for _, r := range strings.ToLower(text) {
		if script(r) == cyrillicScript {
			all++
			if strings.ContainsRune(cyrillicVowels, r) {
				sounding++
			}
		}
	}
	return sounding*3 >= all
}
