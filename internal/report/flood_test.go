package report_test

import (
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/casework/caseworktest"
	"citiesgrow/internal/problem"
)

// The eleventh report for a city within an hour is rejected with a time to wait. A report for another city is accepted.
func TestAFlood(t *testing.T) {
	h := caseworktest.New(t)
	for range 10 {
		h.Filed(caseworktest.Form("x"))
	}
	_, err := h.File(t.Context(), caseworktest.Form("the eleventh"))
	if p := problem.Of(err); p == nil || p.Kind != problem.TooMany || p.Retry <= 0 || p.Message.Key != "report.flood" {
		t.Errorf("%v", err)
	}
	wide, zoe := h.As("wide", actor.Custodian, "ghent"), h.As("zoe", actor.Caseworker, "ghent")
	h.MakeKey(wide)
	h.MakeKey(zoe)
	h.Must(h.Confirm(wide, "zoe"))
	f := caseworktest.Form("from Ghent")
	f.City = "ghent"
	h.Filed(f)
	h.Time = h.Time.Add(time.Hour)
	h.Filed(caseworktest.Form("an hour later"))
}
