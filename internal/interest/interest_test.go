package interest_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/interest"
	"citiesgrow/internal/module"
	"citiesgrow/internal/notice"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/store"
	"citiesgrow/internal/tender/tendertest"
)

// A firm that follows a contract does so for itself: the buyer learns only of those that declared interest, another
// buyer of none.
func TestABuyerSeesWhoDeclaredInterest(t *testing.T) {
	l := tendertest.New(t)
	of := l.Published(as(l.System, gent), full())
	quiet, keen := person("quiet", actor.Entrepreneur, "ghent"), person("keen", actor.Entrepreneur, "riga")
	l.Follows(quiet, of.ID, false)
	l.Follows(keen, of.ID, true)
	got, err := l.Interests.List(as(l.System, gent), of.ID)
	if err != nil || len(got) != 1 || got[0].Name != "keen" || got[0].Supplier != "supplier-keen" || got[0].City != "ghent" {
		t.Errorf("the buyer sees %+v, %v", got, err)
	}
	for says, who := range strangers() {
		if seen, err := l.Interests.List(as(l.System, who), of.ID); err == nil || len(seen) > 0 {
			t.Errorf("%s sees who is interested", says)
		}
	}
	for who, want := range map[string]int{"quiet": 1, "keen": 1, "other": 0} {
		mine, err := l.Interests.ListOwn(as(l.System, person(who, actor.Entrepreneur, "ghent")))
		if err != nil || len(mine) != want {
			t.Errorf("%s follows %d, want %d, %v", who, len(mine), want, err)
		}
	}
	if own, err := l.Interests.Own(as(l.System, person("other", actor.Entrepreneur, "ghent")), of.ID); !problem.Is(err, problem.NotFound) {
		t.Errorf("another firm reads %+v %v", own, err)
	}
}

// Who declared interest once stays interested until it takes that back; the days of both steps are kept.
func TestInterestGrowsAndIsTakenBack(t *testing.T) {
	l := tendertest.New(t)
	of := l.Published(as(l.System, gent), full())
	first := l.Follows(firm, of.ID, false)
	if first.Declared || !first.DeclaredOn.IsZero() || !first.Since.Equal(now) {
		t.Errorf("at first %+v", first)
	}
	l.Clock = day(2)
	with := l.Follows(firm, of.ID, true)
	if !with.Declared || !with.DeclaredOn.Equal(day(2)) || !with.Since.Equal(now) {
		t.Errorf("then %+v", with)
	}
	l.Clock = day(4)
	again, err := l.Interests.Follow(as(l.System, firm), interest.Interest{TenderID: of.ID, Note: "We have six people."})
	if err != nil || !again.Declared || !again.DeclaredOn.Equal(day(2)) || again.Note != "We have six people." {
		t.Errorf("following again takes the word back: %+v %v", again, err)
	}
	if kept := l.Follows(firm, of.ID, true); kept.Note != "We have six people." {
		t.Errorf("the note is lost: %+v", kept)
	}
	if err := l.Interests.Leave(as(l.System, firm), of.ID); err != nil {
		t.Fatal(err)
	}
	if seen, err := l.Interests.List(as(l.System, gent), of.ID); err != nil || len(seen) != 0 {
		t.Errorf("what was taken back is seen: %+v %v", seen, err)
	}
	if err := l.Interests.Leave(as(l.System, firm), of.ID); !problem.Is(err, problem.NotFound) {
		t.Errorf("taken back twice: %v", err)
	}
}

// Interest is for what can still be answered; following what is over is not: a firm wants to learn what became of it.
func TestInterestEndsWithTheDeadline(t *testing.T) {
	l := tendertest.New(t)
	of := l.Published(as(l.System, gent), full())
	l.Clock = of.Deadline()
	if _, err := l.Interests.Follow(as(l.System, firm), interest.Interest{TenderID: of.ID, Declared: true}); !problem.Is(err, problem.Conflict) {
		t.Errorf("declared at the deadline: %v", err)
	}
	l.Follows(firm, of.ID, false)
	l.Clock = of.Deadline().Add(-time.Second)
	l.Follows(firm, of.ID, true)
	if _, err := l.Outcomes.Publish(as(l.System, gent), of.ID, notice.Outcome{Kind: notice.Withdrawn, Reason: "No money."}); err != nil {
		t.Fatal(err)
	}
	mine, err := l.Interests.ListOwn(as(l.System, firm))
	if err != nil || len(mine) != 1 {
		t.Errorf("what was taken back is no longer followed: %d, %v", len(mine), err)
	}
}

// Only a firm follows, for itself: whatever the form says of the account, it is the account of who sends it.
func TestAFirmFollowsForItself(t *testing.T) {
	l := tendertest.New(t)
	of := l.Published(as(l.System, gent), full())
	got, err := l.Interests.Follow(as(l.System, firm), interest.Interest{TenderID: of.ID, Account: "account-victim", City: "riga", Since: day(-9)})
	if err != nil || got.Account != firm.ID || got.City != "ghent" || !got.Since.Equal(now) {
		t.Errorf("%+v %v", got, err)
	}
	for says, who := range strangers() {
		if who.Is(actor.Entrepreneur) {
			continue
		}
		if _, err := l.Interests.Follow(as(l.System, who), interest.Interest{TenderID: of.ID}); err == nil {
			t.Errorf("%s follows", says)
		}
		if err := l.Interests.Leave(as(l.System, who), of.ID); err == nil {
			t.Errorf("%s takes back", says)
		}
		if _, err := l.Interests.ListOwn(as(l.System, who)); err == nil {
			t.Errorf("%s lists", says)
		}
	}
}

