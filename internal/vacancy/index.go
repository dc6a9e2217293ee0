package vacancy

import (
	"context"

	"citiesgrow/internal/module"
	"citiesgrow/search"
)

// Kind is how vacancies can be narrowed and ordered.
var Kind = search.Kind{
	Name:    "vacancies",
	Facets:  []string{"city", "kind", "cpv", "language", "level", "contract"},
	Numbers: []string{"closes", "published"},
}

// describe is how a vacancy wants to be found, once it is published.
func (s *Service) describe(_ context.Context, v *Vacancy) (*search.Document, error) {
	if !v.Visible() || v.Over() {
		return nil, module.ErrNotIndexed
	}
	d := &search.Document{ID: v.ID, CPV: v.CPV, Until: v.Closes.Unix(), Keys: map[string][]string{},
		Numbers: map[string]int64{"closes": v.Closes.Unix(), "published": v.Published.Unix()}}
	d.Texts = []search.Text{
		{Language: v.Language, Words: v.Title, Weight: 3, Name: "title"},
		{Language: v.Language, Words: v.Occupation, Weight: 2, Name: "occupation"},
		{Language: v.Language, Words: v.Description, Weight: 1, Name: "body"},
		{Words: v.Name, Weight: 1, Name: "by"},
	}
	for _, code := range v.CPV {
		if label := s.kit.Taxonomy.Label(code, v.Language); label != code {
			d.Texts = append(d.Texts, search.Text{Language: v.Language, Words: label, Weight: 1, Name: "label"})
		}
	}
	for _, l := range v.Levels {
		d.Keys["language"] = append(d.Keys["language"], l.Language)
		d.Keys["level"] = append(d.Keys["level"], l.Level)
	}
	if len(v.Levels) == 0 {
		d.Keys["level"] = []string{"none"}
	}
	d.Keys["city"], d.Keys["kind"], d.Keys["cpv"] = []string{v.City}, []string{v.Kind}, search.Levels(v.CPV...)
	if v.Contract != "" {
		d.Keys["contract"] = []string{v.Contract}
	}
	return d, nil
}

// Question is a person's question to the list of vacancies.
type Question struct {
	Words      string
	Cities     []string
	Kinds      []string
	CPV        []string
	Languages  []string
	Levels     []string // any of these; "none" for those that ask for no language
	Page, Size int
	Reader     []string
}

// Found is a page of the list.
type Found struct {
	Vacancies []*Vacancy
	Total     int
	Facets    map[string][]search.Count
}

var facets = []string{"city", "kind", "language", "level", "cpv"}

// List searches what is open.
func (s *Service) List(ctx context.Context, q Question) (*Found, error) {
	sq := search.Query{Kind: Kind.Name, Words: q.Words, OpenOnly: true, Page: q.Page, Size: q.Size, Facets: facets, Languages: q.Reader,
		Filters: map[string][]string{"city": q.Cities, "kind": q.Kinds, "language": q.Languages, "level": q.Levels}}
	for _, code := range q.CPV {
		sq.Filters["cpv"] = append(sq.Filters["cpv"], search.Level(code))
	}
	if q.Words != "" {
		sq.Meanings = s.kit.Taxonomy.Meanings(search.Wanted(q.Words), q.Reader...)
	}
	found, r, err := module.Found(ctx, s.kit.Search, s.vacancies, sq)
	if err != nil {
		return nil, err
	}
	return &Found{found, r.Total, r.Facets}, nil
}
