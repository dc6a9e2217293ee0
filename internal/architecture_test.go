// Package internal_test holds the plan of the program against its sources.
package internal_test

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"
)

const module = "citiesgrow/"

// floors are the packages of the program by what they stand on; arrows point down only. A new
// folder under internal gets its place here.
var floors = map[string]int{
	"internal/record": 0, "internal/problem": 0, "internal/actor": 0, "internal/client": 0, "internal/i18n": 0, "internal/taxonomy": 0,
	"internal/notice": 0, "internal/term": 0, "internal/notice/ocds": 0, "internal/notice/eforms": 0,
	"internal/notice/ted": 0, "internal/hsds": 0, "internal/calendar": 0, "internal/notice/xmltree": 0, "internal/notice/criterion": 0,
	"internal/notice/codes": 0,
	"internal/seal":         0, "internal/suppress": 0, "internal/upload": 0, "internal/charset": 0, "internal/sheet": 0, "internal/plaintext": 0,
	"internal/tsv":   0,
	"internal/store": 1, "internal/mail": 1, "search": 1, "web": 1,
	"internal/module": 2, "internal/topic": 2, "internal/limit": 2, "internal/form": 2,
	"internal/account": 3, "internal/supplier": 3, "internal/tender": 3, "internal/interest": 3, "internal/question": 3, "internal/process": 3,
	"internal/draft": 3, "internal/outcome": 3, "internal/share": 3, "internal/intake": 3, "internal/match": 3, "internal/gap": 3,
	"internal/reach": 3, "internal/alert": 3,
	"internal/organisation": 3, "internal/vacancy": 3, "internal/pledge": 3, "internal/engagement": 3, "internal/team": 3,
	"internal/event": 3, "internal/slot": 3,
	"internal/service": 3, "internal/referral": 3, "internal/readiness": 3, "internal/unmet": 3, "internal/directory": 3,
	"internal/custody": 3, "internal/report": 3, "internal/casework": 3,
	"internal/journey": 3, "internal/monitor": 3, "internal/home": 3, "internal/eval": 3,
	"internal/cluster": 3, "internal/visit": 3, "internal/actionplan": 3, "internal/benchmark": 3, "internal/library": 3, "internal/survey": 3,
	"cmd/citiesgrow": 4, "cmd/bench": 4, "seed": 4,
}

// sideways are the modules that another declares to know.
var sideways = map[string][]string{
	"internal/interest":   {"internal/tender"},
	"internal/question":   {"internal/tender"},
	"internal/process":    {"internal/tender", "internal/interest"}, // interests move with tenders that are joined
	"internal/draft":      {"internal/tender", "internal/process", "internal/interest"},
	"internal/outcome":    {"internal/tender", "internal/process", "internal/interest"},
	"internal/share":      {"internal/tender"},
	"internal/gap":        {"internal/tender", "internal/supplier"},
	"internal/match":      {"internal/gap", "internal/tender", "internal/supplier", "internal/interest"},
	"internal/reach":      {"internal/gap", "internal/match", "internal/supplier", "internal/tender"},
	"internal/alert":      {"internal/tender"}, // a kept search counts tenders
	"internal/intake":     {"internal/process"},
	"internal/event":      {"internal/survey"}, // the part of a page that shows one
	"internal/service":    {"internal/gap", "internal/match", "internal/slot"},
	"internal/readiness":  {"internal/gap", "internal/service", "internal/match"},
	"internal/referral":   {"internal/service", "internal/match"},
	"internal/directory":  {"internal/service"},
	"internal/unmet":      {"internal/service", "internal/match"},
	"internal/vacancy":    {"internal/organisation"},
	"internal/pledge":     {"internal/organisation"},
	"internal/engagement": {"internal/organisation"},
	"internal/team":       {"internal/organisation"},
	"internal/monitor":    {"internal/journey"},
	"internal/cluster":    {"internal/actionplan"},                                        // the page of a cluster shows the plan of its city
	"internal/visit":      {"internal/cluster", "internal/actionplan", "internal/survey"}, // and that of a visit what came of it
	"internal/benchmark":  {"internal/cluster"},
	"internal/report":     {"internal/custody"},
	"internal/casework":   {"internal/report", "internal/custody"},
	"internal/mail":       {"internal/store"}, // letters wait there
	"internal/module":     {"internal/form"},  // which it hands out
	"internal/eval":       {"internal/match", "internal/supplier", "internal/tender"},
	"cmd/citiesgrow":      {"seed"},
}

