package journey

import (
	"context"
	"errors"
	"maps"
	"slices"
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

// errSame ends an update that would change nothing.
var errSame = errors.New("nothing has changed")
