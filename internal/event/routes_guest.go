package event

import (
	"strings"
	"time"

	"citiesgrow/internal/module"
	"citiesgrow/internal/sheet"
	"citiesgrow/web"
)

type chooseInput struct {
	ID       string   `path:"id" json:"-"`
	Sessions []string `json:"sessions" validate:"max=200,dive,max=20"`
	Needs    string   `json:"needs" validate:"max=500"`
}

// Guest is a person with a place at a conference or on its waiting list.
type Guest struct {
	Name         string    `json:"name"`
	Organisation string    `json:"organisation"`
	City         string    `json:"city"`
	Sessions     []string  `json:"sessions"` // ids
	Needs        string    `json:"needs"`    // support that the person needs to take part
	Waiting      bool      `json:"waiting"`
	At           time.Time `json:"at,omitzero"`
}

func guestOf(r *Registration) Guest {
	return Guest{r.Name, r.Organisation, r.City, r.Sessions, r.Needs, r.Waiting, r.At}
}

// Chosen is the response to a registration for a conference; it redirects to the conference.
type Chosen struct {
	Guest
	ID   string `json:"id"`
	path string
}

// Location returns the path of the conference's page.
func (r Chosen) Location() string { return r.path }

func (h *conferences) register(c *web.Ctx, in chooseInput) (Chosen, error) {
	r, err := h.Register(c, in.ID, RegistrationForm{Sessions: in.Sessions, Needs: in.Needs})
	if err != nil {
		return Chosen{}, err
	}
	done := "registered"
	if r.Waiting {
		done = "waiting"
	}
	return Chosen{guestOf(r), c.Actor.ID, "/conferences/" + in.ID + "?done=" + done}, nil
}

func (h *conferences) againRegister(c *web.Ctx, in chooseInput) (*ConferencePage, error) {
	return h.show(c, module.ID{ID: in.ID})
}

func (h *conferences) leave(c *web.Ctx, in onlyID) (web.Go, error) {
	return web.Done("/conferences/"+in.ID, "unregistered"), h.Leave(c, in.ID)
}

// GuestsPage lists the registrations of a conference.
type GuestsPage struct {
	web.Whole[GuestItem]
	ID    string `json:"id"`
	Title string `json:"title"`
}

// GuestItem is one registration with the titles of the chosen sessions.
type GuestItem struct {
	Guest
	CityName string   `json:"-"`
	Titles   []string `json:"titles"`
}

func (h *conferences) guests(c *web.Ctx, in module.ID) (*GuestsPage, error) {
	e, a, err := h.Attendance(c, in.ID)
	if err != nil {
		return nil, err
	}
	p := &GuestsPage{ID: e.ID, Title: e.Title}
	for i := range a.Registrations {
		item := GuestItem{guestOf(&a.Registrations[i]), cityName(h.kit, c, a.Registrations[i].City), []string{}}
		for _, id := range item.Sessions {
			if at := e.session(id); at >= 0 {
				item.Titles = append(item.Titles, e.Sessions[at].Title)
			}
		}
		p.Items = append(p.Items, item)
	}
	return p, nil
}

func (h *conferences) guestsFile(c *web.Ctx, in module.ID) (*web.File, error) {
	p, err := h.guests(c, in)
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
	if err != nil {
		return nil, err
	}
	return &web.File{Name: "guests.csv", Type: sheet.Type, Body: body}, nil
}

func (h *conferences) calendar(c *web.Ctx, in module.ID) (*web.File, error) {
	_, body, err := file(h.Service, c, in.ID)
	if err != nil {
		return nil, err
	}
	return &web.File{Name: "calendar.ics", Type: calendarType, Inline: true, Body: body}, nil
}
