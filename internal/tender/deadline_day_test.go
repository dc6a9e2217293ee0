package tender_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/tender/tendertest"
)

// A day in a filter is the day at the place of the contract, whatever day it is in UTC.
func TestDeadlinesAreFoundByTheDayOfTheirPlace(t *testing.T) {
	h := tendertest.New(t)
	site := h.Pages()
	riga, err := time.LoadLocation("Europe/Riga")
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]string{}
	for i, c := range []struct {
		says string
		at   time.Time
	}{
		{"late on the day before", time.Date(2026, 12, 3, 23, 30, 0, 0, riga)},
		{"half past midnight", time.Date(2026, 12, 4, 0, 30, 0, 0, riga)},
		{"late on the day", time.Date(2026, 12, 4, 23, 30, 0, 0, riga)},
	} {
		r := release(fmt.Sprint("ocds-day-", i), fmt.Sprint("day-", i), "01", day(-2), "tender", nil)
		r.Tender.Places, r.Tender.Deadline = []ocds.Place{{NUTS: "LV00A", Country: "LV"}}, c.at.UTC()
		ids[h.Received(r).ID] = c.says
	}
	h.CatchUp()
	for from, want := range map[string][]string{
		"2026-12-03": {"half past midnight", "late on the day", "late on the day before"},
		"2026-12-04": {"half past midnight", "late on the day"},
		"2026-12-05": nil,
	} {
		var list struct {
			Items []struct{ ID string }
		}
		h.Must(json.Unmarshal([]byte(site.Get(nobody, "/api/v1/tenders?deadline_from="+from).Body), &list))
		var found []string
		for _, item := range list.Items {
			found = append(found, ids[item.ID])
		}
		slices.Sort(found)
		if !slices.Equal(found, want) {
			t.Errorf("from %s: %v, want %v", from, found, want)
		}
	}
}
