package monitor

import (
	"context"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/journey"
	"citiesgrow/internal/module"
	"citiesgrow/internal/suppress"
)

// Outcomes returns what came of reports of discrimination in a quarter that is over: the
// same that everybody may see, all cities together.
func (s *Service) Outcomes(ctx context.Context, q Quarter) ([]module.Outcome, error) {
	if err := actor.From(ctx).Must(actor.Staff, actor.Admin); err != nil {
		return nil, err
	}
	if s.sources.Reports == nil || !q.Over(s.kit.Now().UTC()) {
		return nil, nil
	}
	return s.sources.Reports(ctx, string(q))
}

// Rows are all figures of a quarter that the actor may see, one a row, for export: of each
// city what does not count persons, and of a closed quarter what may be shown of persons.
// Who sees all cities sees their sums as well. It is the one source of tables and files.
func (s *Service) Rows(ctx context.Context, q Quarter) ([]Row, error) {
	boards, err := s.Cities(ctx, q)
	if err != nil {
		return nil, err
	}
	var all []Row
	sum := journey.Totals{}
	for _, b := range boards {
		all = append(all, s.rowsOf(b.City, b.Totals)...)
		sum.AddAll(b.Totals)
	}
	wide := actor.From(ctx).City == ""
	if wide {
		all = append(all, s.rowsOf("", sum)...)
	}
	outcomes, err := s.Outcomes(ctx, q)
	if err != nil {
		return nil, err
	}
	for _, o := range outcomes {
		all = append(all, Row{Figure: Reports, Theme: "d", Outcome: o.Outcome, Count: o.Count})
	}
	c, err := s.Closed(ctx, q)
	if err != nil {
		return nil, err
	}
	for _, r := range c.People {
		if wide || r.City != suppress.Total && r.City != suppress.Others && actor.From(ctx).In(r.City) {
			all = append(all, r)
		}
	}
	return all, nil
}

func (s *Service) rowsOf(city string, t journey.Totals) []Row {
	var all []Row
	for _, f := range s.figures {
		if f.People {
			continue
		}
		for _, unit := range journey.UnitsOf(f, t) {
			a := t[journey.Key(f.Name, unit)]
			all = append(all, Row{Figure: f.Name, Theme: f.Theme, City: city, Unit: unit, Count: a.Count, Sum: a.Sum})
		}
	}
	return all
}
