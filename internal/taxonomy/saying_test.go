package taxonomy

import "testing"

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
		for _, m := range taxa.Meanings(sentence, language) {
			t.Errorf("%s, %q: %s %s from %q, %.2f", language, sentence, m.CPV, m.Trade, m.Word, m.Weight)
		}
	}
}
