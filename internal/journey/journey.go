// Package journey counts what happened, by city and day. It knows no other module: each says what of its own is counted
// (module.Journey), and the counter follows the feed.
//
// What happened is stored once, as a step; steps are added up by day, and days by month. Such a total is never added to: it is
// the sum of what lies below it, computed again when that changed. So it does not matter how often a change is delivered, how many
// processes see it, or where one of them was killed; and a page reads months, however many steps there are.
package journey

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"citiesgrow/internal/module"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// Step is one event, as a module reported it.
type Step struct {
	record.Meta `bson:",inline"` // the id is made of figure, thing and unit
	Figure      string           `bson:"figure"`
	City        string           `bson:"city"`
	Of          string           `bson:"of"`
	Count       int64            `bson:"count"`
	Sum         int64            `bson:"sum,omitempty"`
	Unit        string           `bson:"unit,omitempty"`
	Day         time.Time        `bson:"day"`                // UTC
	Contract    string           `bson:"contract,omitempty"` // on whose way it is a step
	From        string           `bson:"from"`               // collection and id of the document
	Left        []string         `bson:"left,omitempty"`     // places whose totals may still hold it
	Gone        bool             `bson:"gone,omitempty"`     // taken back, until no total holds it
}

// Amount is how many, and what they add up to.
type Amount struct {
	Count int64 `bson:"count" json:"count"`
	Sum   int64 `bson:"sum,omitempty" json:"-"`
}

// Totals are amounts by figure, and by currency where a figure is money: "value:EUR".
type Totals map[string]Amount

// Key is the key of totals for a figure and a currency, which may be empty.
func Key(figure, unit string) string {
	if unit == "" {
		return figure
	}
	return figure + ":" + unit
}

// Add adds an amount to that of a key.
func (t Totals) Add(key string, a Amount) {
	sum := t[key]
	t[key] = Amount{sum.Count + a.Count, sum.Sum + a.Sum}
}

// AddAll adds all amounts of other totals.
func (t Totals) AddAll(other Totals) {
	for k, a := range other {
		t.Add(k, a)
	}
}

// Tally is what a city's steps of a day add up to, or its days of a month.
type Tally struct {
	record.Meta `bson:",inline"`
	City        string `bson:"city"`
	Span        string `bson:"span"` // day or month
	At          string `bson:"at"`   // "2026-11-26" or "2026-11"
	Totals      Totals `bson:"totals"`
}

// Spans of stored totals.
const (
	Day   = "day"
	Month = "month"
)

// Both are quiet: they count few, and nothing follows them.
var (
	steps = store.Spec{Name: "journey", Quiet: true, Indexes: []store.Index{
		{Name: "day", Fields: []string{"city", "day"}},
		{Name: "from", Fields: []string{"from"}},
		{Name: "contract", Fields: []string{"contract"}},
	}}
	tallies = store.Spec{Name: "tallies", Quiet: true, Indexes: []store.Index{{Name: "span", Fields: []string{"city", "span", "at"}}}}
)

// Collections are where steps and totals are stored.
func Collections() []store.Spec { return []store.Spec{steps, tallies} }

// Counter stores steps and adds them up.
type Counter struct {
	kit      module.Kit
	journeys map[string][]module.Journey // by collection
	figures  []module.Figure             // in the order of themes and of the way
	steps    *store.Collection[Step]
	tallies  *store.Collection[Tally]
}

// New returns the counter of what the modules let count. It panics when two figures have one name: they would be mixed.
func New(k module.Kit, all []module.Journey) *Counter {
	s := &Counter{kit: k, journeys: map[string][]module.Journey{}, steps: store.Of[Step](k.DB, steps), tallies: store.Of[Tally](k.DB, tallies)}
	for _, j := range all {
		if j.Read != nil {
			s.journeys[j.Collection] = append(s.journeys[j.Collection], j)
		}
		s.figures = append(s.figures, j.Figures...)
	}
	slices.SortStableFunc(s.figures, func(a, b module.Figure) int {
		if a.Theme != b.Theme {
			return strings.Compare(a.Theme, b.Theme)
		}
		return place(a) - place(b)
	})
	for i, f := range s.figures {
		if slices.ContainsFunc(s.figures[:i], func(o module.Figure) bool { return o.Name == f.Name }) {
			panic(fmt.Sprintf("journey: two figures are called %q", f.Name))
		}
	}
	return s
}

// Figures are all that is counted, in the order of themes and of the way.
func (s *Counter) Figures() []module.Figure { return s.figures }

// place orders figures: the way first, then what stands next to it.
func place(f module.Figure) int {
	if f.Way == 0 {
		return 1000
	}
	return f.Way
}

// Figure returns the figure of a name; false where there is none.
func (s *Counter) Figure(name string) (module.Figure, bool) {
	i := slices.IndexFunc(s.figures, func(f module.Figure) bool { return f.Name == name })
	if i < 0 {
		return module.Figure{}, false
	}
	return s.figures[i], true
}
