package monitor_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
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

// mark is a document that says that something happened to a contract.
type mark struct {
	record.Meta `bson:",inline"`
	Contract    string    `bson:"contract"`
	Figure      string    `bson:"figure"`
	City        string    `bson:"city"`
	Day         time.Time `bson:"day"`
}

var marks = store.Spec{Name: "marks"}

// road is a monitor of marks.
type road struct {
	*moduletest.House
	*monitor.Service
	t     *testing.T
	marks *store.Collection[mark]
	staff context.Context
}

func openRoad(t *testing.T) *road {
	t.Helper()
	r := &road{House: moduletest.New(t), t: t, staff: actor.With(t.Context(), actor.Actor{ID: "wide", Role: actor.Staff, Active: true})}
	r.marks = store.Of[mark](r.DB, marks)
	r.Service = monitor.New(r.Kit, monitor.Sources{Journeys: []module.Journey{{
		Collection: marks.Name,
		Figures: []module.Figure{{Name: "published", Theme: "a", Way: 1}, {Name: "matched", Theme: "a", Way: 2, Stays: true}, {Name: "opened", Theme: "a",
			Way: 3, Acts: true},
			{Name: "won", Theme: "a", Way: 4}},
		Read: func(ctx context.Context, id string) ([]module.Step, error) {
			m, err := r.marks.Get(ctx, id)
			if problem.Is(err, problem.NotFound) {
				return nil, nil
			}
			if err != nil {
				return nil, err
			}
			return []module.Step{{Figure: m.Figure, City: m.City, Of: id, Way: m.Contract, Count: 1, Day: m.Day}}, nil
		},
	}}})
	r.Start(r.Module(), module.Module{Collections: []store.Spec{marks}})
	return r
}

func (r *road) put(contract, figure, city string, day time.Time) string {
	r.t.Helper()
	m := &mark{Meta: record.Meta{ID: fmt.Sprintf("%s-%s-%d", contract, figure, rand.Int64())}, Contract: contract, Figure: figure, City: city, Day: day}
	if err := r.marks.Put(r.staff, m); err != nil {
		r.t.Fatal(err)
	}
	return m.ID
}

// way is what a city shows of a quarter, and that every total is the sum of its steps.
func (r *road) way(city string, q monitor.Quarter) []int64 {
	r.t.Helper()
	r.CatchUp()
	if wrong, err := r.Module().Check(actor.AsSystem(r.t.Context())); err != nil || len(wrong) > 0 {
		r.t.Fatalf("%v %v", err, wrong)
	}
	b, err := r.City(r.staff, city, q)
	if err != nil {
		r.t.Fatal(err)
	}
	var counts []int64
	for _, place := range r.Counter().Way(b.Totals) {
		counts = append(counts, place.Contracts)
	}
	return counts
}

func summer(day int) time.Time { return time.Date(2026, 8, day, 10, 0, 0, 0, time.UTC) }

// Each line of the way counts contracts among those of the line above, of the time in which
// they were published. A later place implies the earlier ones.
func TestTheWayCountsContracts(t *testing.T) {
	r := openRoad(t)
	for _, contract := range []string{"one", "two", "three", "four"} {
		r.put(contract, "published", "riga", summer(1))
	}
	for range 5 {
		r.put("one", "opened", "riga", summer(3)) // five firms open it
	}
	r.put("one", "matched", "riga", summer(2))
	r.put("two", "matched", "riga", summer(2))
	r.put("one", "won", "riga", time.Date(2026, 10, 9, 0, 0, 0, 0, time.UTC)) // in the next quarter
	r.put("three", "won", "riga", summer(9))                                  // no opening was noted
	r.put("lost", "opened", "riga", summer(3))                                // of a contract that was never published
	if got := r.way("riga", "2026-Q3"); !reflect.DeepEqual(got, []int64{4, 3, 2, 2}) {
		t.Errorf("the way of the summer is %v", got)
	}
	if got := r.way("riga", "2026-Q4"); !reflect.DeepEqual(got, []int64{0, 0, 0, 0}) {
		t.Errorf("the way of the autumn is %v", got)
	}
	b, err := r.City(r.staff, "riga", "2026-Q3")
	if err != nil || b.Totals["opened"].Count != 6 || b.Totals["matched"].Count != 2 {
		t.Errorf("what was noted: %v (%v)", b.Totals, err)
	}
}

// A contract that is taken back, or that moves, leaves no line behind.
func TestTheWayFollowsItsContract(t *testing.T) {
	r := openRoad(t)
	id := r.put("one", "published", "riga", summer(1))
	r.put("one", "matched", "riga", summer(1))
	r.way("riga", "2026-Q3")
	if _, err := r.marks.Update(r.staff, id, func(m *mark) error { m.City, m.Day = "ghent", summer(1).AddDate(0, 2, 0); return nil }); err != nil {
		t.Fatal(err)
	}
	if there, here := r.way("ghent", "2026-Q4"), r.way("riga", "2026-Q3"); !reflect.DeepEqual(there, []int64{1, 1, 0, 0}) || here[0] != 0 {
		t.Errorf("it moved: %v there, %v here", there, here)
	}
	m, err := r.marks.Get(r.staff, id)
	if err == nil {
		err = r.marks.Delete(r.staff, id, m.Revision)
	}
	if got := r.way("ghent", "2026-Q4"); err != nil || got[0] != 0 {
		t.Errorf("it is gone: %v %v", got, err)
	}
}

// However it goes, no line is longer than the one above.
func TestNoLineOfTheWayIsLongerThanTheOneAbove(t *testing.T) {
	r := openRoad(t)
	random := rand.New(rand.NewPCG(7, 7))
	for round := range 6 {
		for range 30 {
			r.put(fmt.Sprint("contract", random.IntN(12)), []string{"published", "matched", "opened", "won"}[random.IntN(4)], []string{"riga",
				"ghent"}[random.IntN(2)], summer(1+random.IntN(28)))
		}
		for _, city := range []string{"riga", "ghent"} {
			way := r.way(city, "2026-Q3")
			for i := 1; i < len(way); i++ {
				if way[i] > way[i-1] {
					t.Fatalf("round %d, %s: %v", round, city, way)
				}
			}
		}
	}
}

// An action's figure counts from the day it names, not from the month.
func TestSinceCountsFromTheDay(t *testing.T) {
	r := openRoad(t)
	for _, day := range []time.Time{summer(1), summer(29), summer(30), summer(31), time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC), time.Date(2027, 1, 4, 0, 0, 0,
		0, time.UTC)} {
		r.put("x"+day.Format(time.DateOnly), "published", "riga", day)
	}
	r.CatchUp()
	for from, want := range map[time.Time]int64{summer(30).Add(9 * time.Hour): 4, summer(1): 6, summer(31): 3, time.Date(2026, 9, 2, 0, 0, 0, 0, time.UTC): 1,
		time.Date(2027, 1, 5, 0, 0, 0, 0, time.UTC): 0} {
		if n, err := r.Since(r.staff, "riga", "published", from); err != nil || n != want {
			t.Errorf("since %s: %d, want %d (%v)", from, n, want, err)
		}
	}
}
