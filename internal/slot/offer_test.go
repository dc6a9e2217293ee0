package slot_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/client"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/service/servicetest"
	"citiesgrow/internal/slot"
)

// Only users who manage a service offer slots, not in the past. Existing slots stay unchanged.
func TestWhoOffersAppointments(t *testing.T) {
	h := open(t)
	one := h.Provider("one", "riga")
	l := h.Listed(one, servicetest.Cover("Cover", 3))
	row := slot.Series{From: h.Clock, To: h.Clock.Add(time.Hour), Minutes: 20, Weeks: 1, Where: "Room 4"}
	for name, c := range map[string]struct {
		ctx  context.Context
		want problem.Kind
	}{
		"another provider": {h.Provider("two", "riga"), problem.NotFound}, "another city's staff": {h.StaffOf("ghent"), problem.NotFound},
		"an entrepreneur": {h.Owner("amina", "riga"), problem.Forbidden}, "nobody": {t.Context(), problem.Unauthorized},
	} {
		if _, err := h.Create(c.ctx, l.ID, row); !problem.Is(err, c.want) {
			t.Errorf("%s offers: %v", name, err)
		}
		if _, err := h.List(c.ctx, l.ID); !problem.Is(err, c.want) {
			t.Errorf("%s sees who comes: %v", name, err)
		}
	}
	late := row
	late.From = h.Clock.Add(-time.Second)
	if _, err := h.Create(one, l.ID, late); !slices.Equal(moduletest.Fields(err), []string{"from"}) {
		t.Errorf("in the past: %v", err)
	}
	if all, err := h.List(one, l.ID); err != nil || len(all) != 0 {
		t.Errorf("%d appointments, %v", len(all), err)
	}
	if n, err := h.Create(one, l.ID, row); err != nil || n != 3 {
		t.Errorf("%d offered, %v", n, err)
	}
	row.To, row.Where = h.Clock.Add(2*time.Hour), "Room 5"
	if n, err := h.Create(h.StaffOf("riga"), l.ID, row); err != nil || n != 3 {
		t.Errorf("%d more offered, %v", n, err)
	}
	all, err := h.List(one, l.ID)
	h.Must(err)
	for n, chosen := range all {
		want := []string{"Room 4", "Room 5"}[n/3]
		if chosen.Where != want || chosen.Provider != "one" || chosen.City != "riga" || chosen.Name != "Cover" || chosen.Taken() ||
			!chosen.Open.Equal(chosen.Start) ||
			chosen.End.Sub(chosen.Start) != 20*time.Minute {
			t.Errorf("%d. %+v", n+1, chosen)
		}
	}
	if len(all) != 6 {
		t.Errorf("%d appointments", len(all))
	}
}

