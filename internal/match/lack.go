package match

import (
	"context"
	"slices"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/gap"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/supplier"
	"citiesgrow/internal/tender"
)

// OwnFirm is the firm of the entrepreneur who asks with its papers that end soon or have
// ended; its ID is empty while there is no profile.
func (s *Service) OwnFirm(ctx context.Context) (gap.Firm, []gap.Lack, error) {
	p, err := s.suppliers.Own(ctx)
	if err != nil {
		return gap.Firm{}, nil, err
	}
	var ending []gap.Lack
	for _, e := range p.ExpiringSoon(s.kit.Now()) {
		r := ocds.Requirement{Kind: ocds.Certificate, Detail: e.Name}
		if slices.ContainsFunc(p.Insurance, func(i supplier.Insurance) bool { return i.Kind == e.Name && i.Until.Equal(e.Until) }) {
			r.Kind = ocds.Insurance
		}
		ending = append(ending, gap.Lack{Requirement: r, Ends: e.Until})
	}
	return gap.FirmOf(p), ending, nil
}

// ListLacks is what the firm of the entrepreneur who asks lacks for a tender.
func (s *Service) ListLacks(ctx context.Context, tenderID string) (*tender.Tender, []gap.Lack, error) {
	t, err := s.tenders.Get(ctx, tenderID)
	if err != nil {
		return nil, nil, err
	}
	p, err := s.suppliers.Own(ctx)
	if err != nil {
		return nil, nil, err
	}
	lacks, _ := gap.Lacks(gap.Of(p, &t.Content, s.kit.Now()))
	return t, lacks, nil
}

// ListWanted is what the firm of the entrepreneur who asks lacks for its best matches, what
// most of them ask for first; of several amounts the nearest.
func (s *Service) ListWanted(ctx context.Context) ([]gap.Lack, error) {
	p, pairs, err := s.ListOwn(ctx)
	if err != nil {
		return nil, err
	}
	var all []gap.Lack
	for _, pair := range pairs[:min(len(pairs), 2*bestFew)] {
		lacks, _ := gap.Lacks(gap.Of(p, &pair.Tender.Content, s.kit.Now()))
		for _, l := range lacks {
			i := slices.IndexFunc(all, func(o gap.Lack) bool {
				return o.Requirement.Kind == l.Requirement.Kind && o.Requirement.Detail == l.Requirement.Detail
			})
			if i < 0 {
				i = len(all)
				all = append(all, l)
			}
			if less := l.Requirement.Amount; less != nil && all[i].Requirement.Amount != nil && less.Minor < all[i].Requirement.Amount.Minor {
				all[i].Requirement = l.Requirement
			}
			all[i].Tenders++
		}
	}
	slices.SortStableFunc(all, func(a, b gap.Lack) int { return b.Tenders - a.Tenders })
	return all, nil
}

// Shortage is what firms of a city lack for the tenders that fit them best.
type Shortage struct {
	Kind   string
	Detail string
	Firms  int
}

// The work of one look at a city is bounded: so many firms, and the best matches of each.
const (
	lookedAt = 400
	bestFew  = 5
)

// LackingIn counts the firms of a city by what they lack for tenders that fit them, the
// most frequent first, and tells how many firms were looked at: 400 at most.
func (s *Service) LackingIn(ctx context.Context, city string) ([]Shortage, int, error) {
	if err := actor.From(ctx).MustIn(city, actor.Provider, actor.Staff, actor.Admin); err != nil {
		return nil, 0, err
	}
	ids, err := s.kit.Search.Select(ctx, supplier.Kind.Name, map[string][]string{"city": {city}})
	if err != nil {
		return nil, 0, err
	}
	slices.Sort(ids)
	firms, err := s.suppliers.GetMany(ctx, ids[:min(len(ids), lookedAt)])
	if err != nil {
		return nil, 0, err
	}
	count := map[[2]string]int{}
	for _, p := range firms {
		kinds, err := s.lackedBy(ctx, p)
		if err != nil {
			return nil, 0, err
		}
		for kind := range kinds {
			count[kind]++
		}
	}
	return ranked(count), len(firms), nil
}

// lackedBy are the kinds of things a firm lacks for its best matches.
func (s *Service) lackedBy(ctx context.Context, p *supplier.Profile) (map[[2]string]bool, error) {
	found, err := s.of(ctx, "supplier", p.ID)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, m := range found[:min(len(found), bestFew)] {
		ids = append(ids, m.TenderID)
	}
	tenders, err := s.tenders.GetMany(ctx, ids)
	if err != nil {
		return nil, err
	}
	kinds := map[[2]string]bool{}
	for _, t := range tenders {
		lacks, _ := gap.Lacks(gap.Of(p, &t.Content, s.kit.Now()))
		for _, l := range lacks {
			kinds[[2]string{l.Requirement.Kind, l.Requirement.Detail}] = true
		}
	}
	return kinds, nil
}

func ranked(count map[[2]string]int) []Shortage {
	var all []Shortage
	for kind, n := range count {
		all = append(all, Shortage{kind[0], kind[1], n})
	}
	slices.SortFunc(all, func(a, b Shortage) int {
		if a.Firms != b.Firms {
			return b.Firms - a.Firms
		}
		return slices.Compare([]string{a.Kind, a.Detail}, []string{b.Kind, b.Detail})
	})
	return all
}
