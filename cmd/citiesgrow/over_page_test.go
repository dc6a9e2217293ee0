package main

import (
	"net/url"
	"strings"
	"testing"
	"time"
)

func TestTheReasonOfACorrectedOutcomeIsThatOfTheOutcome(t *testing.T) {
	h := newHouse(t, time.Date(2026, 11, 15, 9, 0, 0, 0, time.UTC))
	buyer := aBuyer(h)
	form := draftForm()
	form.Set("submit_url", "https://stad.gent/offertes/7")
	form.Set("value", "150 000")
	id := strings.TrimSuffix(strings.TrimPrefix(buyer.post("/tenders", form), "/tenders/"), "/draft")
	id, _, _ = strings.Cut(id, "/")
	buyer.post("/tenders/"+id+"/publication", nil)
	buyer.post("/tenders/"+id+"/outcome", url.Values{"kind": {"unsuccessful"}, "reason": {"Geen enkel bod."}})
	buyer.post("/tenders/"+id+"/outcome", url.Values{"kind": {"withdrawn"}, "reason": {"De zaal gaat dicht."}, "correction": {"Wij kozen het verkeerde vakje."}})
	page := h.person("en").sees("/tenders/"+id, "Wij kozen het verkeerde vakje.")
	top, history, found := strings.Cut(page, `id="history"`)
	if !found || !strings.Contains(top, "The buyer’s reason:</strong> </p><p class=\"own\" lang=\"nl\" dir=\"ltr\">De zaal gaat dicht.</p>") {
		t.Errorf("the present reason does not stand on top: %s", top)
	}
	if strings.Contains(top, "Wij kozen") || strings.Contains(top, "Geen enkel bod.") || !strings.Contains(history, "Wij kozen het verkeerde vakje.") {
		t.Error("why the outcome was corrected stands where its reason should")
	}
}
