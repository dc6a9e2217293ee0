package search_test

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/taxonomy"
	"citiesgrow/search"
)

// today is the date of the scripts. A notice with +12 is open, one with -3 is closed.
var today = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

// TestRelevance runs the scripts in testdata; its README.md explains them.
func TestRelevance(t *testing.T) {
	taxa, err := taxonomy.New()
	if err != nil {
		t.Fatal(err)
	}
	r := &relevance{taxa: taxa, notices: readNotices(t, taxa)}
	r.open(t)
	defer r.engine.Close()
	asked, met := 0, 0
	for _, file := range scripts(t, "queries-*.txt") {
		language, queries := spokenIn(file), readScript(t, file)
		r.check(t, queries)
		t.Run(language, func(t *testing.T) {
			for _, q := range queries {
				asked++
				if t.Run(q.text, func(t *testing.T) { r.ask(t, language, q) }) {
					met++
				}
			}
		})
	}
	t.Logf("%d of %d queries in %d notices found what they should", met, asked, len(r.notices))
}

// relevance is an engine with the notices of the scripts.
type relevance struct {
	engine  *search.Engine
	taxa    *taxonomy.Taxonomy
	notices map[string]search.Document
}

func (r *relevance) open(t *testing.T) {
	t.Helper()
	var err error
	if r.engine, err = search.Open(t.TempDir(), search.Options{Now: func() time.Time { return today }}); err != nil {
		t.Fatal(err)
	}
	if err := r.engine.Start(search.Kind{Name: "tenders", Facets: []string{"city", "cpv"}}); err != nil {
		t.Fatal(err)
	}
	byID := func(a, b search.Document) int { return strings.Compare(a.ID, b.ID) }
	if err := r.engine.Put(t.Context(), "tenders", slices.SortedFunc(maps.Values(r.notices), byID)...); err != nil {
		t.Fatal(err)
	}
}

// ask runs one query. It reports each expectation that is not met, with the result that came instead.
func (r *relevance) ask(t *testing.T, language string, query passage) {
	meanings := r.taxa.Meanings(query.text, language)
	found := r.find(t, language, query.text)
	for _, d := range query.lines {
		if wrong := r.unmet(d, query, found); wrong != "" {
			t.Errorf("%s: %q wants %s: %s", d.at, query.text, d, wrong)
		}
	}
	if t.Failed() {
		t.Logf("found %d: %s\nmeaning %s", len(found), strings.Join(found[:min(8, len(found))], " "), meant(meanings))
	}
}

// find builds the query as package tender does.
func (r *relevance) find(t *testing.T, language, words string) []string {
	t.Helper()
	words = r.taxa.NameCities(words)
	result, err := r.engine.Search(t.Context(), search.Query{Kind: "tenders", Words: words, Languages: []string{language}, Size: 100,
		Meanings: r.taxa.Meanings(words, language), Plain: r.taxa.Plain(words)})
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, h := range result.Hits {
		found = append(found, h.ID)
	}
	return found
}

// An inflected form of a city's name finds the same as the name itself.
func TestAFormOfACityFindsWhatItsNameFinds(t *testing.T) {
	taxa, err := taxonomy.New()
	if err != nil {
		t.Fatal(err)
	}
	r := &relevance{taxa: taxa, notices: readNotices(t, taxa)}
	r.open(t)
	defer r.engine.Close()
	for _, q := range []struct{ language, form, name string }{
		{"pl", "sprzątanie w Gdańsku", "sprzątanie Gdańsk"}, {"pl", "Gdańsku", "Gdańsk"}, {"fi", "siivous Helsingissä", "siivous Helsinki"},
		{"fi", "Tampereella", "Tampere"},
		{"lv", "uzkopšana Rīgā", "uzkopšana Rīga"}, {"lv", "Helsinkos", "Helsinki"}, {"el", "καθαρισμός Λευκωσίας", "καθαρισμός Λευκωσία"},
		{"uk", "прибирання в Мюнхені", "прибирання Мюнхен"},
		{"uk", "Гданську", "Гданськ"}, {"ru", "уборка в Риге", "уборка Рига"}, {"tr", "Helsinki'de temizlik", "Helsinki temizlik"}, {"tr", "Münihte", "Münih"},
		{"ar", "تنظيف بميونخ", "تنظيف ميونخ"},
		{"en", "w Gdańsku", "Gdańsk"}, {"en", "в Риге", "Рига"}, {"pl", "in Ghent", "Ghent"}, {"en", "στη Λευκωσία", "Λευκωσία"},
		{"en", "cleaning,Ghent", "cleaning Ghent"}, {"nl", "catering-Gent", "catering Gent"},
	} {
		form, name := r.find(t, q.language, q.form), r.find(t, q.language, q.name)
		if len(name) == 0 || !slices.Equal(form, name) {
			t.Errorf("%q finds %v, %q finds %v", q.form, form, q.name, name)
		}
	}
}

