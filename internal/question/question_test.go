package question_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/draft"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/question"
	"citiesgrow/internal/record"
	"citiesgrow/internal/tender/tendertest"
)

// A buyer names a last day for questions, so that every firm has the answers in time. The day is that of the city:
// it ends at midnight there, whatever the hour is in Greenwich.
func TestNoQuestionAfterTheLastDayForQuestions(t *testing.T) {
	l := tendertest.New(t)
	for _, c := range []struct {
		says, city, until string
		at                time.Time
		may               bool
	}{
		{"the day's last minute in Ghent", "ghent", "2026-12-04", time.Date(2026, 12, 4, 22, 59, 0, 0, time.UTC), true},
		{"midnight in Ghent", "ghent", "2026-12-04", time.Date(2026, 12, 4, 23, 0, 0, 0, time.UTC), false},
		{"the day's last minute in Helsinki", "helsinki", "2026-12-04", time.Date(2026, 12, 4, 21, 59, 0, 0, time.UTC), true},
		{"midnight in Helsinki", "helsinki", "2026-12-04", time.Date(2026, 12, 4, 22, 0, 0, 0, time.UTC), false},
		{"the day's last minute in Lisbon", "lisbon", "2026-12-04", time.Date(2026, 12, 4, 23, 59, 0, 0, time.UTC), true},
		{"the next day", "lisbon", "2026-12-04", time.Date(2026, 12, 5, 0, 0, 0, 0, time.UTC), false},
		{"the very hour that was named", "ghent", "2026-12-04T14:00", time.Date(2026, 12, 4, 13, 0, 0, 0, time.UTC), true},
		{"a minute after it", "ghent", "2026-12-04T14:00", time.Date(2026, 12, 4, 13, 1, 0, 0, time.UTC), false},
		{"no last day was named", "ghent", "", time.Date(2026, 12, 19, 0, 0, 0, 0, time.UTC), true},
		{"no last day was named, and the contract is over", "ghent", "", time.Date(2026, 12, 20, 11, 0, 0, 0, time.UTC), false},
	} {
		t.Run(c.says, func(t *testing.T) {
			who := person("b", actor.Buyer, c.city)
			l.Clock = now
			of := l.Published(as(l.System, who), with(func(f *draft.Form) { f.City, f.Questions = c.city, record.Day(c.until) }))
			l.Clock = c.at
			_, err := l.Questions.Create(as(l.System, firm), of.ID, "May we visit?")
			if c.may != (err == nil) {
				t.Fatalf("asked at %s: %v", c.at, err)
			}
			asked, err2 := l.Questions.List(l.System, of.ID)
			if want := map[bool]int{true: 1}[c.may]; err2 != nil || len(asked) != want {
				t.Errorf("%d questions are kept, want %d, %v", len(asked), want, err2)
			}
			if !c.may && (!problem.Is(err, problem.Conflict) || problem.Of(err).Message.Key != "question.over") {
				t.Errorf("it is refused as %v", err)
			}
		})
	}
}

// The answer may come after the last day for questions: that day is for who asks.
func TestAnAnswerMayComeLater(t *testing.T) {
	l := tendertest.New(t)
	of := l.Published(as(l.System, gent), with(func(f *draft.Form) { f.Questions = "2026-12-04" }))
	q, err := l.Questions.Create(as(l.System, firm), of.ID, "May we visit?")
	if err != nil {
		t.Fatal(err)
	}
	l.Clock = time.Date(2026, 12, 10, 9, 0, 0, 0, time.UTC)
	got, err := l.Questions.Answer(as(l.System, gent), q.ID, 0, "Yes.")
	if err != nil || got.Answer != "Yes." || !got.Answered.Equal(l.Clock) || !got.Asked.Equal(now) {
		t.Errorf("%+v %v", got, err)
	}
}

