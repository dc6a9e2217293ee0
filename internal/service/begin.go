package service

import (
	"time"

	"citiesgrow/internal/calendar"
)

// Begin is the soonest that a firm could begin with a service, in the time zone of its city: at its next free
// appointment (none: zero), else at its next opening hours, after the waiting list where it is full; where
// nothing of it is known, in a day.
func (l *Listing) Begin(slot, now time.Time, zone string) time.Time {
	if !slot.IsZero() {
		return slot
	}
	if l.Full() {
		now = now.AddDate(0, 0, max(1, l.Capacity.WaitDays))
	}
	if open, _, ok := calendar.NextOf(l.Hours, now, zone); ok {
		if open.Before(now) {
			return now
		}
		return open
	}
	if l.Full() {
		return now
	}
	return now.AddDate(0, 0, 1)
}

// Done is when a firm that begins then would have what the service supplies.
func (l *Listing) Done(begin time.Time) time.Time { return begin.AddDate(0, 0, l.Days) }
