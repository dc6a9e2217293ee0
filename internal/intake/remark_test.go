package intake

import (
	"testing"
)

func TestARemarkNamesItsPlaceAndIsCounted(t *testing.T) {
	job := &Job{Summary: Summary{Read: 2, New: 2}}
	for range kept + 1 {
		job.remark(Remark{File: "a.json", Index: 3, ID: "n-1", Reason: "the deadline\nwas not understood"})
	}
	if job.Summary.Remarked != kept+1 || len(job.Remarks) != kept {
		t.Errorf("%d counted, %d kept", job.Summary.Remarked, len(job.Remarks))
	}
	if got, want := job.Remarks[0].String(), "remark a.json #3: n-1: the deadline was not understood"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := job.Summary.String(), "2 notices read: 2 new, 0 updated, 0 unchanged, 0 rejected; accepted with 201 remarks"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if err := Verdict(2, 0); err != nil {
		t.Errorf("remarks count as refused: %v", err)
	}
}
