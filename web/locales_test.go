package web

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// sentence is one word key's text: one form, called "other", or one for each plural.
type sentence map[string]string

// forms are the plural forms a language has (CLDR 47).
var forms = map[string][]string{
	"en": {"one", "other"},
	"ar": {"zero", "one", "two", "few", "many", "other"},
	"uk": {"one", "few", "many", "other"},
}

func sentences(t *testing.T, language string) map[string]sentence {
	t.Helper()
	raw, err := fs.ReadFile(Locales(), language+".json")
	if err != nil {
		t.Fatal(err)
	}
	var keys map[string]json.RawMessage
	if err := json.Unmarshal(raw, &keys); err != nil {
		t.Fatalf("%s.json: %v", language, err)
	}
	all := map[string]sentence{}
	for key, value := range keys {
		var plain string
		if json.Unmarshal(value, &plain) == nil {
			all[key] = sentence{"other": plain}
			continue
		}
		s := sentence{}
		if err := json.Unmarshal(value, &s); err != nil {
			t.Errorf("%s.json: %s is neither a sentence nor its plural forms: %v", language, key, err)
		}
		all[key] = s
	}
	return all
}

func languages(t *testing.T) []string {
	t.Helper()
	names, err := fs.Glob(Locales(), "*.json")
	if err != nil || len(names) == 0 {
		t.Fatalf("no languages (%v)", err)
	}
	var codes []string
	for _, name := range names {
		codes = append(codes, strings.TrimSuffix(name, ".json"))
	}
	return codes
}

func TestEveryLanguageSaysEverything(t *testing.T) {
	english := sentences(t, "en")
	for _, language := range languages(t) {
		if forms[language] == nil {
			t.Errorf("%s: the test does not know the plural forms of this language", language)
			continue
		}
		theirs := sentences(t, language)
		for _, key := range slices.Sorted(maps.Keys(english)) {
			want := english[key]
			if theirs[key] == nil {
				t.Errorf("%s: %s is missing (English: %q)", language, key, want["other"])
				continue
			}
			compareSentence(t, language+": "+key, forms[language], want, theirs[key])
		}
		for _, key := range slices.Sorted(maps.Keys(theirs)) {
			if english[key] == nil {
				t.Errorf("%s: %s is said in this language and not in English", language, key)
			}
		}
	}
}

// compareSentence holds a sentence against the English one: the forms its language needs,
// and the same placeholders. Where a form is for one number only ("one day"), the number
// itself may be left out.
func compareSentence(t *testing.T, says string, needs []string, english, theirs sentence) {
	t.Helper()
	if len(english) == 1 && len(theirs) == 1 {
		needs = []string{"other"}
	}
	for _, form := range needs {
		if strings.TrimSpace(theirs[form]) == "" {
			t.Errorf("%s: the form %q is missing or empty", says, form)
		}
	}
	for form, text := range theirs {
		if !slices.Contains(needs, form) {
			t.Errorf("%s: the language has no form %q", says, form)
		}
		want, got := placeholders(english["other"]), placeholders(text)
		if slices.Contains([]string{"zero", "one", "two"}, form) {
			want, got = slices.DeleteFunc(want, isCount), slices.DeleteFunc(got, isCount)
		}
		if !slices.Equal(want, got) {
			t.Errorf("%s (%s): placeholders %v, want %v", says, form, got, want)
		}
	}
}

func isCount(name string) bool { return name == "Count" }

var (
	placeholder = regexp.MustCompile(`\{\{\s*\.([A-Za-z]+)\s*\}\}`)
	braces      = regexp.MustCompile(`\{\{[^}]*\}\}`)
)

func placeholders(text string) []string {
	names := map[string]bool{}
	for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
		names[m[1]] = true
	}
	return slices.Sorted(maps.Keys(names))
}

func TestSentencesAreText(t *testing.T) {
	for _, language := range languages(t) {
		for key, s := range sentences(t, language) {
			for form, text := range s {
				if n := len(braces.FindAllString(text, -1)); n != len(placeholder.FindAllString(text, -1)) || strings.Count(text, "{") != 2*n {
					t.Errorf("%s: %s (%s): a placeholder is not of the form {{.Name}}: %q", language, key, form, text)
				}
				if strings.ContainsAny(text, "<>\t\r") || text != strings.TrimSpace(text) || strings.Contains(text, "  ") {
					t.Errorf("%s: %s (%s): markup or odd spaces in %q", language, key, form, text)
				}
			}
		}
	}
}

// uses are the word keys that the sources name: whole ones, and beginnings to which the
// program adds the rest.
type uses struct {
	whole, begun map[string]string // key → where
	families     map[string]bool   // what stands before the first dot of a key
}

var (
	keyLike   = regexp.MustCompile(`^[a-z]+\.[a-z0-9][A-Za-z0-9_.-]*$`)
	beginning = regexp.MustCompile(`^[a-z]+\.([a-z0-9_-]*_)?$`)
	action    = regexp.MustCompile(`\{\{[^}]*\}\}`)
	quoted    = regexp.MustCompile(`"([^"\\\n]*)"`)
	fileNames = regexp.MustCompile(`\.(go|html|json|jsonl|css|js|svg|xml|zip|gz|csv|xlsx|db|txt|gc|tmp|part|ics)$`)
)

