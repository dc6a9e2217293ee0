package main

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// A supplier imports the deadline of a tender into a calendar. The page shows the time zone of the deadline.
func TestADeadlineGoesIntoTheCalendar(t *testing.T) {
	w := newTown(t)
	got := w.ask(w.named("nobody"), "GET", "/tenders/"+w.tender+"/calendar", "")
	text := strings.ReplaceAll(got.text, "\r\n ", "")
	for _, piece := range []string{"METHOD:PUBLISH", "UID:" + w.tender + "@citiesgrow", "SUMMARY:Deadline: Cleaning of three schools",
		"DTSTART:20261220T100000Z", "Europe/Riga", "12:00", "BEGIN:VALARM", "/tenders/" + w.tender} {
		if !strings.Contains(text, piece) {
			t.Errorf("%d, no %q in %s", got.status, piece, text)
		}
	}
	if kind := got.header.Get("Content-Type"); !strings.HasPrefix(kind, "text/calendar") {
		t.Errorf("it is %s", kind)
	}
	if hidden := w.ask(w.named("nobody"), "GET", "/tenders/"+w.draft+"/calendar", ""); hidden.status != 404 {
		t.Errorf("a draft's deadline: %d", hidden.status)
	}
	before := regexp.MustCompile(`SEQUENCE:(\d+)`).FindStringSubmatch(text)[1]
	if res := w.ask(w.named("buyer"), "POST", "/api/v1/tenders/"+w.tender+"/outcome", `{"kind":"withdrawn","reason":"The schools move."}`); res.status >= 300 {
		t.Fatalf("%d %s", res.status, res.text)
	}
	w.catchUp()
	off := w.ask(w.named("nobody"), "GET", "/tenders/"+w.tender+"/calendar", "").text
	after := regexp.MustCompile(`SEQUENCE:(\d+)`).FindStringSubmatch(off)
	if !strings.Contains(off, "METHOD:CANCEL") || !strings.Contains(off, "UID:"+w.tender+"@citiesgrow") || after == nil || len(after[1]) < len(before) ||
		after[1] <= before {
		t.Errorf("the withdrawn contract's deadline, sequence %s before: %s", before, off)
	}
}

// A cancelled event is removed from calendars: the file has the same UID, a higher sequence, and the method CANCEL.
func TestACalledOffEventLeavesTheCalendar(t *testing.T) {
	w := newTown(t)
	event := "/events/" + w.things["/events"]
	w.do("employer", event+"/publication", nil)
	file := func() string { return w.ask(w.named("nobody"), "GET", event+"/calendar", "").text }
	one := func(text, pattern string) string {
		t.Helper()
		m := regexp.MustCompile(pattern).FindStringSubmatch(text)
		if m == nil {
			t.Fatalf("no %s in %s", pattern, text)
		}
		return m[1]
	}
	on := file()
	w.do("employer", event+"/cancellation", url.Values{"reason": {"The hall is closed."}})
	off := file()
	if one(on, `METHOD:(\w+)`) != "PUBLISH" || one(off, `METHOD:(\w+)`) != "CANCEL" || one(on, `UID:(\S+)`) != one(off, `UID:(\S+)`) || one(on,
		`SEQUENCE:(\d+)`) >= one(off, `SEQUENCE:(\d+)`) {
		t.Errorf("on: %s\noff: %s", on, off)
	}
}
