package service

import (
	_ "embed"
	"fmt"
	"strings"
)

//go:embed free.tsv
var freeTable string

// mustLines reads the lines of a table of two columns.
func mustLines(table string) [][]string {
	var lines [][]string
	for line := range strings.Lines(table) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(strings.TrimSpace(line), "\t")
		if len(cells) != 2 {
			panic(fmt.Sprintf("free.tsv: %q has %d cells", line, len(cells)))
		}
		lines = append(lines, cells)
	}
	return lines
}
