package i18n

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
)

// three speaks the three languages of the program, a few sentences each.
func three(t *testing.T) *Catalogue {
	t.Helper()
	c, err := Load(fstest.MapFS{
		"en.json": {Data: []byte(`{"a.days":{"one":"{{.Count}} day","other":"{{.Count}} days"},"a.only":"Only English","a.pays":"pays {{.Amount}} on ` +
			`{{.Date}}","a.outer":"see: {{.Inner}}","a.empty":"","language.fi":"Finnish"}`)},
		"ar.json": {Data: []byte(`{"a.days":{"zero":"لا أيام","one":"يوم واحد","two":"يومان","few":"{{.Count}} أيام","many":"{{.Count}} يومًا",` +
			`"other":"{{.Count}} يوم"},"a.pays":"{{.Amount}}"}`)},
		"uk.json": {Data: []byte(`{"a.days":{"one":"{{.Count}} день","few":"{{.Count}} дні","many":"{{.Count}} днів","other":"{{.Count}} дня"},` +
			`"a.pays":"{{.Amount}}"}`)},
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestPluralForms(t *testing.T) {
	c := three(t)
	for language, want := range map[string]map[int]string{
		"en": {0: "0 days", 1: "1 day", 2: "2 days", 1000: "1,000 days"},
		"ar": {0: "لا أيام", 1: "يوم واحد", 2: "يومان", 3: "3 أيام", 10: "10 أيام", 11: "11 يومًا", 99: "99 يومًا", 100: "100 يوم", 103: "103 أيام"},
		"uk": {0: "0 днів", 1: "1 день", 2: "2 дні", 4: "4 дні", 5: "5 днів", 11: "11 днів", 21: "21 день", 112: "112 днів"},
	} {
		for n, text := range want {
			if got := c.For(language).T("a.days", "Count", n); got != text {
				t.Errorf("%s: %d is %q, want %q", language, n, got, text)
			}
		}
	}
}

func TestMissingSentencesAreSeen(t *testing.T) {
	c := three(t)
	en := c.For("en")
	for key, got := range map[string]string{
		"a.none":  en.T("a.none"),
		"a.empty": en.T("a.empty"),
		"a.count": en.T("a.count", "Count", 3),
	} {
		if !strings.Contains(got, "⟦"+key+"⟧") {
			t.Errorf("%s comes out as %q", key, got)
		}
	}
	if got := c.For("tlh").Code; got != "en" {
		t.Errorf("an unknown language is spoken as %q", got)
	}
	if en.LanguageName("fi") != "Finnish" || en.LanguageName("sw") != "SW" {
		t.Errorf("languages are called %q and %q", en.LanguageName("fi"), en.LanguageName("sw"))
	}
}

func TestArguments(t *testing.T) {
	en := three(t).For("en")
	day := time.Date(2026, 12, 4, 14, 0, 0, 0, time.UTC)
	if got, want := en.T("a.pays", "Amount", record.Units(1500000, "EUR"), "Date", day), "pays €1,500,000 on 4 December 2026"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := en.Say(problem.M("a.outer", "Inner", problem.M("a.days", "Count", 1))), "see: 1 day"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := en.T("a.outer", "Inner", Text{"fi": "siivous"}), "see: siivous"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := en.T("a.outer", "Inner", (*record.Money)(nil)); got != "see: " {
		t.Errorf("no amount comes out as %q", got)
	}
	if got := en.T("a.outer", "Inner", "{{.Count}} <b>"); got != "see: {{.Count}} <b>" {
		t.Errorf("an argument was taken for a sentence: %q", got)
	}
}

func TestMoney(t *testing.T) {
	c := three(t)
	for _, row := range []struct {
		m          record.Money
		en, ar, uk string
	}{
		{record.Money{Minor: 123450, Currency: "EUR"}, "€1,234.50", "1٬234٫50 €", "1 234,50 €"},
		{record.Money{Minor: 2500000, Currency: "EUR"}, "€25,000", "25٬000 €", "25 000 €"},
		{record.Money{Minor: 950000, Currency: "GBP"}, "£9,500", "9٬500 £", "9 500 £"},
		{record.Money{Minor: 100, Currency: "PLN"}, "1 PLN", "1 PLN", "1 PLN"},
		{record.Money{Minor: 5, Currency: "EUR"}, "€0.05", "0٫05 €", "0,05 €"},
		{record.Money{Minor: 700, Currency: "XTS"}, "7 XTS", "7 XTS", "7 XTS"},
	} {
		for language, want := range map[string]string{"en": row.en, "ar": row.ar, "uk": row.uk} {
			if got := plainSpaces(c.For(language).Money(row.m)); got != want {
				t.Errorf("%s: %v is %q, want %q", language, row.m, got, want)
			}
		}
	}
}

// plainSpaces makes the locales' unbreakable spaces and direction marks comparable.
func plainSpaces(s string) string {
	return strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\u200f", "", "\u200e", "", "\u061c", "").Replace(s)
}

func TestNumbersHaveLatinDigitsEverywhere(t *testing.T) {
	c := three(t)
	for _, language := range []string{"en", "ar", "uk"} {
		w := c.For(language)
		for _, text := range []string{w.Number(1234567.5), w.Percent(.83), w.Money(record.Units(42, "EUR")),
			w.Date(time.Date(2026, 12, 4, 0, 0, 0, 0, time.UTC)), w.Clock(time.Date(2026, 12, 4, 14, 5, 0, 0, time.UTC))} {
			if !strings.ContainsAny(text, "0123456789") || strings.ContainsAny(text, "٠١٢٣٤٥٦٧٨٩") {
				t.Errorf("%s writes %q", language, text)
			}
		}
	}
	for n, want := range map[float64]string{0: "0", 7: "7", 1000: "1,000", 2.5: "2.50", 3.14159: "3.14", 1e6: "1,000,000"} {
		if got := c.For("en").Number(n); got != want {
			t.Errorf("%v is %q, want %q", n, got, want)
		}
	}
	if got := c.For("en").Date(time.Time{}); got != "" {
		t.Errorf("no date is %q", got)
	}
}

func TestMatch(t *testing.T) {
	c := three(t)
	for says, row := range map[string]struct {
		wishes []string
		want   string
	}{
		"a country's Arabic":       {[]string{"ar-SY,ar;q=0.9,en;q=0.5"}, "ar"},
		"weights":                  {[]string{"en;q=0.3, uk;q=0.9"}, "uk"},
		"the first wish counts":    {[]string{"", "uk", "ar"}, "uk"},
		"an unknown one is passed": {[]string{"tlh", "ar"}, "ar"},
		"a stopgap is no wish":     {[]string{"ps", "uk"}, "uk"},
		"a stopgap in a header":    {[]string{"ti, ar;q=0.5"}, "ar"},
		"English as in Malta":      {[]string{"en-MT", "ar"}, "en"},
		"a neighbour of Arabic":    {[]string{"ckb"}, "ar"},
		"Dari is not there yet":    {[]string{"prs"}, "en"},
		"nonsense":                 {[]string{";;==*"}, "en"},
		"nothing":                  {nil, "en"},
		"only what we lack":        {[]string{"sw,zu;q=0.5"}, "en"},
	} {
		if got := c.Match(row.wishes...); got != row.want {
			t.Errorf("%s: %s, want %s", says, got, row.want)
		}
	}
}

func TestLoadRefuses(t *testing.T) {
	fine := &fstest.MapFile{Data: []byte(`{"a.b":"c"}`)}
	for says, files := range map[string]fs.FS{
		"a house without English":    fstest.MapFS{"ar.json": fine},
		"an empty folder":            fstest.MapFS{},
		"a language nobody speaks":   fstest.MapFS{"en.json": fine, "xx.json": fine},
		"a file that is cut off":     fstest.MapFS{"en.json": {Data: []byte(`{"a.b":`)}},
		"a template that is cut off": fstest.MapFS{"en.json": {Data: []byte(`{"a.b":{"other":7}}`)}},
	} {
		if _, err := Load(files); err == nil {
			t.Errorf("%s was loaded", says)
		}
	}
	c := three(t)
	if len(c.Languages()) != 3 || c.Languages()[0].Code != "en" || c.Languages()[1].Dir != "rtl" || strings.Join(c.Keys("uk"), " ") != "a.days a.pays" {
		t.Errorf("languages %v, keys %v", c.Languages(), c.Keys("uk"))
	}
}

func TestTextFallsBack(t *testing.T) {
	text := Text{"fi": "siivous", "sv": "städning", "": "unnamed", "de": ""}
	for says, row := range map[string]struct {
		text            Text
		ask             []string
		words, language string
	}{
		"asked for":          {text, []string{"sv"}, "städning", "sv"},
		"the second wish":    {text, []string{"de", "fi"}, "siivous", "fi"},
		"English before any": {Text{"en": "cleaning", "aa": "x"}, []string{"de"}, "cleaning", "en"},
		"some language":      {text, []string{"uk"}, "unnamed", ""},
		"nothing":            {Text{"de": ""}, []string{"de"}, "", ""},
	} {
		if words, language := row.text.In(row.ask...); words != row.words || language != row.language {
			t.Errorf("%s: %q in %q", says, words, language)
		}
	}
	if !(Text{"de": ""}).Empty() || text.Empty() || strings.Join(text.Languages(), " ") != " fi sv" {
		t.Errorf("empty %v, languages %q", text.Empty(), text.Languages())
	}
}
