package match

import (
	"net/http"
	"strings"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/i18n"
	"citiesgrow/internal/match/matchtest"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/store"
	"citiesgrow/internal/supplier"
	"citiesgrow/internal/tender"
	"citiesgrow/internal/tender/tendertest"
)

// announced brings a contract from elsewhere that is only planned, or open.
func announced(t *testing.T, tenders *tendertest.Market, id, tag string) string {
	t.Helper()
	r := &ocds.Release{OCID: id, ID: id + "-1", Date: now.AddDate(0, 0, -1), Tags: []string{tag}, Language: "fi", Buyer: ocds.Reference{Name: "Helsinki"},
		Source: ocds.Source{System: "eforms", NoticeID: id, Version: "01"},
		Tender: &ocds.Tender{Title: i18n.Text{"fi": "Koulujen siivous"}, CPV: []string{"90919300"}, Places: []ocds.Place{{NUTS: "FI1B1", Country: "FI"}},
			Deadline: now.AddDate(0, 0, 20)}}
	got, err := tenders.Processes.Receive(actor.AsSystem(t.Context()), r)
	if err != nil {
		t.Fatal(err)
	}
	return got.TenderID
}

// A firm follows or declares interest only once it has a profile; what is only announced can be followed, and no
// interest be declared in it; where the buyer does not read here, the firm is told so.
func TestTheStepsOfAFirm(t *testing.T) {
	h, s, tenders, suppliers := started(t)
	ctx := actor.AsSystem(t.Context())
	matchtest.Kept(t, suppliers, ctx, "one", "helsinki", nil)
	here := matchtest.Published(t, tenders, matchtest.Buyer(ctx), "Cleaning of schools", "school cleaning", "helsinki").ID
	outside, planned := announced(t, tenders, "ocds-out", "tender"), announced(t, tenders, "ocds-plan", "planning")
	h.CatchUp()
	site := h.Site(append(tenders.ModulesWith(s.Handlers(nil), tendertest.NoFirm{}), suppliers.Module(), s.Handlers(nil).Module())...)
	firm, fresh := actor.From(matchtest.Owner(ctx, "one")), actor.From(matchtest.Owner(ctx, "fresh"))
	for _, c := range []struct {
		says, id, declared string
		who                actor.Actor
		status             int
		leads              string
	}{
		{"without a profile", here, "yes", fresh, http.StatusConflict, ""},
		{"following without a profile", here, "no", fresh, http.StatusConflict, ""},
		{"a buyer", here, "yes", actor.From(matchtest.Buyer(ctx)), http.StatusForbidden, ""},
		{"following", here, "no", firm, http.StatusSeeOther, "done=followed"},
		{"interest", here, "yes", firm, http.StatusSeeOther, "done=declared"},
		{"interest where the buyer does not read", outside, "yes", firm, http.StatusSeeOther, "done=noted"},
		{"interest in a plan", planned, "yes", firm, http.StatusConflict, ""},
		{"following a plan", planned, "", firm, http.StatusSeeOther, "done=followed"},
		{"what there is none of", "tender-never2given", "yes", firm, http.StatusNotFound, ""},
		{"neither yes nor no", here, "maybe", firm, http.StatusUnprocessableEntity, ""},
	} {
		got := site.Post(c.who, "/tenders/"+c.id+"/interests", "declared", c.declared)
		if got.Status != c.status || !strings.Contains(got.Location, c.leads) {
			t.Errorf("%s: %d %q, want %d %q", c.says, got.Status, got.Location, c.status, c.leads)
		}
	}
	list := site.Get(firm, "/api/v1/supplier/followed")
	if list.Status != http.StatusOK || !strings.Contains(list.Body, `"total":3`) || strings.Count(list.Body, `"declared":true`) != 2 {
		t.Errorf("followed: %s", list.Body)
	}
	if none := site.Get(fresh, "/api/v1/supplier/followed"); !strings.Contains(none.Body, `"items":[]`) {
		t.Errorf("another firm: %s", none.Body)
	}
	if left := site.Ask(firm, "DELETE", "/api/v1/tenders/"+here+"/interests", ""); left.Status >= 400 {
		t.Errorf("taking back: %d", left.Status)
	}
	if list := site.Get(firm, "/api/v1/supplier/followed"); !strings.Contains(list.Body, `"total":2`) {
		t.Errorf("after taking back: %s", list.Body)
	}
}

