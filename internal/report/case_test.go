package report_test

import (
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/report"
)

// Only the confirmed, unlocked readers of the city's door open a report.
func TestNobodyElseOpensIt(t *testing.T) {
	h := open(t)
	h.filed(told("x"))
	id := h.first(h.mia).ID
	stranger := h.as("zoe", actor.Caseworker, "ghent")
	h.key(stranger)
	fresh := h.as("new", actor.Caseworker, "riga")
	h.key(fresh)
	for name, c := range map[string]struct {
		id   string
		role actor.Role
		city string
		want problem.Kind
	}{"another city's caseworker": {"zoe", actor.Caseworker, "ghent", problem.NotFound}, "staff": {"s", actor.Staff, "riga", problem.Forbidden},
		"admin":         {"a", actor.Admin, "", problem.Forbidden},
		"the custodian": {"keeper", actor.Custodian, "riga", problem.Forbidden}, "who is not confirmed": {"new", actor.Caseworker, "riga", problem.Conflict}} {
		if _, err := h.Open(h.as(c.id, c.role, c.city), id, false); !problem.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
		if _, _, err := h.Queue(h.as(c.id, c.role, c.city), "", ""); c.role != actor.Caseworker && !problem.Is(err, problem.Forbidden) {
			t.Errorf("%s sees the queue: %v", name, err)
		}
	}
	// Confirmed now, but the report was sealed before: it is let in by the custodian.
	h.must(h.Confirm(h.keeper, "new"))
	if _, err := h.Open(fresh, id, false); !problem.Is(err, problem.Conflict) {
		t.Errorf("it opens without the secret: %v", err)
	}
	left, err := h.Share(h.keeper)
	h.must(err)
	if _, err := h.Open(fresh, id, false); err != nil || left != 0 {
		t.Errorf("let in, %d left: %v", left, err)
	}
	// Locked again, idle, in another session: closed.
	h.must(h.Lock(h.mia))
	if _, err := h.Open(h.mia, id, false); !problem.Is(err, problem.Conflict) {
		t.Errorf("locked: %v", err)
	}
	elsewhere := report.WithSession(h.ali, "another session")
	if _, err := h.Open(elsewhere, id, false); !problem.Is(err, problem.Conflict) {
		t.Errorf("in another session: %v", err)
	}
	h.now = h.now.Add(16 * time.Minute)
	if _, err := h.Open(h.ali, id, false); !problem.Is(err, problem.Conflict) {
		t.Errorf("left alone: %v", err)
	}
	if err := h.Unlock(h.ali, "four calm heron"); problem.Of(err) == nil {
		t.Errorf("another passphrase: %v", err)
	}
	h.must(h.Unlock(h.ali, passphrase))
	if _, err := h.Open(h.ali, id, false); err != nil {
		t.Error(err)
	}
}

// Who has to do with it does not read it: said by the reporter, or by themselves.
func TestConflictsOfInterest(t *testing.T) {
	h := open(t)
	f := told("About Ali.")
	f.Avoid = []string{"ali"}
	h.filed(f)
	id := h.first(h.mia).ID
	if _, err := h.Open(h.ali, id, false); !problem.Is(err, problem.NotFound) {
		t.Errorf("%v", err)
	}
	if err := h.StepAside(h.mia, id); !problem.Is(err, problem.Conflict) {
		t.Errorf("the last reader goes: %v", err)
	}
	f.Avoid = []string{"ali", "mia"}
	if _, err := h.File(t.Context(), f); problem.Of(err) == nil || problem.Of(err).Fields["avoid"].Key == "" {
		t.Errorf("nobody is left: %v", err)
	}
	h.filed(told("About something else."))
	second := ""
	all, _, err := h.Queue(h.mia, "", "")
	h.must(err)
	for _, c := range all {
		if c.ID != id {
			second = c.ID
		}
	}
	h.must(h.StepAside(h.mia, second))
	if _, err := h.Open(h.mia, second, false); !problem.Is(err, problem.NotFound) {
		t.Errorf("%v", err)
	}
	all, _, err = h.Queue(h.mia, "", "")
	if err != nil || len(all) != 1 {
		t.Errorf("%d in the queue (%v)", len(all), err)
	}
	_, err = h.Share(h.keeper)
	h.must(err)
	if _, err := h.Open(h.mia, second, false); !problem.Is(err, problem.NotFound) {
		t.Errorf("let in again: %v", err)
	}
}

