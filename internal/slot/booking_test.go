package slot_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/client"
	"citiesgrow/internal/mail"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/service"
	"citiesgrow/internal/service/servicetest"
	"citiesgrow/internal/slot"
)

// slots offers n slots of 30 minutes, from nine o'clock in Riga on Monday, 30 November 2026.
func (h *house) slots(as context.Context, service string, n int) []*slot.Slot {
	h.t.Helper()
	start := time.Date(2026, 11, 30, 7, 0, 0, 0, time.UTC)
	_, err := h.Create(as, service, slot.Series{From: start, To: start.Add(time.Duration(n) * 30 * time.Minute), Minutes: 30, Weeks: 1, Where: "Room 4"})
	h.Must(err)
	free, err := h.ListFree(h.t.Context(), service)
	h.Must(err)
	if len(free) != n {
		h.t.Fatalf("%d slots", len(free))
	}
	return free
}

// A slot can be booked until one second before its start, for oneself or for a walk-in client.
func TestAnAppointmentThatHasBegunIsNotBooked(t *testing.T) {
	h := open(t)
	one, amina, omar := h.Provider("one", "riga"), h.Owner("amina", "riga"), h.Owner("omar", "riga")
	l := h.Listed(one, servicetest.Cover("Cover", 3))
	free := h.slots(one, l.ID, 4)
	walk := slot.Booking{Walk: &client.Client{Name: "Olha", Contact: "+371 2"}, Agreed: true}
	for _, c := range []struct {
		after time.Duration
		open  bool
	}{{-time.Second, true}, {0, false}, {time.Second, false}, {time.Hour, false}} {
		for n, who := range []context.Context{amina, one} {
			chosen := free[n*2]
			h.Clock = chosen.Start.Add(c.after)
			booking := slot.Booking{}
			if n == 1 {
				booking = walk
			}
			got, err := h.Book(who, chosen.ID, booking)
			if c.open && (err != nil || !got.Taken()) || !c.open && moduletest.Key(err) != "slot.over" {
				t.Errorf("%s from its start: %v", c.after, err)
			}
			if c.open {
				h.send()
				_, err := h.Cancel(who, chosen.ID)
				h.Must(err)
			}
		}
	}
	h.Clock = free[1].Start.Add(time.Minute)
	left, err := h.ListFree(t.Context(), l.ID)
	if err != nil || len(left) != 2 || left[0].ID != free[2].ID {
		t.Errorf("%d are shown as free, %v", len(left), err)
	}
	if _, err := h.Book(omar, "slot-none", slot.Booking{}); !problem.Is(err, problem.NotFound) {
		t.Errorf("one that is not there: %v", err)
	}
	if len(h.LettersAbout("/booked")) != 2 {
		t.Errorf("%d letters say that it was booked", len(h.LettersAbout("/booked")))
	}
}

// A person has at most two coming slots of a service. Slots of other services, past and cancelled ones do not count. Walk-in
// clients have no account, so there is no limit for them.
func TestAPersonHasTwoAppointmentsOfAService(t *testing.T) {
	h := open(t)
	one, amina := h.Provider("one", "riga"), h.Owner("amina", "riga")
	l, other := h.Listed(one, servicetest.Cover("Cover", 3)), h.Listed(one, servicetest.Cover("Papers", 3))
	free, more := h.slots(one, l.ID, 6), h.slots(one, other.ID, 1)
	book := func(chosen *slot.Slot) error { _, err := h.Book(amina, chosen.ID, slot.Booking{}); return err }
	h.Must(book(free[0]))
	h.Must(book(free[1]))
	if err := book(free[2]); moduletest.Key(err) != "slot.enough" {
		t.Errorf("a third: %v", err)
	}
	h.Must(book(free[1])) // the same booking again
	h.Must(book(more[0]))
	_, err := h.Cancel(amina, free[1].ID)
	h.Must(err)
	h.Must(book(free[2]))
	if err := book(free[3]); moduletest.Key(err) != "slot.enough" {
		t.Errorf("a third after one was given back: %v", err)
	}
	h.Clock = free[0].Start.Add(time.Second)
	if err := book(free[3]); err != nil {
		t.Errorf("one of them has begun: %v", err)
	}
	for _, chosen := range []*slot.Slot{free[1], free[4], free[5]} {
		if _, err := h.Book(one, chosen.ID, slot.Booking{Walk: &client.Client{Name: "Olha", Contact: "+371 2", Account: "amina"}, Agreed: true}); err != nil {
			t.Errorf("for a walk-in client: %v", err)
		}
	}
	for _, chosen := range []*slot.Slot{free[1], free[4]} {
		if kept, err := h.Own(one, chosen.ID); err != nil || kept.Client.Account != "" || kept.Client.Consent == nil || kept.Client.Consent.With != "one" {
			t.Errorf("%+v %v", kept, err)
		}
	}
}

