package match

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/match/matchtest"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/supplier"
	"citiesgrow/internal/tender"
	"citiesgrow/internal/tender/tendertest"
)

// started is a service with its modules, on a real store and index.
func started(t *testing.T) (*moduletest.House, *Service, *tendertest.Market, *supplier.Service) {
	h := moduletest.New(t)
	tenders, suppliers := tendertest.On(t, h), supplier.New(h.Kit)
	s := New(h.Kit, tenders.Tenders, suppliers, tenders.Interests)
	h.Start(append(tenders.ModulesWith(s.Handlers(nil), tendertest.NoFirm{}), suppliers.Module(), s.Handlers(nil).Module())...)
	return h, s, tenders, suppliers
}

// What a firm says of a match is kept with what the match rested on, counted once ten firms did
// so, and changes nothing that a buyer sees.
func TestAFirmContestsAMatch(t *testing.T) {
	h, s, tenders, suppliers := started(t)
	ctx := actor.AsSystem(t.Context())
	const firms = fewObjections
	for i := range firms {
		if _, err := suppliers.Change(matchtest.Owner(ctx, fmt.Sprint(i)), supplier.Form{Section: "work", Name: fmt.Sprint("Clean ", i), City: "helsinki",
			Words: "school cleaning", Language: "en"}); err != nil {
			t.Fatal(err)
		}
	}
	of := matchtest.Published(t, tenders, matchtest.Buyer(ctx), "Cleaning of schools", "school cleaning", "helsinki")
	h.CatchUp()
	_, before, err := s.List(matchtest.Buyer(ctx), of.ID)
	if err != nil || len(before) != firms {
		t.Fatalf("the buyer sees %d firms, %v", len(before), err)
	}
	staff := actor.With(t.Context(), actor.Actor{ID: "s", Role: actor.Staff, City: "helsinki", Active: true})
	for i := range firms {
		if counted, err := s.Objections(staff, "helsinki"); err != nil || counted != nil {
			t.Fatalf("after %d: %v %v", i, counted, err)
		}
		reason := "far"
		if i == 0 {
			reason = "trade"
		}
		o, err := s.Object(matchtest.Owner(ctx, fmt.Sprint(i)), of.ID, reason)
		if err != nil || o.Reason != reason || len(o.Parts) == 0 || o.Fit == 0 {
			t.Fatalf("%+v %v", o, err)
		}
	}
	if counted, err := s.Objections(staff, "helsinki"); err != nil || fmt.Sprint(counted) != "map[*:10]" {
		t.Errorf("counted %v, %v", counted, err)
	}
	if _, err := s.Objections(matchtest.Buyer(ctx), "helsinki"); !problem.Is(err, problem.Forbidden) {
		t.Errorf("a buyer counts: %v", err)
	}
	h.CatchUp()
	_, after, err := s.List(matchtest.Buyer(ctx), of.ID)
	if err != nil || !slices.EqualFunc(before, after, func(a, b Pair) bool { return a.Match.ID == b.Match.ID && a.Match.Score == b.Match.Score }) {
		t.Errorf("the buyer sees %d firms, before %d, %v", len(after), len(before), err)
	}
	if err := s.Unobject(matchtest.Owner(ctx, "0"), of.ID); err != nil {
		t.Error(err)
	}
	if said, err := s.objected(t.Context(), before[0].Profile.ID); err != nil || len(said) > 1 {
		t.Errorf("%v %v", said, err)
	}
	if _, err := s.Object(matchtest.Owner(ctx, "0"), "tender-unknown", "far"); !problem.Is(err, problem.NotFound) {
		t.Errorf("what is no match: %v", err)
	}
}

