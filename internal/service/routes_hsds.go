package service

import (
	"bytes"
	"cmp"
	"fmt"
	"strings"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/hsds"
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/topic"
	"citiesgrow/search"
	"citiesgrow/web"
)

func (s handlers) hsdsRoutes() []web.Route {
	keeper := web.Only(actor.Provider, actor.Staff, actor.Admin)
	return []web.Route{
		web.Handle(web.Route{Method: "GET", Path: "/hsds", Who: web.Anyone(), Voice: web.APIOnly,
			About: "Which HSDS version and profile the directory speaks."}, s.hsdsRoot),
		web.Handle(web.Route{Method: "GET", Path: "/hsds/profile", Who: web.Anyone(), Voice: web.APIOnly,
			About: "The profile: what is said beside HSDS 3.0, and where."}, s.hsdsProfile),
		web.Handle(web.Route{Method: "GET", Path: "/hsds/services", Who: web.Anyone(), Voice: web.APIOnly,
			About: "The directory in pages of HSDS services."}, s.hsdsServices),
		web.Handle(web.Route{Method: "GET", Path: "/hsds/services/{id}", Who: web.Anyone(), Voice: web.APIOnly, About: "One service in HSDS, by its UUID."},
			s.hsdsService),
		web.Handle(web.Route{Method: "GET", Path: "/services/import", View: "service/import", Who: keeper, Voice: web.PageOnly}, s.showImport),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/hsds/services", View: "service/import", Who: keeper,
			About: "Take services told in HSDS: one, an array, a page, or organizations with services."}, s.importHSDS), "service/import", s.againImport),
	}
}

func (s handlers) hsdsRoot(c *web.Ctx, _ web.None) (*hsds.Root, error) {
	return &hsds.Root{Version: hsds.Version, Profile: c.URL("/api/v1/hsds/profile"), OpenAPIURL: c.URL("/api/v1/openapi.json")}, nil
}

// Profile says what the directory tells beside HSDS 3.0.
type Profile struct {
	Name       string            `json:"name"`
	Version    string            `json:"version"` // of HSDS
	Taxonomies map[string]string `json:"taxonomies"`
	Additions  map[string]string `json:"additions"`
	Topics     []string          `json:"topics"`
	Needs      []string          `json:"needs"`
	Stages     []string          `json:"stages"`
}

func (s handlers) hsdsProfile(*web.Ctx, web.None) (*Profile, error) {
	return &Profile{Name: "CitiesGrow support services", Version: hsds.Version, Topics: topic.IDs(), Needs: Needs(), Stages: Stages(),
		Taxonomies: map[string]string{topicTerms: "what the service is about",
			supplyTerms: "what one has afterwards: the code is one of needs, the value says which (liability, ISO 9001, lv)",
			stageTerms:  "only for firms at this stage", speakerTerms: "only for speakers of this language (ISO 639-1)",
			textTerms: "language of name and description (ISO 639-1)",
			daysTerms: "calendar days from the first meeting until one has what is supplied", cpvTerms: "only for firms of this trade (CPV)"},
		Additions: map[string]string{"capacities": "service_capacity of HSDS 3.1", "service_areas.extent": "NUTS code where extent_type is NUTS"}}, nil
}

type hsdsInput struct {
	Page    int    `query:"page" validate:"min=0,max=100000"`
	PerPage int    `query:"per_page" validate:"min=0,max=100"`
	Words   string `query:"search" validate:"max=300"`
	City    string `query:"city" validate:"max=40"`
	Lang    string `query:"lang" validate:"max=8"`
}

func (s handlers) hsdsServices(c *web.Ctx, in hsdsInput) (*hsds.Page, error) {
	number, size := max(in.Page, 1), cmp.Or(in.PerPage, 50)
	q := search.Query{Words: in.Words, Page: number, Size: size, Languages: c.Languages()}
	if in.City != "" {
		q.Filters = map[string][]string{"city": {in.City}}
	}
	found, r, err := s.Search(c, q)
	if err != nil {
		return nil, err
	}
	var services []*hsds.Service
	for _, l := range found {
		services = append(services, l.HSDS(s.kit.Taxonomy))
	}
	page := hsds.NewPage(services, r.Total, number, size)
	link := func(rel string, n int) {
		q := c.Query()
		q.Set("page", fmt.Sprint(n))
		c.Link(rel, "/hsds/services?"+q.Encode())
	}
	c.Link("profile", "/hsds/profile")
	if !page.LastPage && !page.Empty {
		link("next", number+1)
	}
	if number > 1 {
		link("prev", number-1)
	}
	return &page, nil
}

func (s handlers) hsdsService(c *web.Ctx, in module.IDLang) (*hsds.Service, error) {
	l, err := s.listings.First(c, "uuid", strings.ToLower(in.ID))
	if err != nil {
		return nil, err
	}
	if l.Status == Inactive {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	return l.HSDS(s.kit.Taxonomy), nil
}

// importInput is an HSDS document: the body of a program, or what a person pasted.
type importInput struct {
	Text string `json:"text"`
}

// UnmarshalJSON takes the whole body, whatever its shape.
func (in *importInput) UnmarshalJSON(raw []byte) error {
	in.Text = string(bytes.Clone(raw))
	return nil
}

// ImportPage is the form to paste a document, and what came of it.
type ImportPage struct {
	*Imported
	Text string `json:"-"`
}

func (s handlers) showImport(*web.Ctx, web.None) (*ImportPage, error) { return &ImportPage{}, nil }

func (s handlers) againImport(_ *web.Ctx, in importInput) (*ImportPage, error) {
	return &ImportPage{Text: in.Text}, nil
}

func (s handlers) importHSDS(c *web.Ctx, in importInput) (*ImportPage, error) {
	if strings.TrimSpace(in.Text) == "" {
		return nil, problem.Field("text", "support.import_empty")
	}
	done, err := s.Import(c, hsds.Read(strings.NewReader(in.Text)), "")
	if err != nil {
		return nil, err
	}
	if done.Accepted() == 0 && len(done.Rejected) == 1 && done.Rejected[0].ID == "" {
		return nil, problem.Field("text", "support.import_wrong")
	}
	return &ImportPage{Imported: done}, nil
}
