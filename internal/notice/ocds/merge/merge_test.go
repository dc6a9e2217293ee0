package merge_test

import (
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/notice/ocds/decode"
	"citiesgrow/internal/notice/ocds/merge"
)

// compiled merges releases, each given as its members in JSON, in this order.
func compiled(t *testing.T, releases ...string) *ocds.Release {
	t.Helper()
	var p merge.Process
	for _, members := range releases {
		text := `{"ocid":"ocds-a1b2c3-1","id":"r","date":"2026-01-01T00:00:00Z","language":"en",` + members + `}`
		for r, err := range decode.Read(strings.NewReader(text)) {
			if err != nil {
				t.Fatal(err)
			}
			if err := p.Add(r); err != nil {
				t.Fatal(err)
			}
		}
	}
	if p.Count() != len(releases) {
		t.Fatalf("%d of %d releases were added", p.Count(), len(releases))
	}
	r, err := p.Release(decode.Reader{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

const first = `"tag":["tender"],"tender":{"id":"t","title":"Cleaning","description":"Of schools","tenderPeriod":{"endDate":"2026-03-01T12:00:00Z"},
	"lots":[{"id":"1","title":"North"},{"id":"2","title":"South","tenderPeriod":{"endDate":"2026-03-10T12:00:00Z"}}]}`

func TestALaterReleaseChangesWhatItSays(t *testing.T) {
	r := compiled(t, first, `"tag":["tenderUpdate"],"tender":{"id":"t","description":null,"lots":[{"id":"2","title":"South and east"},{"title":"West"}]}`)
	if r.Tender.Title["en"] != "Cleaning" || len(r.Tender.Description) != 0 {
		t.Errorf("what is left out stays and null removes: %q, %q", r.Tender.Title, r.Tender.Description)
	}
	var titles []string
	for _, l := range r.Tender.Lots {
		titles = append(titles, l.Title["en"])
	}
	if got := strings.Join(titles, ", "); got != "North, South and east, West" {
		t.Errorf("lots are merged by id, one without is added: %s", got)
	}
}

func TestAnEarlierEndIsThatOfItsLots(t *testing.T) {
	r := compiled(t, first, `"tag":["tenderUpdate"],"tender":{"id":"t","tenderPeriod":{"endDate":"2026-02-01T12:00:00Z"}}`)
	want := time.Date(2026, 2, 1, 12, 0, 0, 0, time.UTC)
	if !r.Tender.Deadline.Equal(want) || !r.Tender.Lots[1].Deadline.Equal(want) {
		t.Errorf("ends on %v, lot 2 on %v, want %v", r.Tender.Deadline, r.Tender.Lots[1].Deadline, want)
	}
}

func TestACancellationWithoutAStatusCancels(t *testing.T) {
	if r := compiled(t, first, `"tag":["tenderCancellation"]`); r.Tender.Status != "cancelled" {
		t.Errorf("the tender is %q", r.Tender.Status)
	}
	r := compiled(t, first, `"tag":["tenderCancellation"],"tender":{"id":"t","lots":[{"id":"1","status":"cancelled"}]}`)
	if r.Tender.Status != "" || r.Tender.Lots[0].Status != "cancelled" || r.Tender.Lots[1].Status != "" {
		t.Errorf("only lot 1 was cancelled: %q, %v", r.Tender.Status, r.Tender.Lots)
	}
	if r := compiled(t, first, `"tag":["awardCancellation"],"awards":[{"id":"a","relatedLots":["1"]}]`); r.Awards[0].Status != "cancelled" {
		t.Errorf("the award is %q", r.Awards[0].Status)
	}
}
