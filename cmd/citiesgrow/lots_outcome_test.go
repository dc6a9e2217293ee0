package main

import (
	"encoding/json"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/notice"
	"citiesgrow/internal/tender"
)

// threeLots publishes a tender with three lots and lets its deadline pass. It returns the service after that, with the buyer
// signed in.
func threeLots(t *testing.T) (h *house, buyer *person, id string) {
	t.Helper()
	now, data := time.Date(2026, 11, 15, 9, 0, 0, 0, time.UTC), t.TempDir()
	before := houseOn(t, now, data, slog.DiscardHandler)
	form := draftForm()
	form.Set("submit_url", "https://stad.gent/offertes/7")
	form.Set("value", "170 000")
	form.Set("lots[2].title", "Oost")
	form.Set("lots[2].value", "20 000")
	buyer = aBuyer(before)
	id, _, _ = strings.Cut(strings.TrimPrefix(buyer.post("/tenders", form), "/tenders/"), "/")
	buyer.post("/tenders/"+id+"/publication", nil)
	before.stop()
	h = houseOn(t, now.AddDate(0, 2, 0), data, slog.DiscardHandler)
	buyer = h.person("en")
	buyer.post("/sessions", url.Values{"email": {"inkoop@example.org"}, "password": {"een stad koopt schoonmaak"}})
	return h, buyer, id
}

// outcomeForm returns the form of an outcome as a browser sends it.
func outcomeForm(reasons ...string) url.Values {
	return url.Values{"bids": {"4"}, "small": {"2"}, "reason": {reasons[0]},
		"lots[0].lot": {"LOT-0001"}, "lots[0].kind": {"awarded"}, "lots[0].winner": {"Vier Bezems"}, "lots[0].value": {"90 000"}, "lots[0].reason": {reasons[1]},
		"lots[1].lot": {"LOT-0002"}, "lots[1].kind": {"unsuccessful"}, "lots[1].reason": {reasons[2]},
		"lots[2].lot": {"LOT-0003"}, "lots[2].kind": {"withdrawn"}, "lots[2].reason": {reasons[3]}}
}

// between returns the part of a page between two strings.
func between(page, from, to string) string {
	_, rest, _ := strings.Cut(page, from)
	part, _, _ := strings.Cut(rest, to)
	return html.UnescapeString(part)
}

// Each lot of a tender has its own reason, which the public page shows at its outcome.
func TestEachPartOfAContractSaysWhy(t *testing.T) {
	h, buyer, id := threeLots(t)
	at := "/tenders/" + id + "/outcome"
	for _, language := range []string{"en", "ar", "uk"} {
		page := buyer.sees(at+"?lang="+language, `name="lots[0].reason"`, `name="lots[1].reason"`, `name="lots[2].reason"`, `name="reason"`)
		if strings.Contains(page, "⟦") {
			t.Errorf("words are missing in %s", language)
		}
	}
	// Missing values give an error at their field, and the typed values stay in the form.
	answer, page := buyer.tries(at, outcomeForm("", "Beste prijs.", "", ""))
	if answer.StatusCode != http.StatusUnprocessableEntity {
		t.Fatalf("%d %s", answer.StatusCode, page)
	}
	for name, lacking := range map[string]bool{"lots[0].reason": false, "lots[1].reason": true, "lots[2].reason": true, "reason": false} {
		if said := strings.Contains(page, `id="`+name+`-error"`); said != lacking {
			t.Errorf("%s: a complaint %v, want %v", name, said, lacking)
		}
	}
	summary := between(page, `role="alert"`, "</ul>")
	for part, lacking := range map[string]bool{"for part 1,": false, "for part 2,": true, "for part 3,": true} {
		if strings.Contains(summary, part) != lacking {
			t.Errorf("the summary on top does not say what lacks a reason: %s", summary)
		}
	}
	if label := between(page, `<label for="lots[1].reason"`, "</label>"); strings.Contains(label, "leave this out") {
		t.Errorf("what is needed is said to be left out: %s", label)
	}
	if !strings.Contains(between(page, `name="lots[0].reason"`, "</textarea>"), "Beste prijs.") ||
		!strings.Contains(between(page, `name="lots[0].winner"`, ">"), "Vier Bezems") {
		t.Error("what was typed for the first part is lost")
	}

	buyer.post(at, outcomeForm("", "Beste prijs.", "Allemaal te duur.", "De zaal gaat dicht."))
	reader := h.person("en")
	page = reader.sees("/tenders/"+id, "Who won")
	outcomes := between(page, `id="won"`, "</section>")
	for i, want := range []struct{ part, says, reason string }{
		{"Noord", "Vier Bezems", "Beste prijs."}, {"Zuid", "Ended without a winner.", "Allemaal te duur."},
		{"Oost", "The buyer took this part back.", "De zaal gaat dicht."},
	} {
		items := strings.Split(outcomes, "<li>")
		if len(items) != 4 || !strings.Contains(items[i+1], want.part) || !strings.Contains(items[i+1], want.says) || !strings.Contains(items[i+1], want.reason) ||
			strings.Count(items[i+1], "Reason:") != 1 {
			t.Fatalf("%s: %q", want.part, items)
		}
	}
	if lot := between(page, `id="lot-LOT-0003"`, "</details>"); !strings.Contains(lot, "The buyer’s reason:") || !strings.Contains(lot, "De zaal gaat dicht.") {
		t.Errorf("the part that was taken back says %q", lot)
	}
	for _, language := range []string{"ar", "uk"} {
		if strings.Contains(h.person(language).sees("/tenders/"+id), "⟦") {
			t.Errorf("words are missing in %s", language)
		}
	}

	// The form of a correction contains each lot with its own reason.
	page = buyer.sees(at, "Correct the outcome")
	for name, reason := range map[string]string{"lots[0].reason": "Beste prijs.", "lots[1].reason": "Allemaal te duur.",
		"lots[2].reason": "De zaal gaat dicht.", "reason": ""} {
		if got := between(page, `<textarea id="`+name+`"`, "</textarea>"); !strings.HasSuffix(got, ">"+reason) {
			t.Errorf("%s is filled with %q", name, got)
		}
	}
}

