package actionplan_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/actionplan"
	"citiesgrow/internal/calendar"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/visit"
)

// A lesson of a visit becomes an action, is done with evidence, and another city takes it
// over with its origin.
func TestALessonIsFollowed(t *testing.T) {
	h := open(t)
	f := visit.Form{Cluster: "b1", Kind: "study", City: "munich", Title: "Three days in Munich", From: "2026-12-07", To: "2026-12-09",
		Documents: "https://example.org/agenda.pdf"}
	if _, err := h.visits.Create(h.riga, f); !wrong(err, "city") {
		t.Errorf("Riga plans a visit of others: %v", err)
	}
	v, err := h.visits.Create(h.athens, f)
	h.Must(err)
	ics := string(calendar.File(v.ICS("Munich", "https://x.example")))
	if !strings.Contains(ics, "DTSTART;VALUE=DATE:20261207\r\n") || !strings.Contains(ics, "DTEND;VALUE=DATE:20261210\r\n") {
		t.Errorf("%s", ics)
	}
	v, err = h.visits.AddLesson(h.athens, v.ID, "Ask for small lots.")
	h.Must(err)
	a := actionplan.Form{Title: "Small lots in cleaning", Owner: "Procurement office", Due: "2026-11-01", Indicator: "Ten contracts in lots", Visit: v.ID,
		Lesson: v.Lessons[0].ID}
	made, err := h.Create(h.athens, a)
	h.Must(err)
	if made.City != "athens" || made.Status != "planned" || !made.Overdue(moduletest.Now) {
		t.Errorf("%+v", made)
	}
	a.Status, a.Revision = "done", made.Revision
	if _, err := h.Change(h.athens, made.ID, a); !wrong(err, "evidence") {
		t.Errorf("done without evidence: %v", err)
	}
	a.Evidence = "Twelve contracts."
	if made, err = h.Change(h.athens, made.ID, a); err != nil || made.Overdue(moduletest.Now) {
		t.Errorf("%v", err)
	}
	if _, err := h.Change(h.riga, made.ID, a); !problem.Is(err, problem.NotFound) {
		t.Errorf("another city's action: %v", err)
	}
	copied, err := h.Copy(h.riga, made.ID, "")
	h.Must(err)
	if copied.City != "riga" || copied.Origin.City != "athens" || copied.Origin.Title != made.Title || copied.Lesson != made.Lesson || copied.Status != "planned" {
		t.Errorf("%+v", copied)
	}
	again, err := h.Copy(h.tampere, copied.ID, "")
	h.Must(err)
	if again.Origin.City != "athens" {
		t.Errorf("a copy of a copy comes from %s", again.Origin.City)
	}
	if _, err := h.Copy(h.athens, made.ID, ""); !wrong(err, "city") {
		t.Errorf("one's own practice: %v", err)
	}
	came, err := h.ListOfVisit(h.wide, v.ID)
	if err != nil || len(came) != 3 {
		t.Errorf("%d actions came of the visit (%v)", len(came), err)
	}
	if plan, err := h.List(h.athens, "riga"); err != nil || len(plan) != 1 {
		t.Errorf("Riga's plan has %d (%v)", len(plan), err)
	}
}

func acting() actionplan.Form {
	return actionplan.Form{Title: "Small lots", Owner: "Office", Due: "2027-03-01", Indicator: "Ten contracts"}
}

// Each wrong input is refused with the name of its field, and nothing is stored.
func TestWhatAnActionMustTell(t *testing.T) {
	h := open(t)
	_, err := h.Create(h.wide, actionplan.Form{Due: "soon", Visit: "none", Figure: "none"})
	for _, field := range []string{"city", "title", "owner", "due", "indicator", "figure", "visit"} {
		h.Wrong(err, field, "")
	}
	v, err := h.visits.Create(h.athens, visit.Form{Cluster: "b1", City: "athens", Title: "Three days in Athens", From: "2026-12-07", To: "2026-12-09"})
	h.Must(err)
	for _, c := range []struct {
		says, field, key string
		spoil            func(*actionplan.Form)
	}{
		{"no title", "title", "problem.required", func(f *actionplan.Form) { f.Title = " " }},
		{"no owner", "owner", "problem.required", func(f *actionplan.Form) { f.Owner = "" }},
		{"no day", "due", "problem.required", func(f *actionplan.Form) { f.Due = "" }},
		{"a day that is none", "due", "problem.date", func(f *actionplan.Form) { f.Due = "soon" }},
		{"nothing to see it by", "indicator", "problem.required", func(f *actionplan.Form) { f.Indicator = "" }},
		{"done, and nothing shows it", "evidence", "actionplan.evidence", func(f *actionplan.Form) { f.Status, f.Evidence = "done", " " }},
		{"a figure that is none", "figure", "problem.oneof", func(f *actionplan.Form) { f.Figure = "happiness" }},
		{"a visit that is none", "visit", "problem.not_found", func(f *actionplan.Form) { f.Visit = "visit-none" }},
		{"a lesson of another visit", "visit", "problem.not_found", func(f *actionplan.Form) { f.Visit, f.Lesson = v.ID, "none" }},
		{"no city", "city", "problem.city_unknown", func(*actionplan.Form) {}},
	} {
		f := acting()
		c.spoil(&f)
		_, err := h.Create(h.wide, f)
		if p := problem.Of(err); p == nil || p.Fields[c.field].Key != c.key {
			t.Errorf("%s: %v, want %s=%s", c.says, err, c.field, c.key)
		}
	}
	if all, err := h.List(h.wide, ""); err != nil || len(all) != 0 {
		t.Errorf("%d are stored, %v", len(all), err)
	}
	f := acting()
	f.Visit = v.ID
	if a, err := h.Create(h.athens, f); err != nil || a.Visit != v.ID || a.Lesson != "" {
		t.Errorf("of a visit as a whole: %+v, %v", a, err)
	}
}

