package tender

import (
	"cmp"
	"time"

	"citiesgrow/internal/calendar"
	"citiesgrow/internal/i18n"
	"citiesgrow/internal/module"
	"citiesgrow/internal/notice"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/term"
	"citiesgrow/web"
)

// remindOfDeadline is how long before a deadline the telephone rings: long enough to finish
// what is lacking.
const remindOfDeadline = 3 * 24 * time.Hour

// calendarRoute is the way to the deadlines of a tender.
func (s *Handlers) calendarRoute() web.Route {
	return web.Handle(web.Route{Method: "GET", Path: "/tenders/{id}/calendar", Who: web.Anyone(), Media: "text/calendar",
		About: "The deadlines of a tender, and of the lots that have their own, as iCalendar (RFC 5545)."}, s.deadlines)
}

func (s *Handlers) deadlines(c *web.Ctx, in module.ID) (*web.File, error) {
	t, err := s.Get(c, in.ID)
	if err != nil {
		return nil, err
	}
	zone := s.deadline(c, t).Zone
	all := t.deadlines(c.URL("/tenders/"+t.ID), func(named i18n.Text, at time.Time) (string, string) {
		title, _ := named.In(c.Languages()...)
		said := c.Words.T("tender.deadline_text", "Date", term.Moment(c.Words, at, zone), "Zone", cmp.Or(zone, "UTC"))
		return c.Words.T("tender.deadline_title", "Title", title), said
	})
	if len(all) == 0 {
		return nil, problem.New(problem.NotFound, "tender.no_deadline")
	}
	return &web.File{Name: t.ID + ".ics", Type: "text/calendar; charset=utf-8", Inline: true, Body: calendar.File(all...)}, nil
}

// deadlines are the moments until which the tender and its lots can be answered. Those of one
// moment are one; what was withdrawn is cancelled, under the same name.
func (t *Tender) deadlines(url string, say func(title i18n.Text, at time.Time) (string, string)) []calendar.Event {
	at := func(id string, title i18n.Text, when time.Time, off bool) calendar.Event {
		summary, text := say(title, when)
		return calendar.Event{UID: id + "@citiesgrow", Title: summary, Text: text, URL: url, Start: when, Changed: t.Updated, Sequence: int(t.Revision),
			Cancelled: off || t.Stage == notice.Withdrawn, Remind: remindOfDeadline}
	}
	var all []calendar.Event
	last := t.Deadline()
	if !last.IsZero() {
		all = append(all, at(t.ID, t.Tender.Title, last, false))
	}
	for _, l := range t.Tender.Lots {
		if !l.Deadline.IsZero() && !l.Deadline.Equal(last) {
			title := l.Title
			if title.Empty() {
				title = t.Tender.Title
			}
			all = append(all, at(t.ID+"-"+l.ID, title, l.Deadline, !notice.Answerable(l)))
		}
	}
	return all
}
