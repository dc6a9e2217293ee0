package supplier

import (
	"context"
	"slices"

	"citiesgrow/search"
)

// Kind is how firms can be narrowed and ordered.
var Kind = search.Kind{
	Name:    "suppliers",
	Facets:  []string{"city", "cpv", "language"},
	Numbers: []string{"staff"},
}

// describe is how a firm wants to be found: by its work and by what it did before, never by what it hides.
func (s *Service) describe(_ context.Context, p *Profile) (*search.Document, error) {
	d := &search.Document{ID: p.ID, CPV: p.CPV, Until: search.Always, Numbers: map[string]int64{},
		Keys: map[string][]string{"city": p.Cities, "language": p.Languages, "cpv": search.Levels(p.CPV...)}}
	d.Texts = append(d.Texts, search.Text{Words: p.Name, Weight: 2, Name: "name"})
	for _, said := range p.Said {
		d.Texts = append(d.Texts, search.Text{Language: said.Language, Words: said.Words, Weight: 3, Name: "said"})
	}
	if p.About != "" {
		language := ""
		if len(p.Said) > 0 {
			language = p.Said[0].Language
		}
		d.Texts = append(d.Texts, search.Text{Language: language, Words: p.About, Weight: 1, Name: "body"})
	}
	seen := p.SeenBy(false, false)
	for _, r := range seen.References {
		d.Texts = append(d.Texts, search.Text{Language: r.Language, Words: r.Title, Weight: 1, Name: "done"})
		d.CPV = append(slices.Clip(d.CPV), r.CPV...)
	}
	if seen.Staff > 0 {
		d.Numbers["staff"] = int64(seen.Staff)
	}
	return d, nil
}
