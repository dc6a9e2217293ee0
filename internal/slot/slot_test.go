package slot_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"citiesgrow/internal/problem"
	"citiesgrow/internal/service/servicetest"
	"citiesgrow/internal/slot"
)

// 200 people book 20 slots at once: 20 get one each, and no slot is booked twice.
func TestAnAppointmentIsBookedOnce(t *testing.T) {
	h := open(t)
	one := h.Provider("one", "riga")
	l := h.Listed(one, servicetest.Cover("Cover", 3))
	start := time.Date(2026, 11, 30, 7, 0, 0, 0, time.UTC)
	added, err := h.Create(one, l.ID, slot.Series{From: start, To: start.Add(10 * time.Hour), Minutes: 30, Weeks: 1, Where: "Room 4"})
	h.Must(err)
	if again, err := h.Create(one, l.ID, slot.Series{From: start, To: start.Add(10 * time.Hour), Minutes: 30, Weeks: 1}); err != nil || again != 0 ||
		added != 20 {
		t.Fatalf("%d added, then %d, %v", added, again, err)
	}
	free, err := h.ListFree(t.Context(), l.ID)
	h.Must(err)
	var wg sync.WaitGroup
	var mu sync.Mutex
	got := map[string]string{}
	for n := range 200 {
		wg.Go(func() {
			who := h.Owner("person-"+time.Duration(n).String(), "riga")
			chosen, err := h.Book(who, free[n%20].ID, slot.Booking{})
			mu.Lock()
			defer mu.Unlock()
			switch {
			case problem.Is(err, problem.Conflict):
			case err != nil:
				t.Error(err)
			case got[chosen.ID] != "":
				t.Errorf("%s is booked by %s and %s", chosen.ID, got[chosen.ID], chosen.Client.Account)
			default:
				got[chosen.ID] = chosen.Client.Account
			}
		})
	}
	wg.Wait()
	if left, err := h.ListFree(t.Context(), l.ID); err != nil || len(left) != 0 || len(got) != 20 {
		t.Errorf("%d booked, %d left, %v", len(got), len(left), err)
	}
	all, err := h.List(one, l.ID)
	h.Must(err)
	for _, chosen := range all {
		if chosen.Client.Account != got[chosen.ID] {
			t.Errorf("%s says it has %s, stored is %s", got[chosen.ID], chosen.ID, chosen.Client.Account)
		}
	}
	if len(h.LettersAbout("/booked")) != 20 || len(h.LettersAbout("/ahead")) != 20 || len(h.LettersAbout("/given")) != 20 {
		t.Errorf("%d, %d, %d letters", len(h.LettersAbout("/booked")), len(h.LettersAbout("/ahead")), len(h.LettersAbout("/given")))
	}
}

// A cancelled slot can be booked by others. The other side gets a letter, and no reminder is sent.
func TestAnAppointmentIsCancelled(t *testing.T) {
	h := open(t)
	one, amina, omar := h.Provider("one", "riga"), h.Owner("amina", "riga"), h.Owner("omar", "riga")
	l := h.Listed(one, servicetest.Cover("Cover", 3))
	start := time.Date(2026, 11, 30, 7, 0, 0, 0, time.UTC)
	_, err := h.Create(one, l.ID, slot.Series{From: start, To: start.Add(2 * time.Hour), Minutes: 30, Weeks: 1})
	h.Must(err)
	free, err := h.ListFree(t.Context(), l.ID)
	h.Must(err)
	chosen, err := h.Book(amina, free[0].ID, slot.Booking{Note: "Cover"})
	h.Must(err)
	if again, err := h.Book(amina, chosen.ID, slot.Booking{}); err != nil || again.Revision != chosen.Revision {
		t.Errorf("pressed twice: %v", err)
	}
	if _, err := h.Cancel(omar, chosen.ID); !problem.Is(err, problem.NotFound) {
		t.Errorf("somebody else cancels: %v", err)
	}
	if _, err := h.Own(omar, chosen.ID); !problem.Is(err, problem.NotFound) {
		t.Errorf("somebody else sees it: %v", err)
	}
	if mine, err := h.ListOwn(amina); err != nil || len(mine) != 1 {
		t.Errorf("%d appointments, %v", len(mine), err)
	}
	if _, err := h.Remove(one, chosen.ID); !problem.Is(err, problem.Conflict) {
		t.Errorf("a taken one is removed: %v", err)
	}
	_, err = h.Cancel(amina, chosen.ID)
	h.Must(err)
	if len(h.LettersAbout("/ahead")) != 0 || len(h.LettersAbout("/off")) != 1 || h.LettersAbout("/off")[0].Account != "one" {
		t.Errorf("letters %+v %+v", h.LettersAbout("/ahead"), h.LettersAbout("/off"))
	}
	if _, err := h.Book(omar, chosen.ID, slot.Booking{}); err != nil {
		t.Errorf("it is not free: %v", err)
	}
	for _, s := range free[1:3] {
		if _, err = h.Book(omar, s.ID, slot.Booking{}); problem.Is(err, problem.Conflict) {
			break
		}
	}
	if !problem.Is(err, problem.Conflict) {
		t.Errorf("one person takes three: %v", err)
	}
}

// Slots of a series have the same local time in every week, also after the change to winter time.
func TestARowOfAppointmentsKeepsItsHour(t *testing.T) {
	riga, err := time.LoadLocation("Europe/Riga")
	if err != nil {
		t.Fatal(err)
	}
	from := time.Date(2026, 10, 20, 9, 0, 0, 0, riga)
	times, err := slot.Series{From: from, To: from.Add(time.Hour), Minutes: 30, Weeks: 2}.Slots("Europe/Riga")
	if err != nil || len(times) != 4 {
		t.Fatalf("%v, %v", times, err)
	}
	if !slices.ContainsFunc(times, func(t [2]time.Time) bool { return t[0].Equal(time.Date(2026, 10, 27, 9, 0, 0, 0, riga)) }) {
		t.Errorf("%v", times)
	}
	for name, bad := range map[string]slot.Series{"backwards": {From: from, To: from.Add(-time.Hour), Minutes: 30, Weeks: 1},
		"too long": {From: from, To: from.Add(time.Hour), Minutes: 90, Weeks: 1},
		"too many": {From: from, To: from.Add(12 * time.Hour), Minutes: 5, Weeks: 20}, "no weeks": {From: from, To: from.Add(time.Hour), Minutes: 30}} {
		if _, err := bad.Slots("Europe/Riga"); !problem.Is(err, problem.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
