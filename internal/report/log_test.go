package report_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/report"
)

// Whoever changes, removes or adds a line of the log is found out.
func TestTheLogCannotBeBent(t *testing.T) {
	h := open(t)
	h.filed(told("x"))
	id := h.first(h.mia).ID
	for range 3 {
		_, err := h.Open(h.mia, id, false)
		h.must(err)
	}
	wrong, err := h.Check(t.Context())
	if err != nil || len(wrong) > 0 {
		t.Fatalf("%v %v", wrong, err)
	}
	lines, _, err := h.Log(h.keeper, "")
	h.must(err)
	middle := lines[1]
	h.must(h.DB.Delete(t.Context(), "report_log", middle.ID, middle.Revision))
	if wrong, err = h.Check(t.Context()); err != nil || len(wrong) != 1 || !strings.Contains(wrong[0], "missing") {
		t.Errorf("a line is gone: %v %v", wrong, err)
	}
}

// Many at once find their place in the log.
func TestTheLogUnderACrowd(t *testing.T) {
	h := open(t)
	h.filed(told("x"))
	id := h.first(h.mia).ID
	errs := make(chan error, 20)
	for n := range 20 {
		go func() {
			ctx := h.mia
			if n%2 == 0 {
				ctx = h.ali
			}
			_, err := h.Open(ctx, id, false)
			errs <- err
		}()
	}
	for range 20 {
		h.must(<-errs)
	}
	if wrong, err := h.Check(t.Context()); err != nil || len(wrong) > 0 {
		t.Errorf("%v %v", wrong, err)
	}
}

