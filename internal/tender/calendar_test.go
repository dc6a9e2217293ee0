package tender_test

import (
	"net/http"
	"strings"
	"testing"

	"citiesgrow/internal/draft"
	"citiesgrow/internal/notice"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/tender/tendertest"
)

// A deadline goes into a calendar under one name that stays, so that a change moves it and does not add another; lots
// that end at another moment have their own.
func TestADeadlineStaysOneEntryOfACalendar(t *testing.T) {
	l := tendertest.New(t)
	mine := as(l.System, gent)
	of := l.Published(mine, full())
	site := l.Pages()
	file := func() string {
		t.Helper()
		got := site.Get(nobody, "/tenders/"+of.ID+"/calendar")
		if got.Status != http.StatusOK || !strings.HasPrefix(got.Header.Get("Content-Type"), "text/calendar") {
			t.Fatalf("%d %s", got.Status, got.Header.Get("Content-Type"))
		}
		return strings.ReplaceAll(got.Body, "\r\n ", "")
	}
	first := file()
	for _, has := range []string{"UID:" + of.ID + "@citiesgrow", "DTSTART:20261220T110000Z", "Cleaning of three schools", "TRIGGER:-PT4320M"} { // three days
		if !strings.Contains(first, has) {
			t.Errorf("the file lacks %q: %s", has, first)
		}
	}
	if _, err := l.Drafts.Change(mine, of.ID, of.Revision, with(func(f *draft.Form) { f.Deadline = "2026-12-28T12:00" })); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(file(), "20261228") {
		t.Error("a change is in the calendar before it is published")
	}
	if _, err := l.Drafts.Publish(mine, of.ID, 0); err != nil {
		t.Fatal(err)
	}
	moved := file()
	if !strings.Contains(moved, "DTSTART:20261228T110000Z") || strings.Count(moved, "BEGIN:VEVENT") != 1 ||
		!strings.Contains(moved, "UID:"+of.ID+"@citiesgrow") || sequence(moved) <= sequence(first) {
		t.Errorf("it was moved: %s", moved)
	}
	if _, err := l.Outcomes.Publish(mine, of.ID, notice.Outcome{Kind: notice.Withdrawn, Reason: "No money."}); err != nil {
		t.Fatal(err)
	}
	if over := file(); !strings.Contains(over, "STATUS:CANCELLED") {
		t.Errorf("what was taken back is not cancelled: %s", over)
	}
}

// sequence is the number of the change of a calendar's entry, of a fixed width so that it can be compared.
func sequence(file string) string {
	_, rest, _ := strings.Cut(file, "SEQUENCE:")
	number, _, _ := strings.Cut(rest, "\r\n")
	return strings.Repeat("0", max(0, 6-len(number))) + number
}

// Lots that end with the whole are no entries of their own; one that can no longer be answered is cancelled.
func TestLotsHaveEntriesOfTheirOwn(t *testing.T) {
	l := tendertest.New(t)
	of := l.Received(release("o", "n", "01", day(-1), "tender", func(r *ocds.Release) {
		r.Tender.Deadline = day(20)
		r.Tender.Lots = []ocds.Lot{{ID: "LOT-0001", Deadline: day(20)}, {ID: "LOT-0002", Deadline: day(10)},
			{ID: "LOT-0003", Deadline: day(12), Status: "cancelled"}, {ID: "LOT-0004"}}
	}))
	got := l.Pages().Get(nobody, "/tenders/"+of.ID+"/calendar")
	if strings.Count(got.Body, "BEGIN:VEVENT") != 3 || strings.Count(got.Body, "STATUS:CANCELLED") != 1 || strings.Contains(got.Body, "LOT-0001@") ||
		!strings.Contains(got.Body, "LOT-0002@") {
		t.Errorf("%s", got.Body)
	}
}

// Without a deadline there is nothing for a calendar, and a person is told so.
func TestWithoutADeadlineThereIsNoCalendar(t *testing.T) {
	l := tendertest.New(t)
	of := l.Received(releasesOf(t, "ocds-zz0011-1",
		[3]string{"01", "tender", `"buyer":{"id":"b","name":"Gmina Sopot"},"tender":{"id":"t","title":"Bez terminu","status":"active"}`})[0])
	if got := l.Pages().Get(nobody, "/tenders/"+of.ID+"/calendar"); got.Status != http.StatusNotFound ||
		!strings.Contains(got.Body, "No deadline is given") {
		t.Errorf("%d %.300s", got.Status, got.Body)
	}
}
