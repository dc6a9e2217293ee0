// Package tsv reads the tab-separated files of our own words that are part of the program. People edit them, so
// an error names the file and the line.
package tsv

import (
	"bufio"
	"bytes"
	"fmt"
	"io/fs"
	"strings"
)

// Row is one line, with its number (from 1) for errors. Cells has at least one element.
type Row struct {
	Line  int
	Cells []string
}

// Read reads a file. Empty lines and lines that begin with # are for people and left out, as is white space at
// the end of a line.
func Read(files fs.FS, name string) ([]Row, error) {
	data, err := fs.ReadFile(files, name)
	if err != nil {
		return nil, err
	}
	var rows []Row
	lines := bufio.NewScanner(bytes.NewReader(data))
	for n := 1; lines.Scan(); n++ {
		text := strings.TrimRight(lines.Text(), " \r\t")
		if text == "" || text[0] == '#' {
			continue
		}
		rows = append(rows, Row{n, strings.Split(text, "\t")})
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return rows, nil
}

// Errorf is an error about one line of a file.
func Errorf(name string, line int, format string, args ...any) error {
	return fmt.Errorf("%s:%d: %s", name, line, fmt.Sprintf(format, args...))
}
