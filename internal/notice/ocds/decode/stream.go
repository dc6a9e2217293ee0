package decode

import (
	"bufio"
	"bytes"
	"compress/flate"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/notice/ocds/loosejson"
)

// MaxRelease is the most that one release, record header or metadata field may take,
// in bytes of JSON.
const MaxRelease = 16 << 20

// deepest is how far packages, records and lists may lie in each other; three is what
// the standard needs.
const deepest = 8

// longest is how long an ocid or the id of a release may be, in bytes.
const longest = 250

// Errors of files that hold no release that could be read.
var (
	ErrNotOCDS  = errors.New("not OCDS: neither a release, a record nor a package of them")
	ErrUTF16    = errors.New("the file is UTF-16; OCDS is UTF-8")
	ErrTooLarge = fmt.Errorf("one part of the file is larger than %d MiB", MaxRelease>>20)
	errEmpty    = errors.New("the file is empty")
	errLinked   = errors.New("the record only links to its releases and has no compiled release")
	errDeep     = fmt.Errorf("lists and packages lie more than %d deep in each other", deepest)
	errNothing  = errors.New("the release says neither what is bought, nor by whom, nor what came of it")
	errNoOCID   = errors.New("the release has no ocid")
	errLongOCID = fmt.Errorf("the ocid of the release is longer than %d characters", longest)
)

// PositionError says which release of a file is meant and where it begins.
type PositionError struct {
	Index int // of the release or record in the file, from 1
	Line  int // from 1
	Err   error
}

func (e *PositionError) Error() string { return fmt.Sprintf("line %d: %v", e.Line, e.Err) }
func (e *PositionError) Unwrap() error { return e.Err }

// Reader reads OCDS JSON.
type Reader struct {
	// Criteria turns what a buyer wrote about a selection criterion into
	// requirements: its group or code, its name, its words. Nil keeps the words as
	// they are.
	Criteria func(code string, name, text i18n.Text) []ocds.Requirement

	// Trusted believes what a release that Write made says about where it came from. Only
	// files of the operator's own are trusted: anybody can write such a file.
	Trusted bool
}

// Read reads with a plain Reader.
func Read(r io.Reader) iter.Seq2[*ocds.Release, error] { return Reader{}.Read(r) }

// Read yields the releases of a file in OCDS 1.0 or 1.1: a release, a record, a
// package of either, a list, or lines of any of these. A record yields its releases
// or, when it has none, its compiled release. What cannot be read yields a
// *PositionError, and what comes after it is read all the same where that is
// possible. One release at a time is kept in memory.
func (rd Reader) Read(r io.Reader) iter.Seq2[*ocds.Release, error] {
	return func(yield func(*ocds.Release, error) bool) {
		s := &stream{reader: rd, yield: yield}
		in := bufio.NewReaderSize(r, 32<<10)
		head, err := in.Peek(4)
		if err != nil && err != io.EOF {
			s.fail(err)
			return
		}
		if bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff")) || bytes.IndexByte(head, 0) >= 0 {
			s.fail(ErrUTF16)
			return
		}
		if bytes.HasPrefix(head, []byte("\xef\xbb\xbf")) {
			_, _ = in.Discard(3)
		}
		s.lines = &lines{in: in}
		s.run()
	}
}

// stream walks through a file token by token.
type stream struct {
	reader  Reader
	yield   func(*ocds.Release, error) bool
	lines   *lines
	json    *json.Decoder
	base    int64 // offset in the file at which json began
	began   int   // the line on which the part at hand begins
	index   int
	depth   int
	open    []byte // the brackets that are open at this point, the outermost first
	pack    packageInfo
	packer  *flate.Writer
	stopped bool // nobody wants more
}

// packageInfo is what a package says once for all of its releases.
type packageInfo struct {
	version string
	date    loosejson.Value
}

// errStop ends the walk when the caller wants no more.
var errStop = errors.New("stop")

// fail reports a part that cannot be read, and reports whether to go on.
func (s *stream) fail(err error) bool { return s.failAt(s.began, err) }

