package match

import (
	"fmt"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/draft"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/supplier"
	"citiesgrow/internal/tender/tendertest"
)

// Staff see which contracts and firms of their city fit nobody, and why: no firm of the
// trade, none here, nothing open, nothing told.
func TestWhatFitsNobodyIsToldWithItsReason(t *testing.T) {
	h := moduletest.New(t)
	tenders, suppliers := tendertest.On(t, h), supplier.New(h.Kit)
	s := New(h.Kit, tenders.Tenders, suppliers, tenders.Interests)
	h.Start(append(tenders.ModulesWith(s.Handlers(nil), tendertest.NoFirm{}), suppliers.Module(), s.Handlers(nil).Module())...)
	ctx := actor.AsSystem(t.Context())
	firm := func(name, words, city string) {
		t.Helper()
		who := actor.With(ctx, actor.Actor{ID: "account-" + name, Name: name, Role: actor.Entrepreneur, City: city, Active: true, Language: "en"})
		if _, err := suppliers.Change(who, supplier.Form{Section: "work", Name: name, City: city, Cities: []string{city}, Words: words, Language: "en",
			Languages: []string{"en"}}); err != nil {
			t.Fatal(err)
		}
	}
	buyer := actor.With(ctx, actor.Actor{ID: "account-b", Role: actor.Buyer, City: "helsinki", Organisation: "Helsinki", Active: true, Language: "en"})
	contract := func(title, trade string) {
		t.Helper()
		begun, err := tenders.Drafts.Create(buyer, draft.Form{Title: title, Description: "For a year.", Language: "en", Trade: trade, City: "helsinki",
			Deadline: "2026-12-20", Languages: []string{"en"}, NoLotsWhy: "One.", SubmitURL: "https://tenders.example/one"})
		if err == nil {
			_, err = tenders.Drafts.Publish(buyer, begun.ID, 0)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	firm("Clean", "school cleaning", "helsinki")
	firm("Far", "painting of houses", "riga")
	firm("Numbers", "bookkeeping", "helsinki")
	firm("Silent", "zzyzx", "helsinki")
	contract("Cleaning of schools", "school cleaning")
	contract("Painting of a library", "painting")
	contract("Catering for a school", "catering")
	h.CatchUp()
	staff := actor.With(t.Context(), actor.Actor{ID: "s", Role: actor.Staff, City: "helsinki", Active: true})
	u, err := s.Unmatched(staff, "helsinki")
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, l := range u.Tenders {
		title, _ := l.Tender.Tender.Title.In("en")
		got[title] = fmt.Sprint(l.Why, " ", l.Others)
	}
	for _, l := range u.Firms {
		got[l.Firm.Name] = l.Why
	}
	want := map[string]string{"Painting of a library": "not_here 1", "Catering for a school": "no_firm 0", "Numbers": "no_tender", "Silent": "no_trade"}
	if fmt.Sprint(got) != fmt.Sprint(want) || u.Open != 3 || u.Seated != 3 {
		t.Errorf("%v of %d and %d, want %v", got, u.Open, u.Seated, want)
	}
	if _, err := s.Unmatched(staff, "riga"); !problem.Is(err, problem.Forbidden) {
		t.Errorf("another city: %v", err)
	}
	if _, err := s.Unmatched(staff, "atlantis"); !problem.Is(err, problem.NotFound) {
		t.Errorf("Atlantis: %v", err)
	}
	if _, err := s.Unmatched(buyer, "helsinki"); !problem.Is(err, problem.Forbidden) {
		t.Errorf("a buyer: %v", err)
	}
}
