package calendar_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	ics "github.com/arran4/golang-ical"
	"pgregory.net/rapid"

	"citiesgrow/internal/calendar"
)

func moment(s string) time.Time {
	t, err := time.Parse("2006-01-02T15:04Z", s)
	if err != nil {
		panic(err)
	}
	return t
}

func TestWhenItIsNextOpen(t *testing.T) {
	for name, c := range map[string]struct {
		hours       calendar.Hours
		after, want string
		zone        string
	}{
		"later the same day": {calendar.Hours{Freq: "WEEKLY", ByDay: []string{"SU"}, Opens: "12:00", Closes: "13:00"}, "2026-11-22T09:00Z",
			"2026-11-22T10:00Z", "Europe/Riga"},
		"open now": {calendar.Hours{Freq: "WEEKLY", ByDay: []string{"SU"}, Opens: "10:00", Closes: "13:00"}, "2026-11-22T09:00Z",
			"2026-11-22T08:00Z", "Europe/Riga"},
		"closed for today": {calendar.Hours{Freq: "WEEKLY", ByDay: []string{"SU"}, Opens: "08:00", Closes: "09:00"}, "2026-11-22T09:00Z",
			"2026-11-29T06:00Z", "Europe/Riga"},
		"a weekday": {calendar.Hours{Freq: "WEEKLY", ByDay: []string{"WE", "TU"}, Opens: "09:00", Closes: "12:00"}, "2026-11-22T09:00Z",
			"2026-11-24T07:00Z", "Europe/Riga"},
		"after clocks go back": {calendar.Hours{Freq: "WEEKLY", ByDay: []string{"MO"}, Opens: "09:00", Closes: "12:00"}, "2026-10-24T09:00Z",
			"2026-10-26T08:00Z", "Europe/Brussels"},
		"after clocks go forward": {calendar.Hours{Freq: "WEEKLY", ByDay: []string{"MO"}, Opens: "09:00", Closes: "12:00"}, "2026-03-28T09:00Z",
			"2026-03-30T07:00Z", "Europe/Brussels"},
		"the first Monday": {calendar.Hours{Freq: "MONTHLY", ByDay: []string{"1MO"}, Opens: "09:00", Closes: "12:00"}, "2026-11-22T09:00Z",
			"2026-12-07T09:00Z", "Europe/London"},
		"the last Friday": {calendar.Hours{Freq: "MONTHLY", ByDay: []string{"-1FR"}, Opens: "09:00", Closes: "12:00"}, "2026-11-22T09:00Z",
			"2026-11-27T09:00Z", "Europe/London"},
		"the 15th": {calendar.Hours{Freq: "MONTHLY", ByMonthDay: []int{15}, Opens: "09:00", Closes: "12:00"}, "2026-11-22T09:00Z",
			"2026-12-15T09:00Z", "Europe/London"},
		"not before it begins": {calendar.Hours{Freq: "WEEKLY", ByDay: []string{"MO"}, From: "2027-01-10", Opens: "09:00", Closes: "12:00"},
			"2026-11-22T09:00Z", "2027-01-11T09:00Z", "Europe/London"},
		"over": {calendar.Hours{Freq: "WEEKLY", ByDay: []string{"MO"}, Until: "2026-11-20", Opens: "09:00", Closes: "12:00"},
			"2026-11-22T09:00Z", "", "Europe/London"},
		"a day that hardly exists": {calendar.Hours{Freq: "MONTHLY", ByDay: []string{"5MO"}, Opens: "09:00", Closes: "12:00"}, "2026-12-01T09:00Z",
			"2027-03-29T08:00Z", "Europe/London"},
		"nonsense": {calendar.Hours{Freq: "HOURLY", Opens: "09:00", Closes: "12:00"}, "2026-11-22T09:00Z", "", "Europe/London"},
	} {
		opens, closes, ok := c.hours.Next(moment(c.after), c.zone)
		if c.want == "" {
			if ok {
				t.Errorf("%s: open on %s", name, opens)
			}
			continue
		}
		if !ok || !opens.Equal(moment(c.want)) || !closes.After(opens) {
			t.Errorf("%s: %s (%t), want %s", name, opens.UTC(), ok, c.want)
		}
	}
}

func TestNextOpeningIsOneOfTheRule(t *testing.T) {
	names := map[time.Weekday]string{time.Monday: "MO", time.Tuesday: "TU", time.Wednesday: "WE", time.Thursday: "TH", time.Friday: "FR",
		time.Saturday: "SA", time.Sunday: "SU"}
	zones := []string{"Europe/Athens", "Europe/Lisbon", "Europe/Helsinki", "UTC"}
	rapid.Check(t, func(t *rapid.T) {
		h := calendar.Hours{Freq: "WEEKLY", ByDay: rapid.SliceOfNDistinct(rapid.SampledFrom(calendar.Days()), 1, 7, rapid.ID).Draw(t, "days"),
			Opens: "08:30", Closes: "16:15"}
		after := time.Unix(rapid.Int64Range(1_700_000_000, 1_900_000_000).Draw(t, "after"), 0)
		zone := rapid.SampledFrom(zones).Draw(t, "zone")
		opens, closes, ok := h.Next(after, zone)
		place, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		local := opens.In(place)
		if !ok || !closes.After(after) || opens.Sub(after) > 8*24*time.Hour || local.Format("15:04") != "08:30" || !slices.Contains(h.ByDay, names[local.Weekday()]) {
			t.Fatalf("%v after %s: %s", h.ByDay, after, local)
		}
	})
}