func (s *stream) failAt(line int, err error) bool {
	if !s.yield(nil, &PositionError{Index: max(s.index, 1), Line: max(line, 1), Err: err}) {
		s.stopped = true
	}
	return !s.stopped
}

// run reads one value after the other until the end of the file. After a mistake in
// the JSON of one line the next line is tried.
func (s *stream) run() {
	s.begin(s.lines)
	for first := true; !s.stopped; first = false {
		s.mark()
		err := s.top()
		switch {
		case err == nil:
		case errors.Is(err, errStop):
			return
		case err == io.EOF && first:
			s.fail(errEmpty)
			return
		case err == io.EOF:
			return
		default:
			if !s.failAt(s.lines.at(s.offset()), s.explain(err)) || !s.resume(err) {
				return
			}
			s.index++
		}
	}
}

func (s *stream) begin(r io.Reader) {
	s.json = json.NewDecoder(r)
	s.json.UseNumber()
}

func (s *stream) offset() int64 { return s.base + s.json.InputOffset() }

// mark notes where the next part begins and gives it its bound.
func (s *stream) mark() {
	at := s.offset()
	s.lines.limit = at + MaxRelease
	// A comma and spaces may stand before it.
	rest, _ := io.ReadAll(io.LimitReader(s.json.Buffered(), 1<<10))
	at += int64(len(rest) - len(bytes.TrimLeft(rest, ", \t\r\n")))
	s.began = s.lines.at(at)
}

func (s *stream) explain(err error) error {
	if s.lines.tooLarge {
		return ErrTooLarge
	}
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) || errors.Is(err, io.ErrUnexpectedEOF) || err == io.EOF {
		return fmt.Errorf("not well-formed JSON: %w", err)
	}
	return err
}

// resume goes to the line after the one that could not be read, when that line held
// a value of its own: the next one then begins with a bracket.
func (s *stream) resume(err error) bool {
	var syntax *json.SyntaxError
	if !errors.As(err, &syntax) || s.lines.tooLarge {
		return false
	}
	at := s.offset()
	rest := bufio.NewReaderSize(io.MultiReader(s.json.Buffered(), s.lines), 4<<10)
	if s.lines.at(at) == s.began {
		for {
			part, err := rest.ReadSlice('\n')
			at += int64(len(part))
			if err == bufio.ErrBufferFull {
				s.lines.limit += int64(len(part))
				continue
			}
			if err != nil {
				return false
			}
			break
		}
	}
	for {
		c, err := rest.ReadByte()
		if err != nil {
			return false
		}
		if c == '{' || c == '[' {
			_ = rest.UnreadByte()
			break
		}
		if c != ' ' && c != '\t' && c != '\r' && c != '\n' {
			return false
		}
		at++
	}
	s.base = at
	s.begin(rest)
	return true
}

// top reads one value that stands by itself.
func (s *stream) top() error {
	token, err := s.json.Token()
	if err != nil {
		return err
	}
	s.depth, s.open = 0, nil
	switch token {
	case json.Delim('{'):
		s.pack = packageInfo{}
		err = s.object()
	case json.Delim('['):
		err = s.each()
	default:
		err = ErrNotOCDS
	}
	if err == io.EOF {
		return io.ErrUnexpectedEOF // the end may come only between two values
	}
	return err
}

// each reads the objects of a list, to its end.
func (s *stream) each() error {
	if s.depth++; s.depth > deepest {
		return errDeep
	}
	defer func() { s.depth-- }()
	s.enter('[')
	level := len(s.open)
	for s.json.More() {
		s.mark()
		err := s.one()
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) && !s.lines.tooLarge {
			err = s.passOver(level, err)
		}
		if err != nil {
			return err
		}
	}
	if _, err := s.json.Token(); err != nil {
		return err
	}
	s.leave()
	return nil
}

// one reads one element of a list that stands by itself.
func (s *stream) one() error {
	token, err := s.json.Token()
	switch {
	case err != nil:
		return err
	case token == json.Delim('{'):
		return s.object()
	case token == json.Delim('['):
		return s.each()
	}
	s.index++
	if !s.fail(ErrNotOCDS) {
		return errStop
	}
	return nil
}
