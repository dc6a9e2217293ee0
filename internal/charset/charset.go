// Package charset gives the text of a file as UTF-8, in whichever encoding it was written.
// UTF-8 passes as it is; UTF-16 is decoded; text of eight bits is read in the encoding in
// which it makes words of a language. What cannot be known is refused: no letter is ever
// replaced by U+FFFD.
package charset

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	xunicode "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// Why a text is refused.
var (
	ErrBinary  = errors.New("this is no text: it holds bytes that no text has")
	ErrUnknown = errors.New("the letters are not in UTF-8, and in no other encoding that is known: save the file as UTF-8")
	ErrUnsure  = errors.New("the letters are not in UTF-8, and more than one other encoding would fit: save the file as UTF-8")
	ErrMixed   = errors.New("the file begins in UTF-8 and goes on in another encoding: save all of it as UTF-8")
	ErrBroken  = errors.New("the file is cut or damaged: letters are not readable in the encoding that it begins in")
)

const (
	ahead  = 1 << 20 // bytes that are looked at to know an encoding
	behind = 4 << 10 // bytes before the first letter that help
)

// NewReader gives r as UTF-8 without a byte order mark. It holds at most a megabyte. Read
// returns one of the errors above where the text is refused; what came before is text.
func NewReader(r io.Reader) io.Reader {
	return &reader{in: bufio.NewReaderSize(r, 64<<10)}
}

// Decode is NewReader for a text that is in memory.
func Decode(text []byte) ([]byte, error) {
	if utf8.Valid(text) && !bytes.HasPrefix(text, mark) && !bytes.ContainsRune(text, 0) {
		return text, nil
	}
	return io.ReadAll(NewReader(bytes.NewReader(text)))
}

var mark = []byte("\ufeff")

type reader struct {
	in      *bufio.Reader
	begun   bool
	beyond  bool      // a letter beyond ASCII was seen, in UTF-8
	ready   []byte    // UTF-8 that was not given yet, in the buffer of in
	past    []byte    // the last bytes that were ready
	decoded io.Reader // what gives the rest, once it is known not to be UTF-8
	err     error
}

func (r *reader) Read(p []byte) (int, error) {
	if !r.begun {
		r.begun = true
		r.begin()
	}
	for r.err == nil && r.decoded == nil && len(r.ready) == 0 {
		r.next()
	}
	switch {
	case len(r.ready) > 0:
		n := copy(p, r.ready)
		r.ready = r.ready[n:]
		return n, nil
	case r.decoded != nil:
		return r.decoded.Read(p)
	}
	return 0, r.err
}

// begin looks for a byte order mark, and for UTF-16 without one, whose ASCII characters have
// a zero each.
func (r *reader) begin() {
	head, err := r.in.Peek(4)
	if err != nil && err != io.EOF {
		r.err = err
		return
	}
	zeros := strings.Map(func(c rune) rune {
		if c == 0 {
			return '0'
		}
		return 'x'
	}, string(head))
	switch {
	case bytes.HasPrefix(head, mark):
		_, r.err = r.in.Discard(len(mark))
	case bytes.HasPrefix(head, []byte{0xff, 0xfe, 0, 0}), zeros == "00xx", zeros == "000x", zeros == "x000":
		r.err = fmt.Errorf("%w (UTF-32 is not read)", ErrUnknown)
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}), bytes.HasPrefix(head, []byte{0xfe, 0xff}):
		r.decode(r.in, xunicode.UTF16(xunicode.BigEndian, xunicode.ExpectBOM))
	case zeros == "x0x0":
		r.decode(r.in, xunicode.UTF16(xunicode.LittleEndian, xunicode.IgnoreBOM))
	case zeros == "0x0x":
		r.decode(r.in, xunicode.UTF16(xunicode.BigEndian, xunicode.IgnoreBOM))
	}
}

func (r *reader) decode(in io.Reader, e encoding.Encoding) {
	r.decoded = Strict(transform.NewReader(in, e.NewDecoder()))
}

// next makes what is UTF-8 ready, up to the first byte that is not. As long as it is ASCII,
// it is the same in the other encodings.
func (r *reader) next() {
	if _, err := r.in.Peek(1); err != nil {
		r.err = err
		return
	}
	some, _ := r.in.Peek(r.in.Buffered())
	if !utf8.FullRune(some) {
		some, _ = r.in.Peek(utf8.UTFMax) // a letter lies across two reads
	}
	good := valid(some)
	switch {
	case good == 0 && !utf8.FullRune(some) && r.beyond:
		r.err = ErrBroken
		return
	case good == 0:
		r.leave()
		return
	case bytes.IndexByte(some[:good], 0) >= 0:
		r.err = ErrBinary
		return
	}
	r.ready = some[:good]
	r.beyond = r.beyond || bytes.ContainsFunc(r.ready, func(c rune) bool { return c >= 0x80 })
	tail := r.ready[max(0, good-behind):]
	r.past = append(r.past[:copy(r.past, r.past[max(0, len(r.past)+len(tail)-behind):])], tail...)
	_, _ = r.in.Discard(good)
}

// valid is how many bytes of b are whole letters of UTF-8.
func valid(b []byte) int {
	n := 0
	for n < len(b) {
		c, size := utf8.DecodeRune(b[n:])
		if c == utf8.RuneError && size <= 1 {
			break
		}
		n += size
	}
	return n
}

// leave finds the encoding at the first byte that is not UTF-8.
func (r *reader) leave() {
	if r.beyond {
		r.err = ErrMixed
		return
	}
	sample, err := io.ReadAll(io.LimitReader(r.in, ahead))
	if err != nil {
		r.err = err
		return
	}
	looked := append(bytes.Clone(r.past), sample...)
	if bytes.IndexByte(looked, 0) >= 0 {
		r.err = ErrBinary
		return
	}
	found, err := guess(looked)
	if err != nil {
		r.err = err
		return
	}
	r.decode(io.MultiReader(bytes.NewReader(sample), r.in), found)
}

// Strict passes on what a decoder gives, and returns ErrBroken where it replaced letters by
// U+FFFD.
func Strict(decoded io.Reader) io.Reader { return &strict{in: decoded} }

type strict struct {
	in   io.Reader
	keep []byte // the begin of a letter whose end was not read yet
}

func (s *strict) Read(p []byte) (int, error) {
	n, err := s.in.Read(p)
	seen := append(s.keep, p[:n]...)
	if bytes.Contains(seen, []byte("\ufffd")) {
		return 0, ErrBroken
	}
	if bytes.IndexByte(seen, 0) >= 0 {
		return 0, ErrBinary
	}
	s.keep = append(s.keep[:0], seen[max(0, len(seen)-2):]...)
	return n, err
}
