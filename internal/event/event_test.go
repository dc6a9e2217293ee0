package event_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/event"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/problem"
)

// event publishes an event that starts in ten days.
func (h *house) event(capacity int, hosts string) *event.Event {
	h.t.Helper()
	as, f := h.Staff("riga"), meet()
	f.Capacity, f.Hosts = capacity, hosts
	e, err := h.Create(as, f)
	h.Must(err)
	e, err = h.Publish(as, e.ID)
	h.Must(err)
	return e
}

// meet returns the form of that event.
func meet() event.EventForm {
	return event.EventForm{Title: "Meet the buyer", Where: "City hall", Day: day(10), From: "14:00", To: "19:00", Capacity: 20}
}

// comes lists the accounts with a place and those on the waiting list, in order of registration.
func (h *house) comes(id string) (place, waits []string) {
	h.t.Helper()
	_, a, err := h.Attendance(actor.AsSystem(h.t.Context()), id)
	h.Must(err)
	for _, r := range a.Registrations {
		if r.Waiting {
			waits = append(waits, r.Account)
		} else {
			place = append(place, r.Account)
		}
	}
	return place, waits
}

// want fails the test if the places or the waiting list differ.
func (h *house) want(id string, place, waits []string) {
	h.t.Helper()
	if p, w := h.comes(id); !slices.Equal(p, place) || !slices.Equal(w, waits) {
		h.t.Errorf("%q come and %q wait, want %q and %q", p, w, place, waits)
	}
}

// join registers people one after another.
func (h *house) join(id string, names ...string) {
	h.t.Helper()
	for _, name := range names {
		_, err := h.Register(h.As(name, actor.Entrepreneur, "riga"), id, event.RegistrationForm{})
		h.Must(err)
	}
}

// 200 people register at once for 20 places: 20 get one, the others wait in order.
func TestPlacesAreGivenOnce(t *testing.T) {
	h := open(t)
	e := h.event(20, "")
	h.Crowd(200, func(n int) error {
		_, err := h.Register(h.As(fmt.Sprint("person-", n), actor.Entrepreneur, "riga"), e.ID, event.RegistrationForm{})
		return err
	})
	_, a, err := h.Attendance(h.Staff("riga"), e.ID)
	h.Must(err)
	seen := map[string]bool{}
	for i, r := range a.Registrations {
		if seen[r.Account] || r.Waiting != (i >= 20) {
			t.Errorf("%d. is %s, waiting %t", i+1, r.Account, r.Waiting)
		}
		seen[r.Account] = true
	}
	if a.Coming("") != 20 || len(a.Registrations) != 200 {
		t.Fatalf("%d come, %d registered", a.Coming(""), len(a.Registrations))
	}
	// When a participant leaves, the first on the waiting list gets the place and a letter.
	first := a.Registrations[20].Account
	h.Must(h.Leave(h.As(a.Registrations[3].Account, actor.Entrepreneur, "riga"), e.ID))
	_, a, err = h.Attendance(h.Staff("riga"), e.ID)
	h.Must(err)
	if i := slices.IndexFunc(a.Registrations, func(r event.Registration) bool { return r.Account == first }); a.Registrations[i].Waiting || a.Coming("") != 20 ||
		len(h.Letters(e.ID+"/registered/"+first+"/")) != 1 {
		t.Errorf("the first who waited: %+v", a.Registrations[i])
	}
}

