package journey

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// places are a city's days whose totals must be computed again: "riga 2026-11-26".
type places map[string]bool

func placeOf(city string, day time.Time) string { return city + " " + day.Format(time.DateOnly) }

// Follower follows the collections of all journeys. Its bookmark has the name "figures".
func (s *Counter) Follower() store.Follower {
	return store.Follower{Name: "figures", Collections: slices.Sorted(maps.Keys(s.journeys)), Handle: s.follow}
}

// follow brings steps and totals up to date. Totals are computed again also where no step changed: an earlier run may have
// ended between the two.
func (s *Counter) follow(ctx context.Context, changes []store.Change) error {
	touched, contracts := places{}, map[string]bool{}
	var left []string
	for _, c := range changes {
		for _, j := range s.journeys[c.Collection] {
			now, err := j.Read(ctx, c.ID)
			if err != nil {
				return err
			}
			ids, err := s.replace(ctx, j, c.Collection+"/"+c.ID, now, touched, contracts)
			if err != nil {
				return err
			}
			left = append(left, ids...)
		}
	}
	left, err := s.passAll(ctx, contracts, touched, left)
	if err != nil {
		return err
	}
	if err := s.settle(ctx, touched); err != nil {
		return err
	}
	for _, id := range left {
		if err := s.tidy(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

// replace makes the steps that were counted from a document those given. It returns the
// steps that left a place.
func (s *Counter) replace(ctx context.Context, j module.Journey, from string, now []module.Step, touched places,
	contracts map[string]bool) (left []string, err error) {
	old, err := s.steps.List(ctx, store.Query{Index: "from", Equal: []any{from}})
	if err != nil {
		return nil, err
	}
	told := map[string]bool{}
	for _, step := range now {
		if _, known := s.kit.Taxonomy.City(step.City); !known || step.Day.IsZero() {
			continue
		}
		id := step.Figure + "-" + step.Of
		if step.Unit != "" {
			id += "-" + step.Unit
		}
		told[id] = true
		kept, err := s.note(ctx, id, from, step)
		if err != nil {
			return nil, err
		}
		left = s.touch(kept, touched, left)
		if step.Way != "" {
			contracts[step.Way] = true
		}
	}
	for _, step := range old {
		if step.Contract != "" {
			contracts[step.Contract] = true
		}
		if told[step.ID] || !slices.ContainsFunc(j.Figures, func(f module.Figure) bool { return f.Name == step.Figure }) {
			continue
		}
		if f, _ := s.Figure(step.Figure); !f.Stays && !step.Gone {
			step, err = s.steps.Update(ctx, step.ID, func(st *Step) error {
				st.Gone, st.Count, st.Sum = true, 0, 0
				return nil
			})
			if problem.Is(err, problem.NotFound) {
				continue
			}
			if err != nil {
				return nil, err
			}
		}
		left = s.touch(step, touched, left)
	}
	return left, nil
}

func (s *Counter) touch(step *Step, touched places, left []string) []string {
	touched[placeOf(step.City, step.Day)] = true
	for _, p := range step.Left {
		touched[p] = true
	}
	if step.Gone || len(step.Left) > 0 {
		left = append(left, step.ID)
	}
	return left
}

// note stores a step as it is reported now, and the place where it was before.
func (s *Counter) note(ctx context.Context, id, from string, told module.Step) (*Step, error) {
	f, _ := s.Figure(told.Figure)
	fresh := Step{Meta: record.Meta{ID: id}, Figure: told.Figure, City: told.City, Of: told.Of, Count: told.Count, Sum: told.Sum, Unit: told.Unit,
		Contract: told.Way, Day: told.Day.UTC().Truncate(24 * time.Hour), From: from}
	kept, err := s.steps.Upsert(ctx, id, func(old *Step) error {
		next := fresh
		next.Meta, next.Left = old.Meta, old.Left
		if old.Revision > 0 {
			if f.Stays && !old.Gone && !next.Day.Before(old.Day) {
				next.Day, next.Sum, next.From = old.Day, old.Sum, old.From
			}
			if was := placeOf(old.City, old.Day); was != placeOf(next.City, next.Day) && !slices.Contains(next.Left, was) {
				next.Left = append(slices.Clone(next.Left), was)
			}
		}
		if same(old, &next) {
			fresh = next
			return errSame
		}
		*old = next
		return nil
	})
	if errors.Is(err, errSame) {
		return &fresh, nil
	}
	return kept, err
}

func same(a, b *Step) bool {
	return a.Figure == b.Figure && a.City == b.City && a.Of == b.Of && a.Count == b.Count && a.Sum == b.Sum && a.Unit == b.Unit && a.Day.Equal(b.Day) &&
		a.From == b.From && a.Contract == b.Contract && a.Gone == b.Gone
}

// tidy forgets where a step was, once no total there includes it, and deletes a step that is gone.
func (s *Counter) tidy(ctx context.Context, id string) error {
	step, err := s.steps.Get(ctx, id)
	if err == nil {
		if step.Gone {
			err = s.steps.Delete(ctx, id, step.Revision)
		} else if len(step.Left) > 0 {
			step.Left = nil
			err = s.steps.Put(ctx, step)
		}
	}
	if problem.Is(err, problem.NotFound) || problem.Is(err, problem.Conflict) {
		return nil // another process wrote it, and tidies in turn
	}
	return err
}

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

// errSame ends an update that would change nothing.
var errSame = errors.New("nothing has changed")

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
