package event_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/event"
	"citiesgrow/internal/problem"
)

// comes lists the accounts with a place and those on the waiting list, in order of registration.
func (h *hall) comes(id string) (place, waits []string) {
	h.t.Helper()
	_, g, err := h.Attendance(h.wide, id)
	h.Must(err)
	for _, one := range g.Registrations {
		if one.Waiting {
			waits = append(waits, one.Account)
		} else {
			place = append(place, one.Account)
		}
	}
	return place, waits
}

// want fails the test if the places or the waiting list differ.
func (h *hall) want(id string, place, waits []string) {
	h.t.Helper()
	if p, w := h.comes(id); !slices.Equal(p, place) || !slices.Equal(w, waits) {
		h.t.Errorf("%q come and %q wait, want %q and %q", p, w, place, waits)
	}
}

// join registers people one after another for the same sessions.
func (h *hall) join(id string, sessions []string, names ...string) {
	h.t.Helper()
	for _, name := range names {
		_, err := h.Register(h.guest(name), id, event.RegistrationForm{Sessions: sessions})
		h.Must(err)
	}
}

// again returns the form of a conference with the stored values.
func again(k *event.Event) event.ConferenceForm {
	return event.ConferenceForm{Revision: k.Revision, Title: k.Title, Language: k.Language, City: k.City, Where: k.Where, From: "2027-03-01", To: "2027-03-02",
		Capacity: k.Capacity}
}

// People on the waiting list get a place in order, with one letter each.
func TestTheWaitingListOfAConference(t *testing.T) {
	h := openHall(t)
	k := h.conference(2)
	h.join(k.ID, nil, "a", "b", "c", "d")
	h.want(k.ID, []string{"a", "b"}, []string{"c", "d"})
	h.send()
	h.Must(h.Leave(h.guest("d"), k.ID))
	h.want(k.ID, []string{"a", "b"}, []string{"c"})
	h.Must(h.Leave(h.guest("a"), k.ID))
	h.want(k.ID, []string{"b", "c"}, nil)
	for account, want := range map[string]string{"a": "registered", "b": "registered", "c": "waiting registered", "d": "waiting"} {
		var keys []string
		for _, l := range h.Letters("/" + account + "/") {
			keys = append(keys, strings.TrimPrefix(l.Key, "conference.letter_"))
		}
		slices.Sort(keys)
		got := strings.Split(want, " ")
		slices.Sort(got)
		if !slices.Equal(keys, got) {
			t.Errorf("%s: letters %q, want %q", account, keys, got)
		}
	}
}

// With more room, the first people on the waiting list get a place and a letter. With less room, no person loses a place.
func TestAnotherSizeOfAConference(t *testing.T) {
	h := openHall(t)
	k := h.conference(1)
	h.join(k.ID, nil, "a", "b", "c")
	f := again(k)
	f.Capacity = 2
	k, err := h.Change(h.wide, k.ID, f)
	h.Must(err)
	h.want(k.ID, []string{"a", "b"}, []string{"c"})
	if got := h.Letters("conference.letter_registered/b/"); len(got) != 1 || !strings.Contains(string(got[0].Calendar), "BEGIN:VEVENT") {
		t.Errorf("%+v", got)
	}
	if got := h.Letters("conference.letter_registered/c/"); len(got) != 0 {
		t.Errorf("a letter of a place for a person who waits: %+v", got)
	}
	f = again(k)
	f.Capacity = 1
	_, err = h.Change(h.wide, k.ID, f)
	h.Must(err)
	h.want(k.ID, []string{"a", "b"}, []string{"c"})
	h.Must(h.Leave(h.guest("a"), k.ID))
	h.want(k.ID, []string{"b"}, []string{"c"})
}

