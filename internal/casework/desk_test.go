package casework_test

import (
	"context"
	"reflect"
	"slices"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/casework"
	"citiesgrow/internal/casework/caseworktest"
	"citiesgrow/internal/custody"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/report"
)

// uses is all that a caseworker can do with a case, each as it would work.
func uses(ctx context.Context, h *caseworktest.House, id, other string) map[string]func() error {
	only := func(_ *report.Report, err error) error { return err }
	return map[string]func() error{
		"open":      func() error { _, err := h.Open(ctx, id, false); return err },
		"unmask":    func() error { _, err := h.Open(ctx, id, true); return err },
		"write":     func() error { return only(h.Write(ctx, id, casework.MessageForm{Text: "x"})) },
		"note":      func() error { return only(h.Note(ctx, id, casework.NoteForm{Text: "x"})) },
		"triage":    func() error { return only(h.Triage(ctx, id, casework.TriageForm{Triage: "ours"})) },
		"code":      func() error { return only(h.Code(ctx, id, casework.CodingForm{Ground: "ethnic"})) },
		"mask":      func() error { return only(h.Mask(ctx, id, casework.MaskForm{Words: "x"})) },
		"split":     func() error { return only(h.Split(ctx, id, casework.SplitForm{What: "x"})) },
		"merge":     func() error { return only(h.Merge(ctx, id, casework.MergeForm{Number: other})) },
		"transfer":  func() error { return only(h.Transfer(ctx, id, casework.TransferForm{Body: "x"})) },
		"ask":       func() error { return only(h.AskIdentity(ctx, id, casework.AskForm{Why: "x"})) },
		"close":     func() error { return only(h.Close(ctx, id, casework.CloseForm{Outcome: "advised", Text: "x"})) },
		"keep":      func() error { return only(h.Retain(ctx, id, casework.RetainForm{Until: "2027-01-01", Why: "x"})) },
		"step out":  func() error { return h.Recuse(ctx, id) },
		"decide":    func() error { return h.Decide(ctx, id, casework.DecideForm{Decision: "granted", Why: "x"}) },
		"read keys": func() error { _, err := h.ListRequests(ctx); return err },
	}
}

