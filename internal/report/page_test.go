package report_test

import (
	"fmt"
	"strings"
	"testing"

	"citiesgrow/internal/casework/caseworktest"
	"citiesgrow/internal/custody"
	"citiesgrow/internal/report"
)

// An API client files a report without an account, reads it with the receipt and answers. Invalid values give an error at their
// field, and a wrong receipt reveals nothing.
func TestAProgramFilesAndReads(t *testing.T) {
	h := caseworktest.New(t)
	ask := h.Site()
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
	kept, err := h.Kept(t.Context(), h.First(h.Mia).ID)
	if err != nil || len(kept.Excluded) != 1 || kept.Test {
		t.Errorf("%+v %v", kept, err)
	}
}

// A hidden count has no number, in the JSON and on the page.
func TestThePageOfFigures(t *testing.T) {
	h := caseworktest.New(t)
	h.Counted(0, 9, "riga", "2026-10-01", report.Coding{Ground: "ethnic", Field: "work"})
	h.Counted(100, 12, "ghent", "2026-10-01", report.Coding{Ground: "age", Field: "housing"})
	figuresOf(t, h, "2026-Q4", custody.Discrimination)
	ask := h.Site()
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
