package notice

import (
	"cmp"
	"slices"
	"time"

	"citiesgrow/internal/notice/codes"
	"citiesgrow/internal/notice/ocds"
)

// Deadline is the last moment to answer: the latest of the lots that may still be answered, of
// which each has its own or that of the tender; zero when none is known.
func (c *Content) Deadline() time.Time {
	var latest time.Time
	for _, l := range c.Tender.Lots {
		at := l.Deadline
		if at.IsZero() {
			at = c.Tender.Deadline
		}
		if Answerable(l) && at.After(latest) {
			latest = at
		}
	}
	if latest.IsZero() {
		return c.Tender.Deadline
	}
	return latest
}

// Clock is the IANA zone in which the times of the tender are meant, and its country: those of
// the first place of performance, else of the buyer's seat. Both are empty where neither is
// known; times are then in UTC.
func (c *Content) Clock() (zone, country string) {
	places := slices.Clone(c.Tender.Places)
	for _, l := range c.Tender.Lots {
		places = append(places, l.Places...)
	}
	for _, p := range c.Parties {
		if slices.Contains(p.Roles, "buyer") || slices.Contains(p.Roles, "procuringEntity") {
			places = append(places, ocds.Place{NUTS: p.NUTS, Country: p.Country})
		}
	}
	for _, p := range places {
		if zone := codes.Zone(p.Country, p.NUTS); zone != "" {
			return zone, codes.Country(cmp.Or(p.Country, p.NUTS[:min(2, len(p.NUTS))]))
		}
	}
	return "", ""
}

// Local is a moment on the clock of the tender's place.
func (c *Content) Local(at time.Time) time.Time {
	if at.IsZero() {
		return at
	}
	zone, _ := c.Clock()
	return at.In(codes.Location(zone))
}
