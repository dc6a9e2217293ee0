package event_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/event"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/survey"
)

// Every visitor sees how many places are free. Only staff see who is registered and what they need.
func TestWhatAConferenceShowsToWhom(t *testing.T) {
	h := openHall(t)
	s := h.site()
	k := h.conference(2)
	second := k.Sessions[1].ID
	amina := h.As("amina", actor.Entrepreneur, "riga")
	_, err := h.Register(amina, k.ID, event.RegistrationForm{Sessions: []string{second}, Needs: "I need a ramp"})
	h.Must(err)
	path := "/api/v1/conferences/" + k.ID
	hidden := []string{"amina", "ramp"}
	s.Shows(t.Context(), path, []string{`"free":1`, `"state":"coming"`}, hidden)
	s.Shows(h.guest("one"), "/conferences/"+k.ID, []string{"What came of it"}, hidden)
	s.Shows(amina, "/conferences/"+k.ID, []string{`value="` + second + `" checked`}, nil)
	for _, list := range []string{path + "/registrations", path + "/registrations/csv"} {
		s.Shows(h.riga, list, []string{"amina", "I need a ramp", "Second"}, []string{"First"})
		for says, c := range h.outsiders() {
			want := map[problem.Kind]int{problem.Unauthorized: 401, problem.Forbidden: 403}[c.kind]
			if r := s.Get(c.as, list); r.Status != want || strings.Contains(r.Body, "ramp") {
				t.Errorf("%s %s: status %d, want %d", says, list, r.Status, want)
			}
		}
	}
	s.Shows(amina, "/conferences/"+k.ID+"/calendar", []string{"SUMMARY:Second"}, []string{"SUMMARY:First"})
	s.Shows(t.Context(), "/conferences/"+k.ID+"/calendar", []string{"SUMMARY:Second", "SUMMARY:First"}, nil)
	s.Shows(h.guest("one"), "/conferences/"+k.ID+"/calendar", []string{"SUMMARY:Second", "SUMMARY:First"}, nil)
}

// The list of registrations opens in a spreadsheet, and a name that starts like a formula is not one.
func TestTheSheetOfWhoComes(t *testing.T) {
	h := openHall(t)
	s := h.site()
	k := h.conference(1)
	_, err := h.Register(h.As("=1+1", actor.Buyer, "riga"), k.ID, event.RegistrationForm{Needs: "vegan; no nuts"})
	h.Must(err)
	_, err = h.Register(h.guest("two"), k.ID, event.RegistrationForm{})
	h.Must(err)
	r := s.Get(h.wide, "/conferences/"+k.ID+"/registrations/csv")
	lines := strings.Split(strings.TrimSpace(strings.TrimPrefix(r.Body, "\ufeff")), "\n")
	if len(lines) != 3 || !strings.HasPrefix(lines[0], "name,organisation,city,waiting") || strings.HasPrefix(lines[1], "=") {
		t.Fatalf("%q", lines)
	}
	if !strings.Contains(lines[1], ",riga,,") || !strings.Contains(lines[2], ",riga,yes,") {
		t.Errorf("who waits: %q", lines)
	}
}

// The API plans, changes and cancels a conference.
func TestAConferenceByTheAPI(t *testing.T) {
	h := openHall(t)
	s := h.site()
	body := `{"title":"What came of it","city":"helsinki","place":"Library","from":"2027-03-01","to":"2027-03-02","capacity":1}`
	var made struct {
		ID string `json:"id"`
	}
	r := s.Ask(h.wide, "POST", "/api/v1/conferences", body)
	s.Read(r, &made)
	if r.Status != 201 || made.ID == "" {
		t.Fatalf("status %d %s", r.Status, r.Body)
	}
	amina := h.As("amina", actor.Entrepreneur, "riga")
	for _, c := range []struct {
		says               string
		as                 context.Context
		method, path, body string
		status             int
		has                string
	}{
		{"a city plans", h.riga, "POST", "", body, 409, ""},
		{"a draft is not there", amina, "GET", "/" + made.ID, "", 404, ""},
		{"a session", h.wide, "PUT", "/" + made.ID + "/sessions", `{"title":"Opening","day":"2027-03-01","begins":"09:00","ends":"10:00","capacity":1}`, 204, ""},
		{"a session of another day", h.wide, "PUT", "/" + made.ID + "/sessions", `{"title":"Opening","day":"2027-04-01","begins":"09:00","ends":"10:00"}`, 422,
			`"day"`},
		{"a city announces", h.riga, "POST", "/" + made.ID + "/publication", "", 409, ""},
		{"announced", h.wide, "POST", "/" + made.ID + "/publication", "", 204, ""},
		{"a visitor registers", t.Context(), "POST", "/" + made.ID + "/registrations", "", 401, ""},
		{"registered", amina, "POST", "/" + made.ID + "/registrations", `{"needs":"a ramp"}`, 201, `"waiting":false`},
		{"waits", h.guest("one"), "POST", "/" + made.ID + "/registrations", "", 201, `"waiting":true`},
		{"a session that is none", amina, "POST", "/" + made.ID + "/registrations", `{"sessions":["none"]}`, 422, `"sessions"`},
		{"given back", amina, "DELETE", "/" + made.ID + "/registrations", "", 204, ""},
		{"given back twice", amina, "DELETE", "/" + made.ID + "/registrations", "", 404, ""},
		{"without a reason", h.wide, "POST", "/" + made.ID + "/cancellation", `{"reason":" "}`, 422, `"reason"`},
		{"called off", h.wide, "POST", "/" + made.ID + "/cancellation", `{"reason":"Snow"}`, 204, ""},
		{"seen as called off", t.Context(), "GET", "/" + made.ID, "", 200, `"state":"cancelled"`},
		{"the list", t.Context(), "GET", "", "", 200, `"total":1`},
	} {
		if r := s.Ask(c.as, c.method, "/api/v1/conferences"+c.path, c.body); r.Status != c.status || !strings.Contains(r.Body, c.has) {
			t.Errorf("%s: status %d, want %d with %q: %.400s", c.says, r.Status, c.status, c.has, r.Body)
		}
	}
	h.want(made.ID, []string{"one"}, nil)
}

