package monitor_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/i18n"
	"citiesgrow/internal/interest"
	"citiesgrow/internal/journey"
	"citiesgrow/internal/module"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/monitor"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
	"citiesgrow/internal/tender"
	"citiesgrow/internal/tender/tendertest"
)

// The way of a contract is counted from what buyers and firms do, once, and taken back when
// they take it back.
func TestTheWayOfAContractIsCountedOnce(t *testing.T) {
	h := moduletest.New(t)
	tenders := tendertest.On(t, h)
	var counted monitor.Sources
	for _, m := range tenders.Modules() {
		counted.Journeys = append(counted.Journeys, m.Journeys...)
	}
	s := monitor.New(h.Kit, counted)
	h.Start(append(tenders.Modules(), s.Module())...)
	ctx := actor.AsSystem(t.Context())
	publish := func(id, version, tag, nuts string, change func(*ocds.Release)) {
		t.Helper()
		r := &ocds.Release{OCID: id, ID: id + version, Date: moduletest.Now.AddDate(0, 0, -9), Tags: []string{tag}, Language: "nl",
			Buyer:  ocds.Reference{Name: "Stad"},
			Source: ocds.Source{System: "eforms", NoticeID: id, Version: version},
			Tender: &ocds.Tender{Title: i18n.Text{"nl": "Poetsen"}, CPV: []string{"90910000"}, Places: []ocds.Place{{NUTS: nuts}},
				Deadline: moduletest.Now.AddDate(0, 0, 9)}}
		if change != nil {
			change(r)
		}
		if _, err := tenders.Processes.Receive(ctx, r); err != nil {
			t.Fatal(err)
		}
	}
	publish("one", "01", "tender", "BE234", nil)
	publish("two", "01", "tender", "BE234", nil)
	publish("far", "01", "tender", "BE100", nil) // Brussels is none of the sixteen
	firm := actor.With(ctx, actor.Actor{ID: "account-1", Role: actor.Entrepreneur, Active: true})
	if _, err := tenders.Interests.Follow(firm, interest.Interest{TenderID: tender.IDOf("one"), Name: "Schoon", Declared: true}); err != nil {
		t.Fatal(err)
	}
	if _, err := tenders.Interests.Follow(firm, interest.Interest{TenderID: tender.IDOf("two"), Name: "Schoon", Declared: true}); err != nil {
		t.Fatal(err)
	}
	publish("two", "02", "award", "BE234", func(r *ocds.Release) {
		r.Awards = []ocds.Award{{ID: "a", Status: "active", Suppliers: []ocds.Reference{{ID: "s", Name: "SCHOON "}},
			Value: &record.Money{Minor: 4_000_000, Currency: "EUR"}}}
		r.Parties = []ocds.Party{{ID: "s", Name: "SCHOON", Roles: []string{"supplier"}, Size: "micro"}}
		r.Bids = []ocds.BidCount{{Kind: "tenders", Count: 4}}
	})
	want := journey.Totals{"way:3": {Count: 1}, "way:5": {Count: 1}, "published": {Count: 2}, "followed": {Count: 2}, "interest": {Count: 2},
		"first_interest": {Count: 2, Sum: 18}, "bids": {Count: 4}, "won": {Count: 1},
		"value:EUR": {Count: 1, Sum: 4_000_000}, "value_small:EUR": {Count: 1, Sum: 4_000_000}}
	look := func(when string, want journey.Totals) {
		t.Helper()
		h.CatchUp()
		for _, q := range []monitor.Quarter{"", "2026-Q4"} {
			got, err := s.City(ctx, "ghent", q)
			if err != nil || !maps.Equal(got.Totals, want) {
				t.Errorf("%s, %q: %v %v, want %v", when, q, got.Totals, err, want)
			}
		}
	}
	for _, when := range []string{"first", "again from the beginning"} {
		look(when, want)
		if err := h.Feed.Rewind(ctx, "figures"); err != nil {
			t.Fatal(err)
		}
	}
	won, err := tenders.Interests.Winners(ctx, tender.IDOf("two"))
	if err != nil || len(won) != 1 || won[0].Account != "account-1" || won[0].ValueMinor != 4_000_000 {
		t.Errorf("winners %v %v", won, err)
	}
	// Interest that is taken back is counted no more; how long the first took stays known.
	if err := tenders.Interests.Leave(firm, tender.IDOf("one")); err != nil {
		t.Fatal(err)
	}
	want["followed"], want["interest"] = journey.Amount{Count: 1}, journey.Amount{Count: 1}
	delete(want, "way:3")
	want["way:1"] = journey.Amount{Count: 1}
	look("after leaving", want)
	for _, who := range []actor.Actor{{}, {ID: "x", Role: actor.Staff, City: "riga", Active: true}, {ID: "b", Role: actor.Buyer, City: "ghent", Active: true}} {
		if _, err := s.City(actor.With(t.Context(), who), "ghent", ""); problem.Of(err) == nil {
			t.Errorf("%+v sees Ghent's figures", who)
		}
	}
	if _, err := s.City(ctx, "atlantis", ""); !problem.Is(err, problem.NotFound) {
		t.Errorf("Atlantis: %v", err)
	}
}

