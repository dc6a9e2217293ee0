package programme

import (
	"context"
	"iter"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
	"citiesgrow/search"
)

// Item is something of the library: what one city learnt, told so that others can use it.
type Item struct {
	record.Meta `bson:",inline"`
	Kind        string    `bson:"kind" json:"kind"` // one of ItemKinds
	Title       string    `bson:"title" json:"title"`
	Text        string    `bson:"text" json:"description"`
	Language    string    `bson:"language" json:"language"` // of title, text and transcript
	Themes      []string  `bson:"themes" json:"themes"`
	City        string    `bson:"city,omitempty" json:"city"`              // whose it is; empty: the programme's
	Address     string    `bson:"address,omitempty" json:"address"`        // where the toolkit or the clip lies
	Captions    string    `bson:"captions,omitempty" json:"-"`             // of a clip, WebVTT
	Transcript  string    `bson:"transcript,omitempty" json:"transcript"`  // of a clip: for who cannot hear or see it
	Action      string    `bson:"action,omitempty" json:"action"`          // of a plan, that a practice comes from
	Hidden      time.Time `bson:"hidden,omitempty" json:"hidden,omitzero"` // taken out
	Test        bool      `bson:"test,omitempty" json:"demonstration,omitempty"`
}

// ItemKinds lists those of items.
func ItemKinds() []string { return []string{"toolkit", "clip", "practice"} }

var items = store.Spec{Name: "library", Indexes: []store.Index{{Name: "city", Fields: []string{"city"}}}}

// LibraryKind is how items can be narrowed.
var LibraryKind = search.Kind{Name: "library", Facets: []string{"kind", "theme", "city", "language"}}

