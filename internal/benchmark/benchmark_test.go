package benchmark_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/benchmark"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/problem"
)

func scores(theme, round, side string, given ...benchmark.ScoreForm) benchmark.Form {
	return benchmark.Form{Theme: theme, Round: round, Side: side, Scores: given}
}

// Only a city itself and its peers score it; what works needs
// evidence, and what was scored before stays known.
func TestTheBenchmarkIsScoredByACityAndItsPeers(t *testing.T) {
	h := open(t)
	munich := actor.With(t.Context(), actor.Actor{ID: "m", Name: "Mara", Role: actor.Staff, City: "munich", Active: true})
	begun := benchmark.ScoreForm{Standard: "b1", Level: "1"}
	first, err := h.Assess(h.athens, "athens", scores("b", "start", "self", begun, benchmark.ScoreForm{Standard: "b2"}))
	h.Must(err)
	if mean, scored := first.Mean("b"); !scored || mean != 1 || len(first.History) != 1 {
		t.Errorf("%+v", first)
	}
	if _, scored := first.Mean("a"); scored {
		t.Error("what nobody scored has a mean")
	}
	f := scores("b", "start", "self", benchmark.ScoreForm{Standard: "b1", Level: "3"}, benchmark.ScoreForm{Standard: "b3", Evidence: "A list."})
	f.Revision = first.Revision
	_, err = h.Assess(h.athens, "athens", f)
	if !wrong(err, "scores[0].evidence") || !wrong(err, "scores[1].level") {
		t.Errorf("level 3 without evidence, evidence without a level: %v", problem.Of(err))
	}
	f.Scores = []benchmark.ScoreForm{{Standard: "b1", Level: "3", Evidence: "Three cities came to see it."}}
	second, err := h.Assess(h.athens, "athens", f)
	h.Must(err)
	if len(second.History) != 2 || second.History[0].Score.Level != 1 || second.Scores["b1"].Level != 3 {
		t.Errorf("the history is gone: %+v", second.History)
	}
	if _, err := h.Assess(h.athens, "athens", f); err != nil {
		t.Errorf("the same once more: %v", err)
	}
	f.Revision, f.Scores[0].Level = first.Revision, "2"
	if now := moduletest.Stale[benchmark.Assessment](h.House, moduletest.Failure(h.Assess(h.athens, "athens", f))); now.Revision != second.Revision ||
		now.Scores["b1"].Level != 3 || len(now.History) != 2 {
		t.Errorf("an older form: stored is %+v", now)
	}
	// Munich mentors Athens; Riga and Tampere are in no cluster with it.
	_, err = h.Assess(munich, "athens", scores("b", "start", "peer", begun))
	h.Must(err)
	for who, ctx := range map[string]int{"self of another": 0, "peer without a cluster": 1} {
		_, err := h.Assess(h.riga, "athens", scores("b", "start", benchmark.Sides()[ctx], begun))
		if !problem.Is(err, problem.Conflict) {
			t.Errorf("%s: %v", who, err)
		}
	}
	if _, err := h.Assess(h.athens, "athens", scores("b", "end", "self", benchmark.ScoreForm{Standard: "a1", Level: "1"})); !wrong(err, "scores[0].standard") {
		t.Errorf("a standard of another theme: %v", err)
	}
	f = scores("b", "start", "self", benchmark.ScoreForm{Standard: "b1"})
	f.Revision = second.Revision
	third, err := h.Assess(h.athens, "athens", f)
	h.Must(err)
	if _, scored := third.Scores["b1"]; scored || !third.History[2].Cleared {
		t.Errorf("taken back: %+v", third)
	}
	all, err := h.List(h.riga, "")
	h.Must(err)
	if len(all) != 2 {
		t.Errorf("every city learns from %d assessments, want 2", len(all))
	}
	if _, err := h.List(h.riga, "atlantis"); !problem.Is(err, problem.NotFound) {
		t.Errorf("Atlantis: %v", err)
	}
	if _, err := h.List(actor.With(t.Context(), actor.Actor{ID: "b", Role: actor.Buyer, City: "riga", Active: true}), ""); !problem.Is(err,
		problem.Forbidden) {
		t.Errorf("a buyer: %v", err)
	}
}

// score is one standard with its level and what shows it.
func score(standard, level, evidence string) benchmark.ScoreForm {
	return benchmark.ScoreForm{Standard: standard, Level: level, Evidence: evidence}
}

// From the level at which something works, something shows it; below that nothing must.
func TestWhichLevelsNeedEvidence(t *testing.T) {
	h := open(t)
	for level, c := range map[string]struct {
		city  string
		needs bool
	}{"0": {"riga", false}, "1": {"ghent", false}, "2": {"munich", true}, "3": {"athens", true}} {
		_, err := h.Assess(h.wide, c.city, scores("a", "end", "self", score("a1", level, " \n")))
		if wrong(err, "scores[0].evidence") != c.needs || !c.needs && err != nil {
			t.Errorf("level %s: %v, needs evidence: %t", level, err, c.needs)
		}
		if _, err := h.Assess(h.wide, c.city, scores("a", "end", "peer", score("a1", level, "A list"))); err != nil {
			t.Errorf("level %s with evidence: %v", level, err)
		}
	}
}

