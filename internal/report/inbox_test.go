package report_test

import (
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"citiesgrow/internal/casework"
	"citiesgrow/internal/casework/caseworktest"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/report"
	"citiesgrow/internal/upload"
)

// A wrong receipt shows nothing, slows its network down, and locks no user out.
func TestWrongReceipts(t *testing.T) {
	var slow atomic.Bool
	var judged atomic.Int64
	held := make(chan struct{})
	release := sync.OnceFunc(func() { close(held) })
	h := caseworktest.New(t, func(h *moduletest.House) {
		h.Stretch = func(secret, salt []byte, passes, memory uint32, lanes uint8, size uint32) []byte {
			if slow.Load() {
				if judged.Add(1) > 1 {
					release() // a second one at once: the queue let it pass
				}
				<-held
			}
			return moduletest.Stretch(secret, salt, passes, memory, lanes, size)
		}
	})
	r := h.Filed(caseworktest.Form("x"))
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
		ask(n) // after these, the network has to wait in the queue
	}
	slow.Store(true) // the next one is judged until twenty others were refused
	for n := range 53 {
		go ask(7 + n)
	}
	for range 60 {
		switch p := problem.Of(<-done); {
		case p == nil:
			t.Error("a wrong receipt opens something")
		case p.Kind == problem.TooMany:
			if refused++; refused == 20 {
				slow.Store(false)
				release()
			}
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

// A receipt opens only its own report. It does not show the caseworkers' notes, and the reporter sees a merged case as open.
func TestAReceiptOpensItsOwnReport(t *testing.T) {
	h := caseworktest.New(t)
	f := caseworktest.Form("mine")
	f.Files = []upload.Sent{{Name: "mine.txt", Data: []byte("mine")}}
	f.Name, f.Contact = "Amina", "+371 2"
	mine := h.Filed(f)
	f.What, f.Files[0].Name, f.Name, f.Contact = "another's", "theirs.txt", "", ""
	theirs := h.Filed(f)
	_, err := h.Note(h.Mia, h.IDOf(mine.Number), casework.NoteForm{Text: "of the desk"})
	h.Must(err)
	a, b := h.Found(mine), h.Found(theirs)
	if a.Number != mine.Number || a.Account.What != "mine" || len(a.Files) != 1 || a.Files[0].Name != "mine.txt" || !a.Named || b.Named || len(a.Messages) != 0 {
		t.Errorf("%+v", a)
	}
	one, err := h.Attachment(t.Context(), mine.Receipt, a.Files[0].ID, "net")
	if err != nil || one.Name != "mine.txt" || one.Size != 4 {
		t.Errorf("%+v %v", one, err)
	}
	for name, file := range map[string]string{"another's file": b.Files[0].ID, "none": "file-none", "nothing": ""} {
		if _, err := h.Attachment(t.Context(), mine.Receipt, file, "net"); !problem.Is(err, problem.NotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := h.Attachment(t.Context(), "0000000000000000", a.Files[0].ID, "net"); !slices.Equal(moduletest.Fields(err), []string{"receipt"}) {
		t.Errorf("a wrong receipt: %v", err)
	}
	_, err = h.Merge(h.Mia, h.IDOf(theirs.Number), casework.MergeForm{Number: mine.Number})
	h.Must(err)
	if b = h.Found(theirs); b.State != report.Open || b.Number != theirs.Number || b.Account.What != "another's" {
		t.Errorf("%+v", b)
	}
	if a = h.Found(mine); a.State != report.Received || len(a.Files) != 1 {
		t.Errorf("the case that goes on shows %s and %d files", a.State, len(a.Files))
	}
}

// A receipt is accepted in the forms that people type.
func TestAReceiptIsReadAsPeopleWriteIt(t *testing.T) {
	h := caseworktest.New(t)
	r := h.Filed(caseworktest.Form("x"))
	eastern := strings.Map(func(d rune) rune { return d - '0' + '٠' }, r.Receipt)
	for _, typed := range []string{" " + r.Receipt + "\n", r.Receipt[:8] + "-" + r.Receipt[8:], eastern} {
		if in, err := h.Inbox(t.Context(), typed, "net"); err != nil || in.Number != r.Number {
			t.Errorf("%q: %v", typed, err)
		}
	}
	for _, typed := range []string{r.Receipt[:15], r.Receipt + "1", "x" + r.Receipt[1:]} {
		if _, err := h.Inbox(t.Context(), typed, "net"); problem.Of(err) == nil || problem.Of(err).Fields["receipt"].Key != "report.receipt_digits" {
			t.Errorf("%q: %v", typed, err)
		}
	}
}

// A case that is being erased has no receipt or no key slots any more. No receipt opens it, and the answer is the same as for any
// wrong receipt.
func TestACaseThatIsBeingErasedIsNotFound(t *testing.T) {
	h := caseworktest.New(t)
	r := h.Filed(caseworktest.Form("x"))
	w, err := h.Slots(t.Context(), h.IDOf(r.Number))
	h.Must(err)
	h.Must(h.DB.Delete(t.Context(), "report_wraps", w.ID, w.Revision))
	_, gone := h.Inbox(t.Context(), r.Receipt, "net")
	_, wrong := h.Inbox(t.Context(), "0000000000000000", "net")
	if gone == nil || wrong == nil || gone.Error() != wrong.Error() {
		t.Errorf("%v, and of a wrong receipt %v", gone, wrong)
	}
}