// A user who may not read a case may not work on it either, by any route, and the case stays as it was: it looks
// like one that is not there.
func TestWhoMayNotReadMayNotWork(t *testing.T) {
	h := caseworktest.New(t)
	f := caseworktest.Form("x")
	f.Name, f.Contact, f.Avoid = "Amina", "+371 2", []string{"ali"}
	h.Filed(f)
	id := h.First(h.Mia).ID
	other := h.Filed(caseworktest.Form("another")).Number
	before, err := h.Kept(t.Context(), id)
	h.Must(err)
	ghent, wide := h.As("zoe", actor.Caseworker, "ghent"), h.As("wide", actor.Caseworker, "")
	breach := h.As("ben", actor.Caseworker, "riga")
	h.Seat(ghent)
	h.Seat(wide)
	h.Seat(breach, custody.Irregularity)
	resting := actor.With(h.Mia, actor.Actor{ID: "mia", Role: actor.Caseworker, City: "riga"})
	for name, c := range map[string]struct {
		ctx  context.Context
		want problem.Kind
	}{
		"another city's": {ghent, problem.NotFound}, "whom the reporter named": {h.Ali, problem.NotFound}, "one of no city": {wide, problem.NotFound},
		"a reader of irregularities": {breach, problem.NotFound},
		"an entrepreneur":            {h.As("e", actor.Entrepreneur, "riga"), problem.Forbidden},
		"staff of the city":          {h.As("s", actor.Staff, "riga"), problem.Forbidden},
		"an administrator":           {h.As("a", actor.Admin, ""), problem.Forbidden}, "nobody": {t.Context(), problem.Unauthorized},
		"who is not active": {resting, problem.Forbidden},
		"an employer":       {h.As("b", actor.Employer, "riga"), problem.Forbidden}, "a buyer": {h.As("c", actor.Buyer, "riga"), problem.Forbidden},
		"a provider": {h.As("p", actor.Provider, "riga"), problem.Forbidden},
	} {
		for use, do := range uses(c.ctx, h, id, other) {
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
	h.Must(err)
	if !reflect.DeepEqual(before, after) {
		t.Errorf("it was changed:\n%+v\n%+v", before, after)
	}
	log, _, err := h.Audit.List(h.Keeper, "")
	h.Must(err)
	for _, e := range log {
		if e.Case == before.Number {
			t.Errorf("the log says of it: %s by %s", e.Act, e.Who)
		}
	}
}

// A caseworker sees the open cases of their city and of what they read, what is due first on top; not
// those of others, nor those that they stepped out of.
func TestTheQueueShowsOnesOwnCases(t *testing.T) {
	h := caseworktest.New(t)
	h.Stored(1, func(r *report.Report) { r.Day = "2026-11-21" })
	h.Stored(2, func(r *report.Report) { r.Day = "2026-11-01"; r.Acknowledge = "2026-11-02"; r.State = report.Open })
	h.Stored(3, func(r *report.Report) { r.Day = "2026-11-10" })
	h.Stored(4, func(r *report.Report) { r.City = "ghent" })
	h.Stored(5, func(r *report.Report) { r.Channel = custody.Irregularity })
	h.Stored(6, func(r *report.Report) { r.Excluded = []string{"mia"} })
	h.Stored(7, func(r *report.Report) { r.State = report.Closed })
	h.Stored(8, func(r *report.Report) { r.State = report.Merged })
	h.Stored(9, func(r *report.Report) { r.Acknowledge, r.Feedback, r.State = "2026-11-20", "2026-11-20", report.Open })
	for _, c := range []struct {
		ctx   context.Context
		state report.State
		want  []string
	}{
		{h.Mia, "", []string{"CASE-0003", "CASE-0001", "CASE-0002", "CASE-0009"}},
		{h.Mia, report.Received, []string{"CASE-0001", "CASE-0003"}},
		{h.Mia, report.Open, []string{"CASE-0009", "CASE-0002"}},
		{h.Mia, report.Closed, []string{"CASE-0007"}},
		{h.Mia, report.Merged, []string{"CASE-0008"}},
		{h.Mia, report.Transferred, nil},
		{h.Ali, "", []string{"CASE-0003", "CASE-0006", "CASE-0001", "CASE-0002", "CASE-0009"}},
		{h.As("none", actor.Caseworker, "riga"), "", nil}, // has no key, so reads nowhere
	} {
		if got, _ := h.Queued(c.ctx, c.state); !slices.Equal(got, c.want) {
			t.Errorf("%s sees of %q %v, want %v", actor.From(c.ctx).ID, c.state, got, c.want)
		}
	}
	both := h.As("both", actor.Caseworker, "riga")
	h.Seat(both, custody.Discrimination, custody.Irregularity)
	if got, _ := h.Queued(both, ""); !slices.Contains(got, "CASE-0005") || slices.Contains(got, "CASE-0004") {
		t.Errorf("a reader of both sees %v", got)
	}
}

// A long queue comes in pages, each case once.
func TestALongQueueComesInPages(t *testing.T) {
	h := caseworktest.New(t)
	for n := range 2*casework.PageSize + 1 {
		h.Stored(n, nil)
	}
	got, pages := h.Queued(h.Mia, "")
	slices.Sort(got)
	if len(got) != 2*casework.PageSize+1 || len(slices.Compact(got)) != len(got) || pages != 3 {
		t.Errorf("%d cases in %d pages", len(got), pages)
	}
}

// Cases about the same organisation are shown with each other, within the city and to users who may read
// them; the organisation does not follow from the tag, and another city's tag is another.
func TestRepeatedPatternsAreSeen(t *testing.T) {
	h := caseworktest.New(t)
	var ids []string
	for range 3 {
		number := h.Filed(caseworktest.Form("x")).Number
		ids = append(ids, h.IDOf(number))
	}
	code := func(ctx context.Context, id, name string) string {
		r, err := h.Code(ctx, id, casework.CodingForm{Organisation: name})
		h.Must(err)
		return r.About
	}
	tag := code(h.Mia, ids[0], "Clean House, SIA")
	for _, same := range []string{"clean house sia", " Clean-House «SIA» ", "CLEAN HOUSE (SIA)."} {
		if code(h.Mia, ids[1], same) != tag {
			t.Errorf("%q is taken for another", same)
		}
	}
	if code(h.Mia, ids[2], "Clean Houses SIA") == tag {
		t.Error("another name has the same tag")
	}
	alike := func(ctx context.Context) (all []string) {
		c, err := h.Open(ctx, ids[0], false)
		h.Must(err)
		for _, r := range c.Alike {
			all = append(all, r.ID)
		}
		return all
	}
	if got := alike(h.Mia); !slices.Equal(got, []string{ids[1]}) {
		t.Errorf("beside it are %v", got)
	}
	zoe, wide := h.As("zoe", actor.Caseworker, "ghent"), h.As("wide", actor.Custodian, "ghent")
	h.Seat(zoe)
	h.Seat(wide)
	f := caseworktest.Form("x")
	f.City = "ghent"
	if code(zoe, h.IDOf(h.Filed(f).Number), "Clean House, SIA") == tag {
		t.Error("two cities have one tag for an organisation")
	}
	h.Stored(7, func(r *report.Report) { r.About = tag; r.Channel = custody.Irregularity })
	h.Stored(8, func(r *report.Report) { r.About = tag; r.Excluded = []string{"mia"} })
	h.Stored(9, func(r *report.Report) { r.About = tag; r.City = "ghent" })
	if got := alike(h.Mia); !slices.Equal(got, []string{ids[1]}) {
		t.Errorf("beside it mia sees %v", got)
	}
	if got := alike(h.Ali); len(got) != 2 {
		t.Errorf("beside it ali sees %v", got)
	}
	if code(h.Mia, ids[1], "") != "" || len(alike(h.Mia)) != 0 {
		t.Error("a tag that was taken away is still there")
	}
}
