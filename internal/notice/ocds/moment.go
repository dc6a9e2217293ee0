package ocds

import (
	"time"

	"citiesgrow/internal/notice/codes"
)

// moment reads a date into UTC, to the millisecond, at a place where it names no offset. A day
// alone stands for its first second or, where late is set, its last. What is no date gives
// the zero time; see reading.moment for what is reported.
func (v value) moment(place *time.Location, late bool, names ...string) time.Time {
	at, _ := codes.When(v.str(names...), place, late)
	return at
}

// moment reads a date at the place of the contract and notes what it could not understand.
func (g *reading) moment(v value, late bool, names ...string) time.Time {
	text := v.str(names...)
	at, ok := codes.When(text, g.place, late)
	if !ok {
		g.remark(names[len(names)-1], text, NotADate)
	}
	return at
}

// deadline is a moment until which something is taken. Its own words are kept where they were
// not understood.
func (g *reading) deadline(v value, names ...string) (at time.Time, unread string) {
	at = g.moment(v, true, names...)
	if text := v.str(names...); at.IsZero() && text != "" && !codes.IsNoDate(text) {
		unread = short(text)
	}
	return at, unread
}

// period reads a start, an end and a length in days.
func (g *reading) period(v value, names ...string) Period {
	v = v.get(names...)
	p := Period{Start: g.moment(v, false, "startDate"), End: g.moment(v, true, "endDate")}
	if n := v.count("durationInDays"); n < 100*365 {
		p.Days = n
	}
	return p
}

// placeOf finds whose clock a release means: the first place of performance, else the seat of
// the buyer; nil where neither is known.
func placeOf(release value) *time.Location {
	tender := release.get("tender")
	for _, item := range tender.list("items") {
		for _, at := range itemPlaces(item) {
			if zone := codes.Zone(at.Country, at.NUTS); zone != "" {
				return codes.Location(zone)
			}
		}
	}
	seats := []value{release.get("buyer"), tender.get("procuringEntity")}
	for _, p := range release.list("parties") {
		roles := p.strs("roles")
		for _, role := range roles {
			if role == "buyer" || role == "procuringEntity" {
				seats = append(seats, p)
			}
		}
	}
	for _, seat := range seats {
		at := place(seat.get("address"))
		if zone := codes.Zone(at.Country, at.NUTS); zone != "" {
			return codes.Location(zone)
		}
	}
	return nil
}
