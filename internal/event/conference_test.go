package event_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/calendar"
	"citiesgrow/internal/event"
	"citiesgrow/internal/problem"
)

func (h *hall) guest(id string) context.Context {
	return actor.With(h.t.Context(), actor.Actor{ID: id, Name: id, Role: actor.Buyer, City: "riga", Active: true})
}

// conference publishes a conference with two sessions, of which the second has two seats.
func (h *hall) conference(places int) *event.Event {
	h.t.Helper()
	k, err := h.Create(h.wide, event.ConferenceForm{Title: "What came of it", Language: "en", City: "helsinki", Where: "Library", From: "2027-03-01",
		To: "2027-03-02", Capacity: places})
	h.Must(err)
	k, err = h.ChangeSession(h.wide, k.ID, event.SessionForm{Title: "Second", Day: "2027-03-02", Begins: "9:00", Ends: "10:00", Capacity: 2})
	h.Must(err)
	k, err = h.ChangeSession(h.wide, k.ID, event.SessionForm{Title: "First", Day: "2027-03-01", Begins: "9:30", Ends: "10:00", Theme: "a",
		Materials: "https://example.org/a.pdf\nhttps://example.org/b.pdf"})
	h.Must(err)
	k, err = h.Publish(h.wide, k.ID)
	h.Must(err)
	return k
}

// Staff plan a conference. People choose sessions and get them in their calendar. A person who gives a place back makes room for
// the next.
func TestAConferenceIsPlannedAndAttended(t *testing.T) {
	h := openHall(t)
	if _, err := h.Create(h.riga, event.ConferenceForm{}); !problem.Is(err, problem.Conflict) {
		t.Errorf("a city plans it: %v", err)
	}
	_, err := h.Create(h.wide, event.ConferenceForm{City: "atlantis", From: "2027-03-02", To: "2027-03-01"})
	for _, field := range []string{"title", "city", "place", "to", "capacity"} {
		if !wrong(err, field) {
			t.Errorf("%s is not told: %v", field, err)
		}
	}
	k := h.conference(2)
	if k.Sessions[0].Title != "First" || k.Sessions[0].Start.Format("15:04Z") != "07:30Z" {
		t.Errorf("sessions by their time, in Helsinki's: %+v", k.Sessions)
	}
	_, err = h.ChangeSession(h.wide, k.ID, event.SessionForm{Title: "Late", Day: "2027-03-09", Begins: "11:00", Ends: "10:00", Materials: "http://plain.example"})
	for _, field := range []string{"day", "ends", "materials"} {
		if !wrong(err, field) {
			t.Errorf("%s is not told: %v", field, err)
		}
	}
	second := k.Sessions[1].ID
	one, err := h.Register(h.guest("one"), k.ID, event.RegistrationForm{Sessions: []string{second}, Needs: "a ramp"})
	h.Must(err)
	if one.Waiting || len(one.Sessions) != 1 {
		t.Errorf("%+v", one)
	}
	_, err = h.Register(h.guest("two"), k.ID, event.RegistrationForm{})
	h.Must(err)
	three, err := h.Register(h.guest("three"), k.ID, event.RegistrationForm{Sessions: []string{second}})
	h.Must(err)
	if !three.Waiting {
		t.Error("the third of two has a place")
	}
	if _, err := h.Register(actor.With(t.Context(), actor.Actor{}), k.ID, event.RegistrationForm{}); !problem.Is(err, problem.Unauthorized) {
		t.Errorf("nobody: %v", err)
	}
	ics := string(calendar.File(k.ICS(one.Sessions, "https://x.example")...))
	if strings.Count(ics, "BEGIN:VEVENT") != 1 || !strings.Contains(ics, "DTSTART:20270302T070000Z") {
		t.Errorf("%s", ics)
	}
	h.send()
	h.Must(h.Leave(h.guest("two"), k.ID))
	if err := h.Leave(h.guest("two"), k.ID); !problem.Is(err, problem.NotFound) {
		t.Errorf("twice: %v", err)
	}
	_, g, err := h.Attendance(h.riga, k.ID)
	h.Must(err)
	if len(g.Registrations) != 2 || g.Registrations[1].Waiting || g.Coming(second) != 2 {
		t.Errorf("who waited has no place: %+v", g.Registrations)
	}
	if _, err := h.Register(h.guest("one"), k.ID, event.RegistrationForm{Sessions: []string{k.Sessions[0].ID}}); err != nil {
		t.Errorf("another choice: %v", err)
	}
	var letters string
	for _, l := range h.Letters("") {
		letters += l.Key + "/" + l.Account + " "
	}
	for _, about := range []string{"conference.letter_registered/one", "conference.letter_waiting/three", "conference.letter_registered/three"} {
		if !strings.Contains(letters, about) {
			t.Errorf("no letter %s in %s", about, letters)
		}
	}
	if _, err := h.Cancel(h.wide, k.ID, " "); !wrong(err, "reason") {
		t.Errorf("without a reason: %v", err)
	}
	_, err = h.Cancel(h.wide, k.ID, "Snow.")
	h.Must(err)
	if _, err := h.Register(h.guest("four"), k.ID, event.RegistrationForm{}); !problem.Is(err, problem.Conflict) {
		t.Errorf("it is called off: %v", err)
	}
}

// A session never has more people than seats under concurrent requests.
func TestASessionIsNeverOverfull(t *testing.T) {
	h := openHall(t)
	k := h.conference(50)
	var in, full atomic.Int32
	var all sync.WaitGroup
	for n := range 12 {
		all.Go(func() {
			_, err := h.Register(h.guest(fmt.Sprint("guest-", n)), k.ID, event.RegistrationForm{Sessions: []string{k.Sessions[1].ID}})
			var p *problem.Problem
			switch {
			case err == nil:
				in.Add(1)
			case errors.As(err, &p) && p.Fields["sessions"].Key == "conference.session_full":
				full.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	all.Wait()
	_, g, err := h.Attendance(h.wide, k.ID)
	h.Must(err)
	if in.Load() != 2 || full.Load() != 10 || g.Coming(k.Sessions[1].ID) != 2 || len(g.Registrations) != 2 {
		t.Errorf("%d got in, %d were refused, %d sit there", in.Load(), full.Load(), g.Coming(k.Sessions[1].ID))
	}
}
