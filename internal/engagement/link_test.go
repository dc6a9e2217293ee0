package engagement_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/engagement"
	"citiesgrow/internal/problem"
)

// about begins the record of a person.
func (h *house) about(name string) *engagement.Engagement {
	h.t.Helper()
	e, err := h.Create(h.Staff("riga"), engagement.Form{Side: engagement.PersonSide, Name: name, What: "Bring the papers", Due: day(5)}, "riga")
	h.Must(err)
	return e
}

// A code is typed as people type it; it works once, for two weeks, and is stored nowhere.
func TestACodeLinksAPerson(t *testing.T) {
	h := open(t)
	e := h.about("Amina")
	amina := h.As("amina", actor.Entrepreneur, "riga")
	code, err := h.Invite(h.Staff("riga"), e.ID)
	h.Must(err)
	stored, err := h.Get(h.Staff("riga"), e.ID)
	h.Must(err)
	if plain := strings.ReplaceAll(code, " ", ""); stored.Code == "" || strings.Contains(stored.Code, plain) || len(plain) != 10 {
		t.Errorf("the code %q is stored as %q", code, stored.Code)
	}
	for _, typed := range []string{"", "guess", code[:9], code + "x"} {
		_, err := h.Link(amina, typed)
		h.Wrong(err, "code", "account.code_wrong")
	}
	_, err = h.Link(t.Context(), code)
	h.Is(err, problem.Unauthorized, "a visitor links")
	typed := strings.ToUpper(code[:5]) + "-" + code[6:]
	if _, err := h.Link(amina, typed); err != nil {
		t.Errorf("%q: %v", typed, err)
	}
	if stored, err = h.Get(h.Staff("riga"), e.ID); err != nil || stored.Code != "" || !stored.CodeUntil.IsZero() || stored.Account != "amina" {
		t.Errorf("%+v, %v", stored, err)
	}
}

// A code ends after two weeks, and when another is made.
func TestACodeEnds(t *testing.T) {
	h := open(t)
	e := h.about("Amina")
	amina := h.As("amina", actor.Entrepreneur, "riga")
	made := h.now
	first, err := h.Invite(h.Staff("riga"), e.ID)
	h.Must(err)
	h.now = made.Add(14*24*time.Hour + time.Second)
	_, err = h.Link(amina, first)
	h.Wrong(err, "code", "account.code_wrong")
	h.now = made.Add(14 * 24 * time.Hour)
	second, err := h.Invite(h.Staff("riga"), e.ID)
	h.Must(err)
	_, err = h.Link(amina, first)
	h.Wrong(err, "code", "account.code_wrong")
	h.now = h.now.Add(14 * 24 * time.Hour)
	if _, err := h.Link(amina, second); err != nil {
		t.Errorf("in the last second of two weeks: %v", err)
	}
}

// An adviser who acts for a person does not link them, nor reads what concerns them.
func TestAnAdviserDoesNotLink(t *testing.T) {
	h := open(t)
	e := h.about("Amina")
	code, err := h.Invite(h.Staff("riga"), e.ID)
	h.Must(err)
	who := actor.From(h.As("amina", actor.Entrepreneur, "riga"))
	who.By, who.Areas = "adviser", "profile contracts support"
	_, err = h.Link(actor.With(t.Context(), who), code)
	h.Is(err, problem.Unauthorized, "an adviser links")
	if r := h.site().Get(actor.With(t.Context(), who), "/engagements/mine"); r.Status != 403 {
		t.Errorf("an adviser reads what concerns the person: status %d", r.Status)
	}
}

// The person sees the next step and the shared entries; what was noted about them, the stage,
// the reasons and the result are the city's.
func TestWhatARecordShowsThePersonItIsAbout(t *testing.T) {
	h := open(t)
	s := h.site()
	staff, amina := h.Staff("riga"), h.As("amina", actor.Entrepreneur, "riga")
	e := h.about("Amina")
	_, err := h.AddEntry(staff, e.ID, "note", "Nervous in the interview", false)
	h.Must(err)
	_, err = h.AddEntry(staff, e.ID, "meeting", "We spoke about the bakery", true)
	h.Must(err)
	_, err = h.Change(staff, e.ID, engagement.Form{Stage: "lost", Lost: "skills", LostNote: "Cannot bake", Result: "Hopeless", Phone: "+371 22",
		What: "Bring the papers", Due: day(5)})
	h.Must(err)
	code, err := h.Invite(staff, e.ID)
	h.Must(err)
	if r := s.Ask(amina, "POST", "/api/v1/engagements/links", `{"code":"`+code+`"}`); r.Status >= 300 {
		t.Fatalf("status %d %s", r.Status, r.Body)
	}
	hidden := []string{"Nervous", "skills", "Cannot bake", "Hopeless", "lost", "+371 22"}
	s.Shows(amina, "/api/v1/engagements/mine", []string{"We spoke about the bakery", "Bring the papers", `"total":1`}, hidden)
	s.Shows(amina, "/engagements/mine", []string{"We spoke about the bakery", "Bring the papers"}, hidden)
	s.Shows(h.As("omar", actor.Entrepreneur, "riga"), "/api/v1/engagements/mine", []string{`"items":[]`}, []string{"Bring the papers"})
	if r := s.Get(amina, "/api/v1/engagements/"+e.ID); r.Status != 403 || strings.Contains(r.Body, "Nervous") {
		t.Errorf("the person reads the record: status %d", r.Status)
	}
	_, err = h.ListOwn(t.Context())
	h.Is(err, problem.Unauthorized, "a visitor reads what concerns them")
}

