package report_test

import (
	"strings"
	"testing"
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
