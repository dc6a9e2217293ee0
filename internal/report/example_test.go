package report_test

import (
	"testing"

	"citiesgrow/internal/casework/caseworktest"
)

// A report that is sent as the description of the API shows it is taken, from a reporter and from a caseworker.
func TestTheExampleOfAReportIsTaken(t *testing.T) {
	h := caseworktest.New(t)
	site := h.House.Site(h.Modules()...)
	tried := 0
	for _, m := range h.Modules() {
		for _, r := range m.Routes {
			if r.Example == "" {
				continue
			}
			tried++
			if got := site.Ask(h.Mia, r.Method, "/api/v1"+r.Path, r.Example); got.Status != 201 {
				t.Errorf("%s: %d %s", r, got.Status, got.Body)
			}
		}
	}
	if tried != 2 {
		t.Errorf("%d routes have an example of a report", tried)
	}
}