// One wrong line keeps the others from being stored, and each names itself.
func TestAWrongScoreStoresNothing(t *testing.T) {
	h := open(t)
	_, err := h.Assess(h.riga, "riga", scores("a", "start", "self", score("a1", "1", ""), score("b1", "1", ""), score("a2", "2", ""), score("a9", "1", ""),
		score("a3", "", "A list")))
	for field, key := range map[string]string{"scores[1].standard": "problem.not_found", "scores[2].evidence": "benchmark.evidence_missing",
		"scores[3].standard": "problem.not_found", "scores[4].level": "benchmark.level_missing"} {
		h.Wrong(err, field, key)
	}
	if wrong(err, "scores[0].standard") || wrong(err, "scores[0].level") {
		t.Errorf("a right line is wrong: %v", problem.Of(err))
	}
	a, err := h.Get(h.riga, "riga", "start", "self")
	h.Must(err)
	if len(a.Scores) != 0 || len(a.History) != 0 || a.Revision != 0 {
		t.Errorf("%+v", a)
	}
	_, err = h.Assess(h.wide, "atlantis", scores("a", "start", "self"))
	h.Is(err, problem.NotFound, "Atlantis is scored")
}

// Who scores: the city itself, its peers of a cluster in both directions, the programme for both.
func TestWhoScores(t *testing.T) {
	h := open(t)
	for _, c := range []struct {
		says string
		as   context.Context
		city string
		side string
		key  string // empty: may
	}{
		{"the city itself", h.athens, "athens", "self", ""},
		{"the city as its own peer", h.athens, "athens", "peer", "benchmark.not_peer"},
		{"its mentor", h.Staff("munich"), "athens", "peer", ""},
		{"its mentor for it", h.Staff("munich"), "athens", "self", "benchmark.not_self"},
		{"whom it mentors", h.athens, "munich", "peer", ""},
		{"a city of another cluster", h.tampere, "athens", "peer", "benchmark.not_peer"},
		{"a city of no cluster", h.riga, "athens", "peer", "benchmark.not_peer"},
		{"the programme for the city", h.wide, "riga", "self", ""},
		{"the programme for the peers", h.wide, "riga", "peer", ""},
	} {
		_, err := h.Assess(c.as, c.city, scores("d", "end", c.side, score("d1", "1", "")))
		if c.key != "" {
			h.Conflict(err, c.key)
		} else if err != nil {
			t.Errorf("%s: %v", c.says, err)
		}
	}
}

// The mean is over what was scored; rounds and sides stand apart; what is cleared counts no more,
// and its history says who, whence and when.
func TestTheMeanAndTheHistory(t *testing.T) {
	h := open(t)
	a, err := h.Assess(h.athens, "athens", scores("a", "start", "self", score("a1", "0", ""), score("a2", "3", "Three cities came")))
	h.Must(err)
	if mean, scored := a.Mean("a"); !scored || mean != 1.5 {
		t.Errorf("%v, %t", mean, scored)
	}
	h.now = h.now.Add(time.Hour)
	f := scores("a", "start", "self", score("a1", "", ""), score("a3", "", ""))
	f.Revision = a.Revision
	a, err = h.Assess(h.wide, "athens", f) // nothing but a cleared score
	h.Must(err)
	if mean, scored := a.Mean("a"); !scored || mean != 3 {
		t.Errorf("%v, %t", mean, scored)
	}
	if len(a.History) != 3 {
		t.Fatalf("what was never scored is cleared: %+v", a.History)
	}
	if first, last := a.History[0], a.History[2]; first.City != "athens" || first.By != "staff-athens" || last.City != "" || last.By != "staff-" ||
		!last.Cleared || last.Standard != "a1" || !last.At.Equal(h.now) {
		t.Errorf("%+v, %+v", first, last)
	}
	if stored, err := h.Get(h.riga, "athens", "start", "self"); err != nil || len(stored.Scores) != 1 || len(stored.History) != 3 {
		t.Errorf("stored is %+v, %v", stored, err)
	}
	other, err := h.Get(h.athens, "athens", "end", "self")
	if _, scored := other.Mean("a"); err != nil || scored {
		t.Errorf("what was scored at the start is that of the end: %+v, %v", other, err)
	}
	if all, err := h.List(h.riga, "athens"); err != nil || len(all) != 1 {
		t.Errorf("%d, %v", len(all), err)
	}
	if all, err := h.List(h.riga, "munich"); err != nil || len(all) != 0 {
		t.Errorf("%d, %v", len(all), err)
	}
}

