package event_test

import (
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/event"
)

// changed changes an event with a modified form.
func (h *house) changed(e *event.Event, change func(*event.EventForm)) *event.Event {
	h.t.Helper()
	f := meet()
	f.Capacity = e.Capacity
	change(&f)
	e, err := h.Change(h.Staff("riga"), e.ID, f)
	h.Must(err)
	return e
}

// due returns when a person gets the reminder of an event; zero if never.
func (h *house) due(id, account string) time.Time {
	h.t.Helper()
	all := h.Letters(id + "/ahead/" + account)
	if len(all) == 0 {
		return time.Time{}
	}
	if len(all) > 1 || all[0].Key != "event.letter_ahead" || all[0].Account != account {
		h.t.Errorf("%+v", all)
	}
	return all[0].Due
}

// A person with a place gets a letter with a calendar entry, and a reminder one day before. A person on the waiting list gets a
// letter that says so, and no reminder.
func TestLettersOfARegistration(t *testing.T) {
	h := open(t)
	e := h.event(1, "")
	h.join(e.ID, "a", "b")
	got := h.Letters(e.ID + "/registered/")
	if len(got) != 1 || got[0].Account != "a" || got[0].Key != "event.letter_registered" || got[0].Path != "/events/"+e.ID || got[0].Words["Title"] != e.Title {
		t.Fatalf("%+v", got)
	}
	if ics := string(got[0].Calendar); !strings.Contains(ics, "BEGIN:VEVENT") || !strings.Contains(ics, "DTSTART:"+e.Start.Format("20060102T150405Z")) {
		t.Errorf("%s", ics)
	}
	if when := got[0].Moments["When"]; !when.At.Equal(e.Start) || when.Zone != "Europe/Riga" {
		t.Errorf("%+v", when)
	}
	if got := h.Letters(e.ID + "/waiting/"); len(got) != 1 || got[0].Account != "b" || got[0].Key != "event.letter_waiting" || len(got[0].Calendar) != 0 {
		t.Errorf("%+v", got)
	}
	if due := h.due(e.ID, "a"); !due.Equal(e.Start.Add(-24 * time.Hour)) {
		t.Errorf("reminded at %s of what begins at %s", due, e.Start)
	}
	if due := h.due(e.ID, "b"); !due.IsZero() {
		t.Errorf("who waits is reminded at %s", due)
	}
}

// A person who registers less than one day before the start gets no reminder.
func TestNoReminderOnTheLastDay(t *testing.T) {
	h := open(t)
	e := h.event(5, "")
	for account, c := range map[string]struct {
		before time.Duration
		want   bool
	}{"early": {24*time.Hour + time.Second, true}, "just": {24 * time.Hour, false}, "late": {time.Hour, false}} {
		h.now = e.Start.Add(-c.before)
		h.join(e.ID, account)
		if got := !h.due(e.ID, account).IsZero(); got != c.want {
			t.Errorf("%s before it begins: reminded %t, want %t", c.before, got, c.want)
		}
	}
}

// A person who gives the place back gets no reminder.
func TestWhoLeavesIsNotReminded(t *testing.T) {
	h := open(t)
	e := h.event(5, "")
	h.join(e.ID, "a", "b")
	h.Must(h.Leave(h.As("a", actor.Entrepreneur, "riga"), e.ID))
	if !h.due(e.ID, "a").IsZero() || h.due(e.ID, "b").IsZero() {
		t.Errorf("%+v", h.Letters(e.ID+"/ahead/"))
	}
}

// A new time or place sends a letter; a new description does not.
func TestWhichChangesSendALetter(t *testing.T) {
	for _, c := range []struct {
		says   string
		change func(*event.EventForm)
		letter bool
	}{
		{"another title", func(f *event.EventForm) { f.Title = "Meet two buyers" }, false},
		{"another text", func(f *event.EventForm) { f.Text = "Bring a card." }, false},
		{"more places", func(f *event.EventForm) { f.Capacity = 9 }, false},
		{"another day", func(f *event.EventForm) { f.Day = day(12) }, true},
		{"an earlier beginning", func(f *event.EventForm) { f.From = "13:00" }, true},
		{"a later end", func(f *event.EventForm) { f.To = "20:00" }, true},
		{"another place", func(f *event.EventForm) { f.Where = "Library" }, true},
	} {
		t.Run(c.says, func(t *testing.T) {
			h := open(t)
			e := h.event(5, "")
			h.join(e.ID, "a")
			e = h.changed(e, c.change)
			got := h.Letters("event.letter_changed/a")
			if (len(got) == 1) != c.letter || len(got) > 1 {
				t.Fatalf("%d letters, want one: %t", len(got), c.letter)
			}
			if c.letter && (got[0].Words["Where"] != e.Where || !got[0].Moments["When"].At.Equal(e.Start) ||
				!strings.Contains(string(got[0].Calendar), e.Start.Format("20060102T150405Z"))) {
				t.Errorf("%+v", got[0])
			}
			if due := h.due(e.ID, "a"); !due.Equal(e.Start.Add(-24 * time.Hour)) {
				t.Errorf("reminded at %s of what begins at %s", due, e.Start)
			}
		})
	}
}

