package monitor_test

import (
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/monitor"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// thing is a document of some module, of which is counted that it is there, what it is
// worth, that it was asked for, and once and for all that it was seen.
type thing struct {
	record.Meta `bson:",inline"`
	City        string    `bson:"city"`
	Day         time.Time `bson:"day"`
	Count       int64     `bson:"count"`
	Euros       int64     `bson:"euros,omitempty"`
	Pounds      int64     `bson:"pounds,omitempty"`
	Asked       bool      `bson:"asked,omitempty"`
	Won         bool      `bson:"won,omitempty"`
}

var things = store.Spec{Name: "things"}

// journey says what is counted of things.
func journeyOf(all *store.Collection[thing]) module.Journey {
	return module.Journey{
		Collection: things.Name,
		Figures: []module.Figure{
			{Name: "published", Theme: "a", Way: 1}, {Name: "value", Theme: "a", Money: true, Sums: true},
			{Name: "asked", Theme: "c", People: true}, {Name: "seen", Theme: "a", Way: 2, Stays: true}, {Name: "won", Theme: "a", Way: 3},
		},
		Read: func(ctx context.Context, id string) ([]module.Step, error) {
			t, err := all.Get(ctx, id)
			if problem.Is(err, problem.NotFound) {
				return nil, nil
			}
			if err != nil {
				return nil, err
			}
			var steps []module.Step
			if t.Count > 0 {
				steps = append(steps, module.Step{Figure: "published", City: t.City, Of: id, Count: t.Count, Day: t.Day},
					module.Step{Figure: "seen", City: t.City, Of: id, Count: 1, Day: t.Day})
			}
			if t.Euros > 0 {
				steps = append(steps, module.Step{Figure: "value", City: t.City, Of: id, Count: 1, Sum: t.Euros, Unit: "EUR", Day: t.Day})
			}
			if t.Pounds > 0 {
				steps = append(steps, module.Step{Figure: "value", City: t.City, Of: id, Count: 1, Sum: t.Pounds, Unit: "GBP", Day: t.Day})
			}
			if t.Asked {
				steps = append(steps, module.Step{Figure: "asked", City: t.City, Of: id, Count: 1, Day: t.Day})
			}
			if t.Won {
				steps = append(steps, module.Step{Figure: "won", City: t.City, Of: id, Count: 1, Day: t.Day})
			}
			return steps, nil
		},
	}
}

// house is a monitor of things, with people who took part.
type house struct {
	*moduletest.House
	*monitor.Service
	t       testing.TB
	things  *store.Collection[thing]
	persons []module.Person
	took    []string
	won     map[string][]module.Won
	system  context.Context
	wide    context.Context
}

func open(t testing.TB) *house {
	t.Helper()
	h := &house{House: moduletest.New(t), t: t, won: map[string][]module.Won{}}
	h.things = store.Of[thing](h.DB, things)
	h.Service = monitor.New(h.Kit, monitor.Sources{
		Journeys: []module.Journey{journeyOf(h.things)},
		Winners:  func(_ context.Context, id string) ([]module.Won, error) { return h.won[id], nil },
		Took:     []module.Took{{Theme: "c", Accounts: func(context.Context, time.Time, time.Time) ([]string, error) { return h.took, nil }}},
		People: func(context.Context) iter.Seq2[module.Person, error] {
			return func(yield func(module.Person, error) bool) {
				for _, p := range h.persons {
					if !yield(p, nil) {
						return
					}
				}
			}
		},
	})
	h.Start(h.Module(), module.Module{Collections: []store.Spec{things}})
	h.system, h.wide = actor.AsSystem(t.Context()), actor.With(t.Context(), actor.Actor{ID: "wide", Name: "Wide", Role: actor.Staff, Active: true})
	return h
}

// staff is a member of staff of a city.
func (h *house) staff(city string) context.Context {
	return actor.With(h.t.Context(), actor.Actor{ID: "staff-" + city, Role: actor.Staff, City: city, Active: true})
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatalf("%v %v", err, problem.Of(err))
	}
}

// sound asserts that every total is the sum of its steps.
func (h *house) sound(when string) {
	h.t.Helper()
	h.CatchUp()
	wrong, err := h.Module().Check(h.system)
	if err != nil || len(wrong) > 0 {
		h.t.Fatalf("%s: %v %v", when, err, wrong)
	}
}

// day is some day of the quarter that was over a while ago, or of the one that runs.
func day(random *rand.Rand) time.Time {
	return time.Date(2026, 7, 1, 3, 0, 0, 0, time.UTC).AddDate(0, 0, random.IntN(140))
}

// stir changes a random thing: makes, moves, empties or takes it away.
func stir(ctx context.Context, all *store.Collection[thing], random *rand.Rand, cities []string, most int) error {
	id := fmt.Sprintf("thing-%d", random.IntN(most))
	old, err := all.Get(ctx, id)
	if problem.Is(err, problem.NotFound) {
		old = &thing{Meta: record.Meta{ID: id}}
	} else if err != nil {
		return err
	}
	if old.Revision > 0 && random.IntN(5) == 0 {
		err = all.Delete(ctx, id, old.Revision)
	} else {
		old.City, old.Day, old.Count, old.Euros, old.Pounds, old.Asked = cities[random.IntN(len(cities))], day(random), random.Int64N(4),
			random.Int64N(3)*1000, random.Int64N(2)*700, random.IntN(2) == 0
		err = all.Put(ctx, old)
	}
	if problem.Is(err, problem.Conflict) || problem.Is(err, problem.NotFound) {
		return nil
	}
	return err
}
