package report_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/report"
)

// A code that is none is said beside its field, and the case keeps what it had.
func TestACodeIsOneOfItsList(t *testing.T) {
	h := open(t)
	h.filed(told("x"))
	id := h.first(h.mia).ID
	good := report.CodingForm{Ground: "ethnic", Field: "work", Against: "employer", Outcome: "advised", Organisation: "House", Summary: "A line."}
	_, err := h.Code(h.mia, id, good)
	h.must(err)
	for field, f := range map[string]report.CodingForm{"ground": {Ground: "corruption"}, "field": {Field: "sea"}, "against": {Against: "everybody"},
		"outcome": {Outcome: "won"}} {
		if _, err := h.Code(h.mia, id, f); !slices.Equal(moduletest.Fields(err), []string{field}) {
			t.Errorf("%s: %v", field, err)
		}
	}
	c, err := h.Open(h.mia, id, false)
	h.must(err)
	if c.Coding != (report.Coding{Ground: "ethnic", Field: "work", Against: "employer", Outcome: "advised"}) || c.Desk.About != "House" ||
		c.Desk.Summary != "A line." {
		t.Errorf("%+v %+v", c.Coding, c.Desk)
	}
	for _, g := range report.Breaches() {
		r := &report.Report{Door: report.Irregularity}
		if !slices.Contains(report.GroundsOf(r.Door), g) || slices.Contains(report.GroundsOf(report.Discrimination), g) {
			t.Errorf("%s is asked for where it does not belong", g)
		}
	}
}

// Triage moves a new case on, sets the legal limit the caseworker knows, and clears what waited.
func TestTriageMovesACaseOn(t *testing.T) {
	h := open(t)
	r := h.filed(told("x"))
	id := h.first(h.mia).ID
	_, err := h.Reply(t.Context(), report.Reply{Receipt: r.Receipt, Text: "More."}, "net")
	h.must(err)
	if _, err := h.Triage(h.mia, id, report.TriageForm{Limit: "next week"}); !slices.Equal(moduletest.Fields(err), []string{"limit"}) {
		t.Errorf("a limit that is no day: %v", err)
	}
	got, err := h.Triage(h.mia, id, report.TriageForm{Triage: "refer", Urgent: "yes", Limit: "2026-11-24"})
	h.must(err)
	if got.State != report.Open || got.Triage != "refer" || !got.Urgent || got.Limit != "2026-11-24" || got.Due != "2026-11-24" || got.Waiting != "" ||
		got.Acknowledge != "" {
		t.Errorf("%+v", got)
	}
	if got, err = h.Triage(h.mia, id, report.TriageForm{Triage: "ours", Urgent: "no"}); err != nil || got.Urgent || got.Limit != "" || got.Due != "2026-11-29" {
		t.Errorf("%+v %v", got, err)
	}
	_, err = h.Close(h.mia, id, report.CloseForm{Outcome: "advised", Text: "Done."})
	h.must(err)
	if got, err = h.Triage(h.mia, id, report.TriageForm{Triage: "ours"}); err != nil || got.State != report.Closed {
		t.Errorf("triage opens a closed case: %+v %v", got, err)
	}
}

// Masked words are blacked out wherever the case is shown, longer ones first, until the caseworker asks
// to see them; the reporter sees their own words as they are.
func TestMaskedWordsAreBlackedOut(t *testing.T) {
	h := open(t)
	f := told("Anna Annason and Anna said it.")
	f.Where, f.Who, f.Evidence = "At Anna's", "Anna", "A letter of Annason"
	r := h.filed(f)
	id := h.first(h.mia).ID
	_, err := h.Reply(t.Context(), report.Reply{Receipt: r.Receipt, Text: "Ask Anna."}, "net")
	h.must(err)
	_, err = h.Mask(h.mia, id, report.MaskForm{Words: "Anna\n\n  Annason  \n"})
	h.must(err)
	c, err := h.Open(h.ali, id, false)
	h.must(err)
	shown := strings.Join([]string{c.Account.What, c.Account.Where, c.Account.Who, c.Account.Evidence, c.Said[0].Text}, "|")
	if strings.Contains(shown, "Ann") || strings.Contains(shown, "son") || c.Account.What != "█████ █████ and █████ said it." {
		t.Errorf("shown are %s", shown)
	}
	if !slices.Equal(c.Desk.Masks, []string{"Annason", "Anna"}) {
		t.Errorf("masks %q", c.Desk.Masks)
	}
	if c, err = h.Open(h.ali, id, true); err != nil || !c.Unmasked || c.Account.What != f.What || c.Said[0].Text != "Ask Anna." {
		t.Errorf("%+v %v", c.Account, err)
	}
	if in := h.found(r); in.Account.What != f.What || in.Messages[0].Text != "Ask Anna." {
		t.Error("the reporter's own words are masked")
	}
	many := ""
	for n := range 120 {
		many += fmt.Sprintf("word%03d\n", n)
	}
	_, err = h.Mask(h.mia, id, report.MaskForm{Words: many})
	h.must(err)
	if c, err = h.Open(h.mia, id, false); err != nil || len(c.Desk.Masks) != 100 || c.Account.What != f.What {
		t.Errorf("%d masks, %q", len(c.Desk.Masks), c.Account.What)
	}
}

// A note is of the desk: each says who wrote it and when, and none is empty.
func TestNotesAreOfTheDesk(t *testing.T) {
	h := open(t)
	h.filed(told("x"))
	id := h.first(h.mia).ID
	if _, err := h.Note(h.mia, id, report.NoteForm{Text: " \n"}); !slices.Equal(moduletest.Fields(err), []string{"text"}) {
		t.Errorf("an empty note: %v", err)
	}
	for _, text := range []string{"First.", "Second."} {
		_, err := h.Note(h.mia, id, report.NoteForm{Text: text})
		h.must(err)
	}
	h.must(h.Retire(h.keeper, "mia"))
	c, err := h.Open(h.ali, id, false)
	h.must(err)
	if len(c.Noted) != 2 || c.Noted[0].Text != "First." || c.Noted[1].Text != "Second." || c.Noted[0].Name != "desk of mia" || c.Noted[0].Day != "2026-11-22" {
		t.Errorf("%+v", c.Noted)
	}
	if c.State != report.Received || c.Acknowledge != "" {
		t.Error("a note of the desk acknowledges the report to its reporter")
	}
}
