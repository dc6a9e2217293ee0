package vacancy_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/organisation"
	"citiesgrow/internal/vacancy"
)

// What is flagged in a vacancy is for its author and who reviews it; who hired whom for what
// reason, and the draft of a change, are not for everybody.
func TestWhatAVacancyShowsToWhom(t *testing.T) {
	h := open(t)
	s := h.site()
	one, agency := h.org("one", organisation.Business, "riga"), h.org("agency", organisation.Agency, "riga")
	of := h.sent(one, with("Native speaker needed to record speech."))
	path := "/api/v1/vacancies/" + of.ID
	s.Shows(one, path, []string{`"state":"review"`, `"words":"Native speaker"`}, []string{`"account"`})
	s.Shows(agency, path, []string{`"state":"review"`}, []string{`"flags"`})
	s.Shows(agency, path+"/review", []string{`"words":"Native speaker"`, `"ground":"language"`}, nil)
	s.Shows(agency, "/vacancies/"+of.ID+"/review", []string{"Native speaker"}, nil)
	for says, c := range map[string]struct {
		who          context.Context
		path, method string
		status       int
	}{
		"a visitor sees it":                {t.Context(), path, "GET", 404},
		"its author reviews":               {one, path + "/review", "GET", 404},
		"its author decides":               {one, path + "/review", "POST", 404},
		"an entrepreneur reviews":          {h.As("amina", actor.Entrepreneur, "riga"), path + "/review", "GET", 403},
		"a visitor reads the queue":        {t.Context(), "/api/v1/vacancies/review", "GET", 401},
		"a visitor reads another's drafts": {t.Context(), "/api/v1/vacancies/mine", "GET", 401},
	} {
		if r := s.Ask(c.who, c.method, c.path, map[string]string{"POST": `{"decision":"publish"}`}[c.method]); r.Status != c.status {
			t.Errorf("%s: status %d, want %d", says, r.Status, c.status)
		}
	}
	if r := s.Ask(agency, "POST", path+"/review", `{"decision":"publish"}`); r.Status != 422 || !strings.Contains(r.Body, `"flags"`) {
		t.Errorf("published undecided: status %d %s", r.Status, r.Body)
	}
	if r := s.Ask(agency, "POST", path+"/review", `{"decision":"publish","flags":["keep"],"why":["To record speech."]}`); r.Status != 200 ||
		!strings.Contains(r.Body, `"state":"published"`) {
		t.Errorf("published: status %d %s", r.Status, r.Body)
	}
	s.Shows(t.Context(), path, []string{`"state":"published"`}, []string{`"flags"`, "To record speech.", `"reviews"`})
	_, err := h.Change(one, of.ID, job("Secret change"))
	h.Must(err)
	h.CatchUp()
	s.Shows(one, "/vacancies/"+of.ID, []string{"Secret change"}, nil)
	s.Shows(t.Context(), "/vacancies/"+of.ID, []string{"Cleaner for offices"}, []string{"Secret change"})
	s.Shows(t.Context(), "/api/v1/vacancies", []string{"Cleaner for offices"}, []string{"Secret change"})
}

// The queue names what waits with its flags; for an employer that is no agency it is empty.
func TestThePageOfTheQueue(t *testing.T) {
	h := open(t)
	s := h.site()
	one := h.org("one", organisation.Business, "riga")
	h.sent(one, with("Native speaker. Men only."))
	var p vacancy.WaitingPage
	s.Read(s.Get(h.Staff("riga"), "/api/v1/vacancies/review"), &p)
	if p.Total != 1 || p.Items[0].Flags != 2 || p.Items[0].Title != "Cleaner for offices" {
		t.Errorf("%+v", p.Items)
	}
	s.Read(s.Get(one, "/api/v1/vacancies/review"), &p)
	if p.Total != 0 || len(p.Items) != 0 {
		t.Errorf("an employer sees %+v", p.Items)
	}
	s.Read(s.Get(h.Staff("ghent"), "/api/v1/vacancies/review"), &p)
	if p.Total != 0 {
		t.Errorf("another city sees %+v", p.Items)
	}
}

