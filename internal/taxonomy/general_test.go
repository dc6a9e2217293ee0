package taxonomy

import (
	"slices"
	"strings"
	"testing"

	"citiesgrow/internal/i18n"
)

// A word for a nation leads to no trade, not even as a guess, unless more of the trade's name stands there.
func TestANationIsNoTrade(t *testing.T) {
	taxa := ours(t)
	for words, not := range map[string]string{
		"Polish cook": "flooring", "Polish": "flooring", "Turkish cook in Ghent": "hammam", "finnische Küche": "furniture", "тайский массаж": "language-courses",
	} {
		for _, m := range taxa.Meanings(words, "en") {
			if m.Trade == not {
				t.Errorf("%q leads to %s by %q", words, m.Trade, m.Word)
			}
		}
	}
	if got := taxa.Meanings("polish floors", "en"); len(got) == 0 || got[0].Trade != "floor-care" {
		t.Errorf("who polishes floors: %v", got)
	}
}

// The words of a question that say little of a trade alone, in the languages of the cities and of newcomers.
func TestPlainWordsOfAQuestion(t *testing.T) {
	taxa := ours(t)
	check := func() {
		t.Helper()
		for words, want := range map[string]string{
			"Electrical work": "work", "Elder care": "care", "Child care services": "care services", "IT support": "it support",
			"roof repairs in Riga": "in repairs riga",
			"Polish cook":          "polish", "home help": "help home", "tax advice": "advice",
			"Pflege von Senioren": "pflege von", "türkischer Koch": "turkischer", "Elektroarbeiten": "",
			"aide aux personnes âgées": "aide aux", "travaux électriques": "travaux", "entretien des espaces verts": "des entretien",
			"cuidado de niños": "cuidado de", "trabajos de electricidad": "de trabajos", "apoio a idosos": "a apoio", "zorg voor ouderen": "voor zorg",
			"onderhoud van daken": "onderhoud van",
			"opieka nad dziećmi":  "opieka", "usługi ochrony": "uslugi", "vanhusten hoito": "hoito", "φροντίδα ηλικιωμένων": "φροντιδα", "bērnu aprūpe": "aprupe",
			"çocuk bakımı": "bakimi", "elektrik işleri": "isleri", "догляд за дітьми": "догляд за", "уход за детьми": "за уход", "رعاية الأطفال": "رعايه",
			"أعمال الدهان": "اعمال",
		} {
			got := taxa.Plain(words)
			slices.Sort(got)
			if strings.Join(got, " ") != want {
				t.Errorf("%q: %q, want %q", words, got, want)
			}
		}
	}
	check()
	// Official labels have some word of a trade in many divisions: the trade's name counts.
	set := Set{Scheme: "CPV"}
	for _, division := range []string{"31", "34", "45", "50", "51", "71"} {
		set.Codes = append(set.Codes, Code{Scheme: "CPV", ID: division + "310000", Labels: i18n.Text{"en": "Electrical " + division}})
	}
	taxa.Load(set)
	check()
}
