package event

import (
	"cmp"
	"context"
	"embed"
	"net/http"
	"slices"
	"strings"
	"time"

	"citiesgrow/internal/form"
	"citiesgrow/internal/module"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
	"citiesgrow/internal/survey"
	"citiesgrow/web"
)

//go:embed all:views
var views embed.FS

// example is an event as a program sends it.
const example = `{"kind":"meet_the_buyer","title":"Meet the buyer of the schools","description":"What the schools will need next year.",` +
	`"language":"en","languages":["lv"],"city":"riga","place":"Town hall, room 4","day":"2027-01-20","from":"09:00","to":"12:00","capacity":40}`

// handlers serves the pages of events.
type handlers struct{ *Service }

// Module returns the routes, views, collections and jobs of events and conferences. Said returns the summary of the survey of a
// conference.
func (s *Service) Module(said func(ctx context.Context, id string) (*survey.Summary, error)) module.Module {
	return module.Module{
		Name:        "event",
		Views:       module.Views(views, survey.Box),
		Collections: []store.Spec{events, registrations},
		Migrations:  migrations(),
		Followers:   []store.Follower{module.Letters(s.kit, s.letters, events.Name, registrations.Name)},
		Took:        []module.Took{{Theme: "b", Accounts: s.took}},
		Routes: slices.Concat((&handlers{s}).routes(), (&handlers{s}).attendanceRoutes(),
			(&conferences{s.Conferences(), said}).routes()),
		Nav: []web.NavItem{{Key: "nav.events", Path: "/events", Who: web.Anyone()}},
	}
}

func (h *handlers) routes() []web.Route {
	organiser, keeper := web.Only(organisers...), web.Only(keepers...)
	return []web.Route{
		web.Handle(web.Route{Method: "GET", Path: "/events", View: "event/list", Who: web.Anyone(),
			About: "Meet-the-buyer days, job events and information to come."}, h.list),
		web.Handle(web.Route{Method: "GET", Path: "/events/new", View: "event/form", Who: organiser, Voice: web.PageOnly}, h.fresh),
		web.Handle(web.Route{Method: "GET", Path: "/events/{id}", View: "event/show", Who: web.Anyone(),
			About: "One event with its free places and meetings."}, h.show),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/events", Who: organiser, Status: http.StatusCreated, Example: example,
			About: "Plan an event: a draft."},
			h.create), "event/form", h.againCreate),
		web.Handle(web.Route{Method: "GET", Path: "/events/{id}/edit", View: "event/form", Who: keeper, Voice: web.PageOnly}, h.edit),
		web.Again(web.Handle(web.Route{Method: "PUT", Path: "/events/{id}", Who: keeper, Example: example,
			About: "Change an event; who is registered hears of another time or place."}, h.change), "event/form", h.againChange),
		web.Handle(web.Route{Method: "POST", Path: "/events/{id}/publication", Who: keeper, About: "Let people see the event and register."}, h.publish),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/events/{id}/cancellation", Who: keeper,
			About: "Call the event off; everybody registered hears why."}, h.cancel), "event/show", h.againCancel),
	}
}

type listInput struct {
	City string `query:"city" validate:"max=40"`
	Kind string `query:"kind" validate:"omitempty,oneof=meet_the_buyer job_event information"`
}

// ListPage lists coming events.
type ListPage struct {
	web.Whole[Item]
	Mine   []Item       `json:"mine,omitempty"`
	Cities []web.Option `json:"-"`
	Kinds  []web.Option `json:"-"`
	Input  listInput    `json:"-"`
	May    bool         `json:"-"` // whether the user may plan events
}

// Item is an event in a list.
type Item struct {
	*Event
	State string `json:"state"`
	CityN string `json:"-"`
	Zone  string `json:"zone"`
}

func (h *handlers) item(c *web.Ctx, e *Event) Item {
	city, _ := h.kit.Taxonomy.City(e.City)
	return Item{e, e.State(c.Now), cityName(h.kit, c, e.City), city.Zone}
}

func cityName(k module.Kit, c *web.Ctx, id string) string {
	return k.Taxonomy.CityNames([]string{id}, c.Languages()...)
}

func (h *handlers) list(c *web.Ctx, in listInput) (*ListPage, error) {
	all, err := h.List(c, in.City, in.Kind)
	if err != nil {
		return nil, err
	}
	p := &ListPage{Input: in, May: c.Actor.Active && c.Actor.Is(organisers...)}
	p.Empty = web.Empty{Title: c.Words.T("event.none"),
		Text: c.Words.T("event.none_text")}
	p.Cities = append([]web.Option{{Label: c.Words.T("organisation.all_cities")}}, h.kit.CityOptions(c, nil)...)
	p.Kinds = append([]web.Option{{Label: c.Words.T("event.all_kinds")}}, module.Options(c, "event.kind_", Kinds())...)
	for _, e := range all {
		p.Items = append(p.Items, h.item(c, e))
	}
	if p.May {
		own, err := h.ListOwn(c)
		if err != nil {
			return nil, err
		}
		for _, e := range own {
			p.Mine = append(p.Mine, h.item(c, e))
		}
	}
	return p, nil
}

// FormPage is the form of an event.
type FormPage struct {
	ID     string
	Form   EventForm
	Kinds  []web.Option
	Cities []web.Option
	Langs  []web.Option
	Stored []string // what is stored differently from a form that was read too early
}

func (h *handlers) fresh(c *web.Ctx, _ web.None) (*FormPage, error) {
	return h.againCreate(c, EventForm{City: c.Actor.City, Language: c.Words.Code, From: "14:00", To: "17:00", Capacity: 30})
}

