package report

import (
	"context"
	"fmt"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/record"
)

// crowded is a desk with so many cases, as the store keeps them; nothing in them is opened
// for the queue.
func crowded(t testing.TB, cases int) (*Service, context.Context) {
	t.Helper()
	h := moduletest.New(t)
	s := New(h.Kit, make([]byte, 32), nil)
	h.Start(s.Module())
	reader := actor.With(t.Context(), actor.Actor{ID: "mia", Role: actor.Caseworker, City: "riga", Active: true})
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	must(s.holders.Put(reader, &Holder{Meta: record.Meta{ID: "mia"}, City: "riga", Role: actor.Caseworker, Doors: []Door{Discrimination}, State: Trusted}))
	for n := range cases {
		r := &Report{Meta: record.Meta{ID: fmt.Sprintf("report-%026d", n*7919%cases)}, Number: fmt.Sprintf("CASE-%d", n), Lookup: fmt.Sprint("lookup", n), City: "riga", Door: Discrimination,
			Day: day(moduletest.Now.AddDate(0, 0, -n%90)), State: []State{Received, Open, Closed}[n%3], Content: make([]byte, 1200)}
		r.reckon()
		must(s.reports.Put(reader, r))
	}
	return s, reader
}

func BenchmarkQueue(b *testing.B) {
	for _, n := range []int{100, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			s, reader := crowded(b, n)
			for b.Loop() {
				if _, _, err := s.Queue(reader, "", ""); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
