package share_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/i18n"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/share"
	"citiesgrow/internal/store"
	"citiesgrow/internal/tender"
	"citiesgrow/internal/tender/tendertest"
)

// A council is told how much went to small firms: of the buyer's own contracts and of all of
// the city, each by its year, and never of what is not told.
func TestWhatWentToSmallFirms(t *testing.T) {
	s := tendertest.New(t)
	h, system := s, s.System
	award := func(id, nuts, size string, on time.Time, euros int64, bids, small int) {
		t.Helper()
		r := &ocds.Release{OCID: id, ID: id + "-1", Date: on, Tags: []string{"award"}, Language: "nl", Buyer: ocds.Reference{Name: "Stad"},
			Source:  ocds.Source{System: "eforms", NoticeID: id, Version: "01"},
			Tender:  &ocds.Tender{Title: i18n.Text{"nl": "Poetsen"}, CPV: []string{"90910000"}, Places: []ocds.Place{{NUTS: nuts}}},
			Awards:  []ocds.Award{{ID: "a", Status: "active", Suppliers: []ocds.Reference{{ID: "s", Name: "X"}}}, {ID: "b", Status: "unsuccessful"}},
			Parties: []ocds.Party{{ID: "s", Name: "X", Roles: []string{"supplier"}, Size: size}},
			Bids:    []ocds.BidCount{{Kind: "tenders", Count: bids}, {Kind: "t-sme", Count: small}}}
		if euros > 0 {
			r.Awards[0].Value = &record.Money{Minor: euros * 100, Currency: "EUR"}
		}
		if _, err := s.Processes.Receive(system, r); err != nil {
			t.Fatal(err)
		}
	}
	this, before := moduletest.Now.AddDate(0, -1, 0), moduletest.Now.AddDate(-1, 0, 0)
	award("one", "BE234", "micro", this, 1000, 4, 3)
	award("two", "BE234", "large", this, 3000, 2, 0)
	award("three", "BE234", "", this, 0, 1, 1)
	award("four", "BE234", "small", before, 500, 9, 9)
	award("far", "FI1B1", "small", this, 700, 9, 9)
	all := store.Of[tender.Tender](h.DB, store.Spec{Name: "tenders"})
	mine, err := all.Get(system, tender.IDOf("one"))
	if err == nil {
		mine.Owner = "buyer-1"
		err = all.Put(system, mine)
	}
	if err != nil {
		t.Fatal(err)
	}
	h.CatchUp()
	buyer := actor.With(t.Context(), actor.Actor{ID: "buyer-1", Role: actor.Buyer, City: "ghent", Active: true})
	own, city, err := s.Shares.Get(buyer, 2026)
	if err != nil {
		t.Fatal(err)
	}
	if want := (share.Share{Awards: 1, Told: 1, Small: 1, Micro: 1, ValueMinor: 100_000, SmallValueMinor: 100_000, Currency: "EUR", Bids: 4, BidsTold: 4,
		SmallBids: 3}); own != want {
		t.Errorf("own %+v, want %+v", own, want)
	}
	if want := (share.Share{Awards: 3, Told: 2, Small: 1, Micro: 1, ValueMinor: 400_000, SmallValueMinor: 100_000, Currency: "EUR", Bids: 7, BidsTold: 7,
		SmallBids: 4}); city != want {
		t.Errorf("city %+v, want %+v", city, want)
	}
	if share, known := share.Part(city.SmallValueMinor, city.ValueMinor); !known || share != .25 {
		t.Errorf("%v %t", share, known)
	}
	if _, known := share.Part(0, 0); known {
		t.Error("a part of nothing")
	}
	file, err := share.CSV(2026, own, city)
	if err != nil || !strings.Contains(string(file), "2026,city,3,2,1,1,4000.00,1000.00,7,4\n") {
		t.Errorf("%s %v", file, err)
	}
	if _, earlier, err := s.Shares.Get(buyer, 2025); err != nil || earlier.Awards != 1 || earlier.Small != 1 {
		t.Errorf("2025: %+v %v", earlier, err)
	}
	_, _, err = s.Shares.Get(actor.With(t.Context(), actor.Actor{ID: "e", Role: actor.Entrepreneur, Active: true}), 2026)
	if !problem.Is(err, problem.Forbidden) {
		t.Errorf("an entrepreneur: %v", err)
	}
}

// Nobody but a buyer asks what went to small firms, and each is told of its own city alone.
func TestWhoAsksWhatWentToSmallFirms(t *testing.T) {
	l := tendertest.New(t)
	l.Received(award("a", day(-2), "LOT-0001", "Yksi Oy", "micro", 500_00), release("ocds-eforms-p", "cn", "01", day(-9), "tender", nil))
	l.CatchUp()
	for says, who := range strangers() {
		own, city, err := l.Shares.Get(as(l.System, who), 2026)
		if may := who.Active && who.Is(actor.Buyer, actor.Employer, actor.Admin); (err == nil) != may || city.Awards != 0 || own.Awards != 0 {
			t.Errorf("%s of another city: %+v %+v %v", says, own, city, err)
		}
	}
	helsinki := person("h", actor.Buyer, "helsinki")
	for year, want := range map[int]int{2025: 0, 2026: 1, 2027: 0} {
		if own, city, err := l.Shares.Get(as(l.System, helsinki), year); err != nil || city.Awards != want || own.Awards != 0 {
			t.Errorf("%d: own %+v, city %+v, %v", year, own, city, err)
		}
	}
	if own, city, err := l.Shares.Get(as(l.System, person("all", actor.Buyer, "")), 2026); err != nil || own.Awards+city.Awards != 0 {
		t.Errorf("a buyer without a city: %+v %+v %v", own, city, err)
	}
	site := l.Pages()
	file := site.Get(helsinki, "/tenders/shares/csv?year=2026")
	if file.Status != http.StatusOK || !strings.Contains(file.Body, "2026,city,1,1,1,1,500.00,500.00,") ||
		!strings.Contains(file.Header.Get("Content-Disposition"), "small-firms-2026.csv") {
		t.Errorf("%d %s", file.Status, file.Body)
	}
	page := site.Get(helsinki, "/tenders/shares")
	if page.Status != http.StatusOK || !strings.Contains(page.Body, "100") || strings.Contains(page.Body, "⟦") {
		t.Errorf("%d", page.Status)
	}
	if got := site.Get(firm, "/tenders/shares/csv"); got.Status != http.StatusForbidden {
		t.Errorf("a firm: %d", got.Status)
	}
}
