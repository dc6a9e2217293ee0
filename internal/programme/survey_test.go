package programme_test

import (
	"strings"
	"testing"

	"citiesgrow/internal/problem"
	"citiesgrow/internal/programme"
)

// Those who took part say whether it helped, without an account; of a few nothing is shown.
func TestASurveyTellsNobodysAnswer(t *testing.T) {
	h := open(t)
	k := h.conference(10)
	nobody := t.Context()
	code, err := h.Ask(h.riga, k.ID)
	h.must(err)
	if again, err := h.Ask(h.wide, k.ID); err != nil || again != code {
		t.Errorf("asked again: %q, first %q (%v)", again, code, err)
	}
	if asked, err := h.Survey(nobody, code); err != nil || asked.Title != k.Title {
		t.Errorf("%+v %v", asked, err)
	}
	if _, err := h.Survey(nobody, "guessed"); !problem.Is(err, problem.NotFound) {
		t.Errorf("guessed: %v", err)
	}
	if err := h.Answer(nobody, code, "en", programme.AnswerForm{}); !wrong(err, "helped") {
		t.Errorf("no answer: %v", err)
	}
	say := func(helped, learnt string) {
		t.Helper()
		h.must(h.Answer(nobody, code, "uk", programme.AnswerForm{Helped: helped, Learnt: learnt}))
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
