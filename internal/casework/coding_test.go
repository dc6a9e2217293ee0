package casework_test

import (
	"slices"
	"strings"
	"testing"

	"citiesgrow/internal/casework"
	"citiesgrow/internal/casework/caseworktest"
	"citiesgrow/internal/custody"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/report"
)

// A code that is none is refused at its field, and the case stays as it was.
func TestACodeIsOneOfItsList(t *testing.T) {
	h := caseworktest.New(t)
	h.Filed(caseworktest.Form("x"))
	id := h.First(h.Mia).ID
	good := casework.CodingForm{Ground: "ethnic", Field: "work", Against: "employer", Outcome: "advised", Organisation: "House", Summary: "A line."}
	_, err := h.Code(h.Mia, id, good)
	h.Must(err)
	for field, f := range map[string]casework.CodingForm{"ground": {Ground: "corruption"}, "field": {Field: "sea"}, "against": {Against: "everybody"},
		"outcome": {Outcome: "won"}} {
		if _, err := h.Code(h.Mia, id, f); !slices.Equal(moduletest.Fields(err), []string{field}) {
			t.Errorf("%s: %v", field, err)
		}
	}
	c, err := h.Open(h.Mia, id, false)
	h.Must(err)
	if c.Coding != (report.Coding{Ground: "ethnic", Field: "work", Against: "employer", Outcome: "advised"}) || c.Known.About != "House" ||
		c.Known.Summary != "A line." {
		t.Errorf("%+v %+v", c.Coding, c.Known)
	}
	for _, g := range report.Breaches() {
		r := &report.Report{Channel: custody.Irregularity}
		if !slices.Contains(report.GroundsOf(r.Channel), g) || slices.Contains(report.GroundsOf(custody.Discrimination), g) {
			t.Errorf("%s is asked for where it does not belong", g)
		}
	}
}

// Triage moves a new case on, sets the legal limit the caseworker knows, and clears what waited.
func TestTriageMovesACaseOn(t *testing.T) {
	h := caseworktest.New(t)
	r := h.Filed(caseworktest.Form("x"))
	id := h.First(h.Mia).ID
	_, err := h.Reply(t.Context(), report.Reply{Receipt: r.Receipt, Text: "More."}, "net")
	h.Must(err)
	if _, err := h.Triage(h.Mia, id, casework.TriageForm{Limit: "next week"}); !slices.Equal(moduletest.Fields(err), []string{"limit"}) {
		t.Errorf("a limit that is no day: %v", err)
	}
	got, err := h.Triage(h.Mia, id, casework.TriageForm{Triage: "refer", Urgent: "yes", Limit: "2026-11-24"})
	h.Must(err)
	if got.State != report.Open || got.Triage != "refer" || !got.Urgent || got.Limit != "2026-11-24" || got.Due != "2026-11-24" || got.Waiting != "" ||
		got.Acknowledge != "" {
		t.Errorf("%+v", got)
	}
	if got, err = h.Triage(h.Mia, id, casework.TriageForm{Triage: "ours", Urgent: "no"}); err != nil || got.Urgent || got.Limit != "" || got.Due != "2026-11-29" {
		t.Errorf("%+v %v", got, err)
	}
	_, err = h.Close(h.Mia, id, casework.CloseForm{Outcome: "advised", Text: "Done."})
	h.Must(err)
	if got, err = h.Triage(h.Mia, id, casework.TriageForm{Triage: "ours"}); err != nil || got.State != report.Closed {
		t.Errorf("triage opens a closed case: %+v %v", got, err)
	}
}

// Masked words are blacked out wherever the case is shown, longer ones first, until the caseworker asks
// to see them; the reporter sees their own words as they are.
func TestMaskedWordsAreBlackedOut(t *testing.T) {
	h := caseworktest.New(t)
	f := caseworktest.Form("Anna Annason and Anna said it.")
	f.Where, f.Who, f.Evidence = "At Anna's", "Anna", "A letter of Annason"
	r := h.Filed(f)
	id := h.First(h.Mia).ID
	_, err := h.Reply(t.Context(), report.Reply{Receipt: r.Receipt, Text: "Ask Anna."}, "net")
	h.Must(err)
	_, err = h.Mask(h.Mia, id, casework.MaskForm{Words: "Anna\n\n  Annason  \n"})
	h.Must(err)
	c, err := h.Open(h.Ali, id, false)
	h.Must(err)
	shown := strings.Join([]string{c.Account.What, c.Account.Where, c.Account.Who, c.Account.Evidence, c.Said[0].Text}, "|")
	if strings.Contains(shown, "Ann") || strings.Contains(shown, "son") || c.Account.What != "█████ █████ and █████ said it." {
		t.Errorf("shown are %s", shown)
	}
	if !slices.Equal(c.Known.Masks, []string{"Annason", "Anna"}) {
		t.Errorf("masks %q", c.Known.Masks)
	}
	if c, err = h.Open(h.Ali, id, true); err != nil || !c.Unmasked || c.Account.What != f.What || c.Said[0].Text != "Ask Anna." {
		t.Errorf("%+v %v", c.Account, err)
	}
	if in := h.Found(r); in.Account.What != f.What || in.Messages[0].Text != "Ask Anna." {
		t.Error("the reporter's own words are masked")
	}
	_, err = h.Mask(h.Mia, id, casework.MaskForm{Words: "another"})
	h.Must(err)
	if c, err = h.Open(h.Mia, id, false); err != nil || len(c.Known.Masks) != 1 || c.Account.What != f.What {
		t.Errorf("%d masks, %q", len(c.Known.Masks), c.Account.What)
	}
}

// A note is of the desk: each says who wrote it and when, and none is empty.
func TestNotesAreOfTheDesk(t *testing.T) {
	h := caseworktest.New(t)
	h.Filed(caseworktest.Form("x"))
	id := h.First(h.Mia).ID
	if _, err := h.Note(h.Mia, id, casework.NoteForm{Text: " \n"}); !slices.Equal(moduletest.Fields(err), []string{"text"}) {
		t.Errorf("an empty note: %v", err)
	}
	for _, text := range []string{"First.", "Second."} {
		_, err := h.Note(h.Mia, id, casework.NoteForm{Text: text})
		h.Must(err)
	}
	h.Must(h.Retire(h.Keeper, "mia"))
	c, err := h.Open(h.Ali, id, false)
	h.Must(err)
	if len(c.Noted) != 2 || c.Noted[0].Text != "First." || c.Noted[1].Text != "Second." || c.Noted[0].Name != "desk of mia" || c.Noted[0].Day != "2026-11-22" {
		t.Errorf("%+v", c.Noted)
	}
	if c.State != report.Received || c.Acknowledge != "" {
		t.Error("a note of the desk acknowledges the report to its reporter")
	}
}
