package outcome_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/notice"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/tender"
	"citiesgrow/internal/tender/tendertest"
)

// What is said of the end of a contract is complete, or is asked for again at its field, and nothing is published.
func TestAnOutcomeIsComplete(t *testing.T) {
	l := tendertest.New(t)
	mine := as(l.System, gent)
	won := func(change func(*notice.Outcome)) notice.Outcome {
		o := notice.Outcome{Kind: notice.Awarded, Bids: 3, Small: of(1), Reason: "Best price.", Winners: []notice.Winner{{Name: "Four Brooms", Size: "micro"}},
			Value: euros(80_000)}
		change(&o)
		return o
	}
	for _, c := range []struct {
		says string
		o    notice.Outcome
		want []string
	}{
		{"all is said", won(func(*notice.Outcome) {}), nil},
		{"no winner", won(func(o *notice.Outcome) { o.Winners = nil }), []string{"winner"}},
		{"no reason", won(func(o *notice.Outcome) { o.Reason = "" }), []string{"reason"}},
		{"no number of offers", won(func(o *notice.Outcome) { o.Bids = 0 }), []string{"bids", "small"}},
		{"one offer, and it is of a small firm", won(func(o *notice.Outcome) { o.Bids = 1 }), nil},
		{"more small firms than offers", won(func(o *notice.Outcome) { o.Small = of(4) }), []string{"small"}},
		{"all offers of small firms", won(func(o *notice.Outcome) { o.Small = of(3) }), nil},
		{"less than none", won(func(o *notice.Outcome) { o.Small = of(-1) }), []string{"small"}},
		{"it is not told how many are small", won(func(o *notice.Outcome) { o.Small = nil }), nil},
		{"no kind", won(func(o *notice.Outcome) { o.Kind = "" }), []string{"kind"}},
		{"no such kind", won(func(o *notice.Outcome) { o.Kind = "planned" }), []string{"kind"}},
		{"nobody won", notice.Outcome{Kind: notice.Unsuccessful, Reason: "None came."}, nil},
		{"nobody won, without a reason", notice.Outcome{Kind: notice.Unsuccessful}, []string{"reason"}},
	} {
		t.Run(c.says, func(t *testing.T) {
			l.Clock = now
			open := l.Published(mine, full())
			l.Clock = open.Deadline()
			_, err := l.Outcomes.Publish(mine, open.ID, c.o)
			if !slices.Equal(moduletest.Fields(err), c.want) {
				t.Errorf("%v, want complaints at %v", err, c.want)
			}
			got, err := l.Tenders.Get(mine, open.ID)
			if err != nil || (got.Outcome != nil) != (c.want == nil) || len(got.Notices) != map[bool]int{true: 2, false: 1}[c.want == nil] {
				t.Errorf("outcome %+v, %d notices, %v", got.Outcome, len(got.Notices), err)
			}
		})
	}
}

// Nobody wins while offers may still come: a second before the deadline it is too early, at the deadline it is not.
// Taking a contract back needs no waiting.
func TestNobodyWinsASecondTooEarly(t *testing.T) {
	l := tendertest.New(t)
	mine := as(l.System, gent)
	open := l.Published(mine, full())
	won := notice.Outcome{Kind: notice.Awarded, Bids: 1, Reason: "Best.", Winners: []notice.Winner{{Name: "Four Brooms"}}}
	l.Clock = open.Deadline().Add(-time.Second)
	if _, err := l.Outcomes.Publish(mine, open.ID, won); !slices.Equal(moduletest.Fields(err), []string{"kind"}) {
		t.Errorf("a second before the deadline: %v", err)
	}
	l.Clock = open.Deadline()
	if _, err := l.Outcomes.Publish(mine, open.ID, won); err != nil {
		t.Errorf("at the deadline: %v", err)
	}
	l.Clock = now
	early := l.Published(mine, full())
	if got, err := l.Outcomes.Publish(mine, early.ID, notice.Outcome{Kind: notice.Withdrawn, Reason: "No money."}); err != nil ||
		got.Status(l.Clock) != tender.StatusWithdrawn {
		t.Errorf("taken back: %v", err)
	}
}

