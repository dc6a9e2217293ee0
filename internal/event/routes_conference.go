package event

import (
	"cmp"
	"context"
	"net/http"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/form"
	"citiesgrow/internal/module"
	"citiesgrow/internal/record"
	"citiesgrow/internal/survey"
	"citiesgrow/web"
)

// conferences serves the pages of conferences.
type conferences struct {
	*Service
	said func(ctx context.Context, id string) (*survey.Summary, error)
}

func (h *conferences) routes() []web.Route {
	staff, anybody := web.Only(actor.Staff, actor.Admin), web.Only(actor.Roles()...)
	return []web.Route{
		web.Handle(web.Route{Method: "GET", Path: "/conferences", View: "event/conferences", Who: web.Anyone(),
			About: "Conferences of the programme, the latest first."}, h.list),
		web.Handle(web.Route{Method: "GET", Path: "/conferences/new", View: "event/conferenceform", Who: staff, Voice: web.PageOnly}, h.fresh),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/conferences", Who: staff, Status: http.StatusCreated, About: "Plan a conference: a draft."},
			h.create), "event/conferenceform", h.again),
		web.Handle(web.Route{Method: "GET", Path: "/conferences/{id}", View: "event/conference", Who: web.Anyone(),
			About: "A conference with its sessions, materials and free places."}, h.show),
		web.Handle(web.Route{Method: "GET", Path: "/conferences/{id}/edit", View: "event/conferenceform", Who: staff, Voice: web.PageOnly}, h.edit),
		web.Again(web.Handle(web.Route{Method: "PUT", Path: "/conferences/{id}", Who: staff, About: "Change a conference."}, h.change),
			"event/conferenceform", h.again),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/conferences/{id}/publication", Who: staff,
			About: "Let people see a conference and register."}, h.publish), "event/conference", h.againID),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/conferences/{id}/cancellation", Who: staff,
			About: "Call a conference off; who registered hears why."}, h.cancel), "event/conference", h.againCancel),
		web.Handle(web.Route{Method: "GET", Path: "/conferences/{id}/sessions", View: "event/sessionform", Who: staff, Voice: web.PageOnly}, h.session),
		web.Again(web.Handle(web.Route{Method: "PUT", Path: "/conferences/{id}/sessions", Who: staff,
			About: "Add, change or take out a session with its materials."}, h.changeSession), "event/sessionform", h.againSession),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/conferences/{id}/registrations", Bodiless: true, Who: anybody, Area: actor.AreaSupport,
			Status: http.StatusCreated, About: "Register, and choose sessions; again to change the choice."}, h.register), "event/conference", h.againRegister),
		web.Again(web.Handle(web.Route{Method: "DELETE", Path: "/conferences/{id}/registrations", Who: anybody, Area: actor.AreaSupport,
			About: "Give one's place back."}, h.leave), "event/conference", h.againID),
		web.Handle(web.Route{Method: "GET", Path: "/conferences/{id}/registrations", View: "event/guests", Who: staff,
			About: "Who comes, and to which sessions."}, h.guests),
		web.Handle(web.Route{Method: "GET", Path: "/conferences/{id}/registrations/csv", Who: staff, Media: "text/csv", About: "The same as CSV."}, h.guestsFile),
		web.Handle(web.Route{Method: "GET", Path: "/conferences/{id}/calendar", Who: web.Anyone(), Media: "text/calendar",
			About: "The sessions as iCalendar; the chosen ones of who registered."}, h.calendar),
	}
}

// Conference is a conference with the field names of its pages and API responses.
type Conference struct {
	record.Meta
	Title     string    `json:"title"`
	Text      string    `json:"description"`
	Language  string    `json:"language"`
	City      string    `json:"city"`
	Where     string    `json:"place"`
	From      time.Time `json:"from,omitzero"` // first and last day
	To        time.Time `json:"to,omitzero"`
	Capacity  int       `json:"capacity"`
	Sessions  []Session `json:"sessions"`
	Published time.Time `json:"published,omitzero"`
	Cancelled time.Time `json:"cancelled,omitzero"`
	Reason    string    `json:"reason,omitempty"`
	Test      bool      `json:"demonstration,omitempty"`
}

func conferenceOf(e *Event) Conference {
	return Conference{e.Meta, e.Title, e.Text, e.Language, e.City, e.Where, e.Start, e.End, e.Capacity, append([]Session{}, e.Sessions...), e.Published,
		e.Cancelled, e.Reason, e.Test}
}

// ConferencesPage lists conferences.
type ConferencesPage struct {
	web.Whole[ConferenceItem]
	Wide bool `json:"-"`
}

