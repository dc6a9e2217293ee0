package report_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/casework"
	"citiesgrow/internal/casework/caseworktest"
	"citiesgrow/internal/custody"
	"citiesgrow/internal/report"
	"citiesgrow/internal/suppress"
)

// Counts below ten are hidden for every visitor, and erased cases still count.
func TestFigures(t *testing.T) {
	h := caseworktest.New(t)
	for n := range 24 {
		if n%10 == 0 {
			h.Time = h.Time.Add(time.Hour)
		}
		h.Filed(caseworktest.Form("x"))
	}
	h.UnlockAll()
	for coded := 0; coded < 24; {
		all, _, err := h.Queue(h.Mia, report.Received, "")
		h.Must(err)
		for _, c := range all {
			ground := "ethnic"
			if coded < 3 {
				ground = "religion"
			}
			coded++
			_, err := h.Code(h.Mia, c.ID, casework.CodingForm{Ground: ground, Field: "work"})
			h.Must(err)
			_, err = h.Close(h.Mia, c.ID, casework.CloseForm{Outcome: "advised", Text: "Advice."})
			h.Must(err)
		}
	}
	running, err := h.Figures(t.Context(), "2026-Q4", custody.Discrimination)
	h.Must(err)
	if running.Quarter != "2026-Q3" {
		t.Errorf("a quarter that runs is shown: %s", running.Quarter)
	}
	look := func() {
		t.Helper()
		f, err := h.Figures(t.Context(), "2026-Q4", custody.Discrimination)
		h.Must(err)
		if n, shown := f.Table.At(suppress.Total, suppress.Total, suppress.Total); !shown || n != 24 {
			t.Errorf("in all %d %t", n, shown)
		}
		if n, shown := f.Table.At(suppress.Total, "ethnic", suppress.Total); shown {
			t.Errorf("%d for origin are shown, so 3 for religion follow", n)
		}
		if n, shown := f.Ends.At(suppress.Others); !shown || n != 24 {
			t.Errorf("outcomes %d %t: all advised would tell that nobody was not", n, shown)
		}
		if csv, err := f.CSV(); err != nil || bytes.Contains(csv, []byte("religion")) || bytes.Contains(csv, []byte("riga")) ||
			!bytes.Contains(csv, []byte(",24\n")) {
			t.Errorf("%s", csv)
		}
	}
	h.Time = time.Date(2027, 1, 2, 0, 0, 0, 0, time.UTC)
	look()
	h.Time = time.Date(2028, 12, 1, 0, 0, 0, 0, time.UTC)
	_, err = h.EraseDue(actor.AsSystem(t.Context()), false)
	h.Must(err)
	look()
}

// figuresOf returns the figures of a quarter, as seen on 1 April 2027.
func figuresOf(t *testing.T, h *caseworktest.House, quarter string, channel custody.Channel) *report.Figures {
	t.Helper()
	h.Time = time.Date(2027, 4, 1, 0, 0, 0, 0, time.UTC)
	f, err := h.Figures(t.Context(), quarter, channel)
	h.Must(err)
	return f
}

// Nine reports are hidden and ten are shown. If one city has nine, it is combined with another city, so that nine cannot be
// derived from the total.
func TestTenAreShownAndNineAreNot(t *testing.T) {
	for n, shown := range map[int]bool{9: false, 10: true} {
		h := caseworktest.New(t)
		h.Counted(0, n, "riga", "2026-10-01", report.Coding{Ground: "ethnic", Field: "work", Outcome: "advised"})
		f := figuresOf(t, h, "2026-Q4", custody.Discrimination)
		if got, is := f.Table.At(suppress.Total, suppress.Total, suppress.Total); is != shown || is && got != n {
			t.Errorf("%d in all: %d %t", n, got, is)
		}
		if csv, err := f.CSV(); err != nil || strings.Contains(string(csv), fmt.Sprintf(",%d\n", n)) != shown {
			t.Errorf("%d in the table: %s %v", n, csv, err)
		}
		h.Counted(100, 11, "ghent", "2026-11-01", report.Coding{Ground: "religion", Field: "housing", Outcome: "settled"})
		h.Counted(200, 30, "lisbon", "2026-12-31", report.Coding{Ground: "age", Field: "work", Outcome: "advised"})
		f = figuresOf(t, h, "2026-Q4", custody.Discrimination)
		if got, is := f.Table.At("lisbon", suppress.Total, suppress.Total); !is || got != 30 {
			t.Errorf("of thirty %d are shown, %t", got, is)
		}
		if named := slices.Contains(f.Table.Values(0), "ghent"); named != shown || slices.Contains(f.Table.Values(0), "riga") {
			t.Errorf("beside %d of Riga the cities are %v", n, f.Table.Values(0))
		}
	}
}