// A series has limits: a slot that is too short or too long, or a series with too many, is rejected with an error at its field.
func TestTheBoundsOfARow(t *testing.T) {
	from := time.Date(2026, 12, 1, 8, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		hours   time.Duration
		minutes int
		weeks   int
		field   string
		n       int
	}{
		"four minutes": {time.Hour, 4, 1, "minutes", 0}, "five minutes": {time.Hour, 5, 1, "", 12}, "eight hours": {8 * time.Hour, 480, 1, "", 1},
		"over eight hours": {16 * time.Hour, 481, 1, "minutes", 0},
		"sixteen hours":    {16 * time.Hour, 60, 1, "", 16}, "over sixteen": {16*time.Hour + time.Minute, 60, 1, "to", 0}, "no time": {0, 30, 1, "to", 0},
		"just one":            {30 * time.Minute, 30, 1, "", 1},
		"longer than the row": {29 * time.Minute, 30, 1, "minutes", 0}, "a rest": {80 * time.Minute, 30, 1, "", 2}, "half a year": {time.Hour, 30, 26, "", 52},
		"more weeks": {time.Hour, 30, 27, "weeks", 0},
		"no weeks":   {time.Hour, 30, 0, "weeks", 0}, "two hundred": {10 * time.Hour, 60, 20, "", 200},
		"over two hundred": {67 * 10 * time.Minute, 10, 3, "weeks", 0},
	} {
		times, err := slot.Series{From: from, To: from.Add(c.hours), Minutes: c.minutes, Weeks: c.weeks}.Slots("Europe/Riga")
		if c.field == "" && (err != nil || len(times) != c.n) || c.field != "" && !slices.Equal(moduletest.Fields(err), []string{c.field}) {
			t.Errorf("%s: %d, %v", name, len(times), err)
		}
		for n, at := range times {
			if at[1].Sub(at[0]) != time.Duration(c.minutes)*time.Minute || n > 0 && at[0].Before(times[n-1][1]) {
				t.Errorf("%s: the %d. is from %s to %s", name, n+1, at[0], at[1])
			}
		}
	}
	if times, err := (slot.Series{From: from, To: from.Add(time.Hour), Minutes: 60, Weeks: 1}).Slots("Nowhere/Here"); err != nil || !times[0][0].Equal(from) {
		t.Errorf("in a zone that is none: %v %v", times, err)
	}
}

