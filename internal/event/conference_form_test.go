package event_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/calendar"
	"citiesgrow/internal/event"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
)

func convening() event.ConferenceForm {
	return event.ConferenceForm{Title: "What came of it", Text: "Two days.", Language: "en", City: "helsinki", Where: "Library", From: "2027-03-01",
		To: "2027-03-02", Capacity: 5}
}

// Each invalid input is rejected with an error at its field, and nothing is stored.
func TestWhatAConferenceMustTell(t *testing.T) {
	h := openHall(t)
	for _, c := range []struct {
		says, field, key string
		spoil            func(*event.ConferenceForm)
	}{
		{"no title", "title", "problem.required", func(f *event.ConferenceForm) { f.Title = " " }},
		{"no place", "place", "problem.required", func(f *event.ConferenceForm) { f.Where = "" }},
		{"no first day", "from", "problem.required", func(f *event.ConferenceForm) { f.From = "" }},
		{"no last day", "to", "problem.required", func(f *event.ConferenceForm) { f.To = "" }},
		{"a day that is none", "from", "problem.date", func(f *event.ConferenceForm) { f.From = "soon" }},
		{"an end before the beginning", "to", "problem.ends_before", func(f *event.ConferenceForm) { f.To = "2027-02-28" }},
		{"a city that is none", "city", "problem.city_unknown", func(f *event.ConferenceForm) { f.City = "atlantis" }},
		{"no places", "capacity", "event.capacity_missing", func(f *event.ConferenceForm) { f.Capacity = 0 }},
	} {
		f := convening()
		c.spoil(&f)
		_, err := h.Create(h.wide, f)
		if p := problem.Of(err); p == nil || p.Fields[c.field].Key != c.key {
			t.Errorf("%s: %v, want %s=%s", c.says, err, c.field, c.key)
		}
	}
	if all, err := h.List(h.wide, "", ""); err != nil || len(all) != 0 {
		t.Errorf("%d are stored, %v", len(all), err)
	}
	f := convening()
	f.To, f.Capacity, f.Language = f.From, 1, ""
	k, err := h.Create(h.wide, f)
	if err != nil || k.Language != "en" || k.Text != "Two days." || k.State(h.now) != "draft" {
		t.Errorf("of one day, for one: %+v, %v", k, err)
	}
}

// Only staff of the whole programme plan, change and publish a conference.
func TestWhoPlansAConference(t *testing.T) {
	h := openHall(t)
	k, err := h.Create(h.wide, convening())
	h.Must(err)
	f := convening()
	f.Revision = k.Revision
	for says, c := range map[string]struct {
		as   context.Context
		kind problem.Kind
	}{
		"a visitor":            {t.Context(), problem.NotFound},
		"a buyer":              {h.guest("one"), problem.NotFound},
		"staff of its city":    {h.Staff("helsinki"), problem.Conflict},
		"an admin of its city": {h.As("admin", actor.Admin, "helsinki"), problem.Conflict},
	} {
		for does, err := range map[string]error{
			"changes":   moduletest.Failure(h.Change(c.as, k.ID, f)),
			"announces": moduletest.Failure(h.Publish(c.as, k.ID)),
			"schedules": moduletest.Failure(h.ChangeSession(c.as, k.ID, event.SessionForm{})),
			"calls off": moduletest.Failure(h.Cancel(c.as, k.ID, "Snow")),
		} {
			h.Is(err, c.kind, says+" "+does)
		}
	}
	for says, c := range h.outsiders() {
		h.Is(moduletest.Failure(h.Create(c.as, convening())), c.kind, says+" plans one")
	}
	_, err = h.Change(h.wide, k.ID, f)
	h.Must(err)
	_, err = h.Change(h.wide, k.ID, f)
	h.Is(err, problem.Conflict, "an older form")
	_, err = h.Publish(h.wide, k.ID)
	h.Must(err)
	_, err = h.Publish(h.wide, k.ID)
	h.Conflict(err, "event.over")
}

