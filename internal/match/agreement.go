package match

import (
	"context"
	"maps"
	"slices"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/supplier"
	"citiesgrow/internal/taxonomy"
	"citiesgrow/internal/tender"
	"citiesgrow/search"
)

// ObjectionsByReason counts for the tuning of the weights how many firms of all cities gave a reason, suppressed as in
// Objections. No person may ask: it is for a command at the store itself.
func (s *Service) ObjectionsByReason(ctx context.Context) (map[string]int, error) {
	if err := actor.From(ctx).Must(); err != nil {
		return nil, err
	}
	firms := map[string]map[string]bool{}
	for o, err := range s.objections.All(ctx) {
		if err != nil {
			return nil, err
		}
		o.addTo(firms)
	}
	return objectionsShown(firms), nil
}

// Agreement is for each of some sets of weights the share of pairs of a contested and an uncontested match of one firm in
// which the contested one has the lower fit: 0 to 1, ties count half, the mean over firms, so that each counts the same.
// It is nil where fewer than ten firms have such a pair. No person may ask, as for ObjectionsByReason.
func (s *Service) Agreement(ctx context.Context, sets ...Weights) ([]float64, error) {
	if err := actor.From(ctx).Must(); err != nil {
		return nil, err
	}
	c, err := s.comparison(ctx)
	if err != nil || len(c.firms) < fewObjections {
		return nil, err
	}
	agreement := make([]float64, len(sets))
	for i, w := range sets {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		agreement[i] = c.agreement(w)
	}
	return agreement, nil
}

// comparison is what it takes to weigh the matches of the firms that contested some.
type comparison struct {
	engine   *search.Engine
	taxa     *taxonomy.Taxonomy
	firms    []sides
	profiles map[string]*supplier.Profile
	tenders  map[string]*tender.Tender
	rivals   map[string][]string // tender → the firms among which its rivals are
}

// sides are the contracts of one firm.
type sides struct {
	firm                   string
	contested, uncontested []string
}

func (s *Service) comparison(ctx context.Context) (*comparison, error) {
	c := &comparison{engine: s.kit.Search, taxa: s.kit.Taxonomy}
	c.profiles, c.tenders, c.rivals = map[string]*supplier.Profile{}, map[string]*tender.Tender{}, map[string][]string{}
	contested := map[string][]string{}
	for o, err := range s.objections.All(ctx) {
		if err != nil {
			return nil, err
		}
		contested[o.SupplierID] = append(contested[o.SupplierID], o.TenderID)
	}
	for _, firm := range slices.Sorted(maps.Keys(contested)) {
		found, err := s.of(ctx, "supplier", firm)
		if err != nil {
			return nil, err
		}
		one := sides{firm: firm, contested: contested[firm]}
		for _, m := range found {
			if !slices.Contains(one.contested, m.TenderID) {
				one.uncontested = append(one.uncontested, m.TenderID)
			}
		}
		c.firms = append(c.firms, one)
	}
	return c, s.complete(ctx, c)
}

// complete reads both sides and the rivals, and leaves out contracts and firms that are gone.
func (s *Service) complete(ctx context.Context, c *comparison) error {
	var ids, firms []string
	for _, one := range c.firms {
		ids, firms = slices.Concat(ids, one.contested, one.uncontested), append(firms, one.firm)
	}
	tenders, err := s.tenders.GetMany(ctx, distinct(ids))
	if err != nil {
		return err
	}
	for _, t := range tenders {
		c.tenders[t.ID] = t
		if c.rivals[t.ID], err = s.rivalsAmong(ctx, t); err != nil {
			return err
		}
		firms = append(firms, c.rivals[t.ID]...)
	}
	profiles, err := s.suppliers.GetMany(ctx, distinct(firms))
	for _, p := range profiles {
		c.profiles[p.ID] = p
	}
	gone := func(id string) bool { return c.tenders[id] == nil }
	for i := range c.firms {
		one := &c.firms[i]
		one.contested, one.uncontested = slices.DeleteFunc(one.contested, gone), slices.DeleteFunc(one.uncontested, gone)
	}
	c.firms = slices.DeleteFunc(c.firms, func(one sides) bool {
		return c.profiles[one.firm] == nil || len(one.contested) == 0 || len(one.uncontested) == 0
	})
	return err
}

// rivalsAmong are the firms that a tender is matched with.
func (s *Service) rivalsAmong(ctx context.Context, t *tender.Tender) ([]string, error) {
	old, err := s.of(ctx, "tender", t.ID)
	if err != nil {
		return nil, err
	}
	return s.candidatesFor(ctx, t, old)
}

func distinct(ids []string) []string {
	slices.Sort(ids)
	return slices.Compact(ids)
}

// agreement weighs every pair anew. The time left is no part of it: it has run out for what was contested, whatever the
// weights.
func (c *comparison) agreement(w Weights) float64 {
	w.Hurry = 0
	weigh := c.weighing(w)
	sum := 0.0
	for _, one := range c.firms {
		fits := func(ids []string) []float64 {
			all := make([]float64, len(ids))
			for i, id := range ids {
				all[i] = weigh(one.firm, id)
			}
			return all
		}
		sum += below(fits(one.contested), fits(one.uncontested))
	}
	return sum / float64(len(c.firms))
}

// weighing returns the fit of a firm to a tender at some weights, rivals at the same weights included.
func (c *comparison) weighing(w Weights) func(firm, tender string) float64 {
	j := Judge{Weights: w, Taxa: c.taxa}
	offers := map[string]search.Profile{}
	for id, p := range c.profiles {
		offers[id] = w.Offer(p, c.taxa)
	}
	alone := func(firm, id string) float64 {
		return j.Weigh(c.profiles[firm], c.tenders[id], c.engine.Explain(offers[firm], id), 0).Fit
	}
	factors := map[string]float64{}
	for id, firms := range c.rivals {
		var fits []float64
		for _, firm := range firms {
			if c.profiles[firm] != nil {
				fits = append(fits, alone(firm, id))
			}
		}
		factors[id] = j.Alone(Mean(fits))
	}
	return func(firm, id string) float64 { return alone(firm, id) * factors[id] }
}

// below is the share of pairs in which the contested match has the lower fit; ties count half.
func below(contested, uncontested []float64) float64 {
	sum := 0.0
	for _, c := range contested {
		for _, u := range uncontested {
			switch {
			case c < u:
				sum++
			case c == u:
				sum += 0.5
			}
		}
	}
	return sum / float64(len(contested)*len(uncontested))
}
