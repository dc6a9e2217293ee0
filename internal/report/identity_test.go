package report_test

import (
	"slices"
	"testing"

	"citiesgrow/internal/problem"
	"citiesgrow/internal/report"
)

// A name is sealed apart: the caseworker sees it only when the custodian agrees to a reason.
func TestANameIsSealedApart(t *testing.T) {
	h := open(t)
	f := told("x")
	f.Name, f.Contact = "Amina K.", "+371 2000"
	h.filed(f)
	id := h.first(h.mia).ID
	c, err := h.Open(h.mia, id, false)
	h.must(err)
	if c.Who != nil {
		t.Fatal("the name is open")
	}
	_, err = h.AskIdentity(h.mia, id, report.AskForm{Why: "To call her before the hearing."})
	h.must(err)
	asked, err := h.Requests(h.keeper)
	h.must(err)
	if len(asked) != 1 || asked[0].Why != "To call her before the hearing." || asked[0].Who != "desk of mia" {
		t.Fatalf("%+v", asked)
	}
	if err := h.Decide(h.keeper, id, report.DecideForm{Decision: "granted"}); problem.Of(err) == nil || problem.Of(err).Fields["why"].Key == "" {
		t.Errorf("without a reason: %v", err)
	}
	h.must(h.Decide(h.keeper, id, report.DecideForm{Decision: "granted", Why: "The hearing is on Monday."}))
	c, err = h.Open(h.mia, id, false)
	h.must(err)
	if c.Who == nil || c.Who.Name != "Amina K." || c.Desk.WhyDecided != "The hearing is on Monday." {
		t.Errorf("%+v", c.Who)
	}
	if c, err = h.Open(h.ali, id, false); err != nil || c.Who != nil {
		t.Errorf("a colleague sees it, too: %v", err)
	}
	log, _, err := h.Log(h.keeper, "")
	h.must(err)
	var acts []string
	for _, e := range log {
		acts = append(acts, e.Act)
	}
	for _, want := range []string{"asked for the identity", "identity granted", "saw the identity", "opened"} {
		if !slices.Contains(acts, want) {
			t.Errorf("the log lacks %q: %v", want, acts)
		}
	}
}