func (u *uses) note(text, where string) {
	family, _, _ := strings.Cut(text, ".")
	if before, _, formatted := strings.Cut(text, "%"); formatted {
		text = before
	}
	switch {
	case !u.families[family] || fileNames.MatchString(text):
	case beginning.MatchString(text):
		u.begun[text] = where
	case keyLike.MatchString(text):
		u.whole[text] = where
	}
}

// page reads the quoted strings in a template's actions.
func (u *uses) page(t *testing.T, file string) {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, action := range action.FindAllString(string(raw), -1) {
		for _, m := range quoted.FindAllStringSubmatch(action, -1) {
			u.note(m[1], file)
		}
	}
}

// program reads the string literals of a Go file. One that something is added to is a
// beginning, also when it looks like a whole key.
func (u *uses) program(t *testing.T, file string) {
	t.Helper()
	tree, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	begins := map[ast.Expr]bool{}
	ast.Inspect(tree, func(n ast.Node) bool {
		if sum, ok := n.(*ast.BinaryExpr); ok && sum.Op == token.ADD {
			begins[sum.X] = true
		}
		if field, ok := n.(*ast.KeyValueExpr); ok && storedFields(field) {
			return false
		}
		literal, ok := n.(*ast.BasicLit)
		if !ok || literal.Kind != token.STRING {
			return true
		}
		text, err := strconv.Unquote(literal.Value)
		if family, _, _ := strings.Cut(text, "."); err == nil && begins[literal] && u.families[family] && keyLike.MatchString(text) {
			u.begun[text] = file
			return true
		}
		u.note(text, file)
		return true
	})
}

// storedFields reports whether a field of a struct literal lists the fields of an index of the store, by their
// paths: "client.account" is no word key.
func storedFields(field *ast.KeyValueExpr) bool {
	name, ok := field.Key.(*ast.Ident)
	list, is := field.Value.(*ast.CompositeLit)
	if !ok || !is || name.Name != "Fields" {
		return false
	}
	_, strings := list.Type.(*ast.ArrayType)
	return strings
}

func readUses(t *testing.T, english map[string]sentence) *uses {
	t.Helper()
	u := &uses{whole: map[string]string{}, begun: map[string]string{}, families: map[string]bool{}}
	for key := range english {
		family, _, _ := strings.Cut(key, ".")
		u.families[family] = true
	}
	for _, folder := range []string{"cmd", "internal", "search", "seed", "web"} {
		err := filepath.WalkDir(filepath.Join("..", folder), func(path string, e fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case e.IsDir() && e.Name() == "testdata" && filepath.Base(filepath.Dir(path)) != "internal":
				return filepath.SkipDir
			case strings.HasSuffix(path, ".html"):
				u.page(t, path)
			case strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go"):
				u.program(t, path)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return u
}

func TestEveryWordKeyThatIsNamedExists(t *testing.T) {
	english := sentences(t, "en")
	u := readUses(t, english)
	for _, key := range slices.Sorted(maps.Keys(u.whole)) {
		letter := english[key+"_subject"] != nil && english[key+"_text"] != nil
		if english[key] == nil && !letter {
			t.Errorf("%s: %q has no sentence in en.json", u.whole[key], key)
		}
	}
	for _, start := range slices.Sorted(maps.Keys(u.begun)) {
		if !slices.ContainsFunc(slices.Collect(maps.Keys(english)), func(key string) bool { return strings.HasPrefix(key, start) }) {
			t.Errorf("%s: no sentence in en.json begins with %q", u.begun[start], start)
		}
	}
	if len(u.whole) < 100 || len(u.begun) < 5 {
		t.Errorf("the search for word keys found only %d and %d beginnings", len(u.whole), len(u.begun))
	}
}

func TestEverySentenceIsUsed(t *testing.T) {
	english := sentences(t, "en")
	u := readUses(t, english)
	for _, key := range slices.Sorted(maps.Keys(english)) {
		letter := strings.TrimSuffix(strings.TrimSuffix(key, "_subject"), "_text")
		if u.whole[key] != "" || u.whole[letter] != "" {
			continue
		}
		if !slices.ContainsFunc(slices.Collect(maps.Keys(u.begun)), func(start string) bool { return strings.HasPrefix(key, start) }) {
			t.Errorf("%s: nobody says %q", key, english[key]["other"])
		}
	}
}

// The search itself is held against sources that are known.
func TestSearchForWordKeysFindsThem(t *testing.T) {
	folder := t.TempDir()
	for name, text := range map[string]string{
		"a.go": "package a\nvar _ = f(\"site.known\") + \"site.begun_\" + x + g(`site.raw`, \"site.%s_form\", \"site.html\", \"other.family\")\n" +
			"var index = I{Fields: []string{\"site.stored\"}}\n",
		"b.html": `{{.T "site.page"}} {{.T (print "site.part_" .X)}} <a aria-label="{{.T "site.label"}}" class="site.outside" href="site.css">`,
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	u := &uses{whole: map[string]string{}, begun: map[string]string{}, families: map[string]bool{"site": true}}
	u.program(t, filepath.Join(folder, "a.go"))
	u.page(t, filepath.Join(folder, "b.html"))
	got := fmt.Sprint(slices.Sorted(maps.Keys(u.whole)), slices.Sorted(maps.Keys(u.begun)))
	if want := "[site.known site.label site.page site.raw] [site. site.begun_ site.part_]"; got != want {
		t.Errorf("found %s, want %s", got, want)
	}
}
