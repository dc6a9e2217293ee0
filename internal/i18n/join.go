package i18n

import "strings"

// rightToLeft is the mark that makes a line run from right to left although its first word,
// the name of a town for example, does not.
const rightToLeft = "\u200f"

// Join puts words into one line, with the comma and the direction of the language.
func (w *Words) Join(words []string) string { return join(w.Dir, words, w.Comma()) }

// JoinParts puts what may have commas in it into one line, with semicolons.
func (w *Words) JoinParts(parts []string) string {
	if w.Dir == "rtl" {
		return join(w.Dir, parts, "؛ ")
	}
	return join(w.Dir, parts, "; ")
}

// Comma is the comma of the language with the space after it.
func (w *Words) Comma() string { return comma(w.Dir) }

// Join puts words into one line, with the comma and the direction of a language by its code; a
// language that the pages do not speak is joined like English.
func Join(language string, words []string) string {
	dir := "ltr"
	for _, s := range spoken {
		if s.Code == language {
			dir = s.Dir
		}
	}
	return join(dir, words, comma(dir))
}

func comma(dir string) string {
	if dir == "rtl" {
		return "، "
	}
	return ", "
}

func join(dir string, words []string, between string) string {
	line := strings.Join(words, between)
	if dir == "rtl" && len(words) > 1 {
		return rightToLeft + line
	}
	return line
}