// A reason that fewer than ten firms gave is not shown and cannot be derived from other counts; a firm counts
// once for each reason, however many contracts it objects to.
func TestARareObjectionIsNotTold(t *testing.T) {
	h, s, tenders, suppliers := started(t)
	ctx := actor.AsSystem(t.Context())
	var of []*tender.Tender
	for i := range 4 {
		of = append(of, matchtest.Published(t, tenders, matchtest.Buyer(ctx), fmt.Sprint("Cleaning of school ", i), "school cleaning", "helsinki"))
	}
	const firms = fewObjections + 2
	for i := range firms {
		if _, err := suppliers.Change(matchtest.Owner(ctx, fmt.Sprint(i)), supplier.Form{Section: "work", Name: fmt.Sprint("Clean ", i), City: "helsinki",
			Words: "school cleaning", Language: "en"}); err != nil {
			t.Fatal(err)
		}
	}
	h.CatchUp()
	object := func(firm, contract int, reason string) {
		t.Helper()
		if _, err := s.Object(matchtest.Owner(ctx, fmt.Sprint(firm)), of[contract].ID, reason); err != nil {
			t.Fatal(err)
		}
	}
	staff := actor.With(t.Context(), actor.Actor{ID: "s", Role: actor.Staff, City: "helsinki", Active: true})
	look := func(says, want string) {
		t.Helper()
		if counted, err := s.Objections(staff, "helsinki"); err != nil || fmt.Sprint(counted) != want {
			t.Errorf("%s: %v, want %s, %v", says, counted, want, err)
		}
	}
	for firm := range 3 {
		for contract := range of {
			object(firm, contract, "trade")
		}
	}
	look("three firms that object to four contracts each", "map[]")
	for firm := range fewObjections {
		object(firm, 0, "trade")
	}
	look("ten firms", "map[*:10]")
	object(10, 0, "language")
	look("one more for another reason: the difference tells nothing", "map[*:11]")
	for firm := range firms {
		object(firm, 1, "far")
	}
	look("two common reasons and a rare one", "map[*:11 far:12]")
	object(0, 2, "language")
	object(0, 3, "small")
	look("one firm with three reasons", "map[*:11 far:12]")
}

// The number that a buyer sees is the sum of the parts that the buyer sees.
func TestTheNumberHidesAHiddenCapacity(t *testing.T) {
	m := &Match{Score: 70, Parts: []Part{{Name: "trade", Points: 90}, {Name: "size", Points: -20, Factor: .8}},
		Reasons: []Reason{{Part: "size", State: "lacking"}}}
	p := matchtest.Cleaner()
	p.Visible.Capacity = supplier.ToMe
	if seen := visibleParts(Pair{Match: m, Profile: p.SeenBy(false, false)}); seen.Score != 90 || len(seen.Parts) != 1 || len(seen.Reasons) != 0 {
		t.Errorf("%+v", seen)
	}
	if seen := visibleParts(Pair{Match: m, Profile: p.SeenBy(true, false)}); seen.Score != 70 || len(seen.Parts) != 2 {
		t.Errorf("what may be seen: %+v", seen)
	}
}

// Staff count the objections of their own city alone, and nobody else counts any.
func TestWhoCountsObjections(t *testing.T) {
	_, s, _, _ := started(t)
	for _, role := range actor.Roles() {
		for city, own := range map[string]bool{"helsinki": true, "": true, "riga": false} {
			who := actor.Actor{ID: "x", Role: role, City: city, Active: true}
			_, err := s.Objections(actor.With(t.Context(), who), "helsinki")
			if may := own && (role == actor.Staff || role == actor.Admin); (err == nil) != may {
				t.Errorf("%s of %q: %v", role, city, err)
			}
		}
	}
	if _, err := s.Objections(t.Context(), "helsinki"); !problem.Is(err, problem.Unauthorized) {
		t.Errorf("nobody: %v", err)
	}
}

