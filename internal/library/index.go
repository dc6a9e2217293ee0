package library

import (
	"context"

	"citiesgrow/internal/module"
	"citiesgrow/search"
)

// Kind is how items can be narrowed.
var Kind = search.Kind{Name: "library", Facets: []string{"kind", "theme", "city", "language"}}

// describe is how an item is found, a clip also by what is said in it.
func (s *Service) describe(_ context.Context, i *Item) (*search.Document, error) {
	if !i.Hidden.IsZero() {
		return nil, module.ErrNotIndexed
	}
	d := &search.Document{ID: i.ID, Until: search.Always, Keys: map[string][]string{"kind": {i.Kind}, "theme": i.Themes, "language": {i.Language}},
		Numbers: map[string]int64{},
		Texts: []search.Text{{Language: i.Language, Words: i.Title, Weight: 3, Name: "title"},
			{Language: i.Language, Words: i.Text, Weight: 1, Name: "body"}, {Language: i.Language, Words: i.Transcript, Weight: 1, Name: "said"}}}
	if i.City != "" {
		d.Keys["city"] = []string{i.City}
		if city, known := s.kit.Taxonomy.City(i.City); known {
			for _, name := range city.Names {
				d.Texts = append(d.Texts, search.Text{Words: name, Weight: 1, Name: "city"})
			}
		}
	}
	return d, nil
}

// Query is what a reader looks for.
type Query struct {
	Words                         string
	Kinds, Themes, Cities, Spoken []string
	Page, Size                    int
	Reader                        []string // languages of the reader
}

// List searches the items.
func (s *Service) List(ctx context.Context, q Query) ([]*Item, *search.Result, error) {
	found, r, err := module.Found(ctx, s.kit.Search, s.items, search.Query{Kind: Kind.Name, Words: q.Words, Page: q.Page, Size: q.Size, Facets: Kind.Facets,
		Languages: q.Reader,
		Filters:   map[string][]string{"kind": q.Kinds, "theme": q.Themes, "city": q.Cities, "language": q.Spoken}})
	if err != nil {
		return nil, nil, err
	}
	return visible(found), r, nil
}
