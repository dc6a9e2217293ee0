package custody_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/casework"
	"citiesgrow/internal/casework/caseworktest"
	"citiesgrow/internal/custody"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/report"
	"citiesgrow/internal/store"
)

// A line of the log that is changed, removed or added is noticed.
func TestTheLogCannotBeBent(t *testing.T) {
	h := caseworktest.New(t)
	h.Filed(caseworktest.Form("x"))
	id := h.First(h.Mia).ID
	for range 3 {
		_, err := h.Open(h.Mia, id, false)
		h.Must(err)
	}
	wrong, err := h.Audit.Check(t.Context())
	if err != nil || len(wrong) > 0 {
		t.Fatalf("%v %v", wrong, err)
	}
	lines, _, err := h.Audit.List(h.Keeper, "")
	h.Must(err)
	middle := lines[1]
	h.Must(h.DB.Delete(t.Context(), "report_log", middle.ID, middle.Revision))
	if wrong, err = h.Audit.Check(t.Context()); err != nil || len(wrong) != 1 || !strings.Contains(wrong[0], "missing") {
		t.Errorf("a line is gone: %v %v", wrong, err)
	}
}

// Many at once find their place in the log.
func TestTheLogUnderACrowd(t *testing.T) {
	h := caseworktest.New(t)
	h.Filed(caseworktest.Form("x"))
	id := h.First(h.Mia).ID
	errs := make(chan error, 20)
	for n := range 20 {
		go func() {
			ctx := h.Mia
			if n%2 == 0 {
				ctx = h.Ali
			}
			_, err := h.Open(ctx, id, false)
			errs <- err
		}()
	}
	for range 20 {
		h.Must(<-errs)
	}
	if wrong, err := h.Audit.Check(t.Context()); err != nil || len(wrong) > 0 {
		t.Errorf("%v %v", wrong, err)
	}
}

// Whatever a caseworker or custodian does with a case stands in the log with who did it, when and to
// which case, and nothing of what was reported.
func TestEveryActStandsInTheLog(t *testing.T) {
	h := caseworktest.New(t)
	f := caseworktest.Form("CANARY")
	f.Name, f.Contact = "CANARY", "CANARY"
	a, b := h.Filed(f), h.Filed(caseworktest.Form("x"))
	id, other := h.IDOf(a.Number), h.IDOf(b.Number)
	ask := func() error { _, err := h.AskIdentity(h.Mia, id, casework.AskForm{Why: "CANARY"}); return err }
	for _, c := range []struct {
		do   func() error
		acts []string
		who  string
		of   string
	}{
		{func() error { _, err := h.Open(h.Mia, id, false); return err }, []string{"opened"}, "mia", a.Number},
		{func() error { _, err := h.Open(h.Ali, id, true); return err }, []string{"opened unmasked"}, "ali", a.Number},
		{func() error { _, err := h.Write(h.Mia, id, casework.MessageForm{Text: "CANARY"}); return err }, []string{"wrote"}, "mia", a.Number},
		{func() error { _, err := h.Note(h.Mia, id, casework.NoteForm{Text: "CANARY"}); return err }, []string{"noted"}, "mia", a.Number},
		{func() error { _, err := h.Triage(h.Mia, id, casework.TriageForm{Triage: "ours"}); return err }, []string{"triaged"}, "mia", a.Number},
		{func() error { _, err := h.Code(h.Mia, id, casework.CodingForm{Summary: "CANARY"}); return err }, []string{"coded"}, "mia", a.Number},
		{func() error { _, err := h.Mask(h.Mia, id, casework.MaskForm{Words: "CANARY"}); return err }, []string{"masked"}, "mia", a.Number},
		{func() error { _, err := h.Split(h.Mia, id, casework.SplitForm{What: "CANARY"}); return err }, []string{"split"}, "mia", a.Number},
		{func() error { _, err := h.Merge(h.Mia, other, casework.MergeForm{Number: a.Number}); return err }, []string{"merged"}, "mia", b.Number},
		{ask, []string{"asked for the identity"}, "mia", a.Number},
		{func() error { return h.Decide(h.Keeper, id, casework.DecideForm{Decision: "refused", Why: "CANARY"}) }, []string{"identity refused"}, "keeper", a.Number},
		{ask, []string{"asked for the identity"}, "mia", a.Number},
		{func() error { return h.Decide(h.Keeper, id, casework.DecideForm{Decision: "granted", Why: "CANARY"}) }, []string{"identity granted"}, "keeper", a.Number},
		{func() error { _, err := h.Open(h.Mia, id, false); return err }, []string{"opened", "saw the identity"}, "mia", a.Number},
		{func() error {
			_, err := h.Close(h.Mia, id, casework.CloseForm{Outcome: "advised", Text: "CANARY"})
			return err
		}, []string{"closed"}, "mia", a.Number},
		{func() error {
			_, err := h.Retain(h.Mia, id, casework.RetainForm{Until: "2030-01-01", Why: "CANARY"})
			return err
		}, []string{"kept longer"}, "mia", a.Number},
		{func() error { return h.Recuse(h.Mia, id) }, []string{"stepped aside"}, "mia", a.Number},
		{func() error { _, err := h.Share(h.Keeper); return err }, []string{"readers let in"}, "keeper", ""},
		{func() error { return h.Unlock(h.Mia, caseworktest.Passphrase) }, []string{"unlocked"}, "mia", ""},
		{func() error { return h.Retire(h.Keeper, "mia") }, []string{"key retired"}, "keeper", ""},
		{func() error { return h.Confirm(h.Keeper, "mia") }, []string{"key confirmed"}, "keeper", ""},
		{func() error { r, _, err := h.Enter(h.Ali, caseworktest.Form("x")); a.Number = r.Number; return err }, []string{"entered"}, "ali", "new"},
	} {
		before := h.Lines()
		h.Must(c.do())
		after := h.Lines()
		fresh := after[:len(after)-len(before)]
		slices.Reverse(fresh)
		var acts []string
		for _, e := range fresh {
			acts = append(acts, e.Act)
			if of := c.of; of == "new" && e.Case != a.Number || of != "new" && e.Case != of || e.Who != c.who || e.Day != "2026-11-22" || e.City != "riga" ||
				strings.Contains(e.Detail, "CANARY") {
				t.Errorf("%+v", e)
			}
		}
		if !slices.Equal(acts, c.acts) {
			t.Errorf("the log has %v, want %v", acts, c.acts)
		}
	}
}

