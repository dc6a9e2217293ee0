package event_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/event"
	"citiesgrow/internal/problem"
)

// Only participants book a meeting. A slot has one person for each host, and a person has one meeting at a time.
func TestWhoBooksAMeeting(t *testing.T) {
	h := open(t)
	e := h.event(2, "A buyer\nA bank")
	h.join(e.ID, "amina", "omar", "late")
	slots := e.Slots()
	as := func(name string) context.Context { return h.As(name, actor.Entrepreneur, "riga") }
	_, err := h.Book(as("amina"), e.ID, "A buyer", slots[0])
	h.Must(err)
	for _, c := range []struct {
		says, who, host string
		start           time.Time
		key             string
	}{
		{"the slot of another", "omar", "A buyer", slots[0], "event.meeting_taken"},
		{"a second with the same host", "amina", "A buyer", slots[1], "event.meeting_yours"},
		{"a second at the same time", "amina", "A bank", slots[0], "event.meeting_yours"},
		{"a person who waits", "late", "A bank", slots[3], "event.register_first"},
		{"a person who is not registered", "stranger", "A bank", slots[3], "event.register_first"},
	} {
		_, err := h.Book(as(c.who), e.ID, c.host, c.start)
		if p := problem.Of(err); p == nil || p.Kind != problem.Conflict || p.Message.Key != c.key {
			t.Errorf("%s: %v, want %s", c.says, err, c.key)
		}
	}
	for says, c := range map[string]struct {
		host  string
		start time.Time
	}{
		"a host who is none":   {"A poet", slots[1]},
		"between two slots":    {"A buyer", slots[1].Add(5 * time.Minute)},
		"before it begins":     {"A buyer", e.Start.Add(-15 * time.Minute)},
		"a slot after the end": {"A buyer", e.End},
	} {
		_, err := h.Book(as("omar"), e.ID, c.host, c.start)
		if p := problem.Of(err); p == nil || p.Fields["slot"].Key != "event.meeting_unknown" {
			t.Errorf("%s: %v", says, err)
		}
	}
	if last := slots[len(slots)-1]; !last.Add(15 * time.Minute).Equal(e.End) {
		t.Errorf("the last slot begins at %s, the event ends at %s", last, e.End)
	}
	a, err := h.Book(as("amina"), e.ID, "A buyer", slots[0])
	if err != nil || len(a.Meetings) != 1 {
		t.Errorf("the same once more: %+v, %v", a, err)
	}
	if a, err = h.Book(as("amina"), e.ID, "A bank", slots[1]); err != nil || len(a.Meetings) != 2 {
		t.Errorf("another host at another time: %+v, %v", a, err)
	}
}

// An event without hosts has no slots, and 50 hosts are the maximum. Time left at the end that is shorter than 15 minutes is no
// slot.
func TestTheSlotsOfAnEvent(t *testing.T) {
	h := open(t)
	if slots := h.event(2, "").Slots(); slots != nil {
		t.Errorf("without hosts: %v", slots)
	}
	many := meet()
	for n := range 60 {
		many.Hosts += fmt.Sprintln("Host", n)
	}
	if e, err := h.Create(h.Staff("riga"), many); err != nil || len(e.Hosts) != 50 {
		t.Errorf("%d hosts of sixty, %v", len(e.Hosts), err)
	}
	long := meet()
	long.Day, long.From, long.To, long.Hosts = "2027-10-31", "00:00", "23:59", "A buyer" // the clocks change: a day of 25 hours
	if e, err := h.Create(h.Staff("riga"), long); err != nil || len(e.Slots()) != 96 {
		t.Errorf("%d slots of the longest day, %v", len(e.Slots()), err)
	}
	for until, want := range map[string]int{"14:14": 0, "14:15": 1, "14:29": 1, "15:00": 4, "23:59": 39} {
		f := meet()
		f.To, f.Hosts = until, "A buyer"
		e, err := h.Create(h.Staff("riga"), f)
		h.Must(err)
		if slots := e.Slots(); len(slots) != want || want > 0 && !slots[0].Equal(e.Start) {
			t.Errorf("from 14:00 to %s: %v, want %d", until, slots, want)
		}
	}
}

