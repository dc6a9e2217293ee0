package directory

import (
	"strings"

	"citiesgrow/internal/hsds"
	"citiesgrow/internal/plaintext"
)

// plainText is a text of a file without HTML, with at most so many characters.
func plainText(s *hsds.Service, field string, t hsds.Text, most int) string {
	return clip(s, field, plaintext.Text(string(t)), most)
}

// plainLine is plainText on one line.
func plainLine(s *hsds.Service, field string, t hsds.Text, most int) string {
	return clip(s, field, plaintext.Line(string(t)), most)
}

// clip cuts a text after so many characters, with a remark where it was longer.
func clip(s *hsds.Service, field, text string, most int) string {
	r := []rune(strings.TrimSpace(text))
	if len(r) > most {
		s.Note(field, "it has %d letters; those after %d were left out", len(r), most)
	}
	return string(r[:min(len(r), most)])
}

// firstText is the first of two texts that is not empty.
func firstText(a, b hsds.Text) hsds.Text {
	if a != "" {
		return a
	}
	return b
}