// unmet describes how a result differs from an expectation; empty if it does not.
func (r *relevance) unmet(d line, query passage, found []string) string {
	wanted := strings.Fields(d.value)
	switch word, n := d.demand(); word {
	case "first":
		return late(wanted, found, len(wanted))
	case "top":
		return late(wanted, found, n)
	case "all":
		return r.others(wanted, found, n)
	case "after":
		return early(wanted, query.best(), found)
	case "not":
		return present(wanted, found[:min(20, len(found))])
	default: // only, none
		if len(found) != len(wanted) {
			return fmt.Sprintf("found %d", len(found))
		}
		return late(wanted, found, len(wanted))
	}
}

func late(wanted, found []string, n int) string {
	for _, id := range wanted {
		if at := slices.Index(found, id); at < 0 {
			return id + " was not found"
		} else if at >= n {
			return fmt.Sprintf("%s came as number %d", id, at+1)
		}
	}
	return ""
}

func early(wanted, better, found []string) string {
	for _, id := range wanted {
		at := slices.Index(found, id)
		for _, b := range better {
			if at >= 0 && slices.Index(found, b) > at {
				return fmt.Sprintf("%s came as number %d, before %s", id, at+1, b)
			}
		}
	}
	return ""
}

func present(unwanted, found []string) string {
	for _, id := range unwanted {
		if at := slices.Index(found, id); at >= 0 {
			return fmt.Sprintf("%s came as number %d", id, at+1)
		}
	}
	return ""
}

// others returns which of the first n results has none of the codes.
func (r *relevance) others(codes, found []string, n int) string {
	if len(found) < n {
		return fmt.Sprintf("found only %d", len(found))
	}
	for at, id := range found[:n] {
		fits := func(code string) bool {
			return slices.ContainsFunc(codes, func(c string) bool { return strings.HasPrefix(code, c) })
		}
		if !slices.ContainsFunc(r.notices[id].CPV, fits) {
			return fmt.Sprintf("%s came as number %d", id, at+1)
		}
	}
	return ""
}

// check rejects unknown expectations and ids of notices that do not exist.
func (r *relevance) check(t *testing.T, queries []passage) {
	t.Helper()
	for _, q := range queries {
		if len(q.lines) == 0 {
			t.Fatalf("%s: %q demands nothing", q.at, q.text)
		}
		for _, d := range q.lines {
			word, n := d.demand()
			counts := word == "top" || word == "all"
			if !slices.Contains([]string{"first", "top", "all", "after", "not", "only", "none"}, word) || counts != (n > 0) || (word == "none") != (d.value == "") {
				t.Fatalf("%s: %q is no demand", d.at, d)
			}
			for _, id := range strings.Fields(d.value) {
				if _, known := r.notices[id]; !known && word != "all" {
					t.Fatalf("%s: no notice %q", d.at, id)
				}
			}
		}
	}
}

func meant(meanings []taxonomy.Meaning) string {
	var all []string
	for _, m := range meanings {
		all = append(all, fmt.Sprintf("%s %.2f %s %q", m.CPV, m.Weight, m.Trade, m.Word))
	}
	return cmp.Or(strings.Join(all, ", "), "nothing")
}

// passage is an unindented line of a script with the indented lines below it.
type passage struct {
	at    string // file:line
	text  string
	lines []line
}

