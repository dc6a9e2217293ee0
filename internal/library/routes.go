package library

import (
	"cmp"
	"embed"
	"net/http"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/form"
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/store"
	"citiesgrow/internal/taxonomy"
	"citiesgrow/search"
	"citiesgrow/web"
)

//go:embed all:views
var views embed.FS

// handlers are the pages and the API of the library.
type handlers struct{ *Service }

// Module is what the program is given of the library.
func (s *Service) Module() module.Module {
	h := handlers{s}
	return module.Module{
		Name: "library", Views: views, Collections: []store.Spec{items}, Kinds: []search.Kind{Kind},
		Followers: []store.Follower{module.Indexer(h.kit, Kind, items, s.describe)},
		Check:     module.IndexCheck(h.kit, Kind, items, s.describe),
		Nav:       []web.NavItem{{Key: "nav.library", Path: "/library", Who: web.SignedIn(), More: true}},
		Routes:    h.routes(),
	}
}

func (h handlers) routes() []web.Route {
	staff := web.Only(actor.Staff, actor.Admin)
	return []web.Route{
		web.Handle(web.Route{Method: "GET", Path: "/library", View: "library/list", Who: web.Anyone(),
			About: "Toolkits, clips and good practices, searched by words, theme and city."}, h.list),
		web.Handle(web.Route{Method: "GET", Path: "/library/new", View: "library/form", Who: staff, Voice: web.PageOnly}, h.fresh),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/library", Who: staff, Status: http.StatusCreated,
			About: "Add to the library; a clip needs captions and a transcript."}, h.create), "library/form", h.againCreate),
		web.Handle(web.Route{Method: "GET", Path: "/library/{id}", View: "library/show", Who: web.Anyone(), About: "One of the library."}, h.show),
		web.Handle(web.Route{Method: "GET", Path: "/library/{id}/captions", Who: web.Anyone(), Media: "text/vtt",
			About: "The captions of a clip as WebVTT."}, h.captions),
		web.Handle(web.Route{Method: "GET", Path: "/library/{id}/edit", View: "library/form", Who: staff, Voice: web.PageOnly}, h.edit),
		web.Again(web.Handle(web.Route{Method: "PUT", Path: "/library/{id}", Who: staff, About: "Change something of the library, or take it out."},
			h.change), "library/form", h.againChange),
	}
}

type listInput struct {
	Words     string   `query:"q" validate:"max=300"`
	Kinds     []string `query:"kind" validate:"max=3,dive,oneof=toolkit clip practice"`
	Themes    []string `query:"theme" validate:"max=4,dive,oneof=a b c d"`
	Cities    []string `query:"city" validate:"max=16,dive,max=40"`
	Languages []string `query:"language" validate:"max=30,dive,max=8"`
	Page      int      `query:"page" validate:"min=0,max=5000"`
	Size      int      `query:"size" validate:"min=0,max=100"`
}

// ListPage is a page of items.
type ListPage struct {
	module.List[*Item]
	Cards []web.Card `json:"-"`
	Input listInput  `json:"-"`
	May   bool       `json:"-"`
}

func (h handlers) list(c *web.Ctx, in listInput) (*ListPage, error) {
	q := Query{Words: in.Words, Kinds: in.Kinds, Themes: in.Themes, Cities: in.Cities, Spoken: in.Languages, Page: max(in.Page, 1),
		Size: cmp.Or(in.Size, 20), Reader: c.Languages()}
	found, r, err := h.List(c, q)
	if err != nil {
		return nil, err
	}
	p := &ListPage{List: module.ListOf(found, r.Total, q.Page, q.Size), Input: in, May: c.Actor.Is(actor.Staff, actor.Admin)}
	p.Empty = web.Empty{Title: c.Words.T("library.none"), Text: c.Words.T("library.none_text"),
		Links: []web.Link{{Label: c.Words.T("library.all"), Path: "/library"}}}
	for _, i := range found {
		p.Cards = append(p.Cards, h.card(c, i))
	}
	chosen := map[string][]string{"kind": in.Kinds, "theme": in.Themes, "city": in.Cities, "language": in.Languages}
	p.Narrow(c, "library.by_", Kind.Facets, r.Facets, chosen, func(name, v string) string { return h.value(c, name, v) })
	return p, nil
}

func (h handlers) value(c *web.Ctx, facet, value string) string {
	switch facet {
	case "city":
		return h.kit.CityName(c, value)
	case "language":
		return c.Words.LanguageName(value)
	case "theme":
		return c.Words.T("site.theme_" + value)
	}
	return c.Words.T("library.kind_" + value)
}

