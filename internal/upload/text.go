package upload

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// cleanText takes plain text in UTF-8, UTF-16 with a mark, or Windows-1252, and gives UTF-8.
func cleanText(data []byte, _ Limits) (*File, error) {
	text, err := decoded(data)
	if err != nil {
		return nil, ErrBroken
	}
	begins := strings.ToLower(strings.TrimSpace(text[:min(len(text), 512)]))
	for _, active := range []string{"<", "#!", "%!", "{\\rtf", "@echo", "mz", "pk\x03\x04", "%pdf"} {
		if strings.HasPrefix(begins, active) {
			return nil, ErrActive
		}
	}
	for _, r := range text {
		if r < 0x20 && r != '\t' && r != '\n' && r != '\r' {
			return nil, ErrType
		}
	}
	return &File{".txt", "text/plain; charset=utf-8", []byte(text)}, nil
}

func decoded(data []byte) (string, error) {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		text, err := unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewDecoder().Bytes(data)
		return string(text), err
	case utf8.Valid(data):
		return strings.TrimPrefix(string(data), "\ufeff"), nil
	}
	text, err := charmap.Windows1252.NewDecoder().Bytes(data)
	return string(text), err
}
