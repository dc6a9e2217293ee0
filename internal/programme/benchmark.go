package programme

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// The benchmark of integration policies: for each theme five standards, each reached to
// some level. A city scores itself when the programme starts and when it ends, and so do
// its peers, the cities that are in a cluster with it.

// perThemeStandards is how many standards a theme has.
const perThemeStandards = 5

// TopLevel is the highest: 0 nothing yet, 1 begun, 2 works, 3 others learn from it.
const TopLevel = 3

// fromEvidence is the level from which something must show it.
const fromEvidence = 2

// Standards are the ids of a theme's: "a1" to "a5".
func Standards(theme string) []string {
	var all []string
	if slices.Contains(Themes(), theme) {
		for n := range perThemeStandards {
			all = append(all, fmt.Sprint(theme, n+1))
		}
	}
	return all
}

// Rounds lists when it is scored, Sides by whom.
func Rounds() []string { return []string{"start", "end"} }

// Sides are the city itself, and its peers.
func Sides() []string { return []string{"self", "peer"} }

// Score is the level of one standard, and what shows it.
type Score struct {
	Level    int    `bson:"level" json:"level"`
	Evidence string `bson:"evidence,omitempty" json:"evidence,omitempty"`
}

// Scoring is one that was given, kept for ever.
type Scoring struct {
	Standard string    `bson:"standard" json:"standard"`
	Score    Score     `bson:"score" json:"score"`
	Cleared  bool      `bson:"cleared,omitempty" json:"cleared,omitempty"` // it was taken back
	By       string    `bson:"by" json:"by"`                               // a name
	City     string    `bson:"city,omitempty" json:"city"`                 // of who scored; empty: of the programme
	At       time.Time `bson:"at" json:"at,omitzero"`
}

// Assessment is how a city was scored in one round by one side.
type Assessment struct {
	record.Meta `bson:",inline"` // the id is made of city, round and side
	City        string           `bson:"city" json:"city"`
	Round       string           `bson:"round" json:"round"`
	Side        string           `bson:"side" json:"side"`
	Scores      map[string]Score `bson:"scores" json:"scores"`   // by standard; missing: not scored
	History     []Scoring        `bson:"history" json:"history"` // all that was ever given, the latest last
}

var assessments = store.Spec{Name: "assessments", Indexes: []store.Index{{Name: "city", Fields: []string{"city"}}}}

func assessmentID(city, round, side string) string {
	return "benchmark-" + city + "-" + round + "-" + side
}

// Mean is the mean level over a theme's standards that were scored; false when none was.
func (a *Assessment) Mean(theme string) (float64, bool) {
	sum, n := 0, 0
	for _, id := range Standards(theme) {
		if s, scored := a.Scores[id]; scored {
			sum, n = sum+s.Level, n+1
		}
	}
	if n == 0 {
		return 0, false
	}
	return float64(sum) / float64(n), true
}

// ScoreForm is one standard as it is scored.
type ScoreForm struct {
	Standard string `json:"standard" validate:"max=4"`
	Level    string `json:"level" validate:"omitempty,oneof=0 1 2 3"`
	Evidence string `json:"evidence" validate:"max=2000"`
}

// AssessmentForm scores a theme.
type AssessmentForm struct {
	Revision int64       `json:"revision" validate:"min=0"`
	Theme    string      `json:"theme" validate:"oneof=a b c d"`
	Round    string      `json:"round" validate:"oneof=start end"`
	Side     string      `json:"side" validate:"oneof=self peer"`
	Scores   []ScoreForm `json:"scores" validate:"max=20,dive"`
}

// Benchmark lists what was scored of a city, of all cities for "". Every city's staff sees
// it: that is what one learns from.
func (s *Service) Benchmark(ctx context.Context, city string) ([]*Assessment, error) {
	if err := readers(ctx); err != nil {
		return nil, err
	}
	q := store.Query{Index: "city"}
	if city != "" {
		if _, known := s.kit.Taxonomy.City(city); !known {
			return nil, problem.New(problem.NotFound, "problem.not_found")
		}
		q.Equal = []any{city}
	}
	all, err := s.assessments.List(ctx, q)
	return all, err
}

// Assessment is how a city was scored in one round by one side; empty when it was not.
func (s *Service) Assessment(ctx context.Context, city, round, side string) (*Assessment, error) {
	if err := readers(ctx); err != nil {
		return nil, err
	}
	a, err := s.assessments.Get(ctx, assessmentID(city, round, side))
	if problem.Is(err, problem.NotFound) {
		return &Assessment{Meta: record.Meta{ID: assessmentID(city, round, side)}, City: city, Round: round, Side: side, Scores: map[string]Score{}}, nil
	}
	return a, err
}

// mayScore tells whether the actor speaks for a side: a city's staff for itself, those of
// the cities in a cluster with it as peers, the programme's staff for both.
func (s *Service) mayScore(ctx context.Context, city, side string) error {
	who := actor.From(ctx)
	if who.City == "" {
		return nil
	}
	if side == "self" {
		if who.City == city {
			return nil
		}
		return problem.New(problem.Conflict, "benchmark.not_self")
	}
	all, err := s.Clusters(ctx)
	if err != nil {
		return err
	}
	for _, c := range all {
		if c.Mentor == city && c.Implementing == who.City || c.Implementing == city && c.Mentor == who.City {
			return nil
		}
	}
	return problem.New(problem.Conflict, "benchmark.not_peer")
}

// Assess scores a city in a theme. A level from which others could learn, or that is said
// to work, needs evidence. What was scored before stays in the history.
func (s *Service) Assess(ctx context.Context, city string, f AssessmentForm) (*Assessment, error) {
	a, err := s.Assessment(ctx, city, f.Round, f.Side)
	if err != nil {
		return nil, err
	}
	if _, known := s.kit.Taxonomy.City(city); !known {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	if err := s.mayScore(ctx, city, f.Side); err != nil {
		return nil, err
	}
	who := actor.From(ctx)
	wrong := problem.New(problem.Invalid, "problem.invalid")
	changed := false
	for i, form := range f.Scores {
		if !slices.Contains(Standards(f.Theme), form.Standard) {
			wrong.Add(fmt.Sprintf("scores[%d].standard", i), problem.M("problem.not_found"))
			continue
		}
		old, scored := a.Scores[form.Standard]
		now := Score{Evidence: strings.TrimSpace(form.Evidence)}
		switch {
		case form.Level == "" && now.Evidence != "":
			wrong.Add(fmt.Sprintf("scores[%d].level", i), problem.M("benchmark.level_missing"))
			continue
		case form.Level == "":
			if scored {
				delete(a.Scores, form.Standard)
				a.History = append(a.History, Scoring{Standard: form.Standard, Cleared: true, By: who.Name, City: who.City, At: s.kit.Now().UTC()})
				changed = true
			}
			continue
		}
		now.Level, _ = strconv.Atoi(form.Level)
		if now.Level >= fromEvidence && now.Evidence == "" {
			wrong.Add(fmt.Sprintf("scores[%d].evidence", i), problem.M("benchmark.evidence_missing"))
			continue
		}
		if !scored || old != now {
			a.Scores[form.Standard] = now
			a.History = append(a.History, Scoring{Standard: form.Standard, Score: now, By: who.Name, City: who.City, At: s.kit.Now().UTC()})
			changed = true
		}
	}
	if err := wrong.OrNil(); err != nil {
		return nil, err
	}
	if !changed {
		return a, nil
	}
	a.Revision = f.Revision
	return s.assessments.Save(ctx, a)
}