// ConferenceItem is a conference in a list.
type ConferenceItem struct {
	Conference
	State    string `json:"state"`
	CityName string `json:"-"`
}

func (h *conferences) item(c *web.Ctx, e *Event) ConferenceItem {
	return ConferenceItem{conferenceOf(e), e.State(c.Now), cityName(h.kit, c, e.City)}
}

// mayOrganise reports whether the user may plan and change conferences.
func mayOrganise(a actor.Actor) bool { return a.Is(actor.Staff, actor.Admin) && a.City == "" }

func (h *conferences) list(c *web.Ctx, _ web.None) (*ConferencesPage, error) {
	all, err := h.List(c, "", "")
	if err != nil {
		return nil, err
	}
	p := &ConferencesPage{Wide: mayOrganise(c.Actor)}
	for _, e := range all {
		p.Items = append(p.Items, h.item(c, e))
	}
	return p, nil
}

// ConferenceFormPage is the form of a conference.
type ConferenceFormPage struct {
	ID        string
	Form      ConferenceForm
	Cities    []web.Option
	Languages []web.Option
	Stored    []string // what is stored differently from a form that was read too early
}

func (h *conferences) form(c *web.Ctx, id string, f ConferenceForm) *ConferenceFormPage {
	return &ConferenceFormPage{ID: id, Form: f, Cities: append([]web.Option{{Label: c.Words.T("site.choose")}}, h.kit.CityOptions(c, nil)...),
		Languages: module.LanguageOptions(c)}
}

func (h *conferences) fresh(c *web.Ctx, _ web.None) (*ConferenceFormPage, error) {
	return h.form(c, "", ConferenceForm{Language: c.Words.Code}), nil
}

func (h *conferences) edit(c *web.Ctx, in module.ID) (*ConferenceFormPage, error) {
	e, err := h.Own(c, in.ID)
	if err != nil {
		return nil, err
	}
	return h.form(c, e.ID, conferenceForm(e)), nil
}

// conferenceForm is the form filled with a conference.
func conferenceForm(e *Event) ConferenceForm {
	return ConferenceForm{e.Revision, e.Title, e.Text, e.Language, e.City, e.Where, form.Day(e.Start, "UTC"), form.Day(e.End, "UTC"), e.Capacity}
}

type conferenceInput struct {
	ID string `path:"id" json:"-"`
	ConferenceForm
}

func (h *conferences) create(c *web.Ctx, in conferenceInput) (web.Made, error) {
	in.Language = cmp.Or(in.Language, c.Words.Code)
	e, err := h.Create(c, in.ConferenceForm)
	if err != nil {
		return web.Made{}, err
	}
	return web.Made{ID: e.ID, At: e.path(), Done: "saved"}, nil
}

func (h *conferences) change(c *web.Ctx, in conferenceInput) (web.Go, error) {
	_, err := h.Change(c, in.ID, in.ConferenceForm)
	return web.Done("/conferences/"+in.ID, "saved"), err
}

func (h *conferences) again(c *web.Ctx, in conferenceInput) (*ConferenceFormPage, error) {
	if in.ID == "" {
		return h.form(c, "", in.ConferenceForm), nil
	}
	e, err := h.Own(c, in.ID)
	if err != nil {
		return nil, err
	}
	stale := in.Revision != 0 && in.Revision != e.Revision
	in.Revision = e.Revision // to save once more is to keep what was typed
	p := h.form(c, e.ID, in.ConferenceForm)
	if stale {
		p.Stored = module.Stored(c, conferenceForm(e), in.ConferenceForm, map[string]string{"title": "site.title", "description": "library.description",
			"language": "library.language", "city": "account.city", "place": "conference.place", "from": "visit.from", "to": "visit.to",
			"capacity": "conference.capacity"})
	}
	return p, nil
}

type onlyID struct {
	ID string `path:"id" json:"-"`
}

func (h *conferences) publish(c *web.Ctx, in onlyID) (web.Go, error) {
	_, err := h.Publish(c, in.ID)
	return web.Done("/conferences/"+in.ID, "announced"), err
}

func (h *conferences) againID(c *web.Ctx, in onlyID) (*ConferencePage, error) {
	return h.show(c, module.ID{ID: in.ID})
}

type callOffInput struct {
	ID     string `path:"id" json:"-"`
	Reason string `json:"reason" validate:"max=1000"`
}

func (h *conferences) cancel(c *web.Ctx, in callOffInput) (web.Go, error) {
	_, err := h.Cancel(c, in.ID, in.Reason)
	return web.Done("/conferences/"+in.ID, "cancelled"), err
}

func (h *conferences) againCancel(c *web.Ctx, in callOffInput) (*ConferencePage, error) {
	return h.show(c, module.ID{ID: in.ID})
}
