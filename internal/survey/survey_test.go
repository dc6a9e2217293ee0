package survey_test

import (
	"context"
	"reflect"
	"strings"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/survey"
	"citiesgrow/internal/visit"
)

// Those who took part say whether it helped, without an account; of a few nothing is shown.
func TestASurveyTellsNobodysAnswer(t *testing.T) {
	h := open(t)
	k, code := h.visited()
	visitor := t.Context()
	if again, err := h.Begin(h.wide, h.visits, k.ID); err != nil || again != code {
		t.Errorf("asked again: %q, first %q (%v)", again, code, err)
	}
	if _, title, err := h.Get(visitor, code); err != nil || title != k.Title {
		t.Errorf("%q %v", title, err)
	}
	if _, _, err := h.Get(visitor, "guessed"); !problem.Is(err, problem.NotFound) {
		t.Errorf("guessed: %v", err)
	}
	if err := h.Answer(visitor, code, "en", survey.Form{}); !wrong(err, "helped") {
		t.Errorf("no answer: %v", err)
	}
	say := func(helped, learnt string) {
		t.Helper()
		h.Must(h.Answer(visitor, code, "uk", survey.Form{Helped: helped, Learnt: learnt}))
	}
	say("4", "Zebra")
	say("1", "")
	if said, err := h.Summary(h.riga, k.ID); err != nil || said.Count != 2 || said.Helped != 0 || len(said.Texts) != 0 {
		t.Errorf("of two: %+v %v", said, err)
	}
	say("3", "Apple")
	if said, err := h.Summary(h.riga, k.ID); err != nil || said.Count != 3 || said.Helped != 2 || strings.Join(said.Texts, " ") != "Apple Zebra" {
		t.Errorf("of three: %+v %v", said, err)
	}
	if _, err := h.Summary(h.As("one", actor.Buyer, "riga"), k.ID); !problem.Is(err, problem.Forbidden) {
		t.Errorf("a guest reads it: %v", err)
	}
	if _, err := h.Begin(h.As("one", actor.Buyer, "riga"), h.visits, k.ID); !problem.Is(err, problem.Forbidden) {
		t.Errorf("a guest asks: %v", err)
	}
	h.OnlyStaff(map[string]func(context.Context) error{
		"what was said":   func(as context.Context) error { return moduletest.Failure(h.Summary(as, k.ID)) },
		"begins a survey": func(as context.Context) error { return moduletest.Failure(h.Begin(as, h.visits, "visit-none")) },
	})
}

func visiting() visit.Form {
	return visit.Form{Cluster: "b1", City: "athens", Title: "Three days in Athens", From: "2026-12-07", To: "2026-12-09"}
}

// visited is a visit with its survey.
func (h *house) visited() (*visit.Visit, string) {
	h.t.Helper()
	v, err := h.visits.Create(h.athens, visiting())
	h.Must(err)
	code, err := h.Begin(h.athens, h.visits, v.ID)
	h.Must(err)
	return v, code
}

// A survey is asked once; its code cannot be guessed, and leads to one visit or conference.
func TestASurveyIsBegun(t *testing.T) {
	h := open(t)
	v, code := h.visited()
	if len(code) != 16 || strings.ToLower(code) != code {
		t.Errorf("%q", code)
	}
	other, err := h.visits.Create(h.athens, visiting())
	h.Must(err)
	second, err := h.Begin(h.riga, h.visits, other.ID)
	h.Must(err)
	if second == code {
		t.Error("two surveys have one code")
	}
	for code, id := range map[string]string{code: v.ID, second: other.ID} {
		if of, _, err := h.Get(t.Context(), code); err != nil || of != id {
			t.Errorf("%s, %v", of, err)
		}
	}
	for _, guess := range []string{"", "a", code[:15], code + "a", v.ID} {
		_, _, err := h.Get(t.Context(), guess)
		h.Is(err, problem.NotFound, "guessed "+guess)
		h.Is(h.Answer(t.Context(), guess, "en", survey.Form{Helped: "4"}), problem.NotFound, "answered "+guess)
	}
	_, err = h.Begin(h.riga, h.visits, "visit-none")
	h.Is(err, problem.NotFound, "a survey of nothing")
	asked, err := h.visits.Create(h.athens, visiting())
	h.Must(err)
	k, err := h.visits.Create(h.athens, visiting())
	h.Must(err)
	codes := make([]string, 16)
	h.Crowd(len(codes), func(n int) (err error) {
		codes[n], err = h.Begin(h.riga, h.visits, []string{asked.ID, k.ID}[n%2])
		return err
	})
	for n, code := range codes {
		if code != codes[n%2] {
			t.Errorf("asked at once, and one survey has two codes: %q", codes)
			break
		}
	}
}

