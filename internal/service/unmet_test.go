package service_test

import (
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/service"
)

// What is looked for and not there is counted, per city and without the person.
func TestWhatIsMissingIsCounted(t *testing.T) {
	h := open(t)
	amina := h.owner("amina", "riga")
	h.firm(amina, nil)
	h.tender(30)
	for range 2 {
		_, err := h.List(amina, service.Query{Words: "Beekeeping insurance for 0612345678 me@mail.example", Page: 1, Size: 10})
		h.Must(err)
	}
	_, err := h.List(t.Context(), service.Query{Words: "beekeeping", Cities: []string{"ghent"}, Page: 1, Size: 10})
	h.Must(err)
	look := func(when string) {
		m, err := h.Missing(h.staff("riga"), "riga")
		h.Must(err)
		if len(m.Searches) != 1 || m.Searches[0].Words != "beekeeping insurance for" || m.Searches[0].Count != 2 {
			t.Errorf("%s: searches %+v", when, m.Searches)
		}
		if len(m.Shortages) != 1 || m.Shortages[0].Kind != "insurance" || m.Shortages[0].Firms != 1 || m.Shortages[0].Services != 0 || m.Firms != 1 {
			t.Errorf("%s: shortages %+v of %d", when, m.Shortages, m.Firms)
		}
	}
	look("before it is written down")
	h.Must(h.Flush(actor.AsSystem(t.Context())))
	look("after")
	h.listed(h.provider("one", "riga"), cover("Cover", 3))
	m, err := h.Missing(h.provider("one", "riga"), "riga")
	h.Must(err)
	if m.Shortages[0].Services != 1 {
		t.Errorf("now %+v", m.Shortages)
	}
	if _, err := h.Missing(h.staff("ghent"), "riga"); !problem.Is(err, problem.Forbidden) {
		t.Errorf("another city's staff: %v", err)
	}
}
