package programme

import (
	"slices"
	"time"

	"citiesgrow/internal/calendar"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// Conference is where the cities show each other what came of it.
type Conference struct {
	record.Meta `bson:",inline"`
	Title       string    `bson:"title" json:"title"`
	Text        string    `bson:"text,omitempty" json:"description"`
	Language    string    `bson:"language" json:"language"` // of title and text
	City        string    `bson:"city" json:"city"`
	Where       string    `bson:"where" json:"place"`
	From        time.Time `bson:"from" json:"from,omitzero"` // days
	To          time.Time `bson:"to" json:"to,omitzero"`
	Capacity    int       `bson:"capacity" json:"capacity"`
	Sessions    []Session `bson:"sessions,omitempty" json:"sessions"` // by their beginning
	Published   time.Time `bson:"published,omitempty" json:"published,omitzero"`
	Cancelled   time.Time `bson:"cancelled,omitempty" json:"cancelled,omitzero"`
	Reason      string    `bson:"reason,omitempty" json:"reason,omitempty"`
	Survey      string    `bson:"survey,omitempty" json:"-"` // the code of its survey
	Test        bool      `bson:"test,omitempty" json:"demonstration,omitempty"`
}

// Session is a part of it that people choose.
type Session struct {
	ID        string    `bson:"id" json:"id"`
	Title     string    `bson:"title" json:"title"`
	Speaker   string    `bson:"speaker,omitempty" json:"speaker,omitempty"`
	Room      string    `bson:"room,omitempty" json:"room,omitempty"`
	Theme     string    `bson:"theme,omitempty" json:"theme,omitempty"`
	Start     time.Time `bson:"start" json:"start,omitzero"`
	End       time.Time `bson:"end" json:"end,omitzero"`
	Capacity  int       `bson:"capacity,omitempty" json:"capacity"`   // 0: as many as come
	Materials string    `bson:"materials,omitempty" json:"materials"` // addresses, one a line
}

// Guest is somebody who comes.
type Guest struct {
	Account      string    `bson:"account" json:"-"`
	Name         string    `bson:"name" json:"name"`
	Organisation string    `bson:"organisation,omitempty" json:"organisation"`
	City         string    `bson:"city,omitempty" json:"city"`
	Sessions     []string  `bson:"sessions,omitempty" json:"sessions"` // ids
	Needs        string    `bson:"needs,omitempty" json:"needs"`       // what helps them to take part
	Waiting      bool      `bson:"waiting,omitempty" json:"waiting"`
	At           time.Time `bson:"at" json:"at,omitzero"`
}

// Guests is who comes to a conference, in the order they registered. Its id is the
// conference's; it is one document, so that a place is given once.
type Guests struct {
	record.Meta `bson:",inline"`
	Guests      []Guest `bson:"guests,omitempty"`
}

var (
	conferences = store.Spec{Name: "conferences", Indexes: []store.Index{{Name: "from", Fields: []string{"from"}}, {Name: "survey", Fields: []string{"survey"}}}}
	guests      = store.Spec{Name: "conference_guests", Quiet: true}
)

func (g *Guests) of(account string) *Guest {
	i := slices.IndexFunc(g.Guests, func(one Guest) bool { return one.Account == account })
	if i < 0 {
		return nil
	}
	return &g.Guests[i]
}

// Coming counts those who have a place, in a session for its id, at all for "".
func (g *Guests) Coming(session string) int {
	n := 0
	for _, one := range g.Guests {
		if !one.Waiting && (session == "" || slices.Contains(one.Sessions, session)) {
			n++
		}
	}
	return n
}

// full says whether all seats of a session are taken.
func (g *Guests) full(s Session) bool { return s.Capacity > 0 && g.Coming(s.ID) >= s.Capacity }

// moveUp gives free places to those who wait, in their order. Of the sessions that they chose
// while they waited, they come to those that are not full.
func (g *Guests) moveUp(k *Conference) (up []string) {
	for i := range g.Guests {
		if one := &g.Guests[i]; one.Waiting && g.Coming("") < k.Capacity {
			one.Sessions = slices.DeleteFunc(one.Sessions, func(id string) bool {
				at := k.session(id)
				return at < 0 || g.full(k.Sessions[at])
			})
			one.Waiting = false
			up = append(up, one.Account)
		}
	}
	return up
}

// State is draft, coming, over or cancelled.
func (k *Conference) State(now time.Time) string {
	switch {
	case !k.Cancelled.IsZero():
		return "cancelled"
	case k.Published.IsZero():
		return "draft"
	case now.After(k.To.AddDate(0, 0, 1)):
		return "over"
	}
	return "coming"
}

func (k *Conference) session(id string) int {
	return slices.IndexFunc(k.Sessions, func(s Session) bool { return s.ID == id })
}

// ICS is the conference as a telephone takes it: its sessions, those in chosen alone where
// it is not nil; from the first morning to the last evening where there are none.
func (k *Conference) ICS(chosen []string, url string) []calendar.Event {
	one := calendar.Event{Place: k.Where, URL: url, Changed: k.Updated, Sequence: int(k.Revision), Cancelled: !k.Cancelled.IsZero(), Remind: 24 * time.Hour}
	var all []calendar.Event
	for _, s := range k.Sessions {
		if chosen == nil || slices.Contains(chosen, s.ID) {
			e := one
			e.UID, e.Title, e.Text, e.Start, e.End = k.ID+"-"+s.ID+"@citiesgrow", s.Title, k.Title, s.Start, s.End
			if s.Room != "" {
				e.Place += ", " + s.Room
			}
			all = append(all, e)
		}
	}
	if len(all) == 0 {
		one.UID, one.Title, one.Start, one.End, one.Days = k.ID+"@citiesgrow", k.Title, k.From, k.To, true
		all = append(all, one)
	}
	return all
}

// hour is a time of a day where it takes place.
func hour(day time.Time, at int, zone string) time.Time {
	z, err := time.LoadLocation(zone)
	if err != nil {
		z = time.UTC
	}
	y, m, d := day.Date()
	return time.Date(y, m, d, at, 0, 0, 0, z)
}