// The pages compare the cities and show who may score; the form has what was scored.
func TestThePagesOfTheBenchmark(t *testing.T) {
	h := open(t)
	s := h.site()
	_, err := h.Assess(h.athens, "athens", scores("b", "start", "self", score("b1", "3", "Three cities came"), score("b2", "1", "")))
	h.Must(err)
	_, err = h.Assess(h.Staff("munich"), "athens", scores("b", "end", "peer", score("b1", "2", "A list")))
	h.Must(err)
	var p benchmark.ListPage
	s.Read(s.Get(h.riga, "/api/v1/programme/benchmark?theme=b"), &p)
	if p.Total != 16 || p.Theme != "b" {
		t.Errorf("%d cities in theme %s", p.Total, p.Theme)
	}
	for _, city := range p.Items {
		for _, m := range city.Means {
			want := map[string]float64{"athens start self": 2, "athens end peer": 2}[city.City+" "+m.Round+" "+m.Side]
			if (m.Level == nil) != (want == 0) || m.Level != nil && *m.Level != want {
				t.Errorf("%s %s %s: %v, want %v", city.City, m.Round, m.Side, m.Level, want)
			}
		}
	}
	edit := func(round, side string) string {
		return "/programme/benchmark/athens/edit?theme=b&amp;round=" + round + "&amp;side=" + side
	}
	s.Shows(h.athens, "/programme/benchmark/athens?theme=b", []string{"Three cities came", edit("start", "self"), edit("end", "self")},
		[]string{edit("start", "peer"), edit("end", "peer")})
	s.Shows(h.Staff("munich"), "/programme/benchmark/athens?theme=b", []string{edit("start", "peer")}, []string{edit("start", "self")})
	s.Shows(h.riga, "/programme/benchmark/athens?theme=b", []string{"A list"}, []string{edit("start", "peer"), edit("start", "self")})
	s.Shows(h.athens, "/programme/benchmark/athens/edit?theme=b&round=start&side=self", []string{"Three cities came"}, nil)
	for _, c := range []struct {
		as     context.Context
		body   string
		status int
		has    string
	}{
		{h.riga, `{"theme":"b","round":"start","side":"self","scores":[{"standard":"b1","level":"1"}]}`, 409, ""},
		{h.athens, `{"revision":1,"theme":"b","round":"start","side":"self","scores":[{"standard":"b3","level":"3"}]}`, 422, `"scores[0].evidence"`},
		{h.athens, `{"revision":1,"theme":"b","round":"start","side":"self","scores":[{"standard":"b3","level":"4"}]}`, 422, `"scores[0].level"`},
		{h.athens, `{"revision":1,"theme":"z","round":"start","side":"self"}`, 422, `"theme"`},
		{h.athens, `{"revision":1,"theme":"b","round":"start","side":"self","scores":[{"standard":"b3","level":"1"}]}`, 200, ""},
		{h.athens, `{"revision":1,"theme":"b","round":"start","side":"self","scores":[{"standard":"b3","level":"0"}]}`, 409, ""},
	} {
		if r := s.Ask(c.as, "PUT", "/api/v1/programme/benchmark/athens", c.body); r.Status != c.status && !(c.status == 200 && r.Status == 204) ||
			!strings.Contains(r.Body, c.has) {
			t.Errorf("%s: status %d, want %d with %q: %.400s", c.body, r.Status, c.status, c.has, r.Body)
		}
	}
}

// The benchmark is read by staff of every city, and by no one else.
func TestWhoReadsTheBenchmark(t *testing.T) {
	h := open(t)
	h.OnlyStaff(map[string]func(context.Context) error{
		"the benchmark":  func(as context.Context) error { return moduletest.Failure(h.List(as, "")) },
		"an assessment":  func(as context.Context) error { return moduletest.Failure(h.Get(as, "riga", "start", "self")) },
		"who may assess": func(as context.Context) error { return h.MayAssess(as, "riga", "self") },
		"scores": func(as context.Context) error {
			return moduletest.Failure(h.Assess(as, "riga", scores("a", "start", "self")))
		},
	})
	s := h.site()
	s.ForStaff(h.House, "/programme/benchmark", "/programme/benchmark/riga")
	for _, path := range []string{"/api/v1/programme/benchmark/atlantis", "/programme/benchmark/atlantis/edit"} {
		if r := s.Get(h.riga, path); r.Status != 404 {
			t.Errorf("%s: status %d", path, r.Status)
		}
	}
}

// Who scores what was scored meanwhile sees both versions.
func TestBothVersionsOfAnAssessment(t *testing.T) {
	h := open(t)
	s := h.site()
	_, err := h.Assess(h.athens, "athens", scores("b", "start", "self", score("b1", "1", "")))
	h.Must(err)
	r := s.Post(h.athens, "/programme/benchmark/athens", "revision", "0", "theme", "b", "round", "start", "side", "self", "scores[0].standard", "b1",
		"scores[0].level", "2", "scores[0].evidence", "A list")
	if r.Status != 409 || !strings.Contains(r.Body, "stored “B1 1”, yours “B1 2 A list”") || !strings.Contains(r.Body, `name="revision" value="1"`) {
		t.Errorf("status %d: %.3000s", r.Status, r.Body)
	}
}
