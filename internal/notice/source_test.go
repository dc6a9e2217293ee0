package notice_test

import (
	"fmt"
	"testing"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/record"
	"citiesgrow/internal/tender/tendertest"
)

// A TED corrigendum changes the lot that it names and nothing of the others; a modified contract changes the award of
// the same winners, and adds none.
func TestACorrigendumChangesWhatItNames(t *testing.T) {
	l := tendertest.New(t)
	ted := func(notice string, n int, tag string, change func(*ocds.Release)) *ocds.Release {
		return release("ocds-ted-1", notice, "01", day(n), tag, func(r *ocds.Release) { r.Source.System = "ted"; change(r) })
	}
	won := func(value int64) []ocds.Award {
		return []ocds.Award{{ID: "a", Status: "active", Lots: []string{"1"}, Value: euros(value), Suppliers: []ocds.Reference{{ID: "s", Name: "Siivous Oy"}}}}
	}
	got := l.Received(
		ted("1-2026", -90, "tender", func(r *ocds.Release) {
			r.Tender.Lots = []ocds.Lot{{ID: "1", Title: i18n.Text{"fi": "Koulu"}, Value: euros(10)}, {ID: "2", Title: i18n.Text{"fi": "Kirjasto"}, Value: euros(20)}}
		}),
		ted("2-2026", -80, "tenderUpdate", func(r *ocds.Release) {
			r.Source.FormType, r.Related = "change", []string{"1-2026"}
			r.Tender = &ocds.Tender{Lots: []ocds.Lot{{ID: "2", Value: euros(25)}, {ID: "9", Value: euros(1)}}}
		}))
	if lots := got.Tender.Lots; len(lots) != 2 || *lots[0].Value != *euros(10) || *lots[1].Value != *euros(25) || lots[1].Title["fi"] != "Kirjasto" {
		t.Errorf("lots %+v", got.Tender.Lots)
	}
	got = l.Received(
		ted("3-2026", -30, "award", func(r *ocds.Release) { r.Tender, r.Awards, r.Related = nil, won(10), []string{"1-2026"} }),
		ted("4-2026", -10, "contractAmendment", func(r *ocds.Release) { r.Tender, r.Awards, r.Related = nil, won(14), []string{"3-2026"} }))
	if len(got.Awards) != 1 || *got.Awards[0].Value != (record.Money{Minor: 14_00, Currency: "EUR"}) {
		t.Errorf("awards %+v", got.Awards)
	}
}

func TestWhatWasTakenBackInAProcessMayComeBack(t *testing.T) {
	won := func(id, status, lot string) string {
		return fmt.Sprintf(`"awards":[{"id":%q,"status":%q,"relatedLots":[%q],"suppliers":[{"id":"s%s","name":"Firma %s"}]}]`, id, status, lot, id, id)
	}
	for _, c := range []struct {
		says     string
		releases [][3]string
		want     string
	}{
		{"a call that was cancelled is active again", [][3]string{{"05", "tenderCancellation", `"tender":{"id":"t","status":"cancelled"}`},
			{"06", "tenderUpdate", `"tender":{"id":"t","status":"active"}`}}, "open"},
		{"a cancellation without a status", [][3]string{{"05", "tenderCancellation", `"tender":{"id":"t"}`}}, "withdrawn"},
		{"a cancellation of one lot", [][3]string{{"05", "tenderCancellation", `"tender":{"id":"t","lots":[{"id":"1","status":"cancelled"}]}`}}, "open"},
		{"an annulled award takes no other with it", [][3]string{{"05", "award", won("a", "active", "1")}, {"06", "award", won("b", "active", "2")},
			{"07", "awardCancellation", `"awards":[{"id":"a"}]`}}, "open a:cancelled b:active"},
		{"what is awarded anew is not annulled", [][3]string{{"05", "award", won("a", "active", "1")},
			{"07", "awardCancellation", `"awards":[{"id":"a","status":"cancelled"}]`}, {"08", "award", won("c", "active", "1")}}, "open a:cancelled c:active"},
		{"null among awards removes none", [][3]string{{"05", "award", won("a", "active", "1")},
			{"06", "awardUpdate", `"awards":[null,{"id":"a","statusDetails":"x"}]`}}, "open a:active"},
		{"several contracts of one award are added up", [][3]string{{"05", "award", won("a", "active", "1")},
			{"06", "contract", `"contracts":[{"id":"k","awardID":"a","value":{"amount":100,"currency":"PLN"}},` +
				`{"id":"l","awardID":"a","value":{"amount":300,"currency":"PLN"}}]`}}, "open a:active=40000"},
	} {
		t.Run(c.says, func(t *testing.T) {
			s := tendertest.New(t)
			got := s.Received(releasesOf(t, "ocds-zz0007-1", append([][3]string{{"01", "tender", called}}, c.releases...)...)...)
			text := string(got.Status(now))
			for _, a := range got.Awards {
				text += " " + a.ID + ":" + a.Status
				if a.Value != nil {
					text += fmt.Sprint("=", a.Value.Minor)
				}
			}
			if text != c.want {
				t.Errorf("got %q, want %q", text, c.want)
			}
			if len(got.Tender.Lots) != 2 || got.Tender.Lots[0].Title["pl"] != "Szkoła" {
				t.Errorf("lots %+v", got.Tender.Lots)
			}
		})
	}
}