// A search engine reads a vacancy as what it is (schema.org), while it is open.
func TestWhatSearchEnginesRead(t *testing.T) {
	for _, c := range []struct {
		says   string
		change func(*vacancy.Form)
		has    []string
		hasNot []string
	}{
		{"work of a week", func(f *vacancy.Form) {}, []string{`"JobPosting"`, `"FULL_TIME"`, `"minValue":1100`, `"maxValue":1100`, `"EUR"`, `"MONTH"`,
			`"totalJobOpenings":2`, `"lv A2"`, `"validThrough":"2026-12-30T21:59:00Z"`, `"datePosted":"2026-11-22"`}, nil},
		{"work of less than thirty hours", func(f *vacancy.Form) { f.Hours = 29 }, []string{`"PART_TIME"`}, []string{`"FULL_TIME"`}},
		{"hours that are not said", func(f *vacancy.Form) { f.Hours = 0 }, []string{`"FULL_TIME"`}, []string{`"workHours"`}},
		{"work for a time", func(f *vacancy.Form) { f.Contract = "temporary" }, []string{`"TEMPORARY"`}, nil},
		{"work for a season", func(f *vacancy.Form) { f.Contract = "seasonal" }, []string{`"TEMPORARY"`}, nil},
		{"a range of wages", func(f *vacancy.Form) { f.WageTo = "1300" }, []string{`"minValue":1100`, `"maxValue":1300`}, nil},
		{"an apprenticeship", func(f *vacancy.Form) { f.Kind = vacancy.Apprenticeship }, []string{`"JobPosting"`, `"INTERN"`}, nil},
		{"an unpaid placement", func(f *vacancy.Form) { f.Kind, f.WageFrom, f.Unpaid = vacancy.Placement, "", "yes" }, []string{`"INTERN"`},
			[]string{`"baseSalary"`}},
		{"a course", func(f *vacancy.Form) { f.Kind, f.WageFrom = vacancy.Training, "" }, []string{`"Course"`, `"provider"`}, []string{`"JobPosting"`}},
		{"mentoring", func(f *vacancy.Form) { f.Kind, f.WageFrom = vacancy.Mentoring, "" }, []string{`"Service"`, `"areaServed"`}, []string{`"JobPosting"`}},
	} {
		t.Run(c.says, func(t *testing.T) {
			h := open(t)
			f := job("Cleaner")
			c.change(&f)
			one := h.org("one", organisation.Business, "riga")
			of := h.published(one, f)
			s := h.site()
			s.Shows(t.Context(), "/vacancies/"+of.ID, c.has, c.hasNot)
			h.now = of.Closes.Add(time.Second)
			s.Shows(t.Context(), "/vacancies/"+of.ID, []string{"Cleaner"}, []string{"schema.org", `"JobPosting"`})
		})
	}
}

