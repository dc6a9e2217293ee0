package support

import (
	"time"

	"citiesgrow/internal/calendar"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// Slot is an appointment that a provider offers. It is one document, so that of two
// people who want it at once one gets it.
type Slot struct {
	record.Meta `bson:",inline"`
	Service     string    `bson:"service" json:"service"`
	Name        string    `bson:"name" json:"name"` // of the service
	Provider    string    `bson:"provider,omitempty" json:"-"`
	City        string    `bson:"city" json:"city"`
	Start       time.Time `bson:"start" json:"start,omitzero"`
	End         time.Time `bson:"end" json:"end,omitzero"`
	Where       string    `bson:"where,omitempty" json:"where"` // an address, or how to meet online
	Open        time.Time `bson:"open,omitempty" json:"-"`      // the start while nobody has it
	Client      Client    `bson:"client,omitempty" json:"-"`
	By          Person    `bson:"by,omitempty" json:"-"` // who booked it
	Booked      time.Time `bson:"booked,omitempty" json:"-"`
	Note        string    `bson:"note,omitempty" json:"-"` // what the person wants to talk about
	Version     int       `bson:"version,omitempty" json:"-"`
	Test        bool      `bson:"test,omitempty" json:"demonstration,omitempty"`
}

// Taken tells whether somebody has it.
func (s *Slot) Taken() bool { return s.Client.Name != "" }

// For tells whether the account has it, or booked it for somebody.
func (s *Slot) For(account string) bool {
	return s.Taken() && account != "" && (s.Client.Account == account || s.By.Account == account)
}

// Event is the appointment as a telephone takes it; its reminder rings a day before.
func (s *Slot) Event(title, url string, changed time.Time) calendar.Event {
	return calendar.Event{UID: s.ID + "@citiesgrow", Title: title, Place: s.Where, URL: url, Start: s.Start, End: s.End, Changed: changed, Sequence: s.Version,
		Cancelled: !s.Taken(), Remind: 24 * time.Hour}
}

// Series is a row of slots of one day, repeated weekly.
type Series struct {
	From, To time.Time // of the first day
	Minutes  int       // each
	Weeks    int       // how many weeks, 1 for one day
	Where    string
}

// mostSlots bounds one series.
const mostSlots = 200

// Slots are the times of a series, the earliest first; weeks follow the clock on the
// wall of the zone.
func (r Series) Slots(zone string) ([][2]time.Time, error) {
	wrong := problem.New(problem.Invalid, "problem.invalid")
	length := time.Duration(r.Minutes) * time.Minute
	switch {
	case r.Minutes < 5 || r.Minutes > 480:
		wrong.Add("minutes", problem.M("support.slot_length"))
	case !r.From.Before(r.To) || r.To.Sub(r.From) > 16*time.Hour:
		wrong.Add("to", problem.M("support.slot_order"))
	case r.From.Add(length).After(r.To):
		wrong.Add("minutes", problem.M("support.slot_length"))
	case r.Weeks < 1 || r.Weeks > 26:
		wrong.Add("weeks", problem.M("support.slot_weeks"))
	case int(r.To.Sub(r.From)/length)*r.Weeks > mostSlots:
		wrong.Add("weeks", problem.M("support.slot_many", "Count", mostSlots))
	}
	if err := wrong.OrNil(); err != nil {
		return nil, err
	}
	place, err := time.LoadLocation(zone)
	if err != nil {
		place = time.UTC
	}
	var all [][2]time.Time
	for week := range r.Weeks {
		first, last := r.From.In(place).AddDate(0, 0, 7*week), r.To.In(place).AddDate(0, 0, 7*week)
		for at := first; !at.Add(length).After(last); at = at.Add(length) {
			all = append(all, [2]time.Time{at.UTC(), at.Add(length).UTC()})
		}
	}
	return all, nil
}

var slots = store.Spec{Name: "slots", Indexes: []store.Index{
	{Name: "open", Fields: []string{"service", "open"}},
	{Name: "service", Fields: []string{"service", "start"}},
	{Name: "client", Fields: []string{"client.account", "start"}},
	{Name: "by", Fields: []string{"by.account", "start"}},
	{Name: "provider", Fields: []string{"provider", "start"}},
}}