// A reason for all lots is entered once and shown once.
func TestOneReasonOfAllPartsIsReadOnce(t *testing.T) {
	h, buyer, id := threeLots(t)
	at := "/tenders/" + id + "/outcome"
	buyer.post(at, outcomeForm("De gemeente fuseert.", "", "", ""))
	page := h.person("en").sees("/tenders/"+id, "Vier Bezems", "Ended without a winner.", "The buyer took this part back.", "Reason for all parts:")
	history := between(page, `id="history"`, "</section>")
	present := strings.Replace(html.UnescapeString(page), history, "", 1)
	if n := strings.Count(present, "De gemeente fuseert."); n != 1 {
		t.Errorf("the reason is read %d times", n)
	}
	if !strings.Contains(history, "The buyer took back: Part 3.") {
		t.Errorf("the history does not say what was taken back: %s", history)
	}
	page = buyer.sees(at)
	for name, reason := range map[string]string{"lots[0].reason": "", "lots[1].reason": "", "lots[2].reason": "", "reason": "De gemeente fuseert."} {
		if got := between(page, `<textarea id="`+name+`"`, "</textarea>"); !strings.HasSuffix(got, ">"+reason) {
			t.Errorf("%s is filled with %q", name, got)
		}
	}
	// All lots are cancelled for one reason: it is at the top of the page, and not at the lots.
	form := outcomeForm("De zaal gaat dicht.", "", "", "")
	for _, lot := range []string{"lots[0]", "lots[1]", "lots[2]"} {
		form.Set(lot+".kind", "withdrawn")
		form.Del(lot + ".winner")
		form.Del(lot + ".value")
	}
	form.Set("correction", "Wij kozen het verkeerde vakje.")
	buyer.post(at, form)
	page = h.person("en").sees("/tenders/"+id, "Withdrawn")
	present = strings.Replace(html.UnescapeString(page), between(page, `id="history"`, "</section>"), "", 1)
	if n := strings.Count(present, "De zaal gaat dicht."); n != 1 || strings.Contains(present, "De gemeente fuseert.") {
		t.Errorf("the reason is read %d times: %s", n, present)
	}
	// Each lot is cancelled for its own reason, which is shown at the lot.
	for i, reason := range []string{"Geen geld.", "Niet meer nodig.", "Te laat."} {
		form.Set([]string{"lots[0]", "lots[1]", "lots[2]"}[i]+".reason", reason)
	}
	form.Set("reason", "")
	buyer.post(at, form)
	outcomes := between(h.person("en").sees("/tenders/"+id, "Withdrawn", "What became of it?"), `id="won"`, "</section>")
	for _, reason := range []string{"Geen geld.", "Niet meer nodig.", "Te laat."} {
		if strings.Count(outcomes, reason) != 1 {
			t.Errorf("%q is not read once in %s", reason, outcomes)
		}
	}
}

