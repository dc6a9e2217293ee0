package directory

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"citiesgrow/internal/calendar"
	"citiesgrow/internal/hsds"
	"citiesgrow/internal/plaintext"
	"citiesgrow/internal/service"
)

// mostHours bounds the opening hours of a service.
const mostHours = 14

// dayNames are the names that files have where HSDS wants "MO".
var dayNames = strings.Fields("MONDAY TUESDAY WEDNESDAY THURSDAY FRIDAY SATURDAY SUNDAY")

// readHours reads the schedules; what is not understood is left out with a remark.
func readHours(l *service.Listing, s *hsds.Service, schedules []hsds.Schedule) {
	for i, schedule := range schedules {
		h, ok := hours(schedule)
		switch {
		case ok && len(l.Hours) < mostHours:
			l.Hours = append(l.Hours, h)
		case ok:
			s.Note("schedules", "only the first %d opening hours were taken", mostHours)
		default:
			s.Note(fmt.Sprintf("schedules[%d]", i), "the opening hours were not understood, and were left out")
		}
	}
}

// hours converts a schedule; not ok where it is none that can be shown.
func hours(s hsds.Schedule) (calendar.Hours, bool) {
	h := calendar.Hours{Freq: strings.ToUpper(string(s.Freq)), Interval: int(s.Interval), From: day(s.ValidFrom), Until: day(firstText(s.ValidTo,
		s.Until)), Note: short(plaintext.Line(string(s.Notes)), 200)}
	if h.Interval == 1 {
		h.Interval = 0
	}
	h.Opens, h.Closes = pad(string(s.Opens)[:min(5, len(s.Opens))]), pad(string(s.Closes)[:min(5, len(s.Closes))])
	for d := range strings.SplitSeq(string(s.ByDay), ",") {
		d = strings.ToUpper(strings.TrimSpace(d))
		if named := slices.Index(dayNames, d); named >= 0 {
			d = d[:2]
		}
		if d != "" {
			h.ByDay = append(h.ByDay, d)
		}
	}
	for d := range strings.SplitSeq(string(s.ByMonthDay), ",") {
		if n, err := strconv.Atoi(strings.TrimSpace(d)); err == nil && h.Freq == "MONTHLY" && len(h.ByDay) == 0 {
			h.ByMonthDay = append(h.ByMonthDay, n)
		}
	}
	return h, h.Check() == nil
}

// short cuts a text after so many characters.
func short(s string, most int) string {
	r := []rune(s)
	return string(r[:min(len(r), most)])
}

// day is a date in ISO 8601; empty where the text is none.
func day(t hsds.Text) string {
	if _, err := time.Parse("2006-01-02", string(t)); err != nil {
		return ""
	}
	return string(t)
}

// pad writes "9:00" as "09:00".
func pad(s string) string {
	if len(s) == 4 && s[1] == ':' {
		return "0" + s
	}
	return s
}