// A person on the waiting list also gets the letter of a change, but no reminder.
func TestWhoWaitsGetsALetterOfAnotherTime(t *testing.T) {
	h := open(t)
	e := h.event(1, "")
	h.join(e.ID, "a", "b")
	h.changed(e, func(f *event.EventForm) { f.Day = day(12) })
	if got := h.Letters("event.letter_changed/"); len(got) != 2 {
		t.Errorf("%d letters", len(got))
	}
	if !h.due(e.ID, "b").IsZero() {
		t.Error("who waits is reminded")
	}
}

// If the new time is less than one day ahead, only the letter of the change is sent, and no reminder.
func TestMovedToTomorrow(t *testing.T) {
	h := open(t)
	e := h.event(5, "")
	h.join(e.ID, "a")
	h.now = e.Start.Add(-30 * time.Hour)
	h.changed(e, func(f *event.EventForm) { f.Day = day(9) })
	if due := h.due(e.ID, "a"); !due.IsZero() {
		t.Errorf("reminded at %s", due)
	}
	if got := h.Letters("event.letter_changed/a"); len(got) != 1 {
		t.Errorf("%d letters", len(got))
	}
}

// Changes of a draft send no letter.
func TestChangesOfADraftSendNoLetter(t *testing.T) {
	h := open(t)
	staff := h.Staff("riga")
	e, err := h.Create(staff, meet())
	h.Must(err)
	h.changed(e, func(f *event.EventForm) { f.Day = day(12) })
	_, err = h.Cancel(staff, e.ID, "No room")
	h.Must(err)
	if all := h.Letters(""); len(all) != 0 {
		t.Errorf("%+v", all)
	}
}

// After a cancellation all who are registered or waiting get a letter with the reason, calendars remove the event, and no
// reminder is sent. The event cannot be changed or cancelled again.
func TestAnEventIsCalledOff(t *testing.T) {
	h := open(t)
	e := h.event(1, "")
	h.join(e.ID, "a", "b")
	staff := h.Staff("riga")
	_, err := h.Cancel(staff, e.ID, "")
	h.Wrong(err, "reason", "event.reason_missing")
	e, err = h.Cancel(staff, e.ID, "The hall is closed")
	h.Must(err)
	for _, account := range []string{"a", "b"} {
		got := h.Letters("event.letter_cancelled/" + account + "/")
		if len(got) != 1 || got[0].Account != account || got[0].Words["Reason"] != "The hall is closed" ||
			!strings.Contains(string(got[0].Calendar), "STATUS:CANCELLED") {
			t.Errorf("%s: %+v", account, got)
		}
	}
	if got := h.Letters("/ahead/"); len(got) != 0 {
		t.Errorf("reminded: %+v", got)
	}
	if e.State(h.now) != "cancelled" || e.State(e.End.AddDate(1, 0, 0)) != "cancelled" {
		t.Errorf("it is %s", e.State(h.now))
	}
	_, err = h.Change(staff, e.ID, meet())
	h.Conflict(err, "event.over")
	_, err = h.Cancel(staff, e.ID, "Again")
	h.Conflict(err, "event.over")
	_, err = h.Publish(staff, e.ID)
	h.Conflict(err, "event.over")
	h.Conflict(h.Leave(h.As("a", actor.Entrepreneur, "riga"), e.ID), "event.over")
}

// An event that is over cannot be changed or cancelled.
func TestWhatIsOverStays(t *testing.T) {
	h := open(t)
	e := h.event(5, "")
	staff := h.Staff("riga")
	h.now = e.End.Add(time.Second)
	f := meet()
	f.Day = day(30)
	_, err := h.Change(staff, e.ID, f)
	h.Conflict(err, "event.over")
	_, err = h.Cancel(staff, e.ID, "Nobody came")
	h.Conflict(err, "event.over")
	if seen, err := h.Get(t.Context(), e.ID); err != nil || !seen.Cancelled.IsZero() || !seen.Start.Equal(e.Start) {
		t.Errorf("%+v, %v", seen, err)
	}
}