// A city keeps its own plan, the programme every city's; staff of all cities read it.
func TestWhoKeepsAPlan(t *testing.T) {
	h := open(t)
	f := acting()
	f.City, f.Budget, f.Stakeholders, f.Endorsed = "riga", "€ 5,000", "Shops", "The council"
	made, err := h.Create(h.athens, f)
	h.Must(err)
	if made.City != "athens" {
		t.Errorf("Athens writes into the plan of %s", made.City)
	}
	f.Revision, f.Title = made.Revision, "Smaller lots"
	_, err = h.Change(h.riga, made.ID, f)
	h.Is(err, problem.NotFound, "another city changes it")
	changed, err := h.Change(h.wide, made.ID, f)
	h.Must(err)
	if changed.City != "athens" || changed.Title != "Smaller lots" || changed.Budget != "€ 5,000" || changed.Stakeholders != "Shops" ||
		changed.Endorsed != "The council" {
		t.Errorf("%+v", changed)
	}
	_, err = h.Change(h.athens, made.ID, f)
	if now := moduletest.Stale[actionplan.Action](h.House, err); now.Title != "Smaller lots" || now.Revision != changed.Revision {
		t.Errorf("an older form: stored is %+v", now)
	}
	if other, err := h.Create(h.athens, f); err != nil || other.ID == made.ID || other.Revision != 1 {
		t.Errorf("a new action with the revision of another: %+v, %v", other, err)
	}
	if seen, err := h.Get(h.tampere, made.ID); err != nil || seen.Title != "Smaller lots" {
		t.Errorf("%+v, %v", seen, err)
	}
	if due := changed.Due.Format(time.RFC3339); due != "2027-03-01T21:59:00Z" {
		t.Errorf("the last minute of the day in Athens is %s", due)
	}
}

// An action is late when its day is over and it is neither done nor dropped.
func TestWhatIsLate(t *testing.T) {
	h := open(t)
	a, err := h.Create(h.athens, acting())
	h.Must(err)
	for status, want := range map[string]bool{"planned": true, "running": true, "done": false, "dropped": false} {
		a.Status = status
		if got := a.Overdue(a.Due.Add(time.Second)); got != want {
			t.Errorf("%s: late %t, want %t", status, got, want)
		}
		if a.Overdue(a.Due) {
			t.Errorf("%s: late in its last minute", status)
		}
	}
}

// A practice is copied with what it is about, not with who does it and what came of it.
func TestWhatIsCopied(t *testing.T) {
	h := open(t)
	f := acting()
	f.Status, f.Evidence, f.Budget, f.Stakeholders = "done", "Twelve contracts", "€ 5,000", "Shops"
	made, err := h.Create(h.athens, f)
	h.Must(err)
	copied, err := h.Copy(h.riga, made.ID, "ghent")
	h.Must(err)
	if copied.City != "riga" || copied.Title != made.Title || copied.Indicator != made.Indicator || copied.Stakeholders != "Shops" || copied.Status != "planned" {
		t.Errorf("%+v", copied)
	}
	if copied.Owner != "" || copied.Evidence != "" || copied.Budget != "" || !copied.Due.Equal(h.now.AddDate(1, 0, 0)) {
		t.Errorf("%+v", copied)
	}
	if into, err := h.Copy(h.wide, made.ID, "ghent"); err != nil || into.City != "ghent" || into.Origin.City != "athens" {
		t.Errorf("%+v, %v", into, err)
	}
	_, err = h.Copy(h.wide, made.ID, "atlantis")
	h.Wrong(err, "city", "problem.city_unknown")
	_, err = h.Copy(h.wide, made.ID, "athens")
	h.Wrong(err, "city", "actionplan.own_practice")
	_, err = h.Copy(h.riga, "action-none", "")
	h.Is(err, problem.NotFound, "copied nothing")
}

// Plans are read by staff of every city, and by no one else.
func TestWhoReadsThePlans(t *testing.T) {
	h := open(t)
	h.OnlyStaff(map[string]func(context.Context) error{
		"the plans":       func(as context.Context) error { return moduletest.Failure(h.List(as, "")) },
		"an action":       func(as context.Context) error { return moduletest.Failure(h.Get(as, "action-none")) },
		"an own action":   func(as context.Context) error { return moduletest.Failure(h.Own(as, "action-none")) },
		"what came of it": func(as context.Context) error { return moduletest.Failure(h.ListOfVisit(as, "visit-none")) },
		"adds an action":  func(as context.Context) error { return moduletest.Failure(h.Create(as, actionplan.Form{})) },
		"changes an action": func(as context.Context) error {
			return moduletest.Failure(h.Change(as, "action-none", actionplan.Form{}))
		},
		"copies":              func(as context.Context) error { return moduletest.Failure(h.Copy(as, "action-none", "riga")) },
		"how a figure stands": func(as context.Context) error { _, _, err := h.Measured(as, &actionplan.Action{}); return err },
	})
	s := h.site()
	s.ForStaff(h.House, "/programme/plans", "/programme/plans/riga")
	if r := s.Get(h.riga, "/api/v1/programme/plans/atlantis"); r.Status != 404 {
		t.Errorf("the plan of no city: status %d", r.Status)
	}
}

// A store that does not answer is an error, and not a visit that is none.
func TestAStoreThatDoesNotAnswerIsNoComplaint(t *testing.T) {
	h := open(t)
	broken, stop := context.WithCancel(h.athens)
	stop()
	f := acting()
	f.Visit = "visit-none"
	if _, err := h.Create(broken, f); err == nil || problem.Of(err) != nil {
		t.Errorf("%v", err)
	}
}
