package employer

import (
	"cmp"
	"net/http"
	"net/url"
	"strings"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/calendar"
	"citiesgrow/internal/module"
	"citiesgrow/internal/record"
	"citiesgrow/web"
)

func (s *Service) eventRoutes() []web.Route {
	organiser, anybody := web.Only(organisers...), web.Only(actor.Roles()...)
	keeper := web.Only(append([]actor.Role{actor.Admin}, organisers...)...)
	return []web.Route{
		web.Handle(web.Route{Method: "GET", Path: "/events", View: "employer/events", Who: web.Anyone(),
			About: "Meet-the-buyer days, job events and information to come."}, s.eventsPage),
		web.Handle(web.Route{Method: "GET", Path: "/events/new", View: "employer/eventform", Who: organiser, Voice: web.PageOnly}, s.newEvent),
		web.Handle(web.Route{Method: "GET", Path: "/events/contacts", View: "employer/contacts", Who: organiser,
			About: "Open next steps with people who came to the organiser's events."}, s.contacts),
		web.Handle(web.Route{Method: "GET", Path: "/events/{id}", View: "employer/event", Who: web.Anyone(),
			About: "One event with its free places and meetings."}, s.eventPage),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/events", Who: organiser, Status: http.StatusCreated, About: "Plan an event: a draft."},
			s.planEvent), "employer/eventform", s.againPlan),
		web.Handle(web.Route{Method: "GET", Path: "/events/{id}/edit", View: "employer/eventform", Who: keeper, Voice: web.PageOnly}, s.editEvent),
		web.Again(web.Handle(web.Route{Method: "PUT", Path: "/events/{id}", Who: keeper,
			About: "Change an event; who is registered hears of another time or place."}, s.changeEvent), "employer/eventform", s.againEvent),
		web.Handle(web.Route{Method: "POST", Path: "/events/{id}/publication", Who: keeper, About: "Let people see the event and register."}, s.publishEvent),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/events/{id}/cancellation", Who: keeper,
			About: "Call the event off; everybody registered hears why."}, s.cancelEvent), "employer/event", s.againCancel),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/events/{id}/registrations", Bodiless: true, Who: anybody, Area: actor.AreaSupport,
			Status: http.StatusCreated, About: "Register: a place, or one on the waiting list."}, s.register), "employer/event", s.againRegister),
		web.Handle(web.Route{Method: "DELETE", Path: "/events/{id}/registrations", Who: anybody, Area: actor.AreaSupport, About: "Give the place back."}, s.leave),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/events/{id}/meetings", Who: anybody, Area: actor.AreaSupport, Status: http.StatusCreated,
			About: "Book 15 minutes with a host."}, s.meet), "employer/event", s.againMeet),
		web.Handle(web.Route{Method: "DELETE", Path: "/events/{id}/meetings", Who: anybody, Area: actor.AreaSupport,
			About: "Give the 15 minutes with a host back."}, s.unmeet),
		web.Handle(web.Route{Method: "GET", Path: "/events/{id}/calendar", Who: web.Anyone(), Media: "text/calendar",
			About: "The event as iCalendar, with the reader's own meetings."}, s.eventCalendar),
		web.Handle(web.Route{Method: "GET", Path: "/events/{id}/attendance", View: "employer/attendance", Who: keeper,
			About: "Who comes, who waits, and what is done about them."}, s.attendancePage),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/events/{id}/contacts", Who: keeper,
			About: "Keep a note and the next step with somebody who came."}, s.follow), "employer/attendance", s.againFollow),
	}
}

type eventsInput struct {
	City string `query:"city" validate:"max=40"`
	Kind string `query:"kind" validate:"omitempty,oneof=meet_the_buyer job_event information"`
	Lang string `query:"lang" validate:"max=8"`
}

// EventsPage is what is to come.
type EventsPage struct {
	web.Whole
	Items  []EventItem  `json:"items"`
	Total  int          `json:"total"`
	Mine   []EventItem  `json:"mine,omitempty"`
	Cities []web.Option `json:"-"`
	Kinds  []web.Option `json:"-"`
	Input  eventsInput  `json:"-"`
	Empty  web.Empty    `json:"-"`
	May    bool         `json:"-"` // organise
}

// EventItem is an event in a list.
type EventItem struct {
	*Event
	State string `json:"state"`
	CityN string `json:"-"`
	Zone  string `json:"zone"`
}

func (s *Service) eventItem(c *web.Ctx, e *Event) EventItem {
	city, _ := s.kit.Taxonomy.City(e.City)
	return EventItem{e, e.State(c.Now), s.cityName(c, e.City), city.Zone}
}

