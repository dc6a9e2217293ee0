// Package directory exchanges the services with other directories, in HSDS 3 (Human Services Data
// Specification, openreferral.org): it imports files, exports all services, and answers programs with pages
// of them.
package directory

import (
	"context"
	"strings"

	"citiesgrow/internal/hsds"
	"citiesgrow/internal/module"
	"citiesgrow/internal/service"
	"citiesgrow/search"
)

// Service holds the use cases.
type Service struct {
	kit      module.Kit
	services *service.Service
}

// New returns the service.
func New(k module.Kit, services *service.Service) *Service { return &Service{k, services} }

// List returns a page of the services that have these words, in a city (empty: in all); number is from 1,
// size is how many at most. Languages are those that the reader reads.
func (s *Service) List(ctx context.Context, words, city string, number, size int, languages []string) (*hsds.Page, error) {
	q := search.Query{Words: words, Page: number, Size: size, Languages: languages}
	if city != "" {
		q.Filters = map[string][]string{"city": {city}}
	}
	found, r, err := s.services.Search(ctx, q)
	if err != nil {
		return nil, err
	}
	var all []*hsds.Service
	for _, l := range found {
		all = append(all, ToHSDS(l, s.kit.Taxonomy))
	}
	page := hsds.NewPage(all, r.Total, number, size)
	return &page, nil
}

// Get returns a service by its UUID; an inactive one is not found.
func (s *Service) Get(ctx context.Context, uuid string) (*hsds.Service, error) {
	l, err := s.services.GetByUUID(ctx, strings.ToLower(uuid))
	if err != nil {
		return nil, err
	}
	return ToHSDS(l, s.kit.Taxonomy), nil
}
