package report

import (
	"cmp"
	"context"
	"slices"

	"citiesgrow/internal/custody"
	"citiesgrow/internal/module"
	"citiesgrow/internal/sheet"
	"citiesgrow/internal/store"
	"citiesgrow/internal/suppress"
)

// NotCoded is the value of cases that no caseworker has classified yet.
const NotCoded = "not_coded"

// Figures are the public counts of one quarter and channel.
type Figures struct {
	Quarter string
	Channel custody.Channel
	Cities  []string
	Table   *suppress.Shown // city × ground × field
	Ends    *suppress.Shown // outcome
}

// Quarters lists the quarters of the last three years that have ended, the latest first. The current quarter is not shown:
// comparing two days of it would reveal a single report.
func (s *Service) Quarters() []string {
	var all []string
	now := s.kit.Now().UTC()
	for n := 1; n <= 12; n++ {
		all = append(all, Quarter(Day(now.AddDate(0, -3*n, 1-now.Day()))))
	}
	return slices.Compact(all)
}

// counted is a case or tombstone, as it is counted.
type counted struct {
	city   string
	coding Coding
}

// count reads the cases of a quarter and the tombstones of erased ones. A case that has both, after a crash, counts once.
func (s *Service) count(ctx context.Context, quarter string, channel custody.Channel) ([]counted, error) {
	var all []counted
	alive := map[string]bool{} // ids of tombstones whose cases still exist
	from, to := bounds(quarter)
	for _, city := range s.kit.Taxonomy.Cities() {
		for _, state := range []State{Received, Open, Closed, Transferred} {
			for r, err := range s.reports.Each(ctx, store.Query{Index: "state", Equal: []any{city.ID, string(state)}, From: from, To: to}) {
				if err != nil {
					return nil, err
				}
				alive[s.tombstoneID(r.ID)] = true
				if r.Channel == channel {
					all = append(all, counted{r.City, r.Coding})
				}
			}
		}
	}
	for st, err := range s.tombstones.Each(ctx, store.Query{Index: "quarter", Equal: []any{quarter}}) {
		if err != nil {
			return nil, err
		}
		if st.Channel == channel && !alive[st.ID] {
			all = append(all, counted{st.City, st.Coding})
		}
	}
	return all, nil
}

// bounds returns the first day of a quarter and of the next.
func bounds(quarter string) (from, to string) {
	if len(quarter) != 7 {
		return "0", "0"
	}
	start := On(quarter[:4] + "-" + map[byte]string{'1': "01", '2': "04", '3': "07", '4': "10"}[quarter[6]] + "-01")
	return Day(start), Day(start.AddDate(0, 3, 0))
}

// Figures counts a quarter that has ended. It hides every count from which a small count could be derived. For any other quarter
// it returns the last one that has ended.
func (s *Service) Figures(ctx context.Context, quarter string, channel custody.Channel) (*Figures, error) {
	if !slices.Contains(s.Quarters(), quarter) {
		quarter = s.Quarters()[0]
	}
	f := &Figures{Quarter: quarter, Channel: channel}
	for _, c := range s.kit.Taxonomy.Cities() {
		f.Cities = append(f.Cities, c.ID)
	}
	all, err := s.count(ctx, quarter, channel)
	if err != nil {
		return nil, err
	}
	table := suppress.New(suppress.Least, f.Cities, append(GroundsOf(channel), NotCoded), append(Fields(), NotCoded))
	ends := suppress.New(suppress.Least, append(Outcomes(), NotCoded))
	for _, c := range all {
		table.Add(1, c.city, cmp.Or(c.coding.Ground, NotCoded), cmp.Or(c.coding.Field, NotCoded))
		ends.Add(1, cmp.Or(c.coding.Outcome, NotCoded))
	}
	f.Table, f.Ends = table.Suppress(), ends.Suppress()
	return f, nil
}

// Ended returns the public counts of reports of discrimination by outcome; empty for a quarter that is not in Quarters.
func (s *Service) Ended(ctx context.Context, quarter string) ([]module.Outcome, error) {
	if !slices.Contains(s.Quarters(), quarter) {
		return nil, nil
	}
	f, err := s.Figures(ctx, quarter, custody.Discrimination)
	if err != nil {
		return nil, err
	}
	var all []module.Outcome
	for _, outcome := range f.Ends.Values(0) {
		if n, shown := f.Ends.At(outcome); shown {
			all = append(all, module.Outcome{Outcome: outcome, Count: int64(n)})
		}
	}
	return all, nil
}

// CSV writes every visible count, one in each line.
func (f *Figures) CSV() ([]byte, error) {
	var rows [][]any
	line := func(n int, city, ground, field, outcome string) {
		rows = append(rows, []any{f.Quarter, string(f.Channel), city, ground, field, outcome, n})
	}
	for _, city := range append(f.Table.Values(0), suppress.Total) {
		for _, ground := range append(f.Table.Values(1), suppress.Total) {
			for _, field := range append(f.Table.Values(2), suppress.Total) {
				if n, shown := f.Table.At(city, ground, field); shown {
					line(n, city, ground, field, "")
				}
			}
		}
	}
	for _, outcome := range f.Ends.Values(0) {
		if n, shown := f.Ends.At(outcome); shown {
			line(n, "", "", "", outcome)
		}
	}
	return sheet.CSV([]string{"quarter", "door", "city", "ground", "field", "outcome", "reports"}, rows)
}
