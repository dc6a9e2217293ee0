package service

import (
	"context"
	"slices"

	"citiesgrow/search"
)

// Search runs a query on the index of services and reads what it found, in the order of the hits. A service
// that was withdrawn since it was indexed is left out: it is in no page, though the total still counts it.
func (s *Service) Search(ctx context.Context, q search.Query) ([]*Listing, *search.Result, error) {
	q.Kind = Kind.Name
	r, err := s.kit.Search.Search(ctx, q)
	if err != nil {
		return nil, nil, err
	}
	ids := make([]string, len(r.Hits))
	for i, h := range r.Hits {
		ids[i] = h.ID
	}
	found, err := s.listings.GetMany(ctx, ids)
	if err != nil {
		return nil, nil, err
	}
	return slices.DeleteFunc(found, func(l *Listing) bool { return l.Status == Inactive }), r, nil
}