// People who chose a session while they waited do not overfill it when they get a place.
func TestASessionIsNotOverfullByThoseWhoWaited(t *testing.T) {
	h := openHall(t)
	k := h.conference(1)
	full, free := k.Sessions[1].ID, k.Sessions[0].ID
	h.join(k.ID, nil, "a")
	h.join(k.ID, []string{full, free}, "b", "c", "d")
	f := again(k)
	f.Capacity = 9
	k, err := h.Change(h.wide, k.ID, f)
	h.Must(err)
	h.want(k.ID, []string{"a", "b", "c", "d"}, nil)
	_, g, err := h.Attendance(h.wide, k.ID)
	h.Must(err)
	if g.Coming(full) != 2 || g.Coming(free) != 3 {
		t.Errorf("%d sit on two seats, %d in the other session", g.Coming(full), g.Coming(free))
	}
	if last := g.Registrations[3]; !slices.Equal(last.Sessions, []string{free}) {
		t.Errorf("%+v", last)
	}
	if got := h.Letters("conference.letter_registered/d/"); len(got) != 1 || strings.Count(string(got[0].Calendar), "BEGIN:VEVENT") != 1 ||
		!strings.Contains(string(got[0].Calendar), "First") {
		t.Errorf("the calendar of the last: %+v", got)
	}
}

// A new choice of sessions frees the old seats. If one chosen session is full, the whole choice is rejected.
func TestAnotherChoiceOfSessions(t *testing.T) {
	h := openHall(t)
	k := h.conference(9)
	first, second := k.Sessions[0].ID, k.Sessions[1].ID
	h.join(k.ID, []string{second}, "a", "b")
	_, err := h.Register(h.guest("c"), k.ID, event.RegistrationForm{Sessions: []string{first, second}, Needs: "a ramp"})
	h.Wrong(err, "sessions", "conference.session_full")
	h.want(k.ID, []string{"a", "b"}, nil)
	_, err = h.Register(h.guest("c"), k.ID, event.RegistrationForm{Sessions: []string{"none"}})
	h.Wrong(err, "sessions", "problem.not_found")
	h.join(k.ID, []string{first}, "a")
	one, err := h.Register(h.guest("c"), k.ID, event.RegistrationForm{Sessions: []string{first, second}, Needs: "a ramp"})
	h.Must(err)
	if one.Waiting || !slices.Equal(one.Sessions, []string{first, second}) || one.Needs != "a ramp" || one.City != "riga" || one.Organisation != "" {
		t.Errorf("%+v", one)
	}
	one, err = h.Register(h.guest("c"), k.ID, event.RegistrationForm{Sessions: []string{second, second}})
	h.Must(err)
	if !slices.Equal(one.Sessions, []string{second}) || one.Needs != "" {
		t.Errorf("%+v", one)
	}
	if got := h.Letters("/c/"); len(got) != 1 {
		t.Errorf("another choice is another letter: %d", len(got))
	}
}

// People can register from the publication until one day after the last day.
func TestWhenPeopleRegisterForAConference(t *testing.T) {
	h := openHall(t)
	draft, err := h.Create(h.wide, event.ConferenceForm{Title: "A draft", Language: "en", City: "helsinki", Where: "Library", From: "2027-03-01",
		To: "2027-03-02", Capacity: 5})
	h.Must(err)
	_, err = h.Register(h.guest("a"), draft.ID, event.RegistrationForm{})
	h.Is(err, problem.NotFound, "a draft")
	_, err = h.Register(h.riga, draft.ID, event.RegistrationForm{})
	h.Conflict(err, "event.over")
	k := h.conference(5)
	last := k.End.AddDate(0, 0, 1)
	h.now = last
	h.join(k.ID, nil, "a")
	h.now = last.Add(time.Second)
	_, err = h.Register(h.guest("b"), k.ID, event.RegistrationForm{})
	h.Conflict(err, "event.over")
	h.Conflict(h.Leave(h.guest("a"), k.ID), "event.over")
	if k.State(h.now) != "over" || k.State(last) != "coming" {
		t.Errorf("%s, %s", k.State(h.now), k.State(last))
	}
	_, err = h.Cancel(h.wide, k.ID, "Nobody came")
	h.Conflict(err, "event.over")
	h.Is(h.Leave(t.Context(), k.ID), problem.Unauthorized, "a visitor stays away")
}

