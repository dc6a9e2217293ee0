package search

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// answers lists the results of a few queries, with all figures.
func answers(t *testing.T, e *Engine) string {
	t.Helper()
	var b strings.Builder
	for _, words := range []string{"", "cleaning", "siivous koulu", "librarys", "мир"} {
		fmt.Fprintf(&b, "%+v\n", find(t, e, Query{Words: words, Facets: []string{"city", "cpv"}, Sort: Sort{Number: "deadline"}}))
	}
	return b.String()
}

// If own files are lost or damaged, every document is still found with the same score. The files are derived from the documents
// in Bleve.
func TestOwnFilesThatAreLostOrDamaged(t *testing.T) {
	dir := t.TempDir()
	e := filled(t, dir)
	want := answers(t, e)
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	files, err := os.ReadDir(filepath.Join(dir, ownFolder))
	if err != nil || len(files) < 3 {
		t.Fatalf("%d own files, %v", len(files), err)
	}
	harm := map[string]func(path string) error{
		"gone": os.Remove,
		"cut":  func(path string) error { return os.Truncate(path, 10) },
		"flipped": func(path string) error {
			raw, err := os.ReadFile(path)
			if err == nil {
				raw[len(raw)/2] ^= 0x55
				err = os.WriteFile(path, raw, 0o600)
			}
			return err
		},
	}
	for _, f := range files {
		for how, do := range harm {
			t.Run(strings.SplitN(f.Name(), "-", 2)[0]+" "+how, func(t *testing.T) {
				own, err := os.ReadDir(filepath.Join(dir, ownFolder))
				if err != nil {
					t.Fatal(err)
				}
				for _, one := range own { // every write uses new names
					if strings.HasPrefix(one.Name(), strings.SplitN(f.Name(), "-", 2)[0]) {
						if err := do(filepath.Join(dir, ownFolder, one.Name())); err != nil {
							t.Fatal(err)
						}
						break
					}
				}
				e := openAt(t, dir)
				if left, err := os.ReadDir(filepath.Join(dir, ownFolder)); len(left) > 0 {
					t.Errorf("%d old files are left to be taken for new ones (%v)", len(left), err)
				}
				if got := answers(t, e); got != want {
					t.Errorf("found\n%s\nwant\n%s", got, want)
				}
				if err := e.Close(); err != nil {
					t.Fatal(err)
				}
			})
		}
	}
}

func TestOtherKindsThanBefore(t *testing.T) {
	dir := t.TempDir()
	e := filled(t, dir)
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	e, err := Open(dir, Options{Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	if err := e.Start(Kind{Name: "tenders", Facets: []string{"cpv"}, Numbers: []string{"value"}}, Kind{Name: "firms"}); err != nil {
		t.Fatal(err)
	}
	r, err := e.Search(t.Context(), Query{Kind: "tenders", Words: "cleaning", Facets: []string{"cpv"}})
	if err != nil || r.Total == 0 || len(r.Facets["cpv"]) == 0 {
		t.Errorf("with other facets: %+v %v", r, err)
	}
	if _, err := e.Search(t.Context(), Query{Kind: "tenders", Facets: []string{"city"}}); err == nil {
		t.Error("a facet that is no longer declared is counted")
	}
}

const (
	childDir  = "SEARCH_TEST_CHILD"
	childFrom = "SEARCH_TEST_FROM"
)

// TestMain also runs as the child process that TestKilledWhileWriting kills.
func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		writeForever(dir)
	}
	os.Exit(m.Run())
}

func writeForever(dir string) {
	e, err := Open(dir, Options{Now: func() time.Time { return now }})
	if err == nil {
		err = e.Start(kind)
	}
	first, _ := strconv.Atoi(os.Getenv(childFrom))
	for n := first; err == nil; n++ {
		d := doc(fmt.Sprintf("k%06d", n), "en", fmt.Sprintf("Cleaning number%d", n), "", "90911000", "riga", 5, 1)
		var gone []string
		if n%10 == 9 {
			gone = []string{fmt.Sprintf("k%06d", n-5)}
		}
		if err = e.Apply(context.Background(), "tenders", []Document{d}, gone); err == nil {
			fmt.Println(d.ID)
		}
		if n%40 == 39 {
			e.write.Lock()
			err = e.keep()
			e.write.Unlock()
		}
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// A process that is killed during a write loses no document that it had confirmed.
func TestKilledWhileWriting(t *testing.T) {
	dir := t.TempDir()
	confirmed := map[string]bool{}
	for round := range 4 {
		child := exec.Command(os.Args[0], "-test.run=^$")
		child.Env = append(os.Environ(), childDir+"="+dir, fmt.Sprint(childFrom, "=", 1000*round))
		child.Stderr = os.Stderr
		out, err := child.StdoutPipe()
		if err == nil {
			err = child.Start()
		}
		if err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		for n := 0; lines.Scan(); n++ {
			confirmed[lines.Text()] = true
			if n == 60+17*round {
				if err := child.Process.Kill(); err != nil {
					t.Fatal(err)
				}
			}
		}
		_ = child.Wait() // it was killed
		e := openAt(t, dir)
		for id := range confirmed {
			n := 0
			fmt.Sscanf(id, "k%d", &n)
			r := find(t, e, Query{Words: fmt.Sprintf("number%d", n), Exact: true})
			// Every tenth write deletes the document of five writes earlier. The killed write itself may be such a write.
			if n%10 != 4 && ids(r) != id {
				t.Errorf("round %d: %s was confirmed and is found as %q", round, id, ids(r))
			}
			if n%10 == 4 && confirmed[fmt.Sprintf("k%06d", n+5)] && r.Total != 0 {
				t.Errorf("round %d: %s was taken out and is found", round, id)
			}
		}
		if got, want := find(t, e, Query{}).Total, len(e.IDs("tenders")); got != want || got != e.Count("tenders") {
			t.Errorf("round %d: %d found, %d kept, %d counted", round, got, want, e.Count("tenders"))
		}
		if err := e.index.Close(); err != nil { // without writing the own files
			t.Fatal(err)
		}
		if len(confirmed) < 50 {
			t.Fatalf("only %d writes were confirmed", len(confirmed))
		}
	}
}