// Only users who manage the service remove a free slot.
func TestAnAppointmentIsTakenBack(t *testing.T) {
	h := open(t)
	one := h.Provider("one", "riga")
	l := h.Listed(one, servicetest.Cover("Cover", 3))
	free := h.slots(one, l.ID, 3)
	for name, c := range map[string]struct {
		ctx  context.Context
		want problem.Kind
	}{"another provider": {h.Provider("two", "riga"), problem.NotFound}, "an entrepreneur": {h.Owner("amina", "riga"), problem.Forbidden},
		"nobody": {t.Context(), problem.Unauthorized}} {
		if _, err := h.Remove(c.ctx, free[0].ID); !problem.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for n, who := range []context.Context{one, h.StaffOf("riga")} {
		if gone, err := h.Remove(who, free[n].ID); err != nil || gone.ID != free[n].ID {
			t.Errorf("%+v %v", gone, err)
		}
		if _, err := h.Remove(who, free[n].ID); !problem.Is(err, problem.NotFound) {
			t.Errorf("twice: %v", err)
		}
	}
	if left, err := h.ListFree(t.Context(), l.ID); err != nil || len(left) != 1 || left[0].ID != free[2].ID {
		t.Errorf("%d are left, %v", len(left), err)
	}
}

// Users see the coming bookings that they have, made for a client or provide, the earliest first and each once. A booking stays
// listed until two hours after its start.
func TestOnesOwnAppointments(t *testing.T) {
	h := open(t)
	one, two, amina := h.Provider("one", "riga"), h.Provider("two", "riga"), h.Owner("amina", "riga")
	l, other := h.Listed(one, servicetest.Cover("Cover", 3)), h.Listed(two, servicetest.Cover("Papers", 3))
	free, more := h.slots(one, l.ID, 4), h.slots(two, other.ID, 2)
	walk := slot.Booking{Walk: &client.Client{Name: "Olha", Contact: "+371 2"}, Agreed: true}
	for _, b := range []struct {
		who     context.Context
		chosen  *slot.Slot
		booking slot.Booking
	}{{amina, free[1], slot.Booking{}}, {amina, more[0], slot.Booking{}}, {two, free[0], walk}, {one, free[2], walk}} {
		_, err := h.Book(b.who, b.chosen.ID, b.booking)
		h.Must(err)
	}
	see := func(who context.Context) (all []string) {
		found, err := h.ListOwn(who)
		h.Must(err)
		for _, chosen := range found {
			all = append(all, chosen.ID)
		}
		return all
	}
	for name, c := range map[string]struct {
		ctx  context.Context
		want []*slot.Slot
	}{
		"amina": {amina, []*slot.Slot{more[0], free[1]}}, "one": {one, []*slot.Slot{free[0], free[1], free[2]}},
		"two":  {two, []*slot.Slot{free[0], more[0]}},
		"omar": {h.Owner("omar", "riga"), nil}, "staff": {h.StaffOf("riga"), nil},
	} {
		got := see(c.ctx)
		if slices.Sort(got); len(got) != len(c.want) {
			t.Errorf("%s sees %d", name, len(got))
		}
		for _, chosen := range c.want {
			if !slices.Contains(got, chosen.ID) {
				t.Errorf("%s does not see %s", name, chosen.Start)
			}
		}
	}
	if got := see(one); !slices.Equal(got, []string{free[0].ID, free[1].ID, free[2].ID}) {
		t.Errorf("in the order %v", got)
	}
	for name, c := range map[string]struct {
		ctx    context.Context
		chosen *slot.Slot
		want   bool
	}{
		"amina, hers": {amina, free[1], true}, "amina, another's": {amina, free[0], false}, "amina, free": {amina, free[3], false},
		"one, given": {one, free[1], true}, "one, free": {one, free[3], false},
		"two, sent": {two, free[0], true}, "two, not theirs": {two, free[1], false}, "staff of the city": {h.StaffOf("riga"), free[1], false},
	} {
		if _, err := h.Own(c.ctx, c.chosen.ID); c.want != (err == nil) || err != nil && !problem.Is(err, problem.NotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, ctx := range []context.Context{h.Actor(actor.Actor{ID: "b", Role: actor.Buyer}), h.Actor(actor.Actor{ID: "a", Role: actor.Admin})} {
		if _, err := h.ListOwn(ctx); !problem.Is(err, problem.Forbidden) {
			t.Errorf("%s has appointments: %v", actor.From(ctx).ID, err)
		}
	}
	h.Clock = free[1].Start.Add(2 * time.Hour)
	if got := see(amina); !slices.Equal(got, []string{free[1].ID}) {
		t.Errorf("two hours later she sees %v", got)
	}
	if h.Clock = h.Clock.Add(time.Second); len(see(amina)) != 0 {
		t.Error("one that is long over is shown")
	}
}

// The calendar entry has a version that grows with each change, is cancelled when the slot is free, and has an alarm one day
// before.
func TestAnAppointmentAsACalendarEntry(t *testing.T) {
	at := time.Date(2026, 11, 30, 7, 0, 0, 0, time.UTC)
	chosen := &slot.Slot{Start: at, End: at.Add(time.Hour), Where: "Room 4", Version: 3, Client: client.Client{Name: "Amina", Account: "amina"},
		By: client.Person{Account: "adviser"}}
	chosen.ID = "slot-1"
	e := chosen.Event("https://x.example")
	if e.UID != "slot-1@citiesgrow" || e.Sequence != 3 || e.Cancelled || e.Remind != 24*time.Hour || e.Place != "Room 4" || !e.Start.Equal(chosen.Start) ||
		!e.End.Equal(chosen.End) {
		t.Errorf("%+v", e)
	}
	for account, want := range map[string]bool{"amina": true, "adviser": true, "omar": false, "": false} {
		if chosen.For(account) != want {
			t.Errorf("for %q: %t", account, !want)
		}
	}
	chosen.Client = client.Client{}
	if e = chosen.Event(""); !e.Cancelled || chosen.Taken() || chosen.For("adviser") {
		t.Errorf("a free one: %+v", e)
	}
}

// The pages show invalid input at its field. Only the provider and the city's staff see who booked. Only the provider and the
// client get the calendar file.
func TestThePagesOfAppointments(t *testing.T) {
	h := open(t)
	one, amina := h.Provider("one", "riga"), h.Owner("amina", "riga")
	h.Owner("omar", "riga")
	l := h.Listed(one, servicetest.Cover("Cover", 3))
	ask := h.site()
	for body, want := range map[string]string{
		`{"day":"tomorrow","from":"09:00","to":"12:00","minutes":30}`: `"day"`, `{"day":"2026-11-30","from":"9h","to":"12:00","minutes":30}`: `"from"`,
		`{"day":"2026-11-30","from":"09:00","to":"25:00","minutes":30}`: `"to"`, `{"day":"2026-11-30","from":"12:00","to":"09:00","minutes":30}`: `"to"`,
		`{"from":"09:00","to":"12:00","minutes":30}`: `"day"`,
	} {
		if status, answer := ask("one", "POST", "/api/v1/services/"+l.ID+"/slots", body); status != 422 || !strings.Contains(answer, want) {
			t.Errorf("%s: %d %s", body, status, answer)
		}
	}
	status, answer := ask("one", "POST", "/api/v1/services/"+l.ID+"/slots", `{"day":"2026-11-30","from":"9:00","to":"10:00","minutes":30,"where":"Room 4"}`)
	if status != 201 || !strings.Contains(answer, `"added":2`) {
		t.Fatalf("%d %s", status, answer)
	}
	free, err := h.ListFree(t.Context(), l.ID)
	h.Must(err)
	if !free[0].Start.Equal(time.Date(2026, 11, 30, 7, 0, 0, 0, time.UTC)) {
		t.Errorf("nine o'clock in Riga is %s", free[0].Start)
	}
	if status, answer = ask("amina", "POST", "/api/v1/slots/"+free[0].ID+"/booking", `{"note":"CANARY-NOTE"}`); status != 201 ||
		!strings.Contains(answer, "CANARY-NOTE") {
		t.Errorf("%d %s", status, answer)
	}
	for token, sees := range map[string]bool{"one": true, "amina": false, "omar": false, "": false} {
		_, page := ask(token, "GET", "/services/"+l.ID, "")
		_, list := ask(token, "GET", "/api/v1/services/"+l.ID+"/slots", "")
		if strings.Contains(page, "CANARY") || strings.Contains(list, "CANARY") != sees || strings.Contains(list, `"client":"amina"`) != sees {
			t.Errorf("%q sees who comes: %s", token, list)
		}
	}
	for token, want := range map[string]int{"amina": 200, "one": 200, "omar": 404, "": 401} {
		if status, answer = ask(token, "GET", "/api/v1/appointments/"+free[0].ID+"/calendar", ""); status != want ||
			(status == 200) != strings.Contains(answer, "BEGIN:VCALENDAR") {
			t.Errorf("%q gets %d %s", token, status, answer)
		}
	}
	if status, page := ask("amina", "GET", "/appointments?booked="+free[0].ID+"&tender=//evil.example", ""); status != 200 ||
		strings.Contains(page, "/tenders//evil") ||
		!strings.Contains(page, "Cover") {
		t.Errorf("%d %s", status, page)
	}
	_, err = h.Book(h.StaffOf("riga"), free[1].ID, slot.Booking{Walk: &client.Client{Name: "Olha", Contact: "CANARY-CONTACT"}, Agreed: true})
	h.Must(err)
	for token, sees := range map[string]bool{"one": true, "staff-riga": true, "amina": false, "omar": false, "": false} {
		_, list := ask(token, "GET", "/api/v1/services/"+l.ID+"/slots", "")
		_, own := ask(token, "GET", "/api/v1/appointments", "")
		if strings.Contains(list, "CANARY-CONTACT") != sees || strings.Contains(own, "CANARY-CONTACT") != sees {
			t.Errorf("%q reaches who comes: %t", token, !sees)
		}
	}
	_, err = h.Cancel(amina, free[0].ID)
	h.Must(err)
	if status, _ = ask("amina", "DELETE", "/api/v1/slots/"+free[1].ID, ""); status != 403 {
		t.Errorf("an entrepreneur removes an appointment: %d", status)
	}
}
