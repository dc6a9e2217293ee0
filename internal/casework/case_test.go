package casework_test

import (
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/casework"
	"citiesgrow/internal/casework/caseworktest"
	"citiesgrow/internal/custody"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/report"
)

// Only the confirmed, unlocked readers of the city's channel open a report.
func TestNobodyElseOpensIt(t *testing.T) {
	h := caseworktest.New(t)
	h.Filed(caseworktest.Form("x"))
	id := h.First(h.Mia).ID
	stranger := h.As("zoe", actor.Caseworker, "ghent")
	h.MakeKey(stranger)
	fresh := h.As("new", actor.Caseworker, "riga")
	h.MakeKey(fresh)
	for name, c := range map[string]struct {
		id   string
		role actor.Role
		city string
		want problem.Kind
	}{"another city's caseworker": {"zoe", actor.Caseworker, "ghent", problem.NotFound}, "staff": {"s", actor.Staff, "riga", problem.Forbidden},
		"admin":         {"a", actor.Admin, "", problem.Forbidden},
		"the custodian": {"keeper", actor.Custodian, "riga", problem.Forbidden}, "who is not confirmed": {"new", actor.Caseworker, "riga", problem.Conflict}} {
		if _, err := h.Open(h.As(c.id, c.role, c.city), id, false); !problem.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
		if _, _, err := h.Queue(h.As(c.id, c.role, c.city), "", ""); c.role != actor.Caseworker && !problem.Is(err, problem.Forbidden) {
			t.Errorf("%s sees the queue: %v", name, err)
		}
	}
	// Confirmed now, but the report was sealed before: it is let in by the custodian.
	h.Must(h.Confirm(h.Keeper, "new"))
	if _, err := h.Open(fresh, id, false); !problem.Is(err, problem.Conflict) {
		t.Errorf("it opens without the secret: %v", err)
	}
	left, err := h.Share(h.Keeper)
	h.Must(err)
	if _, err := h.Open(fresh, id, false); err != nil || left != 0 {
		t.Errorf("let in, %d left: %v", left, err)
	}
	// Locked again, idle, in another session: closed.
	h.Must(h.Lock(h.Mia))
	if _, err := h.Open(h.Mia, id, false); !problem.Is(err, problem.Conflict) {
		t.Errorf("locked: %v", err)
	}
	elsewhere := custody.WithSession(h.Ali, "another session")
	if _, err := h.Open(elsewhere, id, false); !problem.Is(err, problem.Conflict) {
		t.Errorf("in another session: %v", err)
	}
	h.Time = h.Time.Add(16 * time.Minute)
	if _, err := h.Open(h.Ali, id, false); !problem.Is(err, problem.Conflict) {
		t.Errorf("left alone: %v", err)
	}
	if err := h.Unlock(h.Ali, "four calm heron"); problem.Of(err) == nil {
		t.Errorf("another passphrase: %v", err)
	}
	h.Must(h.Unlock(h.Ali, caseworktest.Passphrase))
	if _, err := h.Open(h.Ali, id, false); err != nil {
		t.Error(err)
	}
}

// A caseworker with a conflict of interest does not read a report, whether the reporter says so or they do.
func TestConflictsOfInterest(t *testing.T) {
	h := caseworktest.New(t)
	f := caseworktest.Form("About Ali.")
	f.Avoid = []string{"ali"}
	h.Filed(f)
	id := h.First(h.Mia).ID
	if _, err := h.Open(h.Ali, id, false); !problem.Is(err, problem.NotFound) {
		t.Errorf("%v", err)
	}
	if err := h.Recuse(h.Mia, id); !problem.Is(err, problem.Conflict) {
		t.Errorf("the last reader goes: %v", err)
	}
	f.Avoid = []string{"ali", "mia"}
	if _, err := h.File(t.Context(), f); problem.Of(err) == nil || problem.Of(err).Fields["avoid"].Key == "" {
		t.Errorf("nobody is left: %v", err)
	}
	h.Filed(caseworktest.Form("About something else."))
	second := ""
	all, _, err := h.Queue(h.Mia, "", "")
	h.Must(err)
	for _, c := range all {
		if c.ID != id {
			second = c.ID
		}
	}
	h.Must(h.Recuse(h.Mia, second))
	if _, err := h.Open(h.Mia, second, false); !problem.Is(err, problem.NotFound) {
		t.Errorf("%v", err)
	}
	all, _, err = h.Queue(h.Mia, "", "")
	if err != nil || len(all) != 1 {
		t.Errorf("%d in the queue (%v)", len(all), err)
	}
	_, err = h.Share(h.Keeper)
	h.Must(err)
	if _, err := h.Open(h.Mia, second, false); !problem.Is(err, problem.NotFound) {
		t.Errorf("let in again: %v", err)
	}
}