// The forms contain the stored values; sessions are in the time zone of the city.
func TestTheFormsOfAConference(t *testing.T) {
	h := openHall(t)
	s := h.site()
	k := h.conference(5)
	s.Shows(h.wide, "/conferences/"+k.ID+"/edit", []string{`value="What came of it"`, `value="2027-03-02"`, `value="5"`}, nil)
	s.Shows(h.wide, "/conferences/"+k.ID+"/sessions?session="+k.Sessions[0].ID, []string{`value="First"`, `value="09:30"`, `value="10:00"`}, nil)
	if r := s.Get(h.wide, "/conferences/"+k.ID+"/sessions?session=none"); r.Status != 404 {
		t.Errorf("a session that is none: status %d", r.Status)
	}
	s.Shows(h.wide, "/conferences", []string{"/conferences/new"}, nil)
	for _, as := range []context.Context{h.riga, t.Context(), h.guest("one"), h.As("amina", actor.Entrepreneur, "")} {
		s.Shows(as, "/conferences", []string{"What came of it"}, []string{"/conferences/new"})
		s.Shows(as, "/conferences/"+k.ID, []string{"What came of it"}, []string{"/conferences/" + k.ID + "/edit", "/cancellation"})
	}
}

// Every visitor sees how many seats a session has left. Only staff see the link of the survey and its answers.
func TestTheSeatsAndTheSurveyOfAConference(t *testing.T) {
	h := openHall(t)
	s := h.site()
	k := h.conference(9)
	path := "/conferences/" + k.ID
	theme := h.Words.For("en").T("site.theme_a")
	s.Shows(t.Context(), path, []string{theme}, []string{"0 free places"}) // the first session has no limit
	for n, left := range []string{"2 free places", "1 free place", "0 free places"} {
		s.Shows(t.Context(), path, []string{left}, nil)
		if n < 2 {
			h.join(k.ID, []string{k.Sessions[1].ID}, fmt.Sprint("guest-", n))
		}
	}
	const code = "k3v8m2"
	_, err := h.BeginSurvey(h.wide, k.ID, code)
	h.Must(err)
	h.said = survey.Summary{Count: 3, Helped: 3, Texts: []string{"Bring bread"}}
	s.Shows(h.riga, path, []string{"/surveys/" + code, "Bring bread"}, nil)
	for _, as := range []context.Context{t.Context(), h.guest("guest-0"), h.As("case", actor.Caseworker, "riga")} {
		s.Shows(as, path, []string{"What came of it"}, []string{code, "Bring bread"})
		s.Shows(as, "/api/v1"+path, nil, []string{code, "Bring bread"})
	}
}

// The page of a form that was read too early shows what is stored and what was typed, of a conference and of its
// sessions, and to save once more stores what was typed.
func TestAConflictOfAConferenceShowsBoth(t *testing.T) {
	h := openHall(t)
	s := h.site()
	k := h.conference(5)
	path := "/conferences/" + k.ID
	for _, c := range []struct {
		path, field, stored, typed string
		rest                       []string
	}{
		{path, "title", "Theirs", "Mine", []string{"language", "en", "city", k.City, "place", "House", "from", "2027-03-01", "to", "2027-03-02", "capacity", "5"}},
		{path + "/sessions", "title", "Their session", "My session", []string{"session", k.Sessions[0].ID, "day", "2027-03-01", "begins", "9:30", "ends", "10:00"}},
	} {
		post := func(revision int64, title string) moduletest.Reply {
			return s.Post(h.wide, c.path, append([]string{"revision", fmt.Sprint(revision), c.field, title}, c.rest...)...)
		}
		now, err := h.Get(h.wide, k.ID)
		h.Must(err)
		if r := post(now.Revision, c.stored); r.Status != 303 {
			t.Fatalf("%s: %d %.2000s", c.path, r.Status, r.Body)
		}
		r := post(now.Revision, c.typed)
		for _, want := range []string{"stored “" + c.stored + "”, yours “" + c.typed + "”", fmt.Sprintf(`name="revision" value="%d"`, now.Revision+1)} {
			if r.Status != 409 || !strings.Contains(r.Body, want) {
				t.Errorf("%s: %d, the page lacks %s", c.path, r.Status, want)
			}
		}
		if r := post(now.Revision+1, c.typed); r.Status != 303 {
			t.Errorf("%s once more: %d", c.path, r.Status)
		}
	}
}