func (s *Service) eventsPage(c *web.Ctx, in eventsInput) (*EventsPage, error) {
	all, err := s.Events(c, in.City, in.Kind)
	if err != nil {
		return nil, err
	}
	p := &EventsPage{Items: []EventItem{}, Total: len(all), Input: in, Empty: web.Empty{Title: c.Words.T("event.none"),
		Text: c.Words.T("event.none_text")}, May: c.Actor.Active && c.Actor.Is(organisers...)}
	p.Cities = append([]web.Option{{Label: c.Words.T("organisation.all_cities")}}, s.kit.CityOptions(c, nil)...)
	p.Kinds = append([]web.Option{{Label: c.Words.T("event.all_kinds")}}, module.Options(c, "event.kind_", EventKinds())...)
	for _, e := range all {
		p.Items = append(p.Items, s.eventItem(c, e))
	}
	if p.May {
		mine, err := s.MyEvents(c)
		if err != nil {
			return nil, err
		}
		for _, e := range mine {
			p.Mine = append(p.Mine, s.eventItem(c, e))
		}
	}
	return p, nil
}

// EventFormPage is the form of an event.
type EventFormPage struct {
	ID     string
	Form   EventForm
	Kinds  []web.Option
	Cities []web.Option
	Langs  []web.Option
}

func (s *Service) newEvent(c *web.Ctx, _ web.None) (*EventFormPage, error) {
	return s.againPlan(c, EventForm{City: c.Actor.City, Language: c.Words.Code, From: "14:00", To: "17:00", Capacity: 30})
}

func (s *Service) againPlan(c *web.Ctx, in EventForm) (*EventFormPage, error) {
	return &EventFormPage{Form: in, Kinds: module.Options(c, "event.kind_", EventKinds()), Cities: s.kit.CityOptions(c, c.Actor.In),
		Langs: module.LanguageOptions(c)}, nil
}

// PlannedEvent is one that was stored.
type PlannedEvent struct {
	EventItem
	done string
}

// Location is the event.
func (e PlannedEvent) Location() string { return "/events/" + e.ID + "?done=" + e.done }

func (s *Service) planned(c *web.Ctx, e *Event, done string, err error) (PlannedEvent, error) {
	if err != nil {
		return PlannedEvent{}, err
	}
	return PlannedEvent{s.eventItem(c, e), done}, nil
}

func (s *Service) planEvent(c *web.Ctx, in EventForm) (PlannedEvent, error) {
	in.Language = cmp.Or(in.Language, c.Words.Code)
	e, err := s.PlanEvent(c, in)
	return s.planned(c, e, "saved", err)
}

type eventInput struct {
	ID string `path:"id"`
	EventForm
}

func (s *Service) editEvent(c *web.Ctx, in module.IDLang) (*EventFormPage, error) {
	e, err := s.MyEvent(c, in.ID)
	if err != nil {
		return nil, err
	}
	city, _ := s.kit.Taxonomy.City(e.City)
	start, end := record.InZone(e.Start, city.Zone), record.InZone(e.End, city.Zone)
	p, err := s.againPlan(c, EventForm{Revision: e.Revision, Kind: e.Kind, Title: e.Title, Text: e.Text, Language: e.Language, Languages: e.Languages,
		City: e.City, Where: e.Where,
		Day: start.Format("2006-01-02"), From: start.Format("15:04"), To: end.Format("15:04"), Capacity: e.Capacity, Hosts: strings.Join(e.Hosts, "\n")})
	p.ID = e.ID
	return p, err
}

func (s *Service) changeEvent(c *web.Ctx, in eventInput) (PlannedEvent, error) {
	e, err := s.ChangeEvent(c, in.ID, in.EventForm)
	return s.planned(c, e, "saved", err)
}

func (s *Service) againEvent(c *web.Ctx, in eventInput) (*EventFormPage, error) {
	e, err := s.MyEvent(c, in.ID)
	if err != nil {
		return nil, err
	}
	in.Revision = e.Revision
	p, err := s.againPlan(c, in.EventForm)
	p.ID = e.ID
	return p, err
}

func (s *Service) publishEvent(c *web.Ctx, in module.IDLang) (PlannedEvent, error) {
	e, err := s.PublishEvent(c, in.ID)
	return s.planned(c, e, "announced", err)
}

type cancelInput struct {
	ID     string `path:"id"`
	Reason string `json:"reason" validate:"max=500"`
}

func (s *Service) cancelEvent(c *web.Ctx, in cancelInput) (PlannedEvent, error) {
	e, err := s.CancelEvent(c, in.ID, in.Reason)
	return s.planned(c, e, "cancelled", err)
}

func (s *Service) againCancel(c *web.Ctx, in cancelInput) (*EventPage, error) {
	return s.eventPage(c, module.IDLang{ID: in.ID})
}

