// Package monitor counts, for each city, how far its contracts came, what support and
// employers did, and who took part. It knows no other module: each says what of its own is
// counted (module.Journey) and the monitor follows the feed, so that a new step of the way
// is told where it arises.
//
// What happened is kept once, as a step; steps are added up by day, and days by month. Such
// a total is never added to: it is the sum of what lies below it, taken again when that
// changed. So it does not matter how often a change is told, how many processes hear of it,
// or where one of them was killed; and a page reads months, however many steps there are.
//
// Persons are counted as well, but told only of quarters that are over and closed, where few
// and what would tell of few are left out (package suppress).
package monitor

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"citiesgrow/internal/module"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// Step is one event, as a module told it.
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

// Summed is a sum as a program reads it: its name tells the unit.
type Summed struct {
	SumMinor int64 `json:"sumMinor,omitempty"` // money, in the smallest unit of its currency
	SumDays  int64 `json:"sumDays,omitempty"`
}

func summed(sum int64, currency string) Summed {
	if currency != "" {
		return Summed{SumMinor: sum}
	}
	return Summed{SumDays: sum}
}

// Totals are amounts by figure, and by currency where a figure is money: "value:EUR".
type Totals map[string]Amount

func key(figure, unit string) string {
	if unit == "" {
		return figure
	}
	return figure + ":" + unit
}

func (t Totals) add(key string, a Amount) {
	sum := t[key]
	t[key] = Amount{sum.Count + a.Count, sum.Sum + a.Sum}
}

func (t Totals) addAll(other Totals) {
	for k, a := range other {
		t.add(k, a)
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

const (
	ofDay   = "day"
	ofMonth = "month"
)

// All are quiet: they tell of few, and nobody follows them.
var (
	steps = store.Spec{Name: "journey", Quiet: true, Indexes: []store.Index{
		{Name: "day", Fields: []string{"city", "day"}},
		{Name: "from", Fields: []string{"from"}},
		{Name: "contract", Fields: []string{"contract"}},
	}}
	tallies = store.Spec{Name: "tallies", Quiet: true, Indexes: []store.Index{{Name: "span", Fields: []string{"city", "span", "at"}}}}
	closed  = store.Spec{Name: "quarters", Quiet: true}
)

// Sources is where the figures come from.
type Sources struct {
	Journeys []module.Journey
	Took     []module.Took
	People   func(context.Context) iter.Seq2[module.Person, error]
	Winners  func(ctx context.Context, tender string) ([]module.Won, error)
	Reports  func(ctx context.Context, quarter string) ([]module.Outcome, error) // what may be told of them, all cities together
}

// Service holds the use cases.
type Service struct {
	kit      module.Kit
	sources  Sources
	journeys map[string][]module.Journey // by collection
	figures  []module.Figure             // in the order of themes and of the way
	steps    *store.Collection[Step]
	tallies  *store.Collection[Tally]
	closed   *store.Collection[Closed]
}

// New returns the service. It panics when two figures have one name: they would be mixed.
func New(k module.Kit, from Sources) *Service {
	s := &Service{kit: k, sources: from, journeys: map[string][]module.Journey{}, steps: store.Of[Step](k.DB, steps),
		tallies: store.Of[Tally](k.DB, tallies), closed: store.Of[Closed](k.DB, closed)}
	for _, j := range from.Journeys {
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
			panic(fmt.Sprintf("monitor: two figures are called %q", f.Name))
		}
	}
	return s
}

// place orders figures: the way first, then what stands beside it.
func place(f module.Figure) int {
	if f.Way == 0 {
		return 1000
	}
	return f.Way
}

func (s *Service) figure(name string) (module.Figure, bool) {
	i := slices.IndexFunc(s.figures, func(f module.Figure) bool { return f.Name == name })
	if i < 0 {
		return module.Figure{}, false
	}
	return s.figures[i], true
}
