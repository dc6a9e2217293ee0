// Package monitor shows, for each city, how far its contracts came, what support and employers did, and who took part, as package
// journey counts it. Persons are counted as well, but shown only of quarters that are over and closed, without small counts and what
// would reveal them (package suppress).
package monitor

import (
	"context"
	"iter"

	"citiesgrow/internal/journey"
	"citiesgrow/internal/module"
	"citiesgrow/internal/store"
)

// Summed is a sum as a program reads it: its name says the unit.
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

var closed = store.Spec{Name: "quarters", Quiet: true} // nothing follows it

// Sources is where the figures come from.
type Sources struct {
	Journeys []module.Journey
	Took     []module.Took
	People   func(context.Context) iter.Seq2[module.Person, error]
	Winners  func(ctx context.Context, tender string) ([]module.Won, error)
	Reports  func(ctx context.Context, quarter string) ([]module.Outcome, error) // what may be shown of them, all cities together
}

// Service holds the use cases.
type Service struct {
	kit     module.Kit
	sources Sources
	counter *journey.Counter
	figures []module.Figure // of the counter
	closed  *store.Collection[Closed]
}

// New returns the service. It panics when two figures have one name: they would be mixed.
func New(k module.Kit, from Sources) *Service {
	counter := journey.New(k, from.Journeys)
	return &Service{kit: k, sources: from, counter: counter, figures: counter.Figures(), closed: store.Of[Closed](k.DB, closed)}
}

// Counter is what counts: steps and their totals, without who may see them.
func (s *Service) Counter() *journey.Counter { return s.counter }
