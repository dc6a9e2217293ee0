package event

import (
	"context"
	"time"

	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// Until December 2026, conferences had their own collection. Registrations were in two quiet collections, which are not in the
// change feed, so no letters could follow from them.
var (
	oldConferences = store.Spec{Name: "conferences", Indexes: []store.Index{{Name: "from", Fields: []string{"from"}},
		{Name: "survey", Fields: []string{"survey"}}}}
	oldGuests      = store.Spec{Name: "conference_guests", Quiet: true}
	oldAttendances = store.Spec{Name: "attendances", Quiet: true}
)

type oldConference struct {
	record.Meta `bson:",inline"`
	Title       string    `bson:"title"`
	Text        string    `bson:"text,omitempty"`
	Language    string    `bson:"language"`
	City        string    `bson:"city"`
	Where       string    `bson:"where"`
	From        time.Time `bson:"from"`
	To          time.Time `bson:"to"`
	Capacity    int       `bson:"capacity"`
	Sessions    []Session `bson:"sessions,omitempty"`
	Published   time.Time `bson:"published,omitempty"`
	Cancelled   time.Time `bson:"cancelled,omitempty"`
	Reason      string    `bson:"reason,omitempty"`
	Survey      string    `bson:"survey,omitempty"`
	Test        bool      `bson:"test,omitempty"`
}

type oldGuest struct {
	Account      string    `bson:"account"`
	Name         string    `bson:"name"`
	Organisation string    `bson:"organisation,omitempty"`
	City         string    `bson:"city,omitempty"`
	Sessions     []string  `bson:"sessions,omitempty"`
	Needs        string    `bson:"needs,omitempty"`
	Waiting      bool      `bson:"waiting,omitempty"`
	At           time.Time `bson:"at"`
}

type oldGuestList struct {
	record.Meta `bson:",inline"`
	Guests      []oldGuest `bson:"guests,omitempty"`
}

// migrations convert a store from before December 2026 to the current types.
func migrations() []store.Migration {
	return []store.Migration{
		{Number: 1, Name: "conferences become events", Run: func(ctx context.Context, db store.DB) error {
			return store.Move(ctx, db, oldConferences, events, func(k *oldConference) (*Event, error) {
				return &Event{Kind: conference, City: k.City, Title: k.Title, Text: k.Text, Language: k.Language, Where: k.Where, Start: k.From, End: k.To,
					Capacity: k.Capacity, Sessions: k.Sessions, Published: k.Published, Cancelled: k.Cancelled, Reason: k.Reason, Survey: k.Survey,
					Earlier: k.Revision, Test: k.Test}, nil
			})
		}},
		{Number: 2, Name: "attendances and guests become registrations", Run: func(ctx context.Context, db store.DB) error {
			if err := store.Move(ctx, db, oldGuests, registrations, func(g *oldGuestList) (*Attendance, error) { return g.attendance(), nil }); err != nil {
				return err
			}
			all := store.Of[Event](db, events)
			return store.Move(ctx, db, oldAttendances, registrations, func(a *Attendance) (*Attendance, error) {
				e, err := all.Get(ctx, a.ID)
				if err != nil && !problem.Is(err, problem.NotFound) {
					return nil, err
				}
				a.CancelSent = err == nil && !e.Cancelled.IsZero()
				return a, nil
			})
		}},
	}
}

// attendance converts a guest list to the current type.
func (g *oldGuestList) attendance() *Attendance {
	a := &Attendance{}
	for _, one := range g.Guests {
		a.Registrations = append(a.Registrations, Registration{Account: one.Account, Name: one.Name, Organisation: one.Organisation, City: one.City,
			Sessions: one.Sessions, Needs: one.Needs, Waiting: one.Waiting, At: one.At})
	}
	return a
}
