package search

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"citiesgrow/internal/taxonomy"
)

func TestQuotesAndMinus(t *testing.T) {
	e := filled(t, "")
	for _, c := range []struct{ query, want string }{
		{`"council offices"`, "en-clean"},
		{`„council offices”`, "en-clean"},
		{`«offices council»`, ""},
		{`cleaning -libraries`, "en-clean"},
		{`cleaning −offices`, "old-clean"},
		{`cleaning -library`, "en-clean"}, // another form of the word
		{`"drei Schulen" -cleaning`, "de-paint"},
		{`"council offices`, "en-clean"}, // the quotation mark is not closed, so it is no operator
		{`cleaning - libraries`, "old-clean"},
		{`cleaning -"council offices"`, "old-clean"},
		{`cleaning −„council offices“`, "old-clean"},
		{`cleaning -"offices council"`, "en-clean old-clean"}, // the words are in another order
		{`cleaning –offices`, "old-clean"},                    // the dash of a telephone keyboard
	} {
		if got := ids(find(t, e, Query{Words: c.query, Strict: true})); got != c.want {
			t.Errorf("%s found %q, want %q", c.query, got, c.want)
		}
	}
	if r := find(t, e, Query{Words: "cleaning -libraries", Facets: []string{"city"}}); r.Total != 1 || fmt.Sprint(r.Facets["city"]) != "[{birmingham 1}]" {
		t.Errorf("counted %d, %v", r.Total, r.Facets["city"])
	}
	for _, query := range []string{"-", "–", `"`, `""`, `-"`, "-\u3000cleaning", "- \u201c"} {
		if got := readTyped(query); len(got.phrases)+len(got.without)+len(got.excludedPhrases) > 0 || !utf8.ValidString(got.words) {
			t.Errorf("%q is read as %+v", query, got)
		}
	}
	if r := find(t, e, Query{Words: `-"council offices"`}); r.Total != len(corpus)-1 {
		t.Errorf("all but council offices: %d of %d", r.Total, len(corpus))
	}
	if r := find(t, e, Query{Words: "-libraries"}); r.Total != len(corpus)-1 {
		t.Errorf("all but libraries: %d of %d", r.Total, len(corpus))
	}
}

func TestANumberIsFoundAsItIsOrNotAtAll(t *testing.T) {
	e := filled(t, "")
	numbered := doc("numbered", "en", "Bridges", "", "45221100", "riga", 5, 0)
	numbered.Texts = append(numbered.Texts, Text{Words: "4f0a19b2c7d34e55a1b2c3d4e5f60718", Weight: 1, Name: "number"})
	if err := e.Put(t.Context(), "tenders", numbered); err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]string{"4f0a19b2c7d34e55a1b2c3d4e5f60718": "numbered", "4f0a19b2c7d34e55a1b2c3d4e5f60719": ""} {
		if got := ids(find(t, e, Query{Words: query})); got != want {
			t.Errorf("%s found %q, want %q", query, got, want)
		}
	}
}

func TestOneOfSeveralWays(t *testing.T) {
	e := filled(t, "")
	for _, c := range []struct {
		either []Either
		want   string
	}{
		{[]Either{{"city", "birmingham", No}, {"city", "ghent", NotAsked}}, "ar-cater old-clean"},
		{[]Either{{"city", "birmingham", Yes}}, "en-clean"},
		{[]Either{{"city", "nowhere", NotAsked}}, ""},
	} {
		for _, sort := range []Sort{{}, {Number: "deadline"}} {
			r := find(t, e, Query{Either: c.either, Sort: sort})
			if got := ids(r); got != c.want || r.Total != len(r.Hits) {
				t.Errorf("%v found %q of %d, want %q", c.either, got, r.Total, c.want)
			}
		}
	}
}

// A framework with forty codes is about none of them in particular. It does not lead the list of every code.
func TestAFrameworkForEverythingComesBehind(t *testing.T) {
	e := openAt(t, "")
	all := doc("framework", "en", "Framework for everything", "", "70330000", "riga", 5, 0)
	all.CPV = append(all.CPV, "90911300", "45442110", "55524000", "79530000", "60130000", "45310000")
	if err := e.Put(t.Context(), "tenders", all, doc("windows", "de", "Glasreinigung", "", "90911300", "riga", 5, 0)); err != nil {
		t.Fatal(err)
	}
	taxa, err := taxonomy.New()
	if err != nil {
		t.Fatal(err)
	}
	if got := ids(find(t, e, Query{Words: "window cleaning", Meanings: taxa.Meanings("window cleaning", "en"),
		Languages: []string{"en"}})); got != "windows framework" {
		t.Errorf("found %q", got)
	}
}

// A query for some ids returns no others, whether few or many documents match its words.
func TestOnlySome(t *testing.T) {
	e := openAt(t, "")
	var docs []Document
	for i := range 200 {
		words := "cleaning"
		if i < 2 {
			words = "cleaning chimneys"
		}
		docs = append(docs, Document{ID: fmt.Sprintf("d%03d", i), Texts: []Text{{Language: "en", Words: words, Weight: 3}}, Until: Always})
	}
	if err := e.Put(t.Context(), "tenders", docs...); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		words string
		only  []string
		want  string
	}{
		{"chimneys", nil, "d000 d001"}, {"chimneys", []string{"d001", "d150", "nobody"}, "d001"}, {"cleaning", []string{"d001", "d150", "nobody"}, "d001 d150"},
		{"", []string{"d150"}, "d150"}, {"", []string{}, ""}, {"chimneys", []string{}, ""},
	} {
		r := find(t, e, Query{Kind: "tenders", Words: c.words, Exact: true, Only: c.only})
		var ids []string
		for _, h := range r.Hits {
			ids = append(ids, h.ID)
		}
		slices.Sort(ids)
		if got := strings.Join(ids, " "); got != c.want || r.Total != len(ids) {
			t.Errorf("%q of %v finds %q, %d in all, want %q", c.words, c.only, got, r.Total, c.want)
		}
	}
}
