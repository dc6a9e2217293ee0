package cluster_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"citiesgrow/internal/actionplan"
	"citiesgrow/internal/cluster"
	"citiesgrow/internal/visit"
)

// The page of a cluster shows its days with those of its visits, what is late, and the actions of
// the implementing city.
func TestThePageOfACluster(t *testing.T) {
	h := open(t)
	s := h.site()
	_, err := h.Change(h.wide, "a1", cluster.Form{Mentor: "riga", Implementing: "athens", Confirmed: "yes", Milestones: []cluster.MilestoneForm{
		{Title: "Missed", Planned: "2026-11-20"}, {Title: "Was yesterday", Planned: "2026-11-21"}, {Title: "Done", Planned: "2026-10-01",
			Actual: "2026-10-02"}, {Title: "No day"}}})
	h.Must(err)
	v, err := h.visits.Create(h.athens, visit.Form{Cluster: "a1", City: "riga", Title: "To Riga", From: "2026-11-10", To: "2026-11-11"})
	h.Must(err)
	_, err = h.visits.AddLesson(h.riga, v.ID, "Ask for small lots.")
	h.Must(err)
	_, err = h.visits.Create(h.riga, visit.Form{Cluster: "c1", City: "riga", Title: "Of another cluster", From: "2026-11-10", To: "2026-11-11"})
	h.Must(err)
	for title, status := range map[string]string{"Done": "done", "Late": "running", "Dropped": "dropped"} {
		_, err = h.plans.Create(h.athens, actionplan.Form{Title: title, Owner: "Office", Due: "2026-11-01", Indicator: "One", Status: status, Evidence: "A list"})
		h.Must(err)
	}
	_, err = h.plans.Create(h.riga, actionplan.Form{Title: "Of the mentor", Owner: "Office", Due: "2026-11-01", Indicator: "One"})
	h.Must(err)
	var p cluster.ShowPage
	s.Read(s.Get(h.tampere, "/api/v1/programme/clusters/a1"), &p)
	var titles []string
	late := map[string]bool{}
	for _, m := range p.Moments {
		titles = append(titles, m.Title)
		late[m.Title] = m.Late
	}
	if !slices.Equal(titles, []string{"No day", "Done", "To Riga", "Missed", "Was yesterday"}) {
		t.Errorf("%q", titles)
	}
	for title, want := range map[string]bool{"No day": false, "Done": false, "To Riga": true, "Missed": true, "Was yesterday": false} {
		if late[title] != want {
			t.Errorf("%s is late: %t", title, late[title])
		}
	}
	if len(p.Actions) != 3 {
		t.Errorf("%d actions of the implementing city", len(p.Actions))
	}
	s.Shows(h.tampere, "/programme/clusters/a1", []string{"To Riga", "Late", "Missed"},
		[]string{"Of the mentor", "Of another cluster", "/programme/clusters/a1/edit"})
	s.Shows(h.wide, "/programme/clusters/a1", []string{"/programme/clusters/a1/edit"}, nil)
	s.Shows(h.wide, "/programme/clusters/a1/edit", []string{`value="Missed"`, `value="2026-10-02"`}, nil)
}

// Who is refused by the routes of the clusters, and what a form that is wrong answers.
func TestTheRoutesOfTheClusters(t *testing.T) {
	h := open(t)
	s := h.site()
	s.ForStaff(h.House, "/programme/clusters", "/programme/clusters/a1")
	for _, c := range []struct {
		as                 context.Context
		method, path, body string
		status             int
		has                string
	}{
		{h.riga, "PUT", "/programme/clusters/a1", `{"mentor":"riga","implementing":"ghent"}`, 409, ""},
		{h.wide, "PUT", "/programme/clusters/a1", `{"mentor":"riga","implementing":"riga"}`, 422, `"implementing"`},
		{h.wide, "PUT", "/programme/clusters/a1", `{"mentor":"riga","implementing":"ghent","status":"asleep"}`, 422, `"status"`},
		{h.wide, "PUT", "/programme/clusters/z1", `{}`, 404, ""},
		{h.wide, "PUT", "/programme/partners/new", `{"name":"A university"}`, 204, ""},
		{h.wide, "PUT", "/programme/partners/partner-2", `{"name":"A group"}`, 204, ""},
		{h.wide, "PUT", "/programme/partners/partner-2", `{"name":"Another group"}`, 409, `"current":{"id":"partner-2"`},
		{h.wide, "GET", "/programme/clusters", "", 200, "A university"},
		{h.riga, "GET", "/programme/clusters/z1", "", 404, ""},
	} {
		if r := s.Ask(c.as, c.method, "/api/v1"+c.path, c.body); r.Status != c.status || !strings.Contains(r.Body, c.has) {
			t.Errorf("%s %s: status %d, want %d with %q: %.400s", c.method, c.path, r.Status, c.status, c.has, r.Body)
		}
	}
}

// Who changes a cluster that was changed meanwhile sees both versions.
func TestBothVersionsOfACluster(t *testing.T) {
	h := open(t)
	s := h.site()
	_, err := h.Change(h.wide, "a1", cluster.Form{Mentor: "riga", Milestones: []cluster.MilestoneForm{{Title: "First", Planned: "2026-12-01"}}})
	h.Must(err)
	r := s.Post(h.wide, "/programme/clusters/a1", "revision", "0", "mentor", "ghent", "milestones[0].title", "Second", "milestones[0].planned", "2026-12-02")
	if r.Status != 409 || !strings.Contains(r.Body, "stored “riga”, yours “ghent”") || !strings.Contains(r.Body, `name="revision" value="1"`) ||
		!strings.Contains(r.Body, "stored “First 2026-12-01”, yours “Second 2026-12-02”") {
		t.Errorf("status %d: %.3000s", r.Status, r.Body)
	}
}
