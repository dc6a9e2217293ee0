package main

import (
	"maps"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"citiesgrow/search"
)

func TestTheCorpusIsTheSameEveryTime(t *testing.T) {
	a, b := newCorpus(7), newCorpus(7)
	other := newCorpus(8)
	for i := range 200 {
		for _, kind := range []string{"tenders", "suppliers"} {
			if !reflect.DeepEqual(a.document(kind, i), b.document(kind, 199-(199-i))) {
				t.Fatalf("%s %d differs", kind, i)
			}
			if reflect.DeepEqual(a.document(kind, i), other.document(kind, i)) {
				t.Fatalf("%s %d does not depend on the seed", kind, i)
			}
		}
	}
}

func TestTheCorpusHasItsPromisedShape(t *testing.T) {
	const n = 5000
	c := newCorpus(1)
	title, body, open, codes := 0, 0, 0, 0
	divisions, languages, cities := map[string]int{}, map[string]int{}, map[string]int{}
	for i := range n {
		d := c.tender(i)
		title += len(strings.Fields(d.Texts[0].Words))
		body += len(strings.Fields(d.Texts[1].Words))
		codes += len(d.CPV)
		if d.Until > clock.Unix() {
			open++
		}
		divisions[d.CPV[0][:2]]++
		languages[d.Texts[0].Language]++
		cities[d.Keys["city"][0]]++
		if len(d.CPV[0]) != 8 || d.Numbers["published"] >= d.Numbers["deadline"] || d.Numbers["value"] <= 0 {
			t.Fatalf("%+v", d)
		}
	}
	near(t, "words of a title", float64(title)/n, 8, 0.5)
	near(t, "words of a body", float64(body)/n, 60, 1)
	near(t, "open", float64(open)/n, 0.3, 0.02)
	near(t, "codes", float64(codes)/n, 1.16, 0.05)
	if len(divisions) != 45 || len(languages) != 10 || len(cities) != 16 {
		t.Errorf("%d divisions, %d languages, %d cities", len(divisions), len(languages), len(cities))
	}
	most := slices.Max(slices.Collect(maps.Values(divisions)))
	if most < 3*n/45 {
		t.Errorf("the most frequent division has %d of %d: not skewed", most, n)
	}
	for i := range n {
		d := c.supplier(i)
		words := len(strings.Fields(d.Texts[1].Words))
		if words < 10 || words > 30 || len(d.CPV) < 1 || len(d.CPV) > 5 || len(d.Keys["city"]) < 1 || len(d.Keys["city"]) > 2 || d.Until != search.Always {
			t.Fatalf("%+v", d)
		}
	}
}

func TestVocabulariesAreDistinctWords(t *testing.T) {
	for _, l := range languages(1) {
		if once := len(slices.Compact(slices.Sorted(slices.Values(l.words)))); once != vocabulary {
			t.Errorf("%s has %d words", l.code, once)
		}
	}
}

func TestQuestionsAreTheSameEveryTime(t *testing.T) {
	a, b := newCorpus(7), newCorpus(7)
	for _, j := range jobs {
		first, second := a.questions(j.name, 1000), b.questions(j.name, 1000)
		if len(first) < 60 || !reflect.DeepEqual(first, second) {
			t.Errorf("%s: %d questions, not the same twice", j.name, len(first))
		}
	}
	for _, q := range a.questions("M", 1000) {
		if n := len(q.profile.Words); n < 30 || n > 45 || len(q.profile.CPV) != 3 || !q.openOnly() {
			t.Errorf("%d words, %d codes", n, len(q.profile.CPV))
		}
	}
}

func near(t *testing.T, what string, got, want, by float64) {
	t.Helper()
	if math.Abs(got-want) > by {
		t.Errorf("%s: %.3f, want %.3f", what, got, want)
	}
}

func BenchmarkDocument(b *testing.B) {
	c := newCorpus(1)
	b.ResetTimer()
	for i := range b.N {
		c.tender(i)
	}
}
