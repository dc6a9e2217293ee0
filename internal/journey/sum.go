package journey

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"citiesgrow/internal/store"
)

// settle computes the totals of places again, and of the months they lie in.
func (s *Counter) settle(ctx context.Context, touched places) error {
	months := map[string]bool{}
	for _, p := range slices.Sorted(maps.Keys(touched)) {
		city, day, _ := strings.Cut(p, " ")
		if err := s.total(ctx, city, Day, day, s.sumDay); err != nil {
			return err
		}
		months[city+" "+day[:7]] = true
	}
	for _, p := range slices.Sorted(maps.Keys(months)) {
		city, month, _ := strings.Cut(p, " ")
		if err := s.total(ctx, city, Month, month, s.sumMonth); err != nil {
			return err
		}
	}
	return nil
}

// total computes one total again. What lies below is read after the total itself: a process that writes meanwhile has read later,
// so that this write fails and the total is computed once more.
func (s *Counter) total(ctx context.Context, city, span, at string, sum func(ctx context.Context, city, at string) (Totals, error)) error {
	_, err := s.tallies.Upsert(ctx, "tally-"+city+"-"+at, func(t *Tally) error {
		now, err := sum(ctx, city, at)
		if err == nil && maps.Equal(t.Totals, now) {
			err = errSame
		}
		t.City, t.Span, t.At, t.Totals = city, span, at, now
		return err
	})
	if errors.Is(err, errSame) {
		return nil
	}
	return err
}

// sumDay adds up the steps of a day.
func (s *Counter) sumDay(ctx context.Context, city, day string) (Totals, error) {
	from, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return nil, fmt.Errorf("total of %s: %w", city, err)
	}
	return s.SumSteps(ctx, city, from, from.AddDate(0, 0, 1))
}

// SumSteps adds up what happened in [from, to); zero times are open.
func (s *Counter) SumSteps(ctx context.Context, city string, from, to time.Time) (Totals, error) {
	sum := Totals{}
	for st, err := range s.steps.Each(ctx, store.Query{Index: "day", Equal: []any{city}, From: from, To: to}) {
		if err != nil {
			return nil, err
		}
		if !st.Gone {
			sum.Add(Key(st.Figure, st.Unit), Amount{st.Count, st.Sum})
		}
	}
	return sum, nil
}

// sumMonth adds up the days of a month.
func (s *Counter) sumMonth(ctx context.Context, city, month string) (Totals, error) {
	return s.Sum(ctx, city, Day, month, month+"-99")
}

// Sum adds up a city's stored totals of a span (Day or Month) at [from, to); empty ends are open.
func (s *Counter) Sum(ctx context.Context, city, span, from, to string) (Totals, error) {
	sum := Totals{}
	found, err := s.Tallies(ctx, city, span, from, to)
	for _, t := range found {
		sum.AddAll(t.Totals)
	}
	return sum, err
}

// Tallies are a city's stored totals of a span (Day or Month) at [from, to); empty ends are open.
func (s *Counter) Tallies(ctx context.Context, city, span, from, to string) ([]*Tally, error) {
	return s.tallies.List(ctx, store.Query{Index: "span", Equal: []any{city, span}, From: from, To: to})
}

// Steps are a city's steps of one figure in [from, to).
func (s *Counter) Steps(ctx context.Context, city, figure string, from, to time.Time) ([]*Step, error) {
	var all []*Step
	for st, err := range s.steps.Each(ctx, store.Query{Index: "day", Equal: []any{city}, From: from, To: to}) {
		if err != nil {
			return nil, err
		}
		if st.Figure == figure && !st.Gone {
			all = append(all, st)
		}
	}
	return all, nil
}
