package programme_test

import (
	"context"
	"reflect"
	"strings"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/programme"
)

// Those who took part say whether it helped, without an account; of a few nothing is shown.
func TestASurveyTellsNobodysAnswer(t *testing.T) {
	h := open(t)
	k := h.conference()
	visitor := t.Context()
	code, err := h.Ask(h.riga, k.ID)
	h.must(err)
	if again, err := h.Ask(h.wide, k.ID); err != nil || again != code {
		t.Errorf("asked again: %q, first %q (%v)", again, code, err)
	}
	if asked, err := h.Survey(visitor, code); err != nil || asked.Title != k.Title {
		t.Errorf("%+v %v", asked, err)
	}
	if _, err := h.Survey(visitor, "guessed"); !problem.Is(err, problem.NotFound) {
		t.Errorf("guessed: %v", err)
	}
	if err := h.Answer(visitor, code, "en", programme.AnswerForm{}); !wrong(err, "helped") {
		t.Errorf("no answer: %v", err)
	}
	say := func(helped, learnt string) {
		t.Helper()
		h.must(h.Answer(visitor, code, "uk", programme.AnswerForm{Helped: helped, Learnt: learnt}))
	}
	say("4", "Zebra")
	say("1", "")
	if said, err := h.Said(h.riga, k.ID); err != nil || said.Count != 2 || said.Helped != 0 || len(said.Texts) != 0 {
		t.Errorf("of two: %+v %v", said, err)
	}
	say("3", "Apple")
	if said, err := h.Said(h.riga, k.ID); err != nil || said.Count != 3 || said.Helped != 2 || strings.Join(said.Texts, " ") != "Apple Zebra" {
		t.Errorf("of three: %+v %v", said, err)
	}
	if _, err := h.Said(h.guest("one"), k.ID); !problem.Is(err, problem.Forbidden) {
		t.Errorf("a guest reads it: %v", err)
	}
	if _, err := h.Ask(h.guest("one"), k.ID); !problem.Is(err, problem.Forbidden) {
		t.Errorf("a guest asks: %v", err)
	}
}

// visited is a visit with its survey.
func (h *house) visited() (*programme.Visit, string) {
	h.t.Helper()
	v, err := h.Plan(h.athens, "", visiting())
	h.must(err)
	code, err := h.Ask(h.athens, v.ID)
	h.must(err)
	return v, code
}

// A survey is asked once; its code cannot be guessed, and leads to one visit or conference.
func TestASurveyIsBegun(t *testing.T) {
	h := open(t)
	v, code := h.visited()
	if len(code) != 16 || strings.ToLower(code) != code {
		t.Errorf("%q", code)
	}
	other, err := h.Plan(h.athens, "", visiting())
	h.must(err)
	second, err := h.Ask(h.riga, other.ID)
	h.must(err)
	if second == code {
		t.Error("two surveys have one code")
	}
	for code, id := range map[string]string{code: v.ID, second: other.ID} {
		if asked, err := h.Survey(t.Context(), code); err != nil || asked.Of != id {
			t.Errorf("%+v, %v", asked, err)
		}
	}
	for _, guess := range []string{"", "a", code[:15], code + "a", v.ID} {
		_, err := h.Survey(t.Context(), guess)
		h.is(err, problem.NotFound, "guessed "+guess)
		h.is(h.Answer(t.Context(), guess, "en", programme.AnswerForm{Helped: "4"}), problem.NotFound, "answered "+guess)
	}
	_, err = h.Ask(h.riga, "visit-none")
	h.is(err, problem.NotFound, "a survey of nothing")
	asked, err := h.Plan(h.athens, "", visiting())
	h.must(err)
	k := h.conference()
	codes := make([]string, 16)
	h.crowd(len(codes), func(n int) (err error) {
		codes[n], err = h.Ask(h.riga, []string{asked.ID, k.ID}[n%2])
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
		form programme.AnswerForm
		want programme.Said
	}{
		{programme.AnswerForm{Helped: "4", Learnt: "Zebra", Better: " \n"}, programme.Said{Count: 1}},
		{programme.AnswerForm{Helped: "3", Learnt: " Lots ", Better: "Apple"}, programme.Said{Count: 2}},
		{programme.AnswerForm{Helped: "2"}, programme.Said{Count: 3, Helped: 2, Texts: []string{"Apple", "Lots", "Zebra"}}},
		{programme.AnswerForm{Helped: "1", Better: "Bread"}, programme.Said{Count: 4, Helped: 2, Texts: []string{"Apple", "Bread", "Lots", "Zebra"}}},
	} {
		h.must(h.Answer(t.Context(), code, "en", c.form))
		if said, err := h.Said(h.riga, v.ID); err != nil || !reflect.DeepEqual(*said, c.want) {
			t.Errorf("after %d answers: %+v, %v, want %+v", n+1, said, err, c.want)
		}
	}
	if said, err := h.Said(h.riga, "visit-other"); err != nil || said.Count != 0 {
		t.Errorf("of another: %+v, %v", said, err)
	}
	for says, c := range h.outsiders() {
		_, err := h.Said(c.as, v.ID)
		h.is(err, c.kind, says+" reads what was said")
	}
}

// One survey takes five hundred answers.
func TestASurveyIsFull(t *testing.T) {
	h := open(t)
	v, code := h.visited()
	h.crowd(499, func(int) error { return h.Answer(t.Context(), code, "en", programme.AnswerForm{Helped: "4"}) })
	if err := h.Answer(t.Context(), code, "en", programme.AnswerForm{Helped: "4"}); err != nil {
		t.Errorf("the last: %v", err)
	}
	h.conflict(h.Answer(t.Context(), code, "en", programme.AnswerForm{Helped: "4"}), "survey.full")
	if said, err := h.Said(h.riga, v.ID); err != nil || said.Count != 500 {
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
		{h.as("amina", actor.Entrepreneur, "riga"), "POST", "/surveys/" + code, `{"helped":"2","learnt":"More bread"}`, 201, ""},
		{visitor, "POST", "/surveys/" + code, `{"helped":"5"}`, 422, `"helped"`},
		{visitor, "POST", "/surveys/" + code, `{}`, 422, `"helped"`},
		{visitor, "POST", "/surveys/guess", `{"helped":"4"}`, 404, ""},
		{visitor, "GET", "/programme/visits/" + v.ID + "/survey", "", 401, ""},
		{h.as("amina", actor.Entrepreneur, "riga"), "POST", "/programme/visits/" + v.ID + "/survey", "", 403, ""},
		{h.riga, "GET", "/programme/visits/" + v.ID + "/survey", "", 200, `{"answers":2,"helped":0}`},
		{h.riga, "POST", "/programme/visits/" + v.ID + "/survey", "", 201, code},
		{h.riga, "POST", "/conferences/" + v.ID + "/survey", "", 404, ""},
		{h.riga, "POST", "/conferences/" + h.conference().ID + "/survey", "", 201, `"id"`},
	} {
		if r := s.Ask(c.as, c.method, "/api/v1"+c.path, c.body); r.Status != c.status || !strings.Contains(r.Body, c.has) {
			t.Errorf("%s %s %s: status %d, want %d with %q: %.400s", c.method, c.path, c.body, r.Status, c.status, c.has, r.Body)
		}
	}
	s.Shows(h.riga, "/programme/visits/"+v.ID, []string{"/surveys/" + code}, []string{"Small lots", "More bread"})
	h.must(h.Answer(visitor, code, "uk", programme.AnswerForm{Helped: "3"}))
	s.Shows(h.riga, "/programme/visits/"+v.ID, []string{"Small lots", "More bread"}, nil)
}
