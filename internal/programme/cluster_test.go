package programme_test

import (
	"context"
	"slices"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/programme"
)

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

// The programme is read by staff of every city, and by no one else.
func TestWhoReadsTheProgramme(t *testing.T) {
	h := open(t)
	reads := map[string]func(context.Context) error{
		"the clusters":  func(as context.Context) error { return failure(h.Clusters(as)) },
		"the partners":  func(as context.Context) error { return failure(h.Partners(as)) },
		"the visits":    func(as context.Context) error { return failure(h.Visits(as)) },
		"the plans":     func(as context.Context) error { return failure(h.Plans(as, "")) },
		"the benchmark": func(as context.Context) error { return failure(h.Benchmark(as, "")) },
		"an assessment": func(as context.Context) error { return failure(h.Assessment(as, "riga", "start", "self")) },
		"a visit":       func(as context.Context) error { _, _, err := h.Visit(as, "visit-none"); return err },
		"an action":     func(as context.Context) error { return failure(h.Action(as, "action-none")) },
		"what was said": func(as context.Context) error { return failure(h.Said(as, "visit-none")) },
		"plans a visit": func(as context.Context) error { return failure(h.Plan(as, "", programme.VisitForm{})) },
		"adds a lesson": func(as context.Context) error { return failure(h.Learn(as, "visit-none", "A lesson")) },
		"acts":          func(as context.Context) error { return failure(h.Act(as, "", programme.ActionForm{})) },
		"copies":        func(as context.Context) error { return failure(h.Copy(as, "action-none", "riga")) },
		"begins a survey": func(as context.Context) error {
			return failure(h.Ask(as, "visit-none"))
		},
		"scores": func(as context.Context) error { return failure(h.Assess(as, "riga", scores("a", "start", "self"))) },
	}
	for says, read := range reads {
		for who, c := range h.outsiders() {
			h.is(read(c.as), c.kind, who+": "+says)
		}
		if err := read(h.riga); problem.Is(err, problem.Forbidden) || problem.Is(err, problem.Unauthorized) {
			t.Errorf("a city's staff: %s: %v", says, err)
		}
	}
}

// Who speaks for the programme: its own staff and the administrator, not a city's.
func TestWhoSpeaksForTheProgramme(t *testing.T) {
	h := open(t)
	f := programme.ClusterForm{Mentor: "riga", Implementing: "ghent"}
	for says, as := range map[string]context.Context{"the implementing city": h.staff("ghent"), "the mentor": h.riga,
		"an administrator of a city": h.as("admin", actor.Admin, "riga")} {
		_, err := h.Tell(as, "a1", f)
		h.conflict(err, "programme.wide_only")
		if err == nil {
			t.Error(says)
		}
		_, err = h.TellPartner(as, "new", programme.PartnerForm{Name: "X"})
		h.conflict(err, "programme.wide_only")
	}
	if _, err := h.Tell(h.as("admin", actor.Admin, ""), "a1", f); err != nil {
		t.Errorf("the administrator: %v", err)
	}
	_, err := h.Tell(h.wide, "e1", f)
	h.is(err, problem.NotFound, "a ninth cluster")
	_, err = h.Tell(h.wide, "a2", programme.ClusterForm{Mentor: "atlantis", Implementing: "lemuria"})
	h.field(err, "mentor", "problem.city_unknown")
	h.field(err, "implementing", "problem.city_unknown")
	_, err = h.Tell(h.wide, "a2", programme.ClusterForm{Mentor: "riga", Confirmed: "yes"})
	h.field(err, "confirmed", "programme.confirm_what")
	_, err = h.Tell(h.wide, "a2", programme.ClusterForm{Implementing: "riga", Confirmed: "yes"})
	h.field(err, "confirmed", "programme.confirm_what")
	all, err := h.Clusters(h.riga)
	h.must(err)
	if all[1].ID != "a2" || all[1].Mentor != "" || all[1].Confirmed || all[1].Revision != 0 {
		t.Errorf("something was stored: %+v", all[1])
	}
	if half, err := h.Tell(h.wide, "a2", programme.ClusterForm{Mentor: "riga"}); err != nil || half.Mentor != "riga" || half.Confirmed {
		t.Errorf("a mentor alone, not confirmed: %+v, %v", half, err)
	}
	if none, err := h.Tell(h.wide, "b2", programme.ClusterForm{Strengths: "Shops"}); err != nil || none.Mentor != "" || none.Strengths != "Shops" {
		t.Errorf("no city is known yet: %+v, %v", none, err)
	}
}

// What is stored of a cluster is read back; its days stand in their order.
func TestAClusterIsReadBack(t *testing.T) {
	h := open(t)
	f := programme.ClusterForm{Mentor: "riga", Implementing: "ghent", Expert: "An institute", Status: "running", Contacts: "Ms Kalna", Strengths: "Two shops",
		Barriers: "The law", Challenges: "Time",
		Milestones: []programme.MilestoneForm{{Title: " Later ", Planned: "2027-05-01"}, {Title: "Sooner", Planned: "2027-02-01", Actual: "2027-02-03"}}}
	_, err := h.Tell(h.wide, "a1", f)
	h.must(err)
	all, err := h.Clusters(h.tampere)
	h.must(err)
	c := all[0]
	if c.Mentor != "riga" || c.Implementing != "ghent" || c.Expert != "An institute" || c.Confirmed || c.Status != "running" || c.Contacts != "Ms Kalna" ||
		c.Strengths != "Two shops" || c.Barriers != "The law" || c.Challenges != "Time" {
		t.Errorf("%+v", c)
	}
	if len(c.Milestones) != 2 || c.Milestones[0].Title != "Sooner" || c.Milestones[1].Title != "Later" || c.Milestones[0].Actual.Day() != 3 {
		t.Errorf("%+v", c.Milestones)
	}
	_, err = h.Tell(h.wide, "a1", programme.ClusterForm{Revision: c.Revision, Milestones: []programme.MilestoneForm{{Title: "x", Actual: "soon"}}})
	h.field(err, "milestones[0].actual", "problem.date")
}

// A partner keeps its place: what is taken out does not come back, what was changed elsewhere is
// not overwritten.
func TestPartnersAreTold(t *testing.T) {
	h := open(t)
	made, err := h.TellPartner(h.wide, "new", programme.PartnerForm{Name: "University of Tampere", Part: "Toolkits", Contact: "x@uni.example"})
	h.must(err)
	if made.Role != "expert" {
		t.Errorf("a partner is a %q", made.Role)
	}
	f := programme.PartnerForm{Revision: made.Revision, Role: "coordinator", Name: "University of Tampere", Part: "All", Contact: "y@uni.example"}
	_, err = h.TellPartner(h.wide, made.ID, f)
	h.must(err)
	_, err = h.TellPartner(h.wide, made.ID, f)
	h.is(err, problem.Conflict, "an older form")
	all, err := h.Partners(h.riga)
	h.must(err)
	var roles []string
	for _, p := range all {
		roles = append(roles, p.Role)
		if p.ID == made.ID && (p.Part != "All" || p.Contact != "y@uni.example") {
			t.Errorf("%+v", p)
		}
	}
	if !slices.Equal(roles, []string{"coordinator", "coordinator", "expert", "expert", "expert"}) {
		t.Errorf("the coordinators first: %q", roles)
	}
	_, err = h.TellPartner(h.wide, "partner-none", programme.PartnerForm{Name: "X"})
	h.is(err, problem.NotFound, "a partner that is none")
}
