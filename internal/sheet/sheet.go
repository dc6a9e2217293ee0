// Package sheet writes tables as CSV (RFC 4180) that a spreadsheet opens as what they are, in
// every locale: with a byte order mark, so that letters beyond ASCII are read as UTF-8, and with
// no cell that is taken for a formula (CWE-1236).
//
// Where a semicolon or a tab separates cells, a spreadsheet splits lines of this file there as
// well, and then ignores quotes that do not begin a cell. So a formula is defused wherever a cell
// could begin: at the start, behind a separator or a line break, and behind the quotes and
// spaces that may stand before it.
package sheet

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"strings"
)

// Type is the media type of what is written.
const Type = "text/csv; charset=utf-8"

// mark is the byte order mark of UTF-8.
const mark = "\uFEFF"

// Write writes a head and rows to a file. Text is defused; numbers stay numbers.
func Write(to io.Writer, head []string, rows [][]any) error {
	if _, err := io.WriteString(to, mark); err != nil {
		return err
	}
	out := csv.NewWriter(to)
	if err := out.Write(head); err != nil {
		return err
	}
	for _, row := range rows {
		cells := make([]string, len(row))
		for i, v := range row {
			cells[i] = cell(v)
		}
		if err := out.Write(cells); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// CSV is a table in memory.
func CSV(head []string, rows [][]any) ([]byte, error) {
	var b bytes.Buffer
	err := Write(&b, head, rows)
	return b.Bytes(), err
}

func cell(v any) string {
	switch v := v.(type) {
	case int, int64, float64:
		return fmt.Sprint(v)
	case string:
		return Text(v)
	}
	return Text(fmt.Sprint(v))
}

const (
	begin      = "=+-@\t\r＝＋－＠" // what begins a formula, also in the width of Japanese keyboards
	separators = ";,|\t\r\n"
	before     = " \"\u00a0\u200b\uFEFF" // may stand before it
)

// Text is a cell with an apostrophe before whatever a spreadsheet would take for a formula.
func Text(cell string) string {
	var b strings.Builder
	first := true // a cell could begin here
	for _, r := range cell {
		if first && strings.ContainsRune(begin, r) {
			b.WriteByte('\'')
			first = false
		}
		switch {
		case strings.ContainsRune(separators, r):
			first = true
		case !strings.ContainsRune(before, r):
			first = false
		}
		b.WriteRune(r)
	}
	return b.String()
}