// EventPage is one event.
type EventPage struct {
	EventItem
	Coming  int        `json:"registered"`
	Waiting int        `json:"waiting"`
	Free    int        `json:"free"`
	You     string     `json:"you,omitempty"` // registered or waiting
	Hosting []HostView `json:"meetings"`
	Mine    bool       `json:"-"`
	Open    bool       `json:"-"` // one can register
	Contact string     `json:"-"`
}

// HostView is the meetings with one host.
type HostView struct {
	Host string     `json:"host"`
	Free []SlotView `json:"free"`
	Mine *SlotView  `json:"yours,omitempty"`
	Path string     `json:"-"` // to give it back
}

// SlotView is a quarter of an hour.
type SlotView struct {
	Start time.Time `json:"start,omitzero"`
}

func (s *Service) eventPage(c *web.Ctx, in module.IDLang) (*EventPage, error) {
	e, err := s.GetEvent(c, in.ID)
	if err != nil {
		return nil, err
	}
	a, err := s.attendance(c, e.ID)
	if err != nil {
		return nil, err
	}
	p := &EventPage{EventItem: s.eventItem(c, e), Coming: a.Coming(), Waiting: len(a.Registrations) - a.Coming(), Hosting: []HostView{},
		Mine: c.Actor.ID != "" && e.Account == c.Actor.ID}
	p.Free, p.Open = max(0, e.Capacity-p.Coming), p.State == "coming" && e.Start.After(c.Now)
	if r := a.of(c.Actor.ID); r != nil && c.Actor.ID != "" {
		p.You, p.Contact = "registered", r.Contact
		if r.Waiting {
			p.You = "waiting"
		}
	}
	for _, host := range e.Hosts {
		h := HostView{Host: host, Free: []SlotView{}, Path: "/events/" + e.ID + "/meetings/delete?" + url.Values{"host": {host}}.Encode()}
		taken := map[int64]string{}
		for _, m := range a.Meetings {
			if m.Host == host {
				taken[m.Start.Unix()] = m.Account
			}
		}
		for _, at := range e.Slots() {
			switch by, is := taken[at.Unix()]; {
			case !is:
				h.Free = append(h.Free, SlotView{at})
			case c.Actor.ID != "" && by == c.Actor.ID:
				h.Mine = &SlotView{at}
			}
		}
		p.Hosting = append(p.Hosting, h)
	}
	return p, nil
}

type registerInput struct {
	ID      string `path:"id"`
	Contact string `json:"contact" validate:"max=254"`
	Note    string `json:"note" validate:"max=500"`
}

// Registered says whether one has a place.
type Registered struct {
	ID    string `json:"id"` // of who registered
	Event string `json:"event"`
	State string `json:"state"` // registered, waiting or meeting
}

// Location is the event.
func (r Registered) Location() string {
	switch r.State {
	case "waiting":
		return "/events/" + r.Event + "?done=waiting"
	case "meeting":
		return "/events/" + r.Event + "?done=meeting"
	}
	return "/events/" + r.Event + "?done=registered"
}

func (s *Service) register(c *web.Ctx, in registerInput) (Registered, error) {
	r, err := s.Register(c, in.ID, in.Contact, in.Note)
	if err != nil {
		return Registered{}, err
	}
	state := "registered"
	if r.Waiting {
		state = "waiting"
	}
	return Registered{r.Account, in.ID, state}, nil
}

func (s *Service) againRegister(c *web.Ctx, in registerInput) (*EventPage, error) {
	return s.eventPage(c, module.IDLang{ID: in.ID})
}

func (s *Service) leave(c *web.Ctx, in module.IDLang) (web.Go, error) {
	return web.Done("/events/"+in.ID, "unregistered"), s.Leave(c, in.ID)
}

type meetInput struct {
	ID   string    `path:"id"`
	Host string    `json:"host" validate:"required,max=300"`
	Slot time.Time `json:"slot,omitzero" validate:"required"`
}

func (s *Service) meet(c *web.Ctx, in meetInput) (Registered, error) {
	_, err := s.Meet(c, in.ID, in.Host, in.Slot)
	return Registered{c.Actor.ID, in.ID, "meeting"}, err
}

func (s *Service) againMeet(c *web.Ctx, in meetInput) (*EventPage, error) {
	return s.eventPage(c, module.IDLang{ID: in.ID})
}

type unmeetInput struct {
	ID   string `path:"id"`
	Host string `query:"host" validate:"max=300"`
}

func (s *Service) unmeet(c *web.Ctx, in unmeetInput) (web.Go, error) {
	return web.Done("/events/"+in.ID, "removed"), s.Unmeet(c, in.ID, in.Host)
}

