package report_test

import (
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/report"
)

// A case ends with its outcome, is kept for its time, and goes; what is left counts.
func TestWhatIsOverIsErased(t *testing.T) {
	h := open(t)
	r := h.filed(told("x"))
	id := h.first(h.mia).ID
	if _, err := h.Close(h.mia, id, report.CloseForm{Outcome: "advised"}); problem.Of(err) == nil || problem.Of(err).Fields["text"].Key == "" {
		t.Errorf("the reporter hears nothing: %v", err)
	}
	_, err := h.Code(h.mia, id, report.CodingForm{Ground: "ethnic", Field: "work", Against: "employer"})
	h.must(err)
	c, err := h.Close(h.mia, id, report.CloseForm{Outcome: "advised", Text: "This is what you can do."})
	h.must(err)
	if c.Erase != "2028-11-22" || c.Due != "" || c.Feedback != "2026-11-22" {
		t.Errorf("%+v", c)
	}
	h.now = time.Date(2028, 11, 22, 3, 0, 0, 0, time.UTC)
	if due, err := h.Sweep(h.mia, false); err != nil || len(due) != 1 {
		t.Fatalf("due %v %v", due, err)
	}
	if in := h.found(r); in.State != report.Closed {
		t.Fatal("a caseworker's look erased it")
	}
	_, err = h.Reply(t.Context(), report.Reply{Receipt: r.Receipt, Text: "It happened again."}, "net")
	h.must(err)
	if due, err := h.Sweep(actor.AsSystem(t.Context()), false); err != nil || len(due) != 0 {
		t.Errorf("what has news is erased: %v %v", due, err)
	}
	h.must(h.Unlock(h.mia, passphrase))
	_, err = h.Close(h.mia, id, report.CloseForm{Outcome: "settled", Text: "Done."})
	h.must(err)
	kept, err := h.KeepLonger(h.mia, id, report.KeepForm{Until: "2031-01-01", Why: "The court asks."})
	h.must(err)
	h.now = time.Date(2030, 12, 31, 3, 0, 0, 0, time.UTC)
	if due, _ := h.Sweep(actor.AsSystem(t.Context()), false); len(due) != 0 {
		t.Errorf("kept until %s, and erased", kept.Erase)
	}
	h.now = time.Date(2031, 1, 1, 3, 0, 0, 0, time.UTC)
	for range 2 { // twice, as after a crash
		if _, err := h.Sweep(actor.AsSystem(t.Context()), false); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := h.Inbox(t.Context(), r.Receipt, "net"); problem.Of(err) == nil || problem.Of(err).Fields["receipt"].Key != "report.receipt_unknown" {
		t.Errorf("it is still there: %v", err)
	}
	if _, err := h.DB.Get(t.Context(), "report_wraps", id); err == nil {
		t.Error("its secrets are still there")
	}
}