// Only the buyer ends a contract; a draft has no end, and a second outcome needs the reason why the first was wrong.
func TestWhoEndsAContract(t *testing.T) {
	l := tendertest.New(t)
	mine := as(l.System, gent)
	begun := l.Drafted(mine, full())
	back := notice.Outcome{Kind: notice.Withdrawn, Reason: "No money."}
	if _, err := l.Outcomes.Publish(mine, begun.ID, back); !problem.Is(err, problem.Conflict) || problem.Of(err).Message.Key != "tender.not_published" {
		t.Errorf("a draft is ended: %v", err)
	}
	open := l.Published(mine, full())
	for says, who := range strangers() {
		if _, err := l.Outcomes.Publish(as(l.System, who), open.ID, back); err == nil {
			t.Errorf("%s ends it", says)
		}
	}
	if _, err := l.Outcomes.Publish(mine, open.ID, back); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Outcomes.Publish(mine, open.ID, back); !slices.Equal(moduletest.Fields(err), []string{"correction"}) {
		t.Errorf("ended twice: %v", err)
	}
	back.Correction, back.Reason = "It was another reason.", "The school closes."
	if got, err := l.Outcomes.Publish(mine, open.ID, back); err != nil || got.Reason != "The school closes." || len(got.Notices) != 3 {
		t.Errorf("%+v %v", got, err)
	}
	foreign := l.Received(release("o", "n", "01", day(-9), "tender", nil))
	if _, err := l.Outcomes.Publish(mine, foreign.ID, back); !problem.Is(err, problem.NotFound) {
		t.Errorf("a contract of another portal is ended here: %v", err)
	}
	// Not even the system says again what another portal has said.
	decided := l.Received(award("a", day(-2), "LOT-0001", "Yksi Oy", "micro", 500_00))
	if _, err := l.Outcomes.Publish(l.System, decided.ID, back); !problem.Is(err, problem.Conflict) || problem.Of(err).Message.Key != "tender.has_outcome" {
		t.Errorf("an outcome of another portal is replaced: %v", err)
	}
}

// The form offers the firms that declared interest, asks lot by lot where there are lots, and leads to the contract.
func TestTheFormOfAnOutcome(t *testing.T) {
	l := tendertest.New(t)
	mine := as(l.System, gent)
	open := l.Published(mine, full())
	l.Follows(person("Four Brooms", actor.Entrepreneur, "ghent"), open.ID, true)
	l.Follows(person("Quiet Ltd", actor.Entrepreneur, "ghent"), open.ID, false)
	l.Clock = open.Deadline()
	site := l.Pages()
	at := "/tenders/" + open.ID + "/outcome"
	page := site.Get(gent, at)
	if page.Status != http.StatusOK || !strings.Contains(page.Body, "Four Brooms") || strings.Contains(page.Body, "Quiet Ltd") ||
		strings.Contains(page.Body, `name="lots[0].kind"`) || strings.Contains(page.Body, "⟦") {
		t.Errorf("%d: who only follows is named, or who is interested is not", page.Status)
	}
	bad := site.Post(gent, at, "kind", "awarded", "winner", "Four Brooms", "value", "a lot", "bids", "2", "reason", "Best price of all")
	if bad.Status != http.StatusUnprocessableEntity || !strings.Contains(bad.Body, `id="value-error"`) || !strings.Contains(bad.Body, "Best price of all") {
		t.Errorf("%d: the value is not asked for again, or what was typed is lost", bad.Status)
	}
	done := site.Post(gent, at, "kind", "awarded", "winner", "Four Brooms", "size", "micro", "winners", "four brooms", "winners", "Clean Ltd", "value",
		"80 000", "bids", "2", "reason", "Best price")
	if done.Status != http.StatusSeeOther || done.Location != "/tenders/"+open.ID+"?done=outcome" {
		t.Fatalf("%d %q %.300s", done.Status, done.Location, done.Body)
	}
	got, err := l.Tenders.Get(mine, open.ID)
	if err != nil || fmt.Sprint(got.Outcome.Winners) != "[{Four Brooms micro} {Clean Ltd }]" || *got.Outcome.Value != *euros(80_000) || got.Outcome.Small != nil {
		t.Errorf("%+v %v", got.Outcome, err)
	}
	public := site.Get(nobody, "/tenders/"+open.ID)
	for _, has := range []string{"Four Brooms", "Clean Ltd", "Best price"} {
		if !strings.Contains(public.Body, has) {
			t.Errorf("the public page lacks %q", has)
		}
	}
	if again := site.Get(gent, at); !strings.Contains(again.Body, `name="correction"`) || !strings.Contains(again.Body, "Best price") {
		t.Error("a correction does not begin with what is published, or asks for no reason")
	}
}
