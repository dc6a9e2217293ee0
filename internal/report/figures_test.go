package report_test

import (
	"bytes"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/report"
	"citiesgrow/internal/suppress"
)

// Counts under ten are hidden for everybody, and erased cases go on counting.
func TestFigures(t *testing.T) {
	h := open(t)
	for n := range 24 {
		if n%10 == 0 {
			h.now = h.now.Add(time.Hour)
		}
		h.filed(told("x"))
	}
	h.unlockAll()
	for coded := 0; coded < 24; {
		all, _, err := h.Queue(h.mia, report.Received, "")
		h.must(err)
		for _, c := range all {
			ground := "ethnic"
			if coded < 3 {
				ground = "religion"
			}
			coded++
			_, err := h.Code(h.mia, c.ID, report.CodingForm{Ground: ground, Field: "work"})
			h.must(err)
			_, err = h.Close(h.mia, c.ID, report.CloseForm{Outcome: "advised", Text: "Advice."})
			h.must(err)
		}
	}
	running, err := h.Figures(t.Context(), "2026-Q4", report.Discrimination)
	h.must(err)
	if running.Quarter != "2026-Q3" {
		t.Errorf("a quarter that runs is shown: %s", running.Quarter)
	}
	look := func() {
		t.Helper()
		f, err := h.Figures(t.Context(), "2026-Q4", report.Discrimination)
		h.must(err)
		if n, shown := f.Table.At(suppress.Total, suppress.Total, suppress.Total); !shown || n != 24 {
			t.Errorf("in all %d %t", n, shown)
		}
		if n, shown := f.Table.At(suppress.Total, "ethnic", suppress.Total); shown {
			t.Errorf("%d for origin are shown, so 3 for religion follow", n)
		}
		if n, shown := f.Ends.At(suppress.Others); !shown || n != 24 {
			t.Errorf("outcomes %d %t: all advised would tell that nobody was not", n, shown)
		}
		if csv, err := f.CSV(); err != nil || bytes.Contains(csv, []byte("religion")) || bytes.Contains(csv, []byte("riga")) || !bytes.Contains(csv, []byte(",24\n")) {
			t.Errorf("%s", csv)
		}
	}
	h.now = time.Date(2027, 1, 2, 0, 0, 0, 0, time.UTC)
	look()
	h.now = time.Date(2028, 12, 1, 0, 0, 0, 0, time.UTC)
	_, err = h.Sweep(actor.AsSystem(t.Context()), false)
	h.must(err)
	look()
}
