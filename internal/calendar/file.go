package calendar

import (
	"strings"

	ics "github.com/arran4/golang-ical"
)

// File writes appointments as a text/calendar file.
func File(events ...Event) []byte {
	c := ics.NewCalendar()
	c.SetProductId("-//CitiesGrow//EN")
	c.SetMethod(ics.MethodPublish)
	for _, e := range events {
		add(c, e)
	}
	return []byte(c.Serialize(ics.WithNewLineWindows)) // RFC 5545, 3.1: lines end with CRLF
}

func add(c *ics.Calendar, e Event) {
	v := c.AddEvent(e.UID)
	v.SetDtStampTime(e.Changed)
	v.SetStartAt(e.Start)
	v.SetEndAt(e.End)
	v.SetSummary(plain(e.Title))
	v.SetSequence(e.Sequence)
	if e.Text != "" {
		v.SetDescription(plain(e.Text))
	}
	if e.Place != "" {
		v.SetLocation(plain(e.Place))
	}
	if e.URL != "" {
		v.SetURL(e.URL)
	}
	if e.Cancelled {
		v.SetStatus(ics.ObjectStatusCancelled)
		return
	}
	v.SetStatus(ics.ObjectStatusConfirmed)
	if e.Remind > 0 {
		alarm := v.AddAlarm()
		alarm.SetAction(ics.ActionDisplay)
		alarm.SetTrigger("-PT" + minutes(e) + "M")
		alarm.SetProperty(ics.ComponentPropertyDescription, plain(e.Title))
	}
}

// plain takes out what no text of a calendar has a use for.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' || r == 0x7f {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}
