package programme

import (
	"cmp"
	"net/http"
	"strings"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/calendar"
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/sheet"
	"citiesgrow/web"
)

func (s *Service) conferenceRoutes() []web.Route {
	staff, anybody := web.Only(actor.Staff, actor.Admin), web.Only(actor.Roles()...)
	return []web.Route{
		web.Handle(web.Route{Method: "GET", Path: "/conferences", View: "programme/conferences", Who: web.Anyone(),
			About: "Conferences of the programme, the latest first."}, s.conferencesPage),
		web.Handle(web.Route{Method: "GET", Path: "/conferences/new", View: "programme/conferenceform", Who: staff, Voice: web.PageOnly}, s.newConference),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/conferences", Who: staff, Status: http.StatusCreated, About: "Plan a conference: a draft."},
			s.addConference), "programme/conferenceform", s.againConference),
		web.Handle(web.Route{Method: "GET", Path: "/conferences/{id}", View: "programme/conference", Who: web.Anyone(),
			About: "A conference with its sessions, materials and free places."}, s.conferencePage),
		web.Handle(web.Route{Method: "GET", Path: "/conferences/{id}/edit", View: "programme/conferenceform", Who: staff, Voice: web.PageOnly}, s.editConference),
		web.Again(web.Handle(web.Route{Method: "PUT", Path: "/conferences/{id}", Who: staff, About: "Change a conference."}, s.changeConference),
			"programme/conferenceform", s.againConference),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/conferences/{id}/publication", Who: staff,
			About: "Let people see a conference and register."}, s.announce), "programme/conference", s.againAnnounce),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/conferences/{id}/cancellation", Who: staff,
			About: "Call a conference off; who registered hears why."}, s.callOff), "programme/conference", s.againCallOff),
		web.Handle(web.Route{Method: "GET", Path: "/conferences/{id}/sessions", View: "programme/sessionform", Who: staff, Voice: web.PageOnly}, s.sessionPage),
		web.Again(web.Handle(web.Route{Method: "PUT", Path: "/conferences/{id}/sessions", Who: staff,
			About: "Add, change or take out a session with its materials."}, s.schedule), "programme/sessionform", s.againSchedule),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/conferences/{id}/registrations", Bodiless: true, Who: anybody, Area: actor.AreaSupport,
			Status: http.StatusCreated, About: "Register, and choose sessions; again to change the choice."}, s.register), "programme/conference", s.againRegister),
		web.Again(web.Handle(web.Route{Method: "DELETE", Path: "/conferences/{id}/registrations", Who: anybody, Area: actor.AreaSupport,
			About: "Give one's place back."}, s.stayAway), "programme/conference", s.againStay),
		web.Handle(web.Route{Method: "GET", Path: "/conferences/{id}/registrations", View: "programme/guests", Who: staff,
			About: "Who comes, and to which sessions."}, s.guestsPage),
		web.Handle(web.Route{Method: "GET", Path: "/conferences/{id}/registrations/csv", Who: staff, Media: "text/csv", About: "The same as CSV."}, s.guestsFile),
		web.Handle(web.Route{Method: "GET", Path: "/conferences/{id}/calendar", Who: web.Anyone(), Media: "text/calendar",
			About: "The sessions as iCalendar; the chosen ones of who registered."}, s.conferenceCalendar),
	}
}

// ConferencesPage lists them.
type ConferencesPage struct {
	web.Whole
	Items []ConferenceItem `json:"items"`
	Total int              `json:"total"`
	Wide  bool             `json:"-"`
}

// ConferenceItem is a conference in a list.
type ConferenceItem struct {
	*Conference
	State    string `json:"state"`
	CityName string `json:"-"`
}

func (s *Service) conferenceItem(c *web.Ctx, k *Conference) ConferenceItem {
	if k.Sessions == nil {
		k.Sessions = []Session{}
	}
	return ConferenceItem{k, k.State(c.Now), s.city(c, k.City)}
}

func programmeStaff(a actor.Actor) bool { return a.Is(actor.Staff, actor.Admin) && a.City == "" }