func (h *handlers) againCreate(c *web.Ctx, in EventForm) (*FormPage, error) {
	return &FormPage{Form: in, Kinds: module.Options(c, "event.kind_", Kinds()), Cities: h.kit.CityOptions(c, c.Actor.In),
		Langs: module.LanguageOptions(c)}, nil
}

// Stored is the response after a change; it redirects to the event's page.
type Stored struct {
	Item
	done string
}

// Location returns the path of the event's page.
func (s Stored) Location() string { return "/events/" + s.ID + "?done=" + s.done }

func (h *handlers) stored(c *web.Ctx, e *Event, done string, err error) (Stored, error) {
	if err != nil {
		return Stored{}, err
	}
	return Stored{h.item(c, e), done}, nil
}

func (h *handlers) create(c *web.Ctx, in EventForm) (Stored, error) {
	in.Language = cmp.Or(in.Language, c.Words.Code)
	e, err := h.Create(c, in)
	return h.stored(c, e, "saved", err)
}

type changeInput struct {
	ID string `path:"id"`
	EventForm
}

func (h *handlers) edit(c *web.Ctx, in module.ID) (*FormPage, error) {
	e, err := h.Own(c, in.ID)
	if err != nil {
		return nil, err
	}
	return h.again(c, e.ID, h.formOf(e))
}

// formOf is the form filled with an event.
func (h *handlers) formOf(e *Event) EventForm {
	city, _ := h.kit.Taxonomy.City(e.City)
	start, end := record.InZone(e.Start, city.Zone), record.InZone(e.End, city.Zone)
	return EventForm{Revision: e.Revision, Kind: e.Kind, Title: e.Title, Text: e.Text, Language: e.Language, Languages: e.Languages,
		City: e.City, Where: e.Where, Day: string(form.Day(e.Start, city.Zone)), From: start.Format("15:04"), To: end.Format("15:04"),
		Capacity: e.Capacity, Hosts: strings.Join(e.Hosts, "\n")}
}

func (h *handlers) again(c *web.Ctx, id string, f EventForm) (*FormPage, error) {
	p, err := h.againCreate(c, f)
	if err != nil {
		return nil, err
	}
	p.ID = id
	return p, nil
}

func (h *handlers) change(c *web.Ctx, in changeInput) (Stored, error) {
	e, err := h.Change(c, in.ID, in.EventForm)
	return h.stored(c, e, "saved", err)
}

func (h *handlers) againChange(c *web.Ctx, in changeInput) (*FormPage, error) {
	e, err := h.Own(c, in.ID)
	if err != nil {
		return nil, err
	}
	stale := in.Revision != 0 && in.Revision != e.Revision
	in.Revision = e.Revision // to save once more is to keep what was typed
	p, err := h.again(c, e.ID, in.EventForm)
	if err == nil && stale {
		p.Stored = module.Stored(c, h.formOf(e), in.EventForm, map[string]string{"title": "event.title", "description": "event.text",
			"language": "site.written_in", "city": "organisation.city", "place": "event.where", "day": "site.day", "from": "site.from", "to": "site.to",
			"capacity": "event.capacity", "hosts": "event.hosts"})
	}
	return p, err
}

func (h *handlers) publish(c *web.Ctx, in module.ID) (Stored, error) {
	e, err := h.Publish(c, in.ID)
	return h.stored(c, e, "announced", err)
}

type cancelInput struct {
	ID     string `path:"id"`
	Reason string `json:"reason" validate:"max=500"`
}

func (h *handlers) cancel(c *web.Ctx, in cancelInput) (Stored, error) {
	e, err := h.Cancel(c, in.ID, in.Reason)
	return h.stored(c, e, "cancelled", err)
}

func (h *handlers) againCancel(c *web.Ctx, in cancelInput) (*ShowPage, error) {
	return h.show(c, module.ID{ID: in.ID})
}

// ShowPage shows one event.
type ShowPage struct {
	Item
	Coming  int        `json:"registered"`
	Waiting int        `json:"waiting"`
	Free    int        `json:"free"`
	You     string     `json:"you,omitempty"` // registered or waiting
	Hosting []HostView `json:"meetings"`
	Mine    bool       `json:"-"`
	Open    bool       `json:"-"` // the user can register
	Contact string     `json:"-"`
}

// HostView shows the meetings with one host.
type HostView struct {
	Host string        `json:"host"`
	Free []MeetingView `json:"free"`
	Mine *MeetingView  `json:"yours,omitempty"`
	Path string        `json:"-"` // cancels the user's meeting
}

// MeetingView is a free or booked meeting.
type MeetingView struct {
	Start time.Time `json:"start,omitzero"`
}

func (h *handlers) show(c *web.Ctx, in module.ID) (*ShowPage, error) {
	e, a, err := h.getAttended(c, in.ID)
	if err != nil {
		return nil, err
	}
	p := &ShowPage{Item: h.item(c, e), Coming: a.Coming(""), Waiting: len(a.Registrations) - a.Coming(""), Hosting: []HostView{},
		Mine: c.Actor.ID != "" && e.Account == c.Actor.ID}
	p.Free, p.Open = max(0, e.Capacity-p.Coming), e.open(c.Now)
	if r := a.of(c.Actor.ID); r != nil && c.Actor.ID != "" {
		p.You, p.Contact = "registered", r.Contact
		if r.Waiting {
			p.You = "waiting"
		}
	}
	for _, host := range e.Hosts {
		p.Hosting = append(p.Hosting, hostView(e, a, host, c.Actor.ID))
	}
	return p, nil
}
