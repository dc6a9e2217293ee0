package monitor_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"citiesgrow/internal/journey"
	"citiesgrow/internal/monitor"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

const writers = 64 // the store puts what comes at once into one transaction

// BenchmarkDashboard opens what the page of a city shows, with ten thousand and with a
// million steps in the sixteen cities and three years.
func BenchmarkDashboard(b *testing.B) {
	for _, n := range []int{10_000, 1_000_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			h := open(b)
			steps := store.Of[journey.Step](h.DB, h.Module().Collections[0])
			cities := h.Taxonomy.Cities()
			first := time.Date(2023, 12, 1, 0, 0, 0, 0, time.UTC)
			var all sync.WaitGroup
			put := func(i int) {
				f := []string{"published", "seen", "asked"}[i%3]
				h.must(steps.Put(h.system, &journey.Step{Meta: record.Meta{ID: fmt.Sprint(f, "-", i)}, Figure: f, City: cities[i%len(cities)].ID,
					Of: fmt.Sprint(i), Count: 1, Day: first.AddDate(0, 0, i/16*7919%1085), From: fmt.Sprint("things/", i)}))
			}
			for w := range writers {
				all.Go(func() {
					for i := w; i < n; i += writers {
						put(i)
					}
				})
			}
			all.Wait()
			started := time.Now()
			h.must(h.Counter().Rebuild(h.system))
			b.Logf("%d steps added up in %s", n, time.Since(started).Round(time.Millisecond))
			b.ReportAllocs()
			for b.Loop() {
				for _, q := range []monitor.Quarter{"2026-Q4", ""} {
					board, err := h.City(h.wide, "riga", q)
					h.must(err)
					if board.Totals["published"].Count == 0 {
						b.Fatal("nothing is told")
					}
					_, err = h.Middle(h.wide, q)
					h.must(err)
				}
				_, err := h.Trend(h.wide, "riga")
				h.must(err)
			}
		})
	}
}
