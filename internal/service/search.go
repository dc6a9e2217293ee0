package service

import (
	"context"
	"slices"

	"citiesgrow/internal/module"
	"citiesgrow/search"
)

// Search runs a query on the index of services and reads what it found, in the order of the hits. A service
// that was withdrawn since it was indexed is left out: it is in no page, though the total still counts it.
func (s *Service) Search(ctx context.Context, q search.Query) ([]*Listing, *search.Result, error) {
	q.Kind = Kind.Name
	found, r, err := module.Found(ctx, s.kit.Search, s.listings, q)
	if err != nil {
		return nil, nil, err
	}
	return slices.DeleteFunc(found, func(l *Listing) bool { return l.Status == Inactive }), r, nil
}
