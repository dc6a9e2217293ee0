package casework

import (
	"context"
	"embed"
	"net/http"
	"slices"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/custody"
	"citiesgrow/internal/module"
	"citiesgrow/internal/report"
	"citiesgrow/web"
)

//go:embed all:views
var views embed.FS

// handlers answer requests.
type handlers struct{ *Service }

// Module is the module of cases.
func (s *Service) Module() module.Module {
	h := handlers{s}
	return module.Module{
		Name:       "casework",
		Views:      module.Views(views, custody.Parts),
		Migrations: migrations(),
		Routes:     slices.Concat(h.caseRoutes(), h.actRoutes(), h.custodyRoutes()),
		Nav: []web.NavItem{
			{Key: "nav.cases", Path: "/cases", Who: web.Only(actor.Caseworker)},
			{Key: "nav.custody", Path: "/custody", Who: web.Only(actor.Custodian)},
		},
		Jobs: []module.Job{{Name: "erase reports that are due", Every: 24 * time.Hour, Run: func(ctx context.Context) error {
			_, err := s.EraseDue(ctx, false)
			return err
		}}},
	}
}

// forReader is a route for caseworkers whose answer is stored nowhere.
func forReader(method, path, about string) web.Route {
	return web.Route{Method: method, Path: path, Who: web.Only(actor.Caseworker), NoStore: true, About: about}
}

func viewed(r web.Route, view string) web.Route { r.View = view; return r }

func (h handlers) caseRoutes() []web.Route {
	return []web.Route{
		web.Handle(viewed(forReader("GET", "/cases", "The cases of the caseworker's city, what is due first."), "casework/cases"), h.queue),
		web.Handle(viewed(forReader("GET", "/cases/erasures", "What would be erased today: a dry run."), "casework/erasures"), h.erasures),
		web.Handle(viewed(forReader("GET", "/cases/{id}", "One case, opened with one's own key. That it was read stands in the log."), "casework/case"), h.show),
		web.Handle(web.Route{Method: "GET", Path: "/cases/{id}/print", View: "casework/print", Who: web.Only(actor.Caseworker), NoStore: true,
			Voice: web.PageOnly}, h.show),
		web.Handle(forReader("GET", "/cases/{id}/files/{file}", "A file of a case."), h.caseFile),
	}
}

// actRoutes change a case.
func (h handlers) actRoutes() []web.Route {
	post := func(path, about string, do func(context.Context, caseForm) (*report.Report, error)) web.Route {
		return act(forReader("POST", "/cases/{id}/"+path, about), do, h.actAgain)
	}
	made := func(path, about string, do func(context.Context, caseForm) (*report.Report, error)) web.Route {
		r := forReader("POST", "/cases/{id}/"+path, about)
		r.Status = http.StatusCreated
		return act(r, do, h.actAgain)
	}
	edit := func(path, about string, do func(context.Context, editForm) (*report.Report, error)) web.Route {
		return act(forReader("POST", "/cases/{id}/"+path, about), do, h.editAgain(path))
	}
	return []web.Route{
		made("messages", "Write to the reporter.", func(ctx context.Context, in caseForm) (*report.Report, error) {
			return h.Write(ctx, in.ID, in.MessageForm)
		}),
		made("notes", "Note something for the desk alone.", func(ctx context.Context, in caseForm) (*report.Report, error) {
			return h.Note(ctx, in.ID, NoteForm{in.Text})
		}),
		edit("triage", "Say whether it is ours, another body's, or for information; how urgent.",
			func(ctx context.Context, in editForm) (*report.Report, error) {
				return h.Triage(ctx, in.ID, in.triage())
			}),
		edit("coding", "Classify it for the figures.", func(ctx context.Context, in editForm) (*report.Report, error) {
			return h.Code(ctx, in.ID, in.coding())
		}),
		edit("masks", "Black words out wherever it is shown.", func(ctx context.Context, in editForm) (*report.Report, error) {
			return h.Mask(ctx, in.ID, in.masks())
		}),
		made("parts", "Make a case of its own of a part.", func(ctx context.Context, in caseForm) (*report.Report, error) {
			return h.Split(ctx, in.ID, SplitForm{in.What})
		}),
		post("merging", "Let it go on under another number.", func(ctx context.Context, in caseForm) (*report.Report, error) {
			return h.Merge(ctx, in.ID, MergeForm{in.Number})
		}),
		post("transfer", "Note that another body has it, with the reporter's consent.", func(ctx context.Context, in caseForm) (*report.Report, error) {
			return h.Transfer(ctx, in.ID, TransferForm{in.Body})
		}),
		post("identity", "Ask the custodian who reported, with the reason.", func(ctx context.Context, in caseForm) (*report.Report, error) {
			return h.AskIdentity(ctx, in.ID, AskForm{in.Why})
		}),
		post("closing", "End it with its outcome.", func(ctx context.Context, in caseForm) (*report.Report, error) {
			return h.Close(ctx, in.ID, CloseForm{in.Outcome, in.Text})
		}),
		post("keeping", "Keep it longer, with the reason.", func(ctx context.Context, in caseForm) (*report.Report, error) {
			return h.Retain(ctx, in.ID, RetainForm{in.Until, in.Why})
		}),
		web.Handle(forReader("POST", "/cases/{id}/conflict", "Step aside for a conflict of interest: one's own key no longer opens it."), h.recuse),
	}
}

func (h handlers) custodyRoutes() []web.Route {
	route := func(method, path, about string) web.Route {
		return web.Route{Method: method, Path: path, Who: web.Only(actor.Custodian), NoStore: true, About: about}
	}
	return []web.Route{
		web.Handle(viewed(route("GET", "/custody", "Who holds keys, and who asks to see an identity."), "casework/custody"), h.showCustody),
		web.Handle(route("POST", "/custody/holders/{id}/confirmation", "Confirm a key whose fingerprint was compared with its owner, and let it in."),
			h.confirm),
		web.Handle(route("POST", "/custody/sharing", "Let confirmed readers into earlier reports."), h.share),
		web.Again(web.Handle(route("POST", "/custody/requests/{id}/decision", "Let a caseworker see who reported, or not, with the reason."), h.decide),
			"casework/custody", h.decideAgain),
	}
}
