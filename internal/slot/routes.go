package slot

import (
	"embed"
	"net/http"
	"net/url"
	"regexp"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/calendar"
	"citiesgrow/internal/client"
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
	"citiesgrow/web"
)

//go:embed all:views
var views embed.FS

// handlers serves the pages of slots.
type handlers struct {
	*Service
	again func(c *web.Ctx, service string) (any, error) // renders the page of a service after a rejected booking
}

// Module returns the routes, views and collections of slots. Again builds the page "service/show" of a service.
func (s *Service) Module(again func(c *web.Ctx, service string) (any, error)) module.Module {
	return module.Module{Name: "slot", Views: views, Collections: []store.Spec{slots}, Routes: (&handlers{s, again}).routes(),
		Followers: []store.Follower{module.Letters(s.kit, s.letters, slots.Name)}}
}

func (h *handlers) routes() []web.Route {
	keeper, people := web.Only(actor.Provider, actor.Staff, actor.Admin), web.Only(actor.Entrepreneur, actor.Provider, actor.Staff)
	return []web.Route{
		web.Handle(web.Route{Method: "GET", Path: "/services/{id}/slots", View: "slot/list", Who: keeper,
			About: "The coming appointments of a service, for who gives it."}, h.list),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/services/{id}/slots", Who: keeper, Status: http.StatusCreated,
			Example: `{"day":"2026-12-01","from":"09:00","to":"12:00","minutes":30,"weeks":4,"where":"Town hall, room 4"}`,
			About:   "Offer a row of appointments, once or weekly."}, h.create), "slot/list", h.againCreate),
		web.Handle(web.Route{Method: "DELETE", Path: "/slots/{id}", Who: keeper, About: "Take an appointment back that nobody has."}, h.remove),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/slots/{id}/booking", Bodiless: true, Who: people, Area: actor.AreaSupport,
			Status: http.StatusCreated, About: "Book an appointment."}, h.book), "service/show", h.againBook),
		web.Handle(web.Route{Method: "DELETE", Path: "/slots/{id}/booking", Who: web.Only(actor.Entrepreneur, actor.Provider, actor.Staff, actor.Admin),
			Area: actor.AreaSupport, About: "Cancel an appointment."}, h.cancel),
		web.Handle(web.Route{Method: "GET", Path: "/appointments", View: "slot/appointments", Who: people,
			About: "The coming appointments of the person who asks."}, h.appointments),
		web.Handle(web.Route{Method: "GET", Path: "/appointments/{id}/calendar", Who: people, Media: "text/calendar",
			About: "An appointment as iCalendar (RFC 5545)."}, h.calendar),
	}
}

// SlotView is a slot as pages and the API show it.
type SlotView struct {
	ID    string    `json:"id"`
	Start time.Time `json:"start,omitzero"`
	End   time.Time `json:"end,omitzero"`
	Zone  string    `json:"zone"`
	Where string    `json:"where"`

	Service string `json:"service"`
	Name    string `json:"name"`
	Taken   bool   `json:"taken"`
	Client  string `json:"client,omitempty"` // only for the provider, and for the account that booked it
	Contact string `json:"contact,omitempty"`
	Note    string `json:"note,omitempty"`
	For     string `json:"for,omitempty"` // name of the adviser who booked it for a client
}

// View returns the fields of a slot that every visitor may see.
func (f *Free) View(slot *Slot) SlotView {
	city, _ := f.kit.Taxonomy.City(slot.City)
	return SlotView{ID: slot.ID, Start: slot.Start, End: slot.End, Zone: city.Zone, Where: slot.Where, Service: slot.Service, Name: slot.Name, Taken: slot.Taken()}
}

// fullView adds the client, the contact data and the note.
func (h *handlers) fullView(slot *Slot) SlotView {
	v := h.View(slot)
	v.Client, v.Contact, v.Note = slot.Client.Name, slot.Client.Contact, slot.Note
	if slot.By.For != "" {
		v.For = slot.By.Name
	}
	return v
}

// SlotsPage lists the slots of a service.
type SlotsPage struct {
	web.Whole[SlotView]
	ID    string     `json:"-"`
	Name  string     `json:"-"`
	Lang  string     `json:"-"`
	Input offerInput `json:"-"`
}

type offerInput struct {
	ID      string `path:"id"`
	Day     string `json:"day" validate:"required,max=10"` // 2026-12-04
	From    string `json:"from" validate:"required,max=5"` // 09:00, in the time zone of the city
	To      string `json:"to" validate:"required,max=5"`   // 12:00
	Minutes int    `json:"minutes" validate:"min=0,max=480"`
	Weeks   int    `json:"weeks" validate:"min=0,max=26"`
	Where   string `json:"where" validate:"max=300"`
}

func (h *handlers) list(c *web.Ctx, in module.ID) (*SlotsPage, error) {
	return h.againCreate(c, offerInput{ID: in.ID, From: "09:00", To: "12:00", Minutes: 30, Weeks: 1})
}

