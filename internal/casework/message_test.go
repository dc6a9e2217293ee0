package casework_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"citiesgrow/internal/casework"
	"citiesgrow/internal/casework/caseworktest"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/report"
)

// The first message acknowledges the report, once; the day on which the reporter was informed what was done is
// the first on which the desk says so.
func TestAMessageStopsTheClocksThatItAnswers(t *testing.T) {
	h := caseworktest.New(t)
	r := h.Filed(caseworktest.Form("x"))
	id := h.First(h.Mia).ID
	if _, err := h.Write(h.Mia, id, casework.MessageForm{Text: " "}); !slices.Equal(moduletest.Fields(err), []string{"text"}) {
		t.Errorf("an empty message: %v", err)
	}
	for _, c := range []struct {
		days     int
		form     casework.MessageForm
		feedback string
		due      string
	}{
		{0, casework.MessageForm{Text: "Thank you.", Feedback: "no"}, "", "2027-02-22"},
		{1, casework.MessageForm{Text: "We asked the firm."}, "", "2027-02-22"},
		{2, casework.MessageForm{Text: "The firm says sorry.", Feedback: "yes"}, "2026-11-25", "9999-12-31"},
		{3, casework.MessageForm{Text: "Once more.", Feedback: "yes"}, "2026-11-25", "9999-12-31"},
	} {
		h.Time = h.Time.AddDate(0, 0, c.days)
		h.Seat(h.Mia)
		got, err := h.Write(h.Mia, id, c.form)
		h.Must(err)
		if got.Acknowledge != "2026-11-22" || got.Feedback != c.feedback || got.Due != c.due || got.State != report.Open {
			t.Errorf("after %q: acknowledged %q, feedback %q, due %q", c.form.Text, got.Acknowledge, got.Feedback, got.Due)
		}
	}
	in := h.Found(r)
	var days []string
	for _, m := range in.Messages {
		days = append(days, m.Day)
		if m.From != "desk" || m.Kind != "" {
			t.Errorf("%+v", m.Message)
		}
	}
	if !slices.Equal(days, []string{"2026-11-22", "2026-11-23", "2026-11-25", "2026-11-28"}) {
		t.Errorf("days %v", days)
	}
	if len(h.Pings) != 0 {
		t.Errorf("who left no address was written to: %v", h.Pings)
	}
}

// Where the word that something waits cannot be sent, the message is there all the same, and the
// caseworker is shown the problem.
func TestAMessageStaysWhenItsWordCannotBeSent(t *testing.T) {
	h := caseworktest.New(t)
	h.With(make([]byte, 32), func(context.Context, string, string, string) error { return errors.New("no route") })
	f := caseworktest.Form("x")
	f.Email = "sofia@example.org"
	r, err := h.File(t.Context(), f)
	h.Must(err)
	_, err = h.Write(h.Mia, h.IDOf(r.Number), casework.MessageForm{Text: "Hello."})
	if p := problem.Of(err); p == nil || p.Kind != problem.Unavailable || p.Message.Key != "casework.ping_failed" {
		t.Errorf("%v", err)
	}
	in, err := h.Inbox(t.Context(), r.Receipt, "net")
	if err != nil || len(in.Messages) != 1 || in.Messages[0].Text != "Hello." {
		t.Errorf("%+v %v", in, err)
	}
	// Without a mail server no address is stored, and none is used.
	h.With(make([]byte, 32), nil)
	if r, err = h.File(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	if kept, err := h.Kept(t.Context(), h.IDOf(r.Number)); err != nil || len(kept.Ping) != 0 {
		t.Errorf("an address is kept that nobody writes to: %v", err)
	}
	_, err = h.Write(h.Ali, h.IDOf(r.Number), casework.MessageForm{Text: "Hello."})
	h.Must(err)
}

// Another body gets a case only while the last question for consent is answered with yes; an answer
// belongs to its question and is given once.
func TestATransferNeedsTheLastAnswerToBeYes(t *testing.T) {
	h := caseworktest.New(t)
	r := h.Filed(caseworktest.Form("x"))
	id := h.First(h.Mia).ID
	ask := func() string {
		_, err := h.Write(h.Mia, id, casework.MessageForm{Text: "May they?", Transfer: "Tiesībsargs"})
		h.Must(err)
		in := h.Found(r)
		return in.Messages[len(in.Messages)-1].ID
	}
	answer := func(to, say string) error {
		_, err := h.Reply(t.Context(), report.Reply{Receipt: r.Receipt, Answer: say, To: to}, "net")
		return err
	}
	refused := func(when string) {
		t.Helper()
		if _, err := h.Transfer(h.Mia, id, casework.TransferForm{Body: "Tiesībsargs"}); problem.Of(err) == nil ||
			problem.Of(err).Fields["body"].Key != "casework.no_consent" {
			t.Errorf("%s: %v", when, err)
		}
	}
	refused("before any question")
	_, err := h.Write(h.Mia, id, casework.MessageForm{Text: "Hello."})
	h.Must(err)
	plain := h.Found(r).Messages[0].ID
	first := ask()
	refused("before an answer")
	if err := answer(plain, "yes"); !problem.Is(err, problem.Conflict) {
		t.Errorf("an answer to what asks nothing: %v", err)
	}
	if err := answer("nothing", "yes"); !problem.Is(err, problem.Conflict) {
		t.Errorf("an answer to a question that is not there: %v", err)
	}
	h.Must(answer(first, "no"))
	refused("after a no")
	if err := answer(first, "yes"); !problem.Is(err, problem.Conflict) {
		t.Errorf("a question is answered twice: %v", err)
	}
	second := ask()
	h.Must(answer(second, "yes"))
	third := ask()
	refused("a newer question waits")
	if err := answer(first, "yes"); !problem.Is(err, problem.Conflict) {
		t.Errorf("an old question is answered again: %v", err)
	}
	h.Must(answer(third, "yes"))
	if _, err := h.Transfer(h.Mia, id, casework.TransferForm{Body: " "}); !slices.Equal(moduletest.Fields(err), []string{"body"}) {
		t.Errorf("to no body: %v", err)
	}
	got, err := h.Transfer(h.Mia, id, casework.TransferForm{Body: "Tiesībsargs"})
	if err != nil || got.State != report.Transferred || got.Erase != "2028-11-22" || got.Due != "" {
		t.Errorf("%+v %v", got, err)
	}
	c, err := h.Open(h.Mia, id, false)
	if err != nil || c.Known.Transfer != "Tiesībsargs" {
		t.Errorf("%+v %v", c, err)
	}
	if in := h.Found(r); in.State != report.Transferred || len(in.Messages) != 4 {
		t.Errorf("the reporter sees %s", in.State)
	}
}
