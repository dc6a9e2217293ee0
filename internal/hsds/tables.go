package hsds

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"strings"
)

// rows are the lines of one table by the value of a column.
type rows map[string][]map[string]string

// mostRows bounds one table.
const mostRows = 1_000_000

// ReadTables walks the services of a tabular package: a folder of CSV files named as the
// tables of HSDS. Tables and columns that are not there are empty.
func ReadTables(files fs.FS) iter.Seq2[*Service, error] {
	return func(yield func(*Service, error) bool) {
		t := tables{files: files}
		services := t.read("services", "id")
		j := joiner{organizations: t.read("organizations", "id"), locations: t.read("locations", "id"), byService: map[string]rows{}, byLocation: map[string]rows{}}
		for _, name := range []string{"service_at_location", "phones", "schedules", "cost_options", "languages", "required_documents", "contacts", "service_areas"} {
			j.byService[name] = t.read(name, "service_id")
		}
		for _, name := range []string{"addresses", "accessibility", "phones", "schedules", "languages"} {
			j.byLocation[name] = t.read(name, "location_id")
		}
		if t.err != nil {
			yield(nil, t.err)
			return
		}
		for _, id := range t.order {
			for _, row := range services[id] {
				s, err := j.service(row)
				if !yield(s, err) {
					return
				}
			}
		}
		if len(t.order) == 0 {
			yield(nil, fmt.Errorf("%w: no table of services", ErrFormat))
		}
	}
}

type tables struct {
	files fs.FS
	order []string // of the services
	err   error
}

func (t *tables) read(name, by string) rows {
	found := rows{}
	for _, spelled := range []string{name, name + "s", strings.TrimSuffix(name, "s")} {
		f, err := t.files.Open(spelled + ".csv")
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err == nil {
			err = errors.Join(t.lines(name, by, f, found), f.Close())
		}
		if err != nil {
			t.err = errors.Join(t.err, fmt.Errorf("%s.csv: %w", spelled, err))
		}
		break
	}
	return found
}

func (t *tables) lines(name, by string, f io.Reader, found rows) error {
	b := bufio.NewReader(f)
	if mark, err := b.Peek(3); err == nil && string(mark) == "\ufeff" {
		b.Discard(3)
	}
	head, _ := b.Peek(1000)
	line, _, _ := strings.Cut(string(head), "\n")
	r := csv.NewReader(b)
	r.FieldsPerRecord, r.LazyQuotes = -1, true
	if strings.Count(line, ";") > strings.Count(line, ",") {
		r.Comma = ';'
	}
	columns, err := r.Read()
	if errors.Is(err, io.EOF) {
		return nil
	}
	for n := 0; err == nil; n++ {
		var cells []string
		if cells, err = r.Read(); err != nil {
			break
		}
		if n > mostRows {
			return fmt.Errorf("more than %d lines", mostRows)
		}
		row := map[string]string{}
		for i, cell := range cells[:min(len(cells), len(columns))] {
			row[strings.TrimSpace(columns[i])] = strings.TrimSpace(cell)
		}
		if key := row[by]; key != "" {
			if name == "services" {
				t.order = append(t.order, key)
			}
			found[key] = append(found[key], row)
		}
	}
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// joiner puts what belongs to a service together.
type joiner struct {
	organizations, locations rows
	byService, byLocation    map[string]rows
}

func (j joiner) service(row map[string]string) (*Service, error) {
	id := row["id"]
	all := plainObject(row)
	for field, table := range map[string]string{"phones": "phones", "schedules": "schedules", "cost_options": "cost_options", "languages": "languages",
		"required_documents": "required_documents", "contacts": "contacts", "service_areas": "service_areas"} {
		all[field] = objects(j.byService[table][id])
	}
	if found := j.organizations[row["organization_id"]]; len(found) > 0 {
		all["organization"] = plainObject(found[0])
	}
	var at []map[string]any
	for _, link := range j.byService["service_at_location"][id] {
		one := plainObject(link)
		if found := j.locations[link["location_id"]]; len(found) > 0 {
			one["location"] = j.location(found[0])
		}
		at = append(at, one)
	}
	all["service_at_locations"] = at
	raw, err := json.Marshal(all)
	if err != nil {
		return nil, err
	}
	var s Service
	if err := json.Unmarshal(raw, &s); err != nil {
		return nil, fmt.Errorf("service %s: %w", id, err)
	}
	return &s, nil
}

func (j joiner) location(row map[string]string) map[string]any {
	all := plainObject(row)
	for _, table := range []string{"addresses", "accessibility", "phones", "schedules", "languages"} {
		all[table] = objects(j.byLocation[table][row["id"]])
	}
	return all
}

func plainObject(row map[string]string) map[string]any {
	all := map[string]any{}
	for name, cell := range row {
		if cell != "" {
			all[name] = cell
		}
	}
	return all
}

func objects(found []map[string]string) []map[string]any {
	var all []map[string]any
	for _, row := range found {
		all = append(all, plainObject(row))
	}
	return all
}
