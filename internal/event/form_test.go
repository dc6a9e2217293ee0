package event_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/event"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/problem"
)

// events counts the events that the actor organises.
func (h *house) events(as context.Context) int {
	h.t.Helper()
	all, err := h.ListOwn(as)
	h.Must(err)
	return len(all)
}

// Each invalid input is rejected with an error at its field, and nothing is stored.
func TestWhatAnEventMustTell(t *testing.T) {
	h := open(t)
	staff := h.Staff("riga")
	for _, c := range []struct {
		says, field, key string
		spoil            func(*event.EventForm)
	}{
		{"no title", "title", "problem.required", func(f *event.EventForm) { f.Title = "" }},
		{"no place", "place", "problem.required", func(f *event.EventForm) { f.Where = "" }},
		{"no day", "day", "problem.required", func(f *event.EventForm) { f.Day = "" }},
		{"no places", "capacity", "event.capacity_missing", func(f *event.EventForm) { f.Capacity = 0 }},
		{"a city that is none", "city", "problem.city_unknown", func(f *event.EventForm) { f.City = "atlantis" }},
		{"a city of others", "city", "problem.city_own", func(f *event.EventForm) { f.City = "ghent" }},
		{"an hour that is none", "from", "problem.time", func(f *event.EventForm) { f.From = "25:00" }},
		{"no beginning", "from", "problem.time", func(f *event.EventForm) { f.From = "" }},
		{"no end", "to", "event.to_wrong", func(f *event.EventForm) { f.To = "" }},
		{"an end before the beginning", "to", "event.to_wrong", func(f *event.EventForm) { f.To = "13:59" }},
		{"an end at the beginning", "to", "event.to_wrong", func(f *event.EventForm) { f.To = "14:00" }},
		{"a day that is over", "day", "event.past", func(f *event.EventForm) { f.Day = day(-1) }},
		{"a beginning that is now: eleven in Riga", "day", "event.past", func(f *event.EventForm) { f.Day, f.From = day(0), "11:00" }},
	} {
		f := meet()
		c.spoil(&f)
		_, err := h.Create(staff, f)
		if p := problem.Of(err); p == nil || p.Fields[c.field].Key != c.key {
			t.Errorf("%s: %v, want %s=%s", c.says, err, c.field, c.key)
		}
	}
	if n := h.events(staff); n != 0 {
		t.Errorf("%d events are stored", n)
	}
}

// A planned event is read back with the same values; times are in the time zone of the city.
func TestAnEventIsReadBack(t *testing.T) {
	h := open(t)
	buyer := h.As("buyer", actor.Buyer, "helsinki")
	f := meet()
	f.Kind, f.Text, f.Languages, f.Hosts = "information", "Come and ask.", []string{"fi", "so"}, " The buyer \n\nThe buyer\nA bank"
	e, err := h.Create(buyer, f)
	h.Must(err)
	e, err = h.Get(buyer, e.ID)
	h.Must(err)
	if e.Title != f.Title || e.Text != f.Text || e.Where != f.Where || e.Kind != "information" || e.City != "helsinki" || e.Language != "en" ||
		e.Organiser != "House of buyer" || e.Capacity != 20 {
		t.Errorf("%+v", e)
	}
	if !slices.Equal(e.Hosts, []string{"The buyer", "A bank"}) || !slices.Equal(e.Languages, f.Languages) {
		t.Errorf("hosts %q, languages %q", e.Hosts, e.Languages)
	}
	if at := e.Start.Format(time.RFC3339); at != day(10)+"T12:00:00Z" {
		t.Errorf("two in the afternoon in Helsinki is %s", at)
	}
	if e.State(h.now) != "draft" || h.events(buyer) != 1 {
		t.Errorf("%s, %d events", e.State(h.now), h.events(buyer))
	}
}

