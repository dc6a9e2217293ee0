package intake

import (
	"embed"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/store"
	"citiesgrow/web"
)

//go:embed all:views
var views embed.FS

// handlers serves the pages of imports.
type handlers struct{ *Service }

// Module returns the routes, views and collections of imports.
func (s *Service) Module() module.Module {
	h := handlers{s}
	staff := web.Only(actor.Staff, actor.Admin)
	return module.Module{
		Name:        "intake",
		Views:       views,
		Collections: []store.Spec{imports, codeLists},
		Followers:   []store.Follower{s.loader()},
		Routes: []web.Route{
			web.Handle(web.Route{Method: "GET", Path: "/imports", View: "intake/list", Who: staff, About: "The last imports of notices and code lists."}, h.list),
			web.Handle(web.Route{Method: "GET", Path: "/imports/{id}", View: "intake/show", Who: staff, About: "One import with what it refused and why."}, h.show),
		},
		Nav: []web.NavItem{{Key: "nav.imports", Path: "/imports", Who: staff, More: true}},
	}
}

// listed is the number of recent imports that the list shows.
const listed = 1000

type listInput struct {
	Page int `query:"page" validate:"min=0,max=1000"`
	Size int `query:"size" validate:"min=0,max=100"`
}

// ListPage is one page of the recent imports.
type ListPage struct {
	Items  []*Job                  `json:"items"`
	Total  int                     `json:"total"`
	Page   int                     `json:"page"`
	Size   int                     `json:"size"`
	Facets map[string][]web.Option `json:"facets"`
	Empty  web.Empty               `json:"-"`
}

// Pager links the pages of the list.
func (p *ListPage) Pager() web.Pager { return web.Pager{Page: p.Page, Size: p.Size, Total: p.Total} }

func (s handlers) list(c *web.Ctx, in listInput) (*ListPage, error) {
	jobs, err := s.List(c, listed)
	if err != nil {
		return nil, err
	}
	page := &ListPage{Items: []*Job{}, Total: len(jobs), Page: max(in.Page, 1), Size: in.Size, Facets: map[string][]web.Option{},
		Empty: web.Empty{Title: c.Words.T("intake.none"), Text: c.Words.T("intake.none_text")}}
	if page.Size == 0 {
		page.Size = 20
	}
	if from := (page.Page - 1) * page.Size; from < len(jobs) {
		page.Items = jobs[from:min(from+page.Size, len(jobs))]
	}
	return page, nil
}

type showInput struct {
	ID string `path:"id"`
}

// ShowPage shows one import.
type ShowPage struct {
	*Job
	Rejections []Rejection `json:"rejections"`
	More       int         `json:"moreRejections"` // number that is not stored

	Remarks     []Remark `json:"remarks"`
	MoreRemarks int      `json:"moreRemarks"` // number that is not stored
}

func (s handlers) show(c *web.Ctx, in showInput) (*ShowPage, error) {
	job, err := s.Get(c, in.ID)
	if err != nil {
		return nil, err
	}
	page := &ShowPage{Job: job, Rejections: append([]Rejection{}, job.Rejections...), Remarks: append([]Remark{}, job.Remarks...)}
	page.MoreRemarks = job.Summary.Remarked - len(page.Remarks)
	page.More = max(job.Summary.Rejected, job.Codes.Rejected) - len(page.Rejections)
	return page, nil
}
