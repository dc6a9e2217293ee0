package fold_test

import (
	"slices"
	"testing"
	"unicode/utf8"

	"citiesgrow/internal/taxonomy/fold"
)

func TestFoldMakesSpellingsEqual(t *testing.T) {
	for _, same := range [][]string{
		{"Straße", "STRASSE", "strasse"}, {"électricité", "Electricite"}, {"TEMİZLİK", "temizlik", "TEMIZLIK", "temızlık"}, {"Ёлка", "елка"},
		{"καθαρισμός", "ΚΑΘΑΡΙΣΜΟΣ", "καθαρισμοσ"},
		{"تَنْظِيف", "تنظيف", "تنـــظيف"}, {"أمن", "امن"}, {"خياطة", "خياطه"}, {"مستشفى", "مستشفي"}, {"کتاب", "كتاب"}, {"فارسی", "فارسي"},
		{"м'ясо", "м’ясо", "мясо"}, {"łódź", "lodz"}, {"٢٠٢٤", "۲۰۲۴", "2024"}, {"ｆｕｌｌ", "full"},
	} {
		for _, s := range same[1:] {
			if fold.Text(s) != fold.Text(same[0]) {
				t.Errorf("%q and %q fold to %q and %q", same[0], s, fold.Text(same[0]), fold.Text(s))
			}
		}
	}
}

func TestWords(t *testing.T) {
	for typed, want := range map[string][]string{
		"Window-cleaning, offices!": {"window", "cleaning", "offices"}, "agent d'entretien": {"agent", "d", "entretien"}, "": nil,
		"برف\u200cروبی": {"برفروبي"}, "24/7": {"24", "7"},
	} {
		if got := fold.Words(typed); !slices.Equal(got, want) {
			t.Errorf("%q: want %q, got %q", typed, want, got)
		}
	}
}

func FuzzText(f *testing.F) {
	f.Add("\xff\xfe")
	f.Add("a'b`c ß ŉ ﷺ")
	f.Fuzz(func(t *testing.T, typed string) {
		if once := fold.Text(typed); utf8.ValidString(typed) && fold.Text(once) != once {
			t.Errorf("folding %q twice changes it: %q, %q", typed, once, fold.Text(once))
		}
	})
}
