package visit_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/visit"
)

// A wrong form is refused with the names of its fields, and changes nothing.
func TestFormsOfVisits(t *testing.T) {
	h := open(t)
	_, err := h.Create(h.wide, visit.Form{Cluster: "z9", City: "atlantis", From: "2026-12-09", To: "2026-12-07", Documents: "http://plain.example"})
	for _, field := range []string{"cluster", "city", "title", "to", "documents"} {
		if !wrong(err, field) {
			t.Errorf("%s is not told: %v", field, err)
		}
	}
	_, err = h.Create(h.athens, visit.Form{Cluster: "b1", City: "munich", Title: "x", From: "2026-12-07", To: "2026-12-09", Was: "2026-12-09",
		WasTo: "2026-12-08"})
	if !wrong(err, "took_place_to") {
		t.Errorf("it ended before it began: %v", err)
	}
	if all, err := h.List(h.wide); err != nil || len(all) != 0 {
		t.Errorf("%v %v", all, err)
	}
}

func visiting() visit.Form {
	return visit.Form{Cluster: "b1", Kind: "mentoring", City: "athens", Title: "Three days in Athens", From: "2026-12-07", To: "2026-12-09",
		Agenda: "Shops", Participants: "Ms Kalna", Documents: "https://example.org/agenda.pdf"}
}

// A visit is read back as it was said; a day that it took place is its first and last.
func TestAVisitIsReadBack(t *testing.T) {
	h := open(t)
	f := visiting()
	made, err := h.Create(h.athens, f)
	h.Must(err)
	f.Revision, f.Was = made.Revision, "2026-12-08"
	_, err = h.Change(h.athens, made.ID, f)
	h.Must(err)
	v, err := h.Get(h.tampere, made.ID)
	h.Must(err)
	if v.Kind != "mentoring" || v.City != "athens" || v.Title != f.Title || v.Agenda != "Shops" || v.Participants != "Ms Kalna" || v.Documents != f.Documents {
		t.Errorf("%+v", v)
	}
	if v.From.Format("2006-01-02") != "2026-12-07" || v.To.Format("2006-01-02") != "2026-12-09" || v.Was.Format("2006-01-02") != "2026-12-08" ||
		!v.WasTo.Equal(v.Was) {
		t.Errorf("%s to %s, was %s to %s", v.From, v.To, v.Was, v.WasTo)
	}
	_, err = h.Change(h.athens, made.ID, f)
	if now := moduletest.Stale[visit.Visit](h.House, err); now.Was.IsZero() || now.ID != made.ID {
		t.Errorf("an older form: stored is %+v", now)
	}
	if other, err := h.Create(h.athens, f); err != nil || other.ID == made.ID || other.Revision != 1 {
		t.Errorf("a new visit with the revision of another: %+v, %v", other, err)
	}
	f = visiting()
	f.Kind = ""
	if v, err := h.Create(h.athens, f); err != nil || v.Kind != "study" {
		t.Errorf("%+v, %v", v, err)
	}
}

// Each wrong input is refused with the name of its field, and nothing is stored.
func TestWhatIsWrongInTheFormOfAVisit(t *testing.T) {
	h := open(t)
	for _, c := range []struct {
		says, field, key string
		spoil            func(*visit.Form)
	}{
		{"no title", "title", "problem.required", func(f *visit.Form) { f.Title = " " }},
		{"no first day", "from", "problem.required", func(f *visit.Form) { f.From = "" }},
		{"no last day", "to", "problem.required", func(f *visit.Form) { f.To = "" }},
		{"a day that is none", "from", "problem.date", func(f *visit.Form) { f.From = "soon" }},
		{"an end before the beginning", "to", "problem.ends_before", func(f *visit.Form) { f.To = "2026-12-06" }},
		{"it took place until before it began", "took_place_to", "problem.ends_before",
			func(f *visit.Form) { f.Was, f.WasTo = "2026-12-08", "2026-12-07" }},
		{"it ended and never began", "took_place", "problem.required", func(f *visit.Form) { f.WasTo = "2026-12-08" }},
		{"no cluster", "cluster", "problem.required", func(f *visit.Form) { f.Cluster = "" }},
		{"a city that is none", "city", "problem.city_unknown", func(f *visit.Form) { f.City = "atlantis" }},
		{"two addresses on one line", "documents", "problem.http_url", func(f *visit.Form) { f.Documents = "https://a.example http://b.example" }},
		{"an address that is not safe", "documents", "problem.http_url", func(f *visit.Form) { f.Documents = "https://a.example\njavascript:alert(1)" }},
	} {
		f := visiting()
		c.spoil(&f)
		_, err := h.Create(h.athens, f)
		if p := problem.Of(err); p == nil || p.Fields[c.field].Key != c.key {
			t.Errorf("%s: %v, want %s=%s", c.says, err, c.field, c.key)
		}
	}
	f := visiting()
	f.From, f.To, f.Documents = "2026-12-07", "2026-12-07", "https://a.example\n\n  https://b.example  \n"
	if _, err := h.Create(h.athens, f); err != nil {
		t.Errorf("of one day: %v", err)
	}
	if all, err := h.List(h.wide); err != nil || len(all) != 1 {
		t.Errorf("%d are stored, %v", len(all), err)
	}
}