// speakers are the packages that may speak a technology: its import path, and those below it.
var speakers = map[string][]string{
	"github.com/gofiber":                    {"web"},
	"github.com/valyala/fasthttp":           {"web"},
	"github.com/go-playground/validator":    {"web"},
	"github.com/go-playground/form":         {"web"},
	"html/template":                         {"web"},
	"github.com/blevesearch":                {"search"},
	"go.mongodb.org/mongo-driver/mongo":     {"internal/store/mongodb"},
	"go.mongodb.org/mongo-driver/x":         {"internal/store/mongodb"},
	"go.mongodb.org/mongo-driver/bson":      {"internal/store"},
	"modernc.org/sqlite":                    {"internal/store/embedded"},
	"database/sql":                          {"internal/store/embedded"},
	"net/smtp":                              {"internal/mail"},
	"github.com/wneessen/go-mail":           {"internal/mail"},
	"github.com/arran4/golang-ical":         {"internal/calendar"},
	"github.com/teambition/rrule-go":        {"internal/calendar"},
	"golang.org/x/crypto/argon2":            {"internal/account", "internal/seal"},
	"crypto/hpke":                           {"internal/seal"},
	"github.com/nicksnyder/go-i18n":         {"internal/i18n"},
	"github.com/prometheus/client_golang":   {"web"},
	"github.com/go-playground/locales":      {"internal/i18n"},
	"github.com/xuri/excelize":              {"internal/monitor"},
	"github.com/abadojack/whatlanggo":       {"internal/charset", "internal/i18n"},
	"encoding/csv":                          {"internal/sheet", "internal/hsds", "internal/taxonomy"}, // the last two read only
	"golang.org/x/net/html":                 {"internal/plaintext"},
	"github.com/santhosh-tekuri/jsonschema": {}, // tests only
	"github.com/chromedp/chromedp":          {}, // tests only
}

// file is one source file and what it imports.
type file struct {
	path    string // "internal/tender/routes.go"
	imports []string
}

// read lists the sources of the module that are not tests. A folder with its own go.mod is
// another module.
func read(root fs.FS) ([]file, error) {
	var all []file
	err := fs.WalkDir(root, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() {
			_, own := fs.Stat(root, path.Join(name, "go.mod"))
			hidden := name != "." && strings.HasPrefix(e.Name(), ".")
			if name != "." && own == nil || hidden || e.Name() == "testdata" && name != "internal/testdata" {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		source, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		tree, err := parser.ParseFile(token.NewFileSet(), name, source, parser.ImportsOnly)
		if err != nil {
			return err
		}
		f := file{path: name}
		for _, i := range tree.Imports {
			imported, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				return err
			}
			f.imports = append(f.imports, imported)
		}
		all = append(all, f)
		return nil
	})
	return all, err
}

// home is the package of the plan that a folder belongs to, empty when it has no place.
func home(folder string) string {
	for at := folder; at != "." && at != "/" && at != ""; at = path.Dir(at) {
		if _, known := floors[at]; known {
			return at
		}
	}
	return ""
}

// within reports whether a path is a package or lies below it; the package of a version
// (validator/v10) counts as the package.
func within(imported, parent string) bool {
	return imported == parent || strings.HasPrefix(imported, parent+"/")
}

// forTests reports whether a folder holds what tests share; they may look everywhere. Its name ends with "test", as httptest's does.
func forTests(folder string) bool {
	return within(folder, "internal/testdata") || strings.HasSuffix(path.Base(folder), "test") || within(folder, "internal/store/storetest")
}

// violations names every import that the plan forbids.
func violations(files []file) []string {
	var all []string
	for _, f := range files {
		folder := path.Dir(f.path)
		if forTests(folder) {
			continue
		}
		from := home(folder)
		if from == "" {
			all = append(all, fmt.Sprintf("%s: the folder %s has no place in the house: give it a floor in internal/architecture_test.go", f.path, folder))
			continue
		}
		for _, imported := range f.imports {
			if why := forbidden(from, f.path, imported); why != "" {
				all = append(all, fmt.Sprintf("%s imports %s: %s", f.path, imported, why))
			}
		}
	}
	return all
}

func forbidden(from, name, imported string) string {
	if inside, ours := strings.CutPrefix(imported, module); ours {
		return forbiddenInside(from, name, inside)
	}
	speaks, most := "", []string(nil)
	for technology, packages := range speakers {
		if within(imported, technology) && len(technology) > len(speaks) {
			speaks, most = technology, packages
		}
	}
	if speaks != "" && !slices.ContainsFunc(most, func(p string) bool { return within(path.Dir(name), p) }) {
		return fmt.Sprintf("only %v may speak %s", most, speaks)
	}
	return ""
}