// describe is how an item wants to be found, a clip also by what is said in it.
func (s *Service) describe(_ context.Context, i *Item) (*search.Document, error) {
	if !i.Hidden.IsZero() {
		return nil, nil
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

// ItemForm is what a city's staff tells of an item.
type ItemForm struct {
	Revision   int64    `json:"revision" validate:"min=0"`
	Kind       string   `json:"kind" validate:"omitempty,oneof=toolkit clip practice"`
	Title      string   `json:"title" validate:"max=200"`
	Text       string   `json:"description" validate:"max=5000"`
	Language   string   `json:"language" validate:"max=8"`
	Themes     []string `json:"themes" validate:"max=4,dive,oneof=a b c d"`
	City       string   `json:"city" validate:"max=40"`
	Address    string   `json:"address" validate:"max=500"`
	Captions   string   `json:"captions" validate:"max=200000"`
	Transcript string   `json:"transcript" validate:"max=100000"`
	Action     string   `json:"action" validate:"max=60"`
	Hidden     string   `json:"hidden" validate:"omitempty,oneof=yes no"`
}

// cue is the line of a caption's time in WebVTT (W3C, 4.1).
var cue = regexp.MustCompile(`(?m)^(\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3}[ \t]+-->[ \t]+(\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3}`)

// isVTT tells whether a text is captions.
func isVTT(s string) bool {
	s = strings.TrimPrefix(s, "\ufeff")
	first, _, _ := strings.Cut(s, "\n")
	first = strings.TrimRight(first, "\r")
	return (first == "WEBVTT" || strings.HasPrefix(first, "WEBVTT ") || strings.HasPrefix(first, "WEBVTT\t")) && cue.MatchString(s)
}

// isAddress tells whether a text leads to a page that is reached safely.
func isAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Scheme == "https" && u.Host != "" && !strings.ContainsAny(s, " \t\n")
}

func (f *ItemForm) check(s *Service) *problem.Problem {
	wrong := lacking(map[string]string{"title": f.Title, "description": f.Text})
	if !slices.Contains(ItemKinds(), f.Kind) {
		wrong.Add("kind", problem.M("problem.required"))
	}
	if len(f.Themes) == 0 {
		wrong.Add("themes", problem.M("problem.required"))
	}
	if _, known := s.kit.Taxonomy.City(f.City); f.City != "" && !known {
		wrong.Add("city", problem.M("problem.city_unknown"))
	}
	if f.Address != "" && !isAddress(f.Address) {
		wrong.Add("address", problem.M("problem.http_url"))
	}
	if f.Kind != "practice" && f.Address == "" {
		wrong.Add("address", problem.M("problem.required"))
	}
	if f.Kind == "clip" {
		if !isVTT(f.Captions) {
			wrong.Add("captions", problem.M("library.captions_wrong"))
		}
		if strings.TrimSpace(f.Transcript) == "" {
			wrong.Add("transcript", problem.M("library.transcript_missing"))
		}
	}
	return wrong
}

// Publish keeps an item; id is empty for a new one. A city's staff tells of its own.
func (s *Service) Publish(ctx context.Context, id string, f ItemForm) (*Item, error) {
	if err := readers(ctx); err != nil {
		return nil, err
	}
	who := actor.From(ctx)
	i := &Item{Meta: record.Meta{ID: record.NewID(s.kit.Random, "item")}, Test: who.Test}
	if id != "" {
		var err error
		if i, err = s.items.Get(ctx, id); err != nil {
			return nil, err
		}
		if who.City != "" && i.City != who.City {
			return nil, problem.New(problem.NotFound, "problem.not_found")
		}
	}
	if who.City != "" {
		f.City = who.City
	}
	if err := f.check(s).OrNil(); err != nil {
		return nil, err
	}
	i.Revision, i.Kind, i.Title, i.Text, i.Language, i.Themes, i.City, i.Address, i.Action = f.Revision, f.Kind, f.Title, f.Text, f.Language, f.Themes,
		f.City, f.Address, f.Action
	i.Captions, i.Transcript = "", ""
	if f.Kind == "clip" {
		i.Captions, i.Transcript = f.Captions, f.Transcript
	}
	if i.Language == "" {
		i.Language = who.Language
	}
	switch hide := f.Hidden == "yes"; {
	case !hide:
		i.Hidden = time.Time{}
	case i.Hidden.IsZero():
		i.Hidden = s.kit.Now().UTC()
	}
	return s.items.Save(ctx, i)
}

// Item is one that anybody may see; who looks after it sees it also when it is taken out.
func (s *Service) Item(ctx context.Context, id string) (*Item, error) {
	i, err := s.items.Get(ctx, id)
	if err == nil && !i.Hidden.IsZero() && !s.keeps(ctx, i) {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	return i, err
}

// keeps tells whether the actor looks after an item.
func (s *Service) keeps(ctx context.Context, i *Item) bool {
	who := actor.From(ctx)
	return who.Must(actor.Staff, actor.Admin) == nil && (who.City == "" || who.City == i.City)
}

// Items walks everything of the library.
func (s *Service) Items(ctx context.Context) iter.Seq2[*Item, error] { return s.items.All(ctx) }

// LibraryQuestion is what somebody looks for.
type LibraryQuestion struct {
	Words                         string
	Kinds, Themes, Cities, Spoken []string
	Page, Size                    int
	Reader                        []string
}

// Library searches the items.
func (s *Service) Library(ctx context.Context, q LibraryQuestion) ([]*Item, *search.Result, error) {
	r, err := s.kit.Search.Search(ctx, search.Query{Kind: LibraryKind.Name, Words: q.Words, Page: q.Page, Size: q.Size, Facets: LibraryKind.Facets,
		Languages: q.Reader,
		Filters:   map[string][]string{"kind": q.Kinds, "theme": q.Themes, "city": q.Cities, "language": q.Spoken}})
	if err != nil {
		return nil, nil, err
	}
	ids := make([]string, len(r.Hits))
	for n, h := range r.Hits {
		ids[n] = h.ID
	}
	found, err := s.items.GetMany(ctx, ids)
	return slices.DeleteFunc(found, func(i *Item) bool { return !i.Hidden.IsZero() }), r, err
}
