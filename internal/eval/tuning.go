package eval

import (
	"context"
	"fmt"
	"io"
	"math"
	"path/filepath"
	"slices"
	"time"

	"citiesgrow/internal/match"
)

// Thresholds for a changed weight.
const (
	// A smaller rise of the mean nDCG@10, absolute or in standard errors, counts as noise.
	leastRise     = 0.002
	leastInErrors = 2
	// With fewer queries in a window, no change is confirmed.
	leastQuestions = 100
	// A larger fall of the agreement with the objections rules a change out.
	mostLoss = 0.01
)

// Tuning is the effect of changing each weight, on two windows of time. It changes no weight itself.
type Tuning struct {
	Cuts       []Cut       `json:"cuts"`  // the earlier window first
	Tried      []Tried     `json:"tried"` // each weight alone, with the others unchanged
	Objections *Objections `json:"objections,omitempty"`
}

// Cut is one window, ranked with the default weights.
type Cut struct {
	Day       string  `json:"cut"` // suppliers know what they won before this day
	End       string  `json:"end,omitempty"`
	Firms     int     `json:"firms"`
	Questions int     `json:"questions"`
	Documents int     `json:"documents"`
	House     Figures `json:"house"`
	house     *mean
}

// Tried is one weight with one value.
type Tried struct {
	Weight    string   `json:"weight"`
	Value     float64  `json:"value"`
	Cuts      []Gain   `json:"cuts"`                // in the order of the windows
	Agreement *float64 `json:"agreement,omitempty"` // with the objections of suppliers, if it may be shown
	Holds     bool     `json:"holds"`               // better in both windows
	Proposed  bool     `json:"proposed"`            // and not worse for the suppliers who objected to a match
}

// Gain is the effect of a change in one window: the difference to the figures of the default weights.
type Gain struct {
	Figures
	Hit10Rise  float64 `json:"hit@10Rise"`
	NDCG10Rise float64 `json:"ndcg@10Rise"`
	Error      float64 `json:"standardError"` // of the rise of nDCG@10, paired over the suppliers
}

// tuned are the weights that award data can measure.
var tuned = []struct {
	name string
	most float64 // maximum; 0: no limit
	of   func(*match.Weights) *float64
}{
	{"Words", 0, func(w *match.Weights) *float64 { return &w.Words }},
	{"Label", 0, func(w *match.Weights) *float64 { return &w.Label }},
	{"Trade", 0, func(w *match.Weights) *float64 { return &w.Trade }},
	{"Place", 0, func(w *match.Weights) *float64 { return &w.Place }},
	{"Customers", 0, func(w *match.Weights) *float64 { return &w.Customers }},
	{"Name", 0, func(w *match.Weights) *float64 { return &w.Name }},
	{"Other", 1, func(w *match.Weights) *float64 { return &w.Other }}, // a factor of at most 1
	{"Past", 0, func(w *match.Weights) *float64 { return &w.Past }},
	{"Rivals", 0, func(w *match.Weights) *float64 { return &w.Rivals }},
}

// variant is one set of weights to try.
type variant struct {
	name    string
	value   float64
	weights match.Weights
}

// variants lists the default weights with one tuned weight multiplied by a factor.
func variants() []variant {
	var all []variant
	for _, t := range tuned {
		for _, factor := range []float64{0.5, 0.8, 1.25, 2} {
			w := match.Default
			value := t.of(&w)
			if *value *= factor; t.most > 0 {
				*value = min(*value, t.most)
			}
			all = append(all, variant{t.name, *value, w})
		}
	}
	return all
}

// Tune tries the weights on the award data of a folder, or on one split of suppliers, in two windows. Objections may be nil.
func Tune(ctx context.Context, path string, o *Objections, progress io.Writer) (*Tuning, error) {
	folder, suppliers, _, err := files(path)
	if err != nil {
		return nil, err
	}
	if len(suppliers) == 0 {
		return nil, fmt.Errorf("no award data in %s: want pt2024_tenders.jsonl with %s", folder, suppliersPattern)
	}
	awards, firms, err := readAwards(filepath.Join(folder, "pt2024_tenders.jsonl"), suppliers)
	if err != nil {
		return nil, err
	}
	t := &Tuning{Objections: o}
	for _, v := range variants() {
		t.Tried = append(t.Tried, Tried{Weight: v.name, Value: v.value})
	}
	earlier, judged := cutBefore.part(awards, firms)
	if err := t.at(ctx, cutBefore, earlier, judged, progress); err != nil {
		return nil, err
	}
	if err := t.at(ctx, cut{from: cutOfFiles}, awards, firms, progress); err != nil {
		return nil, err
	}
	for i := range t.Tried {
		t.Tried[i].judge(o, i, t.few())
	}
	return t, nil
}