// Only staff see a draft. Every visitor sees published conferences, the latest first.
func TestWhoSeesAConference(t *testing.T) {
	h := openHall(t)
	shown := h.conference(5)
	f := convening()
	f.Title, f.From, f.To = "A draft", "2027-09-01", "2027-09-02"
	draft, err := h.Create(h.wide, f)
	h.Must(err)
	for says, c := range map[string]struct {
		as   context.Context
		want []string
	}{"a visitor": {t.Context(), []string{shown.ID}}, "a buyer": {h.guest("one"), []string{shown.ID}}, "a city's staff": {h.riga, []string{draft.ID, shown.ID}}} {
		all, err := h.List(c.as, "", "")
		h.Must(err)
		var got []string
		for _, k := range all {
			got = append(got, k.ID)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", says, got, c.want)
		}
		if _, err := h.Get(c.as, draft.ID); (err == nil) != (len(c.want) == 2) {
			t.Errorf("%s opens the draft: %v", says, err)
		}
	}
}

// Each invalid input of a session is rejected with an error at its field, and nothing is stored.
func TestWhatASessionMustTell(t *testing.T) {
	h := openHall(t)
	k, err := h.Create(h.wide, convening())
	h.Must(err)
	good := event.SessionForm{Title: "Opening", Day: "2027-03-01", Begins: "9:00", Ends: "10:00"}
	for _, c := range []struct {
		says, field, key string
		spoil            func(*event.SessionForm)
	}{
		{"no title", "title", "problem.required", func(f *event.SessionForm) { f.Title = "" }},
		{"no day", "day", "problem.required", func(f *event.SessionForm) { f.Day = "" }},
		{"no beginning", "begins", "problem.required", func(f *event.SessionForm) { f.Begins = "" }},
		{"no end", "ends", "problem.required", func(f *event.SessionForm) { f.Ends = "" }},
		{"an hour that is none", "begins", "problem.time", func(f *event.SessionForm) { f.Begins = "25:00" }},
		{"an end at the beginning", "ends", "event.to_wrong", func(f *event.SessionForm) { f.Ends = "9:00" }},
		{"the day before", "day", "conference.other_day", func(f *event.SessionForm) { f.Day = "2027-02-28" }},
		{"the day after", "day", "conference.other_day", func(f *event.SessionForm) { f.Day = "2027-03-03" }},
		{"material that is not safe", "materials", "problem.http_url", func(f *event.SessionForm) { f.Materials = "https://a.example\nhttp://b.example" }},
	} {
		f := good
		c.spoil(&f)
		_, err := h.ChangeSession(h.wide, k.ID, f)
		if p := problem.Of(err); p == nil || p.Fields[c.field].Key != c.key {
			t.Errorf("%s: %v, want %s=%s", c.says, err, c.field, c.key)
		}
	}
	if now, err := h.Get(h.wide, k.ID); err != nil || len(now.Sessions) != 0 {
		t.Errorf("%+v, %v", now, err)
	}
	for n, day := range []record.Day{"2027-03-01", "2027-03-02"} {
		f := good
		f.Day, f.Materials = day, "https://a.example\n\n  https://b.example  \n"
		if k, err = h.ChangeSession(h.wide, k.ID, f); err != nil || len(k.Sessions) != n+1 {
			t.Errorf("on the %s: %v", day, err)
		}
	}
}

