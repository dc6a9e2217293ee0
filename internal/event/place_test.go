package event_test

import (
	"slices"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/event"
	"citiesgrow/internal/problem"
)

// The organiser sees a registration with the contact data that the person agreed to give.
func TestARegistrationIsReadBack(t *testing.T) {
	h := open(t)
	e := h.event(2, "")
	r, err := h.Register(h.As("amina", actor.Entrepreneur, "riga"), e.ID, event.RegistrationForm{Contact: "+371 22", Note: "I need a ramp"})
	h.Must(err)
	if r.Waiting || r.Name != "amina" || r.Contact != "+371 22" || r.Note != "I need a ramp" || !r.At.Equal(h.now) {
		t.Errorf("%+v", r)
	}
	again, err := h.Register(h.As("amina", actor.Entrepreneur, "riga"), e.ID, event.RegistrationForm{Contact: "other", Note: "other"})
	h.Must(err)
	if again.Contact != "+371 22" {
		t.Errorf("registering again overwrites: %+v", again)
	}
	h.want(e.ID, []string{"amina"}, nil)
	_, err = h.Register(t.Context(), e.ID, event.RegistrationForm{})
	h.Is(err, problem.Unauthorized, "a visitor registers")
	_, err = h.Register(h.As("amina", actor.Entrepreneur, "riga"), "event-none", event.RegistrationForm{})
	h.Is(err, problem.NotFound, "registered for nothing")
}

// People can register until the event starts.
func TestRegisteringEndsWhenAnEventBegins(t *testing.T) {
	h := open(t)
	e := h.event(5, "A buyer")
	h.now = e.Start.Add(-time.Second)
	h.join(e.ID, "amina")
	h.now = e.Start
	omar := h.As("omar", actor.Entrepreneur, "riga")
	_, err := h.Register(omar, e.ID, event.RegistrationForm{})
	h.Conflict(err, "event.over")
	h.Conflict(h.Leave(h.As("amina", actor.Entrepreneur, "riga"), e.ID), "event.over")
	_, err = h.Book(h.As("amina", actor.Entrepreneur, "riga"), e.ID, "A buyer", e.Start)
	h.Conflict(err, "event.over")
	h.want(e.ID, []string{"amina"}, nil)
}

// People on the waiting list get a place in order, one for each place that becomes free.
func TestTheWaitingListMovesUpInOrder(t *testing.T) {
	h := open(t)
	e := h.event(2, "")
	h.join(e.ID, "a", "b", "c", "d", "e")
	h.want(e.ID, []string{"a", "b"}, []string{"c", "d", "e"})
	h.Must(h.Leave(h.As("d", actor.Entrepreneur, "riga"), e.ID))
	h.want(e.ID, []string{"a", "b"}, []string{"c", "e"})
	if got := h.Letters(e.ID + "/registered/"); len(got) != 2 {
		t.Errorf("a letter of a place because another stopped waiting: %d letters", len(got))
	}
	h.Must(h.Leave(h.As("a", actor.Entrepreneur, "riga"), e.ID))
	h.want(e.ID, []string{"b", "c"}, []string{"e"})
	if got := h.Letters(e.ID + "/registered/c/"); len(got) != 1 || got[0].Key != "event.letter_registered" || len(got[0].Calendar) == 0 {
		t.Errorf("no letter to the person who moved up: %+v", got)
	}
	if got := h.Letters(e.ID + "/ahead/c"); len(got) != 1 {
		t.Errorf("who moved up is not reminded: %+v", got)
	}
	if err := h.Leave(h.As("a", actor.Entrepreneur, "riga"), e.ID); !problem.Is(err, problem.NotFound) {
		t.Errorf("left twice: %v", err)
	}
	h.join(e.ID, "a")
	h.want(e.ID, []string{"b", "c"}, []string{"e", "a"})
}

// With more room, the first people on the waiting list get a place and a letter.
func TestMoreRoomLetsPeopleIn(t *testing.T) {
	h := open(t)
	e := h.event(1, "")
	h.join(e.ID, "a", "b", "c")
	f := meet()
	f.Capacity = 2
	_, err := h.Change(h.Staff("riga"), e.ID, f)
	h.Must(err)
	h.want(e.ID, []string{"a", "b"}, []string{"c"})
	for account, want := range map[string]int{"a": 1, "b": 1, "c": 0} {
		if got := h.Letters(e.ID + "/registered/" + account + "/"); len(got) != want {
			t.Errorf("%s: %d letters of a place, want %d", account, len(got), want)
		}
		if got := h.Letters(e.ID + "/ahead/" + account); len(got) != want {
			t.Errorf("%s: %d reminders, want %d", account, len(got), want)
		}
	}
}

// With less room, no person loses a place. The waiting list does not move until there are fewer participants than places.
func TestLessRoomTakesNoPlaceAway(t *testing.T) {
	h := open(t)
	e := h.event(3, "")
	h.join(e.ID, "a", "b", "c")
	f := meet()
	f.Capacity = 2
	_, err := h.Change(h.Staff("riga"), e.ID, f)
	h.Must(err)
	h.want(e.ID, []string{"a", "b", "c"}, nil)
	h.join(e.ID, "d")
	h.Must(h.Leave(h.As("a", actor.Entrepreneur, "riga"), e.ID))
	h.want(e.ID, []string{"b", "c"}, []string{"d"})
	h.Must(h.Leave(h.As("b", actor.Entrepreneur, "riga"), e.ID))
	h.want(e.ID, []string{"c", "d"}, nil)
}

// People with a place at an event that took place in the quarter are counted. People on the waiting list and cancelled events are
// not.
func TestWhoTookPartIsCounted(t *testing.T) {
	h := open(t)
	e, off := h.event(2, ""), h.event(2, "")
	h.join(e.ID, "a", "b", "c")
	h.join(off.ID, "d")
	_, err := h.Cancel(h.Staff("riga"), off.ID, "Snow")
	h.Must(err)
	took := h.module().Took[0]
	if took.Theme != "b" {
		t.Errorf("theme %s", took.Theme)
	}
	for says, c := range map[string]struct {
		from, to time.Time
		want     []string
	}{
		"a time around it":              {e.Start, e.End.Add(time.Hour), []string{"a", "b"}},
		"a time that begins at its end": {e.End, e.End.Add(time.Hour), []string{"a", "b"}},
		"a time that ends at its end":   {e.Start, e.End, nil},
		"a time after it":               {e.End.Add(time.Second), e.End.Add(time.Hour), nil},
	} {
		got, err := took.Accounts(t.Context(), c.from, c.to)
		h.Must(err)
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", says, got, c.want)
		}
	}
}
