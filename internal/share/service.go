package share

import (
	"context"
	"slices"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/notice"
	"citiesgrow/internal/tender"
)

// Service holds the use case.
type Service struct {
	kit     module.Kit
	tenders *tender.Service
}

// New returns the service.
func New(k module.Kit, tenders *tender.Service) *Service { return &Service{kit: k, tenders: tenders} }

// Get is what went to small firms in a year: of the contracts that the actor posted, and of all that are
// known of the actor's city.
func (s *Service) Get(ctx context.Context, year int) (own, city Share, err error) {
	who := actor.From(ctx)
	own.Currency, city.Currency = "EUR", "EUR"
	mine, err := s.tenders.ListOwn(ctx)
	if err != nil {
		return Share{}, Share{}, err
	}
	for _, t := range mine {
		if t.Stage == notice.Awarded && t.LastNotice().Year() == year {
			own.add(t)
		}
	}
	if who.City == "" {
		return own, city, nil
	}
	ids, err := s.kit.Search.Select(ctx, tender.Kind.Name, map[string][]string{"city": {who.City}, "status": {string(notice.Awarded)}})
	if err != nil {
		return Share{}, Share{}, err
	}
	for chunk := range slices.Chunk(ids, 500) {
		found, err := s.tenders.GetMany(ctx, chunk)
		if err != nil {
			return Share{}, Share{}, err
		}
		for _, t := range found {
			if t.Stage == notice.Awarded && t.LastNotice().Year() == year {
				city.add(t)
			}
		}
	}
	return own, city, nil
}
