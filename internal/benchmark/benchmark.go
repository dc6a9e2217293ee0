// Package benchmark compares the integration policies of the cities: for each theme of the programme
// five standards, each reached to some level. A city scores itself when the programme starts and when
// it ends, and so do its peers, the cities that are in a cluster with it. Staff of every city see all
// scores.
package benchmark

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"citiesgrow/internal/form"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
	"citiesgrow/internal/taxonomy"
)

// perThemeStandards is how many standards a theme has.
const perThemeStandards = 5

// TopLevel is the highest level: 0 nothing yet, 1 begun, 2 works, 3 others learn from it.
const TopLevel = 3

// fromEvidence is the level from which evidence is needed.
const fromEvidence = 2

// Standards are the ids of a theme's: "a1" to "a5".
func Standards(theme string) []string {
	var all []string
	if slices.Contains(taxonomy.Themes(), theme) {
		for n := range perThemeStandards {
			all = append(all, fmt.Sprint(theme, n+1))
		}
	}
	return all
}

// Rounds lists when a city is scored.
func Rounds() []string { return []string{"start", "end"} }

// Sides lists by whom: the city itself, and its peers.
func Sides() []string { return []string{"self", "peer"} }

// Score is the level of one standard, and what shows it.
type Score struct {
	Level    int    `bson:"level" json:"level"`
	Evidence string `bson:"evidence,omitempty" json:"evidence,omitempty"`
}

// Scoring is a score that was given; it is never deleted.
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

// ScoreForm is the score of one standard.
type ScoreForm struct {
	Standard string `json:"standard" validate:"max=4"`
	Level    string `json:"level" validate:"omitempty,oneof=0 1 2 3"`
	Evidence string `json:"evidence" validate:"max=2000"`
}

// String is the score in one line, empty for none.
func (f ScoreForm) String() string {
	if f.Level == "" {
		return ""
	}
	return strings.TrimSpace(strings.ToUpper(f.Standard) + " " + f.Level + " " + f.Evidence)
}

// Form scores a theme.
type Form struct {
	Revision int64       `json:"revision" validate:"min=0"`
	Theme    string      `json:"theme" validate:"oneof=a b c d"`
	Round    string      `json:"round" validate:"oneof=start end"`
	Side     string      `json:"side" validate:"oneof=self peer"`
	Scores   []ScoreForm `json:"scores" validate:"max=20,dive"`
}

// Apply reads the form over an assessment: what changed is added to the history with this scoring's
// name, city and time, and changed says whether anything did. Nothing of it counts when an error is
// returned. A level from which others could learn, or that is said to work, needs evidence; a standard
// without a level is taken back.
func (f *Form) Apply(a *Assessment, r *form.Reader, by Scoring) (changed bool, err error) {
	scores, history := maps.Clone(a.Scores), slices.Clone(a.History)
	if scores == nil {
		scores = map[string]Score{}
	}
	for i, one := range f.Scores {
		field := fmt.Sprintf("scores[%d].", i)
		if !slices.Contains(Standards(f.Theme), one.Standard) {
			r.Wrong(field+"standard", "problem.not_found")
			continue
		}
		by.Standard, by.Score, by.Cleared = one.Standard, Score{Evidence: strings.TrimSpace(one.Evidence)}, one.Level == ""
		old, scored := scores[one.Standard]
		switch {
		case by.Cleared && by.Score.Evidence != "":
			r.Wrong(field+"level", "benchmark.level_missing")
			continue
		case by.Cleared && !scored:
			continue
		case by.Cleared:
			delete(scores, one.Standard)
			history = append(history, by)
			continue
		}
		by.Score.Level, _ = strconv.Atoi(one.Level)
		if by.Score.Level >= fromEvidence && by.Score.Evidence == "" {
			r.Wrong(field+"evidence", "benchmark.evidence_missing")
			continue
		}
		if !scored || old != by.Score {
			scores[one.Standard] = by.Score
			history = append(history, by)
		}
	}
	if err := r.Err(); err != nil {
		return false, err
	}
	changed = len(history) > len(a.History)
	a.Scores, a.History = scores, history
	return changed, nil
}