func forbiddenInside(from, name, inside string) string {
	to := home(inside)
	switch {
	case forTests(inside):
		return "it is for tests only"
	case to == "":
		return "it has no place in the house: give it a floor in internal/architecture_test.go"
	case to == from:
		return ""
	case floors[to] > floors[from]:
		return fmt.Sprintf("it points up, from floor %d to floor %d", floors[from], floors[to])
	case floors[to] == floors[from] && floors[from] > 0 && !slices.Contains(sideways[from], to):
		return "it points sideways and is not declared"
	case inside == "web" && floors[from] == 3 && !strings.HasPrefix(path.Base(name), "routes"):
		return "only a module's routes*.go know the web"
	case within(inside, "internal/store/mongodb"), within(inside, "internal/store/embedded"):
		if from != "cmd/citiesgrow" && from != "internal/store" {
			return "modules know the store, not its adapters"
		}
	}
	return ""
}

func TestArrowsPointDown(t *testing.T) {
	files, err := read(os.DirFS(".."))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 50 {
		t.Fatalf("only %d files were read", len(files))
	}
	for _, v := range violations(files) {
		t.Error(v)
	}
}

// An arrow that no import goes along any more is taken out of the plan.
func TestEveryDeclaredArrowIsUsed(t *testing.T) {
	files, err := read(os.DirFS(".."))
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for _, f := range files {
		for _, imported := range f.imports {
			if inside, ours := strings.CutPrefix(imported, module); ours {
				used[home(path.Dir(f.path))+" "+home(inside)] = true
			}
		}
	}
	for from, all := range sideways {
		for _, to := range all {
			if !used[from+" "+to] {
				t.Errorf("%s declares that it knows %s and does not", from, to)
			}
		}
	}
}

func TestEveryFolderHasAFloor(t *testing.T) {
	for _, pattern := range []string{"*", "notice/*", "../cmd/*"} {
		folders, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, folder := range folders {
			info, err := os.Stat(folder)
			if err != nil {
				t.Fatal(err)
			}
			name := path.Join("internal", folder)
			if _, known := floors[name]; info.IsDir() && !known && name != "internal/testdata" {
				t.Errorf("%s is on no floor: add it to the plan in internal/architecture_test.go", name)
			}
		}
	}
}

// The check itself is held against houses with one wrong beam each.
func TestPlantedViolationsAreFound(t *testing.T) {
	for says, c := range map[string]struct{ path, imported, want string }{
		"a noun that knows a module":         {"internal/record/a.go", "citiesgrow/internal/tender", "points up"},
		"a tool that knows a module":         {"search/a.go", "citiesgrow/internal/tender", "points up"},
		"a module that knows the wiring":     {"internal/tender/a.go", "citiesgrow/seed", "points up"},
		"modules side by side":               {"internal/tender/a.go", "citiesgrow/internal/supplier", "sideways"},
		"a match that goes the other way":    {"internal/tender/a.go", "citiesgrow/internal/match", "sideways"},
		"tools side by side":                 {"search/a.go", "citiesgrow/web", "sideways"},
		"a service that knows the web":       {"internal/tender/service.go", "citiesgrow/web", "routes"},
		"a second speaker of Fiber":          {"internal/tender/routes.go", "github.com/gofiber/fiber/v2", "[web]"},
		"a second speaker of the validator":  {"internal/tender/routes.go", "github.com/go-playground/validator/v10", "[web]"},
		"a second speaker of Bleve":          {"internal/tender/index.go", "github.com/blevesearch/bleve/v2", "[search]"},
		"a driver outside its adapter":       {"internal/store/a.go", "go.mongodb.org/mongo-driver/mongo", "[internal/store/mongodb]"},
		"a driver's options elsewhere":       {"cmd/citiesgrow/a.go", "go.mongodb.org/mongo-driver/mongo/options", "[internal/store/mongodb]"},
		"documents outside the store":        {"internal/tender/a.go", "go.mongodb.org/mongo-driver/bson", "[internal/store]"},
		"SQLite outside its adapter":         {"internal/store/mongodb/a.go", "modernc.org/sqlite", "[internal/store/embedded]"},
		"mail from a module":                 {"internal/alert/a.go", "net/smtp", "[internal/mail]"},
		"a module that chooses its database": {"internal/tender/a.go", "citiesgrow/internal/store/embedded", "adapters"},
		"test data in the product":           {"internal/tender/a.go", "citiesgrow/internal/testdata", "tests only"},
		"a folder without a floor":           {"internal/novelty/a.go", "fmt", "no place"},
		"an import without a floor":          {"internal/tender/a.go", "citiesgrow/internal/novelty", "no place"},
		"a folder below a module":            {"internal/tender/deep/a.go", "citiesgrow/internal/supplier", "sideways"},
	} {
		t.Run(says, func(t *testing.T) {
			house := fstest.MapFS{
				c.path:                      {Data: []byte("package a\nimport _ " + strconv.Quote(c.imported))},
				"internal/match/service.go": {Data: []byte("package match\nimport (\n_ \"citiesgrow/internal/tender\"\n_ \"citiesgrow/internal/store\"\n_ \"fmt\"\n)")},
				"internal/tender/routes.go": {Data: []byte("package tender\nimport _ \"citiesgrow/web\"")},
			}
			if c.path == "internal/tender/routes.go" {
				house[c.path] = &fstest.MapFile{Data: []byte("package a\nimport _ " + strconv.Quote(c.imported))}
			}
			files, err := read(house)
			if err != nil {
				t.Fatal(err)
			}
			found := violations(files)
			if len(found) != 1 || !strings.HasPrefix(found[0], c.path) || !strings.Contains(found[0], c.want) {
				t.Errorf("found %q, want one about %s that says %q", found, c.path, c.want)
			}
		})
	}
}

