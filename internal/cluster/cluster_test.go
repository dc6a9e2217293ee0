package cluster_test

import (
	"context"
	"slices"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/cluster"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/problem"
)

// What is known is there from the start; the rest is empty and said to be unconfirmed, and
// only the programme's own staff changes it.
func TestClustersAreNotInvented(t *testing.T) {
	h := open(t)
	all, err := h.List(h.riga)
	h.Must(err)
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
	f := cluster.Form{Mentor: "birmingham", Implementing: "riga", Confirmed: "yes"}
	if _, err := h.Change(h.riga, "a1", f); !problem.Is(err, problem.Conflict) {
		t.Errorf("a city's staff: %v", err)
	}
	_, err = h.Change(h.wide, "a1", f)
	h.Must(err)
	if now := moduletest.Stale[cluster.Cluster](h.House, moduletest.Failure(h.Change(h.wide, "a1", f))); now.Mentor != "birmingham" || now.Revision != 1 {
		t.Errorf("an older form: stored is %+v", now)
	}
	if _, err := h.Change(h.wide, "a2", cluster.Form{Mentor: "riga", Implementing: "riga"}); !wrong(err, "implementing") {
		t.Errorf("%v", err)
	}
	if _, err := h.Change(h.wide, "a2", cluster.Form{Confirmed: "yes"}); !wrong(err, "confirmed") {
		t.Errorf("%v", err)
	}
	if all, err = h.List(h.wide); err != nil || all[0].Mentor != "birmingham" || !all[0].Confirmed {
		t.Errorf("%+v %v", all[0], err)
	}
	if _, err := h.List(actor.With(t.Context(), actor.Actor{ID: "b", Role: actor.Buyer, City: "riga", Active: true})); !problem.Is(err, problem.Forbidden) {
		t.Errorf("a buyer: %v", err)
	}
}

// A cluster has a timeline, in which what is planned and what took place are separate; of the
// consortium only what is known is stored.
func TestAClusterAndItsPartners(t *testing.T) {
	h := open(t)
	f := cluster.Form{Mentor: "rotterdam", Implementing: "tampere", Confirmed: "yes", Status: "running", Strengths: "Two shops.",
		Milestones: []cluster.MilestoneForm{{Title: "Second", Planned: "2027-02-01"}, {}, {Title: "First", Planned: "2026-11-01", Actual: "2026-11-09"}}}
	bad := f
	bad.Milestones = []cluster.MilestoneForm{{Title: "x", Planned: "soon"}, {Actual: "2026-11-09"}}
	if _, err := h.Change(h.wide, "c1", bad); !wrong(err, "milestones[0].planned") || !wrong(err, "milestones[1].title") {
		t.Errorf("%v", problem.Of(err))
	}
	c, err := h.Change(h.wide, "c1", f)
	h.Must(err)
	if len(c.Milestones) != 2 || c.Milestones[0].Title != "First" || c.Milestones[0].Actual.Day() != 9 || !c.Milestones[1].Actual.IsZero() {
		t.Errorf("%+v", c.Milestones)
	}
	all, err := h.ListPartners(h.riga)
	h.Must(err)
	if len(all) != 4 || all[0].Role != "coordinator" {
		t.Errorf("%+v", all)
	}
	if _, err := h.CreatePartner(h.riga, cluster.PartnerForm{Name: "X"}); !problem.Is(err, problem.Conflict) {
		t.Errorf("a city adds a partner: %v", err)
	}
	if _, err := h.CreatePartner(h.wide, cluster.PartnerForm{Name: " "}); !wrong(err, "name") {
		t.Errorf("without a name: %v", err)
	}
	_, err = h.CreatePartner(h.wide, cluster.PartnerForm{Name: "University of Tampere"})
	h.Must(err)
	_, err = h.ChangePartner(h.wide, all[1].ID, cluster.PartnerForm{Remove: "yes"})
	h.Must(err)
	after, err := h.ListPartners(h.riga)
	h.Must(err)
	if len(after) != 4 || after[3].Name != "University of Tampere" {
		t.Errorf("%+v", after)
	}
	if _, err := h.ChangePartner(h.wide, all[1].ID, cluster.PartnerForm{Name: "Back"}); !problem.Is(err, problem.NotFound) {
		t.Errorf("what was taken out is changed: %v", err)
	}
}

