// Package fold makes spellings of the same word equal, in any script, so that texts can be compared and
// looked up. It is for comparing, not for showing.
package fold

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Text makes spellings of the same word equal: lower case, no accents, no
// Arabic vowel signs or tatweel, one form of alef, yeh, kaf and teh marbuta,
// ё as е, a final sigma as any other, ı as i, ß as ss. Folding twice changes nothing more.
func Text(s string) string {
	if lower, ascii := foldASCII(s); ascii {
		return lower
	}
	var b strings.Builder
	b.Grow(len(s) + 4)
	var last rune
	for _, r := range norm.NFKD.String(s) {
		if Ignored(r) {
			continue
		}
		if Apostrophe(r) {
			// Ukrainian and Belarusian write the apostrophe inside a word (м'ясо).
			if unicode.Is(unicode.Cyrillic, last) {
				continue
			}
			r = '\''
		}
		r = unicode.ToLower(r)
		if long, ok := spelledOut(r); ok {
			b.WriteString(long)
		} else {
			b.WriteRune(sameLetter(r))
		}
		last = r
	}
	return b.String()
}

func foldASCII(s string) (string, bool) {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return "", false
		}
	}
	return strings.ReplaceAll(strings.ToLower(s), "`", "'"), true
}

// Ignored reports whether a rune is a mark that carries no letter. Indic and Ethiopic vowel signs
// are letters of their own here and stay.
func Ignored(r rune) bool {
	switch {
	case r >= 0x300 && r <= 0x36f: // Latin, Greek, Cyrillic accents
		return true
	case r >= 0x591 && r <= 0x5c7 && r != 0x5be: // Hebrew points
		return true
	case r >= 0x610 && r <= 0x61a, r >= 0x64b && r <= 0x65f, r == 0x670, r >= 0x6d6 && r <= 0x6ed && unicode.Is(unicode.Mn, r): // Arabic signs
		return true
	}
	switch r {
	case 0x640, 0x621, 0xad, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x2060, 0xfeff: // tatweel, bare hamza, soft hyphen, joiners and marks of direction
		return true
	}
	return false
}

// Apostrophe reports whether a rune is one of the signs that people type as an apostrophe.
func Apostrophe(r rune) bool {
	switch r {
	case '\'', '`', '’', '‘', 'ʼ', 'ʹ', '′', '´':
		return true
	}
	return false
}

func spelledOut(r rune) (string, bool) {
	switch r {
	case 'ß':
		return "ss", true
	case 'æ':
		return "ae", true
	case 'œ':
		return "oe", true
	case 'þ':
		return "th", true
	}
	return "", false
}

func sameLetter(r rune) rune {
	switch r {
	case 'ı':
		return 'i'
	case 'ø':
		return 'o'
	case 'ł':
		return 'l'
	case 'đ', 'ð':
		return 'd'
	case 'ħ':
		return 'h'
	case 'ŧ':
		return 't'
	case 'ς':
		return 'σ'
	case 'ґ':
		return 'г'
	case 'ٱ':
		return 'ا'
	case 'ى', 'ی', 'ے':
		return 'ي'
	case 'ک', 'ڪ':
		return 'ك'
	case 'ة', 'ۀ', 'ہ', 'ھ', 'ە', 'ۃ':
		return 'ه'
	}
	switch {
	case r >= '٠' && r <= '٩':
		return '0' + r - '٠'
	case r >= '۰' && r <= '۹':
		return '0' + r - '۰'
	}
	return r
}

// Words splits folded text into its words: runs of letters and digits of any script.
func Words(s string) []string { return strings.FieldsFunc(Text(s), Separator) }

// Separator reports whether a rune of a folded text stands between words.
func Separator(r rune) bool {
	if r < 0x80 {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9')
	}
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
}
