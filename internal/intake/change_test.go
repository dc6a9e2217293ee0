package intake_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"citiesgrow/internal/intake"
	"citiesgrow/internal/notice"
	"citiesgrow/internal/testdata"
)

// A second version of a real notice changes its tender, in either order of import.
func TestACorrigendumBecomesAnAmendment(t *testing.T) {
	path := filepath.Join(testdata.Dir(t, "eforms-real"), "0b8d56-770113-2023.xml")
	first, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	second := first
	for _, change := range [][2]string{{">01</cbc:VersionID>", ">02</cbc:VersionID>"}, {"770113-2023", "780113-2023"}, {"2024-01-26", "2024-02-09"}} {
		if !bytes.Contains(second, []byte(change[0])) {
			t.Fatalf("the notice has no %q", change[0])
		}
		second = bytes.ReplaceAll(second, []byte(change[0]), []byte(change[1]))
	}
	other := file(t, "corrigendum.xml", second)
	for name, order := range map[string][]string{"in order": {path, other}, "the later first": {other, path}} {
		h := open(t)
		if job := h.bring(t, order[0]); job.Summary != (intake.Summary{Read: 1, New: 1}) {
			t.Fatalf("%s: %v", name, job.Summary)
		}
		if job := h.bring(t, order[1]); job.Summary != (intake.Summary{Read: 1, Updated: 1}) {
			t.Errorf("%s: %v", name, job.Summary)
		}
		if job := h.bring(t, order...); job.Summary != (intake.Summary{Read: 2, Unchanged: 2}) {
			t.Errorf("%s, again: %v", name, job.Summary)
		}
		for id, one := range h.state(t) {
			if got := one.Deadline().Format("2006-01-02"); got != "2024-02-09" || one.Meta.Revision != 2 {
				t.Errorf("%s: deadline %s after %d notices", name, got, one.Meta.Revision)
			}
			notices, err := h.tenders.Notices(system(t), id)
			if err != nil {
				t.Fatal(err)
			}
			history := notice.History(notices)
			if len(history) != 2 || len(history[1].Changes) == 0 || history[1].Changes[0].Field != "deadline" {
				t.Errorf("%s: the history does not show the new deadline: %+v", name, history)
			}
		}
	}
}

// Some converters give all notices the same identifier. Such notices with different publication numbers are different tenders.
func TestNoticesOfOneIdentifierAndTwoNumbersAreTwo(t *testing.T) {
	h := open(t)
	job := h.bring(t, testdata.Dir(t, "eforms-converted-from-ted"))
	if job.Summary.New != 45 || len(h.state(t)) != 45 {
		t.Errorf("%v, %d tenders", job.Summary, len(h.state(t)))
	}
}
