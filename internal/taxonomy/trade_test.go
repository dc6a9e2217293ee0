package taxonomy_test

import (
	"slices"
	"testing"

	"citiesgrow/internal/taxonomy"
)

// complete are the languages in which every trade has words.
var complete = []string{"ar", "de", "el", "en", "es", "fa", "fi", "fr", "lv", "nl", "pl", "pt", "ru", "tr", "uk"}

func TestEveryTradeHasWordsInEveryLanguage(t *testing.T) {
	trades := empty(t).Trades()
	if len(trades) < 160 {
		t.Errorf("want at least 160 trades, got %d", len(trades))
	}
	popular := 0
	for _, trade := range trades {
		if trade.Popular {
			popular++
		}
		for _, l := range complete {
			if len(trade.Words[l]) == 0 {
				t.Errorf("%s has no words in %s", trade.ID, l)
			}
		}
	}
	if popular != 16 {
		t.Errorf("want 16 popular trades, got %d", popular)
	}
}

func TestEveryNameLeadsToItsTrade(t *testing.T) {
	tax := empty(t)
	for _, trade := range tax.Trades() {
		for language, words := range trade.Words {
			found := tax.Meanings(words[0], language)
			if len(found) == 0 || found[0].CPV != trade.CPV[0] {
				t.Errorf("%s %q: want %s of %s, got %v", language, words[0], trade.CPV[0], trade.ID, firstOf(found))
			}
		}
	}
}

func TestEveryWordLeadsToItsTradeSomehow(t *testing.T) {
	tax := empty(t)
	asked, missed := 0, 0
	for _, trade := range tax.Trades() {
		for language, words := range trade.Words {
			for _, w := range words {
				asked++
				if !slices.ContainsFunc(tax.Meanings(w, language), func(m taxonomy.Meaning) bool { return slices.Contains(trade.CPV, m.CPV) }) {
					missed++
					t.Logf("%s %q does not lead to %s: %v", language, w, trade.ID, firstOf(tax.Meanings(w, language)))
				}
			}
		}
	}
	if missed*500 > asked {
		t.Errorf("%d of %d words do not lead to their trade", missed, asked)
	}
}

func TestEveryCodeOfOursIsOfficial(t *testing.T) {
	official, tax := map[string]bool{}, empty(t)
	divisions, groups := 0, 0
	for _, c := range parsed(t, "cpv", "cpv_2008_24langs.tsv").Codes {
		official[c.ID] = true
		switch len(taxonomy.Prefix(c.ID)) {
		case 2:
			divisions++
		case 3:
			groups++
			if got, ok := tax.CPV(c.ID); !ok || got.Labels["en"] == "" {
				t.Errorf("group %s has no label of ours", c.ID)
			}
		}
	}
	if groups != 272 {
		t.Errorf("official groups: %d", groups)
	}
	for _, trade := range tax.Trades() {
		for _, code := range trade.CPV {
			if !official[code] {
				t.Errorf("%s leads to %s, which is not in the official list", trade.ID, code)
			}
		}
	}
	if got := tax.Divisions(); len(got) != 45 || divisions != 45 {
		t.Errorf("want 45 divisions, got %d, official %d", len(got), divisions)
	}
	for _, d := range tax.Divisions() {
		if !official[d.ID] || len(d.Labels) < 15 {
			t.Errorf("division %s: official %v, %d languages", d.ID, official[d.ID], len(d.Labels))
		}
	}
}

func TestNarrowerCodesSpeakThroughWiderOnes(t *testing.T) {
	tax := empty(t)
	for _, c := range []struct{ code, language, want string }{
		{"90911200-8", "en", "Cleaning"}, {"90000000", "tr", "Kanalizasyon, atık, temizlik ve çevre"}, {"90911200", "uk", "Cleaning"}, {"nonsense", "en", "nonsense"},
	} {
		if got := tax.Label(c.code, c.language); got != c.want {
			t.Errorf("label of %s in %s: want %q, got %q", c.code, c.language, c.want, got)
		}
	}
	if got, want := tax.Ancestors("90911200-8"), []string{"90000000", "90900000", "90910000", "90911000"}; !slices.Equal(got, want) {
		t.Errorf("ancestors: want %v, got %v", want, got)
	}
	if got := loaded(t).Ancestors("90911200"); !slices.Equal(got, []string{"90000000", "90900000", "90910000", "90911000"}) {
		t.Errorf("ancestors with the official list: got %v", got)
	}
	for typed, want := range map[string]string{"90911200-8": "90911200", " 90911200 ": "90911200", "9091120": "", "90911200-88": "", "9091120a": "",
		"": "", "00000000": ""} {
		if got, ok := taxonomy.NormalCPV(typed); got != want || ok != (want != "") {
			t.Errorf("NormalCPV(%q) = %q, %v", typed, got, ok)
		}
	}
	if p := taxonomy.Prefix("30000000"); p != "30" {
		t.Errorf("prefix of 30000000: %q", p)
	}
}

func TestSuggestCompletesInTheLanguage(t *testing.T) {
	tax := empty(t)
	for _, c := range []struct{ typed, language, want string }{
		{"wind", "en", "window-cleaning"}, {"siiv", "fi", "cleaning"}, {"приб", "uk", "cleaning"}, {"تنظ", "ar", "cleaning"},
		{"dolm", "de", "interpreting"}, {"boya", "tr", "painting"}, {"paintng", "en", "painting"},
	} {
		got := tax.Suggest(c.typed, c.language, 6)
		if len(got) > 6 || !slices.ContainsFunc(got, func(x taxonomy.Trade) bool { return x.ID == c.want }) {
			t.Errorf("%q in %s: want %s among the suggestions, got %v", c.typed, c.language, c.want, ids(got))
		}
		for _, trade := range got {
			if len(trade.CPV) == 0 {
				t.Errorf("%s leads nowhere", trade.ID)
			}
		}
	}
	if got := tax.Suggest("", "en", 20); len(got) != 16 || !got[0].Popular {
		t.Errorf("nothing typed: want the popular trades, got %v", ids(got))
	}
	if got := tax.Suggest("x", "en", 0); got != nil {
		t.Errorf("no room for suggestions: got %v", ids(got))
	}
}

func ids(trades []taxonomy.Trade) (list []string) {
	for _, trade := range trades {
		list = append(list, trade.ID)
	}
	return list
}