// A visit is planned by the city that is visited, by those of its cluster, and by the programme.
func TestWhoPlansAVisit(t *testing.T) {
	h := open(t)
	for says, c := range map[string]struct {
		as  context.Context
		may bool
	}{
		"the city that is visited":    {h.athens, true},
		"the mentor of its cluster":   {h.Staff("munich"), true},
		"the programme":               {h.wide, true},
		"a city of no cluster":        {h.riga, false},
		"a city of another cluster":   {h.tampere, false},
		"the mentor of another theme": {h.Staff("rotterdam"), false},
	} {
		_, err := h.Create(c.as, visiting())
		if (err == nil) != c.may {
			t.Errorf("%s: %v, may %t", says, err, c.may)
		}
		if !c.may {
			h.Wrong(err, "city", "visit.not_yours")
		}
	}
}

// What others planned is not taken over by saying that it takes place in one's own city.
func TestAVisitIsNotTakenOver(t *testing.T) {
	h := open(t)
	v, err := h.Create(h.athens, visiting())
	h.Must(err)
	f := visiting()
	f.Revision, f.City, f.Title = v.Revision, "riga", "Three days in Riga"
	_, err = h.Change(h.riga, v.ID, f)
	h.Wrong(err, "city", "visit.not_yours")
	if now, err := h.Get(h.wide, v.ID); err != nil || now.City != "athens" || now.Title != "Three days in Athens" || now.Revision != v.Revision {
		t.Errorf("%+v, %v", now, err)
	}
	f.City, f.Title = "athens", "Four days in Athens"
	if now, err := h.Change(h.Staff("munich"), v.ID, f); err != nil || now.Title != "Four days in Athens" {
		t.Errorf("its mentor: %+v, %v", now, err)
	}
}

// Lessons are added by staff of every city, the latest last, a hundred at most.
func TestLessonsOfAVisit(t *testing.T) {
	h := open(t)
	v, err := h.Create(h.athens, visiting())
	h.Must(err)
	_, err = h.AddLesson(h.riga, v.ID, " \n")
	h.Wrong(err, "text", "problem.required")
	_, err = h.AddLesson(h.riga, "visit-none", "A lesson")
	h.Is(err, problem.NotFound, "a lesson of no visit")
	for n := range 100 {
		if v, err = h.AddLesson(h.riga, v.ID, fmt.Sprint("Lesson ", n)); err != nil || len(v.Lessons) != n+1 || v.Lessons[n].Text != fmt.Sprint("Lesson ", n) {
			t.Fatalf("%d: %v", n, err)
		}
	}
	_, err = h.AddLesson(h.riga, v.ID, "One more")
	h.Wrong(err, "text", "visit.many_lessons")
	seen := map[string]bool{}
	for _, l := range v.Lessons {
		seen[l.ID] = true
	}
	if len(seen) != 100 {
		t.Errorf("%d ids of a hundred lessons", len(seen))
	}
}

// The list of visits has the latest first; a visit is a day of a calendar from its first to its
// last, that day included.
func TestTheListAndTheCalendarOfVisits(t *testing.T) {
	h := open(t)
	s := h.site()
	for _, d := range []record.Day{"2026-12-07", "2027-02-01", "2026-10-01"} {
		f := visiting()
		f.Title, f.From, f.To = "Visit of "+string(d), d, d
		_, err := h.Create(h.athens, f)
		h.Must(err)
	}
	all, err := h.List(h.riga)
	h.Must(err)
	if all[0].Title != "Visit of 2027-02-01" || all[1].Title != "Visit of 2026-12-07" || all[2].Title != "Visit of 2026-10-01" {
		t.Errorf("%s, %s, %s", all[0].Title, all[1].Title, all[2].Title)
	}
	r := s.Get(h.riga, "/programme/visits/"+all[0].ID+"/calendar")
	if r.Status != 200 || !strings.Contains(r.Body, "DTSTART;VALUE=DATE:20270201\r\n") || !strings.Contains(r.Body, "DTEND;VALUE=DATE:20270202\r\n") {
		t.Errorf("status %d %s", r.Status, r.Body)
	}
	if r := s.Get(h.As("amina", actor.Entrepreneur, "riga"), "/programme/visits/"+all[0].ID+"/calendar"); r.Status != 403 {
		t.Errorf("an entrepreneur: status %d", r.Status)
	}
}