// Verified employers, buyers, providers and staff plan events; other roles do not.
func TestWhoInvitesPeople(t *testing.T) {
	h := open(t)
	fresh, waiting := h.As("fresh", actor.Employer, "riga"), h.As("waiting", actor.Employer, "riga")
	asleep := actor.From(h.As("asleep", actor.Buyer, "riga"))
	asleep.Active = false
	for _, who := range []struct {
		says string
		as   context.Context
		want problem.Kind
	}{
		{"a visitor", t.Context(), problem.Unauthorized},
		{"an entrepreneur", h.As("amina", actor.Entrepreneur, "riga"), problem.Forbidden},
		{"a caseworker", h.As("case", actor.Caseworker, "riga"), problem.Forbidden},
		{"the administrator", h.As("admin", actor.Admin, ""), problem.Forbidden},
		{"a buyer who is not verified", actor.With(t.Context(), asleep), problem.Forbidden},
		{"an employer without a page", fresh, problem.Conflict},
		{"an employer that is not verified", waiting, problem.Conflict},
		{"a verified employer", h.As("one", actor.Employer, "riga"), ""},
		{"a buyer", h.As("buyer", actor.Buyer, "riga"), ""},
		{"a provider", h.As("provider", actor.Provider, "riga"), ""},
		{"staff", h.Staff("riga"), ""},
	} {
		_, err := h.Create(who.as, meet())
		if p := problem.Of(err); (p == nil) != (who.want == "") || p != nil && p.Kind != who.want {
			t.Errorf("%s: %v, want %q", who.says, err, who.want)
		}
	}
}

// The organiser and the city's staff can change an event; for others it is not found.
func TestWhoChangesAnEvent(t *testing.T) {
	h := open(t)
	buyer := h.As("buyer", actor.Buyer, "riga")
	e, err := h.Create(buyer, meet())
	h.Must(err)
	for _, who := range []struct {
		says string
		as   context.Context
		want problem.Kind
	}{
		{"a visitor", t.Context(), problem.Unauthorized},
		{"an entrepreneur", h.As("amina", actor.Entrepreneur, "riga"), problem.Forbidden},
		{"another buyer of the city", h.As("other", actor.Buyer, "riga"), problem.NotFound},
		{"an employer of the city", h.As("one", actor.Employer, "riga"), problem.NotFound},
		{"staff of another city", h.Staff("ghent"), problem.NotFound},
		{"its organiser", buyer, ""},
		{"the city's staff", h.Staff("riga"), ""},
		{"the administrator", h.As("admin", actor.Admin, ""), ""},
	} {
		_, err := h.Change(who.as, e.ID, meet())
		if p := problem.Of(err); (p == nil) != (who.want == "") || p != nil && p.Kind != who.want {
			t.Errorf("%s: %v, want %q", who.says, err, who.want)
		}
	}
	for says, call := range map[string]func(context.Context) error{
		"publishes":      func(as context.Context) error { return moduletest.Failure(h.Publish(as, e.ID)) },
		"cancels":        func(as context.Context) error { return moduletest.Failure(h.Cancel(as, e.ID, "No room")) },
		"reads the list": func(as context.Context) error { _, _, err := h.Attendance(as, e.ID); return err },
		"keeps a note":   func(as context.Context) error { return h.FollowUp(as, e.ID, "amina", event.FollowUp{}) },
	} {
		h.Is(call(h.As("other", actor.Buyer, "riga")), problem.NotFound, "another buyer "+says)
	}
}

// An organiser cannot move an event to a city that is not their own.
func TestAnEventIsNotMovedToAnotherCity(t *testing.T) {
	h := open(t)
	buyer := h.As("buyer", actor.Buyer, "riga")
	e, err := h.Create(buyer, meet())
	h.Must(err)
	f := meet()
	f.City, f.Title = "ghent", "Elsewhere"
	_, err = h.Change(buyer, e.ID, f)
	h.Wrong(err, "city", "problem.city_own")
	if now, err := h.Get(buyer, e.ID); err != nil || now.City != "riga" || now.Title != "Meet the buyer" {
		t.Errorf("%+v, %v", now, err)
	}
	if moved, err := h.Change(h.Staff(""), e.ID, f); err != nil || moved.City != "ghent" {
		t.Errorf("staff of all cities: %+v, %v", moved, err)
	}
}

