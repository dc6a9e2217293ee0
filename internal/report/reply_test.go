package report_test

import (
	"slices"
	"testing"

	"citiesgrow/internal/casework"
	"citiesgrow/internal/casework/caseworktest"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/report"
	"citiesgrow/internal/upload"
)

// A reply opens a closed case again and cancels its erasure. A case that is being handled shows the day of the first unread
// reply.
func TestAReplyReopensACase(t *testing.T) {
	h := caseworktest.New(t)
	r := h.Filed(caseworktest.Form("x"))
	id := h.First(h.Mia).ID
	for _, nothing := range []report.Reply{{}, {Text: " \n "}} {
		nothing.Receipt = r.Receipt
		if _, err := h.Reply(t.Context(), nothing, "net"); !slices.Equal(moduletest.Fields(err), []string{"text"}) {
			t.Errorf("an empty reply: %v", err)
		}
	}
	closed, err := h.Close(h.Mia, id, casework.CloseForm{Outcome: "advised", Text: "Done."})
	h.Must(err)
	if closed.Erase == "" {
		t.Fatal("a closed case is kept for ever")
	}
	h.Time = h.Time.AddDate(0, 0, 1)
	in, err := h.Reply(t.Context(), report.Reply{Receipt: r.Receipt, Text: "It goes on."}, "net")
	h.Must(err)
	kept, err := h.Kept(t.Context(), id)
	h.Must(err)
	if in.State != report.Open || kept.Erase != "" || kept.Waiting != "2026-11-23" || kept.Due != "2026-11-23" || kept.Coding.Outcome != "advised" {
		t.Errorf("%+v", kept)
	}
	h.Time = h.Time.AddDate(0, 0, 1)
	_, err = h.Reply(t.Context(), report.Reply{Receipt: r.Receipt, Files: []upload.Sent{{Name: "a.txt", Data: []byte("x")}}}, "net")
	h.Must(err)
	if kept, err = h.Kept(t.Context(), id); err != nil || kept.Waiting != "2026-11-23" {
		t.Errorf("it waits since %s", kept.Waiting)
	}
	h.Seat(h.Mia)
	if got, err := h.Write(h.Mia, id, casework.MessageForm{Text: "Yes?"}); err != nil || got.Waiting != "" {
		t.Errorf("it still waits: %+v %v", got, err)
	}
}

// The number of files of a report within an hour is limited.
func TestFilesHaveAnEnd(t *testing.T) {
	h := caseworktest.New(t)
	r := h.Filed(caseworktest.Form("x"))
	id := h.First(h.Mia).ID
	reply := func(text string, files ...upload.Sent) error {
		_, err := h.Reply(t.Context(), report.Reply{Receipt: r.Receipt, Text: text, Files: files}, "net")
		return err
	}
	many := slices.Repeat([]upload.Sent{{Name: "a.txt", Data: []byte("x")}}, 30)
	h.Must(reply("", many...))
	if p := problem.Of(reply("", many[0])); p == nil || p.Kind != problem.TooMany || p.Retry == 0 {
		t.Errorf("one file too many: %v", p)
	}
	h.Must(reply("text alone"))
	if n := h.FilesOf(id); n != 30 {
		t.Errorf("%d files", n)
	}
}
