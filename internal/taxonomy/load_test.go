package taxonomy_test

import (
	"encoding/json"
	"os"
	"strings"
	"sync"
	"testing"

	"citiesgrow/internal/taxonomy"
	"citiesgrow/internal/taxonomy/codelist"
	"citiesgrow/internal/testdata"
)

// empty is the vocabulary as the program ships it.
func empty(t testing.TB) *taxonomy.Taxonomy {
	t.Helper()
	tax, err := taxonomy.New()
	if err != nil {
		t.Fatal(err)
	}
	return tax
}

// loaded has the official CPV and its forerunner, and NUTS. It is made once:
// tests only ask it.
func loaded(t testing.TB) *taxonomy.Taxonomy {
	t.Helper()
	testdata.Dir(t, "cpv") // says by its name what is missing, in every test that asks
	full.Do(func() {
		tax := empty(t)
		tax.Load(parsed(t, "cpv", "cpv_2008_24langs.tsv"), parsed(t, "cpv", "cpv_2003_to_2008.tsv"), parsed(t, "cpv", "cpv_2008_supplementary_24langs.tsv"),
			parsed(t, "nuts", "NUTS2021-names.csv"), parsed(t, "nuts", "to-2013", "mapping_nl_NUTS-2013.json"), parsed(t, "nuts", "2024-lvl3", "nuts-lva-lvl3.gc"))
		full.tax = tax
	})
	if full.tax == nil {
		t.Fatal("the official lists could not be loaded")
	}
	return full.tax
}

var full struct {
	sync.Once
	tax *taxonomy.Taxonomy
}

func parsed(t testing.TB, parts ...string) taxonomy.Set {
	t.Helper()
	path := testdata.Dir(t, parts...)
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	set, err := codelist.Parse(path, f)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func TestOfficialListIsRead(t *testing.T) {
	set := parsed(t, "cpv", "cpv_2008_24langs.tsv")
	if set.Scheme != "CPV" || len(set.Codes) != 9454 {
		t.Fatalf("want 9,454 codes of the CPV, got %d of %q", len(set.Codes), set.Scheme)
	}
	labels := 0
	for _, c := range set.Codes {
		labels += len(c.Labels)
	}
	// Two cells of the published file are empty.
	if want := 24*9454 - 2; labels != want {
		t.Errorf("want %d labels in 24 languages, got %d", want, labels)
	}
	tax := loaded(t)
	for scheme, want := range map[string]int{"CPV": 9454, "CPVS": 903, "CPV2003": 8323} {
		if got := tax.Loaded()[scheme]; got != want {
			t.Errorf("loaded %s: want %d, got %d", scheme, want, got)
		}
	}
	if got := tax.Label("90911300-9", "fi"); got == "" || got == empty(t).Label("90911300-9", "fi") {
		t.Errorf("want the official Finnish label, got %q", got)
	}
	if c, ok := tax.CPV("01000000-7"); !ok || c.ID != "03000000" {
		t.Errorf("a code of CPV 2003 should answer with its successor, got %v %v", c.ID, ok)
	}
	if got := tax.Label("AA01", "en"); got != "Metal" {
		t.Errorf("supplementary AA01: got %q", got)
	}
}

func TestLabelsInAllLanguagesMeanTheirCode(t *testing.T) {
	var queries []struct {
		CPV    string
		Labels map[string]string
	}
	data, err := os.ReadFile(testdata.Dir(t, "eval", "crosslang_cpv.dev.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &queries); err != nil {
		t.Fatal(err)
	}
	tax := loaded(t)
	asked, first := 0, 0
	for _, q := range queries {
		for language, label := range q.Labels {
			asked++
			if found := tax.Meanings(label, language); len(found) > 0 && found[0].CPV == q.CPV {
				first++
			}
		}
	}
	if float64(first) < 0.9*float64(asked) {
		t.Errorf("the label's own code came first for %d of %d labels, want 90 %%", first, asked)
	}
	t.Logf("first for %d of %d", first, asked)
}

func TestWordsInAnyOrderFindTheLabel(t *testing.T) {
	tax := loaded(t)
	for _, c := range []struct{ typed, language, want string }{
		{"engines for fire", "en", "34144213"}, {"services crop spraying", "en", "77100000"}, {"rabbits", "en", "03325200"}, {"bestattungsdienste", "de", "98371000"},
	} {
		found := false
		for _, m := range tax.Meanings(c.typed, c.language) {
			found = found || m.CPV == c.want || strings.HasPrefix(m.CPV, taxonomy.Prefix(c.want)[:3])
		}
		if !found {
			t.Errorf("%q: %s is missing", c.typed, c.want)
		}
	}
}

func TestLoadWhileAsked(t *testing.T) {
	tax := empty(t)
	set := parsed(t, "cpv", "cpv_2003_to_2008.tsv")
	small := taxonomy.Set{Scheme: "CPV", Codes: []taxonomy.Code{{Scheme: "CPV", ID: "90911300", Labels: map[string]string{"en": "Window-cleaning services"}}}}
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for range 50 {
				tax.Meanings("window cleaning")
				tax.Label("90911300")
				tax.Suggest("wind", "en", 5)
			}
		})
		wait.Go(func() { tax.Load(set, small) })
	}
	wait.Wait()
	if got := tax.Label("90911300", "en"); got != "Window-cleaning services" {
		t.Errorf("got %q", got)
	}
}
