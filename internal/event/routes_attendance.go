package event

import (
	"net/http"
	"net/url"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/calendar"
	"citiesgrow/internal/form"
	"citiesgrow/internal/module"
	"citiesgrow/internal/record"
	"citiesgrow/web"
)

// calendarType is the media type of an .ics file (RFC 5545, 8.1).
const calendarType = "text/calendar; charset=utf-8"

func (h *handlers) attendanceRoutes() []web.Route {
	organiser, keeper, anybody := web.Only(organisers...), web.Only(keepers...), web.Only(actor.Roles()...)
	return []web.Route{
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/events/{id}/registrations", Bodiless: true, Who: anybody, Area: actor.AreaSupport,
			Status: http.StatusCreated, About: "Register: a place, or one on the waiting list."}, h.register), "event/show", h.againRegister),
		web.Handle(web.Route{Method: "DELETE", Path: "/events/{id}/registrations", Who: anybody, Area: actor.AreaSupport, About: "Give the place back."}, h.leave),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/events/{id}/meetings", Who: anybody, Area: actor.AreaSupport, Status: http.StatusCreated,
			About: "Book 15 minutes with a host."}, h.book), "event/show", h.againBook),
		web.Handle(web.Route{Method: "DELETE", Path: "/events/{id}/meetings", Who: anybody, Area: actor.AreaSupport,
			About: "Give the 15 minutes with a host back."}, h.unbook),
		web.Handle(web.Route{Method: "GET", Path: "/events/{id}/calendar", Who: web.Anyone(), Media: "text/calendar",
			About: "The event as iCalendar, with the reader's own meetings."}, h.calendar),
		web.Handle(web.Route{Method: "GET", Path: "/events/{id}/attendance", View: "event/attendance", Who: keeper,
			About: "Who comes, who waits, and what is done about them."}, h.attendancePage),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/events/{id}/contacts", Who: keeper,
			About: "Keep a note and the next step with somebody who came."}, h.followUp), "event/attendance", h.againFollowUp),
		web.Handle(web.Route{Method: "GET", Path: "/events/contacts", View: "event/contacts", Who: organiser,
			About: "Open next steps with people who came to the organiser's events."}, h.contacts),
	}
}

// hostView shows the free meetings with a host, and the user's own.
func hostView(e *Event, a *Attendance, host, reader string) HostView {
	v := HostView{Host: host, Free: []MeetingView{}, Path: "/events/" + e.ID + "/meetings/delete?" + url.Values{"host": {host}}.Encode()}
	taken := map[int64]string{}
	for _, m := range a.Meetings {
		if m.Host == host {
			taken[m.Start.Unix()] = m.Account
		}
	}
	for _, at := range e.Slots() {
		switch by, is := taken[at.Unix()]; {
		case !is:
			v.Free = append(v.Free, MeetingView{at})
		case reader != "" && by == reader:
			v.Mine = &MeetingView{at}
		}
	}
	return v
}

type registerInput struct {
	ID      string `path:"id"`
	Contact string `json:"contact" validate:"max=254"`
	Note    string `json:"note" validate:"max=500"`
}

// Registered is the response to a registration or booking.
type Registered struct {
	ID    string `json:"id"` // the account that registered
	Event string `json:"event"`
	State string `json:"state"` // registered, waiting or meeting
}

// Location returns the path of the event's page.
func (r Registered) Location() string { return "/events/" + r.Event + "?done=" + r.State }

func (h *handlers) register(c *web.Ctx, in registerInput) (Registered, error) {
	r, err := h.Register(c, in.ID, RegistrationForm{Contact: in.Contact, Note: in.Note})
	if err != nil {
		return Registered{}, err
	}
	state := "registered"
	if r.Waiting {
		state = "waiting"
	}
	return Registered{r.Account, in.ID, state}, nil
}

func (h *handlers) againRegister(c *web.Ctx, in registerInput) (*ShowPage, error) {
	return h.show(c, module.ID{ID: in.ID})
}

func (h *handlers) leave(c *web.Ctx, in module.ID) (web.Go, error) {
	return web.Done("/events/"+in.ID, "unregistered"), h.Leave(c, in.ID)
}

type bookInput struct {
	ID   string    `path:"id"`
	Host string    `json:"host" validate:"required,max=300"`
	Slot time.Time `json:"slot,omitzero" validate:"required"`
}

func (h *handlers) book(c *web.Ctx, in bookInput) (Registered, error) {
	_, err := h.Book(c, in.ID, in.Host, in.Slot)
	return Registered{c.Actor.ID, in.ID, "meeting"}, err
}

func (h *handlers) againBook(c *web.Ctx, in bookInput) (*ShowPage, error) {
	return h.show(c, module.ID{ID: in.ID})
}