func TestTestsAndForeignModulesAreLeftAlone(t *testing.T) {
	files, err := read(fstest.MapFS{
		"internal/record/a_test.go":                    {Data: []byte("package record\nimport _ \"citiesgrow/internal/tender\"")},
		"internal/store/mongodb/ferretdb/go.mod":       {Data: []byte("module x")},
		"internal/store/mongodb/ferretdb/main.go":      {Data: []byte("package main\nimport _ \"modernc.org/sqlite\"")},
		"internal/tender/testdata/a.go":                {Data: []byte("package a\nimport _ \"net/smtp\"")},
		"internal/testdata/testdata.go":                {Data: []byte("package testdata\nimport _ \"testing\"")},
		"internal/tender/tender.go":                    {Data: []byte("package tender\nimport _ \"citiesgrow/internal/store\"")},
		".git/x.go":                                    {Data: []byte("package x\nimport _ \"net/smtp\"")},
		"internal/store/storetest/storetest.go":        {Data: []byte("package storetest\nimport _ \"testing\"")},
		"internal/store/embedded/embedded.go":          {Data: []byte("package embedded\nimport _ \"modernc.org/sqlite\"")},
		"internal/store/mongodb/open.go":               {Data: []byte("package mongodb\nimport _ \"go.mongodb.org/mongo-driver/mongo\"")},
		"internal/record/testdata/deeper/something.go": {Data: []byte("not go at all")},
	})
	if err != nil {
		t.Fatal(err)
	}
	if found := violations(files); len(found) != 0 || len(files) != 5 {
		t.Errorf("%d files, violations %q", len(files), found)
	}
}

// cut is a find that drops the token of the next page and does not say by a constant or a variable
// how many it wants: with more stored, the rest would be missing without a sign.
var cut = regexp.MustCompile(`, _, err :?= .*\.Find\(.*Limit: ([0-9]+)`)

// No list is cut in silence: what is wanted whole is read with List or Each.
func TestNoListIsCutInSilence(t *testing.T) {
	whole := map[string]string{"internal/mail/worker.go": "100"} // a batch of letters, then the next
	lines(t, []string{".go"}, func(path string, number int, line string) {
		if strings.HasSuffix(path, "_test.go") || strings.HasPrefix(path, "internal/store/") {
			return
		}
		if m := cut.FindStringSubmatch(line); m != nil && m[1] != "1" && whole[path] != m[1] {
			t.Errorf("%s:%d cuts at %s", path, number, m[1])
		}
	})
}

// No line is longer than 160 characters, so that two versions of a file can be read side by side.
func TestLinesAreShort(t *testing.T) {
	n := 0
	lines(t, []string{".go", ".html", ".css", ".js"}, func(path string, number int, line string) {
		n++
		if utf8.RuneCountInString(line) > 160 {
			t.Errorf("%s:%d has %d characters", path, number, utf8.RuneCountInString(line))
		}
	})
	if n < 50_000 {
		t.Errorf("only %d lines were read", n)
	}
}

// lines reads the lines of all files with these endings.
func lines(t *testing.T, endings []string, each func(path string, number int, line string)) {
	t.Helper()
	root := os.DirFS("..")
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || d.Name() == "testdata" || name != "." && strings.HasPrefix(d.Name(), ".")) {
			return fs.SkipDir
		}
		if d.IsDir() || !slices.Contains(endings, path.Ext(name)) {
			return nil
		}
		raw, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		number := 0
		for line := range strings.Lines(string(raw)) {
			number++
			each(name, number, strings.TrimSuffix(line, "\n"))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
