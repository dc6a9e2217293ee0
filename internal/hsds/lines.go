package hsds

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/transform"

	"citiesgrow/internal/charset"
)

// mostRows bounds one table.
const mostRows = 1_000_000

// lines reads a table: its first line names the columns.
func lines(f io.Reader) ([]row, error) {
	b := bufio.NewReaderSize(transform.NewReader(charset.NewReader(f), &newlines{}), 1<<16)
	head, err := b.Peek(1 << 14)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	r := csv.NewReader(b)
	r.FieldsPerRecord, r.LazyQuotes, r.Comma = -1, true, separator(head)
	columns, err := r.Read()
	if errors.Is(err, io.EOF) {
		return nil, nil
	}
	for i, c := range columns {
		columns[i] = strings.ToLower(strings.Join(strings.Fields(c), "_"))
	}
	var all []row
	for err == nil {
		var cells []string
		if cells, err = r.Read(); err != nil {
			break
		}
		if len(all) == mostRows {
			return nil, fmt.Errorf("a table of more than %d lines is not read", mostRows)
		}
		if one, some := rowOf(columns, cells); some {
			one.line, _ = r.FieldPos(0)
			all = append(all, one)
		}
	}
	if errors.Is(err, io.EOF) {
		return all, nil
	}
	return nil, err
}

// rowOf lays cells under their columns; a row without any is none.
func rowOf(columns, cells []string) (one row, some bool) {
	one.cells = map[string]string{}
	for i, cell := range cells {
		cell = strings.TrimSpace(cell)
		some = some || cell != ""
		switch {
		case i < len(columns):
			one.cells[columns[i]] = cell
		case cell != "" && one.remarks == nil:
			one.remarks = []Remark{{"", fmt.Sprintf("the row has %d cells and the table %d columns; the others were left out", len(cells), len(columns))}}
		}
	}
	return one, some
}

// separator is what stands most often between the columns of the first line.
func separator(head []byte) rune {
	line, _, _ := bytes.Cut(head, []byte("\n"))
	quoted, count := false, map[byte]int{}
	for _, c := range line {
		if c == '"' {
			quoted = !quoted
		} else if !quoted {
			count[c]++
		}
	}
	best := byte(',')
	for _, c := range []byte(";\t|") {
		if count[c] > count[best] {
			best = c
		}
	}
	return rune(best)
}

// newlines makes line ends of old Macintosh files those of others.
type newlines struct{ wasReturn bool }

// Reset forgets what came before.
func (n *newlines) Reset() { n.wasReturn = false }

// Transform implements transform.Transformer.
func (n *newlines) Transform(dst, src []byte, _ bool) (nDst, nSrc int, err error) {
	for _, c := range src {
		if c == '\n' && n.wasReturn {
			n.wasReturn = false
			nSrc++
			continue
		}
		if nDst == len(dst) {
			return nDst, nSrc, transform.ErrShortDst
		}
		n.wasReturn = c == '\r'
		if n.wasReturn {
			c = '\n'
		}
		dst[nDst] = c
		nDst++
		nSrc++
	}
	return nDst, nSrc, nil
}
