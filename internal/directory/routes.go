package directory

import (
	"bytes"
	"cmp"
	"embed"
	"fmt"
	"strings"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/hsds"
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/web"
)

//go:embed all:views
var views embed.FS

// example is a service in HSDS.
const example = `{"id":"ac148810-d857-441c-9679-408f346de14b","name":"Accountant for small firms","description":"Bookkeeping and taxes",` +
	`"status":"active","organization":{"id":"d9d5e0f5-d3ce-4f73-9a2f-4dd0ecc6c610","name":"Firms' House","description":"Help for firms"},` +
	`"service_at_locations":[{"id":"e94c9f38-1e8f-4564-91d4-d53501ab1765","location":{"id":"3a19ff88-4620-4d17-9830-ac1d859eb5d5",` +
	`"location_type":"physical","addresses":[{"id":"74c62ab7-3c5e-4a3e-9d8a-1f1b0d0c3d11","address_1":"Brivibas iela 1","city":"Riga",` +
	`"state_province":"LV","postal_code":"LV-1010","country":"LV","address_type":"physical"}]}}]}`

// handlers answer requests.
type handlers struct{ *Service }

// Module is what the program is given of the exchange of services.
func (s *Service) Module() module.Module {
	return module.Module{Name: "directory", Views: views, Routes: handlers{s}.routes()}
}

func (h handlers) routes() []web.Route {
	importers := web.Only(actor.Provider, actor.Staff, actor.Admin)
	return []web.Route{
		web.Handle(web.Route{Method: "GET", Path: "/hsds", Who: web.Anyone(), Voice: web.APIOnly,
			About: "Which HSDS version and profile the directory speaks."}, h.root),
		web.Handle(web.Route{Method: "GET", Path: "/hsds/profile", Who: web.Anyone(), Voice: web.APIOnly,
			About: "The profile: what is said beside HSDS 3.0, and where."}, h.profile),
		web.Handle(web.Route{Method: "GET", Path: "/hsds/services", Who: web.Anyone(), Voice: web.APIOnly,
			About: "The directory in pages of HSDS services."}, h.list),
		web.Handle(web.Route{Method: "GET", Path: "/hsds/services/{id}", Who: web.Anyone(), Voice: web.APIOnly, About: "One service in HSDS, by its UUID."},
			h.show),
		web.Handle(web.Route{Method: "GET", Path: "/services/import", View: "directory/import", Who: importers, Voice: web.PageOnly}, h.showImport),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/hsds/services", View: "directory/import", Who: importers, Example: example,
			About: "Take services told in HSDS: one, an array, a page, or organizations with services."}, h.importServices), "directory/import", h.importAgain),
	}
}

func (h handlers) root(c *web.Ctx, _ web.None) (*hsds.Root, error) {
	return &hsds.Root{Version: hsds.Version, Profile: c.URL("/api/v1/hsds/profile"), OpenAPIURL: c.URL("/api/v1/openapi.json")}, nil
}

func (h handlers) profile(*web.Ctx, web.None) (*Profile, error) { return profile(), nil }

type listInput struct {
	Page    int    `query:"page" validate:"min=0,max=100000"`
	PerPage int    `query:"per_page" validate:"min=0,max=100"`
	Words   string `query:"search" validate:"max=300"`
	City    string `query:"city" validate:"max=40"`
}

func (h handlers) list(c *web.Ctx, in listInput) (*hsds.Page, error) {
	number, size := max(in.Page, 1), cmp.Or(in.PerPage, 50)
	page, err := h.List(c, in.Words, in.City, number, size, c.Languages())
	if err != nil {
		return nil, err
	}
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
	return page, nil
}

func (h handlers) show(c *web.Ctx, in module.ID) (*hsds.Service, error) { return h.Get(c, in.ID) }

// importInput is an HSDS document: the body of a program's request, or what a person pasted.
type importInput struct {
	Text string `json:"text"`
}

// UnmarshalJSON takes the whole body, of any shape.
func (in *importInput) UnmarshalJSON(raw []byte) error {
	in.Text = string(bytes.Clone(raw))
	return nil
}

// ImportPage is the form to paste a document, and the report of its import.
type ImportPage struct {
	*Imported
	Text string `json:"-"`
}

func (h handlers) showImport(*web.Ctx, web.None) (*ImportPage, error) { return &ImportPage{}, nil }

func (h handlers) importAgain(_ *web.Ctx, in importInput) (*ImportPage, error) {
	return &ImportPage{Text: in.Text}, nil
}

func (h handlers) importServices(c *web.Ctx, in importInput) (*ImportPage, error) {
	if strings.TrimSpace(in.Text) == "" {
		return nil, problem.Field("text", "directory.import_empty")
	}
	done, err := h.Import(c, hsds.Read(strings.NewReader(in.Text)), "")
	if err != nil {
		return nil, err
	}
	if done.Accepted() == 0 && len(done.Rejected) == 1 && done.Rejected[0].ID == "" {
		return nil, problem.Field("text", "directory.import_wrong")
	}
	return &ImportPage{Imported: done}, nil
}
