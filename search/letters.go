package search

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// word returns the position of the next word of a text from a byte on; start equals end at the end of the text. A word has
// letters, digits and marks, an apostrophe after a Cyrillic letter, joiners and the soft hyphen. It splits a text as
// taxonomy.Words does.
func word(text string, from int) (start, end int) {
	start = -1
	var last rune
	for i := from; i < len(text); {
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[i:])
		}
		switch inside := wordly(r) || start >= 0 && joins(r, last); {
		case inside && start < 0:
			start = i
		case !inside && start >= 0:
			return start, i
		}
		last = r
		i += size
	}
	if start < 0 {
		return len(text), len(text)
	}
	return start, len(text)
}

func wordly(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

func joins(r, last rune) bool {
	switch r {
	case '\'', '`', '’', 'ʼ':
		return unicode.Is(unicode.Cyrillic, last)
	}
	return r == 0x200c || r == 0x200d || r == 0xad
}

// lowered appends a word in lower case.
func lowered(to []byte, word string) []byte {
	for i := range len(word) {
		c := word[i]
		if c >= utf8.RuneSelf {
			for _, r := range word[i:] {
				to = utf8.AppendRune(to, unicode.ToLower(r))
			}
			return to
		}
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		to = append(to, c)
	}
	return to
}

// skeleton returns an Arabic word without the article, the ending and the long vowels. The plural changes long vowels inside a
// word: مدرسة, مدارس. It is empty for other words, and if fewer than four letters remain, because too many words share so few.
func skeleton(folded string) string {
	if first, _ := utf8.DecodeRuneInString(folded); !unicode.Is(unicode.Arabic, first) {
		return ""
	}
	bare := strings.TrimSuffix(strings.TrimPrefix(folded, "ال"), "ه")
	bones := strings.Map(func(r rune) rune {
		if strings.ContainsRune("اوي", r) {
			return -1
		}
		return r
	}, bare)
	if utf8.RuneCountInString(bones) < 4 {
		return ""
	}
	return bones
}
