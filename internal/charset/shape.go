package charset

import (
	"strings"
	"unicode"
)

// Signs beyond ASCII that texts of offices have, by where they stand.
const (
	quotes   = "«»„“”‘’‚‹›\u00b4" // around words; an apostrophe also inside
	free     = "–—…•·\u00a0\u00ad"
	apart    = "€£§±×½¼¾№" // with no letter on both sides
	marks    = "©®™"       // behind a name
	measures = "²³"        // behind a digit or a letter that ends its word
	opening  = "¿¡"
	degrees  = "°ºª"
)

// misplaced counts the signs of a text that stand where no text has them: in the wrong
// encoding, letters become signs inside words. What no text holds makes it no text.
func misplaced(text string) (n int, isText bool) {
	r := []rune(text)
	at := func(i int) rune {
		if i < 0 || i >= len(r) {
			return ' '
		}
		return r[i]
	}
	for i, c := range r {
		switch {
		case c == '\n' || c == '\r' || c == '\t' || c >= ' ' && c < 0x7f:
		case unicode.IsControl(c), c == unicode.ReplacementChar, unicode.Is(unicode.Co, c), c >= 0x2500 && c < 0x25a0: // drawn boxes
			return 0, false
		case !letter(c) && !signFits(c, at(i-1), at(i+1)):
			n++
		}
	}
	return n, true
}

// oddWord says whether such a word is hardly ever written.
func oddWord(word string) bool {
	r := []rune(word)
	if len(r) == 1 {
		return !aloneFits(r[0])
	}
	for i := 1; i < len(r); i++ {
		if !follows(r[i-1], r[i]) || i+1 < len(r) && dash(r[i]) && unicode.IsLower(r[i-1]) && unicode.IsLower(r[i+1]) {
			return true
		}
	}
	return len(r) >= 5 && script(r[0]) == cyrillicScript && !strings.ContainsAny(strings.ToLower(word), cyrillicVowels) || strings.HasSuffix(word, "σ")
}

func dash(r rune) bool { return r == '—' || r == '–' }

// aloneFits says whether a letter is a word, or may begin a list or a name.
func aloneFits(r rune) bool {
	switch script(r) {
	case cyrillicScript:
		return strings.ContainsRune("авийкосуяєіѝеэзж", unicode.ToLower(r))
	case greekScript:
		return true
	}
	return unicode.IsUpper(r) || strings.ContainsRune("àáéèåö", r)
}

// follows says whether a letter may stand behind another: of one script, small ones behind
// large ones, a Greek capital with its accent first, and a final sigma last.
func follows(a, b rune) bool {
	switch {
	case dash(a) || dash(b):
		return true
	case script(a) != script(b), a == 'ς', strings.ContainsRune("ΆΈΉΊΌΎΏ", b):
		return false
	}
	return a < 0x80 && b < 0x80 || !unicode.IsLower(a) || !unicode.IsUpper(b)
}

func letter(r rune) bool {
	return unicode.IsLetter(r) && r != 'ª' && r != 'º' && r != 'µ' && r != 'ƒ' && r != 'ˆ'
}

// Scripts.
const (
	latinScript = iota
	cyrillicScript
	greekScript
)

const cyrillicVowels = "аеёиоуыэюяіїєѝъ"

func script(r rune) int {
	switch {
	case r < 0x250:
		return latinScript
	case unicode.Is(unicode.Cyrillic, r):
		return cyrillicScript
	case unicode.Is(unicode.Greek, r):
		return greekScript
	}
	return latinScript
}

func signFits(c, before, after rune) bool {
	switch {
	case strings.ContainsRune(free, c):
		return true
	case c == '’' || c == '‘' || c == '\u00b4':
		return true
	case strings.ContainsRune(quotes, c), strings.ContainsRune(apart, c):
		return !letter(before) || !letter(after)
	case strings.ContainsRune(measures, c):
		return (unicode.IsDigit(before) || letter(before)) && !letter(after)
	case strings.ContainsRune(marks, c):
		return !letter(after)
	case strings.ContainsRune(opening, c):
		return !letter(before) && letter(after)
	case strings.ContainsRune(degrees, c):
		return !letter(before) || !letter(after)
	case c == 'µ':
		return !letter(before)
	}
	return false
}
