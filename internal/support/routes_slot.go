package support

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/calendar"
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/web"
)

func (s *Service) slotRoutes() []web.Route {
	keeper, people := web.Only(actor.Provider, actor.Staff, actor.Admin), web.Only(actor.Entrepreneur, actor.Provider, actor.Staff)
	return []web.Route{
		web.Handle(web.Route{Method: "GET", Path: "/services/{id}/slots", View: "support/slots", Who: keeper,
			About: "The coming appointments of a service, for who gives it."}, s.slotsOf),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/services/{id}/slots", Who: keeper, Status: http.StatusCreated,
			About: "Offer a row of appointments, once or weekly."}, s.offer), "support/slots", s.againOffer),
		web.Handle(web.Route{Method: "DELETE", Path: "/slots/{id}", Who: keeper, About: "Take an appointment back that nobody has."}, s.removeSlot),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/slots/{id}/booking", Bodiless: true, Who: people, Area: actor.AreaSupport,
			Status: http.StatusCreated, About: "Book an appointment."}, s.book), "support/show", s.againBook),
		web.Handle(web.Route{Method: "DELETE", Path: "/slots/{id}/booking", Who: web.Only(actor.Entrepreneur, actor.Provider, actor.Staff, actor.Admin),
			Area: actor.AreaSupport, About: "Cancel an appointment."}, s.cancel),
		web.Handle(web.Route{Method: "GET", Path: "/appointments", View: "support/appointments", Who: people,
			About: "The coming appointments of the person who asks."}, s.appointments),
		web.Handle(web.Route{Method: "GET", Path: "/appointments/{id}/calendar", Who: people, Media: "text/calendar",
			About: "An appointment as iCalendar (RFC 5545)."}, s.calendar),
	}
}

// SlotView is an appointment as a person reads it.
type SlotView struct {
	ID    string    `json:"id"`
	Start time.Time `json:"start,omitzero"`
	End   time.Time `json:"end,omitzero"`
	Zone  string    `json:"zone"`
	Where string    `json:"where"`

	Service string `json:"service"`
	Name    string `json:"name"`
	Taken   bool   `json:"taken"`
	Client  string `json:"client,omitempty"` // for who gives it, or booked it
	Contact string `json:"contact,omitempty"`
	Note    string `json:"note,omitempty"`
	For     string `json:"for,omitempty"` // an adviser booked it for somebody
}

func (s *Service) slotView(_ *web.Ctx, slot *Slot) SlotView {
	city, _ := s.kit.Taxonomy.City(slot.City)
	return SlotView{ID: slot.ID, Start: slot.Start, End: slot.End, Zone: city.Zone, Where: slot.Where, Service: slot.Service, Name: slot.Name, Taken: slot.Taken()}
}

// full adds who has it.
func (s *Service) fullView(c *web.Ctx, slot *Slot) SlotView {
	v := s.slotView(c, slot)
	v.Client, v.Contact, v.Note = slot.Client.Name, slot.Client.Contact, slot.Note
	if slot.By.For != "" {
		v.For = slot.By.Name
	}
	return v
}

// SlotsPage is the appointments of a service.
type SlotsPage struct {
	web.Whole
	Items []SlotView `json:"items"`
	Total int        `json:"total"`
	ID    string     `json:"-"`
	Name  string     `json:"-"`
	Lang  string     `json:"-"`
	Input offerInput `json:"-"`
}

type offerInput struct {
	ID      string `path:"id"`
	Day     string `json:"day" validate:"required,max=10"` // 2026-12-04
	From    string `json:"from" validate:"required,max=5"` // 09:00, the city's time
	To      string `json:"to" validate:"required,max=5"`   // 12:00
	Minutes int    `json:"minutes" validate:"min=0,max=480"`
	Weeks   int    `json:"weeks" validate:"min=0,max=26"`
	Where   string `json:"where" validate:"max=300"`
}

func (s *Service) slotsOf(c *web.Ctx, in module.IDLang) (*SlotsPage, error) {
	return s.againOffer(c, offerInput{ID: in.ID, From: "09:00", To: "12:00", Minutes: 30, Weeks: 1})
}

func (s *Service) againOffer(c *web.Ctx, in offerInput) (*SlotsPage, error) {
	l, err := s.Kept(c, in.ID)
	if err != nil {
		return nil, err
	}
	all, err := s.SlotsOf(c, l.ID)
	if err != nil {
		return nil, err
	}
	p := &SlotsPage{Items: []SlotView{}, Total: len(all), ID: l.ID, Name: l.Name, Lang: l.Language, Input: in}
	for _, slot := range all {
		p.Items = append(p.Items, s.fullView(c, slot))
	}
	return p, nil
}

// Offered is how many appointments are new.
type Offered struct {
	ID    string `json:"id"` // of the service
	Added int    `json:"added"`
}

// Location is the list of the service's appointments.
func (o Offered) Location() string { return "/services/" + o.ID + "/slots?done=offered" }

