package taxonomy_test

import (
	"slices"
	"testing"
	"unicode/utf8"

	"citiesgrow/internal/taxonomy"
)

func TestFoldMakesSpellingsEqual(t *testing.T) {
	for _, same := range [][]string{
		{"Straße", "STRASSE", "strasse"}, {"électricité", "Electricite"}, {"TEMİZLİK", "temizlik", "TEMIZLIK", "temızlık"}, {"Ёлка", "елка"},
		{"καθαρισμός", "ΚΑΘΑΡΙΣΜΟΣ", "καθαρισμοσ"},
		{"تَنْظِيف", "تنظيف", "تنـــظيف"}, {"أمن", "امن"}, {"خياطة", "خياطه"}, {"مستشفى", "مستشفي"}, {"کتاب", "كتاب"}, {"فارسی", "فارسي"},
		{"м'ясо", "м’ясо", "мясо"}, {"łódź", "lodz"}, {"٢٠٢٤", "۲۰۲۴", "2024"}, {"ｆｕｌｌ", "full"},
	} {
		for _, s := range same[1:] {
			if taxonomy.Fold(s) != taxonomy.Fold(same[0]) {
				t.Errorf("%q and %q fold to %q and %q", same[0], s, taxonomy.Fold(same[0]), taxonomy.Fold(s))
			}
		}
	}
}

func TestWords(t *testing.T) {
	for typed, want := range map[string][]string{
		"Window-cleaning, offices!": {"window", "cleaning", "offices"}, "agent d'entretien": {"agent", "d", "entretien"}, "": nil,
		"برف\u200cروبی": {"برفروبي"}, "24/7": {"24", "7"},
	} {
		if got := taxonomy.Words(typed); !slices.Equal(got, want) {
			t.Errorf("%q: want %q, got %q", typed, want, got)
		}
	}
}

func FuzzMeanings(f *testing.F) {
	for _, a := range asked {
		f.Add(a.typed, a.language)
	}
	f.Add("\xff\xfe", "")
	f.Add("a'b`c ß ŉ ﷺ", "xx")
	tax := empty(f)
	f.Fuzz(func(t *testing.T, typed, language string) {
		if once := taxonomy.Fold(typed); utf8.ValidString(typed) && taxonomy.Fold(once) != once {
			t.Errorf("folding %q twice changes it: %q, %q", typed, once, taxonomy.Fold(once))
		}
		found := tax.Meanings(typed, language)
		if len(found) > 12 {
			t.Errorf("%d meanings", len(found))
		}
		for i, m := range found {
			if m.Weight <= 0 || m.Weight > 1 || i > 0 && m.Weight > found[i-1].Weight {
				t.Errorf("weights are out of order: %v", found)
			}
		}
		for _, trade := range tax.Suggest(typed, language, 8) {
			if len(trade.CPV) == 0 {
				t.Errorf("%s leads nowhere", trade.ID)
			}
		}
	})
}

func BenchmarkNew(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		empty(b)
	}
}

func BenchmarkMeanings(b *testing.B) {
	run := func(name string, tax *taxonomy.Taxonomy) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			n := 0
			for b.Loop() {
				a := asked[n%len(asked)]
				tax.Meanings(a.typed, a.language)
				n++
			}
		})
	}
	run("own words", empty(b))
	run("with official labels", loaded(b))
}
