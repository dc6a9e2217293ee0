package report_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/report"
	"citiesgrow/internal/upload"
)

// The first message acknowledges the report, once; the day on which the reporter heard what was done is
// the first on which the desk says so.
func TestAMessageStopsTheClocksThatItAnswers(t *testing.T) {
	h := open(t)
	r := h.filed(told("x"))
	id := h.first(h.mia).ID
	if _, err := h.Write(h.mia, id, report.MessageForm{Text: " "}); !slices.Equal(moduletest.Fields(err), []string{"text"}) {
		t.Errorf("an empty message: %v", err)
	}
	for _, c := range []struct {
		days     int
		form     report.MessageForm
		feedback string
		due      string
	}{
		{0, report.MessageForm{Text: "Thank you.", Feedback: "no"}, "", "2027-02-22"},
		{1, report.MessageForm{Text: "We asked the firm."}, "", "2027-02-22"},
		{2, report.MessageForm{Text: "The firm says sorry.", Feedback: "yes"}, "2026-11-25", "9999-12-31"},
		{3, report.MessageForm{Text: "Once more.", Feedback: "yes"}, "2026-11-25", "9999-12-31"},
	} {
		h.now = h.now.AddDate(0, 0, c.days)
		h.seat(h.mia)
		got, err := h.Write(h.mia, id, c.form)
		h.must(err)
		if got.Acknowledge != "2026-11-22" || got.Feedback != c.feedback || got.Due != c.due || got.State != report.Open {
			t.Errorf("after %q: acknowledged %q, feedback %q, due %q", c.form.Text, got.Acknowledge, got.Feedback, got.Due)
		}
	}
	in := h.found(r)
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
	if len(h.pings) != 0 {
		t.Errorf("who left no address was written to: %v", h.pings)
	}
}

