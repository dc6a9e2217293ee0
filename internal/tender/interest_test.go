package tender_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/store"
	"citiesgrow/internal/tender"
)

// follows notes that a firm follows a tender, or declares interest.
func (l *later) follows(t *testing.T, who actor.Actor, id string, declared bool) *tender.Interest {
	t.Helper()
	i, err := l.Follow(as(l.ctx, who), tender.Interest{TenderID: id, Supplier: "supplier-" + who.Name, Name: who.Name, Declared: declared})
	if err != nil {
		t.Fatal(err)
	}
	return i
}

// A firm that follows a contract does so for itself: the buyer learns of those alone that declared interest, another
// buyer of nobody.
func TestABuyerSeesWhoDeclaredInterest(t *testing.T) {
	l := newLater(t)
	of := published(t, l.Service, as(l.ctx, gent), full())
	quiet, keen := person("quiet", actor.Entrepreneur, "ghent"), person("keen", actor.Entrepreneur, "riga")
	l.follows(t, quiet, of.ID, false)
	l.follows(t, keen, of.ID, true)
	got, err := l.Interested(as(l.ctx, gent), of.ID)
	if err != nil || len(got) != 1 || got[0].Name != "keen" || got[0].Supplier != "supplier-keen" || got[0].City != "ghent" {
		t.Errorf("the buyer sees %+v, %v", got, err)
	}
	for says, who := range strangers() {
		if seen, err := l.Interested(as(l.ctx, who), of.ID); err == nil || len(seen) > 0 {
			t.Errorf("%s sees who is interested", says)
		}
	}
	for who, want := range map[string]int{"quiet": 1, "keen": 1, "other": 0} {
		mine, err := l.Followed(as(l.ctx, person(who, actor.Entrepreneur, "ghent")))
		if err != nil || len(mine) != want {
			t.Errorf("%s follows %d, want %d, %v", who, len(mine), want, err)
		}
	}
	if own, err := l.Interest(as(l.ctx, person("other", actor.Entrepreneur, "ghent")), of.ID); err != nil || own != nil {
		t.Errorf("another firm reads %+v %v", own, err)
	}
}

// Who declared interest once stays interested until it takes that back; the days of both steps are kept.
func TestInterestGrowsAndIsTakenBack(t *testing.T) {
	l := newLater(t)
	of := published(t, l.Service, as(l.ctx, gent), full())
	first := l.follows(t, firm, of.ID, false)
	if first.Declared || !first.DeclaredOn.IsZero() || !first.Since.Equal(now) {
		t.Errorf("at first %+v", first)
	}
	l.clock = day(2)
	with := l.follows(t, firm, of.ID, true)
	if !with.Declared || !with.DeclaredOn.Equal(day(2)) || !with.Since.Equal(now) {
		t.Errorf("then %+v", with)
	}
	l.clock = day(4)
	again, err := l.Follow(as(l.ctx, firm), tender.Interest{TenderID: of.ID, Note: "We have six people."})
	if err != nil || !again.Declared || !again.DeclaredOn.Equal(day(2)) || again.Note != "We have six people." {
		t.Errorf("following again takes the word back: %+v %v", again, err)
	}
	if kept := l.follows(t, firm, of.ID, true); kept.Note != "We have six people." {
		t.Errorf("the note is lost: %+v", kept)
	}
	if err := l.Leave(as(l.ctx, firm), of.ID); err != nil {
		t.Fatal(err)
	}
	if seen, err := l.Interested(as(l.ctx, gent), of.ID); err != nil || len(seen) != 0 {
		t.Errorf("what was taken back is seen: %+v %v", seen, err)
	}
	if err := l.Leave(as(l.ctx, firm), of.ID); !problem.Is(err, problem.NotFound) {
		t.Errorf("taken back twice: %v", err)
	}
}

// Interest is for what can still be answered; following what is over is not: a firm wants to learn what became of it.
func TestInterestEndsWithTheDeadline(t *testing.T) {
	l := newLater(t)
	of := published(t, l.Service, as(l.ctx, gent), full())
	l.clock = of.Deadline()
	if _, err := l.Follow(as(l.ctx, firm), tender.Interest{TenderID: of.ID, Declared: true}); !problem.Is(err, problem.Conflict) {
		t.Errorf("declared at the deadline: %v", err)
	}
	l.follows(t, firm, of.ID, false)
	l.clock = of.Deadline().Add(-time.Second)
	l.follows(t, firm, of.ID, true)
	if _, err := l.End(as(l.ctx, gent), of.ID, tender.Outcome{Kind: tender.Withdrawn, Reason: "No money."}); err != nil {
		t.Fatal(err)
	}
	mine, err := l.Followed(as(l.ctx, firm))
	if err != nil || len(mine) != 1 {
		t.Errorf("what was taken back is no longer followed: %d, %v", len(mine), err)
	}
}

