package programme_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"citiesgrow/internal/problem"
	"citiesgrow/internal/programme"
)

// The page of a cluster shows its days with those of its visits, what is late, and the actions of
// the implementing city.
func TestThePageOfACluster(t *testing.T) {
	h := open(t)
	s := h.site()
	_, err := h.Tell(h.wide, "a1", programme.ClusterForm{Mentor: "riga", Implementing: "athens", Confirmed: "yes", Milestones: []programme.MilestoneForm{
		{Title: "Missed", Planned: "2026-11-20"}, {Title: "Was yesterday", Planned: "2026-11-21"}, {Title: "Done", Planned: "2026-10-01",
			Actual: "2026-10-02"}, {Title: "No day"}}})
	h.must(err)
	v, err := h.Plan(h.athens, "", programme.VisitForm{Cluster: "a1", City: "riga", Title: "To Riga", From: "2026-11-10", To: "2026-11-11"})
	h.must(err)
	_, err = h.Learn(h.riga, v.ID, "Ask for small lots.")
	h.must(err)
	_, err = h.Plan(h.riga, "", programme.VisitForm{Cluster: "c1", City: "riga", Title: "Of another cluster", From: "2026-11-10", To: "2026-11-11"})
	h.must(err)
	for title, status := range map[string]string{"Done": "done", "Late": "running", "Dropped": "dropped"} {
		_, err = h.Act(h.athens, "", programme.ActionForm{Title: title, Owner: "Office", Due: "2026-11-01", Indicator: "One", Status: status, Evidence: "A list"})
		h.must(err)
	}
	_, err = h.Act(h.riga, "", programme.ActionForm{Title: "Of the mentor", Owner: "Office", Due: "2026-11-01", Indicator: "One"})
	h.must(err)
	var p programme.ClusterPage
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

// Who is refused by the routes of the programme, and what a form that is wrong answers.
func TestTheRoutesOfTheProgramme(t *testing.T) {
	h := open(t)
	s := h.site()
	for _, path := range []string{"/programme/clusters", "/programme/clusters/a1", "/programme/visits", "/programme/plans", "/programme/plans/riga",
		"/programme/benchmark", "/programme/benchmark/riga"} {
		for says, c := range h.outsiders() {
			want := map[problem.Kind]int{problem.Unauthorized: 401, problem.Forbidden: 403}[c.kind]
			if r := s.Get(c.as, "/api/v1"+path); r.Status != want {
				t.Errorf("%s %s: status %d, want %d", says, path, r.Status, want)
			}
		}
		s.Shows(h.riga, "/api/v1"+path, nil, nil)
	}
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
		{h.wide, "GET", "/programme/clusters", "", 200, "A university"},
		{h.riga, "GET", "/programme/plans/atlantis", "", 404, ""},
		{h.riga, "GET", "/programme/benchmark/atlantis", "", 404, ""},
		{h.riga, "GET", "/programme/clusters/z1", "", 404, ""},
	} {
		if r := s.Ask(c.as, c.method, "/api/v1"+c.path, c.body); r.Status != c.status || !strings.Contains(r.Body, c.has) {
			t.Errorf("%s %s: status %d, want %d with %q: %.400s", c.method, c.path, r.Status, c.status, c.has, r.Body)
		}
	}
}
