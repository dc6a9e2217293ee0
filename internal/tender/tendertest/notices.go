package tendertest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/notice/ocds/decode"
	"citiesgrow/internal/record"
)

// ReleasesOf reads OCDS releases of one process: each is a day, a tag and the other members.
func ReleasesOf(t testing.TB, ocid string, releases ...[3]string) []*ocds.Release {
	t.Helper()
	var all []*ocds.Release
	for i, r := range releases {
		text := fmt.Sprintf(`{"ocid":%q,"id":"%d","date":"2026-11-%sT09:00:00Z","tag":[%q],"language":"pl",%s}`, ocid, i+1, r[0], r[1], r[2])
		for release, err := range decode.Read(strings.NewReader(text)) {
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, release)
		}
	}
	return all
}

// Called is the call for tenders of a municipality in Poland, with two lots.
const Called = `"buyer":{"id":"b","name":"Gmina Sopot"},"tender":{"id":"t","title":"Sprzątanie","status":"active",` +
	`"tenderPeriod":{"endDate":"2027-02-10T12:00:00+01:00"},
"value":{"amount":90000,"currency":"PLN"},"documents":[{"id":"d1","url":"https://a.example/swz.pdf"}],
"lots":[{"id":"1","title":"Szkoła","value":{"amount":30000,"currency":"PLN"},"tenderPeriod":{"endDate":"2027-02-20T12:00:00+01:00"}},{"id":"2",` +
	`"title":"Urząd","value":{"amount":60000,"currency":"PLN"}}],
"items":[{"id":"1","relatedLot":"1","classification":{"scheme":"CPV","id":"90919300"},"deliveryAddress":{"locality":"Sopot","countryName":"Poland"}}]}`

// Award is an award notice about one lot; its ids are local to it.
func Award(notice string, on time.Time, lot, winner, size string, cents int64) *ocds.Release {
	return Release("ocds-eforms-p", notice, "01", on, "award", func(r *ocds.Release) {
		r.Source.FormType = "result"
		r.Tender = &ocds.Tender{Title: i18n.Text{"fi": "Siivous"}, Lots: []ocds.Lot{{ID: lot}}, Status: "complete"}
		r.Parties = []ocds.Party{{ID: "ORG-0001", Name: "Helsingin kaupunki", Roles: []string{"buyer"}},
			{ID: "ORG-0002", Name: winner, Size: size, Roles: []string{"supplier"}}}
		r.Buyer = ocds.Reference{ID: "ORG-0001", Name: "Helsingin kaupunki"}
		r.Awards = []ocds.Award{{ID: "RES-0001", Status: "active", Lots: []string{lot}, Suppliers: []ocds.Reference{{ID: "ORG-0002", Name: winner}},
			Value: &record.Money{Minor: cents, Currency: "EUR"}}}
		r.Bids = []ocds.BidCount{{Lot: lot, Kind: "tenders", Count: int(cents / 100)}}
	})
}

// Call is the call for the two lots of Award; its deadline is past.
func Call(change func(*ocds.Release)) *ocds.Release {
	return Release("ocds-eforms-p", "cn", "01", Day(-40), "tender", func(r *ocds.Release) {
		r.Tender.Lots = []ocds.Lot{{ID: "LOT-0001", Title: i18n.Text{"fi": "Pohjoinen"}, Deadline: Day(-10)},
			{ID: "LOT-0002", Title: i18n.Text{"fi": "Etelä"}, Deadline: Day(-10)}}
		r.Tender.Deadline = Day(-10)
		if change != nil {
			change(r)
		}
	})
}
