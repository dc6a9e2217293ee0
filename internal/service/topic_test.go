package service_test

import (
	"testing"

	"citiesgrow/internal/service"
	"citiesgrow/internal/topic"
)

// A user who types an everyday word of their own language finds the service that helps, in whatever language it
// is described.
func TestEverydayWordsLeadToATopic(t *testing.T) {
	h := open(t)
	one := h.Provider("one", "riga")
	services := map[string]string{}
	for _, topic := range topic.IDs() {
		services[topic] = h.Listed(one, service.Form{Name: "Q-" + topic, Language: "lv", Topics: []string{topic}, Apply: "Call."}).ID
	}
	for _, c := range []struct{ language, typed, topic string }{
		{"ar", "قرض صغير", "finance"}, {"ar", "ضرائب", "tax"}, {"bg", "счетоводител", "tax"}, {"ca", "gestoria", "tax"}, {"da", "tolk", "translation"},
		{"de", "gewerbeschein", "start"},
		{"de", "buchhaltung", "tax"}, {"el", "λογιστής", "tax"}, {"en", "loan", "finance"}, {"es", "gestoría", "tax"}, {"es", "autónomo", "start"},
		{"fa", "وام", "finance"}, {"fi", "toiminimi", "start"},
		{"fi", "kirjanpitäjä", "tax"}, {"fr", "auto-entrepreneur", "start"}, {"fr", "expert-comptable", "tax"}, {"it", "commercialista", "tax"},
		{"lv", "grāmatvedis", "tax"}, {"nl", "boekhouder", "tax"}, {"pl", "księgowa", "tax"},
		{"pt", "contabilista", "tax"}, {"ro", "împrumut", "finance"}, {"ru", "бухгалтер", "tax"}, {"so", "caymis", "insurance"}, {"sv", "f-skatt", "start"},
		{"tr", "sigorta", "insurance"},
		{"uk", "страхування", "insurance"}, {"uk", "бухгалтера", "tax"}, {"ur", "قرض", "finance"},
		{"ar", "سجل تجاري", "start"}, {"bg", "булстат", "start"}, {"ca", "pòlissa", "insurance"}, {"da", "cvr-nummer", "start"},
		{"de", "steuererklärung", "tax"}, {"el", "αφμ", "tax"}, {"es", "póliza", "insurance"},
		{"fa", "دارالترجمه", "translation"}, {"fi", "yel-vakuutus", "insurance"}, {"fr", "siret", "start"}, {"it", "partita iva", "start"},
		{"it", "camera di commercio", "start"}, {"lv", "vid", "tax"}, {"lv", "uzņēmumu reģistrs", "start"},
		{"nl", "kvk inschrijven", "start"}, {"nl", "aov", "insurance"}, {"pl", "działalność gospodarcza", "start"}, {"pl", "ceidg", "start"},
		{"pt", "empresa na hora", "start"}, {"ro", "anaf", "tax"}, {"ru", "оформить ип", "start"},
		{"so", "turjumaan", "translation"}, {"sv", "skatteverket", "tax"}, {"tr", "vergi levhası", "tax"}, {"uk", "відкрити фоп", "start"},
		{"ur", "فائر سیفٹی", "safety"}, {"ur", "کورس", "training"},
	} {
		found, err := h.List(t.Context(), service.Query{Words: c.typed, Page: 1, Size: 20, Reader: []string{c.language}})
		h.Must(err)
		if len(found.Listings) == 0 || found.Listings[0].ID != services[c.topic] {
			var first []string
			for _, l := range found.Listings {
				first = append(first, l.Name)
			}
			t.Errorf("%s %q leads to %v, want %s first", c.language, c.typed, first, c.topic)
		}
	}
}
