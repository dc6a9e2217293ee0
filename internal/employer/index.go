package employer

import (
	"context"

	"citiesgrow/search"
)

// OfferKind is how offers can be narrowed and ordered.
var OfferKind = search.Kind{
	Name:    "vacancies",
	Facets:  []string{"city", "kind", "cpv", "language", "level", "contract"},
	Numbers: []string{"closes", "published"},
}

// describe is how an offer wants to be found, once it is published.
func (s *Service) describe(_ context.Context, o *Offer) (*search.Document, error) {
	if !o.Visible() || o.Stage == Filled || o.Stage == Withdrawn {
		return nil, nil
	}
	d := &search.Document{ID: o.ID, CPV: o.CPV, Until: o.Closes.Unix(), Keys: map[string][]string{},
		Numbers: map[string]int64{"closes": o.Closes.Unix(), "published": o.Published.Unix()}}
	d.Texts = []search.Text{
		{Language: o.Language, Words: o.Title, Weight: 3, Name: "title"},
		{Language: o.Language, Words: o.Occupation, Weight: 2, Name: "occupation"},
		{Language: o.Language, Words: o.Description, Weight: 1, Name: "body"},
		{Words: o.Name, Weight: 1, Name: "by"},
	}
	for _, code := range o.CPV {
		if label := s.kit.Taxonomy.Label(code, o.Language); label != code {
			d.Texts = append(d.Texts, search.Text{Language: o.Language, Words: label, Weight: 1, Name: "label"})
		}
	}
	for _, l := range o.Levels {
		d.Keys["language"] = append(d.Keys["language"], l.Language)
		d.Keys["level"] = append(d.Keys["level"], l.Level)
	}
	if len(o.Levels) == 0 {
		d.Keys["level"] = []string{"none"}
	}
	d.Keys["city"], d.Keys["kind"], d.Keys["cpv"] = []string{o.City}, []string{o.Kind}, search.Levels(o.CPV...)
	if o.Contract != "" {
		d.Keys["contract"] = []string{o.Contract}
	}
	return d, nil
}

// OfferQuestion is a person's question to the list of offers.
type OfferQuestion struct {
	Words      string
	Cities     []string
	Kinds      []string
	CPV        []string
	Languages  []string
	Levels     []string // any of these; "none" for offers that ask for no language
	Page, Size int
	Reader     []string
}

// FoundOffers is a page of the list.
type FoundOffers struct {
	Offers []*Offer
	Total  int
	Facets map[string][]search.Count
}

var offerFacets = []string{"city", "kind", "language", "level", "cpv"}

// FindOffers searches what is open.
func (s *Service) FindOffers(ctx context.Context, q OfferQuestion) (*FoundOffers, error) {
	sq := search.Query{Kind: OfferKind.Name, Words: q.Words, OpenOnly: true, Page: q.Page, Size: q.Size, Facets: offerFacets, Languages: q.Reader,
		Filters: map[string][]string{"city": q.Cities, "kind": q.Kinds, "language": q.Languages, "level": q.Levels}}
	for _, code := range q.CPV {
		sq.Filters["cpv"] = append(sq.Filters["cpv"], search.Level(code))
	}
	if q.Words != "" {
		sq.Meanings = s.kit.Taxonomy.Meanings(search.Wanted(q.Words), q.Reader...)
	}
	r, err := s.kit.Search.Search(ctx, sq)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(r.Hits))
	for i, h := range r.Hits {
		ids[i] = h.ID
	}
	found, err := s.offers.GetMany(ctx, ids)
	return &FoundOffers{found, r.Total, r.Facets}, err
}