// Who takes the own link away sees nothing any more; the record stays the city's.
func TestALinkIsTakenAway(t *testing.T) {
	h := open(t)
	s := h.site()
	staff, amina := h.Staff("riga"), h.As("amina", actor.Entrepreneur, "riga")
	e := h.about("Amina")
	code, err := h.Invite(staff, e.ID)
	h.Must(err)
	_, err = h.Link(amina, code)
	h.Must(err)
	s.Shows(staff, "/api/v1/engagements/"+e.ID, []string{`"linked":true`}, []string{`"account"`})
	h.Is(h.Unlink(t.Context(), e.ID), problem.NotFound, "a visitor unlinks")
	h.Is(h.Unlink(staff, e.ID), problem.NotFound, "the city unlinks")
	h.Must(h.Unlink(amina, e.ID))
	h.Is(h.Unlink(amina, e.ID), problem.NotFound, "unlinked twice")
	if mine, err := h.ListOwn(amina); err != nil || len(mine) != 0 {
		t.Errorf("%+v, %v", mine, err)
	}
	s.Shows(staff, "/api/v1/engagements/"+e.ID, []string{`"linked":false`}, nil)
	h.Is(h.Unlink(t.Context(), e.ID), problem.NotFound, "a visitor unlinks a record without a link")
}

// The code is shown once, to the person who made it, and is in no later answer.
func TestTheCodeIsShownOnce(t *testing.T) {
	h := open(t)
	s := h.site()
	staff := h.Staff("riga")
	e := h.about("Amina")
	var made engagement.ShowPage
	s.Read(s.Ask(staff, "POST", "/api/v1/engagements/"+e.ID+"/code", ""), &made)
	if len(made.Code) != 11 {
		t.Fatalf("%q", made.Code)
	}
	s.Shows(staff, "/api/v1/engagements/"+e.ID, nil, []string{made.Code, `"code"`})
	s.Shows(staff, "/api/v1/engagements", nil, []string{made.Code})
}

// The pipelines count each side by stage, and why contacts came to nothing.
func TestThePipelines(t *testing.T) {
	h := open(t)
	s := h.site()
	staff := h.Staff("riga")
	for _, f := range []engagement.Form{
		{Name: "a"}, {Name: "b"}, {Name: "c", Stage: "met"}, {Name: "d", Stage: "lost", Lost: "cost"}, {Name: "e", Stage: "lost", Lost: "cost"}, {Name: "f",
			Stage: "lost", Lost: "language"},
		{Name: "g", Side: engagement.PersonSide, Stage: "placed"},
	} {
		_, err := h.Create(staff, f, "")
		h.Must(err)
	}
	var p engagement.ListPage
	s.Read(s.Get(staff, "/api/v1/engagements?side=person"), &p)
	if p.Total != 1 || p.Items[0].Name != "g" {
		t.Errorf("%+v", p.Items)
	}
	want := []engagement.Count{{Key: "new", Count: 2}, {Key: "contacted"}, {Key: "met", Count: 1}, {Key: "pledged"}, {Key: "active"}, {Key: "lost", Count: 3}}
	if !slices.Equal(p.Pipelines[0].Stages, want) {
		t.Errorf("%+v", p.Pipelines[0].Stages)
	}
	if lost := p.Pipelines[0].Lost; !slices.Equal(lost, []engagement.Count{{Key: "cost", Count: 2}, {Key: "language", Count: 1}}) {
		t.Errorf("%+v", lost)
	}
	if people := p.Pipelines[1]; people.Side != engagement.PersonSide || people.Stages[4] != (engagement.Count{Key: "placed", Count: 1}) || len(people.Lost) != 0 {
		t.Errorf("%+v", people)
	}
}

// Two of the city who change a record at once: the second reads what the first stored, and keeps what
// they typed.
func TestAnOlderFormOfARecordShowsBothVersions(t *testing.T) {
	h := open(t)
	s := h.site()
	staff := h.Staff("riga")
	e := h.about("Amina")
	_, err := h.Change(staff, e.ID, engagement.Form{Stage: "prepared", Result: "Found a course"})
	h.Must(err)
	r := s.Ask(staff, "POST", "/engagements/"+e.ID, fmt.Sprintf(`{"revision":%d,"stage":"introduced","result":"Met the bakery"}`, e.Revision))
	for _, text := range []string{"Found a course", "Met the bakery", h.Words.For("en").T("supplier.both_versions")} {
		if r.Status != 409 || !strings.Contains(r.Body, text) {
			t.Errorf("status %d, the page has no %q", r.Status, text)
		}
	}
}
