package record

import (
	"strings"
	"unicode"
)

// Digits returns the text with the decimal digits of every script (Arabic, Persian, Bengali and all
// others of Unicode's class Nd) written as 0 to 9. Everything else stays as it is.
func Digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x80 || !unicode.Is(unicode.Nd, r) {
			return r
		}
		return '0' + digitValue(r)
	}, s)
}

// digitValue is the value of a digit. Unicode encodes the ten digits of a script in order and without
// a gap (Unicode Standard, section 4.6), and blocks that touch are whole tens.
func digitValue(r rune) rune {
	for _, span := range unicode.Nd.R16 {
		if lo := rune(span.Lo); r >= lo && r <= rune(span.Hi) {
			return (r - lo) % 10
		}
	}
	for _, span := range unicode.Nd.R32 {
		if lo := rune(span.Lo); r >= lo && r <= rune(span.Hi) {
			return (r - lo) % 10
		}
	}
	return 0
}
