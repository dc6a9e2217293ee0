package report_test

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/report"
)

// uses is all that a caseworker can do with a case, each as it would work.
func (h *house) uses(ctx context.Context, id string) map[string]func() error {
	only := func(_ *report.Report, err error) error { return err }
	return map[string]func() error{
		"open":      func() error { _, err := h.Open(ctx, id, false); return err },
		"unmask":    func() error { _, err := h.Open(ctx, id, true); return err },
		"write":     func() error { return only(h.Write(ctx, id, report.MessageForm{Text: "x"})) },
		"note":      func() error { return only(h.Note(ctx, id, report.NoteForm{Text: "x"})) },
		"triage":    func() error { return only(h.Triage(ctx, id, report.TriageForm{Triage: "ours"})) },
		"code":      func() error { return only(h.Code(ctx, id, report.CodingForm{Ground: "ethnic"})) },
		"mask":      func() error { return only(h.Mask(ctx, id, report.MaskForm{Words: "x"})) },
		"split":     func() error { return only(h.Split(ctx, id, report.SplitForm{What: "x"})) },
		"merge":     func() error { return only(h.Merge(ctx, id, report.MergeForm{Number: h.other})) },
		"transfer":  func() error { return only(h.Transfer(ctx, id, report.TransferForm{Body: "x"})) },
		"ask":       func() error { return only(h.AskIdentity(ctx, id, report.AskForm{Why: "x"})) },
		"close":     func() error { return only(h.Close(ctx, id, report.CloseForm{Outcome: "advised", Text: "x"})) },
		"keep":      func() error { return only(h.KeepLonger(ctx, id, report.KeepForm{Until: "2027-01-01", Why: "x"})) },
		"step out":  func() error { return h.StepAside(ctx, id) },
		"decide":    func() error { return h.Decide(ctx, id, report.DecideForm{Decision: "granted", Why: "x"}) },
		"read keys": func() error { _, err := h.Requests(ctx); return err },
	}
}

// What one may not read one may not work on either, by any way, and the case stays as it was. Somebody
// else's case looks like one that is not there.
func TestWhoMayNotReadMayNotWork(t *testing.T) {
	h := open(t)
	f := told("x")
	f.Name, f.Contact, f.Avoid = "Amina", "+371 2", []string{"ali"}
	h.filed(f)
	id := h.first(h.mia).ID
	h.other = h.filed(told("another")).Number
	before, err := h.Kept(t.Context(), id)
	h.must(err)
	ghent, wide := h.as("zoe", actor.Caseworker, "ghent"), h.as("wide", actor.Caseworker, "")
	breach := h.as("ben", actor.Caseworker, "riga")
	h.seat(ghent)
	h.seat(wide)
	h.seat(breach, report.Irregularity)
	resting := actor.With(h.mia, actor.Actor{ID: "mia", Role: actor.Caseworker, City: "riga"})
	for name, c := range map[string]struct {
		ctx  context.Context
		want problem.Kind
	}{
		"another city's": {ghent, problem.NotFound}, "whom the reporter named": {h.ali, problem.NotFound}, "one of no city": {wide, problem.NotFound},
		"a reader of irregularities": {breach, problem.NotFound},
		"an entrepreneur":            {h.as("e", actor.Entrepreneur, "riga"), problem.Forbidden},
		"staff of the city":          {h.as("s", actor.Staff, "riga"), problem.Forbidden},
		"an administrator":           {h.as("a", actor.Admin, ""), problem.Forbidden}, "nobody": {t.Context(), problem.Unauthorized},
		"who is not active": {resting, problem.Forbidden},
		"an employer":       {h.as("b", actor.Employer, "riga"), problem.Forbidden}, "a buyer": {h.as("c", actor.Buyer, "riga"), problem.Forbidden},
		"a provider": {h.as("p", actor.Provider, "riga"), problem.Forbidden},
	} {
		for use, do := range h.uses(c.ctx, id) {
			want := c.want
			if use == "merge" && want == problem.NotFound && name != "whom the reporter named" {
				want = problem.Invalid // there is no such number for them
			}
			if use == "decide" || use == "read keys" { // the custodian's own
				want = problem.Forbidden
				if name == "nobody" {
					want = problem.Unauthorized
				}
			}
			if err := do(); !problem.Is(err, want) {
				t.Errorf("%s, %s: %v", name, use, err)
			}
		}
	}
	after, err := h.Kept(t.Context(), id)
	h.must(err)
	if !reflect.DeepEqual(before, after) {
		t.Errorf("it was changed:\n%+v\n%+v", before, after)
	}
	log, _, err := h.Log(h.keeper, "")
	h.must(err)
	for _, e := range log {
		if e.Case == before.Number {
			t.Errorf("the log says of it: %s by %s", e.Act, e.Who)
		}
	}
}

// stored puts a case of Riga on the desk without sealing anything: for what is told of it in the open.
func (h *house) stored(n int, change func(*report.Report)) *report.Report {
	h.t.Helper()
	r := &report.Report{Meta: record.Meta{ID: fmt.Sprintf("report-%04d", n)}, Number: fmt.Sprintf("CASE-%04d", n), Lookup: fmt.Sprint("lookup", n), City: "riga",
		Door: report.Discrimination, Day: "2026-11-20", State: report.Received}
	if change != nil {
		change(r)
	}
	h.must(h.Stored(h.t.Context(), r))
	return r
}

// queued are the numbers that a caseworker sees, page by page.
func (h *house) queued(ctx context.Context, state report.State) (all []string, pages int) {
	h.t.Helper()
	for after := ""; ; pages++ {
		page, next, err := h.Queue(ctx, state, after)
		h.must(err)
		for _, r := range page {
			all = append(all, r.Number)
		}
		if after = next; next == "" {
			return all, pages + 1
		}
	}
}

