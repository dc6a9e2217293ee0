// Package codelist reads the official files of code lists, in the forms in which they are published.
package codelist

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"unicode/utf8"

	"citiesgrow/internal/taxonomy"
)

// Bounds of an official file: the largest published one has 7.5 MB.
const (
	maxFile  = 64 << 20 // bytes
	maxCodes = 200_000
)

// ErrNoCodes is returned for a file in none of the forms that are read.
var ErrNoCodes = errors.New("not a list of codes: want a table with a code column, genericode, or a NUTS mapping")

// Parse reads an official file: the CPV as a table with one column of
// words for each language, its supplementary codes, the table from CPV 2003 to
// 2008, genericode XML (eForms code lists, NUTS), the NUTS names as CSV and NUTS
// mappings as JSON. The form is known from what is in it; the name is for errors.
func Parse(name string, r io.Reader) (taxonomy.Set, error) {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	data, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err != nil {
		return taxonomy.Set{}, fmt.Errorf("%s: %w", name, err)
	}
	if len(data) > maxFile {
		return taxonomy.Set{}, fmt.Errorf("%s: larger than %d MB", name, maxFile>>20)
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(data) {
		return taxonomy.Set{}, fmt.Errorf("%s:%d: not UTF-8", name, invalidLine(data))
	}
	switch head := bytes.TrimLeft(data, " \t\r\n"); {
	case len(head) == 0:
		return taxonomy.Set{}, fmt.Errorf("%s: %w", name, ErrNoCodes)
	case head[0] == '<':
		return parseGenericode(name, data)
	case head[0] == '{':
		return parseMapping(name, data)
	}
	return parseTable(name, bufio.NewReader(bytes.NewReader(data)))
}

func invalidLine(data []byte) int {
	for n := 1; ; n++ {
		line, rest, more := bytes.Cut(data, []byte("\n"))
		if !utf8.Valid(line) || !more {
			return n
		}
		data = rest
	}
}