func (h handlers) card(c *web.Ctx, i *Item) web.Card {
	card := web.Card{Title: i.Title, Language: i.Language, Path: "/library/" + i.ID, City: cmp.Or(h.kit.CityName(c, i.City), c.Words.T("library.programme")),
		Firm: true, Demo: i.Test, Tags: []string{c.Words.T("library.kind_" + i.Kind)}}
	for _, t := range i.Themes {
		card.Tags = append(card.Tags, c.Words.T("site.theme_"+t))
	}
	return card
}

// ShowPage is one item.
type ShowPage struct {
	*Item
	CityName string   `json:"-"`
	Tags     []string `json:"-"`
	Mine     bool     `json:"-"`
}

func (h handlers) show(c *web.Ctx, in module.ID) (*ShowPage, error) {
	i, err := h.Get(c, in.ID)
	if err != nil {
		return nil, err
	}
	return &ShowPage{i, h.kit.CityName(c, i.City), h.card(c, i).Tags, i.keptBy(c.Actor)}, nil
}

func (h handlers) captions(c *web.Ctx, in module.ID) (*web.File, error) {
	i, err := h.Get(c, in.ID)
	if err != nil {
		return nil, err
	}
	if i.Captions == "" {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	return &web.File{Name: "captions.vtt", Type: "text/vtt; charset=utf-8", Body: []byte(i.Captions)}, nil
}

// FormPage is the form of an item.
type FormPage struct {
	ID        string
	Form      Form
	Wide      bool
	Kinds     []web.Option
	Themes    []web.Option
	Cities    []web.Option
	Languages []web.Option
	Hide      []web.Option
	Stored    []string // what differs from a form that was read too early
}

// labels are the word keys of the form, by field.
func labels() map[string]string {
	return map[string]string{"kind": "library.kind", "title": "site.title", "description": "library.description", "language": "library.language",
		"themes": "monitor.theme", "city": "account.city", "address": "library.address", "captions": "library.captions_field",
		"transcript": "library.transcript", "hidden": "library.hidden"}
}

// formOf is an item as its form shows it.
func formOf(i *Item) Form {
	return Form{i.Revision, i.Kind, i.Title, i.Text, i.Language, i.Themes, i.City, i.Address, i.Captions, i.Transcript, i.Action,
		form.Yes(!i.Hidden.IsZero())}
}

func (h handlers) form(c *web.Ctx, id string, f Form) *FormPage {
	return &FormPage{ID: id, Form: f, Wide: c.Actor.City == "", Themes: module.Options(c, "site.theme_", taxonomy.Themes()),
		Kinds:     module.Options(c, "library.kind_", Kinds()),
		Cities:    append([]web.Option{{Label: c.Words.T("library.programme")}}, h.kit.CityOptions(c, nil)...),
		Languages: module.LanguageOptions(c),
		Hide:      []web.Option{{Value: "yes", Label: c.Words.T("library.hide")}}}
}

func (h handlers) fresh(c *web.Ctx, _ web.None) (*FormPage, error) {
	return h.form(c, "", Form{Language: c.Words.Code}), nil
}

func (h handlers) edit(c *web.Ctx, in module.ID) (*FormPage, error) {
	i, err := h.Own(c, in.ID)
	if err != nil {
		return nil, err
	}
	return h.form(c, i.ID, formOf(i)), nil
}

type formInput struct {
	ID string `path:"id" json:"-"`
	Form
}

func (h handlers) create(c *web.Ctx, in formInput) (web.Made, error) {
	in.Language = cmp.Or(in.Language, c.Words.Code)
	i, err := h.Create(c, in.Form)
	if err != nil {
		return web.Made{}, err
	}
	return web.Made{ID: i.ID, At: "/library/" + i.ID, Done: "saved"}, nil
}

func (h handlers) change(c *web.Ctx, in formInput) (web.Go, error) {
	if _, err := h.Change(c, in.ID, in.Form); err != nil {
		return "", err
	}
	return web.Done("/library/"+in.ID, "saved"), nil
}

func (h handlers) againCreate(c *web.Ctx, in formInput) (*FormPage, error) {
	return h.form(c, "", in.Form), nil
}

func (h handlers) againChange(c *web.Ctx, in formInput) (*FormPage, error) {
	i, err := h.Own(c, in.ID)
	if err != nil {
		return nil, err
	}
	stale := in.Revision != i.Revision
	in.Revision = i.Revision // to save once more is to keep what was typed
	if in.City == "" {
		in.City = c.Actor.City // the staff of a city are not asked for it
	}
	p := h.form(c, i.ID, in.Form)
	if stale {
		p.Stored = module.Stored(c, formOf(i), in.Form, labels())
	}
	return p, nil
}