// Whatever a caseworker or custodian does with a case stands in the log with who did it, when and to
// which case, and nothing of what was told.
func TestEveryActStandsInTheLog(t *testing.T) {
	h := open(t)
	f := told("CANARY")
	f.Name, f.Contact = "CANARY", "CANARY"
	a, b := h.filed(f), h.filed(told("x"))
	id, other := h.idOf(a.Number), h.idOf(b.Number)
	ask := func() error { _, err := h.AskIdentity(h.mia, id, report.AskForm{Why: "CANARY"}); return err }
	for _, c := range []struct {
		do   func() error
		acts []string
		who  string
		of   string
	}{
		{func() error { _, err := h.Open(h.mia, id, false); return err }, []string{"opened"}, "mia", a.Number},
		{func() error { _, err := h.Open(h.ali, id, true); return err }, []string{"opened unmasked"}, "ali", a.Number},
		{func() error { _, err := h.Write(h.mia, id, report.MessageForm{Text: "CANARY"}); return err }, []string{"wrote"}, "mia", a.Number},
		{func() error { _, err := h.Note(h.mia, id, report.NoteForm{Text: "CANARY"}); return err }, []string{"noted"}, "mia", a.Number},
		{func() error { _, err := h.Triage(h.mia, id, report.TriageForm{Triage: "ours"}); return err }, []string{"triaged"}, "mia", a.Number},
		{func() error { _, err := h.Code(h.mia, id, report.CodingForm{Summary: "CANARY"}); return err }, []string{"coded"}, "mia", a.Number},
		{func() error { _, err := h.Mask(h.mia, id, report.MaskForm{Words: "CANARY"}); return err }, []string{"masked"}, "mia", a.Number},
		{func() error { _, err := h.Split(h.mia, id, report.SplitForm{What: "CANARY"}); return err }, []string{"split"}, "mia", a.Number},
		{func() error { _, err := h.Merge(h.mia, other, report.MergeForm{Number: a.Number}); return err }, []string{"merged"}, "mia", b.Number},
		{ask, []string{"asked for the identity"}, "mia", a.Number},
		{func() error { return h.Decide(h.keeper, id, report.DecideForm{Decision: "refused", Why: "CANARY"}) }, []string{"identity refused"}, "keeper", a.Number},
		{ask, []string{"asked for the identity"}, "mia", a.Number},
		{func() error { return h.Decide(h.keeper, id, report.DecideForm{Decision: "granted", Why: "CANARY"}) }, []string{"identity granted"}, "keeper", a.Number},
		{func() error { _, err := h.Open(h.mia, id, false); return err }, []string{"opened", "saw the identity"}, "mia", a.Number},
		{func() error {
			_, err := h.Close(h.mia, id, report.CloseForm{Outcome: "advised", Text: "CANARY"})
			return err
		}, []string{"closed"}, "mia", a.Number},
		{func() error {
			_, err := h.KeepLonger(h.mia, id, report.KeepForm{Until: "2030-01-01", Why: "CANARY"})
			return err
		}, []string{"kept longer"}, "mia", a.Number},
		{func() error { return h.StepAside(h.mia, id) }, []string{"stepped aside"}, "mia", a.Number},
		{func() error { _, err := h.Share(h.keeper); return err }, []string{"readers let in"}, "keeper", ""},
		{func() error { return h.Unlock(h.mia, passphrase) }, []string{"unlocked"}, "mia", ""},
		{func() error { return h.Retire(h.keeper, "mia") }, []string{"key retired"}, "keeper", ""},
		{func() error { return h.Confirm(h.keeper, "mia") }, []string{"key confirmed"}, "keeper", ""},
		{func() error { r, _, err := h.Enter(h.ali, told("x")); a.Number = r.Number; return err }, []string{"entered"}, "ali", "new"},
	} {
		before := h.lines()
		h.must(c.do())
		after := h.lines()
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

// lines are the last fifty of the log of Riga, the latest first.
func (h *house) lines() []*report.Entry {
	h.t.Helper()
	all, _, err := h.Log(h.keeper, "")
	h.must(err)
	return all
}

// A line that was changed, in whatever it says, is found; so is a first line that is gone.
func TestAChangedLineIsFound(t *testing.T) {
	h := open(t)
	h.filed(told("x"))
	id := h.first(h.mia).ID
	for range 3 {
		_, err := h.Open(h.mia, id, false)
		h.must(err)
	}
	for what, change := range map[string]func(*report.Entry){
		"who": func(e *report.Entry) { e.Who = "ali" }, "what": func(e *report.Entry) { e.Act = "noted" }, "the day": func(e *report.Entry) { e.Day = "2026-11-21" },
		"the case": func(e *report.Entry) { e.Case = "AAAA-AAAA" }, "more": func(e *report.Entry) { e.Detail = "x" },
		"the hash": func(e *report.Entry) { e.Hash = strings.Repeat("0", 64) },
	} {
		line := h.lines()[1]
		was := *line
		h.must(h.Rewrite(t.Context(), line.ID, change))
		if wrong, err := h.Check(t.Context()); err != nil || len(wrong) == 0 || !strings.Contains(wrong[0], "riga: line 2 was changed") {
			t.Errorf("%s was changed: %v %v", what, wrong, err)
		}
		h.must(h.Rewrite(t.Context(), line.ID, func(e *report.Entry) { meta := e.Meta; *e = was; e.Meta = meta }))
	}
	if wrong, err := h.Check(t.Context()); err != nil || len(wrong) != 0 {
		t.Fatalf("put back: %v %v", wrong, err)
	}
	all := h.lines()
	first := all[len(all)-1]
	h.must(h.DB.Delete(t.Context(), "report_log", first.ID, first.Revision))
	if wrong, err := h.Check(t.Context()); err != nil || len(wrong) == 0 || !strings.Contains(wrong[0], "line 1 is missing") {
		t.Errorf("the first line is gone: %v %v", wrong, err)
	}
}

// Each city has a log of its own. Its custodian reads it in pages, the one of all cities reads all of
// them, and whom the log is about does not.
func TestWhoReadsTheLog(t *testing.T) {
	h := open(t)
	ghent, wide := h.as("ghent-keeper", actor.Custodian, "ghent"), h.as("wide", actor.Custodian, "")
	h.seat(ghent)
	h.seat(wide)
	for range 52 {
		_, err := h.Share(ghent)
		h.must(err)
	}
	_, err := h.Share(h.keeper)
	h.must(err)
	_, err = h.Share(wide)
	h.must(err)
	read := func(ctx context.Context) (numbers []int, cities map[string]int) {
		cities = map[string]int{}
		for after := ""; ; {
			page, next, err := h.Log(ctx, after)
			h.must(err)
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
	if _, cities = read(h.keeper); cities["riga"] != 1 || len(cities) != 1 {
		t.Errorf("Riga's custodian reads %v", cities)
	}
	if _, cities = read(wide); cities["riga"] != 1 || cities["ghent"] != 52 || cities["all"] != 1 {
		t.Errorf("the custodian of all cities reads %v", cities)
	}
	for name, c := range map[string]struct {
		ctx  context.Context
		want problem.Kind
	}{"a caseworker": {h.mia, problem.Forbidden}, "an administrator": {h.as("a", actor.Admin, ""), problem.Forbidden},
		"staff": {h.as("s", actor.Staff, "riga"), problem.Forbidden}, "nobody": {t.Context(), problem.Unauthorized}} {
		if _, _, err := h.Log(c.ctx, ""); !problem.Is(err, c.want) {
			t.Errorf("%s reads the log: %v", name, err)
		}
	}
	h.stored(1, func(r *report.Report) { r.Erase, r.State = "2026-11-01", report.Closed })
	h.must(func() error { _, err := h.Sweep(actor.AsSystem(t.Context()), false); return err }())
	if last := h.lines()[0]; last.Act != "erased" || last.Who != "system" || last.Case != "CASE-0001" {
		t.Errorf("%+v", last)
	}
}
