package monitor_test

import (
	"maps"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/i18n"
	"citiesgrow/internal/module"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/monitor"
	"citiesgrow/internal/ocds"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
	"citiesgrow/internal/tender"
)

func TestTheFunnelOfACityIsCountedOnce(t *testing.T) {
	h := moduletest.New(t)
	tenders, s := tender.New(h.Kit), monitor.New(h.Kit)
	h.Start(tenders.Module(), s.Module())
	ctx := actor.AsSystem(t.Context())
	publish := func(id, version, tag, nuts string, change func(*ocds.Release)) {
		t.Helper()
		r := &ocds.Release{OCID: id, ID: id + version, Date: moduletest.Now.AddDate(0, 0, -9), Tags: []string{tag}, Language: "nl", Buyer: ocds.Reference{Name: "Stad"},
			Source: ocds.Source{System: "eforms", NoticeID: id, Version: version},
			Tender: &ocds.Tender{Title: i18n.Text{"nl": "Poetsen"}, CPV: []string{"90910000"}, Places: []ocds.Place{{NUTS: nuts}}, Deadline: moduletest.Now.AddDate(0, 0, 9)}}
		if change != nil {
			change(r)
		}
		if _, err := tenders.Receive(ctx, r); err != nil {
			t.Fatal(err)
		}
	}
	publish("one", "01", "tender", "BE234", nil)
	publish("two", "01", "tender", "BE234", nil)
	publish("far", "01", "tender", "BE100", nil) // Brussels is none of the sixteen
	firm := actor.With(ctx, actor.Actor{ID: "account-1", Role: actor.Entrepreneur, Active: true})
	if _, err := tenders.Follow(firm, tender.Interest{TenderID: tender.IDOf("one"), Declared: true}); err != nil {
		t.Fatal(err)
	}
	publish("two", "02", "award", "BE234", func(r *ocds.Release) {
		r.Awards = []ocds.Award{{ID: "a", Status: "active", Suppliers: []ocds.Reference{{Name: "X"}}}}
		r.Bids = []ocds.BidCount{{Kind: "tenders", Count: 4}}
	})
	want := monitor.Figures{monitor.Published: 2, monitor.Followed: 1, monitor.Interest: 1, monitor.Bids: 4, monitor.Won: 1}
	for _, when := range []string{"first", "again from the beginning"} {
		h.CatchUp()
		if got, err := s.City(ctx, "ghent"); err != nil || !maps.Equal(got, want) {
			t.Errorf("%s: %v %v, want %v", when, got, err, want)
		}
		if err := h.Feed.Rewind(ctx, "monitor"); err != nil {
			t.Fatal(err)
		}
	}
	// A step that is taken back is counted no more.
	if err := tenders.Leave(firm, tender.IDOf("one")); err != nil {
		t.Fatal(err)
	}
	h.CatchUp()
	if got, err := s.City(ctx, "ghent"); err != nil || got[monitor.Interest] != 0 || got[monitor.Followed] != 0 {
		t.Errorf("after leaving: %v %v", got, err)
	}
	for _, who := range []actor.Actor{{}, {ID: "x", Role: actor.Staff, City: "riga", Active: true}, {ID: "b", Role: actor.Buyer, City: "ghent", Active: true}} {
		if _, err := s.City(actor.With(t.Context(), who), "ghent"); problem.Of(err) == nil {
			t.Errorf("%+v sees Ghent's figures", who)
		}
	}
}

// doc is a document of another module with the fields that are counted.
type doc struct {
	record.Meta `bson:",inline"`
	City        string    `bson:"city"`
	State       string    `bson:"state,omitempty"`
	After       string    `bson:"after,omitempty"`
	Published   time.Time `bson:"published,omitempty"`
	Count       int       `bson:"count,omitempty"`
	Withdrawn   time.Time `bson:"withdrawn,omitempty"`
	Progress    []step    `bson:"progress,omitempty"`
}

type step struct {
	Count int `bson:"count"`
}

// What support and employers did stands beside the funnel, also when it changes.
func TestSupportAndEmployersAreCounted(t *testing.T) {
	h := moduletest.New(t)
	s := monitor.New(h.Kit)
	specs := []store.Spec{{Name: "referrals"}, {Name: "vacancies"}, {Name: "pledges"}}
	h.Start(s.Module(), module.Module{Collections: specs})
	ctx := actor.AsSystem(t.Context())
	put := func(collection string, d *doc) *doc {
		t.Helper()
		d.City = "riga"
		if err := store.Of[doc](h.DB, store.Spec{Name: collection}).Put(ctx, d); err != nil {
			t.Fatal(err)
		}
		return d
	}
	first := put("referrals", &doc{Meta: record.Meta{ID: "r1"}, State: "open"})
	put("referrals", &doc{Meta: record.Meta{ID: "r2"}, State: "re-routed", After: "r3"})
	put("referrals", &doc{Meta: record.Meta{ID: "r3"}, State: "accepted"})
	put("vacancies", &doc{Meta: record.Meta{ID: "v1"}})
	put("vacancies", &doc{Meta: record.Meta{ID: "v2"}, Published: moduletest.Now, Count: 2})
	pledge := put("pledges", &doc{Meta: record.Meta{ID: "p1"}, Count: 5, Progress: []step{{1}, {2}}})
	look := func(want monitor.Figures) {
		t.Helper()
		h.CatchUp()
		if got, err := s.City(ctx, "riga"); err != nil || !maps.Equal(got, want) {
			t.Errorf("%v %v, want %v", got, err, want)
		}
	}
	look(monitor.Figures{monitor.Asked: 2, monitor.Offers: 1, monitor.Filled: 2, monitor.Pledged: 5, monitor.Kept: 3})
	first.State = "done"
	put("referrals", first)
	pledge.Withdrawn = moduletest.Now
	put("pledges", pledge)
	look(monitor.Figures{monitor.Asked: 2, monitor.Helped: 1, monitor.Offers: 1, monitor.Filled: 2})
}