// The clusters are read by staff of every city, and by no one else.
func TestWhoReadsTheClusters(t *testing.T) {
	h := open(t)
	h.OnlyStaff(map[string]func(context.Context) error{
		"the clusters":      func(as context.Context) error { return moduletest.Failure(h.List(as)) },
		"a cluster":         func(as context.Context) error { return moduletest.Failure(h.Get(as, "a1")) },
		"the partners":      func(as context.Context) error { return moduletest.Failure(h.ListPartners(as)) },
		"who are peers":     func(as context.Context) error { return moduletest.Failure(h.Peers(as, "athens", "munich")) },
		"changes a cluster": func(as context.Context) error { return moduletest.Failure(h.Change(as, "a1", cluster.Form{})) },
		"adds a partner":    func(as context.Context) error { return moduletest.Failure(h.CreatePartner(as, cluster.PartnerForm{})) },
		"takes a partner out": func(as context.Context) error {
			return moduletest.Failure(h.ChangePartner(as, "partner-1", cluster.PartnerForm{}))
		},
	})
}

// Who speaks for the programme: its own staff and the administrator, not a city's.
func TestWhoSpeaksForTheProgramme(t *testing.T) {
	h := open(t)
	f := cluster.Form{Mentor: "riga", Implementing: "ghent"}
	for says, as := range map[string]context.Context{"the implementing city": h.Staff("ghent"), "the mentor": h.riga,
		"an administrator of a city": h.As("admin", actor.Admin, "riga")} {
		_, err := h.Change(as, "a1", f)
		h.Conflict(err, "problem.wide_only")
		if err == nil {
			t.Error(says)
		}
		_, err = h.CreatePartner(as, cluster.PartnerForm{Name: "X"})
		h.Conflict(err, "problem.wide_only")
	}
	if _, err := h.Change(h.As("admin", actor.Admin, ""), "a1", f); err != nil {
		t.Errorf("the administrator: %v", err)
	}
	_, err := h.Change(h.wide, "e1", f)
	h.Is(err, problem.NotFound, "a ninth cluster")
	_, err = h.Change(h.wide, "a2", cluster.Form{Mentor: "atlantis", Implementing: "lemuria"})
	h.Wrong(err, "mentor", "problem.city_unknown")
	h.Wrong(err, "implementing", "problem.city_unknown")
	_, err = h.Change(h.wide, "a2", cluster.Form{Mentor: "riga", Confirmed: "yes"})
	h.Wrong(err, "confirmed", "cluster.confirm_what")
	_, err = h.Change(h.wide, "a2", cluster.Form{Implementing: "riga", Confirmed: "yes"})
	h.Wrong(err, "confirmed", "cluster.confirm_what")
	all, err := h.List(h.riga)
	h.Must(err)
	if all[1].ID != "a2" || all[1].Mentor != "" || all[1].Confirmed || all[1].Revision != 0 {
		t.Errorf("something was stored: %+v", all[1])
	}
	if half, err := h.Change(h.wide, "a2", cluster.Form{Mentor: "riga"}); err != nil || half.Mentor != "riga" || half.Confirmed {
		t.Errorf("a mentor alone, not confirmed: %+v, %v", half, err)
	}
	if none, err := h.Change(h.wide, "b2", cluster.Form{Strengths: "Shops"}); err != nil || none.Mentor != "" || none.Strengths != "Shops" {
		t.Errorf("no city is known yet: %+v, %v", none, err)
	}
}

