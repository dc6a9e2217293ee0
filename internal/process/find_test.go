package process_test

import (
	"context"
	"slices"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/interest"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/tender"
	"citiesgrow/internal/tender/tendertest"
)

func TestANoticeIsFoundByAnyOfItsNames(t *testing.T) {
	plan := func() *ocds.Release {
		return release("ocds-eforms-11111111-0000-4000-8000-00000000000a", "11111111-0000-4000-8000-00000000000a", "01", day(-60), "planning", func(r *ocds.Release) {
			r.Source.Publication = "00079192-2026"
		})
	}
	for _, name := range []string{"11111111-0000-4000-8000-00000000000a", "11111111-0000-4000-8000-00000000000A", "11111111-0000-4000-8000-00000000000a-01",
		"79192-2026", "079192-2026", "00079192-2026", "2026/S 024-079192"} {
		for _, planFirst := range []bool{true, false} {
			s := tendertest.New(t)
			next := release("ocds-eforms-procedure", "22222222-0000-4000-8000-00000000000b", "01", day(-30), "tender",
				func(r *ocds.Release) { r.Related = []string{name} })
			order := []*ocds.Release{plan(), next}
			if !planFirst {
				slices.Reverse(order)
			}
			got := s.Received(order...)
			if len(got.Notices) != 2 || got.Status(now) != tender.StatusOpen {
				t.Errorf("%s, plan first %v: %d notices, %s", name, planFirst, len(got.Notices), got.Status(now))
			}
		}
	}
}

func TestTwoTendersThatTurnOutToBeOneAreJoined(t *testing.T) {
	s := tendertest.New(t)
	ctx := s.System
	plan := release("ocds-eforms-plan", "plan", "01", day(-60), "planning", nil)
	outcome := award("an1", day(-5), "LOT-0001", "Yksi Oy", "micro", 500_00)
	second := release("ocds-eforms-plan2", "plan2", "01", day(-50), "planning", nil)
	planned, again, decided := s.Received(plan), s.Received(second), s.Received(outcome)
	firm := func(id string) context.Context {
		return actor.With(ctx, actor.Actor{ID: id, Role: actor.Entrepreneur, City: "helsinki", Active: true})
	}
	for _, f := range []struct {
		id       string
		at       *tender.Tender
		declared bool
		note     string
	}{
		{"one", planned, false, "the plan"}, {"two", decided, false, "the outcome"}, {"three", planned, true, "we mean it"}, {"three", again, false, "we look"},
		{"four", planned, false, "we look"}, {"four", again, true, "we mean it"},
	} {
		if _, err := s.Interests.Follow(firm(f.id), interest.Interest{TenderID: f.at.ID, Declared: f.declared, Note: f.note}); err != nil {
			t.Fatal(err)
		}
	}
	got := s.Received(call(func(r *ocds.Release) { r.Related = []string{"plan", "plan2"} }))
	for _, ocid := range []string{"ocds-eforms-plan", "ocds-eforms-plan2", "ocds-eforms-p"} {
		if same, err := s.Tenders.Get(ctx, tender.IDOf(ocid)); err != nil || same.ID != got.ID || len(same.Notices) != 4 {
			t.Errorf("%s leads to %+v, %v", ocid, same, err)
		}
	}
	// Suppliers who followed one of the tenders follow the joined one, once and with their note.
	for id, note := range map[string]string{"one": "the plan", "two": "the outcome", "three": "we mean it", "four": "we mean it"} {
		all, err := s.Interests.ListOwn(firm(id))
		if err != nil || len(all) != 1 || all[0].TenderID != got.ID || all[0].Note != note || all[0].Declared != (note == "we mean it") {
			t.Errorf("%s follows %+v, %v", id, all, err)
		}
		if i, err := s.Interests.Own(firm(id), got.ID); err != nil || i == nil {
			t.Errorf("%s is not among those who follow: %v", id, err)
		}
	}
}

func TestTheExampleOfAProcedureIDNeverJoinsTwoBuyers(t *testing.T) {
	s := tendertest.New(t)
	of := func(notice, buyer, country string) *ocds.Release {
		return release("ocds-eforms-example", notice, "01", day(-9), "tender", func(r *ocds.Release) {
			r.Buyer = ocds.Reference{ID: "ORG-0001", Name: buyer}
			r.Parties = []ocds.Party{{ID: "ORG-0001", Name: buyer, Country: country, Roles: []string{"buyer"}}}
		})
	}
	one, other := s.Received(of("n1", "City of Riga", "LV")), s.Received(of("n2", "Gmina Gdansk", "PL"))
	again := s.Received(of("n3", "Gmina Gdansk", "PL"))
	if one.ID == other.ID || again.ID != other.ID || one.Buyer.Name != "City of Riga" || other.Buyer.Name != "Gmina Gdansk" {
		t.Errorf("%s %s %s", one.ID, other.ID, again.ID)
	}
}
