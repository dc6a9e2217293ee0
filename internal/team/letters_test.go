package team_test

import (
	"context"
	"maps"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/organisation"
	"citiesgrow/internal/team"
)

// Letters follow what is stored: each is queued once, however often the feed is read again, and none
// is about what was taken back or happened long ago.
func TestLettersAboutARequest(t *testing.T) {
	h := open(t)
	school, second := h.org("school", organisation.School, "riga"), h.org("second", organisation.School, "riga")
	amina := h.As("amina", actor.Entrepreneur, "riga")
	w := h.asked(amina)
	for _, as := range []context.Context{school, second} {
		_, err := h.AddOffer(as, w.ID, team.Offer{Team: "Class", Students: 4})
		h.Must(err)
	}
	chosen, err := h.organisations.Own(school)
	h.Must(err)
	other, err := h.organisations.Own(second)
	h.Must(err)
	about := func(id string) map[string]string {
		all := map[string]string{}
		for _, l := range h.Letters(id) {
			all[l.About] = l.Key + " " + l.Account + " " + l.Words["Name"]
		}
		return all
	}
	want := map[string]string{w.ID + "/offer/" + chosen.ID: "team.letter_offer amina House of school",
		w.ID + "/offer/" + other.ID: "team.letter_offer amina House of second"}
	if got := about(w.ID); !maps.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	_, err = h.Accept(amina, w.ID, chosen.ID)
	h.Must(err)
	want[w.ID+"/agreed/"+chosen.ID], want[w.ID+"/agreed/"+other.ID] = "team.letter_agreed school House of amina", "team.letter_other second House of amina"
	if got := about(w.ID); !maps.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	h.Must(h.Feed.Rewind(t.Context(), "letters of teams"))
	if got := about(w.ID); !maps.Equal(got, want) {
		t.Errorf("after a second reading %v, want %v", got, want)
	}
	back := h.asked(amina)
	_, err = h.AddOffer(school, back.ID, team.Offer{Team: "Class", Students: 4})
	h.Must(err)
	_, err = h.Close(amina, back.ID, "", "")
	h.Must(err)
	if got := about(back.ID); len(got) != 0 {
		t.Errorf("letters about a request that was taken back: %v", got)
	}
	h.now = h.now.AddDate(0, 0, 40)
	h.Must(h.Feed.Rewind(t.Context(), "letters of teams"))
	if got := about(w.ID); len(got) != 0 {
		t.Errorf("letters about what happened forty days ago: %v", got)
	}
}
