package service

import (
	"context"

	"citiesgrow/internal/actor"
	"citiesgrow/search"
)

// Query is what a user looks for in the directory. An empty field does not narrow it.
type Query struct {
	Words      string
	Cities     []string
	Topics     []string
	Languages  []string // in which the service is given
	Costs      []string // free, paid
	Stages     []string
	Modes      []string // place, online
	Supplies   []string // of Needs, or a need with its detail
	Page, Size int      // pages are counted from 1
	Reader     []string // languages that the user reads
}

// Found is a page of services.
type Found struct {
	Listings  []*Listing
	Total     int                       // of all pages
	Facets    map[string][]search.Count // how many there are by each way to narrow
	Corrected map[string]string         // words as typed → as they were understood
}

// facetNames are the ways to narrow a list, in the order in which they are shown.
var facetNames = []string{"city", "topic", "language", "cost", "mode", "stage"}

// List searches the directory. A search that found nothing is passed on to be counted.
func (s *Service) List(ctx context.Context, q Query) (*Found, error) {
	sq := search.Query{Words: q.Words, Page: q.Page, Size: q.Size, Facets: facetNames, Languages: q.Reader,
		Filters: map[string][]string{"city": q.Cities, "topic": q.Topics, "language": q.Languages, "cost": q.Costs, "stage": q.Stages, "mode": q.Modes,
			"supplies": q.Supplies}}
	if q.Words != "" {
		sq.Meanings = s.kit.Taxonomy.Meanings(search.Wanted(q.Words), q.Reader...)
	}
	found, r, err := s.Search(ctx, sq)
	if err != nil {
		return nil, err
	}
	if r.Total == 0 && q.Page <= 1 {
		s.unmet(actor.From(ctx), q)
	}
	return &Found{found, r.Total, r.Facets, r.Corrected}, nil
}
