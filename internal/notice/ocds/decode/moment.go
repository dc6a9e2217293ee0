package decode

import (
	"time"

	"citiesgrow/internal/notice/codes"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/notice/ocds/loosejson"
)

// moment reads a date at the place of the contract and notes what it could not understand.
func (g *reading) moment(v loosejson.Value, late bool, names ...string) time.Time {
	text := v.String(names...)
	at, ok := codes.When(text, g.place, late)
	if !ok {
		g.remark(names[len(names)-1], text, ocds.NotADate)
	}
	return at
}

// deadline is a moment until which something is taken. Its own words are kept where they were
// not understood.
func (g *reading) deadline(v loosejson.Value, names ...string) (at time.Time, unread string) {
	at = g.moment(v, true, names...)
	if text := v.String(names...); at.IsZero() && text != "" && !codes.IsNoDate(text) {
		unread = short(text)
	}
	return at, unread
}

// period reads a start, an end and a length in days.
func (g *reading) period(v loosejson.Value, names ...string) ocds.Period {
	v = v.Get(names...)
	p := ocds.Period{Start: g.moment(v, false, "startDate"), End: g.moment(v, true, "endDate")}
	if n := v.Count("durationInDays"); n < 100*365 {
		p.Days = n
	}
	return p
}

// placeOf finds whose clock a release means: the first place of performance, else the seat of
// the buyer; nil where neither is known.
func placeOf(release loosejson.Value) *time.Location {
	tender := release.Get("tender")
	for _, item := range tender.List("items") {
		for _, at := range itemPlaces(item) {
			if zone := codes.Zone(at.Country, at.NUTS); zone != "" {
				return codes.Location(zone)
			}
		}
	}
	seats := []loosejson.Value{release.Get("buyer"), tender.Get("procuringEntity")}
	for _, p := range release.List("parties") {
		roles := p.Strings("roles")
		for _, role := range roles {
			if role == "buyer" || role == "procuringEntity" {
				seats = append(seats, p)
			}
		}
	}
	for _, seat := range seats {
		at := place(seat.Get("address"))
		if zone := codes.Zone(at.Country, at.NUTS); zone != "" {
			return codes.Location(zone)
		}
	}
	return nil
}
