package service

import (
	"embed"
	"net/http"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/store"
	"citiesgrow/search"
	"citiesgrow/web"
)

//go:embed all:views
var views embed.FS

// example is a service as a program sends it.
const example = `{"name":"Tax advice for founders","description":"We fill in the first tax return with you.","language":"en",` +
	`"organization":"Firms' House","city":"riga","topics":["tax"],"supplies":[{"kind":"accounts"}],"days":5,"stages":["starting"],"cities":["riga"],` +
	`"languages":["lv","en"],"hours":[{"days":["MO","TU"],"opens":"09:00","closes":"17:00"}],"apply":"Call or write.","email":"tax@example.org",` +
	`"status":"active"}`

// handlers answer requests.
type handlers struct{ *Service }

// Module is what the program is given of services.
func (s *Service) Module() module.Module {
	editors := web.Only(actor.Provider, actor.Staff, actor.Admin)
	return module.Module{
		Name:        "service",
		Views:       views,
		Collections: []store.Spec{listings},
		Migrations:  migrations(),
		Kinds:       []search.Kind{Kind},
		Followers: []store.Follower{module.Indexer(s.kit, Kind, listings, s.describe),
			module.Letters(s.kit, s.letters, listings.Name)},
		Check:  module.IndexCheck(s.kit, Kind, listings, s.describe),
		Routes: handlers{s}.routes(),
		Nav: []web.NavItem{
			{Key: "nav.services", Path: "/services", Who: web.Anyone()},
			{Key: "nav.keep", Path: "/services/mine", Who: editors},
		},
	}
}

func (h handlers) routes() []web.Route {
	editors := web.Only(actor.Provider, actor.Staff, actor.Admin)
	return []web.Route{
		web.Handle(web.Route{Method: "GET", Path: "/services", View: "service/list", Who: web.Anyone(),
			About: "Search the support services by need, city, language and cost."}, h.list),
		web.Handle(web.Route{Method: "GET", Path: "/services/{id}", View: "service/show", Who: web.Anyone(),
			About: "One service, with its free appointments."}, h.show),
		web.Handle(web.Route{Method: "GET", Path: "/services/mine", View: "service/mine", Who: editors,
			About: "The services the provider gives; all of the city for its staff."}, h.mine),
		web.Handle(web.Route{Method: "GET", Path: "/services/new", View: "service/form", Who: editors, Voice: web.PageOnly}, h.showNew),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/services", Who: editors, Status: http.StatusCreated, Example: example,
			About: "List a service."}, h.create),
			"service/form", h.createAgain),
		web.Handle(web.Route{Method: "GET", Path: "/services/{id}/edit", View: "service/form", Who: editors, Voice: web.PageOnly}, h.showEdit),
		web.Again(web.Handle(web.Route{Method: "PUT", Path: "/services/{id}", Who: editors, Example: example,
			About: "Change a service; revision is the one that was read."},
			h.change), "service/form", h.changeAgain),
		web.Handle(web.Route{Method: "POST", Path: "/services/{id}/confirmation", Who: editors, About: "Confirm that all of it is still right."}, h.confirm),
		web.Handle(web.Route{Method: "GET", Path: "/confirmations/{token}", View: "service/confirm", Who: web.Anyone(), NoStore: true,
			About: "What the link of a letter asks to confirm."}, h.showToken),
		web.Handle(web.Route{Method: "POST", Path: "/confirmations/{token}", View: "service/confirm", Who: web.Anyone(), NoStore: true,
			About: "Confirm by the link of a letter, or say that the service is no longer given."}, h.confirmToken),
	}
}