// A cancelled meeting is free for others. A person can only cancel their own meeting.
func TestAMeetingIsGivenBack(t *testing.T) {
	h := open(t)
	e := h.event(5, "A buyer\nA bank")
	h.join(e.ID, "amina", "omar")
	amina, omar := h.As("amina", actor.Entrepreneur, "riga"), h.As("omar", actor.Entrepreneur, "riga")
	_, err := h.Book(amina, e.ID, "A buyer", e.Start)
	h.Must(err)
	_, err = h.Book(amina, e.ID, "A bank", e.Start.Add(time.Hour))
	h.Must(err)
	h.Is(h.Unbook(omar, e.ID, "A buyer"), problem.NotFound, "another's meeting is given back")
	h.Must(h.Unbook(amina, e.ID, "A buyer"))
	h.Is(h.Unbook(amina, e.ID, "A buyer"), problem.NotFound, "given back twice")
	a, err := h.Book(omar, e.ID, "A buyer", e.Start)
	h.Must(err)
	if len(a.Meetings) != 2 {
		t.Errorf("%+v", a.Meetings)
	}
	// A person who leaves the event loses all their meetings.
	h.Must(h.Leave(amina, e.ID))
	_, a, err = h.Attendance(h.Staff("riga"), e.ID)
	h.Must(err)
	if len(a.Meetings) != 1 || a.Meetings[0].Account != "omar" {
		t.Errorf("%+v", a.Meetings)
	}
}

// When a host is removed, the meetings with that host are deleted and the others stay.
func TestAHostWhoStaysAway(t *testing.T) {
	h := open(t)
	e := h.event(5, "A buyer\nA bank")
	h.join(e.ID, "amina", "omar")
	_, err := h.Book(h.As("amina", actor.Entrepreneur, "riga"), e.ID, "A buyer", e.Start)
	h.Must(err)
	_, err = h.Book(h.As("omar", actor.Entrepreneur, "riga"), e.ID, "A bank", e.Start)
	h.Must(err)
	f := meet()
	f.Hosts = "A bank"
	_, err = h.Change(h.Staff("riga"), e.ID, f)
	h.Must(err)
	_, a, err := h.Attendance(h.Staff("riga"), e.ID)
	h.Must(err)
	if len(a.Meetings) != 1 || a.Meetings[0].Host != "A bank" {
		t.Errorf("%+v", a.Meetings)
	}
}

// The organiser's open next steps are listed, the earliest due first, without those that are done.
func TestNextStepsWithPeopleWhoCame(t *testing.T) {
	h := open(t)
	e := h.event(5, "")
	h.join(e.ID, "a", "b", "c", "d")
	staff := h.Staff("riga")
	for account, f := range map[string]event.FollowUp{
		"a": {Next: "Call", Due: h.now.AddDate(0, 0, 9)},
		"b": {Next: "Send the form", Due: h.now.AddDate(0, 0, 2), Note: "Bakes bread"},
		"c": {Next: "Call", Due: h.now.AddDate(0, 0, 1), Done: true},
		"d": {Note: "Nothing to do"},
	} {
		h.Must(h.FollowUp(staff, e.ID, account, f))
	}
	open, err := h.ListFollowUps(staff)
	h.Must(err)
	if len(open) != 2 || open[0].Account != "b" || open[0].Note != "Bakes bread" || open[1].Account != "a" || open[0].Event.ID != e.ID {
		t.Errorf("%+v", open)
	}
	if others, err := h.ListFollowUps(h.As("buyer", actor.Buyer, "riga")); err != nil || len(others) != 0 {
		t.Errorf("another organiser reads %+v, %v", others, err)
	}
	_, err = h.ListFollowUps(h.As("a", actor.Entrepreneur, "riga"))
	h.Is(err, problem.Forbidden, "a guest reads the notes")
}
