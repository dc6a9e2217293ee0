package tender_test

import (
	"strings"
	"testing"

	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/tender/tendertest"
)

// An office that answers is named with its address; a contract says nothing of persons and of accounts here.
func TestThePageNamesOfficesAlone(t *testing.T) {
	l := tendertest.New(t)
	of := l.Received(release("o", "n", "01", day(-9), "tender", func(r *ocds.Release) {
		r.Parties = []ocds.Party{{ID: "b", Name: "Helsingin kaupunki", Roles: []string{"buyer"}, Email: "hankinnat@hel.example", Contact: "Hankintakeskus",
			Town: "Helsinki", Country: "FI"},
			{ID: "s", Name: "Siivous Oy", Roles: []string{"supplier"}, Email: "secret@siivous.example"}}
		r.Tender.Documents = []ocds.Document{{URL: "https://a.example/1.pdf"}, {URL: "https://a.example/1.pdf"},
			{URL: "https://a.example/2.pdf", Title: "Sopimus", Language: "sv"}}
	}))
	page := l.Pages().Get(nobody, "/tenders/"+of.ID)
	for _, has := range []string{"hankinnat@hel.example", "Hankintakeskus", "Sopimus", "Swedish"} {
		if !strings.Contains(page.Body, has) {
			t.Errorf("the page lacks %q", has)
		}
	}
	if strings.Contains(page.Body, "secret@siivous.example") || strings.Count(page.Body, `href="https://a.example/1.pdf"`) != 1 {
		t.Error("the address of a supplier is shown as an office, or a paper twice")
	}
}
