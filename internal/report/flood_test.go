package report_test

import (
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
)

// A flood is refused kindly; a reporter of another city is not.
func TestAFlood(t *testing.T) {
	h := open(t)
	for range 10 {
		h.filed(told("x"))
	}
	_, err := h.File(t.Context(), told("the eleventh"))
	if p := problem.Of(err); p == nil || p.Kind != problem.TooMany || p.Retry <= 0 || p.Message.Key != "report.flood" {
		t.Errorf("%v", err)
	}
	wide, zoe := h.as("wide", actor.Custodian, "ghent"), h.as("zoe", actor.Caseworker, "ghent")
	h.key(wide)
	h.key(zoe)
	h.must(h.Confirm(wide, "zoe"))
	f := told("from Ghent")
	f.City = "ghent"
	h.filed(f)
	h.now = h.now.Add(time.Hour)
	h.filed(told("an hour later"))
}