// What was said is summed up from three answers on: how many it helped, and the texts in an order
// that does not say who wrote first. Of fewer, nothing but their number.
func TestWhatWasSaidIsSummedUp(t *testing.T) {
	h := open(t)
	v, code := h.visited()
	for n, c := range []struct {
		form survey.Form
		want survey.Summary
	}{
		{survey.Form{Helped: "4", Learnt: "Zebra", Better: " \n"}, survey.Summary{Count: 1}},
		{survey.Form{Helped: "3", Learnt: " Lots ", Better: "Apple"}, survey.Summary{Count: 2}},
		{survey.Form{Helped: "2"}, survey.Summary{Count: 3, Helped: 2, Texts: []string{"Apple", "Lots", "Zebra"}}},
		{survey.Form{Helped: "1", Better: "Bread"}, survey.Summary{Count: 4, Helped: 2, Texts: []string{"Apple", "Bread", "Lots", "Zebra"}}},
	} {
		h.Must(h.Answer(t.Context(), code, "en", c.form))
		if said, err := h.Summary(h.riga, v.ID); err != nil || !reflect.DeepEqual(*said, c.want) {
			t.Errorf("after %d answers: %+v, %v, want %+v", n+1, said, err, c.want)
		}
	}
	if said, err := h.Summary(h.riga, "visit-other"); err != nil || said.Count != 0 {
		t.Errorf("of another: %+v, %v", said, err)
	}
	for says, c := range h.Outsiders() {
		_, err := h.Summary(c.As, v.ID)
		h.Is(err, c.Kind, says+" reads what was said")
	}
}

// One survey takes five hundred answers.
func TestASurveyIsFull(t *testing.T) {
	h := open(t)
	v, code := h.visited()
	h.Crowd(499, func(int) error { return h.Answer(t.Context(), code, "en", survey.Form{Helped: "4"}) })
	if err := h.Answer(t.Context(), code, "en", survey.Form{Helped: "4"}); err != nil {
		t.Errorf("the last: %v", err)
	}
	h.Conflict(h.Answer(t.Context(), code, "en", survey.Form{Helped: "4"}), "survey.full")
	if said, err := h.Summary(h.riga, v.ID); err != nil || said.Count != 500 {
		t.Errorf("%+v, %v", said, err)
	}
}

// With the code one answers without an account; staff see the sum, and no single answer.
func TestThePageOfASurvey(t *testing.T) {
	h := open(t)
	s := h.site()
	v, code := h.visited()
	visitor := t.Context()
	s.Shows(visitor, "/surveys/"+code, []string{"Three days in Athens", `value="4"`, `value="1"`}, []string{v.ID})
	for _, c := range []struct {
		as                 context.Context
		method, path, body string
		status             int
		has                string
	}{
		{visitor, "POST", "/surveys/" + code, `{"helped":"4","learnt":"Small lots"}`, 201, "Three days in Athens"},
		{h.As("amina", actor.Entrepreneur, "riga"), "POST", "/surveys/" + code, `{"helped":"2","learnt":"More bread"}`, 201, ""},
		{visitor, "POST", "/surveys/" + code, `{"helped":"5"}`, 422, `"helped"`},
		{visitor, "POST", "/surveys/" + code, `{}`, 422, `"helped"`},
		{visitor, "POST", "/surveys/guess", `{"helped":"4"}`, 404, ""},
		{visitor, "GET", "/programme/visits/" + v.ID + "/survey", "", 401, ""},
		{h.As("amina", actor.Entrepreneur, "riga"), "POST", "/programme/visits/" + v.ID + "/survey", "", 403, ""},
		{h.riga, "GET", "/programme/visits/" + v.ID + "/survey", "", 200, `{"answers":2,"helped":0}`},
		{h.riga, "POST", "/programme/visits/" + v.ID + "/survey", "", 201, code},
		{h.riga, "POST", "/programme/visits/visit-none/survey", "", 404, ""},
	} {
		if r := s.Ask(c.as, c.method, "/api/v1"+c.path, c.body); r.Status != c.status || !strings.Contains(r.Body, c.has) {
			t.Errorf("%s %s %s: status %d, want %d with %q: %.400s", c.method, c.path, c.body, r.Status, c.status, c.has, r.Body)
		}
	}
	s.Shows(h.riga, "/programme/visits/"+v.ID, []string{"/surveys/" + code}, []string{"Small lots", "More bread"})
	h.Must(h.Answer(visitor, code, "uk", survey.Form{Helped: "3"}))
	s.Shows(h.riga, "/programme/visits/"+v.ID, []string{"Small lots", "More bread"}, nil)
}