// What rests on customers of before is hidden with the references that name them, of the number too.
func TestTheNumberHidesHiddenCustomers(t *testing.T) {
	m := &Match{Score: 70, Parts: []Part{{Name: "trade", Points: 60}, {Name: "customers", Points: 10}},
		Reasons: []Reason{{Part: "trade", State: "met"}, {Part: "customers", State: "met"}}}
	p := matchtest.Cleaner()
	p.Visible = supplier.Visibility{Contact: supplier.ToMe, Capacity: supplier.ToBuyers, Proof: supplier.ToInterested}
	if seen := visibleParts(Pair{Match: m, Profile: p.SeenBy(false, false)}); seen.Score != 60 || len(seen.Parts) != 1 || len(seen.Reasons) != 1 ||
		seen.Reasons[0].Part != "trade" {
		t.Errorf("%+v", seen)
	}
	if seen := visibleParts(Pair{Match: m, Profile: p.SeenBy(false, true)}); seen.Score != 70 || len(seen.Parts) != 2 {
		t.Errorf("a buyer that the firm turned to: %+v", seen)
	}
	if m.Score != 70 || len(m.Parts) != 2 || len(m.Reasons) != 2 {
		t.Errorf("the match itself is changed: %+v", m)
	}
}

// Only a firm of its own objects to a match that it has, for one of the known reasons.
func TestWhoObjects(t *testing.T) {
	h, s, tenders, suppliers := started(t)
	ctx := actor.AsSystem(t.Context())
	matchtest.Kept(t, suppliers, ctx, "one", "helsinki", nil)
	of := matchtest.Published(t, tenders, matchtest.Buyer(ctx), "Cleaning of schools", "school cleaning", "helsinki")
	h.CatchUp()
	for says, who := range map[string]actor.Actor{"the buyer": actor.From(matchtest.Buyer(ctx)), "nobody": {},
		"staff": {ID: "s", Role: actor.Staff, City: "helsinki", Active: true}} {
		if _, err := s.Object(actor.With(ctx, who), of.ID, "far"); err == nil {
			t.Errorf("%s objects", says)
		}
		if err := s.Unobject(actor.With(ctx, who), of.ID); err == nil {
			t.Errorf("%s takes back", says)
		}
	}
	if _, err := s.Object(matchtest.Owner(ctx, "stranger"), of.ID, "far"); !problem.Is(err, problem.NotFound) {
		t.Errorf("a firm without this match: %v", err)
	}
	site := h.Site(append(tenders.ModulesWith(s.Handlers(nil), tendertest.NoFirm{}), suppliers.Module(), s.Handlers(nil).Module())...)
	firm := actor.From(matchtest.Owner(ctx, "one"))
	if got := site.Ask(firm, "POST", "/api/v1/tenders/"+of.ID+"/objection", `{"reason":"ugly"}`); got.Status != http.StatusUnprocessableEntity {
		t.Errorf("a reason that there is none of: %d", got.Status)
	}
	if got := site.Ask(firm, "POST", "/api/v1/tenders/"+of.ID+"/objection", `{"reason":"far"}`); got.Status != http.StatusCreated {
		t.Fatalf("%d %s", got.Status, got.Body)
	}
	if own := site.Get(firm, "/api/v1/supplier/matches"); !strings.Contains(own.Body, `"objection":"far"`) || !strings.Contains(own.Body, `"total":1`) {
		t.Errorf("the firm reads %s", own.Body)
	}
	for _, path := range []string{"/api/v1/tenders/" + of.ID + "/matches", "/tenders/" + of.ID + "/matches"} {
		if got := site.Get(actor.From(matchtest.Buyer(ctx)), path); got.Status != http.StatusOK || strings.Contains(got.Body, "objection") {
			t.Errorf("the buyer at %s reads of it: %d", path, got.Status)
		}
	}
	if got := site.Ask(firm, "DELETE", "/api/v1/tenders/"+of.ID+"/objection", ""); got.Status >= 400 {
		t.Errorf("taking back: %d", got.Status)
	}
	if own := site.Get(firm, "/api/v1/supplier/matches"); strings.Contains(own.Body, `"objection":"far"`) {
		t.Error("what was taken back is still there")
	}
}
