package casework_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/casework"
	"citiesgrow/internal/casework/caseworktest"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/report"
)

// What was only to be recorded is retained for six months, all else for two years; the reporter is informed
// of the end where they wanted it, and do not know yet what was done.
func TestHowLongAClosedCaseIsKept(t *testing.T) {
	h := caseworktest.New(t)
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
		f := caseworktest.Form(name)
		f.Wish, f.Reply = c.wish, c.reply
		r, _, err := h.Enter(h.Mia, f)
		h.Must(err)
		got, err := h.Close(h.Mia, r.ID, casework.CloseForm{Outcome: c.outcome, Text: c.text})
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

// A closed case is retained longer with a reason, for ten years at most, and not into the past; an open one
// is not erased anyway.
func TestAClosedCaseIsKeptLonger(t *testing.T) {
	h := caseworktest.New(t)
	h.Filed(caseworktest.Form("x"))
	id := h.First(h.Mia).ID
	if _, err := h.Retain(h.Mia, id, casework.RetainForm{Until: "2030-01-01", Why: "The court asks."}); !problem.Is(err, problem.Conflict) {
		t.Errorf("an open case: %v", err)
	}
	_, err := h.Close(h.Mia, id, casework.CloseForm{Outcome: "advised", Text: "Done."})
	h.Must(err)
	for name, c := range map[string]struct {
		form casework.RetainForm
		want []string
	}{
		"no reason":      {casework.RetainForm{Until: "2030-01-01", Why: " "}, []string{"why"}},
		"no day":         {casework.RetainForm{Why: "x"}, []string{"until"}},
		"a word":         {casework.RetainForm{Until: "later", Why: "x"}, []string{"until"}},
		"yesterday":      {casework.RetainForm{Until: "2026-11-21", Why: "x"}, []string{"until"}},
		"over ten years": {casework.RetainForm{Until: "2036-11-22", Why: "x"}, []string{"until"}},
		"nothing":        {casework.RetainForm{}, []string{"until", "why"}},
		"for ten years":  {casework.RetainForm{Until: "2036-11-21", Why: "x"}, nil},
		"till tonight":   {casework.RetainForm{Until: "2026-11-22", Why: "x"}, nil},
		"till tomorrow":  {casework.RetainForm{Until: "2026-11-23", Why: "x"}, nil},
	} {
		got, err := h.Retain(h.Mia, id, c.form)
		if !slices.Equal(moduletest.Fields(err), c.want) || err == nil && got.Erase != string(c.form.Until) {
			t.Errorf("%s: %v", name, err)
		}
	}
	c, err := h.Open(h.Mia, id, false)
	if err != nil || c.Known.WhyLonger != "x" {
		t.Errorf("%+v %v", c.Known, err)
	}
}

// A part becomes a case of its own, with the same readers but those who stepped out, and without what
// belongs to the reporter alone: the receipt, the name, the messages.
func TestAPartBecomesItsOwnCase(t *testing.T) {
	h := caseworktest.New(t)
	f := caseworktest.Form("The firm. The landlord.")
	f.When, f.Name, f.Contact, f.Email = "2026-11-10", "Amina", "+371 2", "amina@x.example"
	r := h.Filed(f)
	id := h.First(h.Mia).ID
	_, err := h.Write(h.Mia, id, casework.MessageForm{Text: "Hello."})
	h.Must(err)
	before, err := h.Kept(t.Context(), id)
	h.Must(err)
	if _, err := h.Split(h.Mia, id, casework.SplitForm{What: " "}); !slices.Equal(moduletest.Fields(err), []string{"what"}) {
		t.Errorf("an empty part: %v", err)
	}
	part, err := h.Split(h.Mia, id, casework.SplitForm{What: "The landlord."})
	h.Must(err)
	if part.From != id || part.City != "riga" || part.Day != before.Day || part.State != report.Open || part.Limit != "2027-02-10" ||
		part.Acknowledge != "2026-11-22" ||
		part.Lookup != "" || len(part.Identity) != 0 || len(part.Ping) != 0 || len(part.Messages) != 0 || part.Number == r.Number || part.Hash != r.Hash {
		t.Errorf("%+v", part)
	}
	c, err := h.Open(h.Mia, part.ID, false)
	h.Must(err)
	if c.Account.What != "The landlord." || c.Account.Field != "work" || c.Who != nil {
		t.Errorf("%+v", c.Account)
	}
	if after, err := h.Kept(t.Context(), id); err != nil || after.Revision != before.Revision {
		t.Errorf("the first case was changed: %v", err)
	}
	for what, err := range map[string]error{
		"written to":   func() error { _, err := h.Write(h.Mia, part.ID, casework.MessageForm{Text: "x"}); return err }(),
		"asked a name": func() error { _, err := h.AskIdentity(h.Mia, part.ID, casework.AskForm{Why: "x"}); return err }(),
	} {
		if err == nil {
			t.Errorf("the reporter of a part is %s", what)
		}
	}
	if _, err := h.Close(h.Mia, part.ID, casework.CloseForm{Outcome: "advised"}); err != nil {
		t.Errorf("a part without a receipt asks for a message: %v", err)
	}
	h.Must(h.Recuse(h.Ali, id))
	second, err := h.Split(h.Mia, id, casework.SplitForm{What: "Something else."})
	h.Must(err)
	if readers, _ := h.ReadersOf(second.ID); !slices.Equal(readers, []string{"mia"}) {
		t.Errorf("the part is sealed to %v", readers)
	}
	if _, err := h.Open(h.Ali, second.ID, false); !problem.Is(err, problem.NotFound) {
		t.Errorf("who stepped out reads the part: %v", err)
	}
}

// A case is merged into one that goes on and that its caseworker reads, not into itself.
func TestACaseIsMergedIntoOneThatGoesOn(t *testing.T) {
	h := caseworktest.New(t)
	zoe, wide := h.As("zoe", actor.Caseworker, "ghent"), h.As("wide", actor.Custodian, "ghent")
	h.Seat(zoe)
	h.Seat(wide)
	f := caseworktest.Form("x")
	f.City = "ghent"
	far := h.Filed(f)
	a, b, c := h.Filed(caseworktest.Form("a")), h.Filed(caseworktest.Form("b")), h.Filed(caseworktest.Form("c"))
	for name, number := range map[string]string{"itself": a.Number, "none": "AAAA-AAAA", "nothing": " ", "another city's": far.Number} {
		if _, err := h.Merge(h.Mia, h.IDOf(a.Number), casework.MergeForm{Number: number}); !slices.Equal(moduletest.Fields(err), []string{"number"}) {
			t.Errorf("merged into %s: %v", name, err)
		}
	}
	merged, err := h.Merge(h.Mia, h.IDOf(a.Number), casework.MergeForm{Number: " " + strings.ToLower(b.Number) + " "})
	h.Must(err)
	if merged.State != report.Merged || merged.Into != h.IDOf(b.Number) || merged.Due != "" {
		t.Errorf("%+v", merged)
	}
	if _, err := h.Merge(h.Mia, h.IDOf(c.Number), casework.MergeForm{Number: a.Number}); !slices.Equal(moduletest.Fields(err), []string{"number"}) {
		t.Errorf("merged into a merged one: %v", err)
	}
	if got, _ := h.Queued(h.Mia, ""); slices.Contains(got, a.Number) || !slices.Contains(got, b.Number) {
		t.Errorf("the queue has %v", got)
	}
}

// Who steps out of a case takes their key with them, that of the identity as well; the last reader stays.
func TestWhoStepsOutReadsNoMore(t *testing.T) {
	h := caseworktest.New(t)
	f := caseworktest.Form("x")
	f.Name, f.Contact = "Amina", "+371 2"
	h.Filed(f)
	id := h.First(h.Mia).ID
	_, err := h.AskIdentity(h.Mia, id, casework.AskForm{Why: "To call."})
	h.Must(err)
	h.Must(h.Decide(h.Keeper, id, casework.DecideForm{Decision: "granted", Why: "Yes."}))
	h.Must(h.Recuse(h.Mia, id))
	w, err := h.Slots(t.Context(), id)
	h.Must(err)
	for _, one := range slices.Concat(w.Readers, w.Identity) {
		if one.Account == "mia" {
			t.Error("a wrap is left")
		}
	}
	if len(w.Readers) != 1 || len(w.Custodians) != 1 || len(w.Identity) != 1 {
		t.Errorf("%d readers, %d keepers, %d for the name", len(w.Readers), len(w.Custodians), len(w.Identity))
	}
	if err := h.Recuse(h.Ali, id); problem.Of(err) == nil || problem.Of(err).Message.Key != "casework.last_reader" {
		t.Errorf("nobody is left: %v", err)
	}
	if err := h.Recuse(h.Mia, id); !problem.Is(err, problem.NotFound) {
		t.Errorf("twice: %v", err)
	}
}

// A caseworker enters what a person reports on the telephone: in their own city, without limits of floods,
// and the receipt opens it like any other.
func TestAReportFromTheTelephone(t *testing.T) {
	h := caseworktest.New(t)
	f := caseworktest.Form("By telephone.")
	f.City, f.Avoid, f.Email = "ghent", []string{"mia", "ali"}, "x@y.example"
	r, receipt, err := h.Enter(h.Mia, f)
	h.Must(err)
	kept, err := h.Kept(t.Context(), r.ID)
	h.Must(err)
	if kept.City != "riga" || !kept.Paper || len(kept.Ping) != 0 {
		t.Errorf("%+v", kept)
	}
	if _, err := h.Open(h.Ali, r.ID, false); err != nil {
		t.Errorf("a colleague does not read it: %v", err)
	}
	if in := h.Found(receipt); in.Account.What != "By telephone." {
		t.Errorf("%+v", in.Account)
	}
	for range 10 {
		_, _, err := h.Enter(h.Mia, caseworktest.Form("x"))
		h.Must(err)
	}
	h.Filed(caseworktest.Form("from outside"))
	if _, _, err := h.Enter(h.Mia, report.Form{}); !slices.Equal(moduletest.Fields(err), []string{"field", "ground", "what", "wish"}) {
		t.Errorf("%v", err)
	}
	for name, ctx := range map[string]*struct {
		role actor.Role
		want problem.Kind
	}{"a custodian": {actor.Custodian, problem.Forbidden}, "staff": {actor.Staff, problem.Forbidden}} {
		if _, _, err := h.Enter(h.As("x", ctx.role, "riga"), caseworktest.Form("x")); !problem.Is(err, ctx.want) {
			t.Errorf("%s enters a report: %v", name, err)
		}
	}
	h.Time = h.Time.Add(15*time.Minute + time.Second)
	if _, _, err := h.Enter(h.Mia, caseworktest.Form("with a locked key")); err != nil {
		t.Errorf("a caseworker whose key is locked takes no call: %v", err)
	}
}

// What a reporter adds reaches the case that goes on, however often it was merged, and brings a case back
// that another body has: it is read, and nothing is erased meanwhile or retained without an end.
func TestNewsReachesWhoWorksOnTheCase(t *testing.T) {
	h := caseworktest.New(t)
	a, b, c := h.Filed(caseworktest.Form("a")), h.Filed(caseworktest.Form("b")), h.Filed(caseworktest.Form("c"))
	_, err := h.Merge(h.Mia, h.IDOf(a.Number), casework.MergeForm{Number: b.Number})
	h.Must(err)
	_, err = h.Merge(h.Mia, h.IDOf(b.Number), casework.MergeForm{Number: c.Number})
	h.Must(err)
	on := h.IDOf(c.Number)
	_, err = h.Close(h.Mia, on, casework.CloseForm{Outcome: "advised", Text: "Done."})
	h.Must(err)
	_, err = h.Reply(t.Context(), report.Reply{Receipt: a.Receipt, Text: "It goes on."}, "net")
	h.Must(err)
	kept, err := h.Kept(t.Context(), on)
	h.Must(err)
	if kept.State != report.Open || kept.Waiting == "" || kept.Erase != "" {
		t.Errorf("twice merged: %s, waits %q, is erased %q", kept.State, kept.Waiting, kept.Erase)
	}
	if got, _ := h.Queued(h.Mia, ""); !slices.Equal(got, []string{c.Number}) {
		t.Errorf("the queue has %v", got)
	}

	_, err = h.Write(h.Mia, on, casework.MessageForm{Text: "May they?", Transfer: "Ombud"})
	h.Must(err)
	in := h.Found(c)
	_, err = h.Reply(t.Context(), report.Reply{Receipt: c.Receipt, Answer: "yes", To: in.Messages[len(in.Messages)-1].ID}, "net")
	h.Must(err)
	_, err = h.Transfer(h.Mia, on, casework.TransferForm{Body: "Ombud"})
	h.Must(err)
	_, err = h.Reply(t.Context(), report.Reply{Receipt: c.Receipt, Text: "They do not answer."}, "net")
	h.Must(err)
	if got, _ := h.Queued(h.Mia, ""); !slices.Equal(got, []string{c.Number}) {
		t.Errorf("with another body, the queue has %v", got)
	}
	again, err := h.Transfer(h.Mia, on, casework.TransferForm{Body: "Ombud"})
	if err != nil || again.State != report.Transferred || again.Erase == "" {
		t.Errorf("it goes there again: %+v %v", again, err)
	}
}
