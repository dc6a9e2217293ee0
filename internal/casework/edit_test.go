package casework_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"citiesgrow/internal/casework"
	"citiesgrow/internal/casework/caseworktest"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/report"
	"citiesgrow/internal/store/storetest"
)

// edits are the forms of a case that two caseworkers may fill in at once, each with the revision that was read.
func edits(h *caseworktest.House, id string) map[string]func(revision int64, value string) (*report.Report, error) {
	return map[string]func(int64, string) (*report.Report, error){
		"triage": func(revision int64, value string) (*report.Report, error) {
			return h.Triage(h.Mia, id, casework.TriageForm{Revision: revision, Triage: value})
		},
		"coding": func(revision int64, value string) (*report.Report, error) {
			return h.Code(h.Mia, id, casework.CodingForm{Revision: revision, Summary: value})
		},
		"masks": func(revision int64, value string) (*report.Report, error) {
			return h.Mask(h.Mia, id, casework.MaskForm{Revision: revision, Words: value})
		},
	}
}

// current is the form that a conflict carries, as it is stored.
func current(t *testing.T, err error) any {
	t.Helper()
	p := problem.Of(err)
	if p == nil || p.Kind != problem.Conflict || p.Current == nil {
		t.Fatalf("%v, want a conflict with what is stored", err)
	}
	return p.Current
}

// What a colleague stored since the case was read is not overwritten: the caseworker sees what is stored,
// and the audit log has no change. With the revision that is stored now, or none, it is.
func TestACaseIsNotEditedOverAColleague(t *testing.T) {
	for name := range edits(nil, "") {
		h := caseworktest.New(t)
		h.Filed(caseworktest.Form("x"))
		read := h.First(h.Mia)
		edit := edits(h, read.ID)[name]
		_, err := h.Triage(h.Ali, read.ID, casework.TriageForm{Triage: "refer", Urgent: "yes", Limit: "2026-12-24"})
		h.Must(err)
		_, err = h.Code(h.Ali, read.ID, casework.CodingForm{Ground: "age", Organisation: "Clean House", Summary: "Ali's line"})
		h.Must(err)
		_, err = h.Mask(h.Ali, read.ID, casework.MaskForm{Words: "Anna\nBerzins"})
		h.Must(err)
		before, err := h.Kept(t.Context(), read.ID)
		h.Must(err)
		lines := len(h.Lines())
		_, err = edit(read.Revision, "ours")
		want := map[string]any{
			"triage": &casework.TriageForm{Revision: before.Revision, Triage: "refer", Urgent: "yes", Limit: "2026-12-24"},
			"coding": &casework.CodingForm{Revision: before.Revision, Ground: "age", Organisation: "Clean House", Summary: "Ali's line"},
			"masks":  &casework.MaskForm{Revision: before.Revision, Words: "Berzins\nAnna"},
		}[name]
		if got := current(t, err); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: stored is %+v, want %+v", name, got, want)
		}
		if after, err := h.Kept(t.Context(), read.ID); err != nil || !reflect.DeepEqual(before, after) || len(h.Lines()) != lines {
			t.Errorf("%s: it was changed: %+v %v", name, after, err)
		}
		for _, revision := range []int64{before.Revision, 0} {
			if _, err := edit(revision, "ours"); err != nil {
				t.Errorf("%s with revision %d: %v", name, revision, err)
			}
		}
	}
}

// A colleague who is quicker by a moment is not overwritten either.
func TestACaseIsNotEditedInARace(t *testing.T) {
	for name := range edits(nil, "") {
		db, h := racing(t)
		h.Filed(caseworktest.Form("x"))
		read := h.First(h.Mia)
		edit := edits(h, read.ID)[name]
		db.before("reports", func() {
			_, err := edit(0, "refer")
			h.Must(err)
		})
		_, err := edit(read.Revision, "ours")
		if now := fmt.Sprint(current(t, err)); !strings.Contains(now, "refer") {
			t.Errorf("%s: stored is said to be %s", name, now)
		}
	}
}