// Matches go when a firm or a contract goes, and come back by themselves when the matcher begins again.
func TestMatchesGoWithTheirSides(t *testing.T) {
	h, s, tenders, suppliers := started(t)
	ctx := actor.AsSystem(t.Context())
	p := matchtest.Kept(t, suppliers, ctx, "one", "helsinki", nil)
	matchtest.Kept(t, suppliers, ctx, "two", "helsinki", nil)
	of := matchtest.Published(t, tenders, matchtest.Buyer(ctx), "Cleaning of schools", "school cleaning", "helsinki")
	count := func() int {
		t.Helper()
		h.CatchUp()
		found, err := s.of(ctx, "tender", of.ID)
		if err != nil {
			t.Fatal(err)
		}
		return len(found)
	}
	if n := count(); n != 2 {
		t.Fatalf("%d matches of two firms", n)
	}
	if err := store.Of[supplier.Profile](h.DB, store.Spec{Name: "suppliers"}).Delete(ctx, p.ID, p.Revision); err != nil {
		t.Fatal(err)
	}
	if n := count(); n != 1 {
		t.Errorf("%d matches, one firm is gone", n)
	}
	if err := h.Feed.Rewind(ctx, "matcher"); err != nil {
		t.Fatal(err)
	}
	if n := count(); n != 1 {
		t.Errorf("%d matches after the matcher began again", n)
	}
	stored, err := tenders.Tenders.Own(matchtest.Buyer(ctx), of.ID)
	if err == nil {
		err = store.Of[tender.Tender](h.DB, store.Spec{Name: "tenders"}).Delete(ctx, of.ID, stored.Revision)
	}
	if err != nil {
		t.Fatal(err)
	}
	if n := count(); n != 0 {
		t.Errorf("%d matches of a contract that is gone", n)
	}
}

// A contract is counted as matched once, however many firms fit it.
func TestAMatchedContractIsCountedOnce(t *testing.T) {
	h, s, tenders, suppliers := started(t)
	ctx := actor.AsSystem(t.Context())
	matchtest.Kept(t, suppliers, ctx, "one", "helsinki", nil)
	matchtest.Kept(t, suppliers, ctx, "two", "helsinki", nil)
	of := matchtest.Published(t, tenders, matchtest.Buyer(ctx), "Cleaning of schools", "school cleaning", "helsinki")
	h.CatchUp()
	found, err := s.of(ctx, "tender", of.ID)
	if err != nil || len(found) != 2 {
		t.Fatalf("%d matches, %v", len(found), err)
	}
	read := s.Handlers(nil).Module().Journeys[0].Read
	for _, m := range found {
		steps, err := read(ctx, m.ID)
		if err != nil || len(steps) != 1 || steps[0].Of != of.ID || steps[0].City != "helsinki" || steps[0].Count != 1 {
			t.Errorf("%+v %v", steps, err)
		}
	}
	if none, err := read(ctx, "match-never2given"); err != nil || len(none) != 0 {
		t.Errorf("what is no match is counted: %+v %v", none, err)
	}
}

// What staff see of a firm that fits nothing is what every buyer sees of it.
func TestStaffSeeOfALonelyFirmWhatItShows(t *testing.T) {
	h, s, tenders, suppliers := started(t)
	ctx := actor.AsSystem(t.Context())
	matchtest.Kept(t, suppliers, ctx, "lonely", "helsinki", func(p *supplier.Profile) {
		p.CPV, p.Contact = []string{"79211000"}, supplier.Contact{Phone: "+358 999"}
		p.Visible = supplier.Visibility{Contact: supplier.ToMe, Capacity: supplier.ToMe, Proof: supplier.ToMe}
	})
	matchtest.Kept(t, suppliers, ctx, "from-tampere", "tampere", func(p *supplier.Profile) { p.Cities = []string{"helsinki"} })
	h.CatchUp()
	staff := actor.Actor{ID: "account-s", Role: actor.Staff, City: "helsinki", Active: true}
	u, err := s.Unmatched(actor.With(ctx, staff), "helsinki")
	if err != nil || u.Seated != 1 || len(u.Firms) != 1 {
		t.Fatalf("%+v %v", u, err)
	}
	if p := u.Firms[0].Firm; p.Contact.Phone != "" || p.Staff != 0 || len(p.Certificates) != 0 {
		t.Errorf("staff see %+v", p)
	}
	site := h.Site(append(tenders.ModulesWith(s.Handlers(nil), tendertest.NoFirm{}), suppliers.Module(), s.Handlers(nil).Module())...)
	got := site.Get(staff, "/api/v1/monitor/cities/helsinki/unmatched")
	if got.Status != http.StatusOK || !strings.Contains(got.Body, `"name":"lonely"`) || strings.Contains(got.Body, "+358") ||
		strings.Contains(got.Body, "account-lonely") {
		t.Errorf("%d %s", got.Status, got.Body)
	}
}
