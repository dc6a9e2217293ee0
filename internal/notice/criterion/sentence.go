package criterion

import (
	"strings"
	"unicode"
)

// sentences divides a text at line breaks and at the ends of sentences. What
// ends with a colon announces the next line and stays with it. An abbreviation
// ("mind. 500.000", "Art. 58") is not an end: a sentence begins with a capital
// letter after a word of at least five letters, or a digit or bracket.
func sentences(text string) []string {
	var all []string
	carry := ""
	for _, line := range strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' }) {
		for _, s := range ends(line) {
			s = strings.TrimSpace(s)
			if s == "" {
				continue
			}
			if carry != "" {
				s, carry = carry+"\n"+s, ""
			}
			if strings.HasSuffix(s, ":") {
				carry = s
				continue
			}
			all = append(all, s)
		}
	}
	if carry != "" {
		all = append(all, carry)
	}
	return all
}

func ends(line string) []string {
	var all []string
	runes := []rune(line)
	begin, letters := 0, 0
	for i, r := range runes {
		switch {
		case r == ';', r == '.' && isEnd(runes, i, letters):
			all = append(all, string(runes[begin:i+1]))
			begin = i + 1
		case unicode.IsLetter(r):
			letters++
			continue
		}
		letters = 0
	}
	return append(all, string(runes[begin:]))
}

// isEnd reports whether the full stop at i ends a sentence whose last word has
// that many letters.
func isEnd(runes []rune, i, letters int) bool {
	if i+2 >= len(runes) || !unicode.IsSpace(runes[i+1]) || !unicode.IsUpper(runes[i+2]) {
		return false
	}
	return letters >= 5 || i > 0 && letters == 0 && !unicode.IsDigit(runes[i-1])
}