func (h *handlers) againCreate(c *web.Ctx, in offerInput) (*SlotsPage, error) {
	of, err := h.services.OwnOffering(c, in.ID)
	if err != nil {
		return nil, err
	}
	all, err := h.List(c, of.ID)
	if err != nil {
		return nil, err
	}
	p := &SlotsPage{ID: of.ID, Name: of.Name, Lang: of.Language, Input: in}
	for _, slot := range all {
		p.Items = append(p.Items, h.fullView(slot))
	}
	return p, nil
}

// Offered is the response to new slots.
type Offered struct {
	ID    string `json:"id"` // the service's id
	Added int    `json:"added"`
}

// Location returns the path of the service's slots.
func (o Offered) Location() string { return "/services/" + o.ID + "/slots?done=offered" }

func (h *handlers) create(c *web.Ctx, in offerInput) (Offered, error) {
	of, err := h.services.OwnOffering(c, in.ID)
	if err != nil {
		return Offered{}, err
	}
	if _, err := time.Parse("2006-01-02", in.Day); err != nil {
		return Offered{}, problem.Field("day", "problem.date")
	}
	city, _ := h.kit.Taxonomy.City(of.City)
	r := h.kit.Form()
	read := func(field, typed string) time.Time {
		t, err := record.Day(in.Day+"T"+typed).Time(field, city.Zone)
		if err != nil {
			r.Wrong(field, "problem.time")
		}
		return t
	}
	row := Series{From: read("from", in.From), To: read("to", in.To), Minutes: in.Minutes, Weeks: max(1, in.Weeks), Where: in.Where}
	if err := r.Err(); err != nil {
		return Offered{}, err
	}
	n, err := h.Create(c, in.ID, row)
	return Offered{in.ID, n}, err
}

func (h *handlers) remove(c *web.Ctx, in module.ID) (web.Go, error) {
	slot, err := h.Remove(c, in.ID)
	if err != nil {
		return "", err
	}
	return web.Done("/services/"+slot.Service+"/slots", "removed"), nil
}

type bookInput struct {
	ID     string `path:"id"`
	Note   string `json:"note" validate:"max=1000"`
	Tender string `json:"tender" validate:"max=200"` // path of the tender for which the slot is booked
	client.Form
}

// Booked is the response to a booking.
type Booked struct {
	SlotView
	tender string
}

// Location returns the path of the user's appointments. That page confirms the booking and links back to the tender for which it
// was made.
func (b Booked) Location() string {
	q := url.Values{"booked": {b.ID}}
	if b.tender != "" {
		q.Set("tender", b.tender)
	}
	return "/appointments?" + q.Encode()
}

func (h *handlers) book(c *web.Ctx, in bookInput) (Booked, error) {
	b := Booking{Note: in.Note, Agreed: in.Agreed == "yes"}
	b.Walk, _ = in.WalkIn()
	slot, err := h.Book(c, in.ID, b)
	if err != nil {
		return Booked{}, err
	}
	return Booked{h.fullView(slot), in.Tender}, nil
}

// againBook shows the page of the service again, with the slots that are still free.
func (h *handlers) againBook(c *web.Ctx, in bookInput) (any, error) {
	slot, err := h.get(c, in.ID)
	if err != nil {
		return nil, err
	}
	return h.again(c, slot.Service)
}

func (h *handlers) cancel(c *web.Ctx, in module.ID) (web.Go, error) {
	slot, err := h.Cancel(c, in.ID)
	if err != nil {
		return "", err
	}
	if slot.Provider == c.Actor.ID {
		return web.Done("/services/"+slot.Service+"/slots", "unbooked"), nil
	}
	return "/appointments?done=unbooked", nil
}

// AppointmentsPage lists a user's coming appointments.
type AppointmentsPage struct {
	web.Whole[SlotView]

	Booked *SlotView `json:"-"` // the new booking to confirm
	Tender string    `json:"-"` // path of the tender for which it was booked
}

type appointmentsInput struct {
	Booked string `query:"booked" validate:"max=60"`
	Tender string `query:"tender" validate:"max=200"`
}

func (h *handlers) appointments(c *web.Ctx, in appointmentsInput) (*AppointmentsPage, error) {
	all, err := h.ListOwn(c)
	if err != nil {
		return nil, err
	}
	p := &AppointmentsPage{}
	p.Empty = web.Empty{Title: c.Words.T("slot.no_appointments"),
		Text:  c.Words.T("slot.no_appointments_text"),
		Links: []web.Link{{Label: c.Words.T("nav.services"), Path: "/services"}}}
	for _, slot := range all {
		v := h.fullView(slot)
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

func (h *handlers) calendar(c *web.Ctx, in module.ID) (*web.File, error) {
	slot, err := h.Own(c, in.ID)
	if err != nil {
		return nil, err
	}
	return &web.File{Name: "citiesgrow-" + slot.Start.Format("2006-01-02") + ".ics", Type: "text/calendar; charset=utf-8", Inline: true,
		Body: calendar.File(slot.Event(c.URL("/services/" + slot.Service)))}, nil
}