// Entrepreneurs book for themselves. Providers and staff book for a walk-in client who agreed. No other role can book, and a
// service that is not offered cannot be booked.
func TestWhoBooksAnAppointment(t *testing.T) {
	h := open(t)
	one, amina := h.Provider("one", "riga"), h.Owner("amina", "riga")
	l := h.Listed(one, servicetest.Cover("Cover", 3))
	free := h.slots(one, l.ID, 6)
	walk := &client.Client{Name: "Olha", Contact: "+371 2", Language: "uk"}
	for name, c := range map[string]struct {
		ctx     context.Context
		booking slot.Booking
		kind    problem.Kind
		fields  []string
	}{
		"nobody":           {t.Context(), slot.Booking{}, problem.Unauthorized, nil},
		"a buyer":          {h.Actor(actor.Actor{ID: "b", Role: actor.Buyer, City: "riga"}), slot.Booking{Walk: walk, Agreed: true}, problem.Forbidden, nil},
		"an administrator": {h.Actor(actor.Actor{ID: "a", Role: actor.Admin}), slot.Booking{Walk: walk, Agreed: true}, problem.Forbidden, nil},
		"who is not active": {actor.With(t.Context(), actor.Actor{ID: "x", Role: actor.Entrepreneur, City: "riga"}), slot.Booking{}, problem.Forbidden,
			nil},
		"a provider for nobody":    {one, slot.Booking{}, problem.Invalid, []string{"agreed", "client_contact", "client_name"}},
		"a provider without a yes": {one, slot.Booking{Walk: walk}, problem.Invalid, []string{"agreed"}},
		"staff without a contact": {h.StaffOf("riga"), slot.Booking{Walk: &client.Client{Name: "Olha"}, Agreed: true}, problem.Invalid,
			[]string{"client_contact"}},
	} {
		if _, err := h.Book(c.ctx, free[0].ID, c.booking); !problem.Is(err, c.kind) || !slices.Equal(moduletest.Fields(err), c.fields) {
			t.Errorf("%s: %v", name, err)
		}
	}
	chosen, err := h.Book(h.StaffOf("ghent"), free[0].ID, slot.Booking{Walk: walk, Agreed: true, Note: "In Ukrainian"})
	h.Must(err)
	if chosen.Client.Name != "Olha" || chosen.Client.Language != "uk" || chosen.By.Account != "staff-ghent" || chosen.Note != "In Ukrainian" ||
		!chosen.Booked.Equal(h.Clock) {
		t.Errorf("%+v", chosen)
	}
	assisted := h.Actor(actor.Actor{ID: "amina", Name: "Amina", Role: actor.Entrepreneur, City: "riga", By: "adviser", ByName: "Maria", Areas: actor.AreaSupport})
	if chosen, err = h.Book(assisted, free[1].ID, slot.Booking{}); err != nil || chosen.Client.Account != "amina" || chosen.By.Account != "adviser" ||
		chosen.By.For != "Amina" {
		t.Errorf("%+v %v", chosen, err)
	}
	to := map[string]int{}
	for _, letter := range slices.Concat(h.LettersAbout("/booked"), h.LettersAbout("/ahead")) {
		to[letter.Account]++
	}
	if to["amina"] != 2 || to["staff-ghent"] != 2 || to["adviser"] != 0 {
		t.Errorf("letters to %v", to)
	}
	if _, err := h.Book(h.Owner("omar", "riga"), free[1].ID, slot.Booking{}); moduletest.Key(err) != "slot.gone" {
		t.Errorf("one that somebody has: %v", err)
	}
	f := service.FormOf(l)
	f.Status, f.Revision = service.Closed, 0
	_, err = h.Services.Change(one, l.ID, f)
	h.Must(err)
	if _, err := h.Book(amina, free[2].ID, slot.Booking{}); moduletest.Key(err) != "service.closed" {
		t.Errorf("of a service that is closed for now: %v", err)
	}
	f.Status = service.Inactive
	_, err = h.Services.Change(one, l.ID, f)
	h.Must(err)
	if _, err := h.Book(amina, free[2].ID, slot.Booking{}); !problem.Is(err, problem.NotFound) {
		t.Errorf("of a service that is no longer given: %v", err)
	}
	if left, err := h.ListFree(t.Context(), l.ID); err != nil || len(left) != 4 {
		t.Errorf("%d are left, %v", len(left), err)
	}
}

