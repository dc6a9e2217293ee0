package match

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/draft"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/supplier"
	"citiesgrow/internal/tender"
)

// A requirement is met at what is asked, and lacking below it, by how much is said in its own currency alone.
func TestAGapAtItsLimits(t *testing.T) {
	pounds, less := record.Units(870, "GBP"), record.Units(869, "GBP")
	for _, c := range []struct {
		says   string
		change func(*supplier.Profile)
		asked  ocds.Requirement
		state  string
		short  string
	}{
		{"a cent less", func(p *supplier.Profile) { p.Turnover[0].Amount.Minor-- }, ocds.Requirement{Kind: ocds.Turnover, Amount: euros(140_000)}, "lacking",
			"0.01EUR"},
		{"pounds for euros", func(p *supplier.Profile) { p.Turnover[0].Amount = pounds }, ocds.Requirement{Kind: ocds.Turnover, Amount: euros(1_000)}, "met", ""},
		{"a pound less", func(p *supplier.Profile) { p.Turnover[0].Amount = less }, ocds.Requirement{Kind: ocds.Turnover, Amount: euros(1_000)}, "lacking", ""},
		{"one person less", nil, ocds.Requirement{Kind: ocds.Staff, Number: 5}, "lacking", "1"},
		{"as many people", nil, ocds.Requirement{Kind: ocds.Staff, Number: 4}, "met", ""},
		{"founded this year", func(p *supplier.Profile) { p.Founded = 2026 }, ocds.Requirement{Kind: ocds.Years, Number: 1}, "met", ""},
		{"founded this year, two asked", func(p *supplier.Profile) { p.Founded = 2026 }, ocds.Requirement{Kind: ocds.Years, Number: 2}, "lacking", "1"},
		{"in the register, in other letters", func(p *supplier.Profile) { p.Registrations = []string{"TUKES"} },
			ocds.Requirement{Kind: ocds.Registration, Detail: "Tukes"}, "met", ""},
		{"in another register", func(p *supplier.Profile) { p.Registrations = []string{"Tukes"} }, ocds.Requirement{Kind: ocds.Registration, Detail: "KBO"},
			"lacking", ""},
		{"a language it writes", nil, ocds.Requirement{Kind: ocds.Language, Detail: "fi"}, "met", ""},
		{"one it does not", nil, ocds.Requirement{Kind: ocds.Language, Detail: "sv"}, "lacking", ""},
		{"any liability will do", nil, ocds.Requirement{Kind: ocds.Insurance, Amount: euros(1_000_000)}, "met", ""},
		{"turnover without an amount is only words", nil, ocds.Requirement{Kind: ocds.Turnover}, "unknown", ""},
	} {
		p := cleaner()
		if c.change != nil {
			c.change(p)
		}
		held := Gap(p, &schools(c.asked).Content, now)[0]
		short := ""
		if held.ShortBy != nil {
			short = held.ShortBy.Major() + held.ShortBy.Currency
		} else if held.ShortCount > 0 {
			short = fmt.Sprint(held.ShortCount)
		}
		if held.State != c.state || short != c.short {
			t.Errorf("%s: %s short %q, want %s short %q", c.says, held.State, short, c.state, c.short)
		}
	}
}

// Notices repeat a requirement lot by lot: it is held once, with the first lot that asks it; the language comes last.
func TestARepeatedRequirementIsHeldOnce(t *testing.T) {
	few, many := ocds.Requirement{Kind: ocds.Staff, Number: 2}, ocds.Requirement{Kind: ocds.Staff, Number: 9}
	of := schools(few)
	of.Tender.Lots = []ocds.Lot{{ID: "LOT-0001", Requirements: []ocds.Requirement{few, many}}, {ID: "LOT-0002", Requirements: []ocds.Requirement{many}}}
	var all []string
	held := Gap(cleaner(), &of.Content, now)
	for _, h := range held {
		all = append(all, fmt.Sprint(h.Requirement.Kind, h.Requirement.Number, " ", h.Lot, " ", h.State))
	}
	want := []string{ocds.Staff + "2  met", ocds.Staff + "9 LOT-0001 lacking", ocds.Language + "0  met"}
	if fmt.Sprint(all) != fmt.Sprint(want) || Lacking(held) != 1 {
		t.Errorf("%q, want %q, lacking %d", all, want, Lacking(held))
	}
	of.Tender.Languages = nil
	if held := Gap(cleaner(), &of.Content, now); len(held) != 2 {
		t.Errorf("a language is held that nobody asks: %+v", held)
	}
}

