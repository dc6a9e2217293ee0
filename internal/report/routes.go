package report

import (
	"cmp"
	"embed"
	"net/http"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/store"
	"citiesgrow/web"
)

//go:embed all:views
var views embed.FS

// exitPage is the page to which the button for leaving quickly redirects: an unsuspicious one.
const exitPage web.Away = "https://www.wikipedia.org/"

// handlers serves the pages of reports.
type handlers struct{ *Service }

// Module returns the routes, views and collections of reports.
func (s *Service) Module() module.Module {
	return module.Module{
		Name:        "report",
		Views:       views,
		Collections: []store.Spec{reports, files, tombstones},
		Routes:      handlers{s}.routes(),
	}
}

// example is a report as a program sends it.
const example = `{"city":"riga","door":"discrimination","ground":["age"],"field":"work","what":"They said that I am too old to learn the work.",` +
	`"when":"2026-03-02","where":"The office in Brivibas iela","who":"The head of the shift","for":"self","wish":"advice","reply":"yes","language":"en"}`

// routes lists the routes. Those for reporters are quiet: they use no session and set no cookie (see web.Route.Quiet).
func (h handlers) routes() []web.Route {
	quiet := func(r web.Route) web.Route { r.Who, r.Quiet = web.Anyone(), true; return r }
	return []web.Route{
		web.Handle(quiet(web.Route{Method: "GET", Path: "/reports/new", View: "report/person", Voice: web.PageOnly}), h.begin),
		web.Again(web.Handle(quiet(web.Route{Method: "POST", Path: "/reports/new", View: "report/person", Voice: web.PageOnly, Upload: true}), h.submitStep),
			"report/person", h.submitStepAgain),
		web.Handle(quiet(web.Route{Method: "POST", Path: "/reports", Voice: web.APIOnly, Upload: true, Status: http.StatusCreated, Example: example,
			About: "Report discrimination, or an irregularity in procurement, without an account. The receipt is shown once."}), h.file),
		web.Handle(quiet(web.Route{Method: "GET", Path: "/reports/inbox", View: "report/inbox", Voice: web.PageOnly}), h.showReceiptForm),
		web.Again(web.Handle(quiet(web.Route{Method: "POST", Path: "/reports/inbox", View: "report/inbox",
			About: "The report of a receipt, with its messages."}), h.inboxOf), "report/inbox", h.inboxAgain),
		web.Again(web.Handle(quiet(web.Route{Method: "POST", Path: "/reports/inbox/messages", View: "report/inbox", Upload: true,
			About: "Add a message, files, or the answer to a question for consent."}), h.reply), "report/inbox", h.replyAgain),
		web.Handle(quiet(web.Route{Method: "POST", Path: "/reports/inbox/files", About: "One of the files of a report, by its receipt."}), h.attachment),
		web.Handle(quiet(web.Route{Method: "POST", Path: "/reports/proof", View: "report/proof", Voice: web.PageOnly}), h.proof),
		web.Handle(quiet(web.Route{Method: "GET", Path: "/reports/leave", Voice: web.PageOnly}),
			func(*web.Ctx, web.None) (web.Away, error) { return exitPage, nil }),
		web.Handle(web.Route{Method: "GET", Path: "/reports/figures", View: "report/figures", Who: web.Anyone(),
			About: "What came of reports, by quarter: counts below ten are left out, and those from which they could be derived."}, h.showFigures),
		web.Handle(web.Route{Method: "GET", Path: "/reports/figures/csv", Who: web.Anyone(), Media: "text/csv", About: "The same figures as CSV."}, h.figuresCSV),
		web.Handle(web.Route{Method: "GET", Path: "/cases/new", View: "report/enter", Who: web.Only(actor.Caseworker), NoStore: true, Voice: web.PageOnly},
			h.showEnter),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/cases", View: "report/entered", Who: web.Only(actor.Caseworker), NoStore: true, Upload: true,
			Status: http.StatusCreated, Example: example,
			About: "Enter a report from paper or the telephone; give the receipt to the person who reported."}, h.enter), "report/enter",
			h.enterAgain),
	}
}

func (h handlers) file(c *web.Ctx, f Form) (*Receipt, error) {
	f.Language = cmp.Or(f.Language, c.Words.Code)
	return h.File(c, f)
}
