package match

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/draft"
	"citiesgrow/internal/match/matchtest"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/tender"
	"citiesgrow/internal/tender/tendertest"
)

// shortOf publishes contracts that ask for more than the firm has, and lets both sides be matched.
func shortOf(t *testing.T, helper Helper) (s *Service, site *moduletest.Site, of []*tender.Tender) {
	t.Helper()
	h, s, tenders, suppliers := started(t)
	ctx := actor.AsSystem(t.Context())
	matchtest.Kept(t, suppliers, ctx, "one", "helsinki", nil)
	for i, asked := range []draft.RequirementsForm{{Turnover: "300 000", Staff: 9}, {Turnover: "200 000"}, {Insurance: "5 000 000"}} {
		f := draft.Form{Title: fmt.Sprint("Cleaning of school ", i), Description: "For a year.", Language: "en", Trade: "school cleaning", City: "helsinki",
			Deadline:  "2026-12-20",
			Languages: []string{"fi"}, NoLotsWhy: "One.", SubmitURL: "https://tenders.example/one", Requirements: asked}
		begun, err := tenders.Drafts.Create(matchtest.Buyer(ctx), f)
		if err == nil {
			begun, err = tenders.Drafts.Publish(matchtest.Buyer(ctx), begun.ID, 0)
		}
		if err != nil {
			t.Fatal(err)
		}
		of = append(of, begun)
	}
	h.CatchUp()
	fits := s.Handlers(helper)
	return s, h.Site(append(tenders.ModulesWith(fits, tendertest.NoFirm{}), suppliers.Module(), fits.Module())...), of
}

// What a firm lacks for its best matches: what most of them ask for first, of several amounts the nearest.
func TestWhatAFirmLacksForItsBestMatches(t *testing.T) {
	s, _, of := shortOf(t, nil)
	ctx := actor.AsSystem(t.Context())
	wanting, err := s.ListWanted(matchtest.Owner(ctx, "one"))
	if err != nil || len(wanting) != 3 || wanting[0].Requirement.Kind != ocds.Turnover || wanting[0].Tenders != 2 ||
		*wanting[0].Requirement.Amount != *euros(200_000) || wanting[1].Tenders != 1 {
		t.Errorf("%+v %v", wanting, err)
	}
	for i, want := range []int{2, 1, 1} {
		got, lacks, err := s.ListLacks(matchtest.Owner(ctx, "one"), of[i].ID)
		if err != nil || got.ID != of[i].ID || len(lacks) != want {
			t.Errorf("contract %d: %+v, want %d, %v", i, lacks, want, err)
		}
	}
	if _, _, err := s.ListLacks(matchtest.Buyer(ctx), of[0].ID); err == nil {
		t.Error("a buyer asks what a firm lacks")
	}
	if none, err := s.ListWanted(matchtest.Owner(ctx, "fresh")); err != nil || len(none) != 0 {
		t.Errorf("a firm that told nothing lacks %+v, %v", none, err)
	}
}

// A city's providers and staff learn what its firms lack, each firm once for each kind, and nothing of another city.
func TestWhatTheFirmsOfACityLack(t *testing.T) {
	s, _, _ := shortOf(t, nil)
	ctx := actor.AsSystem(t.Context())
	person := func(role actor.Role, city string) actor.Actor {
		return actor.Actor{ID: "x", Role: role, City: city, Active: true}
	}
	for _, role := range actor.Roles() {
		all, firms, err := s.LackingIn(actor.With(ctx, person(role, "helsinki")), "helsinki")
		may := role == actor.Provider || role == actor.Staff || role == actor.Admin
		if (err == nil) != may || may && (firms != 1 || fmt.Sprint(all) != "[{insurance liability 1} {staff  1} {turnover  1}]") {
			t.Errorf("%s: %v of %d, %v", role, all, firms, err)
		}
		if _, _, err := s.LackingIn(actor.With(ctx, person(role, "riga")), "helsinki"); !problem.Is(err, problem.Forbidden) {
			t.Errorf("%s of Riga: %v", role, err)
		}
	}
}

// The gap of a contract is a firm's own; the JSON says of each requirement what is lacking and where to tell more.
func TestAGapIsTheFirmsOwn(t *testing.T) {
	_, site, of := shortOf(t, nil)
	ctx := actor.AsSystem(t.Context())
	path := "/api/v1/tenders/" + of[0].ID + "/gap"
	got := site.Get(actor.From(matchtest.Owner(ctx, "one")), path)
	for _, has := range []string{`"met":1`, `"lacking":2`, `"unknown":0`, `"total":3`, "160,000", `"state":"lacking"`} {
		if got.Status != http.StatusOK || !strings.Contains(got.Body, has) {
			t.Errorf("the gap lacks %s: %d %s", has, got.Status, got.Body)
		}
	}
	fresh := site.Get(actor.From(matchtest.Owner(ctx, "fresh")), path)
	if fresh.Status != http.StatusOK || !strings.Contains(fresh.Body, `"lacking":0`) || !strings.Contains(fresh.Body, "/supplier/size") {
		t.Errorf("a firm that told nothing: %d %s", fresh.Status, fresh.Body)
	}
	for says, c := range map[string]struct {
		who  actor.Actor
		want int
	}{"the buyer": {actor.From(matchtest.Buyer(ctx)), http.StatusForbidden}, "nobody": {actor.Actor{}, http.StatusUnauthorized}} {
		if got := site.Get(c.who, path); got.Status != c.want {
			t.Errorf("%s: %d", says, got.Status)
		}
	}
	if page := site.Get(actor.Actor{}, "/api/v1/tenders/"+of[0].ID); strings.Contains(page.Body, `"gap"`) {
		t.Error("a page for all holds the gap of a firm")
	}
}
