package event_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/event"
)

// Every visitor sees the number of registrations. Only the organiser sees who they are and their contact data.
func TestWhatAnEventShowsToWhom(t *testing.T) {
	h := open(t)
	s := h.Site(h.module())
	e := h.event(1, "A buyer")
	amina, omar := h.As("amina", actor.Entrepreneur, "riga"), h.As("omar", actor.Entrepreneur, "riga")
	_, err := h.Register(amina, e.ID, event.RegistrationForm{Contact: "+371 22", Note: "I need a ramp"})
	h.Must(err)
	_, err = h.Register(omar, e.ID, event.RegistrationForm{Contact: "+371 33"})
	h.Must(err)
	_, err = h.Book(amina, e.ID, "A buyer", e.Slots()[0])
	h.Must(err)
	names := []string{"amina", "omar", "+371 22", "+371 33", "ramp"}
	path := "/api/v1/events/" + e.ID
	s.Shows(t.Context(), path, []string{`"registered":1`, `"waiting":1`, `"free":0`}, append(names, `"you"`, `"yours"`))
	s.Shows(amina, path, []string{`"you":"registered"`, `"yours":{"start":"` + e.Start.Format(time.RFC3339)}, []string{"omar", "ramp"})
	s.Shows(omar, path, []string{`"you":"waiting"`}, []string{`"yours"`, "amina", "ramp"})
	s.Shows(h.Staff("riga"), path+"/attendance", names, nil)
	for says, who := range map[string]context.Context{"a visitor": t.Context(), "who comes": amina} {
		if r := s.Get(who, path+"/attendance"); r.Status != http.StatusUnauthorized && r.Status != http.StatusForbidden {
			t.Errorf("%s reads who comes: status %d", says, r.Status)
		}
	}
	if r := s.Get(h.As("buyer", actor.Buyer, "riga"), path+"/attendance"); r.Status != http.StatusNotFound || strings.Contains(r.Body, "amina") {
		t.Errorf("another organiser reads who comes: status %d", r.Status)
	}
}

// A booked slot is not offered, not even to the person who booked it. If the capacity is below the number of registrations, the
// page shows 0 free places.
func TestFreeSlotsAndPlaces(t *testing.T) {
	h := open(t)
	s := h.Site(h.module())
	f := meet()
	f.To, f.Hosts, f.Capacity = "14:30", "A buyer", 3
	e, err := h.Create(h.Staff("riga"), f)
	h.Must(err)
	_, err = h.Publish(h.Staff("riga"), e.ID)
	h.Must(err)
	h.join(e.ID, "amina", "omar", "li")
	amina := h.As("amina", actor.Entrepreneur, "riga")
	_, err = h.Book(amina, e.ID, "A buyer", e.Start)
	h.Must(err)
	taken, free := e.Start.Format(time.RFC3339), e.Start.Add(15*time.Minute).Format(time.RFC3339)
	for _, who := range []context.Context{t.Context(), h.As("omar", actor.Entrepreneur, "riga")} {
		s.Shows(who, "/api/v1/events/"+e.ID, []string{`"free":[{"start":"` + free + `"}]`}, []string{`{"start":"` + taken + `"}`, "yours"})
	}
	s.Shows(amina, "/api/v1/events/"+e.ID, []string{`"free":[{"start":"` + free + `"}],"yours":{"start":"` + taken + `"}`}, nil)
	f.Capacity = 1
	_, err = h.Change(h.Staff("riga"), e.ID, f)
	h.Must(err)
	s.Shows(t.Context(), "/api/v1/events/"+e.ID, []string{`"registered":3`, `"free":0`}, []string{`"free":-2`})
}

// The organiser sees each person with their meetings and next step.
func TestTheListOfWhoComes(t *testing.T) {
	h := open(t)
	s := h.Site(h.module())
	e := h.event(5, "A buyer")
	h.join(e.ID, "amina", "omar")
	_, err := h.Book(h.As("amina", actor.Entrepreneur, "riga"), e.ID, "A buyer", e.Start)
	h.Must(err)
	h.Must(h.FollowUp(h.Staff("riga"), e.ID, "omar", event.FollowUp{Note: "Bakes bread", Next: "Call", Due: h.now.AddDate(0, 0, 3)}))
	var list event.AttendancePage
	s.Read(s.Get(h.Staff("riga"), "/api/v1/events/"+e.ID+"/attendance"), &list)
	if list.Total != 2 || len(list.Items[0].Meetings) != 1 || len(list.Items[1].Meetings) != 0 || list.Items[1].Follow.Next != "Call" ||
		list.Items[0].Follow.Next != "" {
		t.Errorf("%+v", list.Items)
	}
	var open event.ContactsPage
	s.Read(s.Get(h.Staff("riga"), "/api/v1/events/contacts"), &open)
	if open.Total != 1 || open.Items[0].Name != "omar" || open.Items[0].Overdue {
		t.Errorf("%+v", open.Items)
	}
	h.now = h.now.AddDate(0, 0, 3).Add(time.Second)
	s.Read(s.Get(h.Staff("riga"), "/api/v1/events/contacts"), &open)
	if !open.Items[0].Overdue {
		t.Error("a step whose day is over is not overdue")
	}
}

