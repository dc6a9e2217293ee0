package ted

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"citiesgrow/internal/notice/codes"
	"citiesgrow/internal/notice/ocds"
)

// clock reads the local times of a country. Notices name no zone; the times in them are those
// of the place of performance. A notice whose place and country are not known is taken to be
// Brussels', where the Union's bodies abroad have their seat.
type clock struct {
	zone   *time.Location
	reader *reader // notes what is no date
}

// clockOf is the clock of the first place of performance, else of the buyer's country.
func (rd *reader) clockOf() clock {
	zone := ""
	for n := range rd.coded.All("NOTICE_DATA/PERFORMANCE_NUTS") {
		zone = cmp.Or(zone, codes.Zone("", n.Attr("CODE")))
	}
	country := codes.Country(rd.coded.Find("NOTICE_DATA/ISO_COUNTRY").Attr("VALUE"))
	return clock{codes.Location(cmp.Or(zone, codes.Zone(country, ""), "Europe/Brussels")), rd}
}

// What a date without a time stands for.
const (
	startOfDay = "00:00:00"
	endOfDay   = "23:59:59"
)

// at joins a date ("2020-03-11") and a local time ("12:00") into UTC. Without a time it is the
// last second of that day where otherwise is endOfDay, else the first. What is no date is
// remarked and gives the zero time.
func (c clock) at(date, hour, otherwise string) time.Time {
	date, hour = strings.TrimSpace(date), strings.TrimSpace(hour)
	text := date
	if hour != "" {
		text = date + " " + hour
	}
	at, ok := codes.When(text, c.zone, otherwise == endOfDay)
	if !ok && c.reader != nil {
		c.reader.remarks = codes.Add(c.reader.remarks, ocds.Remark{Field: "date", Text: fmt.Sprintf("%.200s", text), Reason: ocds.NotADate})
	}
	return at
}