// Only the organiser sees a draft. It can be published once, before it starts.
func TestADraftOfAnEventIsNotSeen(t *testing.T) {
	h := open(t)
	buyer, amina := h.As("buyer", actor.Buyer, "riga"), h.As("amina", actor.Entrepreneur, "riga")
	e, err := h.Create(buyer, meet())
	h.Must(err)
	for says, as := range map[string]context.Context{"a visitor": t.Context(), "an entrepreneur": amina, "another buyer": h.As("other", actor.Buyer, "riga")} {
		_, err := h.Get(as, e.ID)
		h.Is(err, problem.NotFound, says+" reads a draft")
	}
	_, err = h.Register(amina, e.ID, event.RegistrationForm{})
	h.Is(err, problem.NotFound, "registered for a draft")
	_, err = h.Register(buyer, e.ID, event.RegistrationForm{})
	h.Conflict(err, "event.over")
	h.now = e.Start
	_, err = h.Publish(buyer, e.ID)
	h.Conflict(err, "event.over")
	h.now = e.Start.Add(-time.Minute)
	_, err = h.Publish(buyer, e.ID)
	h.Must(err)
	_, err = h.Publish(buyer, e.ID)
	h.Conflict(err, "event.over")
	if _, err := h.Get(t.Context(), e.ID); err != nil {
		t.Errorf("published, and not seen: %v", err)
	}
}

// A form that was opened before another user's change does not overwrite it.
func TestAStaleFormOfAnEvent(t *testing.T) {
	h := open(t)
	e := h.event(5, "")
	f := meet()
	f.Revision, f.Title = e.Revision, "First"
	changed, err := h.Change(h.Staff("riga"), e.ID, f)
	h.Must(err)
	f.Title = "Second"
	_, err = h.Change(h.Staff("riga"), e.ID, f)
	h.Conflict(err, "organisation.changed_meanwhile")
	if now, err := h.Get(t.Context(), e.ID); err != nil || now.Title != "First" || now.Revision != changed.Revision {
		t.Errorf("%+v, %v", now, err)
	}
}

// The list has the coming events, the earliest first, filtered by city and kind.
func TestEventsToCome(t *testing.T) {
	h := open(t)
	plan := func(city, kind, title, on string) *event.Event {
		f := meet()
		f.Kind, f.Title, f.Day = kind, title, on
		e, err := h.Create(h.Staff(city), f)
		h.Must(err)
		return e
	}
	publish := func(e *event.Event) *event.Event {
		e, err := h.Publish(h.Staff(e.City), e.ID)
		h.Must(err)
		return e
	}
	publish(plan("riga", "job_event", "Later", day(20)))
	soon := publish(plan("riga", "meet_the_buyer", "Soon", day(3)))
	publish(plan("ghent", "job_event", "Elsewhere", day(9)))
	plan("riga", "job_event", "A draft", day(9))
	off := publish(plan("riga", "job_event", "Called off", day(9)))
	_, err := h.Cancel(h.Staff("riga"), off.ID, "Snow")
	h.Must(err)
	for _, c := range []struct {
		city, kind string
		at         time.Time
		want       []string
	}{
		{"", "", h.now, []string{"Soon", "Elsewhere", "Later"}},
		{"riga", "", h.now, []string{"Soon", "Later"}},
		{"riga", "job_event", h.now, []string{"Later"}},
		{"", "job_event", h.now, []string{"Elsewhere", "Later"}},
		{"dresden", "", h.now, nil},
		{"riga", "", soon.End, []string{"Soon", "Later"}},
		{"riga", "", soon.End.Add(time.Second), []string{"Later"}},
	} {
		h.now = c.at
		all, err := h.List(t.Context(), c.city, c.kind)
		h.Must(err)
		var got []string
		for _, e := range all {
			got = append(got, e.Title)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q %q at %s: %q, want %q", c.city, c.kind, c.at, got, c.want)
		}
	}
	if state := soon.State(soon.End.Add(time.Second)); state != "over" {
		t.Errorf("after its end it is %s", state)
	}
}