func (s *Service) conferencesPage(c *web.Ctx, _ module.Lang) (*ConferencesPage, error) {
	all, err := s.Conferences(c)
	p := &ConferencesPage{Items: []ConferenceItem{}, Total: len(all), Wide: programmeStaff(c.Actor)}
	for _, k := range all {
		p.Items = append(p.Items, s.conferenceItem(c, k))
	}
	return p, err
}

// ConferencePage is one conference.
type ConferencePage struct {
	ConferenceItem
	Free int `json:"free"` // places

	Days     []DayOf      `json:"-"`
	Mine     *Guest       `json:"-"` // the reader's registration
	Wide     bool         `json:"-"`
	Staff    bool         `json:"-"`
	SignedIn bool         `json:"-"`
	Said     *Said        `json:"-"`
	Survey   string       `json:"-"` // its address, for staff
	Zone     string       `json:"-"`
	Choices  []web.Option `json:"-"`
	Chosen   []string     `json:"-"`
}

// DayOf is a day with its sessions.
type DayOf struct {
	Day      time.Time
	Sessions []SessionView
}

// SessionView is a session as it is read.
type SessionView struct {
	Session
	ThemeName string
	Links     []string
	Free      int // places; -1: as many as come
}

func (s *Service) conferencePage(c *web.Ctx, in module.IDLang) (*ConferencePage, error) {
	k, err := s.Conference(c, in.ID)
	if err != nil {
		return nil, err
	}
	g, err := s.guestsOf(c, k.ID)
	if err != nil {
		return nil, err
	}
	city, _ := s.kit.Taxonomy.City(k.City)
	p := &ConferencePage{ConferenceItem: s.conferenceItem(c, k), Free: max(0, k.Capacity-g.Coming("")), Wide: programmeStaff(c.Actor),
		Staff: c.Actor.Is(actor.Staff, actor.Admin), SignedIn: !c.Actor.Nobody(), Zone: city.Zone, Chosen: []string{}}
	if p.SignedIn {
		p.Mine = g.of(c.Actor.ID)
	}
	if p.Mine != nil {
		p.Chosen = p.Mine.Sessions
	}
	for _, one := range k.Sessions {
		v := SessionView{Session: one, Links: strings.Fields(one.Materials), Free: -1}
		if one.Theme != "" {
			v.ThemeName = c.Words.T("programme.theme_" + one.Theme)
		}
		if one.Capacity > 0 {
			v.Free = max(0, one.Capacity-g.Coming(one.ID))
		}
		local := hour(one.Start, 0, city.Zone)
		if n := len(p.Days); n == 0 || !p.Days[n-1].Day.Equal(local) {
			p.Days = append(p.Days, DayOf{Day: local})
		}
		last := &p.Days[len(p.Days)-1]
		last.Sessions = append(last.Sessions, v)
		p.Choices = append(p.Choices, web.Option{Value: one.ID, Label: c.Words.Clock(record.InZone(one.Start, city.Zone)) + " " + one.Title})
	}
	if p.Staff {
		if p.Said, err = s.Said(c, k.ID); err != nil {
			return nil, err
		}
		if k.Survey != "" {
			p.Survey = c.URL("/surveys/" + k.Survey)
		}
	}
	return p, nil
}

// ConferenceFormPage is the form of a conference.
type ConferenceFormPage struct {
	ID        string
	Form      ConferenceForm
	Cities    []web.Option
	Languages []web.Option
}

func (s *Service) conferenceForm(c *web.Ctx, id string, f ConferenceForm) *ConferenceFormPage {
	return &ConferenceFormPage{id, f, s.cities(c), module.LanguageOptions(c)}
}

func (s *Service) newConference(c *web.Ctx, _ web.None) (*ConferenceFormPage, error) {
	return s.conferenceForm(c, "", ConferenceForm{Language: c.Words.Code}), nil
}

func (s *Service) editConference(c *web.Ctx, in module.IDLang) (*ConferenceFormPage, error) {
	k, err := s.Conference(c, in.ID)
	if err != nil {
		return nil, err
	}
	return s.conferenceForm(c, k.ID, ConferenceForm{k.Revision, k.Title, k.Text, k.Language, k.City, k.Where, day(k.From), day(k.To), k.Capacity}), nil
}

