package programme

import (
	"cmp"
	"net/http"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/web"
)

func (s *Service) libraryRoutes() []web.Route {
	staff := web.Only(actor.Staff, actor.Admin)
	return []web.Route{
		web.Handle(web.Route{Method: "GET", Path: "/library", View: "programme/library", Who: web.Anyone(),
			About: "Toolkits, clips and good practices, searched by words, theme and city."}, s.libraryPage),
		web.Handle(web.Route{Method: "GET", Path: "/library/new", View: "programme/itemform", Who: staff, Voice: web.PageOnly}, s.newItem),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/library", Who: staff, Status: http.StatusCreated,
			About: "Add to the library; a clip needs captions and a transcript."}, s.addItem), "programme/itemform", s.againItem),
		web.Handle(web.Route{Method: "GET", Path: "/library/{id}", View: "programme/item", Who: web.Anyone(), About: "One of the library."}, s.itemPage),
		web.Handle(web.Route{Method: "GET", Path: "/library/{id}/captions", Who: web.Anyone(), Media: "text/vtt",
			About: "The captions of a clip as WebVTT."}, s.captions),
		web.Handle(web.Route{Method: "GET", Path: "/library/{id}/edit", View: "programme/itemform", Who: staff, Voice: web.PageOnly}, s.editItem),
		web.Again(web.Handle(web.Route{Method: "PUT", Path: "/library/{id}", Who: staff, About: "Change something of the library, or take it out."},
			s.changeItem), "programme/itemform", s.againItem),
	}
}

type libraryInput struct {
	Words     string   `query:"q" validate:"max=300"`
	Kinds     []string `query:"kind" validate:"max=3,dive,oneof=toolkit clip practice"`
	Themes    []string `query:"theme" validate:"max=4,dive,oneof=a b c d"`
	Cities    []string `query:"city" validate:"max=16,dive,max=40"`
	Languages []string `query:"language" validate:"max=30,dive,max=8"`
	Page      int      `query:"page" validate:"min=0,max=5000"`
	Size      int      `query:"size" validate:"min=0,max=100"`
	Lang      string   `query:"lang" validate:"max=8"`
}

// LibraryPage is a page of the library.
type LibraryPage struct {
	Items  []*Item                 `json:"items"`
	Total  int                     `json:"total"`
	Page   int                     `json:"page"`
	Size   int                     `json:"size"`
	Facets map[string][]web.Option `json:"facets"`

	Cards   []web.Card   `json:"-"`
	Input   libraryInput `json:"-"`
	Filters []web.Facet  `json:"-"`
	Pager   web.Pager    `json:"-"`
	Empty   web.Empty    `json:"-"`
	May     bool         `json:"-"`
}

func (s *Service) libraryPage(c *web.Ctx, in libraryInput) (*LibraryPage, error) {
	q := LibraryQuestion{Words: in.Words, Kinds: in.Kinds, Themes: in.Themes, Cities: in.Cities, Spoken: in.Languages, Page: max(in.Page, 1),
		Size: cmp.Or(in.Size, 20), Reader: c.Languages()}
	found, r, err := s.Library(c, q)
	if err != nil {
		return nil, err
	}
	p := &LibraryPage{Items: append([]*Item{}, found...), Total: r.Total, Page: q.Page, Size: q.Size, Facets: map[string][]web.Option{}, Input: in,
		Pager: web.Pager{Page: q.Page, Size: q.Size, Total: r.Total},
		May:   c.Actor.Is(actor.Staff, actor.Admin),
		Empty: web.Empty{Title: c.Words.T("library.none"), Text: c.Words.T("library.none_text"),
			Links: []web.Link{{Label: c.Words.T("library.all"), Path: "/library"}}}}
	for _, i := range found {
		p.Cards = append(p.Cards, s.itemCard(c, i))
	}
	chosen := map[string][]string{"kind": in.Kinds, "theme": in.Themes, "city": in.Cities, "language": in.Languages}
	for _, name := range LibraryKind.Facets {
		f := module.Facet(name, c.Words.T("library.by_"+name), r.Facets[name], chosen[name], func(v string) string { return s.libraryValue(c, name, v) })
		p.Facets[name], p.Filters = f.Options, append(p.Filters, f)
	}
	return p, nil
}