// Client and provider get a letter with the appointment. The client gets a reminder one day before, if the booking is earlier
// than that.
func TestLettersOfAnAppointment(t *testing.T) {
	h := open(t)
	one, amina, staff := h.Provider("one", "riga"), h.Owner("amina", "riga"), h.StaffOf("riga")
	l := h.Listed(one, servicetest.Cover("Cover", 3))
	free := h.slots(one, l.ID, 3)
	_, err := h.Book(amina, free[0].ID, slot.Booking{Note: "Nothing of it is in a letter."})
	h.Must(err)
	booked, given, ahead := h.LettersAbout("/booked"), h.LettersAbout("/given"), h.LettersAbout("/ahead")
	if len(booked) != 1 || len(given) != 1 || len(ahead) != 1 {
		t.Fatalf("%d, %d, %d letters", len(booked), len(given), len(ahead))
	}
	for to, letter := range map[string]*mail.Letter{"amina": booked[0], "one": given[0]} {
		ics := string(letter.Calendar)
		if letter.Account != to || !strings.Contains(ics, "DTSTART:20261130T070000Z") || !strings.Contains(ics, "Room 4") || strings.Contains(ics, "Nothing of it") {
			t.Errorf("to %s: %s", letter.Account, ics)
		}
	}
	if w := given[0].Words; w["Client"] != "amina" || w["Where"] != "Room 4" || given[0].Path != "/services/"+l.ID+"/slots" || booked[0].Path != "/appointments" {
		t.Errorf("%+v %s %s", w, given[0].Path, booked[0].Path)
	}
	if a := ahead[0]; a.Account != "amina" || !a.Due.Equal(free[0].Start.Add(-24*time.Hour)) || !a.Moments["When"].At.Equal(free[0].Start) ||
		a.Moments["When"].Zone != "Europe/Riga" || a.Calendar != nil {
		t.Errorf("%+v", a)
	}
	// The letter for a walk-in client goes to the user who booked.
	_, err = h.Book(staff, free[1].ID, slot.Booking{Walk: &client.Client{Name: "Olha", Contact: "+371 2"}, Agreed: true})
	h.Must(err)
	to := map[string]int{}
	for _, letter := range slices.Concat(h.LettersAbout("/booked"), h.LettersAbout("/ahead"), h.LettersAbout("/given")) {
		to[letter.Account]++
	}
	if to["staff-riga"] != 2 || to["one"] != 2 || to["amina"] != 2 {
		t.Errorf("letters to %v", to)
	}
	// There is no reminder for a booking made 24 hours before the start or later.
	for _, c := range []struct {
		before time.Duration
		ahead  int
	}{{24*time.Hour + time.Second, 3}, {24 * time.Hour, 2}, {time.Hour, 2}} {
		h.Clock = free[2].Start.Add(-c.before)
		_, err = h.Book(amina, free[2].ID, slot.Booking{})
		h.Must(err)
		if got := len(h.LettersAbout("/ahead")); got != c.ahead {
			t.Errorf("%s before: %d reminders", c.before, got)
		}
		_, err = h.Cancel(amina, free[2].ID)
		h.Must(err)
	}
}

// A client or the user who booked can cancel a booking. The provider and the city's staff can too. The other side gets a letter.
func TestWhoCancelsAnAppointment(t *testing.T) {
	h := open(t)
	one, two, amina, staff := h.Provider("one", "riga"), h.Provider("two", "riga"), h.Owner("amina", "riga"), h.StaffOf("riga")
	l := h.Listed(one, servicetest.Cover("Cover", 3))
	chosen := h.slots(one, l.ID, 2)[0]
	walk := slot.Booking{Walk: &client.Client{Name: "Olha", Contact: "+371 2"}, Agreed: true}
	for _, c := range []struct {
		books, cancels context.Context
		booking        slot.Booking
		told           string
	}{
		{amina, amina, slot.Booking{}, "one"}, {amina, one, slot.Booking{}, "amina"}, {amina, staff, slot.Booking{}, "amina"},
		{amina, h.Actor(actor.Actor{ID: "admin", Role: actor.Admin}), slot.Booking{}, "amina"}, {two, two, walk, "one"}, {two, one, walk, "two"},
	} {
		h.Clock = h.Clock.Add(time.Minute)
		c.booking.Note = "It is about a debt."
		before, err := h.Book(c.books, chosen.ID, c.booking)
		h.Must(err)
		version := before.Version
		got, err := h.Cancel(c.cancels, chosen.ID)
		h.Must(err)
		if got.Taken() || got.Note != "" || got.By != (client.Person{}) || !got.Booked.IsZero() || !got.Open.Equal(chosen.Start) || got.Version != version+1 {
			t.Errorf("%+v", got)
		}
		off := h.LettersAbout(h.Clock.UTC().Format(time.RFC3339) + "/off")
		if len(off) != 1 || off[0].Account != c.told || !strings.Contains(string(off[0].Calendar), "STATUS:CANCELLED") || len(h.LettersAbout("/ahead")) != 0 {
			t.Errorf("cancelled by %s: %+v", actor.From(c.cancels).ID, off)
		}
	}
	_, err := h.Book(amina, chosen.ID, slot.Booking{})
	h.Must(err)
	for name, c := range map[string]struct {
		ctx  context.Context
		want problem.Kind
	}{
		"another person": {h.Owner("omar", "riga"), problem.NotFound}, "another provider": {two, problem.NotFound},
		"another city's staff": {h.StaffOf("ghent"), problem.NotFound},
		"a buyer":              {h.Actor(actor.Actor{ID: "b", Role: actor.Buyer}), problem.Forbidden}, "nobody": {t.Context(), problem.Unauthorized},
	} {
		if _, err := h.Cancel(c.ctx, chosen.ID); !problem.Is(err, c.want) {
			t.Errorf("%s cancels: %v", name, err)
		}
	}
	_, err = h.Cancel(amina, chosen.ID)
	h.Must(err)
	if _, err := h.Cancel(one, chosen.ID); moduletest.Key(err) != "slot.free" {
		t.Errorf("one that nobody has: %v", err)
	}
	if _, err := h.Cancel(amina, chosen.ID); !problem.Is(err, problem.NotFound) {
		t.Errorf("one that she gave back: %v", err)
	}
}