// A next step is due at the end of its day in the city of the event.
func TestTheDayOfANextStep(t *testing.T) {
	h := open(t)
	s := h.Site(h.module())
	for city, want := range map[string]string{"riga": "T21:59:00Z", "lisbon": "T23:59:00Z", "ghent": "T22:59:00Z"} {
		staff := h.Staff(city)
		e, err := h.Create(staff, meet())
		h.Must(err)
		_, err = h.Publish(staff, e.ID)
		h.Must(err)
		h.join(e.ID, "amina")
		if r := s.Ask(staff, "POST", "/api/v1/events/"+e.ID+"/contacts", `{"account":"amina","next":"Call","due":"2026-12-20"}`); r.Status != 204 {
			t.Fatalf("status %d %s", r.Status, r.Body)
		}
		s.Shows(staff, "/api/v1/events/contacts", []string{`"due":"2026-12-20` + want + `"`}, nil)
	}
}

// The calendar of an event contains the meetings of the signed-in user and no others.
func TestTheCalendarOfAnEvent(t *testing.T) {
	h := open(t)
	s := h.Site(h.module())
	e := h.event(5, "A buyer\nA bank")
	h.join(e.ID, "amina", "omar")
	amina := h.As("amina", actor.Entrepreneur, "riga")
	_, err := h.Book(amina, e.ID, "A buyer", e.Start)
	h.Must(err)
	_, err = h.Book(h.As("omar", actor.Entrepreneur, "riga"), e.ID, "A bank", e.Start)
	h.Must(err)
	for says, c := range map[string]struct {
		who  context.Context
		has  int
		host string
	}{"a visitor": {t.Context(), 1, ""}, "amina": {amina, 2, "A buyer"}, "omar": {h.As("omar", actor.Entrepreneur, "riga"), 2, "A bank"},
		"the organiser": {h.Staff("riga"), 1, ""}} {
		r := s.Get(c.who, "/events/"+e.ID+"/calendar")
		if n := strings.Count(r.Body, "BEGIN:VEVENT"); r.Status != http.StatusOK || n != c.has {
			t.Errorf("%s: status %d, %d entries, want %d", says, r.Status, n, c.has)
		}
		for _, host := range []string{"A buyer", "A bank"} {
			if strings.Contains(r.Body, host) != (host == c.host) {
				t.Errorf("%s has %q: %t", says, host, host != c.host)
			}
		}
	}
}

// The API plans, publishes and cancels an event; each response refers to it.
func TestAnEventByTheAPI(t *testing.T) {
	h := open(t)
	s := h.Site(h.module())
	staff := h.Staff("riga")
	r := s.Ask(staff, "POST", "/api/v1/events",
		`{"title":"Meet the buyer","place":"City hall","day":"`+day(10)+`","from":"14:00","to":"15:00","capacity":1,"hosts":"A buyer"}`)
	var e event.Item
	s.Read(r, &e)
	if r.Status != http.StatusCreated || e.State != "draft" || e.Zone != "Europe/Riga" {
		t.Fatalf("%d %s", r.Status, r.Body)
	}
	amina := h.As("amina", actor.Entrepreneur, "riga")
	for _, step := range []struct {
		says   string
		who    context.Context
		method string
		path   string
		body   string
		status int
		has    string
	}{
		{"a draft is not there", amina, "POST", "/registrations", "", 404, ""},
		{"published", staff, "POST", "/publication", "", 200, `"state":"coming"`},
		{"registered", amina, "POST", "/registrations", `{"contact":"+371"}`, 201, `"state":"registered"`},
		{"waits", h.As("omar", actor.Entrepreneur, "riga"), "POST", "/registrations", "", 201, `"state":"waiting"`},
		{"a meeting", amina, "POST", "/meetings", `{"host":"A buyer","slot":"` + day(10) + `T12:00:00Z"}`, 201, `"state":"meeting"`},
		{"a meeting that is none", amina, "POST", "/meetings", `{"host":"A poet","slot":"` + day(10) + `T12:00:00Z"}`, 422, `"slot"`},
		{"a next step", staff, "POST", "/contacts", `{"account":"amina","next":"Call","due":"` + day(20) + `"}`, 204, ""},
		{"a day that is none", staff, "POST", "/contacts", `{"account":"amina","next":"Call","due":"soon"}`, 422, `"due"`},
		{"given back", amina, "DELETE", "/registrations", "", 204, ""},
		{"without a reason", staff, "POST", "/cancellation", `{}`, 422, `"reason"`},
		{"called off", staff, "POST", "/cancellation", `{"reason":"Snow"}`, 200, `"reason":"Snow"`},
	} {
		r := s.Ask(step.who, step.method, "/api/v1/events/"+e.ID+step.path, step.body)
		if r.Status != step.status || !strings.Contains(r.Body, step.has) {
			t.Errorf("%s: status %d, want %d with %q: %.600s", step.says, r.Status, step.status, step.has, r.Body)
		}
	}
	h.want(e.ID, []string{"omar"}, nil)
}

// The form of an event contains the stored values, in the time zone of its city.
func TestTheFormOfAnEvent(t *testing.T) {
	h := open(t)
	s := h.Site(h.module())
	e := h.event(5, "A buyer\nA bank")
	s.Shows(h.Staff("riga"), "/events/"+e.ID+"/edit", []string{`value="14:00"`, `value="19:00"`, `value="` + day(10) + `"`, `value="City hall"`,
		"A buyer\nA bank"}, nil)
	if r := s.Get(h.As("other", actor.Buyer, "riga"), "/events/"+e.ID+"/edit"); r.Status != http.StatusNotFound {
		t.Errorf("another organiser opens the form: status %d", r.Status)
	}
	s.Shows(t.Context(), "/events", []string{"Meet the buyer"}, []string{"/events/new"})
	s.Shows(h.Staff("riga"), "/events", []string{"Meet the buyer", "/events/new"}, nil)
}
