package service_test

import (
	"testing"

	"citiesgrow/internal/service"
)

// People look in their own words and language; the service is described in another.
func TestServicesAreFoundInOnesOwnLanguage(t *testing.T) {
	h := open(t)
	f := cover("Apdrošināšanas konsultācija", 5)
	f.Language, f.Description = "lv", "Palīdzam uzņēmumiem atrast civiltiesisko apdrošināšanu."
	l := h.Listed(h.Provider("one", "riga"), f)
	h.Listed(h.Provider("two", "riga"), service.Form{Name: "Valodas kursi", Language: "lv", Topics: []string{"language"}, Apply: "Call.",
		Costs: []service.CostForm{{Option: "Course", Amount: "120"}}, Languages: []string{"lv", "ru"}})
	for _, typed := range []string{"insurance", "liability cover", "apdrošināšana", "insurence", "Versicherung"} {
		found, err := h.List(t.Context(), service.Query{Words: typed, Page: 1, Size: 10, Reader: []string{"en"}})
		h.Must(err)
		if found.Total == 0 || found.Listings[0].ID != l.ID {
			t.Errorf("%q finds %d", typed, found.Total)
		}
	}
	for name, q := range map[string]service.Query{
		"free": {Costs: []string{"free"}}, "topic": {Topics: []string{"insurance"}}, "need": {Supplies: []string{"insurance:liability"}},
	} {
		q.Page, q.Size = 1, 10
		found, err := h.List(t.Context(), q)
		h.Must(err)
		if found.Total != 1 || found.Listings[0].ID != l.ID {
			t.Errorf("%s: %d", name, found.Total)
		}
	}
}
