package alert_test

import (
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/alert"
	"citiesgrow/internal/i18n"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/monitor"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/tender/tendertest"
)

func TestASearchTellsWhatIsNew(t *testing.T) {
	h := moduletest.New(t)
	tenders := tendertest.On(t, h)
	s := alert.New(h.Kit, tenders.Tenders)
	h.Start(append(tenders.Modules(), s.Module())...)
	ctx := actor.AsSystem(t.Context())
	publish := func(id string, days int) {
		r := &ocds.Release{OCID: id, ID: id, Date: moduletest.Now.AddDate(0, 0, days), Tags: []string{"tender"}, Language: "en", Buyer: ocds.Reference{Name: "City"},
			Source: ocds.Source{System: "ocds", NoticeID: id, Version: "1"},
			Tender: &ocds.Tender{Title: i18n.Text{"en": "Cleaning of offices"}, CPV: []string{"90919200"},
				Places: []ocds.Place{{NUTS: "BE234", Country: "BE"}}, Deadline: moduletest.Now.AddDate(0, 0, 30)}}
		if _, err := tenders.Processes.Receive(ctx, r); err != nil {
			t.Fatal(err)
		}
		h.CatchUp()
	}
	publish("before", -3)
	me := actor.With(ctx, actor.Actor{ID: "account-1", Role: actor.Entrepreneur, City: "ghent", Active: true})
	kept, err := s.Create(me, alert.Saved{Words: "cleaning", Cities: []string{"ghent"}})
	if err != nil {
		t.Fatal(err)
	}
	publish("after", 1)
	if open, fresh, err := s.Counts(me, kept); err != nil || open != 2 || fresh != 1 {
		t.Errorf("%d open, %d new, %v", open, fresh, err)
	}
	other := actor.With(ctx, actor.Actor{ID: "account-2", Role: actor.Entrepreneur, Active: true})
	if err := s.Delete(other, kept.ID); !problem.Is(err, problem.NotFound) {
		t.Errorf("somebody else forgets it: %v", err)
	}
	if _, err := s.Create(me, alert.Saved{}); !problem.Is(err, problem.Invalid) {
		t.Errorf("an empty search is kept: %v", err)
	}
	if err := s.Delete(me, kept.ID); err != nil {
		t.Error(err)
	}
	if mine, err := s.ListOwn(me); err != nil || len(mine) != 0 {
		t.Errorf("%d are left, %v", len(mine), err)
	}
}

// A kept search counts in each city that it names, until it is forgotten; the figures need
// nothing but what this module says of itself.
func TestKeptSearchesAreCounted(t *testing.T) {
	h := moduletest.New(t)
	s := alert.New(h.Kit, tendertest.On(t, h).Tenders)
	figures := monitor.New(h.Kit, monitor.Sources{Journeys: s.Module().Journeys})
	h.Start(s.Module(), figures.Module())
	firm := actor.With(t.Context(), actor.Actor{ID: "account-1", Role: actor.Entrepreneur, Active: true})
	kept, err := s.Create(firm, alert.Saved{Words: "cleaning", Cities: []string{"riga", "ghent"}})
	if err != nil {
		t.Fatal(err)
	}
	look := func(want int64) {
		t.Helper()
		h.CatchUp()
		for _, city := range []string{"riga", "ghent"} {
			if b, err := figures.City(actor.AsSystem(t.Context()), city, ""); err != nil || b.Totals["searches"].Count != want {
				t.Errorf("%s: %v %v, want %d", city, b.Totals, err, want)
			}
		}
	}
	look(1)
	if err := s.Delete(firm, kept.ID); err != nil {
		t.Fatal(err)
	}
	look(0)
}
