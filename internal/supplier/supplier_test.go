package supplier_test

import (
	"slices"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/supplier"
)

func TestAProfileGrowsSectionBySection(t *testing.T) {
	h := moduletest.New(t)
	s := supplier.New(h.Kit)
	h.Start(s.Module())
	me := actor.With(t.Context(), actor.Actor{ID: "account-1", Name: "Olena", Role: actor.Entrepreneur, City: "helsinki", Active: true, Language: "uk"})
	p, err := s.Change(me, supplier.Form{Section: "work", Words: "прибирання офісів, миття вікон", Language: "uk"})
	if err != nil {
		t.Fatal(err)
	}
	if p.Name != "Olena" || p.City != "helsinki" || !slices.Equal(p.Cities, []string{"helsinki"}) || !slices.Equal(p.Languages, []string{"uk"}) {
		t.Errorf("what was not told is filled from the account: %+v", p)
	}
	if !slices.Contains(p.CPV, "90919200") {
		t.Errorf("the words mean %v, want office cleaning among them", p.CPV)
	}
	before := p.Percent()
	p, err = s.Change(me, supplier.Form{Section: "size", Turnover: []supplier.YearForm{{Year: 2025, Amount: "140 000"}}, Staff: 4})
	if err != nil || p.BestTurnover(moduletest.Now) == nil || len(p.Said) != 2 {
		t.Fatalf("the size is kept beside the work: %+v %v", p, err)
	}
	if p.Percent() <= before {
		t.Errorf("the meter stays at %d", p.Percent())
	}
	if _, err := s.Change(me, supplier.Form{Section: "size", Revision: 1, Staff: 9}); !problem.Is(err, problem.Conflict) {
		t.Errorf("a stale edit: %v", err)
	}
	_, err = s.Change(me, supplier.Form{Section: "size", Largest: "lots", Turnover: []supplier.YearForm{{Year: 1200, Amount: "5"}}})
	if bad := problem.Of(err); bad == nil || bad.Fields["largest"].Key == "" || bad.Fields["turnover[0].year"].Key == "" {
		t.Errorf("what could not be read: %v", err)
	}
	if stored, _ := s.Own(me); stored.Staff != 4 {
		t.Errorf("a refused form was half kept: %+v", stored)
	}
}

func TestOnlyThoseWhoMayFindFirms(t *testing.T) {
	h := moduletest.New(t)
	s := supplier.New(h.Kit)
	h.Start(s.Module())
	me := actor.With(t.Context(), actor.Actor{ID: "account-1", Name: "Ali", Role: actor.Entrepreneur, City: "ghent", Active: true, Language: "ar"})
	p, err := s.Change(me, supplier.Form{Words: "خدمات الطعام", Language: "ar", Cities: []string{"ghent", "rotterdam"}, Languages: []string{"ar", "nl"},
		Phone: "+32 1", Staff: 6})
	if err != nil {
		t.Fatal(err)
	}
	h.CatchUp()
	buyer := actor.With(t.Context(), actor.Actor{ID: "b", Role: actor.Buyer, City: "ghent", Active: true})
	found, result, err := s.List(buyer, supplier.Query{Words: "catering", Cities: []string{"rotterdam"}, Languages: []string{"nl"}})
	if err != nil || result.Total != 1 || found[0].ID != p.ID {
		t.Fatalf("catering in Rotterdam: %v %v", result, err)
	}
	if found[0].Contact.Phone != "" {
		t.Error("a telephone number is shown to a buyer the firm did not turn to")
	}
	for _, who := range []actor.Actor{{}, {ID: "x", Role: actor.Entrepreneur, Active: true}, {ID: "w", Role: actor.Buyer}} {
		ctx := actor.With(t.Context(), who)
		if _, _, err := s.List(ctx, supplier.Query{}); err == nil {
			t.Errorf("%+v searches firms", who)
		}
		if _, err := s.Get(ctx, p.ID, false); err == nil {
			t.Errorf("%+v sees a firm", who)
		}
	}
}

func TestADeclarationIsOneOwnersAndCanBeTakenBack(t *testing.T) {
	h := moduletest.New(t)
	s := supplier.New(h.Kit)
	h.Start(s.Module())
	me := actor.With(t.Context(), actor.Actor{ID: "account-1", Name: "A", Role: actor.Entrepreneur, City: "riga", Active: true})
	for _, said := range []supplier.Declaration{{MigrantLed: "yes"}, {MigrantLed: "no", Sex: "woman"}, {Age: "18_to_60"}, {}} {
		if err := s.Declare(me, said); err != nil {
			t.Fatal(err)
		}
		got, err := s.OwnDeclaration(me)
		if err != nil || got.MigrantLed != said.MigrantLed || got.Sex != said.Sex || got.Age != said.Age {
			t.Errorf("said %+v, stored %+v %v", said, got, err)
		}
	}
	if err := s.Declare(actor.With(t.Context(), actor.Actor{ID: "b", Role: actor.Buyer, Active: true}),
		supplier.Declaration{MigrantLed: "yes"}); !problem.Is(err, problem.Forbidden) {
		t.Errorf("a buyer declares: %v", err)
	}
}

func TestPapersThatEndAreTold(t *testing.T) {
	now := moduletest.Now
	p := &supplier.Profile{
		Certificates: []supplier.Certificate{{Name: "late", Until: now.AddDate(0, 6, 0)}, {Name: "soon", Until: now.AddDate(0, 0, 30)}, {Name: "open"}},
		Insurance:    []supplier.Insurance{{Kind: "liability", Amount: record.Units(1, "EUR"), Until: now.Add(-time.Hour)}},
	}
	soon := p.ExpiringSoon(now)
	if len(soon) != 2 || !soon[0].Over || soon[1].Name != "soon" || soon[1].Over {
		t.Errorf("told %+v", soon)
	}
	if p.Cover("liability", now) != nil {
		t.Error("an insurance that ended still covers")
	}
}