// best lists the notices that a query expects before others.
func (p passage) best() []string {
	var ids []string
	for _, l := range p.lines {
		if word, _ := l.demand(); word == "first" || word == "top" {
			ids = append(ids, strings.Fields(l.value)...)
		}
	}
	return ids
}

type line struct{ at, key, value string }

func (l line) String() string { return strings.TrimSuffix(l.key+": "+l.value, ": ") }

// demand splits "top3" into its word and number.
func (l line) demand() (word string, n int) {
	word = strings.TrimRight(l.key, "0123456789")
	n, _ = strconv.Atoi(l.key[len(word):])
	return word, n
}

func readScript(t *testing.T, file string) []passage {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var all []passage
	for i, text := range strings.Split(string(data), "\n") {
		at := fmt.Sprintf("%s:%d", file, i+1)
		indented := strings.HasPrefix(text, "\t")
		text = strings.TrimSpace(text)
		switch {
		case text == "" || text[0] == '#':
		case !indented:
			all = append(all, passage{at: at, text: text})
		case len(all) == 0:
			t.Fatalf("%s: this belongs to nothing", at)
		default:
			key, value, _ := strings.Cut(text, ":")
			last := &all[len(all)-1]
			last.lines = append(last.lines, line{at, key, strings.TrimSpace(value)})
		}
	}
	return all
}

func scripts(t *testing.T, pattern string) []string {
	t.Helper()
	files, err := filepath.Glob("testdata/" + pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts %s: %v", pattern, err)
	}
	return files
}

// spokenIn returns the language in a script's name: "fi" for queries-fi.txt.
func spokenIn(file string) string {
	_, language, _ := strings.Cut(strings.TrimSuffix(filepath.Base(file), ".txt"), "-")
	return language
}

func readNotices(t *testing.T, taxa *taxonomy.Taxonomy) map[string]search.Document {
	t.Helper()
	notices := map[string]search.Document{}
	for _, file := range scripts(t, "corpus-*.txt") {
		for _, p := range readScript(t, file) {
			d, err := readNotice(taxa, spokenIn(file), p)
			if err != nil {
				t.Fatal(err)
			}
			if _, twice := notices[d.ID]; twice {
				t.Fatalf("%s: %s stands here twice", p.at, d.ID)
			}
			notices[d.ID] = d
		}
	}
	return notices
}

// readNotice builds the document of a notice as package tender does. The texts do not contain the id, because here the id
// describes the notice.
func readNotice(taxa *taxonomy.Taxonomy, language string, p passage) (search.Document, error) {
	head := strings.Fields(p.text)
	if len(head) != 4 {
		return search.Document{}, fmt.Errorf("%s: want an id, CPV codes, a city or -, and days", p.at)
	}
	days, err := strconv.Atoi(head[3])
	if err != nil {
		return search.Document{}, fmt.Errorf("%s: %q is no number of days", p.at, head[3])
	}
	d := search.Document{ID: head[0], CPV: strings.Split(head[1], ","), Until: today.AddDate(0, 0, days).Unix()}
	d.Keys = map[string][]string{"cpv": search.Levels(d.CPV...)}
	for _, code := range d.CPV {
		if id, ok := taxonomy.NormalCPV(code); !ok || id != code {
			return search.Document{}, fmt.Errorf("%s: %q is no CPV code of eight digits", p.at, code)
		}
	}
	for _, l := range p.lines {
		name, other, _ := strings.Cut(l.key, " ")
		text := search.Text{Language: cmp.Or(other, language), Words: l.value, Weight: 1, Name: name}
		switch name {
		case "title":
			text.Weight = 3
		case "lot":
			text.Weight = 2
		case "body":
		case "buyer", "number":
			text.Language = ""
		default:
			return search.Document{}, fmt.Errorf("%s: a notice has no %q", l.at, l.key)
		}
		d.Texts = append(d.Texts, text)
	}
	if head[2] == "-" {
		return d, nil
	}
	city, known := taxa.City(head[2])
	if !known {
		return search.Document{}, fmt.Errorf("%s: no city %q", p.at, head[2])
	}
	d.Keys["city"] = []string{city.ID}
	for language, name := range city.Names {
		d.Texts = append(d.Texts, search.Text{Language: language, Words: name, Weight: 1, Name: "city"})
	}
	return d, nil
}