// shortOf publishes contracts that ask for more than the firm has, and lets both sides be matched.
func shortOf(t *testing.T, helper Helper) (s *Service, site *moduletest.Site, of []*tender.Tender) {
	t.Helper()
	h, s, tenders, suppliers := started(t)
	ctx := actor.AsSystem(t.Context())
	keptFirm(t, suppliers, ctx, "one", "helsinki", nil)
	for i, asked := range []draft.RequirementsForm{{Turnover: "300 000", Staff: 9}, {Turnover: "200 000"}, {Insurance: "5 000 000"}} {
		f := draft.Form{Title: fmt.Sprint("Cleaning of school ", i), Description: "For a year.", Language: "en", Trade: "school cleaning", City: "helsinki",
			Deadline:  "2026-12-20",
			Languages: []string{"fi"}, NoLotsWhy: "One.", SubmitURL: "https://tenders.example/one", Requirements: asked}
		begun, err := tenders.Drafts.Create(cityBuyer(ctx), f)
		if err == nil {
			begun, err = tenders.Drafts.Publish(cityBuyer(ctx), begun.ID, 0)
		}
		if err != nil {
			t.Fatal(err)
		}
		of = append(of, begun)
	}
	h.CatchUp()
	fits := s.Handlers(helper)
	return s, h.Site(append(tenders.ModulesWith(fits, fits), suppliers.Module(), fits.Module())...), of
}

// What a firm lacks for its best matches: what most of them ask for first, of several amounts the nearest.
func TestWhatAFirmLacksForItsBestMatches(t *testing.T) {
	s, _, of := shortOf(t, nil)
	ctx := actor.AsSystem(t.Context())
	wanting, err := s.Wanting(owner(ctx, "one"))
	if err != nil || len(wanting) != 3 || wanting[0].Requirement.Kind != ocds.Turnover || wanting[0].Tenders != 2 ||
		*wanting[0].Requirement.Amount != *euros(200_000) || wanting[1].Tenders != 1 {
		t.Errorf("%+v %v", wanting, err)
	}
	for i, want := range []int{2, 1, 1} {
		got, lacks, err := s.Lacks(owner(ctx, "one"), of[i].ID)
		if err != nil || got.ID != of[i].ID || len(lacks) != want {
			t.Errorf("contract %d: %+v, want %d, %v", i, lacks, want, err)
		}
	}
	if _, _, err := s.Lacks(cityBuyer(ctx), of[0].ID); err == nil {
		t.Error("a buyer asks what a firm lacks")
	}
	if none, err := s.Wanting(owner(ctx, "fresh")); err != nil || len(none) != 0 {
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
	got := site.Get(actor.From(owner(ctx, "one")), path)
	for _, has := range []string{`"met":1`, `"lacking":2`, `"unknown":0`, `"total":3`, "160,000", `"state":"lacking"`} {
		if got.Status != http.StatusOK || !strings.Contains(got.Body, has) {
			t.Errorf("the gap lacks %s: %d %s", has, got.Status, got.Body)
		}
	}
	fresh := site.Get(actor.From(owner(ctx, "fresh")), path)
	if fresh.Status != http.StatusOK || !strings.Contains(fresh.Body, `"lacking":0`) || !strings.Contains(fresh.Body, "/supplier/size") {
		t.Errorf("a firm that told nothing: %d %s", fresh.Status, fresh.Body)
	}
	for says, c := range map[string]struct {
		who  actor.Actor
		want int
	}{"the buyer": {actor.From(cityBuyer(ctx)), http.StatusForbidden}, "nobody": {actor.Actor{}, http.StatusUnauthorized}} {
		if got := site.Get(c.who, path); got.Status != c.want {
			t.Errorf("%s: %d", says, got.Status)
		}
	}
	if page := site.Get(actor.Actor{}, "/api/v1/tenders/"+of[0].ID); strings.Contains(page.Body, `"gap"`) {
		t.Error("a page for all holds the gap of a firm")
	}
}
