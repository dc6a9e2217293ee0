package service

import (
	"context"

	"citiesgrow/internal/actor"
	"citiesgrow/search"
)

// Query is a person's question to the directory.
type Query struct {
	Words      string
	Cities     []string
	Topics     []string
	Languages  []string // in which the service is given
	Costs      []string // free, paid
	Stages     []string
	Modes      []string // place, online
	Supplies   []string // kinds of Needs
	Page, Size int
	Reader     []string // languages the person reads
}

// Found is a page of services.
type Found struct {
	Listings  []*Listing
	Total     int
	Facets    map[string][]search.Count
	Corrected map[string]string
}

var facetNames = []string{"city", "topic", "language", "cost", "mode", "stage"}

// Find searches the directory as tenders are searched. What was looked for in a city and
// not found is counted there.
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
