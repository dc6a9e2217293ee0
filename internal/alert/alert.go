// Package alert keeps the searches that a firm does not want to type again, and says how
// many contracts they find now and how many of them are new since it last looked.
package alert

import (
	"context"
	"slices"
	"strings"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
	"citiesgrow/internal/tender"
)

// Saved is a search by its owner.
type Saved struct {
	record.Meta `bson:",inline"`
	Account     string    `bson:"account" json:"-"`
	Words       string    `bson:"words,omitempty" json:"q"`
	Cities      []string  `bson:"cities,omitempty" json:"city"`
	CPV         []string  `bson:"cpv,omitempty" json:"cpv"`
	Languages   []string  `bson:"languages,omitempty" json:"language"`
	Bands       []string  `bson:"bands,omitempty" json:"band"`
	Seen        time.Time `bson:"seen" json:"seen,omitzero"` // when its owner last opened it
}

var searches = store.Spec{Name: "searches", Indexes: []store.Index{{Name: "account", Fields: []string{"account", "created"}}}}

// most is how many searches one firm may keep.
const most = 30

// Service holds the use cases.
type Service struct {
	kit      module.Kit
	searches *store.Collection[Saved]
	tenders  *tender.Service
}

// New returns the service.
func New(k module.Kit, tenders *tender.Service) *Service {
	return &Service{kit: k, searches: store.Of[Saved](k.DB, searches), tenders: tenders}
}

// Create stores a search of the entrepreneur who asks, once.
func (s *Service) Create(ctx context.Context, search Saved) (*Saved, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Entrepreneur); err != nil {
		return nil, err
	}
	if search.Words == "" && len(search.Cities)+len(search.CPV)+len(search.Languages)+len(search.Bands) == 0 {
		return nil, problem.Field("q", "alert.empty")
	}
	mine, err := s.ListOwn(ctx)
	if err != nil {
		return nil, err
	}
	for _, other := range mine {
		if other.same(search) {
			return other, nil
		}
	}
	if len(mine) >= most {
		return nil, problem.New(problem.Conflict, "alert.too_many", "Count", most)
	}
	search.Meta = record.Meta{ID: record.NewID(s.kit.Random, "search")}
	search.Account, search.Seen = who.ID, s.kit.Now().UTC()
	return &search, s.searches.Put(ctx, &search)
}

// same reports whether two searches have equal words and filters.
func (s *Saved) same(other Saved) bool {
	return strings.EqualFold(s.Words, other.Words) && slices.Equal(s.Cities, other.Cities) && slices.Equal(s.CPV, other.CPV) &&
		slices.Equal(s.Languages, other.Languages) && slices.Equal(s.Bands, other.Bands)
}

// ListOwn lists the searches of the entrepreneur who asks, the oldest first.
func (s *Service) ListOwn(ctx context.Context) ([]*Saved, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Entrepreneur); err != nil {
		return nil, err
	}
	mine, _, err := s.searches.Find(ctx, store.Query{Index: "account", Equal: []any{who.ID}, Limit: most})
	return mine, err
}

// own is one of them; another user's looks like none.
func (s *Service) own(ctx context.Context, id string) (*Saved, error) {
	return module.Own(ctx, s.searches, id, func(saved *Saved) string { return saved.Account }, actor.Entrepreneur)
}

// Delete deletes a search.
func (s *Service) Delete(ctx context.Context, id string) error {
	search, err := s.own(ctx, id)
	if err != nil {
		return err
	}
	return s.searches.Delete(ctx, search.ID, search.Revision)
}

// Own returns a search of the entrepreneur who asks, and notes that they look at what it finds.
func (s *Service) Own(ctx context.Context, id string) (*Saved, error) {
	if _, err := s.own(ctx, id); err != nil {
		return nil, err
	}
	return s.searches.Update(ctx, id, func(search *Saved) error {
		search.Seen = s.kit.Now().UTC()
		return nil
	})
}

// Counts is how many open contracts a search finds, and how many of them were published
// since its owner last looked.
func (s *Service) Counts(ctx context.Context, search *Saved) (open, fresh int, err error) {
	q := tender.Search{Words: search.Words, Cities: search.Cities, CPV: search.CPV, Languages: search.Languages, Bands: search.Bands,
		Statuses: []string{string(tender.StatusOpen)}, TotalOnly: true}
	found, err := s.tenders.List(ctx, q)
	if err != nil {
		return 0, 0, err
	}
	q.PublishedFrom = search.Seen
	q.Strict = true // a near thing is no news
	since, err := s.tenders.List(ctx, q)
	if err != nil {
		return 0, 0, err
	}
	return found.Total, since.Total, nil
}
