package programme_test

import (
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/programme"
)

func scores(theme, round, side string, given ...programme.ScoreForm) programme.AssessmentForm {
	return programme.AssessmentForm{Theme: theme, Round: round, Side: side, Scores: given}
}

// A city scores itself, its peers score it, and nobody else does; what works needs
// evidence, and what was scored before stays known.
func TestTheBenchmarkIsScoredByACityAndItsPeers(t *testing.T) {
	h := open(t)
	munich := actor.With(t.Context(), actor.Actor{ID: "m", Name: "Mara", Role: actor.Staff, City: "munich", Active: true})
	begun := programme.ScoreForm{Standard: "b1", Level: "1"}
	first, err := h.Assess(h.athens, "athens", scores("b", "start", "self", begun, programme.ScoreForm{Standard: "b2"}))
	h.must(err)
	if mean, scored := first.Mean("b"); !scored || mean != 1 || len(first.History) != 1 {
		t.Errorf("%+v", first)
	}
	if _, scored := first.Mean("a"); scored {
		t.Error("what nobody scored has a mean")
	}
	f := scores("b", "start", "self", programme.ScoreForm{Standard: "b1", Level: "3"}, programme.ScoreForm{Standard: "b3", Evidence: "A list."})
	f.Revision = first.Revision
	_, err = h.Assess(h.athens, "athens", f)
	if !wrong(err, "scores[0].evidence") || !wrong(err, "scores[1].level") {
		t.Errorf("level 3 without evidence, evidence without a level: %v", problem.Of(err))
	}
	f.Scores = []programme.ScoreForm{{Standard: "b1", Level: "3", Evidence: "Three cities came to see it."}}
	second, err := h.Assess(h.athens, "athens", f)
	h.must(err)
	if len(second.History) != 2 || second.History[0].Score.Level != 1 || second.Scores["b1"].Level != 3 {
		t.Errorf("the history is gone: %+v", second.History)
	}
	if _, err := h.Assess(h.athens, "athens", f); err != nil {
		t.Errorf("the same once more: %v", err)
	}
	f.Revision, f.Scores[0].Level = first.Revision, "2"
	if _, err := h.Assess(h.athens, "athens", f); !problem.Is(err, problem.Conflict) {
		t.Errorf("an older form: %v", err)
	}
	// Munich mentors Athens; Riga and Tampere are in no cluster with it.
	_, err = h.Assess(munich, "athens", scores("b", "start", "peer", begun))
	h.must(err)
	for who, ctx := range map[string]int{"self of another": 0, "peer without a cluster": 1} {
		_, err := h.Assess(h.riga, "athens", scores("b", "start", programme.Sides()[ctx], begun))
		if !problem.Is(err, problem.Conflict) {
			t.Errorf("%s: %v", who, err)
		}
	}
	if _, err := h.Assess(h.athens, "athens", scores("b", "end", "self", programme.ScoreForm{Standard: "a1", Level: "1"})); !wrong(err, "scores[0].standard") {
		t.Errorf("a standard of another theme: %v", err)
	}
	f = scores("b", "start", "self", programme.ScoreForm{Standard: "b1"})
	f.Revision = second.Revision
	third, err := h.Assess(h.athens, "athens", f)
	h.must(err)
	if _, scored := third.Scores["b1"]; scored || !third.History[2].Cleared {
		t.Errorf("taken back: %+v", third)
	}
	all, err := h.Benchmark(h.riga, "")
	h.must(err)
	if len(all) != 2 {
		t.Errorf("every city learns from %d assessments, want 2", len(all))
	}
	if _, err := h.Benchmark(h.riga, "atlantis"); !problem.Is(err, problem.NotFound) {
		t.Errorf("Atlantis: %v", err)
	}
	if _, err := h.Benchmark(actor.With(t.Context(), actor.Actor{ID: "b", Role: actor.Buyer, City: "riga", Active: true}), ""); !problem.Is(err,
		problem.Forbidden) {
		t.Errorf("a buyer: %v", err)
	}
}