// What else happens to a case while a caseworker fills in a form is no conflict of that form: a message of the
// reporter, another form, or a writer who is quicker by a moment. Only an edit that was made with the message
// in sight marks it as read.
func TestWhatElseHappensIsNoConflict(t *testing.T) {
	for name := range edits(nil, "") {
		db := &storetest.Contested{}
		h := caseworktest.New(t, func(h *moduletest.House) { db.DB, h.DB = h.DB, db })
		receipt := h.Filed(caseworktest.Form("x"))
		read := h.First(h.Mia)
		_, err := h.Triage(h.Mia, read.ID, casework.TriageForm{Triage: "ours"})
		h.Must(err)
		read, err = h.Kept(t.Context(), read.ID)
		h.Must(err)
		_, err = h.Reply(t.Context(), report.Reply{Receipt: receipt.Receipt, Text: "They did it again."}, "net")
		h.Must(err)
		for other, edit := range edits(h, read.ID) {
			if other != name {
				_, err := edit(read.Revision, "refer")
				h.Must(err)
			}
		}
		db.Contest("reports", 1)
		changed, err := edits(h, read.ID)[name](read.Revision, "ours")
		if err != nil || db.Left("reports") != 0 {
			t.Fatalf("%s: %v", name, err)
		}
		if changed.Waiting == "" {
			t.Errorf("%s: a message counts as read that came after the case was read", name)
		}
		changed, err = h.Triage(h.Mia, read.ID, casework.TriageForm{Revision: changed.Revision, Triage: "ours"})
		if err != nil || changed.Waiting != "" {
			t.Errorf("%s: %+v %v, want the message read", name, changed, err)
		}
	}
}

// The outcome with which a colleague closed a case is not overwritten by a coding that was begun before.
func TestAnOutcomeIsNotOverwrittenByAnOldForm(t *testing.T) {
	h := caseworktest.New(t)
	h.Filed(caseworktest.Form("x"))
	read := h.First(h.Mia)
	_, err := h.Close(h.Ali, read.ID, casework.CloseForm{Outcome: "advised", Text: "We spoke with them."})
	h.Must(err)
	_, err = h.Code(h.Mia, read.ID, casework.CodingForm{Revision: read.Revision, Summary: "Mia's line"})
	if now := current(t, err).(*casework.CodingForm); now.Outcome != "advised" {
		t.Errorf("stored is said to be %+v", now)
	}
}

// The page of a refused form shows what was typed and what is stored, and to save once more stores what was
// typed. A program is answered with the form as it is stored, and nothing else of the case.
func TestThePageOfAConflictShowsBoth(t *testing.T) {
	h := caseworktest.New(t)
	h.Filed(caseworktest.Form("x"))
	read := h.First(h.Mia)
	ask := h.Site()
	post := func(token, act, form string) (int, string) {
		return ask(token, "POST", "/cases/"+read.ID+"/"+act, form)
	}
	for _, c := range []struct {
		act, colleague, typed string
		shows                 []string
	}{
		{"triage", `"triage":"refer","urgent":"yes"`, `"triage":"ours"`,
			[]string{"Whose is it?: stored “another body’s”, yours “ours”",
				"stored “Yes”, yours “No”"}},
		{"coding", `"ground":"age","summary":"Ali"`, `"ground":"sex","summary":"Mia"`,
			[]string{"stored “Age”, yours “Being a woman or a man”", "stored “Ali”, yours “Mia”"}},
		{"masks", `"words":"Anna"`, `"words":"Berzins"`, []string{"stored “Anna”, yours “Berzins”"}},
	} {
		now, err := h.Kept(t.Context(), read.ID)
		h.Must(err)
		if status, page := post("ali", c.act, fmt.Sprintf(`{"revision":%d,%s}`, now.Revision, c.colleague)); status != 303 {
			t.Fatalf("%s: %d %s", c.act, status, page)
		}
		mine := fmt.Sprintf(`{"revision":%d,%s}`, now.Revision, c.typed)
		status, page := post("mia", c.act, mine)
		for _, want := range append(c.shows, fmt.Sprintf(`name="revision" value="%d"`, now.Revision+1)) {
			if status != 409 || !strings.Contains(page, want) {
				t.Errorf("%s: %d, the page lacks %s", c.act, status, want)
			}
		}
		status, answer := ask("mia", "POST", "/api/v1/cases/"+read.ID+"/"+c.act, mine)
		if status != 409 || !strings.Contains(answer, `"current":{`) || !strings.Contains(answer, fmt.Sprintf(`"revision":%d`, now.Revision+1)) ||
			strings.Contains(strings.ToLower(answer), "lookup") {
			t.Errorf("%s: %d %s", c.act, status, answer)
		}
		if status, page := post("mia", c.act, fmt.Sprintf(`{"revision":%d,%s}`, now.Revision+1, c.typed)); status != 303 {
			t.Errorf("%s once more: %d %s", c.act, status, page)
		}
	}
	opened, err := h.Open(h.Ali, read.ID, true)
	h.Must(err)
	if opened.Triage != "ours" || opened.Coding.Ground != "sex" || opened.Known.Summary != "Mia" || strings.Join(opened.Known.Masks, " ") != "Berzins" {
		t.Errorf("%+v %+v", opened.Report, opened.Known)
	}
	for act, wrong := range map[string]string{"triage": `"triage":"theirs"`, "coding": `"ground":"hair"`, "masks": `"words":"` + strings.Repeat("x", 3001) + `"`} {
		if status, page := post("mia", act, fmt.Sprintf(`{"revision":%d,%s}`, opened.Revision, wrong)); status != 422 || strings.Contains(page, "yours “") {
			t.Errorf("%s: %d, a form that is wrong is shown as a conflict", act, status)
		}
	}
	if _, page := ask("mia", "GET", "/cases/"+read.ID, ""); strings.Count(page, fmt.Sprintf(`name="revision" value="%d"`, opened.Revision)) != 5 ||
		strings.Contains(page, "yours “") {
		t.Error("the page of a case lacks the revision that was read")
	}
}