// Whatever happens to what is counted, every total is the sum of its steps, and following
// once more from the beginning changes nothing.
func TestTotalsAreTheSumOfTheirSteps(t *testing.T) {
	h := open(t)
	random := rand.New(rand.NewPCG(1, 2))
	for round := range 12 {
		for range 40 {
			h.must(stir(h.system, h.things, random, []string{"riga", "ghent", "", "atlantis", "lisbon"}, 60))
		}
		h.sound(fmt.Sprint("round ", round))
	}
	before := h.look(h.wide)
	h.must(h.Feed.Rewind(h.system, "figures"))
	h.sound("rewound")
	h.must(h.Counter().Rebuild(h.system))
	if after := h.look(h.wide); after != before {
		t.Errorf("rebuilt:\n%s\nbefore:\n%s", after, before)
	}
	// What is counted is what is there.
	count := journey.Totals{}
	for v, err := range h.things.All(h.system) {
		h.must(err)
		if v.City == "riga" {
			a := count["published"]
			count["published"] = journey.Amount{Count: a.Count + v.Count}
		}
	}
	if b, err := h.City(h.wide, "riga", ""); err != nil || b.Totals["published"] != count["published"] {
		t.Errorf("%v %v, there are %v", b.Totals, err, count)
	}
	for _, r := range h.recount("riga", "2026-Q3") {
		if !r.Same || r.People && r.Told.Count != 0 {
			t.Errorf("%+v", r)
		}
	}
	// A total that is wrong is found.
	all, _, err := store.Of[journey.Tally](h.DB, h.Module().Collections[1]).Find(h.system, store.Query{Limit: 1})
	h.must(err)
	all[0].Totals["published"] = journey.Amount{Count: 999}
	h.must(store.Of[journey.Tally](h.DB, h.Module().Collections[1]).Put(h.system, all[0]))
	if wrong, err := h.Module().Check(h.system); err != nil || len(wrong) != 1 {
		t.Errorf("a wrong total: %v %v", wrong, err)
	}
}

func (h *house) recount(city string, q monitor.Quarter) []monitor.Recounted {
	h.t.Helper()
	all, err := h.Recount(h.wide, city, q)
	h.must(err)
	if len(all) == 0 {
		h.t.Fatal("nothing was recounted")
	}
	return all
}

// Two processes that follow at once do not count twice, nor lose what the other saw.
func TestTwoProcessesCountAsOne(t *testing.T) {
	h := open(t)
	other := monitor.New(h.Kit, monitor.Sources{Journeys: []module.Journey{journeyOf(h.things)}})
	one, two := h.Module().Followers[0], other.Module().Followers[0]
	random := rand.New(rand.NewPCG(3, 4))
	for range 6 {
		for range 30 {
			h.must(stir(h.system, h.things, random, []string{"riga", "ghent"}, 20))
		}
		var changes []store.Change
		for n := range 20 {
			changes = append(changes, store.Change{Collection: things.Name, ID: fmt.Sprintf("thing-%d", n)})
		}
		var both sync.WaitGroup
		for _, f := range []store.Follower{one, two} {
			both.Go(func() {
				if err := f.Handle(h.system, changes); err != nil {
					t.Error(err)
				}
			})
		}
		both.Wait()
		if wrong, err := h.Module().Check(h.system); err != nil || len(wrong) > 0 {
			t.Fatalf("%v %v", wrong, err)
		}
	}
	h.sound("at the end")
}