// A changed session stays at its position; a session can be removed.
func TestSessionsAreChangedAndTakenOut(t *testing.T) {
	h := openHall(t)
	k := h.conference(5)
	first, second := k.Sessions[0], k.Sessions[1]
	f := event.SessionForm{Session: first.ID, Title: "Moved", Speaker: "Ms Kalna", Room: "B", Theme: "c", Day: "2027-03-02", Begins: "11:00", Ends: "12:00",
		Capacity: 7}
	k, err := h.ChangeSession(h.wide, k.ID, f)
	h.Must(err)
	if len(k.Sessions) != 2 || k.Sessions[0].ID != second.ID || k.Sessions[1].ID != first.ID {
		t.Fatalf("by their beginning: %+v", k.Sessions)
	}
	if moved := k.Sessions[1]; moved.Title != "Moved" || moved.Speaker != "Ms Kalna" || moved.Room != "B" || moved.Theme != "c" || moved.Capacity != 7 ||
		moved.Materials != "" {
		t.Errorf("%+v", moved)
	}
	f.Revision = k.Revision - 1
	_, err = h.ChangeSession(h.wide, k.ID, f)
	h.Is(err, problem.Conflict, "an older form")
	_, err = h.ChangeSession(h.wide, k.ID, event.SessionForm{Remove: "yes"})
	h.Wrong(err, "title", "problem.required")
	f.Session = "none"
	_, err = h.ChangeSession(h.wide, k.ID, f)
	h.Is(err, problem.NotFound, "a session that is none")
	k, err = h.ChangeSession(h.wide, k.ID, event.SessionForm{Session: first.ID, Remove: "yes"})
	h.Must(err)
	if len(k.Sessions) != 1 || k.Sessions[0].ID != second.ID {
		t.Errorf("%+v", k.Sessions)
	}
	if ics := string(calendar.File(k.ICS([]string{first.ID}, "")...)); !strings.Contains(ics, "DTSTART;VALUE=DATE:20270301") {
		t.Errorf("who chose what was taken out comes to the conference: %s", ics)
	}
}

// A conference has at most 200 sessions. After one is removed, another can be added.
func TestTheMostSessions(t *testing.T) {
	h := openHall(t)
	k, err := h.Create(h.wide, convening())
	h.Must(err)
	f := event.SessionForm{Title: "One of many", Day: "2027-03-01", Begins: "9:00", Ends: "10:00"}
	for range 200 {
		k, err = h.ChangeSession(h.wide, k.ID, f)
		h.Must(err)
	}
	_, err = h.ChangeSession(h.wide, k.ID, f)
	h.Conflict(err, "conference.many_sessions")
	f.Session = k.Sessions[0].ID
	if _, err := h.ChangeSession(h.wide, k.ID, f); err != nil {
		t.Errorf("one of them is changed: %v", err)
	}
	_, err = h.ChangeSession(h.wide, k.ID, event.SessionForm{Session: f.Session, Remove: "yes"})
	h.Must(err)
	f.Session = ""
	if k, err = h.ChangeSession(h.wide, k.ID, f); err != nil || len(k.Sessions) != 200 {
		t.Errorf("%d sessions, %v", len(k.Sessions), err)
	}
}

// The calendar contains all sessions or only the chosen ones. A conference without sessions has one entry for its days.
func TestTheCalendarOfAConference(t *testing.T) {
	h := openHall(t)
	k := h.conference(5)
	k, err := h.ChangeSession(h.wide, k.ID, event.SessionForm{Title: "In a room", Room: "Hall 2", Day: "2027-03-01", Begins: "13:00", Ends: "14:00"})
	h.Must(err)
	for says, c := range map[string]struct {
		chosen []string
		titles []string
	}{"all": {nil, []string{"First", "In a room", "Second"}}, "one": {[]string{k.Sessions[0].ID}, []string{"First"}},
		"none": {[]string{}, []string{"What came of it"}}} {
		var got []string
		for _, e := range k.ICS(c.chosen, "") {
			got = append(got, e.Title)
			if (e.Place == "Library, Hall 2") != (e.Title == "In a room") || e.Cancelled {
				t.Errorf("%+v", e)
			}
		}
		if !slices.Equal(got, c.titles) {
			t.Errorf("%s: %q, want %q", says, got, c.titles)
		}
	}
}
