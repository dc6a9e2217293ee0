package alert

import (
	"embed"
	"net/http"
	"net/url"
	"strings"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/store"
	"citiesgrow/web"
)

//go:embed all:views
var views embed.FS

// handlers answer requests.
type handlers struct{ *Service }

// Module describes saved searches to the program.
func (s *Service) Module() module.Module {
	h := handlers{s}
	firm := web.Only(actor.Entrepreneur)
	return module.Module{
		Name: "alert", Views: views, Collections: []store.Spec{searches}, Journeys: s.journeys(),
		Routes: []web.Route{
			web.Handle(web.Route{Method: "GET", Path: "/searches", View: "alert/list", Who: firm,
				About: "The searches the entrepreneur keeps, with what they find now."}, h.list),
			web.Handle(web.Route{Method: "POST", Path: "/searches", Who: firm, Area: actor.AreaProfile, Status: http.StatusCreated, About: "Keep a search."}, h.keep),
			web.Handle(web.Route{Method: "POST", Path: "/searches/{id}/opening", Who: firm, Area: actor.AreaProfile,
				About: "Look at what a search finds; what is there now is no longer new."}, h.open),
			web.Handle(web.Route{Method: "DELETE", Path: "/searches/{id}", Who: firm, Area: actor.AreaProfile, About: "Forget a search."}, h.forget),
		},
		Nav: []web.NavItem{{Key: "nav.searches", Path: "/searches", Who: firm, More: true}},
	}
}

// ListPage lists the kept searches.
type ListPage struct {
	web.Whole[Item]
}

// Item is a kept search with what it finds.
type Item struct {
	*Saved
	Title string `json:"title"`
	Open  int    `json:"open"`
	Fresh int    `json:"new"`
}

func (s handlers) list(c *web.Ctx, _ web.None) (*ListPage, error) {
	mine, err := s.ListOwn(c)
	if err != nil {
		return nil, err
	}
	page := &ListPage{}
	page.Empty = web.Empty{Title: c.Words.T("alert.none"), Text: c.Words.T("alert.none_text"),
		Links: []web.Link{{Label: c.Words.T("nav.tenders"), Path: "/tenders"}}}
	for _, search := range mine {
		item := Item{Saved: search, Title: s.title(c, search)}
		if item.Open, item.Fresh, err = s.Counts(c, search); err != nil {
			return nil, err
		}
		page.Items = append(page.Items, item)
	}
	return page, nil
}

// title says a search in the reader's words.
func (s handlers) title(c *web.Ctx, search *Saved) string {
	var parts []string
	if search.Words != "" {
		parts = append(parts, "“"+search.Words+"”")
	}
	for _, code := range search.CPV {
		parts = append(parts, s.kit.Taxonomy.Work((code + "00000000")[:8], c.Languages()...))
	}
	if len(search.Cities) > 0 {
		parts = append(parts, s.kit.Taxonomy.CityNames(search.Cities, c.Languages()...))
	}
	for _, l := range search.Languages {
		parts = append(parts, c.Words.LanguageName(l))
	}
	for _, band := range search.Bands {
		parts = append(parts, c.Words.T("band."+band))
	}
	return strings.Join(parts, " · ")
}

type keepInput struct {
	Words     string   `json:"q" validate:"max=300"`
	Cities    []string `json:"city" validate:"max=16,dive,max=40"`
	CPV       []string `json:"cpv" validate:"max=20,dive,max=12"`
	Languages []string `json:"language" validate:"max=20,dive,max=8"`
	Bands     []string `json:"band" validate:"max=6,dive,oneof=0-10k 10-50k 50-216k 216k-1m 1-5m 5m-"`
}

// Changed is a search that was stored.
type Changed struct{ *Saved }

// Location is the list of searches.
func (Changed) Location() string { return "/searches?done=kept" }

func (s handlers) keep(c *web.Ctx, in keepInput) (Changed, error) {
	search, err := s.Create(c, Saved{Words: in.Words, Cities: in.Cities, CPV: in.CPV, Languages: in.Languages, Bands: in.Bands})
	if err != nil {
		return Changed{}, err
	}
	return Changed{search}, nil
}

func (s handlers) open(c *web.Ctx, in module.ID) (web.Go, error) {
	search, err := s.Own(c, in.ID)
	if err != nil {
		return "", err
	}
	q := url.Values{"status": {"open"}, "sort": {"newest"}, "city": search.Cities, "cpv": search.CPV, "language": search.Languages, "band": search.Bands}
	if search.Words != "" {
		q.Set("q", search.Words)
	}
	return web.Go("/tenders?" + q.Encode()), nil
}

func (s handlers) forget(c *web.Ctx, in module.ID) (web.Go, error) {
	return "/searches?done=removed", s.Delete(c, in.ID)
}