type conferenceInput struct {
	ID string `path:"id" json:"-"`
	ConferenceForm
}

func (s *Service) addConference(c *web.Ctx, in conferenceInput) (web.Made, error) {
	in.Language = cmp.Or(in.Language, c.Words.Code)
	k, err := s.Convene(c, "", in.ConferenceForm)
	if err != nil {
		return web.Made{}, err
	}
	return web.Made{ID: k.ID, At: "/conferences/" + k.ID, Done: "saved"}, nil
}

func (s *Service) changeConference(c *web.Ctx, in conferenceInput) (web.Go, error) {
	_, err := s.Convene(c, in.ID, in.ConferenceForm)
	return web.Done("/conferences/"+in.ID, "saved"), err
}

func (s *Service) againConference(c *web.Ctx, in conferenceInput) (*ConferenceFormPage, error) {
	return s.conferenceForm(c, in.ID, in.ConferenceForm), nil
}

type onlyID struct {
	ID string `path:"id" json:"-"`
}

func (s *Service) announce(c *web.Ctx, in onlyID) (web.Go, error) {
	_, err := s.Announce(c, in.ID)
	return web.Done("/conferences/"+in.ID, "announced"), err
}

func (s *Service) againAnnounce(c *web.Ctx, in onlyID) (*ConferencePage, error) {
	return s.conferencePage(c, module.IDLang{ID: in.ID})
}

type callOffInput struct {
	ID     string `path:"id" json:"-"`
	Reason string `json:"reason" validate:"max=1000"`
}

func (s *Service) callOff(c *web.Ctx, in callOffInput) (web.Go, error) {
	_, err := s.CallOff(c, in.ID, in.Reason)
	return web.Done("/conferences/"+in.ID, "cancelled"), err
}

func (s *Service) againCallOff(c *web.Ctx, in callOffInput) (*ConferencePage, error) {
	return s.conferencePage(c, module.IDLang{ID: in.ID})
}

type sessionInput struct {
	ID      string `path:"id" json:"-"`
	Session string `query:"session" validate:"max=20"`
	Lang    string `query:"lang" validate:"max=8"`
}

// SessionFormPage is the form of a session.
type SessionFormPage struct {
	ID, Title string
	Form      SessionForm
	Themes    []web.Option
	Remove    []web.Option
}

func (s *Service) sessionForm(c *web.Ctx, k *Conference, f SessionForm) *SessionFormPage {
	return &SessionFormPage{k.ID, k.Title, f, append([]web.Option{{Label: c.Words.T("conference.no_theme")}}, themes(c)...),
		[]web.Option{{Value: "yes", Label: c.Words.T("conference.remove")}}}
}

func (s *Service) sessionPage(c *web.Ctx, in sessionInput) (*SessionFormPage, error) {
	k, err := s.Conference(c, in.ID)
	if err != nil {
		return nil, err
	}
	f := SessionForm{Revision: k.Revision, Day: day(k.From)}
	if in.Session != "" {
		at := k.session(in.Session)
		if at < 0 {
			return nil, problem.New(problem.NotFound, "problem.not_found")
		}
		one := k.Sessions[at]
		city, _ := s.kit.Taxonomy.City(k.City)
		start, end := record.InZone(one.Start, city.Zone), record.InZone(one.End, city.Zone)
		f = SessionForm{k.Revision, one.ID, one.Title, one.Speaker, one.Room, one.Theme, record.Day(start.Format(time.DateOnly)), start.Format("15:04"),
			end.Format("15:04"), one.Capacity, one.Materials, ""}
	}
	return s.sessionForm(c, k, f), nil
}

type scheduleInput struct {
	ID string `path:"id" json:"-"`
	SessionForm
}

func (s *Service) schedule(c *web.Ctx, in scheduleInput) (web.Go, error) {
	_, err := s.Schedule(c, in.ID, in.SessionForm)
	return web.Done("/conferences/"+in.ID, "saved"), err
}

