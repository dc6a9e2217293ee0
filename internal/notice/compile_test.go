package notice_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/tender"
	"citiesgrow/internal/tender/tendertest"
)

func TestReleasesOfAProcessAreMergedById(t *testing.T) {
	s := tendertest.New(t)
	got := s.Received(releasesOf(t, "ocds-zz0001-1",
		[3]string{"01", "tender", called},
		[3]string{"05", "tenderUpdate", `"tender":{"id":"t","value":null,"lots":[{"id":"2","status":"cancelled"}],"documents":[{"id":"d2",` +
			`"url":"https://a.example/odp.pdf"}]}`},
	)...)
	lots := got.Tender.Lots
	if len(lots) != 2 || lots[0].Title["pl"] != "Szkoła" || lots[1].Title["pl"] != "Urząd" || lots[1].Value == nil || lots[1].Status != "cancelled" ||
		lots[0].Status == "cancelled" {
		t.Errorf("lots: %+v", lots)
	}
	if len(got.Tender.Documents) != 2 || got.Tender.Title["pl"] != "Sprzątanie" || got.Tender.Value != nil {
		t.Errorf("documents %v, title %v, value %v (null takes it away)", got.Tender.Documents, got.Tender.Title, got.Tender.Value)
	}
	if got.Status(now) != tender.StatusOpen {
		t.Errorf("%s, though a lot can still be answered", got.Status(now))
	}
}

func TestAContractFillsTheAwardItNames(t *testing.T) {
	s := tendertest.New(t)
	got := s.Received(releasesOf(t, "ocds-zz0001-2",
		[3]string{"01", "tender", called},
		[3]string{"10", "award", `"awards":[{"id":"a","status":"active","suppliers":[{"id":"s","name":"Czysto sp. z o.o."}],"relatedLots":["1"]}]`},
		[3]string{"12", "contract", `"contracts":[{"id":"c","awardID":"a","value":{"amount":28500,"currency":"PLN"},"dateSigned":"2026-11-11"}]`},
		[3]string{"13", "awardUpdate", `"awards":[{"id":"a","statusDetails":"podpisana"}]`},
	)...)
	if len(got.Awards) != 1 {
		t.Fatalf("%d awards", len(got.Awards))
	}
	a := got.Awards[0]
	if a.Value == nil || a.Value.Minor != 2850000 || a.Status != "active" || len(a.Suppliers) != 1 || a.Suppliers[0].Name != "Czysto sp. z o.o." ||
		got.Local(a.Date).Format("2006-01-02") != "2026-11-11" {
		t.Errorf("award: %+v", a)
	}
	if got.Status(now) != tender.StatusOpen || got.Tender.Lots[0].Status != "complete" {
		t.Errorf("%s, lot 1 %s: lot 2 can be answered until February", got.Status(now), got.Tender.Lots[0].Status)
	}
}

func TestAnEarlierEndOfTheWholeMovesTheLotsThatSharedIt(t *testing.T) {
	s := tendertest.New(t)
	for i, c := range []struct{ change, want string }{
		{`"tender":{"id":"t","tenderPeriod":{"endDate":"2027-01-15T12:00:00+01:00"}}`, "2027-01-15T11:00:00Z"},
		{`"tender":{"id":"t","tenderPeriod":{"endDate":"2027-01-15T12:00:00+01:00"},"lots":[{"id":"1",` +
			`"tenderPeriod":{"endDate":"2027-01-30T12:00:00+01:00"}}]}`, "2027-01-30T11:00:00Z"},
		{`"tender":{"id":"t","tenderPeriod":{"endDate":"2027-03-15T12:00:00+01:00"}}`, "2027-03-15T11:00:00Z"},
		{`"tender":{"id":"t","tenderPeriod":{"endDate":"za tydzień"}}`, "0001-01-01T00:00:00Z"},
	} {
		shared := strings.Replace(called, `,"tenderPeriod":{"endDate":"2027-02-20T12:00:00+01:00"}`, "", 1)
		got := s.Received(releasesOf(t, fmt.Sprint("ocds-zz0002-", i),
			[3]string{"01", "tender", shared}, [3]string{"05", "tenderAmendment", c.change})...)
		if at := got.Deadline().Format(time.RFC3339); at != c.want {
			t.Errorf("%s: %s, want %s", c.change, at, c.want)
		}
	}
}