// look is everything that a user can see of all quarters, in every form.
func (h *house) look(who ctxt) string {
	h.t.Helper()
	var seen strings.Builder
	words := h.Words.For("en")
	for _, q := range []monitor.Quarter{"2026-Q4", "2026-Q3", ""} {
		rows, err := h.Rows(who, q)
		h.must(err)
		told, err := h.Lines(who, q, words)
		h.must(err)
		var csv bytes.Buffer
		h.must(monitor.WriteCSV(&csv, told))
		xlsx, err := monitor.XLSX(told)
		h.must(err)
		boards, err := h.Cities(who, q)
		h.must(err)
		middle, err := h.Middle(who, q)
		h.must(err)
		fmt.Fprintln(&seen, q, lines(rows), csv.String(), cells(h.t, xlsx), said(h.t, middle))
		for _, b := range boards {
			trend, err := h.Trend(who, b.City)
			h.must(err)
			recounted, err := h.Recount(who, b.City, q)
			h.must(err)
			fmt.Fprintln(&seen, b.City, b.State, b.Totals, lines(b.People), lines(trend), lines(recounted))
		}
	}
	return seen.String()
}

// lines writes one a line.
func lines[T any](all []T) string {
	var b strings.Builder
	for _, v := range all {
		fmt.Fprintf(&b, "%+v\n", v)
	}
	return b.String()
}

func said(t testing.TB, v any) string {
	t.Helper()
	b, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// A quarter is closed once, by the staff of the whole programme, when it is over; from then
// on nothing changes what is shown of it.
func TestAClosedQuarterNeverChanges(t *testing.T) {
	h := open(t)
	put := func(id, city string, count int64) {
		t.Helper()
		h.must(h.things.Put(h.system, &thing{Meta: record.Meta{ID: id}, City: city, Day: time.Date(2026, 8, 5, 0, 0, 0, 0, time.UTC), Count: count, Asked: true}))
	}
	for n := range 14 {
		put(fmt.Sprint("r", n), "riga", 2)
	}
	put("g", "ghent", 1)
	h.CatchUp()
	if b, err := h.City(h.staff("riga"), "riga", "2026-Q3"); err != nil || b.State != monitor.Over || b.Totals["published"].Count != 28 || len(b.People) != 0 {
		t.Fatalf("before: %+v %v", b, err)
	}
	if _, err := h.Close(h.staff("riga"), "2026-Q3"); !problem.Is(err, problem.Conflict) {
		t.Errorf("a city closes: %v", err)
	}
	if _, err := h.Close(h.wide, "2026-Q4"); !problem.Is(err, problem.Conflict) {
		t.Errorf("it still runs: %v", err)
	}
	if _, err := h.Close(h.wide, "2026-Q9"); !problem.Is(err, problem.NotFound) {
		t.Errorf("there is none: %v", err)
	}
	_, err := h.Close(h.wide, "2026-Q3")
	h.must(err)
	if _, err := h.Close(h.wide, "2026-Q3"); !problem.Is(err, problem.Conflict) {
		t.Errorf("closed twice: %v", err)
	}
	before := h.look(h.wide)
	b, err := h.City(h.staff("riga"), "riga", "2026-Q3")
	if err != nil || b.State != monitor.Shut || b.At.IsZero() || len(b.People) != 0 {
		// One city above ten and one below: the second would follow from the total, so both go together.
		t.Errorf("Riga's board: %+v %v", b, err)
	}
	if c, err := h.Closed(h.wide, "2026-Q3"); err != nil || len(c.People) != 2 || c.People[0].Count != 15 || c.ByName != "Wide" {
		t.Errorf("%+v %v", c, err)
	}
	put("late", "riga", 50)
	h.must(h.things.Delete(h.system, "g", 1))
	h.CatchUp()
	if b, err = h.City(h.wide, "riga", "2026-Q3"); err != nil || b.Totals["published"].Count != 28 {
		t.Errorf("after: %+v %v", b, err)
	}
	if after, _ := h.City(h.wide, "riga", ""); after.Totals["published"].Count != 78 {
		t.Errorf("all time: %+v", after)
	}
	for _, r := range h.recount("riga", "2026-Q3") {
		if r.Figure == "published" && (r.Told.Count != 78 || r.Counted.Count != 78 || r.Closed.Count != 28 || !r.Same) {
			t.Errorf("%+v", r)
		}
	}
	if before == h.look(h.wide) {
		t.Error("look does not see all time")
	}
}
