package journey

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	"citiesgrow/internal/module"
	"citiesgrow/internal/store"
)

// The way of a contract leads over the figures that have a place on it: published, fits a firm,
// seen, and so on. A later place implies the earlier ones: a contract that got an offer was seen,
// though nobody noted it here. So each line counts contracts, each once, among those of the line
// above, and no line is longer than the one above. What firms did (opened, declared, offered) is
// counted apart, as acts.
//
// How far a contract came is a step of its own, of the day on which it was published; its unit
// is the last place reached. So it is added up by day and month like every other.

// WayFigure is the figure of that step. It is shown as the way alone.
const WayFigure = "way"

// stops are the figures of the way in their order.
func (s *Counter) stops() []module.Figure {
	var all []module.Figure
	for _, f := range s.figures {
		if f.Way > 0 && !f.People {
			all = append(all, f)
		}
	}
	return all
}

// reached is the last place of the way to which a contract came, counted from 1, with its step of
// the first place; 0 where it was not published. Places before the last may have no step.
func (s *Counter) reached(ctx context.Context, contract string) (int, *Step, error) {
	passed := map[string]*Step{}
	for st, err := range s.steps.Each(ctx, store.Query{Index: "contract", Equal: []any{contract}}) {
		if err != nil {
			return 0, nil, err
		}
		if !st.Gone && st.Count > 0 && st.Figure != WayFigure {
			passed[st.Figure] = st
		}
	}
	all := s.stops()
	if len(all) == 0 || passed[all[0].Name] == nil {
		return 0, nil, nil
	}
	n := len(all)
	for passed[all[n-1].Name] == nil {
		n--
	}
	return n, passed[all[0].Name], nil
}

// pass brings the step that says how far a contract came up to date. What it is made of is read
// after the step itself: who writes meanwhile makes this write fail, and it is made once more.
func (s *Counter) pass(ctx context.Context, contract string) (*Step, error) {
	var unchanged *Step
	kept, err := s.steps.Upsert(ctx, "way-"+contract, func(old *Step) error {
		n, first, err := s.reached(ctx, contract)
		if err != nil {
			return err
		}
		next := Step{Meta: old.Meta, Figure: WayFigure, City: old.City, Of: contract, Unit: old.Unit, Day: old.Day, From: WayFigure, Contract: contract,
			Left: old.Left, Gone: true}
		if n > 0 {
			next.City, next.Day, next.Unit, next.Count, next.Gone = first.City, first.Day, strconv.Itoa(n), 1, false
		}
		if old.Revision == 0 && next.Gone || old.Revision > 0 && same(old, &next) {
			unchanged = old
			return errSame
		}
		if was := placeOf(old.City, old.Day); old.Revision > 0 && was != placeOf(next.City, next.Day) && !slices.Contains(next.Left, was) {
			next.Left = append(slices.Clone(next.Left), was)
		}
		*old = next
		return nil
	})
	if errors.Is(err, errSame) {
		return unchanged, nil
	}
	return kept, err
}

// passAll does so for the contracts that some steps are of.
func (s *Counter) passAll(ctx context.Context, contracts map[string]bool, touched places, left []string) ([]string, error) {
	for _, contract := range slices.Sorted(maps.Keys(contracts)) {
		step, err := s.pass(ctx, contract)
		if err != nil {
			return nil, err
		}
		if step.Revision > 0 {
			left = s.touch(step, touched, left)
		}
	}
	return left, nil
}

// WayPlace is how many contracts came to a place of the way or further.
type WayPlace struct {
	Figure    string `json:"figure"`
	Contracts int64  `json:"contracts"`
}

// Way says how many contracts came how far; nothing of a quarter that was closed before this
// was counted.
func (s *Counter) Way(t Totals) []WayPlace {
	all := s.stops()
	if len(all) == 0 {
		return nil
	}
	way := make([]WayPlace, len(all))
	known := t[all[0].Name].Count == 0
	for i, f := range all {
		way[i].Figure = f.Name
	}
	for k, a := range t {
		unit, of := strings.CutPrefix(k, WayFigure+":")
		n, err := strconv.Atoi(unit)
		if !of || err != nil {
			continue
		}
		known = true
		for i := range min(n, len(way)) {
			way[i].Contracts += a.Count
		}
	}
	if !known {
		return nil
	}
	return way
}
