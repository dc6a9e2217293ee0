package event_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/event"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/problem"
)

// keys lists the text keys of an account's letters about an event, sent and waiting.
func (h *house) keys(id, account string) []string {
	h.t.Helper()
	var all []string
	for _, l := range h.Letters(id + "/") {
		if l.Account == account {
			all = append(all, l.Key)
		}
	}
	slices.Sort(all)
	return all
}

// Participants of a conference get a reminder one day before its first morning, in the time zone of its city. People on the
// waiting list get none, nor do people who give their place back.
func TestTheReminderOfAConference(t *testing.T) {
	h := openHall(t)
	k := h.conference(1)
	h.join(k.ID, []string{k.Sessions[0].ID}, "a", "b")
	morning := time.Date(2027, 3, 1, 7, 0, 0, 0, time.UTC) // nine in Helsinki
	if due := h.due(k.ID, "a"); !due.Equal(morning.Add(-24 * time.Hour)) {
		t.Errorf("reminded at %s", due)
	}
	l := h.Letters(k.ID + "/ahead/a")[0]
	if l.Path != "/conferences/"+k.ID || l.Words["Title"] != k.Title || !l.Moments["When"].At.Equal(morning) || l.Moments["When"].Zone != "Europe/Helsinki" {
		t.Errorf("%+v", l)
	}
	if due := h.due(k.ID, "b"); !due.IsZero() {
		t.Errorf("who waits is reminded at %s", due)
	}
	h.Must(h.Leave(h.guest("a"), k.ID))
	if due := h.due(k.ID, "a"); !due.IsZero() {
		t.Errorf("who stays away is reminded at %s", due)
	}
	if due := h.due(k.ID, "b"); due.IsZero() {
		t.Error("who moved up is not reminded")
	}
}

// A person who gets a place within the last day gets that letter, and no reminder after it.
func TestMovedUpOnTheLastDay(t *testing.T) {
	h := openHall(t)
	k := h.conference(1)
	h.join(k.ID, nil, "a", "b")
	h.send()
	h.now = time.Date(2027, 2, 28, 20, 0, 0, 0, time.UTC)
	h.Must(h.Leave(h.guest("a"), k.ID))
	if got := h.keys(k.ID, "b"); !slices.Equal(got, []string{"conference.letter_registered", "conference.letter_waiting"}) {
		t.Errorf("letters %q", got)
	}
}

// A new time or place of a conference is sent to all who are registered or waiting, but not to people who register later. A new
// description is not sent.
func TestAConferenceIsMoved(t *testing.T) {
	for says, c := range map[string]struct {
		change func(*event.ConferenceForm)
		letter bool
	}{
		"another title":     {func(f *event.ConferenceForm) { f.Title = "Another" }, false},
		"more places":       {func(f *event.ConferenceForm) { f.Capacity = 2 }, false},
		"another first day": {func(f *event.ConferenceForm) { f.From = "2027-02-27" }, true},
		"another last day":  {func(f *event.ConferenceForm) { f.To = "2027-03-03" }, true},
		"another place":     {func(f *event.ConferenceForm) { f.Where = "Hall" }, true},
		"another city":      {func(f *event.ConferenceForm) { f.City = "riga" }, true},
	} {
		t.Run(says, func(t *testing.T) {
			h := openHall(t)
			k := h.conference(2)
			h.join(k.ID, nil, "a", "b", "c")
			h.send()
			h.now = h.now.Add(time.Hour)
			f := again(k)
			c.change(&f)
			k, err := h.Change(h.wide, k.ID, f)
			h.Must(err)
			h.now = h.now.Add(time.Hour)
			h.join(k.ID, nil, "d")
			for account, want := range map[string]bool{"a": c.letter, "c": c.letter, "d": false} {
				if got := slices.Contains(h.keys(k.ID, account), "event.letter_changed"); got != want {
					t.Errorf("%s gets a letter: %t, want %t", account, got, want)
				}
			}
			if !c.letter {
				return
			}
			l := h.Letters(k.ID + "/event.letter_changed/a")
			if len(l) != 1 || l[0].Words["Where"] != k.Where || !strings.Contains(string(l[0].Calendar), "SEQUENCE:") {
				t.Errorf("%+v", l)
			}
			first := h.Letters(k.ID + "/ahead/a")
			if len(first) != 1 || !first[0].Due.Equal(first[0].Moments["When"].At.Add(-24*time.Hour)) {
				t.Errorf("the reminder: %+v", first)
			}
			// A second change while the first letter waits: there is one letter, with the latest place.
			f = again(k)
			c.change(&f)
			f.Where = "Station"
			_, err = h.Change(h.wide, k.ID, f)
			h.Must(err)
			if l := h.Letters(k.ID + "/event.letter_changed/a"); len(l) != 1 || l[0].Words["Where"] != "Station" {
				t.Errorf("%+v", l)
			}
		})
	}
}

