package report_test

import (
	"fmt"
	"strings"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/report"
)

// A program files a report without an account, reads it with the receipt and answers; what is wrong is said
// at its field, and a wrong receipt says nothing else.
func TestAProgramFilesAndReads(t *testing.T) {
	h := open(t)
	ask := h.site()
	for body, wants := range map[string][]string{
		`{}`: {"city", "ground", "field", "what", "wish"}, `{"city":"riga","ground":"age","field":"work","what":"x","wish":"sue"}`: {"wish"},
		`{"city":"ghent","ground":"age","field":"work","what":"x","wish":"act"}`:                    {"city"},
		`{"city":"riga","ground":"age","field":"work","what":"x","wish":"act","name":"A"}`:          {"contact"},
		`{"city":"riga","ground":"age","field":"work","what":"x","wish":"act","email":"at home"}`:   {"email"},
		`{"city":"riga","ground":"age","field":"work","what":"x","wish":"act","when":"2030-01-01"}`: {"when"},
	} {
		status, answer := ask("", "POST", "/api/v1/reports", body)
		for _, field := range wants {
			if status != 422 || !strings.Contains(answer, `"`+field+`":`) {
				t.Errorf("%s: %d %s", body, status, answer)
			}
		}
	}
	status, answer := ask("mia", "POST", "/api/v1/reports",
		`{"city":"riga","ground":["age","Colour"],"field":"Employment","what":"CANARY","wish":"act","avoid":["ali"]}`)
	if status != 201 {
		t.Fatalf("%d %s", status, answer)
	}
	_, rest, _ := strings.Cut(answer, `"receipt":"`)
	receipt := rest[:16]
	if status, answer = ask("", "POST", "/api/v1/reports/inbox", `{"receipt":"`+receipt+`"}`); status != 200 || !strings.Contains(answer, "CANARY") ||
		!strings.Contains(answer, `"grounds":["age","skin"]`) {
		t.Errorf("%d %s", status, answer)
	}
	if status, answer = ask("", "POST", "/api/v1/reports/inbox/messages", `{"receipt":"`+receipt+`","text":"CANARY-MORE"}`); status != 200 ||
		!strings.Contains(answer, "CANARY-MORE") {
		t.Errorf("%d %s", status, answer)
	}
	for path, body := range map[string]string{"inbox": `{"receipt":"0000000000000000"}`, "inbox/messages": `{"receipt":"0000000000000000","text":"x"}`,
		"inbox/files": `{"receipt":"0000000000000000","file":"x"}`} {
		if status, answer = ask("", "POST", "/api/v1/reports/"+path, body); status != 422 || !strings.Contains(answer, `"receipt"`) ||
			strings.Contains(answer, "CANARY") {
			t.Errorf("%s: %d %s", path, status, answer)
		}
	}
	kept, err := h.Kept(t.Context(), h.first(h.mia).ID)
	if err != nil || len(kept.Shut) != 1 || kept.Test {
		t.Errorf("%+v %v", kept, err)
	}
}

// Without an open key the desk has the numbers of cases and nothing of what was told; the key of another
// session opens nothing here.
func TestTheDeskIsLockedWithoutAKey(t *testing.T) {
	h := open(t)
	f := told("CANARY-WHAT")
	f.Who = "CANARY-WHO"
	h.filed(f)
	id := h.first(h.mia).ID
	h.as("zoe", actor.Caseworker, "ghent")
	h.as("staff", actor.Staff, "riga")
	h.as("fresh", actor.Caseworker, "riga")
	h.people.Store("mia elsewhere", h.person("mia"))
	ask := h.site()
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
	h := open(t)
	h.filed(told("x"))
	id := h.first(h.mia).ID
	ask := h.site()
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
	c, err := h.Open(h.mia, id, false)
	h.must(err)
	if len(c.Noted) != 1 || len(c.Said) != 2 || c.State != report.Closed || c.Erase != "2030-01-01" || c.Coding.Ground != "age" || !c.Urgent ||
		c.Desk.Summary != "A line." {
		t.Errorf("%+v", c.Report)
	}
}

// The figures that everybody sees have no number where it is hidden, in the page's data as in the table.
func TestThePageOfFigures(t *testing.T) {
	h := open(t)
	h.counted(0, 9, "riga", "2026-10-01", report.Coding{Ground: "ethnic", Field: "work"})
	h.counted(100, 12, "ghent", "2026-10-01", report.Coding{Ground: "age", Field: "housing"})
	h.figuresOf("2026-Q4", report.Discrimination)
	ask := h.site()
	status, body := ask("", "GET", "/api/v1/reports/figures?quarter=2026-Q4", "")
	for _, want := range []string{`"quarter":"2026-Q4"`, `"threshold":10`, `"total":21`} {
		if status != 200 || !strings.Contains(body, want) {
			t.Errorf("%d: the figures lack %s: %s", status, want, body)
		}
	}
	for _, hidden := range []string{`"riga"`, `"ghent"`, `"ethnic"`, fmt.Sprintf(`"count":%d`, 9), fmt.Sprintf(`"count":%d`, 12)} {
		if strings.Contains(body, hidden) {
			t.Errorf("the figures tell %s: %s", hidden, body)
		}
	}
	if _, body = ask("", "GET", "/api/v1/reports/figures?quarter=2026-Q4&city=riga", ""); strings.Contains(body, `"total":9`) ||
		strings.Contains(body, `"count":9`) {
		t.Errorf("asked for one city: %s", body)
	}
	if status, body = ask("", "GET", "/reports/figures/csv?quarter=2026-Q4", ""); status != 200 || strings.Contains(body, "riga") ||
		!strings.Contains(body, ",21") {
		t.Errorf("%d %s", status, body)
	}
	if status, _ = ask("", "GET", "/reports/figures?door=cellar", ""); status != 422 {
		t.Errorf("a door that is none: %d", status)
	}
	if _, body = ask("", "GET", "/api/v1/reports/figures?quarter=2027-Q1", ""); !strings.Contains(body, `"total":null`) {
		t.Errorf("an empty quarter: %s", body)
	}
}