func TestRulesThereAndBack(t *testing.T) {
	for _, rule := range []string{"FREQ=WEEKLY;BYDAY=MO,TU", "FREQ=MONTHLY;BYDAY=1MO,-1FR", "FREQ=MONTHLY;BYMONTHDAY=1,15", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA"} {
		if h, err := calendar.ParseRule("RRULE:" + rule); err != nil || h.Rule() != rule {
			t.Errorf("%s is read as %s, %v", rule, h.Rule(), err)
		}
	}
	for _, rule := range []string{"", "FREQ=DAILY;BYDAY=MO", "FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=XX", "FREQ=WEEKLY;BYDAY=1MO",
		"FREQ=MONTHLY;BYMONTHDAY=32", "FREQ=WEEKLY;INTERVAL=x;BYDAY=MO", "FREQ=WEEKLY;BYHOUR=3;BYDAY=MO", "DROP TABLE"} {
		if h, err := calendar.ParseRule(rule); err == nil {
			t.Errorf("%q is read as %+v", rule, h)
		}
	}
}

// A telephone takes the file: whole, with its reminder, in any script.
func TestAnAppointmentAsAFile(t *testing.T) {
	start := moment("2026-12-04T08:00Z")
	e := calendar.Event{UID: "slot-1@citiesgrow", Title: strings.Repeat("استشارة التأمين, ", 20) + "🙂", Text: "Bring:\n1; 2, 3",
		Place: "Brīvības iela 1", URL: "https://x.example/a",
		Start: start, End: start.Add(time.Hour), Changed: start.AddDate(0, 0, -3), Sequence: 2, Remind: 24 * time.Hour}
	file := calendar.File(e)
	for line := range bytes.SplitSeq(bytes.TrimSuffix(file, []byte("\r\n")), []byte("\r\n")) {
		if len(line) > 75 || !utf8.Valid(line) || bytes.ContainsAny(line, "\r\n") {
			t.Errorf("a line of %d bytes: %q", len(line), line)
		}
	}
	read, err := ics.ParseCalendar(bytes.NewReader(file))
	if err != nil || len(read.Events()) != 1 {
		t.Fatalf("%v\n%s", err, file)
	}
	v := read.Events()[0]
	from, errFrom := v.GetStartAt()
	to, errTo := v.GetEndAt()
	if errFrom != nil || errTo != nil || !from.Equal(e.Start) || !to.Equal(e.End) || v.Id() != e.UID || len(v.Alarms()) != 1 {
		t.Errorf("%s to %s, %d alarms", from, to, len(v.Alarms()))
	}
	if title := v.GetProperty(ics.ComponentPropertySummary).Value; title != e.Title {
		t.Errorf("title %q", title)
	}
	if !bytes.Contains(file, []byte("TRIGGER:-PT1440M")) || !bytes.Contains(file, []byte("METHOD:PUBLISH")) {
		t.Errorf("%s", file)
	}
	e.Cancelled = true
	e.Sequence++
	if off := calendar.File(e); calendar.MethodOf(off) != "CANCEL" || !bytes.Contains(off, []byte("METHOD:CANCEL\r\n")) ||
		!bytes.Contains(off, []byte("UID:slot-1@citiesgrow\r\n")) || !bytes.Contains(off, []byte("SEQUENCE:3\r\n")) ||
		!bytes.Contains(off, []byte("STATUS:CANCELLED")) || bytes.Contains(off, []byte("VALARM")) {
		t.Errorf("%s", off)
	}
}

// A name cannot turn the direction of what stands next to it in a calendar.
func TestNamesDoNotTurnTheLine(t *testing.T) {
	start := moment("2026-12-04T08:00Z")
	for _, turn := range []string{"\u202e", "\u202d", "\u2067", "\u200f", "\u061c"} {
		file := calendar.File(calendar.Event{UID: "a@x", Title: "Invoice " + turn + "fdp.exe", Text: turn + "b", Place: "c" + turn, Start: start,
			Changed: start, Remind: time.Hour})
		if bytes.Contains(file, []byte(turn)) || !bytes.Contains(file, []byte("SUMMARY:Invoice fdp.exe\r\n")) {
			t.Errorf("%q stays: %s", turn, file)
		}
	}
}

// A visit of three days is three days, and a deadline is a moment: no hours and no end were given.
func TestDaysAndMoments(t *testing.T) {
	first := moment("2026-12-07T00:00Z")
	days := calendar.File(calendar.Event{UID: "a@x", Title: "Visit", Start: first, End: first.AddDate(0, 0, 2), Days: true, Changed: first})
	if !bytes.Contains(days, []byte("DTSTART;VALUE=DATE:20261207\r\n")) || !bytes.Contains(days, []byte("DTEND;VALUE=DATE:20261210\r\n")) {
		t.Errorf("%s", days)
	}
	if until := calendar.File(calendar.Event{UID: "a@x", Title: "Deadline", Start: first, Changed: first, Remind: time.Hour}); bytes.Contains(until,
		[]byte("DTEND")) || !bytes.Contains(until, []byte("TRIGGER:-PT60M")) {
		t.Errorf("%s", until)
	}
}
