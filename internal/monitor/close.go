package monitor

import (
	"context"
	"slices"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/journey"
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/suppress"
)

// NotTold stands for what a person did not say of themselves.
const NotTold = "not_told"

// Participants is the figure that counts who took part in a theme.
const Participants = "participants"

// MigrantLed is the figure of contracts that firms won whose owners said that they are
// migrant-led.
const MigrantLed = "value_migrant"

// Reports is the figure of reports of discrimination by outcome.
const Reports = "reports"

// Close freezes a quarter that is over: what is shown of it from now on never changes, and
// only now what counts persons is shown. Only the staff of the whole programme closes, once.
func (s *Service) Close(ctx context.Context, q Quarter) (*Closed, error) {
	who := actor.From(ctx)
	if err := who.MustEverywhere(actor.Staff, actor.Admin); err != nil {
		return nil, err
	}
	if _, known := q.start(); !known {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	if !q.Over(s.kit.Now().UTC()) {
		return nil, problem.New(problem.Conflict, "monitor.not_over")
	}
	c := &Closed{Meta: record.Meta{ID: string(q)}, By: who.ID, ByName: who.Name, At: s.kit.Now().UTC(), Open: map[string]journey.Totals{}}
	people := map[string]journey.Totals{}
	for _, city := range s.cities() {
		var err error
		if c.Open[city], people[city], err = s.totals(ctx, city, q); err != nil {
			return nil, err
		}
	}
	if err := s.addPeople(ctx, q, c, people); err != nil {
		return nil, err
	}
	err := s.closed.Put(ctx, c)
	if problem.Is(err, problem.Conflict) {
		return nil, problem.New(problem.Conflict, "monitor.closed_already")
	}
	return c, err
}

func (s *Service) cities() []string {
	var all []string
	for _, city := range s.kit.Taxonomy.Cities() {
		all = append(all, city.ID)
	}
	return all
}

// part separates what may be shown as it is from what counts persons.
func (s *Service) part(all journey.Totals) (open, people journey.Totals) {
	open, people = journey.Totals{}, journey.Totals{}
	for k, a := range all {
		if name, _ := journey.FigureOf(k); name == journey.WayFigure {
			open[k] = a
		}
	}
	for _, f := range s.figures {
		for k, a := range all {
			switch name, _ := journey.FigureOf(k); {
			case name != f.Name:
			case f.People:
				people[k] = a
			default:
				open[k] = a
			}
		}
	}
	return open, people
}

func (s *Service) addPeople(ctx context.Context, q Quarter, c *Closed, people map[string]journey.Totals) error {
	from, to := q.Bounds()
	for _, f := range s.figures {
		if !f.People {
			continue
		}
		table := suppress.New(suppress.Least, s.cities())
		for _, city := range s.cities() {
			table.Add(int(people[city][f.Name].Count), city)
		}
		c.tell(f.Name, f.Theme, table.Suppress(), nil)
	}
	persons, err := s.persons(ctx)
	if err != nil {
		return err
	}
	for _, t := range s.sources.Took {
		if err := s.addTook(ctx, c, t, persons, from, to); err != nil {
			return err
		}
	}
	return s.addMigrantLed(ctx, c, persons, from, to)
}

// tell adds what is shown of a table to the rows. The sum of a row is asked for its city.
func (c *Closed) tell(figure, theme string, shown *suppress.Shown, sum func(city string) int64) {
	dimensions := []string{"city", "sex", "age"}[:shown.Dimensions()]
	values := make([][]string, 3)
	for d := range values {
		values[d] = []string{suppress.Total}
		if d < len(dimensions) {
			values[d] = append(values[d], shown.Values(d)...)
			if merged := shown.Merged(d); len(merged) > 0 {
				c.Merged = append(c.Merged, Merged{figure, theme, dimensions[d], merged})
			}
		}
	}
	for _, city := range values[0] {
		for _, sex := range values[1] {
			for _, age := range values[2] {
				n, may := shown.At([]string{city, sex, age}[:len(dimensions)]...)
				if !may {
					continue
				}
				r := Row{Figure: figure, Theme: theme, City: city, Sex: sex, Age: age, Count: int64(n)}
				if sum != nil {
					r.Sum, r.Unit = sum(city), "EUR"
				}
				c.People = append(c.People, r)
			}
		}
	}
}

// persons are those who let themselves be counted, by account.
func (s *Service) persons(ctx context.Context) (map[string]module.Person, error) {
	all := map[string]module.Person{}
	if s.sources.People == nil {
		return all, nil
	}
	for p, err := range s.sources.People(actor.AsSystem(ctx)) {
		if err != nil {
			return nil, err
		}
		if slices.Contains(s.cities(), p.City) {
			all[p.Account] = p
		}
	}
	return all, nil
}

// addTook counts who took part in a theme, each person once, by city, sex and age.
func (s *Service) addTook(ctx context.Context, c *Closed, t module.Took, persons map[string]module.Person, from, to time.Time) error {
	accounts, err := t.Accounts(actor.AsSystem(ctx), from, to)
	if err != nil {
		return err
	}
	table := suppress.New(suppress.Least, s.cities(), append(module.Sexes(), NotTold), append(module.AgeBands(), NotTold))
	slices.Sort(accounts)
	for _, account := range slices.Compact(accounts) {
		if p, agreed := persons[account]; agreed {
			table.Add(1, p.City, oneOf(p.Sex, module.Sexes()), oneOf(p.Age, module.AgeBands()))
		}
	}
	c.tell(Participants, t.Theme, table.Suppress(), nil)
	return nil
}

func oneOf(v string, known []string) string {
	if slices.Contains(known, v) {
		return v
	}
	return NotTold
}

// A sum of money reveals one firm where nearly all of it is of that firm.
const mostOfOne = 0.75

// addMigrantLed counts migrant-led firms that won, by city, and what the contracts are
// worth, to a thousand euros. The value is shown only where no firm has most of it. If it must not
// be shown for one city, only the total is: it would follow from the others.
func (s *Service) addMigrantLed(ctx context.Context, c *Closed, persons map[string]module.Person, from, to time.Time) error {
	if s.sources.Winners == nil {
		return nil
	}
	won := map[string]map[string]int64{} // by city, by account
	for _, city := range s.cities() {
		won[city] = map[string]int64{}
		wins, err := s.wins(ctx, city, from, to)
		if err != nil {
			return err
		}
		for _, w := range wins {
			if persons[w.Account].MigrantLed {
				won[city][w.Account] += w.ValueMinor
			}
		}
	}
	table := suppress.New(suppress.Least, s.cities())
	for city, firms := range won {
		table.Add(len(firms), city)
	}
	shown := table.Suppress()
	behind := func(city string) (sum, most int64) {
		for name, firms := range won {
			if city == name || city == suppress.Total || city == suppress.Others && slices.Contains(shown.Merged(0), name) {
				for _, cents := range firms {
					sum, most = sum+cents, max(most, cents)
				}
			}
		}
		return sum, most
	}
	safe := func(city string) bool {
		sum, most := behind(city)
		return float64(most) <= mostOfOne*float64(sum)
	}
	every := !slices.ContainsFunc(shown.Values(0), func(city string) bool { return !safe(city) })
	c.tell(MigrantLed, "a", shown, func(city string) int64 {
		if !safe(suppress.Total) || city != suppress.Total && !every {
			return 0
		}
		sum, _ := behind(city)
		return (sum + 50_000) / 100_000 * 100_000
	})
	return nil
}

// wins are the contracts of a city that registered firms won in [from, to).
func (s *Service) wins(ctx context.Context, city string, from, to time.Time) ([]module.Won, error) {
	var all []module.Won
	won, err := s.counter.Steps(ctx, city, "won", from, to)
	if err != nil {
		return nil, err
	}
	for _, st := range won {
		w, err := s.sources.Winners(actor.AsSystem(ctx), st.Of)
		if err != nil {
			return nil, err
		}
		all = append(all, w...)
	}
	return all, nil
}
