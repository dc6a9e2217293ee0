package slot_test

import (
	"testing"
	"time"

	"citiesgrow/internal/mail"
	"citiesgrow/internal/service/servicetest"
	"citiesgrow/internal/slot"
	"citiesgrow/internal/store"
)

// house is the test town of servicetest with the module under test.
type house struct {
	*servicetest.Town
	*slot.Service
	t *testing.T
}

func open(t *testing.T) *house {
	t.Helper()
	town := servicetest.New(t)
	town.Open()
	return &house{Town: town, Service: town.Slots, t: t}
}

// send marks the letters that are due as sent, as the worker does.
func (h *house) send() {
	h.t.Helper()
	all := store.Of[mail.Letter](h.DB, mail.Letters)
	for _, l := range h.LettersAbout("") {
		if !l.Due.After(h.Clock) {
			l.Due, l.Sent = time.Time{}, h.Clock
			h.Must(all.Put(h.t.Context(), l))
		}
	}
}

// site serves the pages and the API of slots and services. A user's token is their id.
func (h *house) site() func(token, method, path, body string) (int, string) {
	h.t.Helper()
	return h.Ask(h.Module(h.Services.ShowAgain), h.Services.Module())
}
