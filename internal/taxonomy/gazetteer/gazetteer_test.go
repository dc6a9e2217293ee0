package gazetteer_test

import (
	"slices"
	"testing"
	"testing/fstest"

	"citiesgrow/internal/taxonomy/gazetteer"
)

// two knows Ghent (0) and Riga (1).
func two(t *testing.T) *gazetteer.Gazetteer {
	t.Helper()
	g, err := gazetteer.New(fstest.MapFS{
		"data/joining.tsv":  {Data: []byte("en\tin and of\n")},
		"data/negation.tsv": {Data: []byte("en\tnot;except\t-free\tand;or\n")},
		"data/proper.tsv":   {Data: []byte("en\true de\tstreet\tGmbH\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	g.Add(0, gazetteer.Names{Spellings: []string{"Ghent", "Gent"}, Forms: []gazetteer.Form{{Text: "Gandawie", Name: "Gandawa"}}, Ordinary: []string{"gent"}})
	g.Add(1, gazetteer.Names{Spellings: []string{"Rīga"}, Forms: []gazetteer.Form{{Text: "Rydze", Name: "Ryga"}}})
	return g
}

func TestPlacesAreNamed(t *testing.T) {
	g := two(t)
	for _, c := range []struct {
		typed  string
		places []int
		rest   string
	}{
		{"cleaning in Ghent and Riga", []int{0, 1}, "cleaning in and"}, {"Rydze, Gandawie", []int{1, 0}, ""}, {"Riga Riga", []int{1}, ""},
		{"gent", nil, "gent"}, {"Gent", []int{0}, ""}, {"not in Ghent", nil, "not in Ghent"}, {"not in Ghent or Riga", nil, "not in Ghent or Riga"},
		{"-Ghent Riga", []int{1}, "-Ghent"}, {"rue de Ghent 5", nil, "rue de Ghent 5"}, {"Ghent street", nil, "Ghent street"},
		{"Ghent street cleaning", []int{0}, "street cleaning"}, {"Ghent Catering GmbH", nil, "Ghent Catering GmbH"}, {"", nil, ""},
	} {
		if places, rest := g.Named(c.typed); !slices.Equal(places, c.places) || rest != c.rest {
			t.Errorf("%q: %v and %q, want %v and %q", c.typed, places, rest, c.places, c.rest)
		}
	}
}

func TestFormsAreLookedUpByTheName(t *testing.T) {
	g := two(t)
	for typed, want := range map[string]string{
		"cleaning in Gandawie": "cleaning Gandawa", "not in Gandawie": "not -Gandawa", `"Gandawie"`: `"Gandawie"`, "-Gandawie": "-Gandawie",
	} {
		if got := g.Normal(typed); got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}

func TestAFaultyTableNamesItsLine(t *testing.T) {
	files := fstest.MapFS{"data/joining.tsv": {}, "data/proper.tsv": {}, "data/negation.tsv": {Data: []byte("# words\nen\tnot\n")}}
	if _, err := gazetteer.New(files); err == nil || err.Error() !=
		"gazetteer: data/negation.tsv:2: want a language, words before a place, words behind it, and words between two" {
		t.Errorf("got %v", err)
	}
}
