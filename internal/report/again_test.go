package report_test

import (
	"strings"
	"testing"

	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/report"
	"citiesgrow/internal/store/storetest"
)

// Another caseworker changes the case in the moment of writing, so the store runs the change again:
// the reporter still gets one message, with one line about the body that the case goes to.
func TestAMessageIsWrittenOnce(t *testing.T) {
	db := &storetest.Contested{}
	h := open(t, func(h *moduletest.House) { db.DB, h.DB = h.DB, db })
	form := told("He said no.")
	form.Email = "sofia@example.org"
	receipt := h.filed(form)
	id := h.first(h.mia).ID

	db.Contest("reports", 3)
	sent := report.MessageForm{Text: "May it go on?", Transfer: "Tiesībsargs"}
	_, err := h.Write(h.mia, id, sent)
	h.must(err)
	db.Contest("reports", 2)
	_, err = h.Reply(t.Context(), report.Reply{Receipt: receipt.Receipt, Text: "Please do."}, "net")
	h.must(err)
	db.Contest("reports", 2)
	_, err = h.Note(h.mia, id, report.NoteForm{Text: "Call on Monday."})
	h.must(err)
	if left := db.Left("reports"); left != 0 {
		t.Fatalf("%d writes were not contested", left)
	}

	in := h.found(receipt)
	if len(in.Messages) != 2 || in.Messages[0].Text != "May it go on?\n\n→ Tiesībsargs" || in.Messages[1].Text != "Please do." {
		t.Errorf("the reporter reads %q", in.Messages)
	}
	c, err := h.Open(h.mia, id, false)
	h.must(err)
	if len(c.Noted) != 1 {
		t.Errorf("%d notes", len(c.Noted))
	}
	if len(h.pings) != 1 {
		t.Errorf("the reporter was written to: %s", strings.Join(h.pings, "; "))
	}
}