// If a provider cancels a booking and removes the slot at once, the letter about the cancellation is still sent. The letter of a
// booking that was cancelled before it was sent is not.
func TestALetterOutlivesItsSlot(t *testing.T) {
	h := open(t)
	one, amina, omar := h.Provider("one", "riga"), h.Owner("amina", "riga"), h.Owner("omar", "riga")
	l := h.Listed(one, servicetest.Cover("Cover", 3))
	chosen := h.slots(one, l.ID, 1)[0]
	_, err := h.Book(amina, chosen.ID, slot.Booking{})
	h.Must(err)
	h.send()
	_, err = h.Cancel(one, chosen.ID)
	h.Must(err)
	_, err = h.Remove(one, chosen.ID)
	h.Must(err)
	off := h.LettersAbout("/off")
	if len(off) != 1 || off[0].Account != "amina" || len(h.LettersAbout("/ahead")) != 0 {
		t.Errorf("%+v", off)
	}
	for says, err := range map[string]error{
		"booked":     moduletest.Failure(h.Book(omar, chosen.ID, slot.Booking{})),
		"cancelled":  moduletest.Failure(h.Cancel(one, chosen.ID)),
		"read":       moduletest.Failure(h.Own(one, chosen.ID)),
		"taken back": moduletest.Failure(h.Remove(one, chosen.ID)),
	} {
		h.Is(err, problem.NotFound, "one that was taken back is "+says)
	}
	if all, err := h.List(one, l.ID); err != nil || len(all) != 0 {
		t.Errorf("%d are listed, %v", len(all), err)
	}
	// The slot is offered again, and the version of its calendar entry continues.
	again := h.slots(one, l.ID, 1)[0]
	if again.ID != chosen.ID || again.Taken() || again.Version != 2 {
		t.Errorf("%+v", again)
	}
	h.Clock = h.Clock.Add(time.Minute)
	booked, err := h.Book(omar, again.ID, slot.Booking{})
	h.Must(err)
	if booked.Version != 3 || len(h.LettersAbout("/off")) != 1 || len(h.LettersAbout(booked.Booked.Format(time.RFC3339)+"/given")) != 1 {
		t.Errorf("%+v", booked)
	}
	// The letter to the former client removes the calendar entry, although another client has booked the slot.
	if ics := string(h.LettersAbout("/off")[0].Calendar); !strings.Contains(ics, "METHOD:CANCEL") {
		t.Errorf("%s", ics)
	}
	h.Clock = h.Clock.Add(time.Minute)
	_, err = h.Cancel(omar, again.ID)
	h.Must(err)
	if got := len(h.LettersAbout("/given")); got != 1 {
		t.Errorf("%d letters that it was given; the second booking was cancelled before its letter went", got)
	}
	if got := len(h.LettersAbout("/off")); got != 2 {
		t.Errorf("%d letters that it was cancelled", got)
	}
	h.Clock = h.Clock.Add(25 * time.Hour)
	_, err = h.Book(amina, again.ID, slot.Booking{})
	h.Must(err)
	gone, err := h.Cancel(amina, again.ID)
	if err != nil || len(gone.Off) != 1 {
		t.Errorf("what was cancelled long ago is kept: %+v %v", gone.Off, err)
	}
}
