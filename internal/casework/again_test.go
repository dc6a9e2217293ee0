package casework_test

import (
	"strings"
	"testing"

	"citiesgrow/internal/casework"
	"citiesgrow/internal/casework/caseworktest"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/report"
	"citiesgrow/internal/store/storetest"
)

// Another caseworker changes the case in the moment of writing, so the store runs the change again:
// the reporter still gets one message, with one line about the body that the case goes to.
func TestAMessageIsWrittenOnce(t *testing.T) {
	db := &storetest.Contested{}
	h := caseworktest.New(t, func(h *moduletest.House) { db.DB, h.DB = h.DB, db })
	form := caseworktest.Form("He said no.")
	form.Email = "sofia@example.org"
	receipt := h.Filed(form)
	id := h.First(h.Mia).ID

	db.Contest("reports", 3)
	sent := casework.MessageForm{Text: "May it go on?", Transfer: "Tiesībsargs"}
	_, err := h.Write(h.Mia, id, sent)
	h.Must(err)
	db.Contest("reports", 2)
	_, err = h.Reply(t.Context(), report.Reply{Receipt: receipt.Receipt, Text: "Please do."}, "net")
	h.Must(err)
	db.Contest("reports", 2)
	_, err = h.Note(h.Mia, id, casework.NoteForm{Text: "Call on Monday."})
	h.Must(err)
	if left := db.Left("reports"); left != 0 {
		t.Fatalf("%d writes were not contested", left)
	}

	in := h.Found(receipt)
	if len(in.Messages) != 2 || in.Messages[0].Text != "May it go on?\n\n→ Tiesībsargs" || in.Messages[1].Text != "Please do." {
		t.Errorf("the reporter reads %q", in.Messages)
	}
	c, err := h.Open(h.Mia, id, false)
	h.Must(err)
	if len(c.Noted) != 1 {
		t.Errorf("%d notes", len(c.Noted))
	}
	if len(h.Pings) != 1 {
		t.Errorf("the reporter was written to: %s", strings.Join(h.Pings, "; "))
	}
}
