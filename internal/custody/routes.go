package custody

import (
	"context"
	"embed"
	"net/http"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/store"
	"citiesgrow/web"
)

//go:embed all:views
var views embed.FS

// Parts are the parts of pages that other modules show: the form that unlocks one's key.
//
//go:embed views/_*.html
var Parts embed.FS

// Session is the request's context with its session, to which the unlocked key is bound.
func Session(c *web.Ctx) context.Context { return WithSession(c, c.Token()) }

// handlers answer requests.
type handlers struct{ *Service }

// Module is the module of keys.
func (s *Service) Module() module.Module {
	h := handlers{s}
	holder, custodian := web.Only(actor.Caseworker, actor.Custodian), web.Only(actor.Custodian)
	return module.Module{
		Name:        "custody",
		Views:       views,
		Collections: []store.Spec{holders, slots, audits},
		Check:       s.Audit.Check,
		Routes: []web.Route{
			web.Again(web.Handle(web.Route{Method: "POST", Path: "/cases/key", Who: holder, NoStore: true, Status: http.StatusCreated,
				About: "Make one's own key, behind a passphrase that nobody else knows."}, h.create), "custody/key", h.createAgain),
			web.Handle(web.Route{Method: "GET", Path: "/cases/key", View: "custody/key", Who: holder, NoStore: true,
				About: "One's own key: whether there is one, whether it is confirmed and open."}, h.own),
			web.Again(web.Handle(web.Route{Method: "POST", Path: "/cases/key/opening", Who: holder, NoStore: true,
				About: "Open one's own key with the passphrase, for a quarter of an hour of idleness."}, h.unlock), "custody/key", h.unlockAgain),
			web.Handle(web.Route{Method: "POST", Path: "/cases/key/closing", Who: holder, NoStore: true, About: "Close it."}, h.lock),
			web.Handle(web.Route{Method: "GET", Path: "/custody/log", View: "custody/log", Who: custodian, NoStore: true,
				About: "Who opened and changed which case, the latest first."}, h.log),
			web.Handle(web.Route{Method: "POST", Path: "/custody/holders/{id}/retirement", Who: custodian, NoStore: true,
				About: "End it: nothing opens for this key any more."}, h.retire),
		},
	}
}
