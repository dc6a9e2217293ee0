package codelist

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/taxonomy"
	"citiesgrow/internal/tsv"
)

// parseTable reads a table whose first line names the columns.
func parseTable(name string, r io.Reader) (taxonomy.Set, error) {
	lines := &tableReader{name: name}
	if err := lines.open(r); errors.Is(err, io.EOF) {
		return taxonomy.Set{}, empty(name, 0)
	} else if err != nil {
		return taxonomy.Set{}, err
	}
	columns := lines.columns
	if from, to := slices.Index(columns, "cpv2003"), slices.Index(columns, "cpv2008"); from >= 0 && to >= 0 {
		return parseSuccessors(lines, from, to)
	}
	if id, words := slices.Index(columns, "nuts_id"), slices.IndexFunc(columns, isNutsName); id >= 0 && words >= 0 {
		return parseNames(lines, id, words)
	}
	if code := slices.Index(columns, "code"); code >= 0 {
		return parseLabels(lines, code)
	}
	return taxonomy.Set{}, fmt.Errorf("%s:1: %w", name, ErrNoCodes)
}

func isNutsName(column string) bool {
	return column == "name_latn" || column == "nuts_name" || column == "name"
}

// tableReader reads lines of cells parted by tabs, semicolons or commas,
// whichever the first line has. Cells of a tabbed file are taken as they are:
// the official ones have quotation marks in the middle of words.
type tableReader struct {
	name    string
	columns []string
	lines   *bufio.Scanner
	comma   rune
	line    int
}

func (t *tableReader) open(r io.Reader) error {
	t.lines = bufio.NewScanner(r)
	t.lines.Buffer(make([]byte, 0, 1<<16), 1<<20)
	if !t.lines.Scan() {
		return t.stopped()
	}
	t.line = 1
	t.comma = ','
	for _, comma := range "\t;" {
		if strings.ContainsRune(t.lines.Text(), comma) {
			t.comma = comma
			break
		}
	}
	cells, err := t.split(t.lines.Text())
	for _, c := range cells {
		t.columns = append(t.columns, strings.ToLower(c))
	}
	return err
}

// next returns the next line's cells, as many as there are columns; io.EOF at the end.
func (t *tableReader) next() ([]string, error) {
	for t.lines.Scan() {
		if t.line++; t.line > maxCodes {
			return nil, t.wrong("more than %d codes", maxCodes)
		}
		if strings.TrimSpace(t.lines.Text()) == "" {
			continue
		}
		cells, err := t.split(t.lines.Text())
		if err != nil {
			return nil, err
		}
		if len(cells) > len(t.columns) && t.comma != '\t' {
			// A name with the separator in it, as "Palestine; State of".
			last := len(t.columns) - 1
			cells = append(cells[:last], strings.Join(cells[last:], string(t.comma)+" "))
		}
		if len(cells) > len(t.columns) {
			return nil, t.wrong("%d cells, but %d columns are named", len(cells), len(t.columns))
		}
		for len(cells) < len(t.columns) {
			cells = append(cells, "")
		}
		return cells, nil
	}
	return nil, t.stopped()
}

func (t *tableReader) split(line string) (cells []string, err error) {
	if t.comma == '\t' {
		cells = strings.Split(line, "\t")
	} else {
		r := csv.NewReader(strings.NewReader(line))
		r.Comma, r.LazyQuotes = t.comma, true
		if cells, err = r.Read(); err != nil {
			return nil, t.wrong("%v", err)
		}
	}
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	return cells, nil
}

// stopped says why there is no further line.
func (t *tableReader) stopped() error {
	if err := t.lines.Err(); err != nil {
		t.line++
		return t.wrong("%v", err)
	}
	return io.EOF
}

func (t *tableReader) wrong(format string, args ...any) error {
	return tsv.Errorf(t.name, t.line, format, args...)
}

// rows calls do with the cells of each line to the end.
func (t *tableReader) rows(do func(cells []string) error) error {
	for {
		cells, err := t.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = do(cells)
		}
		if err != nil {
			return err
		}
	}
}

// parseLabels reads the CPV or its supplementary codes: code, then languages.
func parseLabels(t *tableReader, code int) (taxonomy.Set, error) {
	set := taxonomy.Set{}
	supplementary := regexp.MustCompile(`^([A-Z]{2}[0-9]{2})(-[0-9])?$`)
	err := t.rows(func(cells []string) error {
		scheme := "CPV"
		id, ok := taxonomy.NormalCPV(cells[code])
		if m := supplementary.FindStringSubmatch(cells[code]); !ok && m != nil {
			scheme, id, ok = "CPVS", m[1], true
		}
		if !ok || set.Scheme != "" && set.Scheme != scheme {
			return t.wrong("%.40q is no code of the CPV", cells[code])
		}
		set.Scheme = scheme
		c := taxonomy.Code{Scheme: scheme, ID: strings.Clone(id), Labels: i18n.Text{}}
		if scheme == "CPV" {
			c.Parent = taxonomy.WiderCPV(c.ID)
		}
		for i, words := range cells {
			if l := languageOf(t.columns[i]); l != "" && words != "" {
				c.Labels[l] = strings.Clone(words)
			}
		}
		set.Codes = append(set.Codes, c)
		return nil
	})
	if err != nil {
		return taxonomy.Set{}, err
	}
	return set, empty(t.name, len(set.Codes))
}

// parseSuccessors reads which code of CPV 2003 became which of CPV 2008.
func parseSuccessors(t *tableReader, from, to int) (taxonomy.Set, error) {
	set := taxonomy.Set{Scheme: "CPV2003", Map: map[string]string{}}
	footnote := regexp.MustCompile(`\([0-9]\)$`)
	err := t.rows(func(cells []string) error {
		before, ok1 := taxonomy.NormalCPV(footnote.ReplaceAllString(cells[from], ""))
		after, ok2 := taxonomy.NormalCPV(footnote.ReplaceAllString(cells[to], ""))
		if !ok1 || !ok2 {
			return t.wrong("%.40q and %.40q are not two codes of the CPV", cells[from], cells[to])
		}
		if _, twice := set.Map[before]; !twice {
			set.Map[strings.Clone(before)] = strings.Clone(after)
		}
		return nil
	})
	if err != nil {
		return taxonomy.Set{}, err
	}
	return set, empty(t.name, len(set.Map))
}

func empty(name string, codes int) error {
	if codes == 0 {
		return fmt.Errorf("%s: %w", name, ErrNoCodes)
	}
	return nil
}