// Only a firm follows, for itself: whatever the form says of the account, it is the account of who sends it.
func TestAFirmFollowsForItself(t *testing.T) {
	l := newLater(t)
	of := published(t, l.Service, as(l.ctx, gent), full())
	got, err := l.Follow(as(l.ctx, firm), tender.Interest{TenderID: of.ID, Account: "account-victim", City: "riga", Since: day(-9)})
	if err != nil || got.Account != firm.ID || got.City != "ghent" || !got.Since.Equal(now) {
		t.Errorf("%+v %v", got, err)
	}
	for says, who := range strangers() {
		if who.Is(actor.Entrepreneur) {
			continue
		}
		if _, err := l.Follow(as(l.ctx, who), tender.Interest{TenderID: of.ID}); err == nil {
			t.Errorf("%s follows", says)
		}
		if err := l.Leave(as(l.ctx, who), of.ID); err == nil {
			t.Errorf("%s takes back", says)
		}
		if _, err := l.Followed(as(l.ctx, who)); err == nil {
			t.Errorf("%s lists", says)
		}
	}
}

// journey reads what a document of a collection is counted as, by figure.
func (l *later) journey(t *testing.T, collection, id string) map[string]module.Step {
	t.Helper()
	for _, j := range l.Module(nil).Journeys {
		if j.Collection != collection {
			continue
		}
		steps, err := j.Read(l.ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		all := map[string]module.Step{}
		for _, s := range steps {
			all[s.Figure+s.Unit] = s
		}
		return all
	}
	t.Fatalf("nothing is counted of %s", collection)
	return nil
}

// Following counts, interest counts for itself, and how long it took until the first firm was found.
func TestInterestIsCounted(t *testing.T) {
	l := newLater(t)
	of := published(t, l.Service, as(l.ctx, gent), full())
	i := l.follows(t, firm, of.ID, false)
	if got := l.journey(t, "interests", i.ID); len(got) != 1 || got["followed"].City != "ghent" || got["followed"].Count != 1 {
		t.Errorf("following alone: %+v", got)
	}
	l.clock = day(3)
	l.follows(t, firm, of.ID, true)
	got := l.journey(t, "interests", i.ID)
	if got["interest"].Way != of.ID || !got["interest"].Day.Equal(day(3)) || got["first_interest"].Of != of.ID || got["first_interest"].Sum != 3 {
		t.Errorf("interest: %+v", got)
	}
	if err := l.Leave(as(l.ctx, firm), of.ID); err != nil {
		t.Fatal(err)
	}
	if got := l.journey(t, "interests", i.ID); len(got) != 0 {
		t.Errorf("what was taken back is counted: %+v", got)
	}
	if got := l.journey(t, "tenders", drafted(t, l.Service, as(l.ctx, gent), full()).ID); len(got) != 0 {
		t.Errorf("a draft is counted: %+v", got)
	}
}

// A contract is counted as published, with its bids, as won and by what it was worth: of awards that stand alone.
func TestAContractIsCounted(t *testing.T) {
	l := newLater(t)
	r := award("a", day(-2), "LOT-0001", "Yksi Oy", "micro", 500_00)
	r.Awards = append(r.Awards, ocds.Award{ID: "b", Status: "active", Lots: []string{"LOT-0002"}, Value: euros(7),
		Suppliers: []ocds.Reference{{ID: "big", Name: "Iso Oy", Size: "large"}}},
		ocds.Award{ID: "c", Status: "cancelled", Lots: []string{"LOT-0003"}, Value: euros(1_000_000)})
	r.Bids = []ocds.BidCount{{Kind: "tenders", Count: 4}, {Kind: "t-sme", Count: 3}, {Kind: "tenders", Lot: "LOT-0002", Count: -1}}
	of := receive(t, l.Service, l.ctx, r)
	got := l.journey(t, "tenders", of.ID)
	if got["published"].Count != 1 || got["bids"].Count != 4 || got["won"].Count != 1 || got["valueEUR"].Sum != 507_00 || got["value_smallEUR"].Sum != 500_00 {
		t.Errorf("%+v", got)
	}
	call := receive(t, l.Service, l.ctx, release("ocds-open", "open", "01", day(-1), "tender", nil))
	if got := l.journey(t, "tenders", call.ID); len(got) != 1 || got["published"].City != "helsinki" || !got["published"].Day.Equal(day(-1)) {
		t.Errorf("an open call: %+v", got)
	}
	if got := l.journey(t, "tenders", "tender-never2given"); len(got) != 0 {
		t.Errorf("what is not there is counted: %+v", got)
	}
}

// That a firm opened a page is counted once, while the contract is open, and nobody can read from it who it was.
func TestASightIsCountedOnceAndNamesNobody(t *testing.T) {
	l := newLater(t)
	of := published(t, l.Service, as(l.ctx, gent), full())
	site := l.Site(l.Module(nil))
	sights := func() int {
		t.Helper()
		raw, _, err := l.DB.Find(l.ctx, "sightings", store.Query{Limit: 100})
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range raw {
			if strings.Contains(one.String(), firm.ID) {
				t.Errorf("a sight names the firm: %s", one)
			}
		}
		return len(raw)
	}
	for _, who := range []actor.Actor{nobody, gent, person("s", actor.Staff, "ghent")} {
		site.Get(who, "/tenders/"+of.ID)
	}
	if n := sights(); n != 0 {
		t.Errorf("%d sights of people who are no firm", n)
	}
	for range 2 {
		site.Get(firm, "/tenders/"+of.ID)
	}
	if n := sights(); n != 1 {
		t.Errorf("%d sights of one firm", n)
	}
	l.clock = of.Deadline()
	site.Get(person("late", actor.Entrepreneur, "ghent"), "/tenders/"+of.ID)
	if n := sights(); n != 1 {
		t.Errorf("%d sights, one after the end", n)
	}
}

// Those who took part in a quarter are counted by their account, from its first moment to the one before its end.
func TestWhoTookPart(t *testing.T) {
	l := newLater(t)
	of := published(t, l.Service, as(l.ctx, gent), full())
	l.follows(t, firm, of.ID, false)
	l.clock = day(5)
	l.follows(t, person("g", actor.Entrepreneur, "riga"), of.ID, true)
	took := l.Module(nil).Took[0].Accounts
	for _, c := range []struct {
		from, to time.Time
		want     string
	}{
		{day(0), day(5), "[account-f]"}, {day(0), day(6), "[account-f account-g]"}, {day(1), day(5), "[]"}, {day(5), day(6), "[account-g]"},
	} {
		got, err := took(l.ctx, c.from, c.to)
		if err != nil || fmt.Sprint(got) != c.want {
			t.Errorf("%s to %s: %v, want %s, %v", c.from, c.to, got, c.want, err)
		}
	}
}

// A firm of this service that won is known by its name and its word: one that did not declare interest is not
// counted, though it bears the name.
func TestWinnersAreThoseWhoDeclaredInterest(t *testing.T) {
	l := newLater(t)
	mine := as(l.ctx, gent)
	of := published(t, l.Service, mine, full())
	l.follows(t, person("Four Brooms ", actor.Entrepreneur, "ghent"), of.ID, true)
	l.follows(t, person("Clean Ltd", actor.Entrepreneur, "ghent"), of.ID, false)
	l.clock = day(60)
	if _, err := l.End(mine, of.ID, tender.Outcome{Kind: tender.Awarded, Bids: 2, Reason: "Best.", Value: euros(80_000),
		Winners: []tender.Winner{{Name: "four brooms"}}}); err != nil {
		t.Fatal(err)
	}
	won, err := l.Winners(l.ctx, of.ID)
	if err != nil || len(won) != 1 || won[0] != (module.Won{Account: "account-Four Brooms ", ValueMinor: 80_000_00}) {
		t.Errorf("%+v %v", won, err)
	}
	if _, err := l.End(mine, of.ID, tender.Outcome{Kind: tender.Awarded, Bids: 2, Reason: "Best.", Winners: []tender.Winner{{Name: "Clean Ltd"}},
		Correction: "The name was wrong."}); err != nil {
		t.Fatal(err)
	}
	if won, err := l.Winners(l.ctx, of.ID); err != nil || len(won) != 0 {
		t.Errorf("who only followed has won: %+v %v", won, err)
	}
	if won, err := l.Winners(l.ctx, "tender-never2given"); err != nil || len(won) != 0 {
		t.Errorf("%+v %v", won, err)
	}
}
