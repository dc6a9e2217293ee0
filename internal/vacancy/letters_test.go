package vacancy_test

import (
	"maps"
	"testing"
	"time"

	"citiesgrow/internal/organisation"
	"citiesgrow/internal/vacancy"
)

// A letter about a decision is queued once, however often the feed is read again, and not about one
// of long ago.
func TestALetterAboutADecision(t *testing.T) {
	h := open(t)
	one, staff := h.org("one", organisation.Business, "riga"), h.Staff("riga")
	of := h.sent(one, job("Cleaner"))
	_, err := h.Review(staff, of.ID, vacancy.Judgement{Reason: "Say the hours."})
	h.Must(err)
	first := h.now
	h.now = h.now.Add(time.Hour)
	_, err = h.Submit(one, of.ID, nil)
	h.Must(err)
	_, err = h.Review(staff, of.ID, vacancy.Judgement{Publish: true})
	h.Must(err)
	about := func() map[string]string {
		all := map[string]string{}
		for _, l := range h.Letters(of.ID) {
			all[l.About] = l.Key + " " + l.Account + " " + l.Words["Title"]
		}
		return all
	}
	want := map[string]string{of.ID + "/review/" + first.Format(time.RFC3339): "vacancy.letter_refused one Cleaner",
		of.ID + "/review/" + h.now.Format(time.RFC3339): "vacancy.letter_published one Cleaner"}
	if got := about(); !maps.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	h.Must(h.Feed.Rewind(t.Context(), "letters of vacancies"))
	if got := about(); !maps.Equal(got, want) {
		t.Errorf("after a second reading %v, want %v", got, want)
	}
	h.now = h.now.AddDate(0, 0, 40)
	h.Must(h.Feed.Rewind(t.Context(), "letters of vacancies"))
	if got := about(); len(got) != 0 {
		t.Errorf("letters about what was decided forty days ago: %v", got)
	}
}
