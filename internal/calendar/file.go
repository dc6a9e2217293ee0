package calendar

import (
	"strings"

	ics "github.com/arran4/golang-ical"
)

// Method is what a file asks of a calendar (RFC 5546): to keep its appointments, or, where all
// of them are cancelled, to take them out again.
func Method(events ...Event) string {
	for _, e := range events {
		if !e.Cancelled {
			return string(ics.MethodPublish)
		}
	}
	if len(events) == 0 {
		return string(ics.MethodPublish)
	}
	return string(ics.MethodCancel)
}

// MethodOf is the method of a file that was written.
func MethodOf(file []byte) string {
	if strings.Contains(string(file), "\r\nMETHOD:"+string(ics.MethodCancel)+"\r\n") {
		return string(ics.MethodCancel)
	}
	return string(ics.MethodPublish)
}

// File writes appointments as a text/calendar file.
func File(events ...Event) []byte {
	c := ics.NewCalendar()
	c.SetProductId("-//CitiesGrow//EN")
	c.SetMethod(ics.Method(Method(events...)))
	for _, e := range events {
		add(c, e)
	}
	return []byte(c.Serialize(ics.WithNewLineWindows)) // RFC 5545, 3.1: lines end with CRLF
}

func add(c *ics.Calendar, e Event) {
	v := c.AddEvent(e.UID)
	v.SetDtStampTime(e.Changed)
	times(v, e)
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

// times are the hours or days of an event. Its end is not part of it, so days end with the day
// after the last; a moment has no end.
func times(v *ics.VEvent, e Event) {
	switch {
	case e.Days:
		v.SetAllDayStartAt(e.Start)
		v.SetAllDayEndAt(e.End.AddDate(0, 0, 1))
	case e.End.IsZero():
		v.SetStartAt(e.Start)
	default:
		v.SetStartAt(e.Start)
		v.SetEndAt(e.End)
	}
}

// plain takes out what no text of a calendar has a use for: control characters, and those that
// turn the direction of what follows, so that "exe.fdp" can look like a file of another kind.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r < ' ' && r != '\n', r == 0x7f:
			return -1
		case r == 0x061c, r == 0x200e, r == 0x200f, r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}
