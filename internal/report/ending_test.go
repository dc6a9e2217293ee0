package report_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/report"
)

// What was only to be recorded is kept for six months, all else for two years; the reporter hears the
// end where they wanted to, and have not heard yet what was done.
func TestHowLongAClosedCaseIsKept(t *testing.T) {
	h := open(t)
	for name, c := range map[string]struct {
		wish, reply, outcome, text string
		fields                     []string
		erase                      string
	}{
		"advised":                {"advice", "", "advised", "This you can do.", nil, "2028-11-22"},
		"advised, untold":        {"advice", "", "advised", " ", []string{"text"}, ""},
		"wants no answer":        {"advice", "no", "advised", "", nil, "2028-11-22"},
		"to be recorded":         {"record", "", "advised", "", nil, "2027-05-22"},
		"recorded in the end":    {"act", "", "recorded", "It is counted.", nil, "2027-05-22"},
		"no such outcome":        {"act", "", "won", "x", []string{"outcome"}, ""},
		"no outcome":             {"act", "", "", "x", []string{"outcome"}, ""},
		"no contact with anyone": {"act", "no", "no_contact", "", nil, "2028-11-22"},
	} {
		f := told(name)
		f.Wish, f.Reply = c.wish, c.reply
		r, _, err := h.Enter(h.mia, f)
		h.must(err)
		got, err := h.Close(h.mia, r.ID, report.CloseForm{Outcome: c.outcome, Text: c.text})
		if c.fields != nil {
			if !slices.Equal(moduletest.Fields(err), c.fields) {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if err != nil || got.State != report.Closed || got.Coding.Outcome != c.outcome || got.Erase != c.erase || got.Due != "" || got.Acknowledge != "2026-11-22" {
			t.Errorf("%s: %+v %v", name, got, err)
			continue
		}
		if heard := strings.TrimSpace(c.text) != ""; heard != (got.Feedback != "") || heard != (len(got.Messages) == 1) {
			t.Errorf("%s: feedback %q, %d messages", name, got.Feedback, len(got.Messages))
		}
	}
}

// A closed case is kept longer with a reason, for ten years at most, and not into the past; an open one
// is kept anyway.
func TestAClosedCaseIsKeptLonger(t *testing.T) {
	h := open(t)
	h.filed(told("x"))
	id := h.first(h.mia).ID
	if _, err := h.KeepLonger(h.mia, id, report.KeepForm{Until: "2030-01-01", Why: "The court asks."}); !problem.Is(err, problem.Conflict) {
		t.Errorf("an open case: %v", err)
	}
	_, err := h.Close(h.mia, id, report.CloseForm{Outcome: "advised", Text: "Done."})
	h.must(err)
	for name, c := range map[string]struct {
		form report.KeepForm
		want []string
	}{
		"no reason":      {report.KeepForm{Until: "2030-01-01", Why: " "}, []string{"why"}},
		"no day":         {report.KeepForm{Why: "x"}, []string{"until"}},
		"a word":         {report.KeepForm{Until: "later", Why: "x"}, []string{"until"}},
		"yesterday":      {report.KeepForm{Until: "2026-11-21", Why: "x"}, []string{"until"}},
		"over ten years": {report.KeepForm{Until: "2036-11-22", Why: "x"}, []string{"until"}},
		"nothing":        {report.KeepForm{}, []string{"until", "why"}},
		"for ten years":  {report.KeepForm{Until: "2036-11-21", Why: "x"}, nil},
		"till tonight":   {report.KeepForm{Until: "2026-11-22", Why: "x"}, nil},
		"till tomorrow":  {report.KeepForm{Until: "2026-11-23", Why: "x"}, nil},
	} {
		got, err := h.KeepLonger(h.mia, id, c.form)
		if !slices.Equal(moduletest.Fields(err), c.want) || err == nil && got.Erase != string(c.form.Until) {
			t.Errorf("%s: %v", name, err)
		}
	}
	c, err := h.Open(h.mia, id, false)
	if err != nil || c.Desk.WhyLonger != "x" {
		t.Errorf("%+v %v", c.Desk, err)
	}
}

// A part becomes a case of its own, with the same readers but those who stepped out, and without what
// belongs to the reporter alone: the receipt, the name, the messages.
func TestAPartBecomesItsOwnCase(t *testing.T) {
	h := open(t)
	f := told("The firm. The landlord.")
	f.When, f.Name, f.Contact, f.Email = "2026-11-10", "Amina", "+371 2", "amina@x.example"
	r := h.filed(f)
	id := h.first(h.mia).ID
	_, err := h.Write(h.mia, id, report.MessageForm{Text: "Hello."})
	h.must(err)
	before, err := h.Kept(t.Context(), id)
	h.must(err)
	if _, err := h.Split(h.mia, id, report.SplitForm{What: " "}); !slices.Equal(moduletest.Fields(err), []string{"what"}) {
		t.Errorf("an empty part: %v", err)
	}
	part, err := h.Split(h.mia, id, report.SplitForm{What: "The landlord."})
	h.must(err)
	if part.From != id || part.City != "riga" || part.Day != before.Day || part.State != report.Open || part.Limit != "2027-02-10" ||
		part.Acknowledge != "2026-11-22" ||
		part.Lookup != "" || len(part.Identity) != 0 || len(part.Ping) != 0 || len(part.Messages) != 0 || part.Number == r.Number || part.Hash != r.Hash {
		t.Errorf("%+v", part)
	}
	c, err := h.Open(h.mia, part.ID, false)
	h.must(err)
	if c.Account.What != "The landlord." || c.Account.Field != "work" || c.Who != nil {
		t.Errorf("%+v", c.Account)
	}
	if after, err := h.Kept(t.Context(), id); err != nil || after.Revision != before.Revision {
		t.Errorf("the first case was changed: %v", err)
	}
	for what, err := range map[string]error{
		"written to":   func() error { _, err := h.Write(h.mia, part.ID, report.MessageForm{Text: "x"}); return err }(),
		"asked a name": func() error { _, err := h.AskIdentity(h.mia, part.ID, report.AskForm{Why: "x"}); return err }(),
	} {
		if err == nil {
			t.Errorf("the reporter of a part is %s", what)
		}
	}
	if _, err := h.Close(h.mia, part.ID, report.CloseForm{Outcome: "advised"}); err != nil {
		t.Errorf("a part without a receipt asks for a message: %v", err)
	}
	h.must(h.StepAside(h.ali, id))
	second, err := h.Split(h.mia, id, report.SplitForm{What: "Something else."})
	h.must(err)
	if readers, _ := h.readersOf(second.ID); !slices.Equal(readers, []string{"mia"}) {
		t.Errorf("the part is sealed to %v", readers)
	}
	if _, err := h.Open(h.ali, second.ID, false); !problem.Is(err, problem.NotFound) {
		t.Errorf("who stepped out reads the part: %v", err)
	}
}

// A case is merged into one that goes on and that its caseworker reads, not into itself.
func TestACaseIsMergedIntoOneThatGoesOn(t *testing.T) {
	h := open(t)
	zoe, wide := h.as("zoe", actor.Caseworker, "ghent"), h.as("wide", actor.Custodian, "ghent")
	h.seat(zoe)
	h.seat(wide)
	f := told("x")
	f.City = "ghent"
	far := h.filed(f)
	a, b, c := h.filed(told("a")), h.filed(told("b")), h.filed(told("c"))
	for name, number := range map[string]string{"itself": a.Number, "none": "AAAA-AAAA", "nothing": " ", "another city's": far.Number} {
		if _, err := h.Merge(h.mia, h.idOf(a.Number), report.MergeForm{Number: number}); !slices.Equal(moduletest.Fields(err), []string{"number"}) {
			t.Errorf("merged into %s: %v", name, err)
		}
	}
	merged, err := h.Merge(h.mia, h.idOf(a.Number), report.MergeForm{Number: " " + strings.ToLower(b.Number) + " "})
	h.must(err)
	if merged.State != report.Merged || merged.Into != h.idOf(b.Number) || merged.Due != "" {
		t.Errorf("%+v", merged)
	}
	if _, err := h.Merge(h.mia, h.idOf(c.Number), report.MergeForm{Number: a.Number}); !slices.Equal(moduletest.Fields(err), []string{"number"}) {
		t.Errorf("merged into a merged one: %v", err)
	}
	if got, _ := h.queued(h.mia, ""); slices.Contains(got, a.Number) || !slices.Contains(got, b.Number) {
		t.Errorf("the queue has %v", got)
	}
}

// Who steps out of a case takes their key with them, that of the identity as well; the last reader stays.
func TestWhoStepsOutReadsNoMore(t *testing.T) {
	h := open(t)
	f := told("x")
	f.Name, f.Contact = "Amina", "+371 2"
	h.filed(f)
	id := h.first(h.mia).ID
	_, err := h.AskIdentity(h.mia, id, report.AskForm{Why: "To call."})
	h.must(err)
	h.must(h.Decide(h.keeper, id, report.DecideForm{Decision: "granted", Why: "Yes."}))
	h.must(h.StepAside(h.mia, id))
	w, err := h.WrapsOf(t.Context(), id)
	h.must(err)
	for _, one := range slices.Concat(w.Readers, w.Identity) {
		if one.Account == "mia" {
			t.Error("a wrap is left")
		}
	}
	if len(w.Readers) != 1 || len(w.Keepers) != 1 || len(w.Identity) != 1 {
		t.Errorf("%d readers, %d keepers, %d for the name", len(w.Readers), len(w.Keepers), len(w.Identity))
	}
	if err := h.StepAside(h.ali, id); problem.Of(err) == nil || problem.Of(err).Message.Key != "report.last_reader" {
		t.Errorf("nobody is left: %v", err)
	}
	if err := h.StepAside(h.mia, id); !problem.Is(err, problem.NotFound) {
		t.Errorf("twice: %v", err)
	}
}

// A caseworker enters what somebody told on the telephone: in their own city, without limits of floods,
// and the receipt opens it like any other.
func TestAReportFromTheTelephone(t *testing.T) {
	h := open(t)
	f := told("By telephone.")
	f.City, f.Avoid, f.Email = "ghent", []string{"mia", "ali"}, "x@y.example"
	r, receipt, err := h.Enter(h.mia, f)
	h.must(err)
	kept, err := h.Kept(t.Context(), r.ID)
	h.must(err)
	if kept.City != "riga" || !kept.Paper || len(kept.Ping) != 0 {
		t.Errorf("%+v", kept)
	}
	if _, err := h.Open(h.ali, r.ID, false); err != nil {
		t.Errorf("a colleague does not read it: %v", err)
	}
	if in := h.found(receipt); in.Account.What != "By telephone." {
		t.Errorf("%+v", in.Account)
	}
	for range 10 {
		_, _, err := h.Enter(h.mia, told("x"))
		h.must(err)
	}
	h.filed(told("from outside"))
	if _, _, err := h.Enter(h.mia, report.Form{}); !slices.Equal(moduletest.Fields(err), []string{"field", "ground", "what", "wish"}) {
		t.Errorf("%v", err)
	}
	for name, ctx := range map[string]*struct {
		role actor.Role
		want problem.Kind
	}{"a custodian": {actor.Custodian, problem.Forbidden}, "staff": {actor.Staff, problem.Forbidden}} {
		if _, _, err := h.Enter(h.as("x", ctx.role, "riga"), told("x")); !problem.Is(err, ctx.want) {
			t.Errorf("%s enters a report: %v", name, err)
		}
	}
	h.now = h.now.Add(15*time.Minute + time.Second)
	if _, _, err := h.Enter(h.mia, told("with a locked key")); err != nil {
		t.Errorf("a caseworker whose key is locked takes no call: %v", err)
	}
}

// What a reporter adds reaches the case that goes on, however often it was merged, and brings a case back
// that another body has: somebody reads it, and nothing is erased meanwhile or kept without an end.
func TestNewsReachesWhoWorksOnTheCase(t *testing.T) {
	h := open(t)
	a, b, c := h.filed(told("a")), h.filed(told("b")), h.filed(told("c"))
	_, err := h.Merge(h.mia, h.idOf(a.Number), report.MergeForm{Number: b.Number})
	h.must(err)
	_, err = h.Merge(h.mia, h.idOf(b.Number), report.MergeForm{Number: c.Number})
	h.must(err)
	on := h.idOf(c.Number)
	_, err = h.Close(h.mia, on, report.CloseForm{Outcome: "advised", Text: "Done."})
	h.must(err)
	_, err = h.Reply(t.Context(), report.Reply{Receipt: a.Receipt, Text: "It goes on."}, "net")
	h.must(err)
	kept, err := h.Kept(t.Context(), on)
	h.must(err)
	if kept.State != report.Open || kept.Waiting == "" || kept.Erase != "" {
		t.Errorf("twice merged: %s, waits %q, is erased %q", kept.State, kept.Waiting, kept.Erase)
	}
	if got, _ := h.queued(h.mia, ""); !slices.Equal(got, []string{c.Number}) {
		t.Errorf("the queue has %v", got)
	}

	_, err = h.Write(h.mia, on, report.MessageForm{Text: "May they?", Transfer: "Ombud"})
	h.must(err)
	in := h.found(c)
	_, err = h.Reply(t.Context(), report.Reply{Receipt: c.Receipt, Answer: "yes", To: in.Messages[len(in.Messages)-1].ID}, "net")
	h.must(err)
	_, err = h.Transfer(h.mia, on, report.TransferForm{Body: "Ombud"})
	h.must(err)
	_, err = h.Reply(t.Context(), report.Reply{Receipt: c.Receipt, Text: "They do not answer."}, "net")
	h.must(err)
	if got, _ := h.queued(h.mia, ""); !slices.Equal(got, []string{c.Number}) {
		t.Errorf("with another body, the queue has %v", got)
	}
	again, err := h.Transfer(h.mia, on, report.TransferForm{Body: "Ombud"})
	if err != nil || again.State != report.Transferred || again.Erase == "" {
		t.Errorf("it goes there again: %+v %v", again, err)
	}
}