// A transfer sets the outcome, so a coding that was begun before conflicts with it.
func TestATransferIsNotOverwrittenByAnOldForm(t *testing.T) {
	h := caseworktest.New(t)
	receipt := h.Filed(caseworktest.Form("x"))
	id := h.First(h.Mia).ID
	_, err := h.Write(h.Mia, id, casework.MessageForm{Text: "May it go there?", Transfer: "Ombudsman"})
	h.Must(err)
	in := h.Found(receipt)
	_, err = h.Reply(t.Context(), report.Reply{Receipt: receipt.Receipt, Answer: "yes", To: in.Messages[len(in.Messages)-1].ID}, "net")
	h.Must(err)
	read, err := h.Kept(t.Context(), id)
	h.Must(err)
	_, err = h.Transfer(h.Ali, id, casework.TransferForm{Body: "Ombudsman"})
	h.Must(err)
	_, err = h.Code(h.Mia, id, casework.CodingForm{Revision: read.Revision, Outcome: "advised"})
	if now := current(t, err).(*casework.CodingForm); now.Outcome != "passed_on" {
		t.Errorf("stored is said to be %+v", now)
	}
}

// A message that the reporter wrote after the page of the case was opened stays unread when the caseworker writes from
// that page, and the case is not closed from it.
func TestAnUnreadMessageIsNotPassedOver(t *testing.T) {
	h := caseworktest.New(t)
	receipt := h.Filed(caseworktest.Form("x"))
	read := h.First(h.Mia)
	_, err := h.Reply(t.Context(), report.Reply{Receipt: receipt.Receipt, Text: "Please do not close it."}, "net")
	h.Must(err)
	_, err = h.Close(h.Mia, read.ID, casework.CloseForm{Outcome: "advised", Text: "We spoke with them.", Revision: read.Revision})
	if !problem.Is(err, problem.Conflict) {
		t.Errorf("it is closed over a message: %v", err)
	}
	after, err := h.Write(h.Mia, read.ID, casework.MessageForm{Text: "We look into it.", Revision: read.Revision})
	if err != nil || after.Waiting == "" || after.Erase != "" {
		t.Errorf("%+v %v, want the message unread", after, err)
	}
	for _, revision := range []int64{after.Revision, 0} {
		after, err = h.Write(h.Mia, read.ID, casework.MessageForm{Text: "We have read it.", Revision: revision})
		if err != nil || after.Waiting != "" {
			t.Errorf("revision %d: %+v %v, want it read", revision, after, err)
		}
	}
	if _, err = h.Close(h.Mia, read.ID, casework.CloseForm{Outcome: "advised", Text: "Done.", Revision: after.Revision}); err != nil {
		t.Error(err)
	}
}

// Words beyond the limit are refused, not left in clear.
func TestNoWordIsLeftUnmasked(t *testing.T) {
	h := caseworktest.New(t)
	h.Filed(caseworktest.Form("x"))
	id := h.First(h.Mia).ID
	lines := func(n int) (all string) {
		for i := range n {
			all += fmt.Sprintf("name %d\n", i)
		}
		return all
	}
	if _, err := h.Mask(h.Mia, id, casework.MaskForm{Words: lines(101)}); problem.Of(err) == nil || problem.Of(err).Fields["words"].Key != "problem.max_items" {
		t.Errorf("101 words: %v", err)
	}
	if _, err := h.Mask(h.Mia, id, casework.MaskForm{Words: lines(100)}); err != nil {
		t.Error(err)
	}
}