// A caseworker sees the open cases of their city and of what they read, what is due first on top; not
// those of others, nor those that they stepped out of.
func TestTheQueueShowsOnesOwnCases(t *testing.T) {
	h := open(t)
	h.stored(1, func(r *report.Report) { r.Day = "2026-11-21" })
	h.stored(2, func(r *report.Report) { r.Day = "2026-11-01"; r.Acknowledge = "2026-11-02"; r.State = report.Open })
	h.stored(3, func(r *report.Report) { r.Day = "2026-11-10" })
	h.stored(4, func(r *report.Report) { r.City = "ghent" })
	h.stored(5, func(r *report.Report) { r.Door = report.Irregularity })
	h.stored(6, func(r *report.Report) { r.Shut = []string{"mia"} })
	h.stored(7, func(r *report.Report) { r.State = report.Closed })
	h.stored(8, func(r *report.Report) { r.State = report.Merged })
	h.stored(9, func(r *report.Report) { r.Acknowledge, r.Feedback, r.State = "2026-11-20", "2026-11-20", report.Open })
	for _, c := range []struct {
		ctx   context.Context
		state report.State
		want  []string
	}{
		{h.mia, "", []string{"CASE-0003", "CASE-0001", "CASE-0002", "CASE-0009"}},
		{h.mia, report.Received, []string{"CASE-0001", "CASE-0003"}},
		{h.mia, report.Open, []string{"CASE-0009", "CASE-0002"}},
		{h.mia, report.Closed, []string{"CASE-0007"}},
		{h.mia, report.Merged, []string{"CASE-0008"}},
		{h.mia, report.Transferred, nil},
		{h.ali, "", []string{"CASE-0003", "CASE-0006", "CASE-0001", "CASE-0002", "CASE-0009"}},
		{h.as("none", actor.Caseworker, "riga"), "", nil}, // has no key, so reads nowhere
	} {
		if got, _ := h.queued(c.ctx, c.state); !slices.Equal(got, c.want) {
			t.Errorf("%s sees of %q %v, want %v", actor.From(c.ctx).ID, c.state, got, c.want)
		}
	}
	both := h.as("both", actor.Caseworker, "riga")
	h.seat(both, report.Discrimination, report.Irregularity)
	if got, _ := h.queued(both, ""); !slices.Contains(got, "CASE-0005") || slices.Contains(got, "CASE-0004") {
		t.Errorf("a reader of both sees %v", got)
	}
}

// A long queue comes in pages, each case once.
func TestALongQueueComesInPages(t *testing.T) {
	h := open(t)
	for n := range 2*report.PageSize + 1 {
		h.stored(n, nil)
	}
	got, pages := h.queued(h.mia, "")
	slices.Sort(got)
	if len(got) != 2*report.PageSize+1 || len(slices.Compact(got)) != len(got) || pages != 3 {
		t.Errorf("%d cases in %d pages", len(got), pages)
	}
}

// Cases about the same organisation are shown beside each other, within the city and to who may read
// them; the tag does not tell the organisation, and another city's tag is another.
func TestRepeatedPatternsAreSeen(t *testing.T) {
	h := open(t)
	var ids []string
	for range 3 {
		number := h.filed(told("x")).Number
		ids = append(ids, h.idOf(number))
	}
	code := func(ctx context.Context, id, name string) string {
		r, err := h.Code(ctx, id, report.CodingForm{Organisation: name})
		h.must(err)
		return r.About
	}
	tag := code(h.mia, ids[0], "Clean House, SIA")
	for _, same := range []string{"clean house sia", " Clean-House «SIA» ", "CLEAN HOUSE (SIA)."} {
		if code(h.mia, ids[1], same) != tag {
			t.Errorf("%q is taken for another", same)
		}
	}
	if code(h.mia, ids[2], "Clean Houses SIA") == tag {
		t.Error("another name has the same tag")
	}
	alike := func(ctx context.Context) (all []string) {
		c, err := h.Open(ctx, ids[0], false)
		h.must(err)
		for _, r := range c.Alike {
			all = append(all, r.ID)
		}
		return all
	}
	if got := alike(h.mia); !slices.Equal(got, []string{ids[1]}) {
		t.Errorf("beside it are %v", got)
	}
	zoe, wide := h.as("zoe", actor.Caseworker, "ghent"), h.as("wide", actor.Custodian, "ghent")
	h.seat(zoe)
	h.seat(wide)
	f := told("x")
	f.City = "ghent"
	if code(zoe, h.idOf(h.filed(f).Number), "Clean House, SIA") == tag {
		t.Error("two cities have one tag for an organisation")
	}
	h.stored(7, func(r *report.Report) { r.About = tag; r.Door = report.Irregularity })
	h.stored(8, func(r *report.Report) { r.About = tag; r.Shut = []string{"mia"} })
	h.stored(9, func(r *report.Report) { r.About = tag; r.City = "ghent" })
	if got := alike(h.mia); !slices.Equal(got, []string{ids[1]}) {
		t.Errorf("beside it mia sees %v", got)
	}
	if got := alike(h.ali); len(got) != 2 {
		t.Errorf("beside it ali sees %v", got)
	}
	if code(h.mia, ids[1], "") != "" || len(alike(h.mia)) != 0 {
		t.Error("a tag that was taken away is still there")
	}
}

// idOf finds a case of any city by its number.
func (h *house) idOf(number string) string {
	h.t.Helper()
	raw, _, err := h.DB.Find(h.t.Context(), "reports", allOf())
	h.must(err)
	for _, doc := range raw {
		if doc.Lookup("number").StringValue() == number {
			return doc.Lookup("_id").StringValue()
		}
	}
	h.t.Fatalf("no case %s", number)
	return ""
}