// After a cancellation all who are registered or waiting get a letter with the reason, and calendars remove the conference.
func TestAConferenceIsCalledOff(t *testing.T) {
	h := openHall(t)
	k := h.conference(1)
	h.join(k.ID, []string{k.Sessions[0].ID}, "a", "b")
	_, err := h.Cancel(h.riga, k.ID, "Snow")
	h.Conflict(err, "problem.wide_only")
	k, err = h.Cancel(h.wide, k.ID, "Snow")
	h.Must(err)
	for _, account := range []string{"a", "b"} {
		got := h.Letters("/cancelled/" + account)
		if len(got) != 1 || got[0].Account != account || got[0].Words["Reason"] != "Snow" || got[0].Path != "/conferences/"+k.ID ||
			strings.Count(string(got[0].Calendar), "STATUS:CANCELLED") != 1 {
			t.Errorf("%s: %+v", account, got)
		}
	}
	_, err = h.Cancel(h.wide, k.ID, "Again")
	h.Conflict(err, "event.over")
	_, err = h.Publish(h.wide, k.ID)
	h.Conflict(err, "event.over")
	if all, err := h.List(t.Context(), "", ""); err != nil || len(all) != 1 || all[0].State(h.now) != "cancelled" {
		t.Errorf("%+v, %v", all, err)
	}
}

// A cancelled draft stays visible to staff only, and no letter is sent.
func TestADraftOfAConferenceIsCalledOff(t *testing.T) {
	h := openHall(t)
	k, err := h.Create(h.wide, convening())
	h.Must(err)
	k, err = h.Cancel(h.wide, k.ID, "No room")
	h.Must(err)
	if k.State(h.now) != "cancelled" || k.Reason != "No room" || len(h.Letters("")) != 0 {
		t.Errorf("%+v", k)
	}
	_, err = h.Get(t.Context(), k.ID)
	h.Is(err, problem.NotFound, "a visitor reads a draft that was called off")
}

// A person who gets a place loses sessions that were removed while they waited.
func TestASessionThatWasTakenOutMeanwhile(t *testing.T) {
	h := openHall(t)
	k := h.conference(1)
	first, second := k.Sessions[0].ID, k.Sessions[1].ID
	h.join(k.ID, nil, "a")
	h.join(k.ID, []string{first, second}, "b")
	_, err := h.ChangeSession(h.wide, k.ID, event.SessionForm{Session: first, Remove: "yes"})
	h.Must(err)
	h.Must(h.Leave(h.guest("a"), k.ID))
	_, g, err := h.Attendance(h.wide, k.ID)
	h.Must(err)
	if len(g.Registrations) != 1 || g.Registrations[0].Waiting || !slices.Equal(g.Registrations[0].Sessions, []string{second}) {
		t.Errorf("%+v", g.Registrations)
	}
}

// Each place is given once under concurrent requests, and the list is in order of registration.
func TestPlacesOfAConferenceAreGivenOnce(t *testing.T) {
	h := openHall(t)
	k := h.conference(5)
	h.Crowd(40, func(n int) error {
		_, err := h.Register(h.guest(fmt.Sprint("guest-", n)), k.ID, event.RegistrationForm{})
		return err
	})
	place, waits := h.comes(k.ID)
	if len(place) != 5 || len(waits) != 35 {
		t.Fatalf("%d come, %d wait", len(place), len(waits))
	}
	h.send()
	h.Crowd(5, func(n int) error { return h.Leave(h.guest(place[n]), k.ID) })
	h.want(k.ID, waits[:5], waits[5:])
	registered, waiting := 0, 0
	for _, l := range h.Letters(k.ID) {
		switch l.Key {
		case "conference.letter_registered":
			registered++
		case "conference.letter_waiting":
			waiting++
		}
	}
	if registered != 10 || waiting != 35 {
		t.Errorf("%d letters of a place, %d of the list", registered, waiting)
	}
}