// A line that was changed, in whatever it says, is found; so is a first line that is gone.
func TestAChangedLineIsFound(t *testing.T) {
	h := caseworktest.New(t)
	h.Filed(caseworktest.Form("x"))
	id := h.First(h.Mia).ID
	for range 3 {
		_, err := h.Open(h.Mia, id, false)
		h.Must(err)
	}
	// rewrite changes a line as a thief of the store could.
	rewrite := func(id string, change func(*custody.Entry)) {
		log := store.Of[custody.Entry](h.DB, store.Spec{Name: "report_log", Quiet: true})
		_, err := log.Update(t.Context(), id, func(e *custody.Entry) error { change(e); return nil })
		h.Must(err)
	}
	for what, change := range map[string]func(*custody.Entry){
		"who": func(e *custody.Entry) { e.Who = "ali" }, "what": func(e *custody.Entry) { e.Act = "noted" },
		"the day":  func(e *custody.Entry) { e.Day = "2026-11-21" },
		"the case": func(e *custody.Entry) { e.Case = "AAAA-AAAA" }, "more": func(e *custody.Entry) { e.Detail = "x" },
		"the hash": func(e *custody.Entry) { e.Hash = strings.Repeat("0", 64) },
	} {
		line := h.Lines()[1]
		was := *line
		rewrite(line.ID, change)
		if wrong, err := h.Audit.Check(t.Context()); err != nil || len(wrong) == 0 || !strings.Contains(wrong[0], "riga: line 2 was changed") {
			t.Errorf("%s was changed: %v %v", what, wrong, err)
		}
		rewrite(line.ID, func(e *custody.Entry) { meta := e.Meta; *e = was; e.Meta = meta })
	}
	if wrong, err := h.Audit.Check(t.Context()); err != nil || len(wrong) != 0 {
		t.Fatalf("put back: %v %v", wrong, err)
	}
	all := h.Lines()
	first := all[len(all)-1]
	h.Must(h.DB.Delete(t.Context(), "report_log", first.ID, first.Revision))
	if wrong, err := h.Audit.Check(t.Context()); err != nil || len(wrong) == 0 || !strings.Contains(wrong[0], "line 1 is missing") {
		t.Errorf("the first line is gone: %v %v", wrong, err)
	}
}

// Each city has a log of its own. Its custodian reads it in pages, the one of all cities reads all of
// them, and whom the log is about does not.
func TestWhoReadsTheLog(t *testing.T) {
	h := caseworktest.New(t)
	ghent, wide := h.As("ghent-keeper", actor.Custodian, "ghent"), h.As("wide", actor.Custodian, "")
	h.Seat(ghent)
	h.Seat(wide)
	for range 52 {
		_, err := h.Share(ghent)
		h.Must(err)
	}
	_, err := h.Share(h.Keeper)
	h.Must(err)
	_, err = h.Share(wide)
	h.Must(err)
	read := func(ctx context.Context) (numbers []int, cities map[string]int) {
		cities = map[string]int{}
		for after := ""; ; {
			page, next, err := h.Audit.List(ctx, after)
			h.Must(err)
			for _, e := range page {
				numbers = append(numbers, e.Number)
				cities[e.City]++
			}
			if after = next; next == "" {
				return numbers, cities
			}
		}
	}
	numbers, cities := read(ghent)
	if len(numbers) != 52 || numbers[0] != 52 || numbers[51] != 1 || cities["ghent"] != 52 {
		t.Errorf("%v %v", numbers, cities)
	}
	if _, cities = read(h.Keeper); cities["riga"] != 1 || len(cities) != 1 {
		t.Errorf("Riga's custodian reads %v", cities)
	}
	if _, cities = read(wide); cities["riga"] != 1 || cities["ghent"] != 52 || cities["all"] != 1 {
		t.Errorf("the custodian of all cities reads %v", cities)
	}
	for name, c := range map[string]struct {
		ctx  context.Context
		want problem.Kind
	}{"a caseworker": {h.Mia, problem.Forbidden}, "an administrator": {h.As("a", actor.Admin, ""), problem.Forbidden},
		"staff": {h.As("s", actor.Staff, "riga"), problem.Forbidden}, "nobody": {t.Context(), problem.Unauthorized}} {
		if _, _, err := h.Audit.List(c.ctx, ""); !problem.Is(err, c.want) {
			t.Errorf("%s reads the log: %v", name, err)
		}
	}
	h.Stored(1, func(r *report.Report) { r.Erase, r.State = "2026-11-01", report.Closed })
	h.Must(func() error { _, err := h.EraseDue(actor.AsSystem(t.Context()), false); return err }())
	if last := h.Lines()[0]; last.Act != "erased" || last.Who != "system" || last.Case != "CASE-0001" {
		t.Errorf("%+v", last)
	}
}
