package event

import (
	"context"
	"fmt"
	"time"

	"citiesgrow/internal/calendar"
	"citiesgrow/internal/mail"
	"citiesgrow/internal/problem"
)

// ahead is the time between the reminder and the start.
const ahead = 24 * time.Hour

// letters returns the letters of an event according to its current state and registrations.
func (s *Service) letters(ctx context.Context, id string) ([]mail.Letter, error) {
	e, err := s.events.Get(ctx, id)
	if problem.Is(err, problem.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	a, err := s.attendance(ctx, id)
	if err != nil {
		return nil, err
	}
	city, _ := s.kit.Taxonomy.City(e.City)
	return e.letters(a, city.Zone, s.kit.Now()), nil
}

// letters returns the letters of a published event that is not over: place or waiting list confirmed, time or place changed,
// reminder one day before, event cancelled.
func (e *Event) letters(a *Attendance, zone string, now time.Time) []mail.Letter {
	var all []mail.Letter
	if e.Published.IsZero() || e.over(now) {
		return nil
	}
	for _, r := range a.Registrations {
		l := mail.Letter{Account: r.Account, Words: map[string]string{"Title": e.Title, "Where": e.Where, "Reason": e.Reason},
			Moments: map[string]mail.Moment{"When": {At: e.begins(zone), Zone: zone}}, Path: e.path()}
		write := func(key, about string) *mail.Letter {
			all = append(all, l)
			last := &all[len(all)-1]
			last.Key, last.About = key, e.ID+"/"+about
			return last
		}
		file := func() []byte { return calendar.File(e.ICS(r.Sessions, "")...) }
		if !e.Cancelled.IsZero() {
			if !a.CancelSent {
				write(e.words()+"letter_cancelled", e.about("cancelled", r)).Calendar = file()
			}
			continue
		}
		if !e.Moved.IsZero() && !r.At.After(e.Moved) {
			moved := write("event.letter_changed", "event.letter_changed/"+r.Account+"/"+e.Moved.UTC().Format(time.RFC3339))
			if !r.Waiting {
				moved.Calendar = file()
			}
		}
		if r.Waiting {
			write(e.words()+"letter_waiting", e.about("waiting", r))
			continue
		}
		write(e.words()+"letter_registered", e.about("registered", r)).Calendar = file()
		// People who registered, got a place or received a new time within the last day know the time from that letter: they get
		// no reminder.
		if due := e.begins(zone).Add(-ahead); due.After(latest(r.At, r.Placed, e.Moved)) && e.begins(zone).After(now) {
			write("event.letter_ahead", "ahead/"+r.Account).Due = due
		}
	}
	return all
}

// words returns the prefix of the text keys of letters that differ for conferences.
func (e *Event) words() string {
	if e.Conference() {
		return "conference."
	}
	return "event."
}

// about returns the identity of a letter. It has the same form as in earlier releases, so that letters they sent are not sent
// again.
func (e *Event) about(what string, r Registration) string {
	if e.Conference() {
		if what == "cancelled" {
			return "cancelled/" + r.Account
		}
		return fmt.Sprint("conference.letter_", what, "/", r.Account, "/", r.At.Unix())
	}
	switch what {
	case "registered":
		return "registered/" + r.Account + "/" + r.At.UTC().Format(time.RFC3339)
	case "cancelled":
		return "event.letter_cancelled/" + r.Account + "/" + e.Cancelled.UTC().Format(time.RFC3339)
	}
	return what + "/" + r.Account
}

// latest returns the latest of several times.
func latest(all ...time.Time) time.Time {
	var last time.Time
	for _, t := range all {
		if t.After(last) {
			last = t
		}
	}
	return last
}
