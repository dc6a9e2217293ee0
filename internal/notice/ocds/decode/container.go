package decode

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"citiesgrow/internal/notice/ocds/loosejson"
)

// held is an object that turns out to be a release, a record or a package only when
// it has been read.
type held struct {
	fields   map[string]any
	compiled loosejson.Value // compiledRelease of a record, or the latest values of its versioned release
	isMany   bool            // has releases or records
	embedded int             // releases that were found in it
	linked   int             // releases that it only links to
}

// object reads an object whose opening brace has been read. Releases and records
// inside are handed on one by one; everything else is kept until the end says what
// the object was.
func (s *stream) object() error {
	if s.depth++; s.depth > deepest {
		return errDeep
	}
	defer func() { s.depth-- }()
	h := held{fields: map[string]any{}}
	s.enter('{')
	for s.json.More() {
		token, err := s.json.Token()
		if err != nil {
			return err
		}
		name, _ := token.(string)
		if err := s.field(&h, name); err != nil {
			return err
		}
	}
	if _, err := s.json.Token(); err != nil {
		return err
	}
	s.leave()
	return s.finish(&h)
}

func (s *stream) field(h *held, name string) error {
	if name != "releases" && name != "records" {
		var v any
		if err := s.json.Decode(&v); err != nil {
			return err
		}
		switch name {
		case "compiledRelease":
			h.compiled = loosejson.Of(v)
		case "versionedRelease":
			if h.compiled.Object() == nil {
				h.compiled = versionedRelease(loosejson.Of(v))
			}
		default:
			h.fields[name] = v
		}
		return nil
	}
	h.isMany = true
	token, err := s.json.Token()
	if err != nil {
		return err
	}
	s.describe(h)
	switch token {
	case json.Delim('['):
		return s.elements(h, name)
	case json.Delim('{'): // one where a list belongs
		return s.element(h, name)
	}
	return nil
}

// describe takes what the package has said so far.
func (s *stream) describe(h *held) {
	v := loosejson.Of(h.fields)
	if version := v.String("version"); version != "" {
		s.pack.version = version
	}
	if v.Has("publishedDate") {
		s.pack.date = v.Get("publishedDate")
	}
}

// elements reads the releases or records of a list. One that is no JSON is reported and passed
// over.
func (s *stream) elements(h *held, name string) error {
	s.enter('[')
	level := len(s.open)
	for s.json.More() {
		s.mark()
		err := s.listed(h, name)
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) && !s.lines.tooLarge {
			h.embedded++
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

func (s *stream) listed(h *held, name string) error {
	token, err := s.json.Token()
	switch {
	case err != nil:
		return err
	case token == json.Delim('{'):
		return s.element(h, name)
	}
	return s.stranger(token)
}

// stranger reports what stands where a release belongs.
func (s *stream) stranger(token json.Token) error {
	s.index++
	if !s.fail(ErrNotOCDS) {
		return errStop
	}
	if token == json.Delim('[') {
		s.enter('[')
		return s.skip()
	}
	return nil
}

// skip reads to the end of a list that has begun.
func (s *stream) skip() error {
	for s.json.More() {
		var v json.RawMessage
		if err := s.json.Decode(&v); err != nil {
			return err
		}
	}
	_, err := s.json.Token()
	s.leave()
	return err
}

// element reads one release or record of a package.
func (s *stream) element(h *held, name string) error {
	if name == "records" {
		h.embedded++
		return s.object()
	}
	fields := map[string]any{}
	s.enter('{')
	for s.json.More() {
		token, err := s.json.Token()
		if err != nil {
			return err
		}
		var v any
		if err := s.json.Decode(&v); err != nil {
			return err
		}
		key, _ := token.(string)
		fields[key] = v
	}
	if _, err := s.json.Token(); err != nil {
		return err
	}
	s.leave()
	release := loosejson.Of(fields)
	if release.Has("url") && !release.Has("ocid") && !release.Has("tender") {
		h.linked++
		return nil
	}
	h.embedded++
	return s.release(release)
}

// finish says what the object was and reads it, unless its parts have been read.
func (s *stream) finish(h *held) error {
	v := loosejson.Of(h.fields)
	switch {
	case h.embedded > 0:
		return nil
	case h.compiled.Object() != nil:
		return s.release(h.compiled)
	case h.linked > 0:
		s.index++
		if !s.fail(errLinked) {
			return errStop
		}
		return nil
	case h.isMany:
		return nil // an empty package
	case v.Has("ocid") || v.Has("tag") && (v.Has("tender") || v.Has("awards")):
		return s.release(v)
	}
	s.index++
	if !s.fail(ErrNotOCDS) {
		return errStop
	}
	return nil
}

// release reads one release and hands it on.
func (s *stream) release(v loosejson.Value) error {
	s.index++
	r, err := s.reader.release(v, s.pack)
	if err != nil {
		if !s.fail(err) {
			return errStop
		}
		return nil
	}
	if r.Source.System == "ocds" {
		r.Raw, r.Digest = s.packed(v), digest(v)
	}
	if !s.yield(r, nil) {
		s.stopped = true
		return errStop
	}
	return nil
}

// lines passes a file on, counts its lines and stops where a part grows too large.
type lines struct {
	in       io.Reader
	read     int64   // bytes passed on
	newlines []int64 // offsets of those that nobody has asked behind yet
	passed   int     // how many were before
	limit    int64   // offset that the part at hand may not go beyond
	tooLarge bool
}

func (l *lines) Read(p []byte) (int, error) {
	// What the decoder reads ahead belongs to the next part: some room for it.
	room := l.limit + 64<<10 - l.read
	if room <= 0 {
		l.tooLarge = true
		return 0, ErrTooLarge
	}
	p = p[:min(int64(len(p)), room)]
	n, err := l.in.Read(p)
	for i, c := range p[:n] {
		if c == '\n' {
			l.newlines = append(l.newlines, l.read+int64(i))
		}
	}
	l.read += int64(n)
	if err != nil && !errors.Is(err, io.EOF) {
		err = fmt.Errorf("read: %w", err)
	}
	return n, err
}

// at is the line, from 1, of an offset; offsets are asked in ascending order.
func (l *lines) at(offset int64) int {
	n := 0
	for n < len(l.newlines) && l.newlines[n] < offset {
		n++
	}
	l.passed += n
	l.newlines = l.newlines[n:]
	return l.passed + 1
}