// A quarter counts the reports that were received in it, from its first to its last day, in its own channel. Merged cases do not
// count, and unclassified cases count as not coded.
func TestWhatAQuarterCounts(t *testing.T) {
	h := caseworktest.New(t)
	day := func(n, count int, day string) { h.Counted(n, count, "riga", day, report.Coding{}) }
	day(0, 12, "2026-10-01")
	day(100, 13, "2026-12-31")
	day(200, 14, "2026-09-30")
	day(300, 15, "2027-01-01")
	for i, change := range []func(*report.Report){
		func(r *report.Report) { r.State = report.Merged }, func(r *report.Report) { r.Channel = custody.Irregularity },
		func(r *report.Report) { r.State = report.Received }, func(r *report.Report) { r.State = report.Open },
		func(r *report.Report) { r.State = report.Transferred },
	} {
		h.Stored(400+i, func(r *report.Report) { r.Day = "2026-11-11"; change(r) })
	}
	for quarter, want := range map[string]int{"2026-Q3": 14, "2026-Q4": 28, "2027-Q1": 15, "2027-Q2": 15, "nonsense": 15} {
		f := figuresOf(t, h, quarter, custody.Discrimination)
		if n, shown := f.Table.At(suppress.Total, suppress.Total, suppress.Total); !shown || n != want {
			t.Errorf("%s counts %d %t, want %d", quarter, n, shown, want)
		}
		if n, shown := f.Ends.At(suppress.Others); shown && n != want {
			t.Errorf("%s has %d ends", quarter, n)
		}
	}
	for quarter, told := range map[string]bool{"2027-Q1": true, "2027-Q2": false, "nonsense": false, "": false} {
		if ended, err := h.Ended(t.Context(), quarter); err != nil || (ended != nil) != told {
			t.Errorf("%q ended with %v, %v", quarter, ended, err)
		}
	}
	if n, shown := figuresOf(t, h, "2026-Q4", custody.Irregularity).Table.At(suppress.Total, suppress.Total, suppress.Total); shown {
		t.Errorf("one irregularity is shown as %d", n)
	}
}

// Twelve quarters are shown, and all of them have ended.
func TestQuartersThatAreOver(t *testing.T) {
	h := caseworktest.New(t)
	for now, want := range map[time.Time][2]string{
		time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC):   {"2026-Q3", "2023-Q4"},
		time.Date(2026, 12, 31, 23, 59, 0, 0, time.UTC): {"2026-Q3", "2023-Q4"},
		time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC):     {"2026-Q4", "2024-Q1"},
		time.Date(2028, 5, 31, 0, 0, 0, 0, time.UTC):    {"2028-Q1", "2025-Q2"},
	} {
		h.Time = now
		if all := h.Quarters(); len(all) != 12 || all[0] != want[0] || all[11] != want[1] {
			t.Errorf("on %s: %v", now, all)
		}
	}
	h.Time = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	if ended, err := h.Ended(t.Context(), "2026-Q4"); err != nil || ended != nil {
		t.Errorf("ends of a quarter that runs: %v %v", ended, err)
	}
}

// An erased case counts as before. After a crash between the tombstone and the erasure it counts once.
func TestAnErasedCaseCountsOnce(t *testing.T) {
	h := caseworktest.New(t)
	h.Counted(0, 12, "riga", "2026-10-01", report.Coding{Ground: "ethnic", Field: "work", Outcome: "settled"})
	h.Counted(100, 13, "riga", "2026-10-01", report.Coding{Ground: "religion", Field: "work", Outcome: "advised"})
	h.Counted(200, 11, "riga", "2026-10-01", report.Coding{Ground: "age", Field: "work", Outcome: "mediated"})
	total := func(when string) {
		t.Helper()
		f, err := h.Figures(t.Context(), "2026-Q4", custody.Discrimination)
		h.Must(err)
		if n, shown := f.Table.At(suppress.Total, "ethnic", suppress.Total); !shown || n != 12 {
			t.Errorf("%s: %d %t", when, n, shown)
		}
		if n, shown := f.Table.At(suppress.Total, suppress.Total, suppress.Total); !shown || n != 36 {
			t.Errorf("%s: %d %t in all", when, n, shown)
		}
		ended, err := h.Ended(t.Context(), "2026-Q4")
		h.Must(err)
		var ends []string
		for _, e := range ended {
			ends = append(ends, fmt.Sprint(e.Outcome, e.Count))
		}
		if slices.Sort(ends); !slices.Equal(ends, []string{"*11", "advised13", "settled12"}) {
			t.Errorf("%s: ended %v", when, ends)
		}
	}
	h.Time = time.Date(2028, 1, 1, 3, 0, 0, 0, time.UTC)
	total("before")
	kept, err := h.Kept(t.Context(), "report-0003")
	h.Must(err)
	h.Erased()
	total("erased")
	kept.Revision = 0
	h.Put(kept) // this simulates a crash of the erasure after it stored the tombstone
	total("one is still there")
	h.Erased()
	total("erased again")
}