// A vacancy is written, sent, reviewed and closed by the API, each step with its state.
func TestAVacancyByTheAPI(t *testing.T) {
	h := open(t)
	s := h.site()
	one, staff := h.org("one", organisation.Business, "riga"), h.Staff("riga")
	form := `{"title":"Cleaner","description":"You clean.","occupation":"office cleaning","wage_from":1100,"places":2,` +
		`"closes":"2026-12-30","apply":"jobs@house.example","levels":[{"language":"lv","level":"A2"}]}`
	r := s.Ask(one, "POST", "/api/v1/vacancies", form)
	var of vacancy.Changed
	s.Read(r, &of)
	if r.Status != 201 || of.State != vacancy.Draft || of.WageFrom.Minor != 110_000 {
		t.Fatalf("status %d %s", r.Status, r.Body)
	}
	for _, step := range []struct {
		says         string
		who          context.Context
		method, path string
		body         string
		status       int
		has          string
	}{
		{"a form that is wrong", one, "PUT", "", `{"title":"Cleaner"}`, 422, `"closes"`},
		{"a level that is none", one, "PUT", "", strings.Replace(form, "A2", "D1", 1), 422, `"levels[0].level"`},
		{"changed", one, "PUT", "", strings.Replace(form, "Cleaner", "Cleaner of offices", 1), 200, "Cleaner of offices"},
		{"an older form", one, "PUT", "", strings.Replace(form, "{", `{"revision":1,`, 1), 409, ""},
		{"sent", one, "POST", "/submission", "", 200, `"state":"review"`},
		{"sent again", one, "POST", "/submission", "", 409, ""},
		{"refused without a reason", staff, "POST", "/review", `{"decision":"refuse"}`, 422, `"reason"`},
		{"published", staff, "POST", "/review", `{"decision":"publish"}`, 200, `"state":"published"`},
		{"one is filled", one, "POST", "/closing", `{"filled":1}`, 200, `"filled":1`},
		{"nothing is said", one, "POST", "/closing", `{}`, 422, `"reason"`},
		{"the other is filled", one, "POST", "/closing", `{"filled":1}`, 200, `"state":"filled"`},
	} {
		r := s.Ask(step.who, step.method, "/api/v1/vacancies/"+of.ID+step.path, step.body)
		if r.Status != step.status || !strings.Contains(r.Body, step.has) {
			t.Errorf("%s: status %d, want %d with %q: %.500s", step.says, r.Status, step.status, step.has, r.Body)
		}
	}
	s.Shows(one, "/api/v1/vacancies/mine", []string{`"state":"filled"`, `"total":1`}, nil)
	s.Shows(h.org("other", organisation.Business, "riga"), "/api/v1/vacancies/mine", []string{`"total":0`}, []string{"Cleaner"})
}

// The form is filled with what is worked on; the page of a school has the placements that fit it.
func TestTheFormAndThePlacementsOfAVacancy(t *testing.T) {
	h := open(t)
	s := h.site()
	one, school := h.org("one", organisation.Business, "riga"), h.org("school", organisation.School, "riga")
	f := job("Practice in cleaning")
	f.Kind, f.WageFrom, f.Unpaid = vacancy.Placement, "", "yes"
	of := h.published(one, f)
	s.Shows(one, "/vacancies/"+of.ID+"/edit", []string{`value="Practice in cleaning"`, `value="2026-12-30"`, `value="jobs@house.example"`}, nil)
	if r := s.Get(school, "/vacancies/"+of.ID+"/edit"); r.Status != 404 {
		t.Errorf("another organisation opens the form: status %d", r.Status)
	}
	s.Shows(school, "/api/v1/vacancies/fitting", []string{`"school":true`, "Practice in cleaning"}, nil)
	s.Shows(one, "/api/v1/vacancies/fitting", []string{`"school":false`, `"items":[]`}, []string{"Practice in cleaning"})
}

// Who saves an older form reads what is stored now, and keeps what they typed.
func TestAnOlderFormOfAVacancyShowsBothVersions(t *testing.T) {
	h := open(t)
	s := h.site()
	one := h.org("one", organisation.Business, "riga")
	of, err := h.Create(one, job("Cleaner"))
	h.Must(err)
	_, err = h.Change(one, of.ID, job("Cleaner of schools"))
	h.Must(err)
	body := fmt.Sprintf(`{"revision":%d,"title":"Cleaner of offices","wage_from":"1100","closes":"2026-12-30","apply":"jobs@house.example"}`, of.Revision)
	r := s.Ask(one, "POST", "/vacancies/"+of.ID, body)
	for _, text := range []string{"Cleaner of schools", `value="Cleaner of offices"`, h.Words.For("en").T("supplier.both_versions")} {
		if r.Status != 409 || !strings.Contains(r.Body, text) {
			t.Errorf("status %d, the page has no %q", r.Status, text)
		}
	}
	if r := s.Ask(one, "PUT", "/api/v1/vacancies/"+of.ID, body); r.Status != 409 || !strings.Contains(r.Body, "Cleaner of schools") {
		t.Errorf("status %d %s", r.Status, r.Body)
	}
}