// A cancelled conference is removed from calendars with a higher version, and no reminder is sent.
func TestWhatIsCalledOffLeavesCalendars(t *testing.T) {
	h := openHall(t)
	k := h.conference(2)
	h.join(k.ID, []string{k.Sessions[0].ID}, "a")
	was := string(h.Letters("conference.letter_registered/a/")[0].Calendar)
	h.send()
	_, err := h.Cancel(h.wide, k.ID, "Snow")
	h.Must(err)
	off := string(h.Letters("/cancelled/a")[0].Calendar)
	uid, _, _ := strings.Cut(was[strings.Index(was, "UID:"):], "\r\n")
	if !strings.Contains(off, "METHOD:CANCEL") || !strings.Contains(off, uid) || strings.Contains(was, "METHOD:CANCEL") {
		t.Errorf("it was %s\nand is %s", was, off)
	}
	if due := h.due(k.ID, "a"); !due.IsZero() {
		t.Errorf("reminded at %s", due)
	}
}

// If the process crashes between a registration and its letter, the letter is still sent. Following the change feed again from
// the beginning sends no letter twice.
func TestLettersFollowWhatIsStored(t *testing.T) {
	h := openHall(t)
	k, e := h.conference(2), h.event(2, "")
	h.join(k.ID, nil, "a")
	h.house.join(e.ID, "a")
	h.send()
	count := len(h.Letters(""))
	h.Must(h.Feed.Rewind(actor.AsSystem(t.Context()), h.module().Followers[0].Name))
	if all := h.Letters(""); len(all) != count || count != 4 {
		t.Errorf("%d letters, and %d when they are followed again", count, len(all))
	}
	for _, l := range h.Letters("registered") {
		if l.Sent.IsZero() {
			t.Errorf("sent and queued again: %+v", l)
		}
	}
	// After the event is over no letter is written, even if the change feed is followed late.
	h.join(k.ID, nil, "late")
	h.now = k.End.AddDate(0, 0, 2)
	if got := h.keys(k.ID, "late"); len(got) != 0 {
		t.Errorf("letters about what is over: %q", got)
	}
}

// The pages and use cases of events do not find conferences, and those of conferences do not find events.
func TestEventsAndConferencesAreApart(t *testing.T) {
	h := openHall(t)
	s := h.site()
	k, e := h.conference(3), h.event(3, "A buyer")
	system := actor.AsSystem(t.Context())
	for says, err := range map[string]error{
		"read":      moduletest.Failure(h.house.Service.Get(system, k.ID)),
		"changed":   moduletest.Failure(h.house.Service.Change(system, k.ID, meet())),
		"cancelled": moduletest.Failure(h.house.Service.Cancel(system, k.ID, "Snow")),
		"joined":    moduletest.Failure(h.house.Service.Register(h.guest("a"), k.ID, event.RegistrationForm{})),
	} {
		h.Is(err, problem.NotFound, "a conference is "+says+" as an event")
	}
	h.Is(moduletest.Failure(h.Get(system, e.ID)), problem.NotFound, "an event is read as a conference")
	if err := moduletest.Failure(h.house.Service.Create(system, convening())); err == nil {
		t.Error("an organiser plans a conference")
	}
	h.Is(moduletest.Failure(h.Change(system, e.ID, convening())), problem.NotFound, "an event becomes a conference")
	for _, path := range []string{"/events/" + k.ID, "/conferences/" + e.ID, "/events/" + k.ID + "/calendar", "/events/" + k.ID + "/attendance"} {
		if r := s.Get(h.wide, path); r.Status != 404 {
			t.Errorf("%s: status %d", path, r.Status)
		}
	}
	s.Shows(t.Context(), "/api/v1/events", []string{e.ID}, []string{k.ID})
	s.Shows(t.Context(), "/api/v1/conferences", []string{k.ID}, []string{e.ID})
	s.Shows(h.wide, "/api/v1/events", []string{e.ID}, []string{k.ID})
	h.now = k.End
	if took, err := h.module().Took[0].Accounts(t.Context(), h.now.AddDate(-1, 0, 0), h.now.AddDate(1, 0, 0)); err != nil || len(took) != 0 {
		t.Errorf("%q, %v", took, err)
	}
}
