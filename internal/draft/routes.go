package draft

import (
	"embed"
	"net/http"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/notice"
	"citiesgrow/internal/tender"
	"citiesgrow/web"
)

//go:embed all:views
var views embed.FS

// Reacher counts the firms that a content leaves able to bid. The match module is one.
type Reacher interface {
	Reach(c *web.Ctx, content *notice.Content) (*web.Reach, error)
}

// handlers answer requests.
type handlers struct {
	*Service
	reacher Reacher
}

// Module is drafts as cmd/citiesgrow wires them.
func (s *Service) Module(r Reacher) module.Module {
	h := handlers{s, r}
	buyer := web.Only(actor.Buyer, actor.Employer)
	return module.Module{
		Name:  "draft",
		Views: module.Views(views, tender.Parts),
		Routes: []web.Route{
			web.Handle(web.Route{Method: "GET", Path: "/tenders/mine", View: "draft/mine", Who: buyer, About: "The tenders of the buyer who asks."}, h.mine),
			web.Handle(web.Route{Method: "GET", Path: "/tenders/new", View: "draft/form", Who: buyer, Voice: web.PageOnly}, h.showNew),
			web.Again(web.Handle(web.Route{Method: "POST", Path: "/tenders", Who: buyer, Status: http.StatusCreated, About: "Begin a draft."}, h.create),
				"draft/form", h.againNew),
			web.Handle(web.Route{Method: "GET", Path: "/tenders/{id}/draft", View: "draft/form", Who: buyer,
				About: "The draft of a tender, with its reach."}, h.showDraft),
			web.Again(web.Handle(web.Route{Method: "PUT", Path: "/tenders/{id}", Who: buyer, About: "Change the draft; revision is the one that was read."},
				h.edit), "draft/form", h.againDraft),
			web.Again(web.Handle(web.Route{Method: "POST", Path: "/tenders/{id}/publication", Bodiless: true, Who: buyer, Status: http.StatusCreated,
				About: "Publish the draft: the first notice, or an amendment."}, h.publish), "draft/check", h.againPublish),
			web.Handle(web.Route{Method: "GET", Path: "/tenders/{id}/check", View: "draft/check", Who: buyer,
				About: "The draft as it will be public, and what it lacks."}, h.showCheck),
			web.Handle(web.Route{Method: "GET", Path: "/tenders/{id}/reach", Who: buyer, Voice: web.APIOnly,
				About: "How many firms the draft leaves able to bid."}, h.showReach),
			web.Handle(web.Route{Method: "POST", Path: "/tenders/{id}/reach", View: "draft/reach", Who: buyer,
				About: "The reach of a form that is not saved."}, h.tryReach),
			web.Handle(web.Route{Method: "DELETE", Path: "/tenders/{id}", Who: buyer, About: "Throw the draft away; what was published stays."}, h.discard),
		},
		Nav: []web.NavItem{{Key: "nav.mine", Path: "/tenders/mine", Who: web.Only(actor.Buyer)}},
	}
}