// No lot can be answered after the tender's end: an end of its own that is later moves with it,
// one that is earlier stays.
func TestALotCannotBeAnsweredAfterTheEndOfItsTender(t *testing.T) {
	s := tendertest.New(t)
	for i, c := range []struct{ end, want string }{
		{"2027-02-15T12:00:00+01:00", "2027-02-15T11:00:00Z"},
		{"2027-03-15T12:00:00+01:00", "2027-02-20T11:00:00Z"},
	} {
		got := s.Received(releasesOf(t, fmt.Sprint("ocds-zz0010-", i), [3]string{"01", "tender", called},
			[3]string{"05", "tenderAmendment", `"tender":{"id":"t","tenderPeriod":{"endDate":"` + c.end + `"}}`})...)
		if at := got.Tender.Lots[0].Deadline.UTC().Format(time.RFC3339); at != c.want {
			t.Errorf("the end is %s: lot 1 until %s, want %s", c.end, at, c.want)
		}
	}
}

func TestALaterAwardNoticeAddsToTheEarlierOne(t *testing.T) {
	first, second := award("an1", day(-5), "LOT-0001", "Yksi Oy", "micro", 500_00), award("an2", day(-3), "LOT-0002", "Kaksi Oy", "large", 800_00)
	corrected := award("an3", day(-2), "LOT-0002", "Kolme Oy", "small", 700_00)
	corrected.Replaces = "AN2-01"
	corrected.Source.NoticeID, second.Source.NoticeID = "33333333-0000-4000-8000-000000000003", "22222222-0000-4000-8000-000000000002"
	corrected.Replaces = strings.ToUpper(second.Source.NoticeID) + "-01"
	for _, c := range []struct {
		says  string
		order []*ocds.Release
		want  string
	}{
		{"both are kept, each with its own size and value", []*ocds.Release{call(nil), first, second}, "Yksi Oy micro 50000, Kaksi Oy large 80000; bids 500 800"},
		{"in whatever order they come", []*ocds.Release{second, first, call(nil)}, "Yksi Oy micro 50000, Kaksi Oy large 80000; bids 500 800"},
		{"a correction replaces what its notice said", []*ocds.Release{call(nil), first, second, corrected},
			"Yksi Oy micro 50000, Kolme Oy small 70000; bids 500 700"},
		{"also when it comes first", []*ocds.Release{corrected, call(nil), second, first}, "Yksi Oy micro 50000, Kolme Oy small 70000; bids 500 700"},
	} {
		t.Run(c.says, func(t *testing.T) {
			s := tendertest.New(t)
			got := s.Received(c.order...)
			var won, bids []string
			ids := map[string]bool{}
			for _, a := range got.Awards {
				won = append(won, fmt.Sprint(a.Suppliers[0].Name, " ", a.Suppliers[0].Size, " ", a.Value.Minor))
				ids[a.ID] = true
				if !slices.ContainsFunc(got.Parties, func(p ocds.Party) bool { return p.ID == a.Suppliers[0].ID && p.Name == a.Suppliers[0].Name }) {
					t.Errorf("the winner %+v is no party of %+v", a.Suppliers[0], got.Parties)
				}
			}
			for _, b := range got.Bids {
				bids = append(bids, fmt.Sprint(b.Count))
			}
			if text := strings.Join(won, ", ") + "; bids " + strings.Join(bids, " "); text != c.want || len(ids) != 2 {
				t.Errorf("got %s, want %s; ids %v", text, c.want, ids)
			}
			if got.Status(now) != tender.StatusAwarded || len(got.Tender.Lots) != 2 || got.Tender.Lots[0].Title["fi"] != "Pohjoinen" {
				t.Errorf("%s, lots %+v", got.Status(now), got.Tender.Lots)
			}
		})
	}
}

func TestAnAnnulledAwardWithoutItsCallIsNotOpen(t *testing.T) {
	s := tendertest.New(t)
	r := award("an1", day(-5), "LOT-0001", "Yksi Oy", "micro", 500_00)
	r.Tags, r.Awards[0].Status, r.Tender.Deadline = []string{"awardCancellation"}, "cancelled", time.Time{}
	if got := s.Received(r); got.Status(now) != tender.StatusClosed {
		t.Errorf("%s", got.Status(now))
	}
}