func (s *Service) againSchedule(c *web.Ctx, in scheduleInput) (*SessionFormPage, error) {
	k, err := s.Conference(c, in.ID)
	if err != nil {
		return nil, err
	}
	return s.sessionForm(c, k, in.SessionForm), nil
}

type registerInput struct {
	ID       string   `path:"id" json:"-"`
	Sessions []string `json:"sessions" validate:"max=200,dive,max=20"`
	Needs    string   `json:"needs" validate:"max=500"`
}

// Registered is a registration; it leads back to the conference.
type Registered struct {
	*Guest
	ID   string `json:"id"`
	path string
}

// Location is the conference.
func (r Registered) Location() string { return r.path }

func (s *Service) register(c *web.Ctx, in registerInput) (Registered, error) {
	g, err := s.Attend(c, in.ID, in.Sessions, in.Needs)
	if err != nil {
		return Registered{}, err
	}
	done := "registered"
	if g.Waiting {
		done = "waiting"
	}
	return Registered{g, c.Actor.ID, "/conferences/" + in.ID + "?done=" + done}, nil
}

func (s *Service) againRegister(c *web.Ctx, in registerInput) (*ConferencePage, error) {
	return s.conferencePage(c, module.IDLang{ID: in.ID})
}

func (s *Service) stayAway(c *web.Ctx, in onlyID) (web.Go, error) {
	return web.Done("/conferences/"+in.ID, "unregistered"), s.StayAway(c, in.ID)
}

func (s *Service) againStay(c *web.Ctx, in onlyID) (*ConferencePage, error) {
	return s.conferencePage(c, module.IDLang{ID: in.ID})
}

// GuestsPage is who comes.
type GuestsPage struct {
	web.Whole
	ID    string      `json:"id"`
	Title string      `json:"title"`
	Items []GuestItem `json:"items"`
	Total int         `json:"total"`
}

// GuestItem is somebody who comes, with the titles of their sessions.
type GuestItem struct {
	Guest
	CityName string   `json:"-"`
	Titles   []string `json:"titles"`
}

func (s *Service) guestsPage(c *web.Ctx, in module.IDLang) (*GuestsPage, error) {
	k, g, err := s.Attendance(c, in.ID)
	if err != nil {
		return nil, err
	}
	p := &GuestsPage{ID: k.ID, Title: k.Title, Items: []GuestItem{}, Total: len(g.Guests)}
	for _, one := range g.Guests {
		item := GuestItem{one, s.city(c, one.City), []string{}}
		for _, id := range one.Sessions {
			if at := k.session(id); at >= 0 {
				item.Titles = append(item.Titles, k.Sessions[at].Title)
			}
		}
		p.Items = append(p.Items, item)
	}
	return p, nil
}

func (s *Service) guestsFile(c *web.Ctx, in module.IDLang) (*web.File, error) {
	p, err := s.guestsPage(c, in)
	if err != nil {
		return nil, err
	}
	rows := [][]any{}
	for _, g := range p.Items {
		waiting := ""
		if g.Waiting {
			waiting = "yes"
		}
		rows = append(rows, []any{g.Name, g.Organisation, g.City, waiting, strings.Join(g.Titles, "; "), g.Needs})
	}
	body, err := sheet.CSV([]string{"name", "organisation", "city", "waiting", "sessions", "needs"}, rows)
	return &web.File{Name: "guests.csv", Type: sheet.Type, Body: body}, err
}

func (s *Service) conferenceCalendar(c *web.Ctx, in module.IDLang) (*web.File, error) {
	k, err := s.Conference(c, in.ID)
	if err != nil {
		return nil, err
	}
	var chosen []string
	if !c.Actor.Nobody() {
		g, err := s.guestsOf(c, k.ID)
		if err != nil {
			return nil, err
		}
		if mine := g.of(c.Actor.ID); mine != nil {
			chosen = mine.Sessions
		}
	}
	return &web.File{Name: "calendar.ics", Type: "text/calendar; charset=utf-8", Inline: true,
		Body: calendar.File(k.ICS(chosen, c.URL("/conferences/"+k.ID))...)}, nil
}