// Only a firm asks, only the buyer of the contract answers; what is refused is not kept.
func TestWhoAsksAndWhoAnswers(t *testing.T) {
	l := tendertest.New(t)
	of := l.Published(as(l.System, gent), full())
	everyone := strangers()
	everyone["the buyer"] = gent
	for says, who := range everyone {
		if _, err := l.Questions.Create(as(l.System, who), of.ID, "Who asks?"); (err == nil) != who.Is(actor.Entrepreneur) {
			t.Errorf("%s asks: %v", says, err)
		}
	}
	q, err := l.Questions.Create(as(l.System, firm), of.ID, "May we visit?")
	if err != nil {
		t.Fatal(err)
	}
	for says, who := range strangers() {
		if _, err := l.Questions.Answer(as(l.System, who), q.ID, 0, "No."); err == nil {
			t.Errorf("%s answers", says)
		}
	}
	if _, err := l.Questions.Answer(as(l.System, gent), q.ID, 0, ""); fmt.Sprint(moduletest.Fields(err)) != "[answer]" {
		t.Errorf("an empty answer: %v", err)
	}
	if _, err := l.Questions.Create(as(l.System, firm), of.ID, ""); fmt.Sprint(moduletest.Fields(err)) != "[text]" {
		t.Errorf("an empty question: %v", err)
	}
	asked, err := l.Questions.List(l.System, of.ID)
	if err != nil || len(asked) != 3 { // of the firm, and of the entrepreneurs of two cities
		t.Errorf("%d questions are kept, %v", len(asked), err)
	}
	for _, one := range asked {
		if one.Answer != "" || !one.Answered.IsZero() || one.Text == "" {
			t.Errorf("what was refused is kept: %+v", one)
		}
	}
}

// Five questions may wait for an answer; once one of them is answered, the firm may ask again. Another firm is not
// held back by it.
func TestFiveQuestionsMayWait(t *testing.T) {
	l := tendertest.New(t)
	of := l.Published(as(l.System, gent), full())
	var first *question.Question
	for i := range 5 {
		q, err := l.Questions.Create(as(l.System, firm), of.ID, fmt.Sprint("Question ", i))
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			first = q
		}
	}
	if _, err := l.Questions.Create(as(l.System, firm), of.ID, "A sixth?"); problem.Of(err) == nil || problem.Of(err).Fields["text"].Key != "question.wait" {
		t.Errorf("a sixth: %v", err)
	}
	if _, err := l.Questions.Create(as(l.System, person("g", actor.Entrepreneur, "riga")), of.ID, "Another firm's?"); err != nil {
		t.Errorf("another firm: %v", err)
	}
	if _, err := l.Questions.Answer(as(l.System, gent), first.ID, 0, "Yes."); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Questions.Create(as(l.System, firm), of.ID, "A sixth?"); err != nil {
		t.Errorf("after an answer: %v", err)
	}
}

// Neither the list for programs nor the page says who asked, not even to the buyer.
func TestNobodyLearnsWhoAsked(t *testing.T) {
	l := tendertest.New(t)
	of := l.Published(as(l.System, gent), full())
	site := l.Pages()
	asks := site.Ask(firm, "POST", "/api/v1/tenders/"+of.ID+"/questions", `{"text":"May we visit?"}`)
	if asks.Status != http.StatusCreated || strings.Contains(asks.Body, firm.ID) {
		t.Errorf("%d %s", asks.Status, asks.Body)
	}
	for says, who := range map[string]actor.Actor{"nobody": nobody, "the buyer": gent, "another firm": person("g", actor.Entrepreneur, "ghent"),
		"staff": person("s", actor.Staff, "ghent")} {
		for _, path := range []string{"/api/v1/tenders/" + of.ID + "/questions", "/tenders/" + of.ID} {
			got := site.Get(who, path)
			if got.Status != http.StatusOK || !strings.Contains(got.Body, "May we visit?") || strings.Contains(got.Body, firm.ID) {
				t.Errorf("%s at %s: %d %.300s", says, path, got.Status, got.Body)
			}
		}
	}
}

// The page offers to ask as long as asking is taken, and not to a buyer.
func TestThePageOffersToAskWhileItMay(t *testing.T) {
	l := tendertest.New(t)
	of := l.Published(as(l.System, gent), with(func(f *draft.Form) { f.Questions = "2026-12-04" }))
	site := l.Pages()
	form := `action="/tenders/` + of.ID + `/questions"`
	for _, c := range []struct {
		says string
		who  actor.Actor
		at   time.Time
		has  bool
	}{
		{"a firm in time", firm, now, true},
		{"a firm, an hour before the end", firm, time.Date(2026, 12, 4, 22, 0, 0, 0, time.UTC), true},
		{"a firm, the next day", firm, time.Date(2026, 12, 5, 9, 0, 0, 0, time.UTC), false},
		{"the buyer", gent, now, false},
		{"nobody", nobody, now, false},
	} {
		l.Clock = c.at
		if got := site.Get(c.who, "/tenders/"+of.ID); got.Status != http.StatusOK || strings.Contains(got.Body, form) != c.has {
			t.Errorf("%s: %d, offered %v, want %v", c.says, got.Status, !c.has, c.has)
		}
	}
}
