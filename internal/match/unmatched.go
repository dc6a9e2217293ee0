package match

import (
	"context"
	"slices"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/notice"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/store"
	"citiesgrow/internal/supplier"
	"citiesgrow/internal/tender"
	"citiesgrow/search"
)

// Why a tender fits no firm, or a firm no tender; the first that holds.
const (
	WhyNoTrade  = "no_trade"  // what is bought is not known as a trade; nobody of the trade is here; the firm told no trade
	WhyNoFirm   = "no_firm"   // no firm of the trade anywhere
	WhyNotHere  = "not_here"  // firms of the trade, none that works in this city
	WhyNoCity   = "no_city"   // the firm told no city in which it works
	WhyNoTender = "no_tender" // nothing of the firm's trade is open in its cities
	WhyWeak     = "weak"      // of the trade and in reach, yet too far from each other in all else
)

// Lonely is a tender or a supplier without a match, with the reason.
type Lonely struct {
	Tender *tender.Tender
	Firm   *supplier.Profile
	Why    string
	Others int // of the trade, elsewhere or too far
}

// Unmatched lists the tenders and suppliers of a city without a match.
type Unmatched struct {
	Tenders []Lonely
	Firms   []Lonely
	Open    int // tenders looked at
	Seated  int // firms looked at
}

// Unmatched lists the open tenders of a city that no firm fits and its firms that no open
// tender fits, each with the reason; so many of each are looked at as one look allows.
func (s *Service) Unmatched(ctx context.Context, city string) (*Unmatched, error) {
	if _, known := s.kit.Taxonomy.City(city); !known {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	if err := actor.From(ctx).MustIn(city, actor.Staff, actor.Admin); err != nil {
		return nil, err
	}
	u := &Unmatched{}
	r, err := s.kit.Search.Search(ctx, search.Query{Kind: tender.Kind.Name, OpenOnly: true, Filters: map[string][]string{"city": {city}}, Size: 100, Page: 1})
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, h := range r.Hits {
		ids = append(ids, h.ID)
	}
	tenders, err := s.tenders.GetMany(ctx, ids)
	if err != nil {
		return nil, err
	}
	for _, t := range tenders {
		u.Open++
		fits, err := s.fits(ctx, "tender", t.ID)
		if err != nil {
			return nil, err
		}
		if !fits {
			l := Lonely{Tender: t}
			if l.Why, l.Others, err = s.whyNobody(ctx, t, city); err != nil {
				return nil, err
			}
			u.Tenders = append(u.Tenders, l)
		}
	}
	return u, s.lonelyFirms(ctx, u, city)
}

func (s *Service) lonelyFirms(ctx context.Context, u *Unmatched, city string) error {
	ids, err := s.kit.Search.Select(ctx, supplier.Kind.Name, map[string][]string{"city": {city}})
	if err != nil {
		return err
	}
	slices.Sort(ids)
	firms, err := s.suppliers.GetMany(ctx, ids[:min(len(ids), lookedAt)])
	if err != nil {
		return err
	}
	for _, p := range firms {
		if p.City != city {
			continue
		}
		u.Seated++
		fits, err := s.fits(ctx, "supplier", p.ID)
		if err != nil {
			return err
		}
		if fits {
			continue
		}
		l := Lonely{Firm: p.SeenBy(false, false)}
		if l.Why, l.Others, err = s.whyNothing(ctx, p); err != nil {
			return err
		}
		u.Firms = append(u.Firms, l)
	}
	return nil
}

// fits reports whether one side has a match.
func (s *Service) fits(ctx context.Context, index, id string) (bool, error) {
	found, _, err := s.matches.Find(ctx, store.Query{Index: index, Equal: []any{id}, Limit: 1})
	return len(found) > 0, err
}

// whyNobody tells why no firm fits a tender, and how many are of its trade.
func (s *Service) whyNobody(ctx context.Context, t *tender.Tender, city string) (string, int, error) {
	codes := t.CPV()
	if len(codes) == 0 {
		return WhyNoTrade, 0, nil
	}
	var groups []string
	for _, code := range codes {
		groups = append(groups, code[:2])
	}
	ids, err := s.kit.Search.Select(ctx, supplier.Kind.Name, map[string][]string{"cpv": groups})
	if err != nil {
		return "", 0, err
	}
	firms, err := s.suppliers.GetMany(ctx, ids[:min(len(ids), lookedAt)])
	if err != nil {
		return "", 0, err
	}
	firms = slices.DeleteFunc(firms, func(p *supplier.Profile) bool { return !Trades(p, codes) })
	here := slices.ContainsFunc(firms, func(p *supplier.Profile) bool { return slices.Contains(p.Cities, city) })
	switch {
	case len(firms) == 0:
		return WhyNoFirm, 0, nil
	case !here:
		return WhyNotHere, len(firms), nil
	}
	return WhyWeak, len(firms), nil
}

// whyNothing tells why no open tender fits a firm, and how many are of its trade.
func (s *Service) whyNothing(ctx context.Context, p *supplier.Profile) (string, int, error) {
	switch {
	case len(p.CPV) == 0:
		return WhyNoTrade, 0, nil
	case len(p.Cities) == 0:
		return WhyNoCity, 0, nil
	}
	var groups []string
	for _, code := range p.CPV {
		groups = append(groups, code[:2])
	}
	count := func(filters map[string][]string) (int, error) {
		ids, err := s.kit.Search.Select(ctx, tender.Kind.Name, filters)
		if err != nil {
			return 0, err
		}
		found, err := s.tenders.GetMany(ctx, ids[max(0, len(ids)-lookedAt):])
		n := 0
		for _, t := range found {
			if t.Status(s.kit.Now()) == tender.StatusOpen && Trades(p, t.CPV()) {
				n++
			}
		}
		return n, err
	}
	here, err := count(map[string][]string{"cpv": groups, "city": p.Cities, "status": {string(notice.Competing)}})
	if err != nil {
		return "", 0, err
	}
	if here > 0 {
		return WhyWeak, here, nil
	}
	return WhyNoTender, 0, nil
}
