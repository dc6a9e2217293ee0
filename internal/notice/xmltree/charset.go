package xmltree

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"

	"citiesgrow/internal/charset"
)

// decoder returns a parser over r in its character set: that of a byte order
// mark when there is one, then the declared one, then UTF-8.
func decoder(r io.Reader) (*xml.Decoder, *limiter, error) {
	limit := &limiter{r: r, left: MaxBytes}
	buffered := bufio.NewReader(limit)
	head, err := buffered.Peek(4)
	if err != nil && err != io.EOF && limit.err == nil {
		return nil, nil, fmt.Errorf("read the document: %w", err)
	}
	var input io.Reader = buffered
	switch {
	case bytes.HasPrefix(head, []byte{0xEF, 0xBB, 0xBF}):
		_, _ = buffered.Discard(3)
	case bytes.HasPrefix(head, []byte{0xFE, 0xFF}), bytes.HasPrefix(head, []byte{0, '<'}):
		input = unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewDecoder().Reader(buffered)
		if head[0] == 0 {
			input = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewDecoder().Reader(buffered)
		}
	case bytes.HasPrefix(head, []byte{0xFF, 0xFE}), bytes.HasPrefix(head, []byte{'<', 0}):
		input = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Reader(buffered)
		if head[0] == '<' {
			input = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewDecoder().Reader(buffered)
		}
	}
	if input != io.Reader(buffered) {
		input = charset.Strict(input)
	}
	d := xml.NewDecoder(input)
	d.CharsetReader = declared
	return d, limit, nil
}

// declared is asked for every declared character set other than UTF-8. UTF-16
// has been decoded by then: what declares it and is not has the declaration wrong.
func declared(label string, input io.Reader) (io.Reader, error) {
	if strings.HasPrefix(strings.ToLower(label), "utf-16") {
		return input, nil
	}
	e, err := htmlindex.Get(label)
	if err != nil {
		return nil, fmt.Errorf("the character set %.40q is not known", label)
	}
	return charset.Strict(e.NewDecoder().Reader(input)), nil
}

// limiter counts what is read and stops with its own error, which the parser
// would otherwise hide in one of its own.
type limiter struct {
	r       io.Reader
	left    int
	stretch int // bytes since the last ">"
	err     error
}

func (l *limiter) Read(p []byte) (int, error) {
	if l.err != nil {
		return 0, l.err
	}
	n, err := l.r.Read(p)
	l.left -= n
	if i := bytes.LastIndexByte(p[:n], '>'); i >= 0 {
		l.stretch = n - i - 1
	} else {
		l.stretch += n
	}
	switch {
	case l.left < 0:
		l.err = ErrTooLarge
	case l.stretch > maxStretch:
		l.err = fmt.Errorf("the document has a single tag or text of more than %d MiB", maxStretch>>20)
	}
	if l.err != nil {
		return 0, l.err
	}
	return n, err
}