// Following counts, interest counts for itself, and how long it took until the first firm was found.
func TestInterestIsCounted(t *testing.T) {
	l := tendertest.New(t)
	of := l.Published(as(l.System, gent), full())
	i := l.Follows(firm, of.ID, false)
	if got := l.Counted("interests", i.ID); len(got) != 1 || got["followed"].City != "ghent" || got["followed"].Count != 1 {
		t.Errorf("following alone: %+v", got)
	}
	l.Clock = day(3)
	l.Follows(firm, of.ID, true)
	got := l.Counted("interests", i.ID)
	if got["interest"].Way != of.ID || !got["interest"].Day.Equal(day(3)) || got["first_interest"].Of != of.ID || got["first_interest"].Sum != 3 {
		t.Errorf("interest: %+v", got)
	}
	if err := l.Interests.Leave(as(l.System, firm), of.ID); err != nil {
		t.Fatal(err)
	}
	if got := l.Counted("interests", i.ID); len(got) != 0 {
		t.Errorf("what was taken back is counted: %+v", got)
	}
	if got := l.Counted("tenders", l.Drafted(as(l.System, gent), full()).ID); len(got) != 0 {
		t.Errorf("a draft is counted: %+v", got)
	}
}

// That a firm opened a page is counted once, while the contract is open, and what is stored does not say who it was.
func TestASightIsCountedOnceAndNamesNobody(t *testing.T) {
	l := tendertest.New(t)
	of := l.Published(as(l.System, gent), full())
	site := l.Pages()
	sights := func() int {
		t.Helper()
		raw, _, err := l.DB.Find(l.System, "sightings", store.Query{Limit: 100})
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
	l.Clock = of.Deadline()
	site.Get(person("late", actor.Entrepreneur, "ghent"), "/tenders/"+of.ID)
	if n := sights(); n != 1 {
		t.Errorf("%d sights, one after the end", n)
	}
}

// Those who took part in a quarter are counted by their account, from its first moment to the one before its end.
func TestWhoTookPart(t *testing.T) {
	l := tendertest.New(t)
	of := l.Published(as(l.System, gent), full())
	l.Follows(firm, of.ID, false)
	l.Clock = day(5)
	l.Follows(person("g", actor.Entrepreneur, "riga"), of.ID, true)
	took := l.Interests.Module().Took[0].Accounts
	for _, c := range []struct {
		from, to time.Time
		want     string
	}{
		{day(0), day(5), "[account-f]"}, {day(0), day(6), "[account-f account-g]"}, {day(1), day(5), "[]"}, {day(5), day(6), "[account-g]"},
	} {
		got, err := took(l.System, c.from, c.to)
		if err != nil || fmt.Sprint(got) != c.want {
			t.Errorf("%s to %s: %v, want %s, %v", c.from, c.to, got, c.want, err)
		}
	}
}

// A firm of this service that won is known by its name and its word: one that did not declare interest is not
// counted, though it bears the name.
func TestWinnersAreThoseWhoDeclaredInterest(t *testing.T) {
	l := tendertest.New(t)
	mine := as(l.System, gent)
	of := l.Published(mine, full())
	l.Follows(person("Four Brooms ", actor.Entrepreneur, "ghent"), of.ID, true)
	l.Follows(person("Clean Ltd", actor.Entrepreneur, "ghent"), of.ID, false)
	l.Clock = day(60)
	if _, err := l.Outcomes.Publish(mine, of.ID, notice.Outcome{Kind: notice.Awarded, Bids: 2, Reason: "Best.", Value: euros(80_000),
		Winners: []notice.Winner{{Name: "four brooms"}}}); err != nil {
		t.Fatal(err)
	}
	won, err := l.Interests.Winners(l.System, of.ID)
	if err != nil || len(won) != 1 || won[0] != (module.Won{Account: "account-Four Brooms ", ValueMinor: 80_000_00}) {
		t.Errorf("%+v %v", won, err)
	}
	if _, err := l.Outcomes.Publish(mine, of.ID, notice.Outcome{Kind: notice.Awarded, Bids: 2, Reason: "Best.", Winners: []notice.Winner{{Name: "Clean Ltd"}},
		Correction: "The name was wrong."}); err != nil {
		t.Fatal(err)
	}
	if won, err := l.Interests.Winners(l.System, of.ID); err != nil || len(won) != 0 {
		t.Errorf("who only followed has won: %+v %v", won, err)
	}
	if won, err := l.Interests.Winners(l.System, "tender-never2given"); err != nil || len(won) != 0 {
		t.Errorf("%+v %v", won, err)
	}
}
