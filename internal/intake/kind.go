package intake

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"citiesgrow/internal/notice/eforms"
	"citiesgrow/internal/notice/ted"
)

// format is the format of a notice.
type format int

const (
	unknown format = iota
	isEForms
	isTED
	isJSON
)

// peeked is the number of bytes that are inspected to recognise the format of a file.
const peeked = 64 << 10

// errEmpty and errOther are errors of files without a notice.
var (
	errEmpty = errors.New("the file is empty")
	errOther = errors.New("not a notice: neither XML nor JSON")
)

// isXML reports whether a file starts like XML, in any encoding. The XML declaration names the encoding.
func isXML(in *bufio.Reader) (bool, error) {
	head, err := in.Peek(64)
	if err != nil && err != io.EOF {
		return false, err
	}
	text := bytes.TrimLeft(bytes.ReplaceAll(withoutMark(head), []byte{0}, nil), " \t\r\n")
	return len(text) > 0 && text[0] == '<', nil
}

// withoutMark removes a byte order mark.
func withoutMark(text []byte) []byte {
	for _, mark := range []string{"\xef\xbb\xbf", "\xff\xfe", "\xfe\xff"} {
		text = bytes.TrimPrefix(text, []byte(mark))
	}
	return text
}

// formatOf recognises the format of a file by its first character, and for XML by the root element.
func formatOf(in *bufio.Reader) (format, error) {
	head, err := in.Peek(peeked)
	if err != nil && err != io.EOF {
		return unknown, err
	}
	// In a UTF-16 document the ASCII characters have zero bytes between them.
	text := withoutMark(head)
	if start := bytes.TrimLeft(text, "\x00"); len(start) > 0 && start[0] == '<' && bytes.IndexByte(text[:min(len(text), 8)], 0) >= 0 {
		text = bytes.ReplaceAll(text, []byte{0}, nil)
	}
	text = bytes.TrimLeft(text, " \t\r\n")
	if len(text) == 0 {
		return unknown, errEmpty
	}
	switch text[0] {
	case '{', '[':
		return isJSON, nil
	case '<':
		return formatOfXML(text)
	}
	return unknown, errOther
}

func formatOfXML(text []byte) (format, error) {
	d := xml.NewDecoder(bytes.NewReader(text))
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	for {
		token, err := d.Token()
		if err != nil {
			return unknown, fmt.Errorf("not a notice: no XML element at its beginning (%w)", err)
		}
		root, ok := token.(xml.StartElement)
		switch {
		case !ok:
		case eforms.Is(root.Name):
			return isEForms, nil
		case ted.Is(root.Name):
			return isTED, nil
		default:
			return unknown, fmt.Errorf("not a notice: the root element is <%.60s>", strings.ToValidUTF8(root.Name.Local, ""))
		}
	}
}