type unbookInput struct {
	ID   string `path:"id"`
	Host string `query:"host" validate:"max=300"`
}

func (h *handlers) unbook(c *web.Ctx, in unbookInput) (web.Go, error) {
	return web.Done("/events/"+in.ID, "removed"), h.Unbook(c, in.ID, in.Host)
}

// file returns an event as iCalendar, with the sessions and meetings of the user.
func file(s *Service, c *web.Ctx, id string) (*Event, []byte, error) {
	e, err := s.Get(c, id)
	if err != nil {
		return nil, nil, err
	}
	a, err := s.attendance(c, id)
	if err != nil {
		return nil, nil, err
	}
	return e, calendar.File(a.ICS(e, c.Actor.ID, c.URL(e.path()))...), nil
}

func (h *handlers) calendar(c *web.Ctx, in module.ID) (*web.File, error) {
	e, body, err := file(h.Service, c, in.ID)
	if err != nil {
		return nil, err
	}
	return &web.File{Name: "citiesgrow-" + e.Start.Format("2006-01-02") + ".ics", Type: calendarType, Body: body, Inline: true}, nil
}

// AttendancePage lists the registrations of an event.
type AttendancePage struct {
	web.Whole[AttendanceRow]
	Item
}

// AttendanceRow is one registration.
type AttendanceRow struct {
	Account  string     `json:"account"`
	Name     string     `json:"name"`
	Contact  string     `json:"contact"`
	Note     string     `json:"note"`
	Waiting  bool       `json:"waiting"`
	Meetings []Meeting  `json:"meetings"`
	Follow   FollowUp   `json:"followUp"`
	Due      record.Day `json:"-"`
}

func (h *handlers) attendancePage(c *web.Ctx, in module.ID) (*AttendancePage, error) {
	e, a, err := h.Attendance(c, in.ID)
	if err != nil {
		return nil, err
	}
	p := &AttendancePage{Item: h.item(c, e)}
	for _, r := range a.Registrations {
		row := AttendanceRow{Account: r.Account, Name: r.Name, Contact: r.Contact, Note: r.Note, Waiting: r.Waiting, Follow: r.Follow,
			Due: form.Day(r.Follow.Due, p.Zone), Meetings: []Meeting{}}
		for _, m := range a.Meetings {
			if m.Account == r.Account {
				row.Meetings = append(row.Meetings, m)
			}
		}
		p.Items = append(p.Items, row)
	}
	return p, nil
}

type followUpInput struct {
	ID      string     `path:"id"`
	Account string     `json:"account" validate:"max=200"`
	Note    string     `json:"note" validate:"max=1000"`
	Next    string     `json:"next" validate:"max=300"`
	Due     record.Day `json:"due" validate:"max=30"`
	Done    string     `json:"done" validate:"omitempty,oneof=yes no"`
}

func (h *handlers) followUp(c *web.Ctx, in followUpInput) (web.Go, error) {
	e, err := h.Own(c, in.ID)
	if err != nil {
		return "", err
	}
	city, _ := h.kit.Taxonomy.City(e.City)
	r := h.kit.Form()
	r.In(city)
	f := FollowUp{Note: in.Note, Next: in.Next, Due: r.Day("due", in.Due), Done: in.Done == "yes"}
	if err := r.Err(); err != nil {
		return "", err
	}
	return web.Done("/events/"+in.ID+"/attendance", "saved"), h.FollowUp(c, in.ID, in.Account, f)
}

func (h *handlers) againFollowUp(c *web.Ctx, in followUpInput) (*AttendancePage, error) {
	return h.attendancePage(c, module.ID{ID: in.ID})
}

// ContactsPage lists the open next steps.
type ContactsPage struct {
	web.Whole[ContactRow]
}

// ContactRow is one open next step.
type ContactRow struct {
	Event   string    `json:"event"`
	Title   string    `json:"title"`
	Name    string    `json:"name"`
	Contact string    `json:"contact"`
	Next    string    `json:"next"`
	Due     time.Time `json:"due,omitzero"`
	Overdue bool      `json:"overdue"`
}

func (h *handlers) contacts(c *web.Ctx, _ web.None) (*ContactsPage, error) {
	all, err := h.ListFollowUps(c)
	if err != nil {
		return nil, err
	}
	p := &ContactsPage{}
	p.Empty = web.Empty{Title: c.Words.T("event.contacts_none"),
		Text: c.Words.T("event.contacts_none_text")}
	for _, o := range all {
		p.Items = append(p.Items, ContactRow{o.Event.ID, o.Event.Title, o.Name, o.Contact, o.Next, o.Due, !o.Due.IsZero() && o.Due.Before(c.Now)})
	}
	return p, nil
}
