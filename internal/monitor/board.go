package monitor

import (
	"context"
	"slices"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/journey"
	"citiesgrow/internal/problem"
)

// State of a quarter.
const (
	Running = "running" // or all time: figures move
	Over    = "over"    // it ended, and what comes late still counts
	Shut    = "closed"  // nothing of it changes
)

// Board is what may be shown of a city and a quarter.
type Board struct {
	City    string
	Quarter Quarter
	State   string
	At      time.Time      // it was closed
	Totals  journey.Totals // of what does not count persons
	People  []Row          // of a closed quarter: the rows of this city
}

func (s *Service) mayRead(ctx context.Context, city string) error {
	if _, known := s.kit.Taxonomy.City(city); !known {
		return problem.New(problem.NotFound, "problem.not_found")
	}
	return actor.From(ctx).MustIn(city, actor.Staff, actor.Admin)
}

// City returns what is counted in a city and a quarter, in all time for "". Staff of a city
// see their own.
func (s *Service) City(ctx context.Context, city string, q Quarter) (*Board, error) {
	if err := s.mayRead(ctx, city); err != nil {
		return nil, err
	}
	c, err := s.Closed(ctx, q)
	if err != nil {
		return nil, err
	}
	return s.board(ctx, city, q, c)
}

// state is how a quarter stands; c is what was stored of it when it was closed.
func (s *Service) state(q Quarter, c *Closed) string {
	switch {
	case c.closed():
		return Shut
	case q.Over(s.kit.Now().UTC()):
		return Over
	}
	return Running
}

func (s *Service) board(ctx context.Context, city string, q Quarter, c *Closed) (*Board, error) {
	b := &Board{City: city, Quarter: q, State: s.state(q, c)}
	if c.closed() {
		b.At, b.Totals = c.At, c.Open[city]
		for _, r := range c.People {
			if r.City == city {
				b.People = append(b.People, r)
			}
		}
		return b, nil
	}
	var err error
	b.Totals, _, err = s.totals(ctx, city, q)
	return b, err
}

// totals are a city's amounts of a quarter as they stand: what may be shown as it is, and what
// counts persons.
func (s *Service) totals(ctx context.Context, city string, q Quarter) (open, people journey.Totals, err error) {
	from, to := q.months()
	all, err := s.counter.Sum(ctx, city, journey.Month, from, to)
	if err != nil {
		return nil, nil, err
	}
	open, people = s.part(all)
	start, end := q.Bounds()
	if end.IsZero() {
		start, end = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC), s.kit.Now().UTC().AddDate(0, 1, 0)
	}
	for _, f := range s.figures {
		if f.Sum != nil {
			n, err := f.Sum(actor.AsSystem(ctx), city, start, end)
			if err != nil {
				return nil, nil, err
			}
			open[f.Name] = journey.Amount{Count: n}
		}
	}
	return open, people, nil
}

// mine are the cities whose figures the actor may see.
func (s *Service) mine(ctx context.Context) ([]string, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Staff, actor.Admin); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(s.cities(), func(city string) bool { return !who.In(city) }), nil
}

// Cities returns what is counted in each city that the actor may see.
func (s *Service) Cities(ctx context.Context, q Quarter) ([]*Board, error) {
	cities, err := s.mine(ctx)
	if err != nil {
		return nil, err
	}
	return s.boards(ctx, q, cities)
}

func (s *Service) boards(ctx context.Context, q Quarter, cities []string) ([]*Board, error) {
	c, err := s.Closed(ctx, q)
	if err != nil {
		return nil, err
	}
	var all []*Board
	for _, city := range cities {
		b, err := s.board(ctx, city, q, c)
		if err != nil {
			return nil, err
		}
		all = append(all, b)
	}
	return all, nil
}

// Middle is, for each figure that does not count persons, the count that half of the
// sixteen cities reach. It reveals no city's own.
func (s *Service) Middle(ctx context.Context, q Quarter) (map[string]int64, error) {
	if err := actor.From(ctx).Must(actor.Staff, actor.Admin); err != nil {
		return nil, err
	}
	all, err := s.boards(ctx, q, s.cities())
	if err != nil {
		return nil, err
	}
	middle := map[string]int64{}
	for _, f := range s.figures {
		if f.People {
			continue
		}
		var counts []int64
		for _, b := range all {
			counts = append(counts, b.Totals.Of(f.Name).Count)
		}
		slices.Sort(counts)
		middle[f.Name] = counts[len(counts)/2]
	}
	return middle, nil
}

// Measures are the figures that may be shown as they are, and add up.
func (s *Service) Measures() []string {
	var all []string
	for _, f := range s.figures {
		if !f.People && !f.Money && !f.Sums && f.Sum == nil {
			all = append(all, f.Name)
		}
	}
	return all
}

// Since counts one of the Measures in a city from a day on, that day included: whole months by
// their totals, the days of the first by theirs. Staff of every
// city see it: they learn from each other's actions.
func (s *Service) Since(ctx context.Context, city, figure string, from time.Time) (int64, error) {
	if err := actor.From(ctx).Must(actor.Staff, actor.Admin); err != nil {
		return 0, err
	}
	if !slices.Contains(s.Measures(), figure) {
		return 0, problem.New(problem.NotFound, "problem.not_found")
	}
	day := from.UTC().Format(time.DateOnly)
	month := day[:len("2006-01")]
	first, err := s.counter.Sum(ctx, city, journey.Day, day, month+"-99")
	if err != nil {
		return 0, err
	}
	later, err := s.counter.Sum(ctx, city, journey.Month, month+"+", "")
	return first[figure].Count + later[figure].Count, err
}

// Month is what may be shown of a city's month.
type Month struct {
	At     string // "2026-11"
	Totals journey.Totals
}

// monthsShown is how long a trend is.
const monthsShown = 12

// Trend returns what was counted in each of the last twelve months, the earliest first.
func (s *Service) Trend(ctx context.Context, city string) ([]Month, error) {
	if err := s.mayRead(ctx, city); err != nil {
		return nil, err
	}
	now := s.kit.Now().UTC()
	first := time.Date(now.Year(), now.Month()-monthsShown+1, 1, 0, 0, 0, 0, time.UTC)
	found, err := s.counter.Tallies(ctx, city, journey.Month, first.Format("2006-01"), now.Format("2006-01")+"+")
	if err != nil {
		return nil, err
	}
	all := make([]Month, monthsShown)
	for n := range all {
		all[n] = Month{At: first.AddDate(0, n, 0).Format("2006-01"), Totals: journey.Totals{}}
		for _, t := range found {
			if t.At == all[n].At {
				all[n].Totals, _ = s.part(t.Totals)
			}
		}
	}
	return all, nil
}