func (s *Service) libraryValue(c *web.Ctx, facet, value string) string {
	switch facet {
	case "city":
		return s.city(c, value)
	case "language":
		return c.Words.LanguageName(value)
	case "theme":
		return c.Words.T("programme.theme_" + value)
	}
	return c.Words.T("library.kind_" + value)
}

func (s *Service) itemCard(c *web.Ctx, i *Item) web.Card {
	card := web.Card{Title: i.Title, Language: i.Language, Path: "/library/" + i.ID, City: cmp.Or(s.city(c, i.City), c.Words.T("library.programme")),
		Firm: true, Demo: i.Test, Tags: []string{c.Words.T("library.kind_" + i.Kind)}}
	for _, t := range i.Themes {
		card.Tags = append(card.Tags, c.Words.T("programme.theme_"+t))
	}
	return card
}

// ItemPage is one of the library.
type ItemPage struct {
	*Item
	CityName string   `json:"-"`
	Tags     []string `json:"-"`
	Mine     bool     `json:"-"`
}

func (s *Service) itemPage(c *web.Ctx, in module.IDLang) (*ItemPage, error) {
	i, err := s.Item(c, in.ID)
	if err != nil {
		return nil, err
	}
	return &ItemPage{i, s.city(c, i.City), s.itemCard(c, i).Tags, s.keeps(c, i)}, nil
}

func (s *Service) captions(c *web.Ctx, in module.IDLang) (*web.File, error) {
	i, err := s.Item(c, in.ID)
	if err != nil {
		return nil, err
	}
	if i.Captions == "" {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	return &web.File{Name: "captions.vtt", Type: "text/vtt; charset=utf-8", Body: []byte(i.Captions)}, nil
}

// ItemFormPage is the form of an item.
type ItemFormPage struct {
	ID        string
	Form      ItemForm
	Wide      bool
	Kinds     []web.Option
	Themes    []web.Option
	Cities    []web.Option
	Languages []web.Option
	Hide      []web.Option
}

func (s *Service) itemForm(c *web.Ctx, id string, f ItemForm) *ItemFormPage {
	p := &ItemFormPage{ID: id, Form: f, Wide: c.Actor.City == "", Themes: themes(c),
		Cities: append([]web.Option{{Label: c.Words.T("library.programme")}}, s.kit.CityOptions(c, nil)...),
		Hide:   []web.Option{{Value: "yes", Label: c.Words.T("library.hide")}}}
	for _, kind := range ItemKinds() {
		p.Kinds = append(p.Kinds, web.Option{Value: kind, Label: c.Words.T("library.kind_" + kind)})
	}
	p.Languages = module.LanguageOptions(c)
	return p
}

func (s *Service) newItem(c *web.Ctx, _ web.None) (*ItemFormPage, error) {
	return s.itemForm(c, "", ItemForm{Language: c.Words.Code}), nil
}

func (s *Service) editItem(c *web.Ctx, in module.IDLang) (*ItemFormPage, error) {
	i, err := s.Item(c, in.ID)
	if err != nil {
		return nil, err
	}
	if !s.keeps(c, i) {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	hidden := ""
	if !i.Hidden.IsZero() {
		hidden = "yes"
	}
	return s.itemForm(c, i.ID, ItemForm{i.Revision, i.Kind, i.Title, i.Text, i.Language, i.Themes, i.City, i.Address, i.Captions, i.Transcript, i.Action,
		hidden}), nil
}

type itemInput struct {
	ID string `path:"id" json:"-"`
	ItemForm
}

func (s *Service) addItem(c *web.Ctx, in itemInput) (web.Made, error) {
	in.Language = cmp.Or(in.Language, c.Words.Code)
	i, err := s.Publish(c, "", in.ItemForm)
	if err != nil {
		return web.Made{}, err
	}
	return web.Made{ID: i.ID, At: "/library/" + i.ID, Done: "saved"}, nil
}

func (s *Service) changeItem(c *web.Ctx, in itemInput) (web.Go, error) {
	_, err := s.Publish(c, in.ID, in.ItemForm)
	return web.Done("/library/"+in.ID, "saved"), err
}

func (s *Service) againItem(c *web.Ctx, in itemInput) (*ItemFormPage, error) {
	return s.itemForm(c, in.ID, in.ItemForm), nil
}
