package decode

import (
	"bufio"
	"errors"
	"io"
	"slices"
	"strings"
)

// errRest is reported where a mistake in the JSON leaves no way to find the next release.
var errRest = errors.New("not well-formed JSON: the rest of the file was not read")

// enter and leave keep the brackets that are open.
func (s *stream) enter(bracket byte) { s.open = append(s.open, bracket) }
func (s *stream) leave()             { s.open = s.open[:len(s.open)-1] }

// passOver reports the element of a list that is no JSON and goes to what stands behind it.
// The list is the level-th bracket that is open.
func (s *stream) passOver(level int, cause error) error {
	s.index++
	if !s.failAt(s.lines.at(s.offset()), s.explain(cause)) {
		return errStop
	}
	// The decoder keeps the value that it failed on: what it has not taken begins there.
	in := bufio.NewReaderSize(io.MultiReader(s.json.Buffered(), s.lines), 4<<10)
	skipped, err := skipElement(in, slices.Clone(s.open[level:]), s.lines)
	if err != nil {
		s.failAt(s.lines.at(s.offset()), errRest)
		return errStop
	}
	s.base += s.json.InputOffset() + skipped
	s.open = s.open[:level]
	return s.reopen(in)
}

// closing are the brackets that close others.
var closing = map[byte]byte{'}': '{', ']': '['}

// skipElement reads to the end of an element, in which some brackets are open. A comma behind it
// is taken as well. Brackets within texts do not count, and neither do those that close nothing;
// since no text goes over the end of a line, a quote that was never closed spoils its own line
// only.
func skipElement(in *bufio.Reader, open []byte, lines *lines) (read int64, err error) {
	inText, escaped := false, false
	for {
		c, err := in.ReadByte()
		if err != nil {
			return read, err
		}
		read++
		switch {
		case inText:
			switch {
			case escaped:
				escaped = false
			case c == '\\':
				escaped = true
			case c == '"', c == '\n':
				inText = false
			}
		case c == '"':
			inText = true
		case c == '{', c == '[':
			open = append(open, c)
		case c == ']' && len(open) == 0: // the end of the list itself
			return read - 1, in.UnreadByte()
		case closing[c] != 0 && len(open) > 0 && open[len(open)-1] == closing[c]:
			open = open[:len(open)-1]
		case c == ',' && len(open) == 0:
			return read, nil
		}
		if read%(1<<20) == 0 {
			lines.limit += 1 << 20
		}
	}
}

// reopen begins to decode again within the brackets that are open, the innermost of which is
// a list.
func (s *stream) reopen(rest io.Reader) error {
	head, tokens := "", 0
	for _, bracket := range s.open {
		head, tokens = head+string(bracket), tokens+1
		if bracket == '{' {
			head, tokens = head+`"":`, tokens+1
		}
	}
	s.begin(io.MultiReader(strings.NewReader(head), rest))
	s.base -= int64(len(head))
	for range tokens {
		if _, err := s.json.Token(); err != nil {
			return err
		}
	}
	return nil
}
