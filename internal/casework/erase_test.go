package casework_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/casework"
	"citiesgrow/internal/casework/caseworktest"
	"citiesgrow/internal/custody"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/report"
	"citiesgrow/internal/store/storetest"
	"citiesgrow/internal/upload"
)

// A case ends with its outcome, is retained for its time, and erased; its tombstone counts.
func TestWhatIsOverIsErased(t *testing.T) {
	h := caseworktest.New(t)
	r := h.Filed(caseworktest.Form("x"))
	id := h.First(h.Mia).ID
	if _, err := h.Close(h.Mia, id, casework.CloseForm{Outcome: "advised"}); problem.Of(err) == nil || problem.Of(err).Fields["text"].Key == "" {
		t.Errorf("the reporter hears nothing: %v", err)
	}
	_, err := h.Code(h.Mia, id, casework.CodingForm{Ground: "ethnic", Field: "work", Against: "employer"})
	h.Must(err)
	c, err := h.Close(h.Mia, id, casework.CloseForm{Outcome: "advised", Text: "This is what you can do."})
	h.Must(err)
	if c.Erase != "2028-11-22" || c.Due != "" || c.Feedback != "2026-11-22" {
		t.Errorf("%+v", c)
	}
	h.Time = time.Date(2028, 11, 22, 3, 0, 0, 0, time.UTC)
	if due, err := h.EraseDue(h.Mia, false); err != nil || len(due) != 1 {
		t.Fatalf("due %v %v", due, err)
	}
	if in := h.Found(r); in.State != report.Closed {
		t.Fatal("a caseworker's look erased it")
	}
	_, err = h.Reply(t.Context(), report.Reply{Receipt: r.Receipt, Text: "It happened again."}, "net")
	h.Must(err)
	if due, err := h.EraseDue(actor.AsSystem(t.Context()), false); err != nil || len(due) != 0 {
		t.Errorf("what has news is erased: %v %v", due, err)
	}
	h.Must(h.Unlock(h.Mia, caseworktest.Passphrase))
	_, err = h.Close(h.Mia, id, casework.CloseForm{Outcome: "settled", Text: "Done."})
	h.Must(err)
	kept, err := h.Retain(h.Mia, id, casework.RetainForm{Until: "2031-01-01", Why: "The court asks."})
	h.Must(err)
	h.Time = time.Date(2030, 12, 31, 3, 0, 0, 0, time.UTC)
	if due, _ := h.EraseDue(actor.AsSystem(t.Context()), false); len(due) != 0 {
		t.Errorf("kept until %s, and erased", kept.Erase)
	}
	h.Time = time.Date(2031, 1, 1, 3, 0, 0, 0, time.UTC)
	for range 2 { // twice, as after a crash
		if _, err := h.EraseDue(actor.AsSystem(t.Context()), false); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := h.Inbox(t.Context(), r.Receipt, "net"); problem.Of(err) == nil || problem.Of(err).Fields["receipt"].Key != "report.receipt_unknown" {
		t.Errorf("it is still there: %v", err)
	}
	if _, err := h.DB.Get(t.Context(), "report_wraps", id); err == nil {
		t.Error("its secrets are still there")
	}
}

// A case goes on its day, not before; a person's look is a dry run of their own city, and erases nothing.
func TestACaseIsErasedOnItsDay(t *testing.T) {
	h := caseworktest.New(t)
	for n, c := range []struct{ city, day string }{{"riga", "2026-11-21"}, {"riga", "2026-11-22"}, {"riga", "2026-11-23"}, {"ghent", "2026-11-22"}, {"riga", ""}} {
		h.Stored(n, func(r *report.Report) { r.City, r.Erase, r.State = c.city, c.day, report.Closed })
	}
	for name, c := range map[string]struct {
		ctx  context.Context
		want []string
	}{"mia": {h.Mia, []string{"CASE-0000", "CASE-0001"}}, "zoe of Ghent": {h.As("zoe", actor.Caseworker, "ghent"), []string{"CASE-0003"}}} {
		for _, dry := range []bool{true, false} {
			got, err := h.EraseDue(c.ctx, dry)
			if slices.Sort(got); err != nil || !slices.Equal(got, c.want) {
				t.Errorf("%s is told %v, %v", name, got, err)
			}
		}
	}
	if got, err := h.EraseDue(actor.AsSystem(t.Context()), true); err != nil || len(got) != 3 {
		t.Errorf("a dry run of the system: %v %v", got, err)
	}
	for name, c := range map[string]struct {
		ctx  context.Context
		want problem.Kind
	}{"a custodian": {h.Keeper, problem.Forbidden}, "an administrator": {h.As("a", actor.Admin, ""), problem.Forbidden},
		"nobody": {t.Context(), problem.Unauthorized}} {
		if _, err := h.EraseDue(c.ctx, true); !problem.Is(err, c.want) {
			t.Errorf("%s sees what is erased: %v", name, err)
		}
	}
	h.Attach("report-0001", 110)
	if got := h.Erased(); !slices.Equal(got, []string{"CASE-0000", "CASE-0001", "CASE-0003"}) {
		t.Errorf("erased are %v", got)
	}
	if n := h.FilesOf("report-0001"); n != 0 {
		t.Errorf("%d of many files are left", n)
	}
	if got := h.Erased(); len(got) != 0 {
		t.Errorf("erased again are %v", got)
	}
	h.Time = h.Time.AddDate(5, 0, 0)
	if got := h.Erased(); !slices.Equal(got, []string{"CASE-0002"}) {
		t.Errorf("later go %v", got)
	}
	if _, err := h.Kept(t.Context(), "report-0004"); err != nil {
		t.Errorf("a case without a day is gone: %v", err)
	}
}

// With a case go its files, its secrets and what was merged into it; how it was classified stays, once.
func TestWhatGoesWithACase(t *testing.T) {
	h := caseworktest.New(t)
	f := caseworktest.Form("x")
	f.Files = []upload.Sent{{Name: "a.txt", Data: []byte("one")}, {Name: "b.txt", Data: []byte("two")}}
	a, b, other := h.Filed(f), h.Filed(f), h.Filed(f)
	one, part, stays := h.IDOf(a.Number), h.IDOf(b.Number), h.IDOf(other.Number)
	_, err := h.Code(h.Mia, one, casework.CodingForm{Ground: "ethnic", Field: "work", Against: "employer"})
	h.Must(err)
	_, err = h.Merge(h.Mia, part, casework.MergeForm{Number: a.Number})
	h.Must(err)
	_, err = h.Close(h.Mia, one, casework.CloseForm{Outcome: "settled", Text: "Done."})
	h.Must(err)
	h.Time = h.Time.AddDate(2, 0, 0)
	if got := h.Erased(); !slices.Equal(got, []string{a.Number}) {
		t.Fatalf("erased are %v", got)
	}
	for _, id := range []string{one, part} {
		if _, err := h.Kept(t.Context(), id); !problem.Is(err, problem.NotFound) {
			t.Errorf("%s is still there: %v", id, err)
		}
		if _, err := h.Slots(t.Context(), id); !problem.Is(err, problem.NotFound) {
			t.Errorf("the secrets of %s are still there: %v", id, err)
		}
		if n := h.FilesOf(id); n != 0 {
			t.Errorf("%d files of %s are still there", n, id)
		}
	}
	for _, r := range []*report.Receipt{a, b} {
		if _, err := h.Inbox(t.Context(), r.Receipt, "net"); problem.Of(err) == nil || problem.Of(err).Fields["receipt"].Key != "report.receipt_unknown" {
			t.Errorf("a receipt still opens something: %v", err)
		}
	}
	if in := h.Found(other); len(in.Files) != 2 {
		t.Errorf("another case lost files: %d", len(in.Files))
	}
	if _, err := h.Slots(t.Context(), stays); err != nil {
		t.Error(err)
	}
	stones := h.Tombstones()
	if len(stones) != 1 {
		t.Fatalf("%d counts are left of one case with a merged one", len(stones))
	}
	want := report.Coding{Ground: "ethnic", Field: "work", Against: "employer", Outcome: "settled"}
	if s := stones[0]; s.Coding != want || s.City != "riga" || s.Quarter != "2026-Q4" || s.Channel != custody.Discrimination || s.Test ||
		strings.Contains(s.ID, one) || strings.Contains(s.ID, a.Number) {
		t.Errorf("%+v", s)
	}
}

// The reporter writes in the moment of erasing: the case stays, with what was written.
func TestACaseWithNewsIsNotErased(t *testing.T) {
	db := &storetest.Contested{}
	h := caseworktest.New(t, func(h *moduletest.House) { db.DB, h.DB = h.DB, db })
	r := h.Filed(caseworktest.Form("x"))
	id := h.First(h.Mia).ID
	_, err := h.Close(h.Mia, id, casework.CloseForm{Outcome: "advised", Text: "Done."})
	h.Must(err)
	h.Time = h.Time.AddDate(3, 0, 0)
	db.Contest("reports", 1)
	h.Erased()
	if db.Left("reports") != 0 {
		t.Fatal("nobody wrote meanwhile")
	}
	if in := h.Found(r); in.Account.What != "x" {
		t.Errorf("%+v", in)
	}
	if stones := h.Tombstones(); len(stones) != 0 {
		t.Errorf("it is counted as erased: %v", stones)
	}
	if got := h.Erased(); len(got) != 1 {
		t.Errorf("the next day it goes: %v", got)
	}
}
