package internal_test

import (
	"encoding/csv"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// allowed are the licences under which the program may be linked with a module.
var allowed = []string{"Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT"}

// Every module that the program is linked with is in docs/licences.csv, which "make licences" writes,
// with a licence that is allowed, and no other.
func TestLicences(t *testing.T) {
	file, err := os.Open("../docs/licences.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		if !slices.Contains(allowed, row[1]) {
			t.Errorf("%s is under %s", row[0], row[1])
		}
	}
	list := exec.CommandContext(t.Context(), "go", "list", "-deps", "-f", "{{with .Module}}{{.Path}}{{end}}", "./cmd/citiesgrow")
	list.Dir = ".."
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	linked := slices.Compact(slices.Sorted(strings.FieldsSeq(string(out))))
	if len(linked) < 50 {
		t.Errorf("only %d modules are linked", len(linked))
	}
	for _, row := range rows[1:] {
		if !slices.ContainsFunc(linked, func(path string) bool { return row[0] == path || strings.HasPrefix(row[0], path+"/") }) {
			t.Errorf("docs/licences.csv names %s, with which the program is not linked", row[0])
		}
	}
	for _, path := range linked {
		known := func(row []string) bool { return row[0] == path || strings.HasPrefix(row[0], path+"/") }
		if path != "citiesgrow" && !slices.ContainsFunc(rows, known) {
			t.Errorf("the licence of %s is not in docs/licences.csv: see make licences", path)
		}
	}
}
