package main

import (
	"log/slog"
	"net/url"
	"strings"
	"testing"
	"time"
)

// Directly after a publication no supplier is matched yet. The page does not say that there is none.
func TestABuyerIsNotPutOffWhileFirmsAreCompared(t *testing.T) {
	now, data := time.Date(2026, 11, 15, 9, 0, 0, 0, time.UTC), t.TempDir()
	h := houseOn(t, now, data, slog.DiscardHandler)
	buyer := aBuyer(h)
	form := draftForm()
	form.Set("submit_url", "https://stad.gent/offertes/7")
	form.Set("value", "150 000")
	id, _, _ := strings.Cut(strings.TrimPrefix(buyer.post("/tenders", form), "/tenders/"), "/")
	at := buyer.post("/tenders/"+id+"/publication", nil)
	page := buyer.sees(at+"?done=published", "Published.", "Firms are being compared", `href="/tenders/`+id+`/matches"`, "Load again")
	if strings.Contains(page, "No firm fits") || strings.Contains(page, "Below are the firms") {
		t.Error("the page says that no firm fits before they were compared")
	}
	h.stop()

	later := houseOn(t, now.Add(3*time.Minute), data, slog.DiscardHandler)
	later.catchUp()
	again := later.person("en")
	again.post("/sessions", url.Values{"email": {"inkoop@example.org"}, "password": {"een stad koopt schoonmaak"}})
	page = again.sees(at, "No firm fits yet")
	if strings.Contains(page, "Firms are being compared") {
		t.Error("firms are said to be compared for ever")
	}
}
