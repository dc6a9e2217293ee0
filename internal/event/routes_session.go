package event

import (
	"strings"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/form"
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/survey"
	"citiesgrow/internal/taxonomy"
	"citiesgrow/web"
)

// ConferencePage shows one conference.
type ConferencePage struct {
	ConferenceItem
	Free int `json:"free"` // free places

	Days     []DayOf         `json:"-"`
	Mine     *Registration   `json:"-"` // the user's registration
	Wide     bool            `json:"-"`
	Staff    bool            `json:"-"`
	SignedIn bool            `json:"-"`
	Said     *survey.Summary `json:"-"`
	Survey   string          `json:"-"` // path of the survey, for staff
	Zone     string          `json:"-"`
	Choices  []web.Option    `json:"-"`
	Chosen   []string        `json:"-"`
}

// DayOf is a day with its sessions.
type DayOf struct {
	Day      time.Time
	Sessions []SessionView
}

// SessionView is a session with the texts and links of its page.
type SessionView struct {
	Session
	ThemeName string
	Links     []string
	Free      int // free seats; -1: no limit
}

func (h *conferences) show(c *web.Ctx, in module.ID) (*ConferencePage, error) {
	e, a, err := h.getAttended(c, in.ID)
	if err != nil {
		return nil, err
	}
	city, _ := h.kit.Taxonomy.City(e.City)
	p := &ConferencePage{ConferenceItem: h.item(c, e), Free: max(0, e.Capacity-a.Coming("")), Wide: mayOrganise(c.Actor),
		Staff: c.Actor.Is(actor.Staff, actor.Admin), SignedIn: !c.Actor.Nobody(), Zone: city.Zone, Chosen: []string{}}
	if p.SignedIn {
		p.Mine = a.of(c.Actor.ID)
	}
	if p.Mine != nil {
		p.Chosen = p.Mine.Sessions
	}
	for _, one := range e.Sessions {
		start := record.InZone(one.Start, city.Zone)
		day := hour(start, 0, city.Zone)
		if n := len(p.Days); n == 0 || !p.Days[n-1].Day.Equal(day) {
			p.Days = append(p.Days, DayOf{Day: day})
		}
		last := &p.Days[len(p.Days)-1]
		last.Sessions = append(last.Sessions, sessionView(c, a, one))
		p.Choices = append(p.Choices, web.Option{Value: one.ID, Label: c.Words.Clock(start) + " " + one.Title})
	}
	if p.Staff {
		if p.Said, err = h.said(c, e.ID); err != nil {
			return nil, err
		}
		if e.Survey != "" {
			p.Survey = c.URL("/surveys/" + e.Survey)
		}
	}
	return p, nil
}

func sessionView(c *web.Ctx, a *Attendance, s Session) SessionView {
	v := SessionView{Session: s, Links: strings.Fields(s.Materials), Free: -1}
	if s.Theme != "" {
		v.ThemeName = c.Words.T("site.theme_" + s.Theme)
	}
	if s.Capacity > 0 {
		v.Free = max(0, s.Capacity-a.Coming(s.ID))
	}
	return v
}

type sessionInput struct {
	ID      string `path:"id" json:"-"`
	Session string `query:"session" validate:"max=20"`
}

// SessionFormPage is the form of a session.
type SessionFormPage struct {
	ID, Title string
	Form      SessionForm
	Themes    []web.Option
	Remove    []web.Option
	Stored    []string // what is stored differently from a form that was read too early
}

func (h *conferences) sessionForm(c *web.Ctx, e *Event, f SessionForm) *SessionFormPage {
	return &SessionFormPage{ID: e.ID, Title: e.Title, Form: f, Remove: []web.Option{{Value: "yes", Label: c.Words.T("conference.remove")}},
		Themes: append([]web.Option{{Label: c.Words.T("conference.no_theme")}}, module.Options(c, "site.theme_", taxonomy.Themes())...)}
}

func (h *conferences) session(c *web.Ctx, in sessionInput) (*SessionFormPage, error) {
	e, err := h.Get(c, in.ID)
	if err != nil {
		return nil, err
	}
	if in.Session == "" {
		return h.sessionForm(c, e, SessionForm{Revision: e.Revision, Day: form.Day(e.Start, "UTC")}), nil
	}
	f, ok := h.formOfSession(e, in.Session)
	if !ok {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	return h.sessionForm(c, e, f), nil
}

// formOfSession is the form filled with a session of an event; false where it has none of that id.
func (h *conferences) formOfSession(e *Event, id string) (SessionForm, bool) {
	at := e.session(id)
	if at < 0 {
		return SessionForm{}, false
	}
	one := e.Sessions[at]
	city, _ := h.kit.Taxonomy.City(e.City)
	return SessionForm{e.Revision, one.ID, one.Title, one.Speaker, one.Room, one.Theme, form.Day(one.Start, city.Zone),
		record.InZone(one.Start, city.Zone).Format("15:04"), record.InZone(one.End, city.Zone).Format("15:04"), one.Capacity, one.Materials, ""}, true
}

type changeSessionInput struct {
	ID string `path:"id" json:"-"`
	SessionForm
}

func (h *conferences) changeSession(c *web.Ctx, in changeSessionInput) (web.Go, error) {
	_, err := h.ChangeSession(c, in.ID, in.SessionForm)
	return web.Done("/conferences/"+in.ID, "saved"), err
}

func (h *conferences) againSession(c *web.Ctx, in changeSessionInput) (*SessionFormPage, error) {
	e, err := h.Get(c, in.ID)
	if err != nil {
		return nil, err
	}
	stale := in.Revision != 0 && in.Revision != e.Revision
	in.Revision = e.Revision // to save once more is to keep what was typed
	p := h.sessionForm(c, e, in.SessionForm)
	if now, ok := h.formOfSession(e, in.Session); ok && stale {
		p.Stored = module.Stored(c, now, in.SessionForm, map[string]string{"title": "site.title", "speaker": "conference.speaker", "day": "conference.day",
			"room": "conference.room", "begins": "conference.begins", "ends": "conference.ends", "capacity": "conference.session_capacity",
			"materials": "conference.materials"})
	}
	return p, nil
}