func (s *Service) eventCalendar(c *web.Ctx, in module.IDLang) (*web.File, error) {
	e, err := s.GetEvent(c, in.ID)
	if err != nil {
		return nil, err
	}
	all := []calendar.Event{e.ICS(c.URL("/events/"+e.ID), c.Now)}
	if c.Actor.ID != "" {
		a, err := s.attendance(c, e.ID)
		if err != nil {
			return nil, err
		}
		for _, m := range a.Meetings {
			if m.Account == c.Actor.ID {
				all = append(all, calendar.Event{UID: e.ID + "-" + m.Start.Format("150405") + "@citiesgrow", Title: e.Title + ": " + m.Host, Place: e.Where,
					Start: m.Start, End: m.Start.Add(meeting), Changed: c.Now, Sequence: int(e.Revision), Cancelled: !e.Cancelled.IsZero(), Remind: 15 * time.Minute})
			}
		}
	}
	return &web.File{Name: "citiesgrow-" + e.Start.Format("2006-01-02") + ".ics", Type: "text/calendar; charset=utf-8", Body: calendar.File(all...),
		Inline: true}, nil
}

// AttendancePage is who comes.
type AttendancePage struct {
	web.Whole
	EventItem
	Items []AttendanceRow `json:"items"`
	Total int             `json:"total"`
}

// AttendanceRow is one who comes or waits.
type AttendanceRow struct {
	Account  string    `json:"account"`
	Name     string    `json:"name"`
	Contact  string    `json:"contact"`
	Note     string    `json:"note"`
	Waiting  bool      `json:"waiting"`
	Meetings []Meeting `json:"meetings"`
	Follow   FollowUp  `json:"followUp"`
	Due      string    `json:"-"`
}

func (s *Service) attendancePage(c *web.Ctx, in module.IDLang) (*AttendancePage, error) {
	e, a, err := s.Attendance(c, in.ID)
	if err != nil {
		return nil, err
	}
	p := &AttendancePage{EventItem: s.eventItem(c, e), Items: []AttendanceRow{}, Total: len(a.Registrations)}
	for _, r := range a.Registrations {
		row := AttendanceRow{Account: r.Account, Name: r.Name, Contact: r.Contact, Note: r.Note, Waiting: r.Waiting, Follow: r.Follow,
			Due: string(formDay(r.Follow.Due)), Meetings: []Meeting{}}
		for _, m := range a.Meetings {
			if m.Account == r.Account {
				row.Meetings = append(row.Meetings, m)
			}
		}
		p.Items = append(p.Items, row)
	}
	return p, nil
}

type followInput struct {
	ID      string     `path:"id"`
	Account string     `json:"account" validate:"max=200"`
	Note    string     `json:"note" validate:"max=1000"`
	Next    string     `json:"next" validate:"max=300"`
	Due     record.Day `json:"due" validate:"max=30"`
	Done    string     `json:"done" validate:"omitempty,oneof=yes no"`
}

func (s *Service) follow(c *web.Ctx, in followInput) (web.Go, error) {
	e, err := s.MyEvent(c, in.ID)
	if err != nil {
		return "", err
	}
	city, _ := s.kit.Taxonomy.City(e.City)
	due, err := in.Due.Time("due", city.Zone)
	if err != nil {
		return "", err
	}
	return web.Done("/events/"+in.ID+"/attendance", "saved"), s.Follow(c, in.ID, in.Account,
		FollowUp{Note: in.Note, Next: in.Next, Due: due, Done: in.Done == "yes"})
}

func (s *Service) againFollow(c *web.Ctx, in followInput) (*AttendancePage, error) {
	return s.attendancePage(c, module.IDLang{ID: in.ID})
}

// ContactsPage is the open next steps.
type ContactsPage struct {
	web.Whole
	Items []ContactRow `json:"items"`
	Total int          `json:"total"`
	Empty web.Empty    `json:"-"`
}

// ContactRow is one of them.
type ContactRow struct {
	Event   string    `json:"event"`
	Title   string    `json:"title"`
	Name    string    `json:"name"`
	Contact string    `json:"contact"`
	Next    string    `json:"next"`
	Due     time.Time `json:"due,omitzero"`
	Overdue bool      `json:"overdue"`
}

func (s *Service) contacts(c *web.Ctx, _ module.Lang) (*ContactsPage, error) {
	all, err := s.Contacts(c)
	p := &ContactsPage{Items: []ContactRow{}, Total: len(all), Empty: web.Empty{Title: c.Words.T("event.contacts_none"),
		Text: c.Words.T("event.contacts_none_text")}}
	for _, o := range all {
		p.Items = append(p.Items, ContactRow{o.Event.ID, o.Event.Title, o.Name, o.Contact, o.Next, o.Due, !o.Due.IsZero() && o.Due.Before(c.Now)})
	}
	return p, err
}
