// Package home is the first page: one sentence, one box, everyday trades, the sixteen
// cities, and two links below. It asks the search and knows no other module.
package home

import (
	"cmp"
	"embed"
	"net/url"
	"slices"

	"citiesgrow/internal/module"
	"citiesgrow/search"
	"citiesgrow/web"
)

//go:embed all:views
var views embed.FS

// Module describes the first page to the program.
func Module(k module.Kit) module.Module {
	s := &service{k}
	return module.Module{Name: "home", Views: views, Routes: []web.Route{
		web.Handle(web.Route{Method: "GET", Path: "/", View: "home/home", Who: web.Anyone(), Voice: web.PageOnly}, s.home),
		web.Handle(web.Route{Method: "GET", Path: "/help", View: "home/help", Who: web.Anyone(), Voice: web.PageOnly}, s.help),
		web.Handle(web.Route{Method: "GET", Path: "/trades", Who: web.Anyone(), Voice: web.APIOnly, About: "Everyday trades that complete what was typed."},
			s.trades),
	}}
}

type service struct{ kit module.Kit }

// Page is the first page.
type Page struct {
	Tiles  []Tile
	Cities []CityDot
	Open   int
	Map    Map
}

// Tile is an everyday trade.
type Tile struct {
	Name, Path string
	Open       int
}

// CityDot is a city on the map and in the list.
type CityDot struct {
	Name, Path string
	Open       int
	X, Y       float64
	End        bool // its name stands before the dot, so that it stays on the map
}

func (s *service) home(c *web.Ctx, _ web.None) (*Page, error) {
	r, err := s.kit.Search.Search(c, search.Query{Kind: "tenders", OpenOnly: true, Facets: []string{"city", "cpv"}, Size: 1})
	if err != nil {
		return nil, err
	}
	counts := map[string]map[string]int{"city": {}, "cpv": {}}
	for name, values := range r.Facets {
		for _, v := range values {
			counts[name][v.Value] = v.Count
		}
	}
	p := &Page{Open: r.Total, Map: europe()}
	for _, t := range s.kit.Taxonomy.Trades() {
		if t.Popular && len(p.Tiles) < 16 {
			words := t.Name(c.Languages()...)
			p.Tiles = append(p.Tiles, Tile{Name: words, Path: "/tenders?" + url.Values{"q": {words}}.Encode(), Open: counts["cpv"][search.Level(t.CPV[0])]})
		}
	}
	for _, city := range s.kit.Taxonomy.Cities() {
		name, _ := city.Names.In(c.Languages()...)
		x, y := project(city.Lat, city.Lon)
		p.Cities = append(p.Cities, CityDot{Name: name, Path: "/tenders?city=" + city.ID, Open: counts["city"][city.ID], X: x, Y: y, End: city.Lon > 22})
	}
	slices.SortFunc(p.Cities, func(a, b CityDot) int { return cmp.Compare(a.Name, b.Name) })
	return p, nil
}

func (s *service) help(*web.Ctx, web.None) (*web.None, error) { return &web.None{}, nil }

type tradesInput struct {
	Words string `query:"q" validate:"max=100"`
}

// Trades complete what was typed.
type Trades struct {
	web.Whole[Trade]
}

// Trade is one of them.
type Trade struct {
	ID   string   `json:"id"`
	Name string   `json:"name"`
	CPV  []string `json:"cpv"`
}

func (s *service) trades(c *web.Ctx, in tradesInput) (*Trades, error) {
	out := &Trades{}
	for _, t := range s.kit.Taxonomy.Suggest(in.Words, c.Words.Code, 10) {
		out.Items = append(out.Items, Trade{ID: t.ID, Name: t.Name(c.Languages()...), CPV: t.CPV})
	}
	out.Total = len(out.Items)
	return out, nil
}
