package search

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"citiesgrow/internal/taxonomy"
)

var (
	now  = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	kind = Kind{Name: "tenders", Facets: []string{"city", "cpv"}, Numbers: []string{"value", "deadline"}}
)

func openAt(t testing.TB, dir string) *Engine {
	t.Helper()
	e, err := Open(dir, Options{Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Start(kind); err != nil {
		t.Fatal(err)
	}
	return e
}

func doc(id, language, title, body, cpv, city string, days int, value int64) Document {
	until := now.AddDate(0, 0, days).Unix()
	return Document{ID: id, CPV: []string{cpv}, Until: until,
		Texts:   []Text{{Language: language, Words: title, Weight: 3, Name: "title"}, {Language: language, Words: body, Weight: 1, Name: "body"}},
		Keys:    map[string][]string{"city": {city}, "cpv": Levels(cpv)},
		Numbers: map[string]int64{"value": value, "deadline": until}}
}

var corpus = []Document{
	doc("fi-clean", "fi", "Koulujen siivouspalvelut", "Kolmen koulun päivittäinen siivous Helsingissä.", "90919300", "helsinki", 20, 80_000),
	doc("en-clean", "en", "Cleaning of council offices", "Daily cleaning of four offices. Cleaners work in the evening.", "90919200", "birmingham", 12, 45_000),
	doc("de-paint", "de", "Malerarbeiten in drei Schulen", "Innenanstrich der Klassenräume in den Ferien.", "45442110", "munich", 30, 120_000),
	doc("fr-cater", "fr", "Restauration scolaire", "Préparation et livraison de repas pour les écoles.", "55524000", "nantes", 9, 300_000),
	doc("ar-cater", "ar", "خدمات تقديم الطعام للمدارس", "وجبات يومية للأطفال في ثلاث مدارس.", "55524000", "ghent", 15, 60_000),
	doc("old-clean", "en", "Cleaning of libraries", "Weekly cleaning of two libraries.", "90911200", "birmingham", -40, 20_000),
}

func filled(t testing.TB, dir string) *Engine {
	e := openAt(t, dir)
	if err := e.Put(t.Context(), "tenders", corpus...); err != nil {
		t.Fatal(err)
	}
	return e
}

func ids(r *Result) string {
	var all []string
	for _, h := range r.Hits {
		all = append(all, h.ID)
	}
	return strings.Join(all, " ")
}

func find(t *testing.T, e *Engine, q Query) *Result {
	t.Helper()
	q.Kind = "tenders"
	r, err := e.Search(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestWhatAPersonTypes(t *testing.T) {
	e := filled(t, t.TempDir())
	defer e.Close()
	taxa, err := taxonomy.New()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ says, words, want string }{
		{"the plural finds the stem", "office", "en-clean"},
		{"a doer finds the work", "Maler", "de-paint"},
		{"the beginning of a compound finds it", "siivous", "fi-clean"},
		{"an inflected word finds its stem", "koulujen", "fi-clean"},
		{"accents may be left out", "ecoles repas", "fr-cater"},
		{"a misspelling finds its word", "librarys", "old-clean"},
		{"what has both words comes before what has one", "cleaning offices", "en-clean fi-clean old-clean"},
		{"an Arabic word finds its forms", "المدارس", "ar-cater"},
		{"the word for cleaning in Ukrainian leads to all cleaning, the open first", "прибирання", "en-clean fi-clean old-clean"},
		{"the word for painter in Turkish leads to a German notice", "boyacı", "de-paint"},
		{"nonsense finds nothing", "xyzzyqwv", ""},
		{"nothing typed shows everything, the open first", "", "ar-cater de-paint en-clean fi-clean fr-cater old-clean"},
	} {
		t.Run(c.says, func(t *testing.T) {
			got := ids(find(t, e, Query{Words: c.words, Meanings: taxa.Meanings(c.words)}))
			if !strings.HasPrefix(got, c.want) || c.want == "" && c.words != "" && got != "" {
				t.Errorf("%q found %q, want %q first", c.words, got, c.want)
			}
		})
	}
}

func TestStrictWordsAreNotGivenUp(t *testing.T) {
	e := filled(t, t.TempDir())
	defer e.Close()
	taxa, err := taxonomy.New()
	if err != nil {
		t.Fatal(err)
	}
	q := Query{Words: "cleaning council", Meanings: taxa.Meanings("cleaning council")}
	if r := find(t, e, q); r.Total < 3 || r.Hits[0].ID != "en-clean" {
		t.Errorf("near things are missing behind the one: %q", ids(r))
	}
	if q.Strict = true; ids(find(t, e, q)) != "en-clean" {
		t.Errorf("strictly: %q", ids(find(t, e, q)))
	}
	q.Words, q.Meanings = "cleaning zeppelins", taxa.Meanings("cleaning zeppelins")
	if r := find(t, e, q); r.Total != 0 {
		t.Errorf("strictly, where nothing has both: %q", ids(r))
	}
}

func TestFiltersFacetsAndRanges(t *testing.T) {
	e := filled(t, t.TempDir())
	defer e.Close()
	most := int64(100_000)
	r := find(t, e, Query{Filters: map[string][]string{"cpv": {"909"}}, Facets: []string{"city", "cpv"}, Ranges: map[string]Range{"value": {To: &most}}})
	if got := ids(r); got != "en-clean fi-clean old-clean" || r.Total != 3 || r.Open != 2 {
		t.Errorf("cleaning under 100,000: %q total %d open %d", got, r.Total, r.Open)
	}
	if got := fmt.Sprint(r.Facets["city"]); got != "[{birmingham 2} {helsinki 1}]" {
		t.Errorf("cities %s", got)
	}
	if !slices.Contains(r.Facets["cpv"], Count{"55", 1}) {
		t.Errorf("the filtered facet hides what another choice would bring: %v", r.Facets["cpv"])
	}
	if r := find(t, e, Query{OpenOnly: true, Filters: map[string][]string{"city": {"birmingham"}}}); ids(r) != "en-clean" {
		t.Errorf("open in Birmingham: %q", ids(r))
	}
	if r := find(t, e, Query{Filters: map[string][]string{"city": {"atlantis"}}}); r.Total != 0 {
		t.Errorf("an unknown city found %d", r.Total)
	}
	if _, err := e.Search(t.Context(), Query{Kind: "tenders", Filters: map[string][]string{"colour": {"red"}}}); err == nil {
		t.Error("an unknown facet is no error")
	}
	if r := find(t, e, Query{Sort: Sort{Number: "deadline"}, Size: 2, Page: 2}); ids(r) != "ar-cater fi-clean" {
		t.Errorf("second page by deadline: %q", ids(r))
	}
}

func TestSnippetMarksWhatWasFound(t *testing.T) {
	e := filled(t, t.TempDir())
	defer e.Close()
	r := find(t, e, Query{Words: "cleaner", Snippets: true})
	var marked []string
	for _, f := range r.Hits[0].Snippet {
		if f.Hit {
			marked = append(marked, f.Text)
		}
	}
	if got := strings.Join(marked, ","); !strings.Contains(got, "Cleaners") {
		t.Errorf("marked %q in %v", got, r.Hits[0].Snippet)
	}
}

func TestScoresStayWhenTheIndexIsOpenedAgainAndMerged(t *testing.T) {
	dir := t.TempDir()
	e := filled(t, dir)
	before := find(t, e, Query{Words: "cleaning schools", Facets: []string{"city"}})
	if err := e.SetBookmark("feed", "42"); err != nil {
		t.Fatal(err)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	e = openAt(t, dir)
	defer e.Close()
	after := find(t, e, Query{Words: "cleaning schools", Facets: []string{"city"}})
	if fmt.Sprint(before) == "" || fmt.Sprintf("%+v", before) != fmt.Sprintf("%+v", after) {
		t.Errorf("before %+v\nafter  %+v", before, after)
	}
	if b, err := e.Bookmark("feed"); err != nil || b != "42" {
		t.Errorf("bookmark %q %v", b, err)
	}
}

func TestChangedAndDeletedDocuments(t *testing.T) {
	dir := t.TempDir()
	e := filled(t, dir)
	changed := corpus[1]
	changed.Texts = []Text{{Language: "en", Words: "Window washing", Weight: 3, Name: "title"}}
	if err := e.Apply(t.Context(), "tenders", []Document{changed}, []string{"fr-cater"}); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if r := find(t, e, Query{Words: "offices"}); r.Total != 0 {
			t.Errorf("the old words still find %q", ids(r))
		}
		if r := find(t, e, Query{Words: "washing"}); ids(r) != "en-clean" {
			t.Errorf("the new words find %q", ids(r))
		}
		if r := find(t, e, Query{Words: "restauration"}); r.Total != 0 || e.Count("tenders") != 5 {
			t.Errorf("the deleted one is found: %q of %d", ids(r), e.Count("tenders"))
		}
		if err := e.Close(); err != nil {
			t.Fatal(err)
		}
		e = openAt(t, dir)
	}
	e.Close()
}

func TestCompactionLosesNothing(t *testing.T) {
	e := openAt(t, "")
	defer e.Close()
	for round := range 8 {
		var docs []Document
		for i := range 300 {
			docs = append(docs, doc(fmt.Sprintf("d%03d", i), "en", fmt.Sprintf("Round %d cleaning number%d", round, i), "", "90910000", "riga", 10, 1))
		}
		if err := e.Put(t.Context(), "tenders", docs...); err != nil {
			t.Fatal(err)
		}
	}
	if r := find(t, e, Query{Words: "number123"}); ids(r) != "d123" || e.Count("tenders") != 300 {
		t.Errorf("found %q of %d", ids(r), e.Count("tenders"))
	}
	n := 0
	for _, p := range e.kinds["tenders"].now.Load().parts(false) {
		n += p.size()
	}
	if n > 2000 {
		t.Errorf("%d dead documents were kept", n-300)
	}
}

func TestRankForAProfile(t *testing.T) {
	e := filled(t, t.TempDir())
	defer e.Close()
	ranked, err := e.Rank(context.Background(), Profile{Kind: "tenders", OpenOnly: true, Limit: 10,
		CPV: map[string]float64{"90910000": 1}, Words: []Weighted{{Text: "siivous", Language: "fi", Weight: 1}}})
	if err != nil {
		t.Fatal(err)
	}
	hits := ranked.Hits
	if len(hits) != 2 || ranked.Total != 2 || hits[0].ID != "fi-clean" || hits[1].ID != "en-clean" {
		t.Fatalf("ranked %+v", hits)
	}
	sum := 0.0
	for _, b := range hits[0].Because {
		sum += b.Score
	}
	if diff := sum - hits[0].Score; diff > 0.001 || diff < -0.001 {
		t.Errorf("the reasons add up to %.3f, the score is %.3f", sum, hits[0].Score)
	}
}

// A query that runs during writes and deletions returns a complete result. It never fails, and never misses a document that
// existed all the time.
func TestReadersAndWriterTogether(t *testing.T) {
	e := filled(t, t.TempDir())
	defer e.Close()
	asks := []func() error{
		func() error {
			r, err := e.Search(t.Context(), Query{Kind: "tenders", Words: "cleaning", Snippets: true, Facets: []string{"city"}})
			if err == nil && r.Total < 2 {
				err = fmt.Errorf("found %d", r.Total)
			}
			return err
		},
		func() error {
			r, err := e.Search(t.Context(), Query{Kind: "tenders", Words: "cleanin towr", Facets: []string{"cpv"}, Filters: map[string][]string{"city": {"riga"}}})
			if err == nil && r.Total > 0 && len(r.Hits) == 0 {
				err = fmt.Errorf("found %d and shows none", r.Total)
			}
			return err
		},
		func() error {
			r, err := e.Rank(t.Context(), Profile{Kind: "tenders", OpenOnly: true, Limit: 5, CPV: map[string]float64{"90910000": 1},
				Words: []Weighted{{Text: "cleaning offices", Language: "en", Weight: 1}}})
			if err == nil && (len(r.Hits) == 0 || len(r.Hits[0].Because) == 0) {
				err = fmt.Errorf("ranked %+v", r)
			}
			return err
		},
		func() error {
			ids, err := e.Select(t.Context(), "tenders", map[string][]string{"cpv": {"909"}})
			if err == nil && len(ids) < 3 {
				err = fmt.Errorf("selected %v", ids)
			}
			return err
		},
	}
	var readers sync.WaitGroup
	for _, ask := range asks {
		readers.Go(func() {
			for range 60 {
				if err := ask(); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	for i := range 40 {
		var gone []string
		if i%3 == 0 {
			gone = []string{fmt.Sprint("w", i-1)}
		}
		if err := e.Apply(t.Context(), "tenders", []Document{doc(fmt.Sprint("w", i), "en", fmt.Sprintf("Cleaning of tower %dth", i), "", "90911000", "riga",
			5, 1)}, gone); err != nil {
			t.Fatal(err)
		}
		if i%10 == 0 {
			e.write.Lock()
			err := e.keep()
			e.write.Unlock()
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	readers.Wait()
}

// Stop words of a language are ignored for a user whose language has another script. A query with "i in" must not find only texts
// of some other language that contain these words.
func TestLittleWordsOfAnotherScript(t *testing.T) {
	e := openAt(t, "")
	if err := e.Put(t.Context(), "tenders",
		Document{ID: "with", Texts: []Text{{Words: "i in cleaning offices", Weight: 3}}, Until: Always},
		Document{ID: "without", Texts: []Text{{Language: "en", Words: "offices, cleaning", Weight: 3}}, Until: Always}); err != nil {
		t.Fatal(err)
	}
	for _, reader := range []string{"en", "ar", "uk"} {
		if r := find(t, e, Query{Kind: "tenders", Words: "i in cleaning offices", Exact: true, Languages: []string{reader}}); r.Total != 2 {
			t.Errorf("%s: %d are found", reader, r.Total)
		}
	}
}
