package programme_test

import (
	"strings"
	"testing"

	"citiesgrow/internal/calendar"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/programme"
)

// A lesson of a visit becomes an action, is done with evidence, and another city takes it
// over with its origin.
func TestALessonIsFollowed(t *testing.T) {
	h := open(t)
	f := programme.VisitForm{Cluster: "b1", Kind: "study", City: "munich", Title: "Three days in Munich", From: "2026-12-07", To: "2026-12-09",
		Documents: "https://example.org/agenda.pdf"}
	if _, err := h.Plan(h.riga, "", f); !wrong(err, "city") {
		t.Errorf("Riga plans a visit of others: %v", err)
	}
	v, err := h.Plan(h.athens, "", f)
	h.must(err)
	ics := string(calendar.File(v.ICS("Munich", "https://x.example")))
	if !strings.Contains(ics, "DTSTART;VALUE=DATE:20261207\r\n") || !strings.Contains(ics, "DTEND;VALUE=DATE:20261210\r\n") {
		t.Errorf("%s", ics)
	}
	v, err = h.Learn(h.athens, v.ID, "Ask for small lots.")
	h.must(err)
	a := programme.ActionForm{Title: "Small lots in cleaning", Owner: "Procurement office", Due: "2026-11-01", Indicator: "Ten contracts in lots", Visit: v.ID,
		Lesson: v.Lessons[0].ID}
	made, err := h.Act(h.athens, "", a)
	h.must(err)
	if made.City != "athens" || made.Status != "planned" || !made.Overdue(moduletest.Now) {
		t.Errorf("%+v", made)
	}
	a.Status, a.Revision = "done", made.Revision
	if _, err := h.Act(h.athens, made.ID, a); !wrong(err, "evidence") {
		t.Errorf("done without evidence: %v", err)
	}
	a.Evidence = "Twelve contracts."
	if made, err = h.Act(h.athens, made.ID, a); err != nil || made.Overdue(moduletest.Now) {
		t.Errorf("%v", err)
	}
	if _, err := h.Act(h.riga, made.ID, a); !problem.Is(err, problem.NotFound) {
		t.Errorf("another city's action: %v", err)
	}
	copied, err := h.Copy(h.riga, made.ID, "")
	h.must(err)
	if copied.City != "riga" || copied.Origin.City != "athens" || copied.Origin.Title != made.Title || copied.Lesson != made.Lesson || copied.Status != "planned" {
		t.Errorf("%+v", copied)
	}
	again, err := h.Copy(h.tampere, copied.ID, "")
	h.must(err)
	if again.Origin.City != "athens" {
		t.Errorf("a copy of a copy comes from %s", again.Origin.City)
	}
	if _, err := h.Copy(h.athens, made.ID, ""); !wrong(err, "city") {
		t.Errorf("one's own practice: %v", err)
	}
	_, came, err := h.Visit(h.wide, v.ID)
	if err != nil || len(came) != 3 {
		t.Errorf("%d actions came of the visit (%v)", len(came), err)
	}
	if plan, err := h.Plans(h.athens, "riga"); err != nil || len(plan) != 1 {
		t.Errorf("Riga's plan has %d (%v)", len(plan), err)
	}
}