// at ranks one window with the default weights and with every variant, in the same index.
func (t *Tuning) at(ctx context.Context, window cut, awards []award, firms []judged, progress io.Writer) error {
	trial, err := newTrial(ctx, awards, firms, window.from)
	if err != nil {
		return err
	}
	defer trial.engine.Close()
	c := Cut{Day: window.from.Format(time.DateOnly)}
	if !window.end.IsZero() {
		c.End = window.end.Format(time.DateOnly)
	}
	if trial.questions == 0 {
		return fmt.Errorf("cut %s: nothing to be judged: want contracts with a date (published) before it and after", c.Day)
	}
	c.Firms, c.Questions, c.Documents = len(trial.firms), trial.questions, trial.ranked
	if c.house, _, err = trial.run(ctx, match.Default, progress, c.Day); err != nil {
		return err
	}
	c.House = c.house.figures()
	t.Cuts = append(t.Cuts, c)
	for i, v := range variants() {
		m, _, err := trial.run(ctx, v.weights, progress, fmt.Sprintf("%s %s %.4g", c.Day, v.name, v.value))
		if err != nil {
			return err
		}
		t.Tried[i].Cuts = append(t.Tried[i].Cuts, m.over(c.house))
	}
	return nil
}

// over returns the gain over the default weights on the same queries.
func (m *mean) over(house *mean) Gain {
	g := Gain{Figures: m.figures()}
	h := house.figures()
	g.Hit10Rise, g.NDCG10Rise = round(g.Hit10-h.Hit10), round(g.NDCG10-h.NDCG10)
	n, sum, square := float64(len(m.each)), 0.0, 0.0
	for i := range m.each {
		d := m.each[i] - house.each[i]
		sum, square = sum+d, square+d*d
	}
	if n > 1 {
		g.Error = round(math.Sqrt(max(0, square-sum*sum/n) / (n - 1) / n))
	}
	return g
}

// few reports whether a window has too few queries for a result.
func (t *Tuning) few() bool {
	return slices.ContainsFunc(t.Cuts, func(c Cut) bool { return c.Questions < leastQuestions })
}

// judge decides whether the change is confirmed in both windows, and whether the objections allow to propose it.
func (t *Tried) judge(o *Objections, i int, few bool) {
	t.Holds = !few && holds(t.Cuts)
	t.Proposed = t.Holds
	if o == nil || o.House == nil {
		return
	}
	t.Agreement = &o.tried[i]
	t.Proposed = t.Holds && *t.Agreement >= *o.House-mostLoss
}

// holds reports whether a change is an improvement: no figure falls in any window, and the mean rise of nDCG@10 is more than
// noise.
func holds(cuts []Gain) bool {
	rise, variance, n := 0.0, 0.0, float64(len(cuts))
	for _, g := range cuts {
		rise, variance = rise+g.NDCG10Rise/n, variance+g.Error*g.Error/n/n
	}
	falls := slices.ContainsFunc(cuts, func(g Gain) bool { return g.Hit10Rise < 0 || g.NDCG10Rise < 0 })
	return len(cuts) > 0 && !falls && rise >= leastRise && rise >= leastInErrors*math.Sqrt(variance)
}

// Objections are the objections of suppliers in a store, after suppression of small counts.
type Objections struct {
	Reasons map[string]int `json:"reasons,omitempty"`   // number of suppliers by reason; nil if it is not shown
	House   *float64       `json:"agreement,omitempty"` // agreement of the default weights; nil if it is suppressed
	tried   []float64      // agreement of each variant
}

// ReadObjections reads from the matches of a store how many suppliers objected, and how well each set of weights agrees with
// them.
func ReadObjections(ctx context.Context, matches *match.Service) (*Objections, error) {
	sets := []match.Weights{match.Default}
	for _, v := range variants() {
		sets = append(sets, v.weights)
	}
	reasons, err := matches.ObjectionsByReason(ctx)
	if err != nil {
		return nil, err
	}
	agreement, err := matches.Agreement(ctx, sets...)
	if err != nil || agreement == nil {
		return &Objections{Reasons: reasons}, err
	}
	for i := range agreement {
		agreement[i] = round(agreement[i])
	}
	return &Objections{Reasons: reasons, House: &agreement[0], tried: agreement[1:]}, nil
}
