package taxonomy

import (
	"bufio"
	"bytes"
	"embed"
	"fmt"
	"strings"
)

// vocabulary holds our own wording; translators edit these files.
//
//go:embed data
var vocabulary embed.FS

// row is one line of a tab-separated file of ours, with its number for errors.
type row struct {
	line  int
	cells []string
}

// readRows reads a tab-separated file of ours. Empty lines and lines that
// begin with # are for people.
func readRows(name string) ([]row, error) {
	data, err := vocabulary.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var rows []row
	lines := bufio.NewScanner(bytes.NewReader(data))
	for n := 1; lines.Scan(); n++ {
		text := strings.TrimRight(lines.Text(), " \r\t")
		if text == "" || text[0] == '#' {
			continue
		}
		rows = append(rows, row{n, strings.Split(text, "\t")})
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return rows, nil
}

func faulty(name string, line int, format string, args ...any) error {
	return fmt.Errorf("%s:%d: %s", name, line, fmt.Sprintf(format, args...))
}