// Parts, mergers, masks and other bodies.
func TestWorkOnACase(t *testing.T) {
	h := caseworktest.New(t)
	a, b := h.Filed(caseworktest.Form("Boss Berzins said it. Also the landlord.")), h.Filed(caseworktest.Form("Berzins again."))
	ids := map[string]string{}
	all, _, err := h.Queue(h.Mia, "", "")
	h.Must(err)
	for _, c := range all {
		ids[c.Number] = c.ID
	}
	one, two := ids[a.Number], ids[b.Number]
	for _, id := range []string{one, two} {
		_, err := h.Code(h.Mia, id, casework.CodingForm{Ground: "ethnic", Field: "work", Organisation: "Clean House, SIA"})
		h.Must(err)
	}
	_, err = h.Mask(h.Mia, one, casework.MaskForm{Words: "Berzins\n"})
	h.Must(err)
	c, err := h.Open(h.Mia, one, false)
	h.Must(err)
	if strings.Contains(c.Account.What, "Berzins") || len(c.Alike) != 1 || c.Alike[0].ID != two || c.About == "" || strings.Contains(c.About, "lean") {
		t.Errorf("%q, alike %v, tag %q", c.Account.What, c.Alike, c.About)
	}
	if c, err = h.Open(h.Mia, one, true); err != nil || !strings.Contains(c.Account.What, "Berzins") {
		t.Errorf("%v", err)
	}
	part, err := h.Split(h.Mia, one, casework.SplitForm{What: "The landlord."})
	h.Must(err)
	if c, err := h.Open(h.Ali, part.ID, false); err != nil || c.Account.What != "The landlord." || c.From != one {
		t.Errorf("%v", err)
	}
	if _, err := h.Merge(h.Mia, two, casework.MergeForm{Number: "NONE-0000"}); problem.Of(err) == nil {
		t.Error("merged into nothing")
	}
	_, err = h.Merge(h.Mia, two, casework.MergeForm{Number: strings.ToLower(a.Number)})
	h.Must(err)
	if in := h.Found(b); in.State != report.Open {
		t.Errorf("to its reporter it is %s", in.State)
	}
	_, err = h.Reply(t.Context(), report.Reply{Receipt: b.Receipt, Text: "News."}, "net")
	h.Must(err)
	if c, err := h.Open(h.Mia, one, false); err != nil || c.Waiting == "" || len(c.Parts) != 1 {
		t.Errorf("the case that goes on has no news: %v", err)
	}
	if _, err := h.Transfer(h.Mia, one, casework.TransferForm{Body: "Tiesībsargs"}); problem.Of(err) == nil ||
		problem.Of(err).Fields["body"].Key != "casework.no_consent" {
		t.Errorf("without consent: %v", err)
	}
	_, err = h.Write(h.Mia, one, casework.MessageForm{Text: "May they have it?", Transfer: "Tiesībsargs"})
	h.Must(err)
	in := h.Found(a)
	q := in.Messages[len(in.Messages)-1]
	_, err = h.Reply(t.Context(), report.Reply{Receipt: a.Receipt, Answer: "yes", To: q.ID}, "net")
	h.Must(err)
	moved, err := h.Transfer(h.Mia, one, casework.TransferForm{Body: "Tiesībsargs"})
	if err != nil || moved.State != report.Transferred || moved.Coding.Outcome != "passed_on" || moved.Erase == "" {
		t.Errorf("%+v %v", moved, err)
	}
	_, entered, err := h.Enter(h.Ali, caseworktest.Form("By telephone."))
	h.Must(err)
	if in := h.Found(entered); in.Account.What != "By telephone." {
		t.Error("the receipt of a paper report")
	}
}

// Whom the reporter named never reads it: not when a custodian lets readers in, nor as a part of it, nor
// with a new key, and the queue does not show them that it is there.
func TestWhomTheReporterNamedIsNeverLetIn(t *testing.T) {
	h := caseworktest.New(t)
	f := caseworktest.Form("About Ali. And the landlord.")
	f.Avoid = []string{"ali", "somebody who reads nothing here"}
	h.Filed(f)
	id := h.First(h.Mia).ID
	part, err := h.Split(h.Mia, id, casework.SplitForm{What: "The landlord, a friend of Ali."})
	h.Must(err)
	h.MakeKey(h.Ali)
	h.Must(h.Confirm(h.Keeper, "ali"))
	_, err = h.Share(h.Keeper)
	h.Must(err)
	for _, one := range []string{id, part.ID} {
		if _, err := h.Open(h.Ali, one, false); !problem.Is(err, problem.NotFound) {
			t.Errorf("Ali opens it: %v", err)
		}
		w, err := h.Slots(t.Context(), one)
		h.Must(err)
		for _, reader := range w.Readers {
			if reader.Account == "ali" {
				t.Error("it is sealed to Ali")
			}
		}
		if _, err := h.Open(h.Mia, one, false); err != nil {
			t.Error(err)
		}
	}
	if all, _, err := h.Queue(h.Ali, "", ""); err != nil || len(all) != 0 {
		t.Errorf("Ali sees %d cases: %v", len(all), err)
	}
	if kept, err := h.Kept(t.Context(), id); err != nil || len(kept.Excluded) != 1 {
		t.Errorf("what is not a reader is remembered: %v %v", kept.Excluded, err)
	}
}
