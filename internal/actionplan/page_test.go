package actionplan_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
)

// A plan has what is due first; the line of each city counts its actions.
func TestThePlansOfTheCities(t *testing.T) {
	h := open(t)
	s := h.site()
	for _, c := range []struct {
		as                 context.Context
		title, due, status string
	}{{h.athens, "later", "2027-05-01", ""}, {h.athens, "late", "2026-11-01", "running"}, {h.athens, "done", "2026-10-01", "done"},
		{h.riga, "elsewhere", "2026-11-02", ""}} {
		f := acting()
		f.Title, f.Due, f.Status, f.Evidence = c.title, record.Day(c.due), c.status, "A list"
		_, err := h.Create(c.as, f)
		h.Must(err)
	}
	for city, want := range map[string][]string{"athens": {"done", "late", "later"}, "riga": {"elsewhere"}, "ghent": nil,
		"": {"done", "late", "elsewhere", "later"}} {
		all, err := h.List(h.tampere, city)
		h.Must(err)
		var got []string
		for _, a := range all {
			got = append(got, a.Title)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", city, got, want)
		}
	}
	s.Shows(h.tampere, "/api/v1/programme/plans", []string{`{"city":"athens","actions":3,"done":1,"overdue":1}`,
		`{"city":"riga","actions":1,"done":0,"overdue":1}`, `{"city":"ghent","actions":0,"done":0,"overdue":0}`, `"total":16`}, nil)
	s.Shows(h.tampere, "/programme/plans/athens", []string{"later", "late", "done"}, []string{"elsewhere", "/programme/actions/new"})
	s.Shows(h.athens, "/programme/plans/athens", []string{"/programme/actions/new"}, nil)
}

// The figure of an action counts its own city from the day on which it was begun.
func TestTheFigureOfAnAction(t *testing.T) {
	h := open(t)
	s := h.site()
	f := acting()
	f.Figure = "bids"
	_, err := h.Create(h.athens, f)
	h.Wrong(err, "figure", "problem.oneof")
	from := h.measures
	from.known = []string{"bids"}
	a, err := h.Create(h.athens, f)
	h.Must(err)
	if n, measured, err := h.Measured(h.riga, a); err != nil || !measured || n != 7 || !slices.Equal(from.asked, []string{"athens bids 2026-11-22"}) {
		t.Errorf("%d, %t, %v: asked %q", n, measured, err, from.asked)
	}
	_, _, err = h.Measured(h.As("buyer", actor.Buyer, "riga"), a)
	h.Is(err, problem.Forbidden, "a buyer measures")
	s.Shows(h.riga, "/api/v1/programme/plans/athens", []string{`"counted":7`}, nil)
	a.Figure = ""
	if _, measured, err := h.Measured(h.riga, a); err != nil || measured {
		t.Errorf("without a figure: %t, %v", measured, err)
	}
}

// An action by the API: added, changed, copied, its form filled with what is stored.
func TestAnActionByTheAPI(t *testing.T) {
	h := open(t)
	s := h.site()
	body := `{"title":"Small lots","owner":"Office","due":"2027-03-01","indicator":"Ten contracts"}`
	var made struct {
		ID string `json:"id"`
	}
	r := s.Ask(h.athens, "POST", "/api/v1/programme/actions", body)
	s.Read(r, &made)
	if r.Status != 201 || made.ID == "" {
		t.Fatalf("status %d %s", r.Status, r.Body)
	}
	for _, c := range []struct {
		as                 context.Context
		method, path, body string
		status             int
		has                string
	}{
		{h.athens, "POST", "", `{"title":"Small lots"}`, 422, `"owner"`},
		{h.athens, "PUT", "/" + made.ID, strings.Replace(body, "{", `{"revision":1,"status":"done",`, 1), 422, `"evidence"`},
		{h.athens, "PUT", "/" + made.ID, strings.Replace(body, "{", `{"revision":1,"status":"running",`, 1), 204, ""},
		{h.riga, "PUT", "/" + made.ID, strings.Replace(body, "{", `{"revision":2,`, 1), 404, ""},
		{h.riga, "POST", "/" + made.ID + "/copies", `{}`, 201, `"id"`},
		{h.athens, "POST", "/" + made.ID + "/copies", `{}`, 422, `"city"`},
	} {
		if r := s.Ask(c.as, c.method, "/api/v1/programme/actions"+c.path, c.body); r.Status != c.status || !strings.Contains(r.Body, c.has) {
			t.Errorf("%s %s: status %d, want %d with %q: %.400s", c.method, c.path, r.Status, c.status, c.has, r.Body)
		}
	}
	s.Shows(h.athens, "/programme/actions/"+made.ID+"/edit", []string{`value="Small lots"`, `value="2027-03-01"`}, nil)
	if r := s.Get(h.riga, "/programme/actions/"+made.ID+"/edit"); r.Status != 404 {
		t.Errorf("another city opens the form: status %d", r.Status)
	}
}

// Who changes an action that was changed meanwhile sees both versions.
func TestBothVersionsOfAnAction(t *testing.T) {
	h := open(t)
	s := h.site()
	a, err := h.Create(h.athens, acting())
	h.Must(err)
	path := "/programme/actions/" + a.ID
	typed := []string{"revision", "1", "title", "Small lots", "owner", "Typed", "due", "2027-03-02", "indicator", "Ten contracts", "status", "planned"}
	for _, want := range []int{303, 409} {
		r := s.Post(h.athens, path, typed...)
		if r.Status != want {
			t.Fatalf("status %d, want %d: %.600s", r.Status, want, r.Body)
		}
		if want == 409 && (!strings.Contains(r.Body, "stored “Typed”, yours “Later”") || !strings.Contains(r.Body, "stored “2027-03-02”, yours “2027-03-03”") ||
			!strings.Contains(r.Body, `name="revision" value="2"`)) {
			t.Errorf("%.3000s", r.Body)
		}
		typed[5], typed[7] = "Later", "2027-03-03"
	}
}
