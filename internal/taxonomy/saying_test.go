package taxonomy

import (
	"testing"

	"citiesgrow/internal/i18n"
)

func namesNoTrade(t *testing.T, taxa *Taxonomy, language, words string) {
	t.Helper()
	for _, m := range taxa.Meanings(words, language) {
		t.Errorf("%s, %q: %s %s from %q, %.2f", language, words, m.CPV, m.Trade, m.Word, m.Weight)
	}
}

// A sentence that says only that a person has a small firm names no trade, in whatever
// language: "have" is no garden, although it is one in Danish.
func TestWhoOnlySaysThatSheHasAFirmNamesNoTrade(t *testing.T) {
	taxa := ours(t)
	for language, sentence := range map[string]string{
		"ar": "لدي شركة صغيرة", "ca": "tinc una petita empresa", "de": "ich habe eine kleine Firma", "el": "έχω μια μικρή εταιρεία",
		"en": "I have a small firm and we are looking for work", "es": "tengo una empresa pequeña y busco trabajo", "fi": "minulla on pieni yritys",
		"fr": "j'ai une petite entreprise", "it": "ho una piccola ditta", "lv": "man ir mazs uzņēmums", "nl": "ik heb een klein bedrijf",
		"pl": "mam małą firmę i szukam zleceń", "pt": "tenho uma pequena empresa", "ro": "am o firmă mică", "ru": "у меня маленькая фирма",
		"sv": "jag har ett litet företag", "tr": "küçük bir şirketim var", "uk": "я маю маленьку фірму",
	} {
		namesNoTrade(t, taxa, language, sentence)
	}
	for language, words := range map[string][]string{
		"en": {"services", "services in Riga city", "have", "work", "other, and"}, "de": {"Arbeiten und Dienstleistungen"},
		"fr": {"travaux divers"}, "pl": {"usługi i prace"}, "ru": {"работы и услуги"}, "nl": {"werk"}, "fi": {"työ ja palvelut"},
	} {
		for _, w := range words {
			namesNoTrade(t, taxa, language, w)
		}
	}
	taxa.Load(Set{Scheme: "CPV", Codes: []Code{{Scheme: "CPV", ID: "98390000", Labels: i18n.Text{"en": "Other services"}},
		{Scheme: "CPV", ID: "45000000", Labels: i18n.Text{"en": "Construction work"}},
		{Scheme: "CPV", ID: "79400000", Labels: i18n.Text{"en": "Business consulting services"}}}})
	for _, words := range []string{"work", "other services", "services and works"} {
		namesNoTrade(t, taxa, "en", words)
	}
	for _, m := range taxa.Meanings("other services, and consulting work", "en") {
		if m.CPV == "98390000" || m.CPV == "45000000" {
			t.Errorf("consulting is %s from %q", m.CPV, m.Word)
		}
	}
	if got := taxa.Meanings("have", "da"); len(got) == 0 || got[0].Trade != "gardening" {
		t.Errorf("a Danish garden: %v", got)
	}
}
