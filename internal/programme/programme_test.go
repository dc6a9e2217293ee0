package programme_test

import (
	"context"
	"strings"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/calendar"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/programme"
)

// house is the programme with its own staff and that of three cities.
type house struct {
	*programme.Service
	house                       *moduletest.House
	t                           *testing.T
	wide, riga, athens, tampere context.Context
}

func open(t *testing.T) *house {
	t.Helper()
	h := moduletest.New(t)
	s := programme.New(h.Kit)
	h.Start(s.Module())
	as := func(city string) context.Context {
		return actor.With(t.Context(), actor.Actor{ID: "staff-" + city, Role: actor.Staff, City: city, Active: true})
	}
	return &house{s, h, t, as(""), as("riga"), as("athens"), as("tampere")}
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatalf("%v %v", err, problem.Of(err))
	}
}

func wrong(err error, field string) bool {
	p := problem.Of(err)
	return p != nil && p.Fields[field].Key != ""
}

// What is known is there from the start; the rest is empty and said to be unconfirmed, and
// only the programme's own staff changes it.
func TestClustersAreNotInvented(t *testing.T) {
	h := open(t)
	all, err := h.Clusters(h.riga)
	h.must(err)
	pairs := 0
	for _, c := range all {
		if c.Confirmed != (c.Mentor != "") {
			t.Errorf("%+v", c)
		}
		if c.Mentor != "" {
			pairs++
		}
	}
	if len(all) != 8 || pairs != 2 {
		t.Errorf("%d clusters, %d pairs", len(all), pairs)
	}
	f := programme.ClusterForm{Mentor: "birmingham", Implementing: "riga", Confirmed: "yes"}
	if _, err := h.Tell(h.riga, "a1", f); !problem.Is(err, problem.Conflict) {
		t.Errorf("a city's staff: %v", err)
	}
	_, err = h.Tell(h.wide, "a1", f)
	h.must(err)
	if _, err := h.Tell(h.wide, "a1", f); !problem.Is(err, problem.Conflict) {
		t.Errorf("an older form: %v", err)
	}
	if _, err := h.Tell(h.wide, "a2", programme.ClusterForm{Mentor: "riga", Implementing: "riga"}); !wrong(err, "implementing") {
		t.Errorf("%v", err)
	}
	if _, err := h.Tell(h.wide, "a2", programme.ClusterForm{Confirmed: "yes"}); !wrong(err, "confirmed") {
		t.Errorf("%v", err)
	}
	if all, err = h.Clusters(h.wide); err != nil || all[0].Mentor != "birmingham" || !all[0].Confirmed {
		t.Errorf("%+v %v", all[0], err)
	}
	if _, err := h.Clusters(actor.With(t.Context(), actor.Actor{ID: "b", Role: actor.Buyer, City: "riga", Active: true})); !problem.Is(err, problem.Forbidden) {
		t.Errorf("a buyer: %v", err)
	}
}

// A lesson of a visit becomes an action, is done with evidence, and another city takes it
// over with its origin.
func TestALessonIsFollowed(t *testing.T) {
	h := open(t)
	f := programme.VisitForm{Cluster: "b1", Kind: "study", City: "munich", Title: "Three days in Munich", From: "2026-12-07", To: "2026-12-09", Documents: "https://example.org/agenda.pdf"}
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
	a := programme.ActionForm{Title: "Small lots in cleaning", Owner: "Procurement office", Due: "2026-11-01", Indicator: "Ten contracts in lots", Visit: v.ID, Lesson: v.Lessons[0].ID}
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

// A form that cannot be says so beside its fields, and changes nothing.
func TestFormsOfTheProgramme(t *testing.T) {
	h := open(t)
	_, err := h.Plan(h.wide, "", programme.VisitForm{Cluster: "z9", City: "atlantis", From: "2026-12-09", To: "2026-12-07", Documents: "http://plain.example"})
	for _, field := range []string{"cluster", "city", "title", "to", "documents"} {
		if !wrong(err, field) {
			t.Errorf("%s is not told: %v", field, err)
		}
	}
	_, err = h.Plan(h.athens, "", programme.VisitForm{Cluster: "b1", City: "munich", Title: "x", From: "2026-12-07", To: "2026-12-09", Was: "2026-12-09", WasTo: "2026-12-08"})
	if !wrong(err, "took_place_to") {
		t.Errorf("it ended before it began: %v", err)
	}
	_, err = h.Act(h.wide, "", programme.ActionForm{Due: "soon", Visit: "none", Figure: "none"})
	for _, field := range []string{"city", "title", "owner", "due", "indicator", "figure", "visit"} {
		if !wrong(err, field) {
			t.Errorf("%s is not told: %v", field, err)
		}
	}
	if all, err := h.Visits(h.wide); err != nil || len(all) != 0 {
		t.Errorf("%v %v", all, err)
	}
}

// A cluster is told with its timeline, in which what is planned and what took place stand
// apart; the consortium is what is known of it until somebody tells more.
func TestAClusterAndItsPartners(t *testing.T) {
	h := open(t)
	f := programme.ClusterForm{Mentor: "rotterdam", Implementing: "tampere", Confirmed: "yes", Status: "running", Strengths: "Two shops.",
		Milestones: []programme.MilestoneForm{{Title: "Second", Planned: "2027-02-01"}, {}, {Title: "First", Planned: "2026-11-01", Actual: "2026-11-09"}}}
	bad := f
	bad.Milestones = []programme.MilestoneForm{{Title: "x", Planned: "soon"}, {Actual: "2026-11-09"}}
	if _, err := h.Tell(h.wide, "c1", bad); !wrong(err, "milestones[0].planned") || !wrong(err, "milestones[1].title") {
		t.Errorf("%v", problem.Of(err))
	}
	c, err := h.Tell(h.wide, "c1", f)
	h.must(err)
	if len(c.Milestones) != 2 || c.Milestones[0].Title != "First" || c.Milestones[0].Actual.Day() != 9 || !c.Milestones[1].Actual.IsZero() {
		t.Errorf("%+v", c.Milestones)
	}
	all, err := h.Partners(h.riga)
	h.must(err)
	if len(all) != 4 || all[0].Role != "coordinator" {
		t.Errorf("%+v", all)
	}
	if _, err := h.TellPartner(h.riga, "new", programme.PartnerForm{Name: "X"}); !problem.Is(err, problem.Conflict) {
		t.Errorf("a city adds a partner: %v", err)
	}
	if _, err := h.TellPartner(h.wide, "new", programme.PartnerForm{Name: " "}); !wrong(err, "name") {
		t.Errorf("without a name: %v", err)
	}
	_, err = h.TellPartner(h.wide, "new", programme.PartnerForm{Name: "University of Tampere"})
	h.must(err)
	_, err = h.TellPartner(h.wide, all[1].ID, programme.PartnerForm{Remove: "yes"})
	h.must(err)
	after, err := h.Partners(h.riga)
	h.must(err)
	if len(after) != 4 || after[3].Name != "University of Tampere" {
		t.Errorf("%+v", after)
	}
	if _, err := h.TellPartner(h.wide, all[1].ID, programme.PartnerForm{Name: "Back"}); !problem.Is(err, problem.NotFound) {
		t.Errorf("what was taken out is changed: %v", err)
	}
}