// A visit by the API: planned, changed, with its lessons; a form that is wrong names its fields.
func TestAVisitByTheAPI(t *testing.T) {
	h := open(t)
	s := h.site()
	body := `{"cluster":"b1","city":"athens","title":"Three days","from":"2026-12-07","to":"2026-12-09"}`
	var made struct {
		ID string `json:"id"`
	}
	r := s.Ask(h.athens, "POST", "/api/v1/programme/visits", body)
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
		{h.riga, "POST", "", body, 422, `"city"`},
		{h.athens, "POST", "", `{"cluster":"b1","city":"athens"}`, 422, `"title"`},
		{h.athens, "PUT", "/" + made.ID, strings.Replace(body, "{", `{"revision":1,"took_place":"2026-12-07",`, 1), 204, ""},
		{h.athens, "PUT", "/" + made.ID, strings.Replace(body, "{", `{"revision":1,`, 1), 409, ""},
		{h.riga, "POST", "/" + made.ID + "/lessons", `{"text":"Ask for small lots."}`, 201, `"id"`},
		{h.riga, "POST", "/" + made.ID + "/lessons", `{"text":" "}`, 422, `"text"`},
		{h.tampere, "GET", "/" + made.ID, "", 200, "Ask for small lots."},
		{h.tampere, "GET", "", "", 200, `"total":1`},
		{h.tampere, "GET", "/visit-none", "", 404, ""},
	} {
		if r := s.Ask(c.as, c.method, "/api/v1/programme/visits"+c.path, c.body); r.Status != c.status || !strings.Contains(r.Body, c.has) {
			t.Errorf("%s %s: status %d, want %d with %q: %.400s", c.method, c.path, r.Status, c.status, c.has, r.Body)
		}
	}
	s.Shows(h.athens, "/programme/visits/"+made.ID+"/edit", []string{`value="Three days"`, `value="2026-12-09"`}, nil)
	s.Shows(h.athens, "/programme/visits/new", []string{`value="athens" selected`}, nil)
}

// Visits are read by staff of every city, and by no one else.
func TestWhoReadsTheVisits(t *testing.T) {
	h := open(t)
	h.OnlyStaff(map[string]func(context.Context) error{
		"the visits":      func(as context.Context) error { return moduletest.Failure(h.List(as)) },
		"a visit":         func(as context.Context) error { return moduletest.Failure(h.Get(as, "visit-none")) },
		"a lesson":        func(as context.Context) error { return moduletest.Failure(h.Lesson(as, "visit-none", "")) },
		"the timeline":    func(as context.Context) error { return moduletest.Failure(h.Timeline(as, "b1")) },
		"plans a visit":   func(as context.Context) error { return moduletest.Failure(h.Create(as, visit.Form{})) },
		"changes a visit": func(as context.Context) error { return moduletest.Failure(h.Change(as, "visit-none", visit.Form{})) },
		"adds a lesson":   func(as context.Context) error { return moduletest.Failure(h.AddLesson(as, "visit-none", "A lesson")) },
		"begins a survey": func(as context.Context) error { return moduletest.Failure(h.BeginSurvey(as, "visit-none", "code")) },
	})
	h.site().ForStaff(h.House, "/programme/visits")
}

// A hundred lessons are the most, also when the last are added at once.
func TestLessonsAtOnce(t *testing.T) {
	h := open(t)
	v, err := h.Create(h.athens, visiting())
	h.Must(err)
	for n := range 97 {
		_, err = h.AddLesson(h.riga, v.ID, fmt.Sprint("Lesson ", n))
		h.Must(err)
	}
	h.Crowd(6, func(n int) error {
		if _, err := h.AddLesson(h.riga, v.ID, fmt.Sprint("At once ", n)); err != nil && problem.Of(err) == nil {
			return err
		}
		return nil
	})
	if v, err = h.Get(h.riga, v.ID); err != nil || len(v.Lessons) != 100 {
		t.Errorf("%d lessons, %v", len(v.Lessons), err)
	}
}

// Who changes a visit that was changed meanwhile sees both versions, and saves once more to keep theirs.
func TestBothVersionsOfAVisit(t *testing.T) {
	h := open(t)
	s := h.site()
	v, err := h.Create(h.athens, visiting())
	h.Must(err)
	path := "/programme/visits/" + v.ID
	typed := func(revision, title string) []string {
		return []string{"revision", revision, "cluster", "b1", "kind", "mentoring", "city", "athens", "title", title, "from", "2026-12-07", "to", "2026-12-09"}
	}
	if r := s.Post(h.athens, path, typed("1", "Stored first")...); r.Status != 303 {
		t.Fatalf("status %d: %.600s", r.Status, r.Body)
	}
	r := s.Post(h.Staff("munich"), path, typed("1", "Typed later")...)
	if r.Status != 409 || !strings.Contains(r.Body, "stored “Stored first”, yours “Typed later”") || !strings.Contains(r.Body, `name="revision" value="2"`) ||
		!strings.Contains(r.Body, `value="Typed later"`) || strings.Contains(r.Body, "First day: stored") {
		t.Errorf("status %d: %.3000s", r.Status, r.Body)
	}
	if r := s.Post(h.Staff("munich"), path, typed("2", "Typed later")...); r.Status != 303 {
		t.Errorf("saved once more: status %d", r.Status)
	}
}

// A store that does not answer is an error, and not a visit of others.
func TestAStoreThatDoesNotAnswerIsNoRefusal(t *testing.T) {
	h := open(t)
	broken, stop := context.WithCancel(h.Staff("munich"))
	stop()
	if _, err := h.Create(broken, visiting()); err == nil || problem.Of(err) != nil {
		t.Errorf("%v", err)
	}
}
