// Package slot holds the appointment slots that providers of support services offer. A provider offers them in series. An
// entrepreneur books one, or an adviser books it for a walk-in client; a booking can be cancelled. The support services come
// through the interface Services.
package slot

import (
	"cmp"
	"slices"
	"time"

	"citiesgrow/internal/calendar"
	"citiesgrow/internal/client"
	"citiesgrow/internal/mail"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// Slot is an appointment slot of a support service. It is a single document, so that only one of several concurrent bookings
// succeeds.
type Slot struct {
	record.Meta `bson:",inline"`
	Service     string        `bson:"service" json:"service"`
	Name        string        `bson:"name" json:"name"` // the service's name
	Provider    string        `bson:"provider,omitempty" json:"-"`
	City        string        `bson:"city" json:"city"`
	Start       time.Time     `bson:"start" json:"start,omitzero"`
	End         time.Time     `bson:"end" json:"end,omitzero"`
	Where       string        `bson:"where,omitempty" json:"where"` // an address, or how to meet online
	Open        time.Time     `bson:"open,omitempty" json:"-"`      // the start while the slot is free, otherwise zero
	Client      client.Client `bson:"client,omitempty" json:"-"`
	By          client.Person `bson:"by,omitempty" json:"-"` // the user who booked it
	Booked      time.Time     `bson:"booked,omitempty" json:"-"`
	Note        string        `bson:"note,omitempty" json:"-"` // what the client wants to talk about
	Version     int           `bson:"version,omitempty" json:"-"`
	Off         []Off         `bson:"off,omitempty" json:"-"`  // recent cancellations
	Gone        time.Time     `bson:"gone,omitempty" json:"-"` // when it was removed; the document remains because letters follow from it
	Test        bool          `bson:"test,omitempty" json:"demonstration,omitempty"`
}

// Off is a cancelled booking, with the data that its letter needs.
type Off struct {
	Booked time.Time `bson:"booked"`
	At     time.Time `bson:"at"`
	To     string    `bson:"to"` // account
	Client string    `bson:"client"`
}

// ahead is the time between the reminder and the start.
const ahead = 24 * time.Hour

// offKept is how long a cancellation is stored with its slot. Its letter is sent before that.
const offKept = 24 * time.Hour

// Taken reports whether the slot is booked.
func (s *Slot) Taken() bool { return s.Client.Name != "" }

// For reports whether the account has the slot, or booked it for a client.
func (s *Slot) For(account string) bool {
	return s.Taken() && account != "" && (s.Client.Account == account || s.By.Account == account)
}

// Event returns the calendar entry, with an alarm 24 hours before.
func (s *Slot) Event(url string) calendar.Event {
	return calendar.Event{UID: s.ID + "@citiesgrow", Title: s.Name, Place: s.Where, URL: url, Start: s.Start, End: s.End, Changed: s.Updated,
		Sequence: s.Version, Cancelled: !s.Taken(), Remind: ahead}
}

// book assigns the slot to a client.
func (s *Slot) book(c client.Client, by client.Person, note string, now time.Time) {
	s.Client, s.By, s.Booked, s.Note, s.Open = c, by, now, note, time.Time{}
	s.Version++
}

// cancel makes the slot free again, and stores the cancellation for its letter.
func (s *Slot) cancel(to string, now time.Time) {
	s.Off = slices.DeleteFunc(s.Off, func(o Off) bool { return now.Sub(o.At) > offKept })
	s.Off = append(s.Off, Off{Booked: s.Booked, At: now, To: to, Client: s.Client.Name})
	s.Client, s.By, s.Booked, s.Note, s.Open = client.Client{}, client.Person{}, time.Time{}, "", s.Start
	s.Version++
}

// letters returns the letters of a slot that has not started. Both sides get a confirmation of a booking, the client also a
// reminder one day before. The other side gets a letter about a cancellation.
func (s *Slot) letters(zone string, now time.Time) []mail.Letter {
	if !s.Start.After(now) {
		return nil
	}
	letter := func(about, key, to, name, path string) mail.Letter {
		return mail.Letter{About: s.ID + "/" + about, Key: key, Account: to, Words: map[string]string{"Name": s.Name, "Client": name, "Where": s.Where},
			Moments: map[string]mail.Moment{"When": {At: s.Start, Zone: zone}}, Path: path}
	}
	var all []mail.Letter
	for _, o := range s.Off {
		off := letter(o.Booked.UTC().Format(time.RFC3339)+"/off", "slot.letter_off", o.To, o.Client, "/services/"+s.Service)
		e := s.Event("")
		e.Cancelled = true // it is cancelled for this recipient, even if the slot is booked again
		off.Calendar = calendar.File(e)
		all = append(all, off)
	}
	if !s.Taken() {
		return all
	}
	version, to := s.Booked.UTC().Format(time.RFC3339), cmp.Or(s.Client.Account, s.By.Account)
	booked := letter(version+"/booked", "slot.letter_booked", to, s.Client.Name, "/appointments")
	given := letter(version+"/given", "slot.letter_given", s.Provider, s.Client.Name, "/services/"+s.Service+"/slots")
	booked.Calendar = calendar.File(s.Event(""))
	given.Calendar = booked.Calendar
	all = append(all, booked, given)
	if due := s.Start.Add(-ahead); due.After(s.Booked) {
		reminder := letter(version+"/ahead", "slot.letter_ahead", to, s.Client.Name, "/appointments")
		reminder.Due = due
		all = append(all, reminder)
	}
	return all
}

// Series is a row of slots on one day, repeated weekly.
type Series struct {
	From, To time.Time // start and end on the first day
	Minutes  int       // length of each slot
	Weeks    int       // number of weeks; 1 for a single day
	Where    string
}

// mostOffered is the maximum number of slots in a series.
const mostOffered = 200

// Slots returns the start and end of each slot, the earliest first. In every week they have the same local time in the zone.
func (r Series) Slots(zone string) ([][2]time.Time, error) {
	wrong := problem.New(problem.Invalid, "problem.invalid")
	length := time.Duration(r.Minutes) * time.Minute
	switch {
	case r.Minutes < 5 || r.Minutes > 480:
		wrong.Add("minutes", problem.M("slot.length"))
	case !r.From.Before(r.To) || r.To.Sub(r.From) > 16*time.Hour:
		wrong.Add("to", problem.M("slot.order"))
	case r.From.Add(length).After(r.To):
		wrong.Add("minutes", problem.M("slot.length"))
	case r.Weeks < 1 || r.Weeks > 26:
		wrong.Add("weeks", problem.M("slot.weeks"))
	case int(r.To.Sub(r.From)/length)*r.Weeks > mostOffered:
		wrong.Add("weeks", problem.M("slot.many", "Count", mostOffered))
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
