package hsds

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"path"
	"slices"
	"strings"
)

// tableFields are the fields of a service, and of a location, that are tables of their own.
var (
	serviceTables  = []string{"phones", "schedules", "cost_options", "languages", "required_documents", "contacts", "service_areas", "service_at_location"}
	locationTables = []string{"addresses", "accessibility", "phones", "schedules", "languages"}
)

// ReadTables walks the services of a tabular package: a folder of CSV files named as the
// tables of HSDS, with commas, semicolons or tabs, in any encoding that charset reads. Tables
// and columns that are not there are empty; one that cannot be read is a Refusal, and the
// services go on without it.
func ReadTables(files fs.FS) iter.Seq2[*Service, error] {
	return func(yield func(*Service, error) bool) {
		t := &tables{files: files, names: names(files), known: map[string][]row{}}
		services, err := t.read("services")
		if err != nil {
			yield(nil, err)
			return
		}
		j := joiner{byService: map[string]rows{}, byLocation: map[string]rows{}}
		j.organizations, j.locations = t.by("organizations", "id"), t.by("locations", "id")
		for _, name := range serviceTables {
			j.byService[name] = t.by(name, "service_id")
		}
		for _, name := range locationTables {
			j.byLocation[name] = t.by(name, "location_id")
		}
		for _, refused := range t.refused {
			if !yield(nil, refused) {
				return
			}
		}
		if len(services) == 0 {
			yield(nil, &Refusal{Reason: "the table of services is empty", Err: ErrFormat})
			return
		}
		for _, row := range once(services) {
			if !yield(j.service(row)) {
				return
			}
		}
	}
}

// row is one line of a table by its columns.
type row struct {
	line    int
	cells   map[string]string
	remarks []Remark
}

// rows are the lines of a table by the value of a column.
type rows map[string][]row

// once removes rows with the same id: the last one stays, at the place of the first.
func once(all []row) []row {
	at := map[string]int{}
	var kept []row
	for _, r := range all {
		id := strings.ToLower(r.cells["id"])
		i, seen := at[id]
		switch {
		case id == "" || !seen:
			at[id] = len(kept)
			kept = append(kept, r)
		default:
			earlier := append(kept[i].remarks, Remark{"id", fmt.Sprintf("the row of line %d has the same id; the last one counts", kept[i].line)})
			r.remarks = append(earlier, r.remarks...)
			kept[i] = r
		}
	}
	return kept
}

// tables reads the tables of a folder; names are its files in lower case.
type tables struct {
	files   fs.FS
	names   map[string]string
	known   map[string][]row // what was read
	refused []*Refusal
}

// names are the files of a folder by their names in lower case.
func names(files fs.FS) map[string]string {
	found := map[string]string{}
	entries, err := fs.ReadDir(files, ".")
	if err != nil {
		return found
	}
	for _, e := range slices.Backward(entries) {
		if !e.IsDir() {
			found[strings.ToLower(e.Name())] = e.Name()
		}
	}
	return found
}

// endings of a table's file.
var endings = []string{".csv", ".tsv", ".tab", ".txt"}

// find is the file of a table, in the singular or the plural.
func find(names map[string]string, table string) (string, bool) {
	for _, spelled := range []string{table, table + "s", strings.TrimSuffix(table, "s")} {
		for _, ends := range endings {
			if name, ok := names[spelled+ends]; ok {
				return name, true
			}
		}
	}
	return "", false
}

// read reads a table; one that is not there has no rows.
func (t *tables) read(table string) ([]row, error) {
	name, ok := find(t.names, table)
	if !ok {
		return nil, nil
	}
	f, err := t.files.Open(name)
	if err != nil {
		return nil, inFile(name, err)
	}
	all, err := lines(f)
	if err = errors.Join(err, f.Close()); err != nil {
		return nil, inFile(name, err)
	}
	return all, nil
}

func inFile(name string, err error) *Refusal {
	r := *refusal(err)
	r.File = cmp.Or(r.File, name)
	return &r
}

// by is a table by the values of a column. Any table but that of the services may fail.
func (t *tables) by(table, column string) rows {
	all, done := t.known[table]
	if !done {
		var err error
		if all, err = t.read(table); err != nil {
			t.refused = append(t.refused, refusal(err))
		}
		t.known[table] = all
	}
	found := rows{}
	for _, r := range all {
		if key := r.cells[column]; key != "" {
			found[key] = append(found[key], r)
		}
	}
	return found
}

// joiner joins the rows of all tables that belong to a service.
type joiner struct {
	organizations, locations rows
	byService, byLocation    map[string]rows
}

func (j joiner) service(r row) (*Service, error) {
	id := r.cells["id"]
	all := plainObject(r)
	for _, name := range serviceTables {
		if name != "service_at_location" {
			all[name] = objects(j.byService[name][id])
		}
	}
	if found := j.organizations[r.cells["organization_id"]]; len(found) > 0 {
		all["organization"] = plainObject(found[0])
	}
	at := []any{}
	for _, link := range j.byService["service_at_location"][id] {
		one := plainObject(link)
		if found := j.locations[link.cells["location_id"]]; len(found) > 0 {
			one["location"] = j.location(found[0])
		}
		at = append(at, one)
	}
	all["service_at_locations"] = at
	s := &Service{}
	remarks, err := fit(all, s)
	if err != nil {
		refused := *refusal(err)
		refused.Line, refused.ID, refused.Name = r.line, id, r.cells["name"]
		return nil, &refused
	}
	s.Line, s.Remarks = r.line, append(r.remarks, remarks...)
	s.mend()
	return s, nil
}

func (j joiner) location(r row) map[string]any {
	all := plainObject(r)
	for _, table := range locationTables {
		all[table] = objects(j.byLocation[table][r.cells["id"]])
	}
	return all
}

func plainObject(r row) map[string]any {
	all := map[string]any{}
	for name, cell := range r.cells {
		if cell != "" {
			all[name] = cell
		}
	}
	return all
}

func objects(found []row) []any {
	all := []any{}
	for _, r := range found {
		all = append(all, plainObject(r))
	}
	return all
}

// tabular is a folder that holds a table of services, and its name.
func tabular(files fs.FS, name string) (fs.FS, string, bool) {
	folder, err := fs.Sub(files, name)
	if err != nil {
		return nil, "", false
	}
	table, ok := find(names(folder), "services")
	return folder, path.Join(name, table), ok
}