// 200 participants book the 20 meetings of one host at once: each slot is booked once, and no participant has two meetings with
// this host.
func TestMeetingsAreGivenOnce(t *testing.T) {
	h := open(t)
	e := h.event(200, "The city's buyer")
	slots := e.Slots()
	if len(slots) != 20 {
		t.Fatalf("%d slots of 15 minutes in five hours", len(slots))
	}
	h.Crowd(200, func(n int) error {
		_, err := h.Register(h.As(fmt.Sprint("person-", n), actor.Entrepreneur, "riga"), e.ID, event.RegistrationForm{})
		return err
	})
	var mu sync.Mutex
	got := 0
	h.Crowd(200, func(n int) error {
		_, err := h.Book(h.As(fmt.Sprint("person-", n), actor.Entrepreneur, "riga"), e.ID, "The city's buyer", slots[n%20])
		if problem.Is(err, problem.Conflict) {
			return nil
		}
		mu.Lock()
		defer mu.Unlock()
		got++
		return err
	})
	_, a, err := h.Attendance(h.Staff("riga"), e.ID)
	h.Must(err)
	taken := map[time.Time]bool{}
	for _, m := range a.Meetings {
		if taken[m.Start] {
			t.Errorf("%s is given twice", m.Start)
		}
		taken[m.Start] = true
	}
	if got != 20 || len(a.Meetings) != 20 {
		t.Errorf("%d were told they have one, %d do", got, len(a.Meetings))
	}
}

// Registered people get letters about changes. A cancelled event sends no reminder.
func TestPeopleHearWhatChanges(t *testing.T) {
	h := open(t)
	e := h.event(5, "A buyer")
	amina := h.As("amina", actor.Entrepreneur, "riga")
	if _, err := h.Book(amina, e.ID, "A buyer", e.Start); !problem.Is(err, problem.Conflict) {
		t.Errorf("a meeting without a place: %v", err)
	}
	for range 2 {
		_, err := h.Register(amina, e.ID, event.RegistrationForm{Contact: "+371 22"})
		h.Must(err)
	}
	_, err := h.Book(amina, e.ID, "A buyer", e.Start)
	h.Must(err)
	if _, err := h.Book(amina, e.ID, "A buyer", e.Start.Add(15*time.Minute)); !problem.Is(err, problem.Conflict) {
		t.Errorf("a second meeting with the same host: %v", err)
	}
	if len(h.Letters("/registered/")) != 1 || len(h.Letters("/ahead/")) != 1 {
		t.Errorf("%d, %d letters", len(h.Letters("/registered/")), len(h.Letters("/ahead/")))
	}
	staff := h.Staff("riga")
	_, err = h.Change(staff, e.ID, event.EventForm{Title: "Meet the buyer", Where: "Library", Day: day(12), From: "10:00", To: "12:00", Capacity: 5,
		Hosts: "A buyer"})
	h.Must(err)
	if got := h.Letters("letter_changed"); len(got) != 1 || got[0].Words["Where"] != "Library" || got[0].Moments["When"].At.Equal(e.Start) {
		t.Errorf("%+v", got)
	}
	_, a, err := h.Attendance(staff, e.ID)
	h.Must(err)
	if len(a.Meetings) != 0 || a.Coming("") != 1 {
		t.Errorf("meetings at a time that is not there any more: %+v", a.Meetings)
	}
	due := moduletest.Now.AddDate(0, 0, 20)
	h.Must(h.FollowUp(staff, e.ID, "amina", event.FollowUp{Next: "Send the form", Due: due}))
	if err := h.FollowUp(staff, e.ID, "a visitor", event.FollowUp{}); !problem.Is(err, problem.Invalid) {
		t.Errorf("somebody who is not registered: %v", err)
	}
	if open, err := h.ListFollowUps(staff); err != nil || len(open) != 1 || open[0].Next != "Send the form" || open[0].Contact != "+371 22" {
		t.Errorf("%+v, %v", open, err)
	}
	if _, err := h.Cancel(staff, e.ID, ""); !problem.Is(err, problem.Invalid) {
		t.Errorf("called off without a reason: %v", err)
	}
	_, err = h.Cancel(staff, e.ID, "The hall is closed")
	h.Must(err)
	if len(h.Letters("/ahead/")) != 0 || len(h.Letters("letter_cancelled")) != 1 {
		t.Errorf("%+v", h.Letters("/ahead/"))
	}
	if _, err := h.Register(amina, e.ID, event.RegistrationForm{}); !problem.Is(err, problem.Conflict) {
		t.Errorf("registered for what is called off: %v", err)
	}
	if _, _, err := h.Attendance(h.Staff("ghent"), e.ID); !problem.Is(err, problem.NotFound) {
		t.Errorf("another city reads who comes: %v", err)
	}
}