// What is stored of a cluster is read back; its days stand in their order.
func TestAClusterIsReadBack(t *testing.T) {
	h := open(t)
	f := cluster.Form{Mentor: "riga", Implementing: "ghent", Expert: "An institute", Status: "running", Contacts: "Ms Kalna", Strengths: "Two shops",
		Barriers: "The law", Challenges: "Time",
		Milestones: []cluster.MilestoneForm{{Title: " Later ", Planned: "2027-05-01"}, {Title: "Sooner", Planned: "2027-02-01", Actual: "2027-02-03"}}}
	_, err := h.Change(h.wide, "a1", f)
	h.Must(err)
	all, err := h.List(h.tampere)
	h.Must(err)
	c := all[0]
	if c.Mentor != "riga" || c.Implementing != "ghent" || c.Expert != "An institute" || c.Confirmed || c.Status != "running" || c.Contacts != "Ms Kalna" ||
		c.Strengths != "Two shops" || c.Barriers != "The law" || c.Challenges != "Time" {
		t.Errorf("%+v", c)
	}
	if len(c.Milestones) != 2 || c.Milestones[0].Title != "Sooner" || c.Milestones[1].Title != "Later" || c.Milestones[0].Actual.Day() != 3 {
		t.Errorf("%+v", c.Milestones)
	}
	_, err = h.Change(h.wide, "a1", cluster.Form{Revision: c.Revision, Milestones: []cluster.MilestoneForm{{Title: "x", Actual: "soon"}}})
	h.Wrong(err, "milestones[0].actual", "problem.date")
}

// A partner keeps its place: what is taken out does not come back, what was changed elsewhere is
// not overwritten.
func TestPartnersAreTold(t *testing.T) {
	h := open(t)
	made, err := h.CreatePartner(h.wide, cluster.PartnerForm{Name: "University of Tampere", Part: "Toolkits", Contact: "x@uni.example"})
	h.Must(err)
	if made.Role != "expert" {
		t.Errorf("a partner is a %q", made.Role)
	}
	f := cluster.PartnerForm{Revision: made.Revision, Role: "coordinator", Name: "University of Tampere", Part: "All", Contact: "y@uni.example"}
	_, err = h.ChangePartner(h.wide, made.ID, f)
	h.Must(err)
	_, err = h.ChangePartner(h.wide, made.ID, f)
	if now := moduletest.Stale[cluster.Partner](h.House, err); now.Part != "All" {
		t.Errorf("an older form: stored is %+v", now)
	}
	if other, err := h.CreatePartner(h.wide, f); err != nil || other.ID == made.ID || other.Revision != 1 {
		t.Errorf("a new partner with the revision of another: %+v, %v", other, err)
	}
	all, err := h.ListPartners(h.riga)
	h.Must(err)
	var roles []string
	for _, p := range all {
		roles = append(roles, p.Role)
		if p.ID == made.ID && (p.Part != "All" || p.Contact != "y@uni.example") {
			t.Errorf("%+v", p)
		}
	}
	if !slices.Equal(roles, []string{"coordinator", "coordinator", "coordinator", "expert", "expert", "expert"}) {
		t.Errorf("the coordinators first: %q", roles)
	}
	_, err = h.ChangePartner(h.wide, "partner-none", cluster.PartnerForm{Name: "X"})
	h.Is(err, problem.NotFound, "a partner that is none")
}

// Two cities are peers when they are in one cluster, no matter which of them mentors.
func TestWhoArePeers(t *testing.T) {
	h := open(t)
	for _, c := range []struct {
		a, b string
		want bool
	}{{"munich", "athens", true}, {"athens", "munich", true}, {"athens", "athens", false}, {"athens", "tampere", false}, {"riga", "ghent", false}, {"", "", false},
		{"athens", "", false}} {
		if peers, err := h.Peers(h.riga, c.a, c.b); err != nil || peers != c.want {
			t.Errorf("%q and %q: %t, %v", c.a, c.b, peers, err)
		}
	}
}
