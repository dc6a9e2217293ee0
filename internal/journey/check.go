package journey

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"citiesgrow/internal/store"
)

// Rebuild computes every total again from the steps.
func (s *Counter) Rebuild(ctx context.Context) error {
	for _, city := range s.kit.Taxonomy.Cities() {
		days, err := s.daysOf(ctx, city.ID)
		if err != nil {
			return err
		}
		if err := s.settle(ctx, days); err != nil {
			return err
		}
	}
	return nil
}

// daysOf are the days that have steps or a total in a city.
func (s *Counter) daysOf(ctx context.Context, city string) (places, error) {
	all := places{}
	told, err := s.Tallies(ctx, city, Day, "", "")
	if err != nil {
		return nil, err
	}
	for _, t := range told {
		all[city+" "+t.At] = true
	}
	q := store.Query{Index: "day", Equal: []any{city}, Limit: 1}
	for {
		// One step gives its day; the next is looked for after it.
		first, _, err := s.steps.Find(ctx, q)
		if err != nil || len(first) == 0 {
			return all, err
		}
		all[placeOf(city, first[0].Day)] = true
		q.From = first[0].Day.AddDate(0, 0, 1)
	}
}

// Check lists where totals differ from their steps.
func (s *Counter) Check(ctx context.Context) ([]string, error) {
	var wrong []string
	for _, city := range s.kit.Taxonomy.Cities() {
		days, err := s.daysOf(ctx, city.ID)
		if err != nil {
			return nil, err
		}
		months := map[string]Totals{}
		for _, p := range slices.Sorted(maps.Keys(days)) {
			day := strings.TrimPrefix(p, city.ID+" ")
			now, err := s.sumDay(ctx, city.ID, day)
			if err != nil {
				return nil, err
			}
			told, err := s.Sum(ctx, city.ID, Day, day, day+"+")
			if err != nil {
				return nil, err
			}
			if !maps.Equal(now, told) {
				wrong = append(wrong, fmt.Sprintf("figures of %s on %s: told %v, counted %v", city.ID, day, told, now))
			}
			if months[day[:7]] == nil {
				months[day[:7]] = Totals{}
			}
			months[day[:7]].AddAll(now)
		}
		for _, month := range slices.Sorted(maps.Keys(months)) {
			told, err := s.Sum(ctx, city.ID, Month, month, month+"+")
			if err != nil {
				return nil, err
			}
			if !maps.Equal(months[month], told) {
				wrong = append(wrong, fmt.Sprintf("figures of %s in %s: told %v, counted %v", city.ID, month, told, months[month]))
			}
		}
	}
	return wrong, nil
}