// Where the word that something waits cannot be sent, the message is there all the same, and the
// caseworker is told.
func TestAMessageStaysWhenItsWordCannotBeSent(t *testing.T) {
	h := open(t)
	broken := report.New(h.Kit, make([]byte, 32), func(context.Context, string, string, string) error { return errors.New("no route") })
	h.must(broken.Seat(h.mia, passphrase, report.Discrimination))
	f := told("x")
	f.Email = "sofia@example.org"
	r, err := broken.File(t.Context(), f)
	h.must(err)
	_, err = broken.Write(h.mia, h.idOf(r.Number), report.MessageForm{Text: "Hello."})
	if p := problem.Of(err); p == nil || p.Kind != problem.Unavailable || p.Message.Key != "report.ping_failed" {
		t.Errorf("%v", err)
	}
	in, err := broken.Inbox(t.Context(), r.Receipt, "net")
	if err != nil || len(in.Messages) != 1 || in.Messages[0].Text != "Hello." {
		t.Errorf("%+v %v", in, err)
	}
	// Without a mail server no address is kept, and none is used.
	none := report.New(h.Kit, make([]byte, 32), nil)
	h.must(none.Seat(h.ali, passphrase, report.Discrimination))
	if r, err = none.File(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	if kept, err := none.Kept(t.Context(), h.idOf(r.Number)); err != nil || len(kept.Ping) != 0 {
		t.Errorf("an address is kept that nobody writes to: %v", err)
	}
	_, err = none.Write(h.ali, h.idOf(r.Number), report.MessageForm{Text: "Hello."})
	h.must(err)
}

// Another body gets a case only while the last question for consent is answered with yes; an answer
// belongs to its question and is given once.
func TestATransferNeedsTheLastAnswerToBeYes(t *testing.T) {
	h := open(t)
	r := h.filed(told("x"))
	id := h.first(h.mia).ID
	ask := func() string {
		_, err := h.Write(h.mia, id, report.MessageForm{Text: "May they?", Transfer: "Tiesībsargs"})
		h.must(err)
		in := h.found(r)
		return in.Messages[len(in.Messages)-1].ID
	}
	answer := func(to, say string) error {
		_, err := h.Reply(t.Context(), report.Reply{Receipt: r.Receipt, Answer: say, To: to}, "net")
		return err
	}
	refused := func(when string) {
		t.Helper()
		if _, err := h.Transfer(h.mia, id, report.TransferForm{Body: "Tiesībsargs"}); problem.Of(err) == nil ||
			problem.Of(err).Fields["body"].Key != "report.no_consent" {
			t.Errorf("%s: %v", when, err)
		}
	}
	refused("before any question")
	_, err := h.Write(h.mia, id, report.MessageForm{Text: "Hello."})
	h.must(err)
	plain := h.found(r).Messages[0].ID
	first := ask()
	refused("before an answer")
	if err := answer(plain, "yes"); !problem.Is(err, problem.Conflict) {
		t.Errorf("an answer to what asks nothing: %v", err)
	}
	if err := answer("nothing", "yes"); !problem.Is(err, problem.Conflict) {
		t.Errorf("an answer to a question that is not there: %v", err)
	}
	h.must(answer(first, "no"))
	refused("after a no")
	if err := answer(first, "yes"); !problem.Is(err, problem.Conflict) {
		t.Errorf("a question is answered twice: %v", err)
	}
	second := ask()
	h.must(answer(second, "yes"))
	third := ask()
	refused("a newer question waits")
	if err := answer(first, "yes"); !problem.Is(err, problem.Conflict) {
		t.Errorf("an old question is answered again: %v", err)
	}
	h.must(answer(third, "yes"))
	if _, err := h.Transfer(h.mia, id, report.TransferForm{Body: " "}); !slices.Equal(moduletest.Fields(err), []string{"body"}) {
		t.Errorf("to no body: %v", err)
	}
	got, err := h.Transfer(h.mia, id, report.TransferForm{Body: "Tiesībsargs"})
	if err != nil || got.State != report.Transferred || got.Erase != "2028-11-22" || got.Due != "" {
		t.Errorf("%+v %v", got, err)
	}
	c, err := h.Open(h.mia, id, false)
	if err != nil || c.Desk.Transfer != "Tiesībsargs" {
		t.Errorf("%+v %v", c, err)
	}
	if in := h.found(r); in.State != report.Transferred || len(in.Messages) != 4 {
		t.Errorf("the reporter sees %s", in.State)
	}
}

// What the reporter adds reopens a closed case and stops its erasure; a case that is worked on shows the
// first day on which something waits.
func TestAReplyReopensACase(t *testing.T) {
	h := open(t)
	r := h.filed(told("x"))
	id := h.first(h.mia).ID
	for _, nothing := range []report.Reply{{}, {Text: " \n "}} {
		nothing.Receipt = r.Receipt
		if _, err := h.Reply(t.Context(), nothing, "net"); !slices.Equal(moduletest.Fields(err), []string{"text"}) {
			t.Errorf("an empty reply: %v", err)
		}
	}
	closed, err := h.Close(h.mia, id, report.CloseForm{Outcome: "advised", Text: "Done."})
	h.must(err)
	if closed.Erase == "" {
		t.Fatal("a closed case is kept for ever")
	}
	h.now = h.now.AddDate(0, 0, 1)
	in, err := h.Reply(t.Context(), report.Reply{Receipt: r.Receipt, Text: "It goes on."}, "net")
	h.must(err)
	kept, err := h.Kept(t.Context(), id)
	h.must(err)
	if in.State != report.Open || kept.Erase != "" || kept.Waiting != "2026-11-23" || kept.Due != "2026-11-23" || kept.Coding.Outcome != "advised" {
		t.Errorf("%+v", kept)
	}
	h.now = h.now.AddDate(0, 0, 1)
	_, err = h.Reply(t.Context(), report.Reply{Receipt: r.Receipt, Files: []upload.Sent{{Name: "a.txt", Data: []byte("x")}}}, "net")
	h.must(err)
	if kept, err = h.Kept(t.Context(), id); err != nil || kept.Waiting != "2026-11-23" {
		t.Errorf("it waits since %s", kept.Waiting)
	}
	h.seat(h.mia)
	if got, err := h.Write(h.mia, id, report.MessageForm{Text: "Yes?"}); err != nil || got.Waiting != "" {
		t.Errorf("it still waits: %+v %v", got, err)
	}
}

// Files come to an end: a report cannot be filled without limit.
func TestFilesHaveAnEnd(t *testing.T) {
	h := open(t)
	r := h.filed(told("x"))
	id := h.first(h.mia).ID
	reply := func(text string, files ...upload.Sent) error {
		_, err := h.Reply(t.Context(), report.Reply{Receipt: r.Receipt, Text: text, Files: files}, "net")
		return err
	}
	many := slices.Repeat([]upload.Sent{{Name: "a.txt", Data: []byte("x")}}, 30)
	h.must(reply("", many...))
	if p := problem.Of(reply("", many[0])); p == nil || p.Kind != problem.TooMany || p.Retry == 0 {
		t.Errorf("one file too many: %v", p)
	}
	h.must(reply("text alone"))
	if n, err := h.FilesOf(t.Context(), id); err != nil || n != 30 {
		t.Errorf("%d files, %v", n, err)
	}
}