// Parts, mergers, masks and other bodies.
func TestWorkOnACase(t *testing.T) {
	h := open(t)
	a, b := h.filed(told("Boss Berzins said it. Also the landlord.")), h.filed(told("Berzins again."))
	ids := map[string]string{}
	all, _, err := h.Queue(h.mia, "", "")
	h.must(err)
	for _, c := range all {
		ids[c.Number] = c.ID
	}
	one, two := ids[a.Number], ids[b.Number]
	for _, id := range []string{one, two} {
		_, err := h.Code(h.mia, id, report.CodingForm{Ground: "ethnic", Field: "work", Organisation: "Clean House, SIA"})
		h.must(err)
	}
	_, err = h.Mask(h.mia, one, report.MaskForm{Words: "Berzins\n"})
	h.must(err)
	c, err := h.Open(h.mia, one, false)
	h.must(err)
	if strings.Contains(c.Account.What, "Berzins") || len(c.Alike) != 1 || c.Alike[0].ID != two || c.About == "" || strings.Contains(c.About, "lean") {
		t.Errorf("%q, alike %v, tag %q", c.Account.What, c.Alike, c.About)
	}
	if c, err = h.Open(h.mia, one, true); err != nil || !strings.Contains(c.Account.What, "Berzins") {
		t.Errorf("%v", err)
	}
	part, err := h.Split(h.mia, one, report.SplitForm{What: "The landlord."})
	h.must(err)
	if c, err := h.Open(h.ali, part.ID, false); err != nil || c.Account.What != "The landlord." || c.From != one {
		t.Errorf("%v", err)
	}
	if _, err := h.Merge(h.mia, two, report.MergeForm{Number: "NONE-0000"}); problem.Of(err) == nil {
		t.Error("merged into nothing")
	}
	_, err = h.Merge(h.mia, two, report.MergeForm{Number: strings.ToLower(a.Number)})
	h.must(err)
	if in := h.found(b); in.State != report.Open {
		t.Errorf("to its reporter it is %s", in.State)
	}
	_, err = h.Reply(t.Context(), report.Reply{Receipt: b.Receipt, Text: "News."}, "net")
	h.must(err)
	if c, err := h.Open(h.mia, one, false); err != nil || c.Waiting == "" || len(c.Parts) != 1 {
		t.Errorf("the case that goes on has no news: %v", err)
	}
	if _, err := h.Transfer(h.mia, one, report.TransferForm{Body: "Tiesībsargs"}); problem.Of(err) == nil ||
		problem.Of(err).Fields["body"].Key != "report.no_consent" {
		t.Errorf("without consent: %v", err)
	}
	_, err = h.Write(h.mia, one, report.MessageForm{Text: "May they have it?", Transfer: "Tiesībsargs"})
	h.must(err)
	in := h.found(a)
	q := in.Messages[len(in.Messages)-1]
	_, err = h.Reply(t.Context(), report.Reply{Receipt: a.Receipt, Answer: "yes", To: q.ID}, "net")
	h.must(err)
	moved, err := h.Transfer(h.mia, one, report.TransferForm{Body: "Tiesībsargs"})
	if err != nil || moved.State != report.Transferred || moved.Coding.Outcome != "passed_on" || moved.Erase == "" {
		t.Errorf("%+v %v", moved, err)
	}
	_, entered, err := h.Enter(h.ali, told("By telephone."))
	h.must(err)
	if in := h.found(entered); in.Account.What != "By telephone." {
		t.Error("the receipt of a paper report")
	}
}

// Whom the reporter named never reads it: not when a custodian lets readers in, nor as a part of it, nor
// with a new key, and the queue does not show them that it is there.
func TestWhomTheReporterNamedIsNeverLetIn(t *testing.T) {
	h := open(t)
	f := told("About Ali. And the landlord.")
	f.Avoid = []string{"ali", "somebody who reads nothing here"}
	h.filed(f)
	id := h.first(h.mia).ID
	part, err := h.Split(h.mia, id, report.SplitForm{What: "The landlord, a friend of Ali."})
	h.must(err)
	h.key(h.ali)
	h.must(h.Confirm(h.keeper, "ali"))
	_, err = h.Share(h.keeper)
	h.must(err)
	for _, one := range []string{id, part.ID} {
		if _, err := h.Open(h.ali, one, false); !problem.Is(err, problem.NotFound) {
			t.Errorf("Ali opens it: %v", err)
		}
		w, err := h.WrapsOf(t.Context(), one)
		h.must(err)
		for _, reader := range w.Readers {
			if reader.Account == "ali" {
				t.Error("it is sealed to Ali")
			}
		}
		if _, err := h.Open(h.mia, one, false); err != nil {
			t.Error(err)
		}
	}
	if all, _, err := h.Queue(h.ali, "", ""); err != nil || len(all) != 0 {
		t.Errorf("Ali sees %d cases: %v", len(all), err)
	}
	if kept, err := h.Kept(t.Context(), id); err != nil || len(kept.Shut) != 1 {
		t.Errorf("what is not a reader is remembered: %v %v", kept.Shut, err)
	}
}
