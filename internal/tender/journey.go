package tender

import (
	"context"
	"slices"
	"strings"

	"citiesgrow/internal/module"
	"citiesgrow/internal/notice"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
)

// journeys are what is counted of tenders.
func (s *Service) journeys() []module.Journey {
	list := "/tenders?city={city}"
	return []module.Journey{
		{Collection: Collection.Name, Read: s.tenderSteps, Figures: []module.Figure{
			{Name: "published", Theme: "a", Way: 1, List: list, Source: "tenders with a stage, by the day of their first notice (published)"},
			{Name: "bids", Theme: "a", Way: 5, Acts: true, Source: "tenders, the count of bids of kind \"tenders\" (BT-759), by the day of the notice that told it"},
			{Name: "won", Theme: "a", Way: 6, List: list + "&status=awarded", Source: "tenders of stage \"awarded\", by the day of the last notice"},
			{Name: "value", Theme: "a", Money: true, Sums: true, Source: "tenders of stage \"awarded\", the sum of awards[].value of active awards by currency"},
			{Name: "value_small", Theme: "a", Money: true, Sums: true,
				Source: "as value, of awards whose supplier's party has a size of micro, small, medium or sme (BT-165)"},
		}},
	}
}

func (s *Service) tenderSteps(ctx context.Context, id string) ([]module.Step, error) {
	t, err := s.tenders.Get(ctx, id)
	if problem.Is(err, problem.NotFound) || err == nil && t.Stage == "" {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	all := []module.Step{{Figure: "published", City: t.City, Of: t.ID, Way: t.ID, Count: 1, Day: t.Published}}
	bids := 0
	for _, b := range t.Bids {
		if b.Kind == notice.AllBids {
			bids += max(0, b.Count)
		}
	}
	if bids > 0 {
		all = append(all, module.Step{Figure: "bids", City: t.City, Of: t.ID, Way: t.ID, Count: int64(bids), Day: t.LastNotice()})
	}
	if t.Stage == notice.Awarded {
		all = append(all, module.Step{Figure: "won", City: t.City, Of: t.ID, Way: t.ID, Count: 1, Day: t.LastNotice()})
		all = append(all, t.values()...)
	}
	return all, nil
}

// values are what was awarded, by currency, and what of it went to small firms.
func (t *Tender) values() []module.Step {
	sums := map[[2]string]*module.Step{}
	add := func(figure string, m record.Money) {
		key := [2]string{figure, m.Currency}
		if sums[key] == nil {
			sums[key] = &module.Step{Figure: figure, City: t.City, Of: t.ID, Count: 1, Unit: m.Currency, Day: t.LastNotice()}
		}
		sums[key].Sum += m.Minor
	}
	for _, a := range t.Awards {
		if a.Value == nil || a.Value.Minor <= 0 || a.Status != "active" {
			continue
		}
		add("value", *a.Value)
		if notice.IsSmall(t.SizeOf(a.Suppliers)) {
			add("value_small", *a.Value)
		}
	}
	var all []module.Step
	for _, step := range sums {
		all = append(all, *step)
	}
	slices.SortFunc(all, func(a, b module.Step) int { return strings.Compare(a.Figure+a.Unit, b.Figure+b.Unit) })
	return all
}
