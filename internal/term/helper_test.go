package term_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/i18n"
	"citiesgrow/internal/intake"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/record"
	"citiesgrow/internal/tender/tendertest"
)

var (
	now     = moduletest.Now
	nobody  = tendertest.Nobody
	person  = tendertest.Person
	day     = tendertest.Day
	release = tendertest.Release
	euros   = tendertest.Euros
)

// reading is the market with its pages.
type reading struct {
	*tendertest.Market
	codes *intake.Service
	site  *moduletest.Site
	t     *testing.T
}

func newReading(t *testing.T) *reading {
	m := tendertest.On(t, moduletest.New(t))
	codes := intake.New(m.House.Kit, m.Processes)
	m.Start(append(m.Modules(), codes.Module())...)
	return &reading{m, codes, m.Pages(), t}
}

// sees is a page in the language of a reader, on which these pieces stand.
func (r *reading) sees(language, path string, pieces ...string) string {
	r.t.Helper()
	reader := person("reader-"+language, actor.Staff, "")
	reader.Language = language
	got := r.site.Get(reader, path)
	if got.Status != http.StatusOK {
		r.t.Fatalf("GET %s: %d %s", path, got.Status, got.Body)
	}
	for _, piece := range pieces {
		if !strings.Contains(got.Body, piece) {
			r.t.Errorf("GET %s does not show %q: %s", path, piece, got.Body)
		}
	}
	return got.Body
}

// school is a call for the cleaning of a school, open for four weeks.
func school(number int) *ocds.Release {
	id := fmt.Sprint(number)
	return &ocds.Release{OCID: "ocds-page-" + id, ID: id, Date: now.AddDate(0, 0, -2), Tags: []string{"tender"}, Language: "fi",
		Buyer: ocds.Reference{ID: "b", Name: "Helsingin kaupunki"}, Parties: []ocds.Party{{ID: "b", Name: "Helsingin kaupunki",
			Roles: []string{"buyer"}, Country: "FI"}},
		Source: ocds.Source{System: "eforms", NoticeID: "page-" + id, Version: "01", FormType: "competition", NoticeType: "cn-standard"},
		Tender: &ocds.Tender{Title: i18n.Text{"fi": "Koulun siivous"}, CPV: []string{"90919300"}, Places: []ocds.Place{{NUTS: "FI1B1",
			Country: "FI"}}, Procedure: "open",
			Method: "open", Deadline: now.AddDate(0, 0, 28), Languages: []string{"fi"}, Lots: []ocds.Lot{{ID: "LOT-0001"}}}}
}

// twoLots divides the call and changes it further.
func twoLots(change func(*ocds.Release)) func(*ocds.Release) {
	return func(r *ocds.Release) {
		low, high := record.Units(10_000, "EUR"), record.Units(20_000, "EUR")
		r.Tender.Lots = []ocds.Lot{{ID: "LOT-0001", Title: i18n.Text{"fi": "Ikkunat"}, Places: []ocds.Place{{NUTS: "UKM75", Country: "GB"}}},
			{ID: "LOT-0002", Title: i18n.Text{"fi": "Lattiat"}, ValueLow: &low, Value: &high, Places: []ocds.Place{{NUTS: "DE937", Country: "DE",
				Town: "Walsrode"}}}}
		if change != nil {
			change(r)
		}
	}
}
