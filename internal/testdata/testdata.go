// Package testdata finds the real notices, code lists and evaluation sets that
// tests read. They lie outside the repository and are never copied into it.
package testdata

import (
	"os"
	"path/filepath"
	"testing"
)

// Dir returns the folder or file at parts in the data folder: CITIESGROW_DATA
// when it is set, ../shared/data next to the repository otherwise. Where the data
// is missing the test is not run, which `make test` counts; where CI is set it fails.
func Dir(t testing.TB, parts ...string) string {
	t.Helper()
	base := os.Getenv("CITIESGROW_DATA")
	if base == "" {
		base = filepath.Join(root(t), "..", "shared", "data")
	}
	path := filepath.Join(append([]string{base}, parts...)...)
	if _, err := os.Stat(path); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("the test data is missing: %s (set CITIESGROW_DATA)", path)
		}
		note(t)
		t.Skipf("wants CITIESGROW_DATA: %s is missing, see docs/data.md", path)
	}
	return path
}

// note adds a line for the test to the file that CITIESGROW_NOT_RUN names, for the count that the Makefile prints.
func note(t testing.TB) {
	name := os.Getenv("CITIESGROW_NOT_RUN")
	if name == "" {
		return
	}
	f, err := os.OpenFile(name, os.O_APPEND|os.O_WRONLY|os.O_CREATE, 0o644)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	dir, _ := os.Getwd()
	if _, err := f.WriteString(dir + " " + t.Name() + "\n"); err != nil {
		t.Fatal(err)
	}
}

// Files returns the files in the data folder that match the pattern, at least one.
func Files(t testing.TB, folder, pattern string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(Dir(t, folder), pattern))
	if err != nil || len(files) == 0 {
		t.Fatalf("no file of %s matches %s (%v)", folder, pattern, err)
	}
	return files
}

// root walks up from the test's folder to the one with go.mod.
func root(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			t.Fatal("no go.mod above the test's folder")
		}
		dir = parent
	}
}