// API clients may still send one reason for all lots. A client that sends a reason for each lot reads them back.
func TestAProgramGivesAReasonForEachPart(t *testing.T) {
	h, buyer, id := threeLots(t)
	token := tokenInput.FindStringSubmatch(buyer.sees("/help"))[1]
	for _, c := range []struct {
		body string
		want []string
	}{
		{`{"bids":3,"reason":"One.","lots":[{"lot":"LOT-0001","kind":"awarded","winner":"A"},{"lot":"LOT-0002","kind":"unsuccessful"},{"lot":"LOT-0003",` +
			`"kind":"withdrawn"}]}`,
			[]string{"One.", "One.", "One.", "One."}},
		{`{"bids":3,"correction":"x","reason":"One.","lots":[{"lot":"LOT-0003","kind":"withdrawn","reason":"Three."},{"lot":"LOT-0001","kind":"awarded",` +
			`"winner":"A"},{"lot":"LOT-0002","kind":"unsuccessful"}]}`,
			[]string{"", "One.", "One.", "Three."}},
		{`{"correction":"x","kind":"withdrawn","reason":"All."}`, []string{"All."}},
	} {
		answer, text := buyer.asks("POST", "/api/v1/tenders/"+id+"/outcome", c.body, token)
		if answer.StatusCode != http.StatusCreated {
			t.Fatalf("%d %s", answer.StatusCode, text)
		}
		var got tender.Tender
		h.person("en").get("/api/v1/tenders/"+id, &got)
		reasons := map[string]string{}
		for _, l := range got.Outcome.Lots {
			reasons[l.Lot] = l.Reason
		}
		if got.Outcome.Reason != c.want[0] || len(reasons) != len(c.want)-1 {
			t.Errorf("%s: %+v", c.body, got.Outcome)
		}
		for i, want := range c.want[1:] {
			if lot := []string{"LOT-0001", "LOT-0002", "LOT-0003"}[i]; reasons[lot] != want {
				t.Errorf("%s says %q, want %q", lot, reasons[lot], want)
			}
		}
	}
	answer, text := buyer.asks("POST", "/api/v1/tenders/"+id+"/outcome",
		`{"bids":3,"correction":"x","lots":[{"lot":"LOT-0003","kind":"withdrawn"},{"lot":"LOT-0001","kind":"awarded","winner":"A","reason":"y"},`+
			`{"lot":"LOT-0002","kind":"unsuccessful","reason":"z"}]}`, token)
	var wrong struct{ Fields map[string]string }
	if err := json.Unmarshal([]byte(text), &wrong); err != nil || answer.StatusCode != http.StatusUnprocessableEntity || len(wrong.Fields) != 1 ||
		wrong.Fields["lots[0].reason"] == "" {
		t.Errorf("%d %s", answer.StatusCode, text)
	}
}

// asks sends a JSON body with the session of the browser.
func (p *person) asks(method, path, body, token string) (*http.Response, string) {
	p.h.t.Helper()
	req, err := http.NewRequestWithContext(p.h.t.Context(), method, p.h.base+path, strings.NewReader(body))
	if err != nil {
		p.h.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Origin", p.h.base)
	req.Header.Set("X-CSRF-Token", token)
	answer, err := p.client.Do(req)
	if err != nil {
		p.h.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		p.h.t.Fatal(err)
	}
	return answer, moduletest.Unlaid(string(text))
}

// The form for correcting the outcome of a whole tender contains everything that was published. Sending it unchanged loses
// nothing.
func TestACorrectionLosesNoWinner(t *testing.T) {
	_, buyer, id := threeLots(t)
	at := "/tenders/" + id + "/outcome"
	form := url.Values{"kind": {"awarded"}, "winner": {"Whole Firm"}, "winners": {"Second Firm"}, "size": {"small"}, "value": {"80 000"}, "bids": {"3"},
		"reason": {"Beste prijs."}}
	buyer.post(at, form)
	page := buyer.sees(at, `value="Whole Firm"`, `value="80000"`, `?parts=yes`)
	if !strings.Contains(between(page, `value="Second Firm"`, ">"), "checked") {
		t.Error("the second winner is not chosen")
	}
	form.Set("correction", "De reden was te kort.")
	form.Set("reason", "Beste prijs en twee goede referenties.")
	buyer.post(at, form)
	var got struct {
		Outcome notice.Outcome
		Awards  []struct{ Suppliers []struct{ Name string } }
	}
	buyer.get("/api/v1/tenders/"+id, &got)
	if o := got.Outcome; len(o.Winners) != 2 || o.Value == nil || o.Value.Minor != 80_000_00 || len(got.Awards) != 1 || o.Small != nil {
		t.Errorf("%+v %+v", got.Outcome, got.Awards)
	}
	buyer.sees(at+"?parts=yes", `name="lots[2].kind"`)
}
