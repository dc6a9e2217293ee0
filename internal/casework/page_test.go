package casework_test

import (
	"strings"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/casework/caseworktest"
	"citiesgrow/internal/report"
)

// Without an open key the desk has the numbers of cases and nothing of what was reported; the key of another
// session opens nothing here.
func TestTheDeskIsLockedWithoutAKey(t *testing.T) {
	h := caseworktest.New(t)
	f := caseworktest.Form("CANARY-WHAT")
	f.Who = "CANARY-WHO"
	h.Filed(f)
	id := h.First(h.Mia).ID
	h.As("zoe", actor.Caseworker, "ghent")
	h.As("staff", actor.Staff, "riga")
	h.As("fresh", actor.Caseworker, "riga")
	h.Elsewhere("mia elsewhere", "mia")
	ask := h.Site()
	for _, c := range []struct {
		token, path string
		status      int
		sees        bool
	}{
		{"mia", "/cases", 200, false}, {"mia", "/api/v1/cases", 200, false}, {"mia", "/cases/" + id, 200, true}, {"mia", "/api/v1/cases/" + id, 200, true},
		{"mia elsewhere", "/cases/" + id, 200, false}, {"mia elsewhere", "/api/v1/cases/" + id, 409, false}, {"keeper", "/cases/" + id, 403, false},
		{"staff", "/cases/" + id, 403, false},
		{"zoe", "/api/v1/cases/" + id, 404, false}, {"fresh", "/api/v1/cases", 200, false}, {"", "/api/v1/cases/" + id, 401, false},
		{"mia", "/api/v1/custody", 403, false},
		{"keeper", "/api/v1/custody", 200, false}, {"keeper", "/api/v1/custody/log", 200, false}, {"mia", "/api/v1/cases?state=lost", 422, false},
		{"mia", "/api/v1/cases/erasures", 200, false},
	} {
		status, page := ask(c.token, "GET", c.path, "")
		if status != c.status || strings.Contains(page, "CANARY") != c.sees {
			t.Errorf("%s gets %s: %d, sees what was told: %t", c.token, c.path, status, strings.Contains(page, "CANARY"))
		}
	}
	if _, body := ask("fresh", "GET", "/api/v1/cases", ""); !strings.Contains(body, `"items":[]`) {
		t.Errorf("who has no key sees cases: %s", body)
	}
	if status, _ := ask("mia", "POST", "/api/v1/cases/key/closing", ""); status >= 400 {
		t.Errorf("%d", status)
	}
	if status, page := ask("mia", "GET", "/cases/"+id, ""); status != 200 || strings.Contains(page, "CANARY") {
		t.Errorf("after the key was closed: %d", status)
	}
	for _, body := range []string{`{"passphrase":"four calm heron"}`, `{}`} {
		if status, answer := ask("mia", "POST", "/api/v1/cases/key/opening", body); status != 422 || !strings.Contains(answer, "passphrase") {
			t.Errorf("%s: %d %s", body, status, answer)
		}
	}
}

// The forms of the desk reach the case, and what is wrong stays at its field.
func TestTheFormsOfTheDesk(t *testing.T) {
	h := caseworktest.New(t)
	h.Filed(caseworktest.Form("x"))
	id := h.First(h.Mia).ID
	ask := h.Site()
	for _, c := range []struct {
		path, body string
		status     int
		field      string
	}{
		{"messages", `{"text":" "}`, 422, "text"}, {"messages", `{"text":"Hello.","feedback":"perhaps"}`, 422, "feedback"},
		{"messages", `{"text":"Hello."}`, 0, ""}, {"notes", `{"text":"A note."}`, 0, ""},
		{"notes", `{}`, 422, "text"}, {"triage", `{"triage":"theirs"}`, 422, "triage"}, {"triage", `{"triage":"ours","limit":"soon"}`, 422, "limit"},
		{"triage", `{"triage":"ours","urgent":"yes"}`, 0, ""},
		{"coding", `{"ground":"hair"}`, 422, "ground"}, {"coding", `{"ground":"age","summary":"A line."}`, 0, ""}, {"parts", `{}`, 422, "what"},
		{"merging", `{"number":"none"}`, 422, "number"},
		{"transfer", `{"body":"Ombud"}`, 422, "body"}, {"identity", `{"why":"x"}`, 409, ""}, {"closing", `{"outcome":"won"}`, 422, "outcome"},
		{"closing", `{"outcome":"advised","text":"Done."}`, 0, ""},
		{"keeping", `{"until":"1999-01-01","why":"x"}`, 422, "until"}, {"keeping", `{"until":"2030-01-01","why":"x"}`, 0, ""},
	} {
		status, answer := ask("mia", "POST", "/api/v1/cases/"+id+"/"+c.path, c.body)
		if c.status == 0 && status >= 400 || c.status != 0 && status != c.status || !strings.Contains(answer, c.field) {
			t.Errorf("%s %s: %d %s", c.path, c.body, status, answer)
		}
	}
	c, err := h.Open(h.Mia, id, false)
	h.Must(err)
	if len(c.Noted) != 1 || len(c.Said) != 2 || c.State != report.Closed || c.Erase != "2030-01-01" || c.Coding.Ground != "age" || !c.Urgent ||
		c.Known.Summary != "A line." {
		t.Errorf("%+v", c.Report)
	}
}