func (s *Service) offer(c *web.Ctx, in offerInput) (Offered, error) {
	l, err := s.Kept(c, in.ID)
	if err != nil {
		return Offered{}, err
	}
	city, _ := s.kit.Taxonomy.City(l.City)
	row := Series{Minutes: in.Minutes, Weeks: max(1, in.Weeks), Where: in.Where}
	wrong := problem.New(problem.Invalid, "problem.invalid")
	read := func(field, typed string) time.Time {
		t, err := record.Day(in.Day+"T"+pad(typed)).Time(field, city.Zone)
		if err != nil {
			wrong.Add(field, problem.M("support.time_wrong"))
		}
		return t
	}
	if _, err := time.Parse("2006-01-02", in.Day); err != nil {
		wrong.Add("day", problem.M("problem.date"))
		return Offered{}, wrong
	}
	row.From, row.To = read("from", in.From), read("to", in.To)
	if err := wrong.OrNil(); err != nil {
		return Offered{}, err
	}
	n, err := s.Offer(c, in.ID, row)
	return Offered{in.ID, n}, err
}

func (s *Service) removeSlot(c *web.Ctx, in module.IDLang) (web.Go, error) {
	slot, err := s.Remove(c, in.ID)
	if err != nil {
		return "", err
	}
	return web.Done("/services/"+slot.Service+"/slots", "removed"), nil
}

type bookInput struct {
	ID       string `path:"id"`
	Note     string `json:"note" validate:"max=1000"`
	Name     string `json:"client_name" validate:"max=120"`
	Contact  string `json:"client_contact" validate:"max=254"`
	Language string `json:"client_language" validate:"max=8"`
	Agreed   string `json:"agreed" validate:"omitempty,oneof=yes no"`
	Tender   string `json:"tender" validate:"max=200"` // the contract that it is for
}

// Booked is an appointment that somebody has.
type Booked struct {
	SlotView
	tender string
}

// Location is the list of appointments, which says what was booked and leads back to the contract
// that it was booked for.
func (b Booked) Location() string {
	q := url.Values{"booked": {b.ID}}
	if b.tender != "" {
		q.Set("tender", b.tender)
	}
	return "/appointments?" + q.Encode()
}

func (s *Service) book(c *web.Ctx, in bookInput) (Booked, error) {
	b := Booking{Note: in.Note, Agreed: in.Agreed == "yes"}
	if in.Name != "" || in.Contact != "" {
		b.Walk = &Client{Name: in.Name, Contact: in.Contact, Language: in.Language}
	}
	slot, err := s.Book(c, in.ID, b)
	if err != nil {
		return Booked{}, err
	}
	return Booked{s.fullView(c, slot), in.Tender}, nil
}

// againBook shows the service again, with what is still free.
func (s *Service) againBook(c *web.Ctx, in bookInput) (*ShowPage, error) {
	slot, err := s.slots.Get(c, in.ID)
	if err != nil {
		return nil, err
	}
	return s.show(c, showInput{ID: slot.Service})
}

func (s *Service) cancel(c *web.Ctx, in module.IDLang) (web.Go, error) {
	slot, err := s.Cancel(c, in.ID)
	if err != nil {
		return "", err
	}
	if slot.Provider == c.Actor.ID {
		return web.Done("/services/"+slot.Service+"/slots", "unbooked"), nil
	}
	return "/appointments?done=unbooked", nil
}

// AppointmentsPage is the coming appointments of a person.
type AppointmentsPage struct {
	web.Whole
	Items []SlotView `json:"items"`
	Total int        `json:"total"`
	Empty web.Empty  `json:"-"`

	Booked *SlotView `json:"-"` // what was just booked
	Tender string    `json:"-"` // the path of the contract that it was booked for
}

type appointmentsInput struct {
	Booked string `query:"booked" validate:"max=60"`
	Tender string `query:"tender" validate:"max=200"`
}

func (s *Service) appointments(c *web.Ctx, in appointmentsInput) (*AppointmentsPage, error) {
	all, err := s.Appointments(c)
	if err != nil {
		return nil, err
	}
	p := &AppointmentsPage{Items: []SlotView{}, Total: len(all), Empty: web.Empty{Title: c.Words.T("support.no_appointments"),
		Text:  c.Words.T("support.no_appointments_text"),
		Links: []web.Link{{Label: c.Words.T("nav.services"), Path: "/services"}}}}
	for _, slot := range all {
		v := s.fullView(c, slot)
		p.Items = append(p.Items, v)
		if slot.ID == in.Booked {
			p.Booked = &v
		}
	}
	if p.Booked != nil && tenderID.MatchString(in.Tender) {
		p.Tender = "/tenders/" + in.Tender
	}
	return p, nil
}

var tenderID = regexp.MustCompile(`^tender-[a-z0-9-]+$`)

func (s *Service) calendar(c *web.Ctx, in module.IDLang) (*web.File, error) {
	slot, err := s.Appointment(c, in.ID)
	if err != nil {
		return nil, err
	}
	body := calendar.File(slot.Event(slot.Name, c.URL("/services/"+slot.Service), c.Now))
	return &web.File{Name: fmt.Sprintf("citiesgrow-%s.ics", slot.Start.Format("2006-01-02")), Type: "text/calendar; charset=utf-8", Body: body, Inline: true}, nil
}
