package taxonomy_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"citiesgrow/internal/taxonomy"
)

// understood are the divisions and groups that a person is told; empty where nothing is claimed.
func understood(taxa *taxonomy.Taxonomy, words string, languages ...string) string {
	var trades []string
	for _, m := range taxonomy.Understood(taxa.Meanings(words, languages...)) {
		trades = append(trades, m.CPV[:3])
	}
	slices.Sort(trades)
	return strings.Join(slices.Compact(trades), " ")
}

// What is told as understood is what a person surely meant: no guess at the spelling, no rare word of some label.
func TestOnlyWhatIsSureIsUnderstood(t *testing.T) {
	check := func(taxa *taxonomy.Taxonomy) func(t *testing.T) {
		return func(t *testing.T) {
			for _, c := range []struct{ language, words, want string }{
				{"en", "i clean offices in ghent please", "909"}, {"uk", "я прибираю офіси", "909"}, {"en", "я прибираю офіси", "909"},
				{"tr", "Bulaşık ve yemek", "555"}, {"pl", "sprzątanie biur", "909"},
				{"es", "limpieza de oficinas", "909"}, {"ar", "تنظيف مكاتب", "909"}, {"fi", "siivousta", "909"}, {"de", "Malerarbeiten in München", "454"},
				{"fr", "nettoyage de bureaux", "909"},
				{"lv", "tulkošana Rīgā", "795"}, {"el", "καθαρισμός γραφείων", "909"}, {"nl", "schoonmaak", "909"}, {"pt", "limpeza de escritórios", "909"},
				{"ru", "uborka", "909"},
				{"en", "painting and electrical work", "453 454"}, {"en", "cateering", "555"}, {"en", "90911200-8", "909"}, {"en", "roof", "452"},
				{"en", "school meals", "555"},
				{"en", "Elder care", "853"}, {"en", "electrician", "453"}, {"en", "security guard", "797"},
				// Guesses.
				{"en", "Athens, Georgia", ""}, {"en", "planned docks Ghent", ""}, {"en", "Riga street", ""}, {"en", "Munich Street 5", ""}, {"en", "uborka", ""},
				{"en", "Offce", ""}, {"en", "plmber", ""}, {"en", "elektritian", ""},
				{"en", "siivousta", ""}, {"fi", "siivousta", "909"}, {"en", "уборку", "909"},
				{"pl", "masaż", "983"}, {"en", "masaż", "983"}, {"de", "Straße 5", ""}, {"fr", "rue de Riga", ""}, {"ru", "улица", ""}, {"fi", "katu", ""},
				{"tr", "cadde", ""},
				// Whose a thing is names no trade.
				{"en", "Polish cook", "555"}, {"en", "Turkish cook", "555"}, {"en", "Greek", ""}, {"en", "Polish", ""}, {"en", "polish floors", "909"},
				{"en", "floor polishing", "909"},
				{"de", "türkischer Koch", "555"}, {"fr", "cuisinier polonais", "555"}, {"es", "cocinero turco", "555"}, {"pl", "polski kucharz", "555"},
				{"ru", "польский повар", "555"}, {"uk", "грецький кухар", "555"},
				{"tr", "türk aşçı", "555"}, {"ar", "طباخ سوري", "555"}, {"nl", "Poolse kok", "555"}, {"el", "έλληνας μάγειρας", "555"},
				// Massage, in every language that has words.
				{"ca", "massatge", "983"}, {"da", "massage", "983"}, {"it", "massaggi", "983"}, {"ro", "masaj", "983"}, {"so", "duugis", "983"},
				{"sv", "massage", "983"}, {"ur", "مساج", "983"},
			} {
				if got := understood(taxa, c.words, c.language); got != c.want {
					t.Errorf("%s, %q: %q, want %q: %v", c.language, c.words, got, c.want, taxa.Meanings(c.words, c.language))
				}
			}
		}
	}
	t.Run("own words", check(empty(t)))
	t.Run("with official labels", check(loaded(t)))
}

// Where the same words mean several kinds of work equally, none of it is told; a part of a phrase means nothing within it.
func TestMeaningsThatCompeteAreNotUnderstood(t *testing.T) {
	a := taxonomy.Meaning{CPV: "45442100", Weight: .98, Trade: "a", Word: "Fitting out"}
	b := taxonomy.Meaning{CPV: "98393000", Weight: .97, Trade: "b", Word: "out Fitting"}
	other, near, part := b, b, taxonomy.Meaning{CPV: "98500000", Weight: .9, Trade: "c", Word: "Fitting"}
	other.Word, near.CPV = "sewing", "45400000"
	again, label, guess, weak := a, b, b, b
	again.CPV, again.Weight = "98000000", .84
	label.Trade, label.Label = "", true
	guess.Guess, weak.Weight = true, .6
	for name, c := range map[string]struct {
		meanings []taxonomy.Meaning
		want     []string
	}{
		"nothing": {nil, nil}, "one": {[]taxonomy.Meaning{a}, []string{"45442100"}}, "the same words": {[]taxonomy.Meaning{a, b}, nil},
		"other words": {[]taxonomy.Meaning{a, other}, []string{"45442100", "98393000"}}, "the same division": {[]taxonomy.Meaning{a, near}, []string{"45442100",
			"45400000"}},
		"a part": {[]taxonomy.Meaning{a, part}, []string{"45442100"}}, "a further code of the trade": {[]taxonomy.Meaning{a, again}, []string{"45442100"}},
		"goods of that name": {[]taxonomy.Meaning{a, label}, []string{"45442100"}}, "a guess": {[]taxonomy.Meaning{a, guess}, []string{"45442100"}},
		"a surer guess": {[]taxonomy.Meaning{guess, a}, []string{"45442100"}},
		"hardly":        {[]taxonomy.Meaning{{CPV: "45442100", Weight: .49}}, nil}, "less likely": {[]taxonomy.Meaning{a, weak}, []string{"45442100",
			"98393000"}},
	} {
		var got []string
		for _, m := range taxonomy.Understood(c.meanings) {
			got = append(got, m.CPV)
		}
		if fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
