package report_test

import (
	"testing"

	"citiesgrow/internal/problem"
)

// A wrong receipt tells nothing, costs its network the free way, and locks nobody out.
func TestWrongReceipts(t *testing.T) {
	h := open(t)
	r := h.filed(told("x"))
	for _, typed := range []string{"", "123", "0000 0000 0000 000x"} {
		if _, err := h.Inbox(t.Context(), typed, "attacker"); problem.Of(err).Fields["receipt"].Key != "report.receipt_digits" {
			t.Errorf("%q: %v", typed, err)
		}
	}
	refused, wrong := 0, 0
	done := make(chan error, 60)
	ask := func(n int) {
		_, err := h.Inbox(t.Context(), "00000000000000"+string(rune('0'+n/10))+string(rune('0'+n%10)), "attacker")
		done <- err
	}
	for n := range 7 {
		ask(n) // once these were judged, the way is narrow
	}
	for n := range 53 {
		go ask(7 + n)
	}
	for range 60 {
		switch p := problem.Of(<-done); {
		case p == nil:
			t.Error("a wrong receipt opens something")
		case p.Kind == problem.TooMany:
			refused++
		case p.Fields["receipt"].Key == "report.receipt_unknown":
			wrong++
		}
	}
	if refused < 20 || wrong < 5 {
		t.Errorf("%d refused, %d judged", refused, wrong)
	}
	if in, err := h.Inbox(t.Context(), r.Receipt, "attacker"); err != nil || in.Number != r.Number {
		t.Errorf("the right receipt from there: %v", err)
	}
	if in, err := h.Inbox(t.Context(), r.Receipt, "elsewhere"); err != nil || in.Number != r.Number {
		t.Errorf("the right receipt from elsewhere: %v", err)
	}
}
