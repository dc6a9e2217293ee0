package taxonomy

import "testing"

func namesNoTrade(t *testing.T, taxa *Taxonomy, language, words string) {
	t.Helper()
	for _, m := range taxa.Meanings(words, language) {
		t.Errorf("%s, %q: %s %s from %q, %.2f", language, words, m.CPV, m.Trade, m.Word, m.Weight)
	}
}

// A sentence that says only that somebody has a small firm names no trade, in whatever
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
	if got := taxa.Meanings("have", "da"); len(got) == 0 || got[0].Trade != "gardening" {
		t.Errorf("a Danish garden: %v", got)
	}
}
