package seed

import (
	"crypto/sha256"
	"embed"
	"math/rand/v2"
	"strconv"
	"strings"

	"citiesgrow/internal/taxonomy/fold"
	"citiesgrow/internal/tsv"
)

//go:embed data/*.tsv
var files embed.FS

// row is a line of a file by the names of its columns. The column "extra" contains further names and values ("days=30; light").
type row map[string]string

type data struct {
	persons, profiles, tenders, posted []row
	places, services, offers, meetings []row
	filings                            []row          // reports to the desks
	kinds                              map[string]row // kinds of services
	sentences                          map[string]row // by language
}

func read() (*data, error) {
	d := &data{sentences: map[string]row{}, kinds: map[string]row{}}
	var said, kinds []row
	for _, f := range []struct {
		name string
		into *[]row
	}{{"people", &d.persons}, {"firms", &d.profiles}, {"tenders", &d.tenders}, {"posted", &d.posted}, {"sentences", &said}, {"places", &d.places},
		{"services", &d.services},
		{"kinds", &kinds}, {"offers", &d.offers}, {"meetings", &d.meetings}, {"reports", &d.filings}} {
		var err error
		if *f.into, err = readRows("data/" + f.name + ".tsv"); err != nil {
			return nil, err
		}
	}
	for _, r := range said {
		d.sentences[r["language"]] = r
	}
	for _, r := range kinds {
		d.kinds[r["kind"]] = r
	}
	return d, nil
}

func readRows(name string) ([]row, error) {
	lines, err := tsv.Read(files, name)
	if err != nil {
		return nil, err
	}
	columns := lines[0].Cells
	var rows []row
	for _, line := range lines[1:] {
		if len(line.Cells) > len(columns) {
			return nil, tsv.Errorf(name, line.Line, "%d cells for %d columns", len(line.Cells), len(columns))
		}
		r := row{}
		for i, cell := range line.Cells {
			r[columns[i]] = cell
		}
		for _, more := range split(r["extra"], ";") {
			key, value, hasValue := strings.Cut(more, "=")
			if !hasValue {
				value = "yes"
			}
			r[key] = value
		}
		rows = append(rows, r)
	}
	return rows, nil
}

// split splits a cell and drops empty parts.
func split(cell, by string) []string {
	var parts []string
	for part := range strings.SplitSeq(cell, by) {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

// number parses a cell; an empty one is 0.
func number(cell string) int {
	n, _ := strconv.Atoi(strings.TrimSpace(cell))
	return n
}

// draw returns a random generator that gives the same numbers for a key in every run.
func draw(key string) *rand.Rand { return rand.New(source(key)) }

func source(key string) *rand.ChaCha8 { return rand.NewChaCha8(sha256.Sum256([]byte(key))) }

// slug returns a name in the form of a URL path segment.
func slug(name string) string {
	plain := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return ' '
	}, fold.Text(name))
	return strings.Join(strings.Fields(plain), "-")
}
