package casework

import (
	"context"
	"net/http"

	"citiesgrow/internal/custody"
	"citiesgrow/internal/report"
	"citiesgrow/web"
)

// onCase is the case that an act is about.
type onCase struct {
	ID string `path:"id" json:"-"`
}

func (o onCase) caseID() string { return o.ID }

// The input of each act is its case and the form of its use case.
type (
	messageInput struct {
		onCase
		MessageForm
	}
	noteInput struct {
		onCase
		NoteForm
	}
	triageInput struct {
		onCase
		TriageForm
	}
	codingInput struct {
		onCase
		CodingForm
	}
	maskInput struct {
		onCase
		MaskForm
	}
	splitInput struct {
		onCase
		SplitForm
	}
	mergeInput struct {
		onCase
		MergeForm
	}
	transferInput struct {
		onCase
		TransferForm
	}
	askInput struct {
		onCase
		AskForm
	}
	closeInput struct {
		onCase
		CloseForm
	}
	retainInput struct {
		onCase
		RetainForm
	}
)

// actInput is the input of an act.
type actInput interface{ caseID() string }

// editInput is the input of an act on what another caseworker may edit at the same time. stored lists in what
// the case differs from the form, where it was changed since the revision that the form was read with.
type editInput interface {
	actInput
	stored(c *web.Ctx, cs *Case) []string
}

// caseRoute is a route that changes a case. A form that is refused is shown again, with what was typed.
func caseRoute[In actInput, Out any](h handlers, path, about string, status int, do func(*web.Ctx, In) (Out, error)) web.Route {
	r := forReader("POST", "/cases/{id}/"+path, about)
	r.Status = status
	return web.Again(web.Handle(r, do), "casework/case", func(c *web.Ctx, in In) (*CasePage, error) {
		return h.show(c, caseInput{ID: in.caseID()})
	})
}

// act is a route that changes a case and leads back to it.
func act[In actInput](h handlers, path, about string, do func(context.Context, In) (*report.Report, error)) web.Route {
	return caseRoute(h, path, about, 0, func(c *web.Ctx, in In) (web.Go, error) {
		changed, err := do(custody.Session(c), in)
		if err != nil {
			return "", err
		}
		return web.Done("/cases/"+changed.ID, "saved"), nil
	})
}

// add is a route that adds something to a case, or makes another case of a part of it, and leads there.
func add[In actInput](h handlers, path, about string, do func(context.Context, In) (*report.Report, error)) web.Route {
	return caseRoute(h, path, about, http.StatusCreated, func(c *web.Ctx, in In) (web.Made, error) {
		changed, err := do(custody.Session(c), in)
		if err != nil {
			return web.Made{}, err
		}
		return web.Made{ID: changed.ID, At: "/cases/" + changed.ID, Done: "saved"}, nil
	})
}

// edit is an act whose form is also shown again with what another caseworker stored meanwhile. To save it once
// more stores what was typed.
func edit[In editInput](h handlers, path, about string, do func(context.Context, In) (*report.Report, error)) web.Route {
	return web.Again(act(h, path, about, do), "casework/case", func(c *web.Ctx, in In) (*CasePage, error) {
		p, opened, err := h.casePage(c, caseInput{ID: in.caseID()})
		if err != nil {
			return nil, err
		}
		if !p.Locked {
			p.Stored = in.stored(c, opened)
		}
		return p, nil
	})
}

// actRoutes change a case.
func (h handlers) actRoutes() []web.Route {
	return []web.Route{
		add(h, "messages", "Write to the reporter.", func(ctx context.Context, in messageInput) (*report.Report, error) {
			return h.Write(ctx, in.ID, in.MessageForm)
		}),
		add(h, "notes", "Note something for the desk alone.", func(ctx context.Context, in noteInput) (*report.Report, error) {
			return h.Note(ctx, in.ID, in.NoteForm)
		}),
		edit(h, "triage", "Say whether it is ours, another body's, or for information; how urgent.",
			func(ctx context.Context, in triageInput) (*report.Report, error) {
				return h.Triage(ctx, in.ID, in.TriageForm)
			}),
		edit(h, "coding", "Classify it for the figures.", func(ctx context.Context, in codingInput) (*report.Report, error) {
			return h.Code(ctx, in.ID, in.CodingForm)
		}),
		edit(h, "masks", "Black words out wherever it is shown.", func(ctx context.Context, in maskInput) (*report.Report, error) {
			return h.Mask(ctx, in.ID, in.MaskForm)
		}),
		add(h, "parts", "Make a case of its own of a part.", func(ctx context.Context, in splitInput) (*report.Report, error) {
			return h.Split(ctx, in.ID, in.SplitForm)
		}),
		act(h, "merging", "Let it go on under another number.", func(ctx context.Context, in mergeInput) (*report.Report, error) {
			return h.Merge(ctx, in.ID, in.MergeForm)
		}),
		act(h, "transfer", "Note that another body has it, with the reporter's consent.", func(ctx context.Context, in transferInput) (*report.Report, error) {
			return h.Transfer(ctx, in.ID, in.TransferForm)
		}),
		act(h, "identity", "Ask the custodian who reported, with the reason.", func(ctx context.Context, in askInput) (*report.Report, error) {
			return h.AskIdentity(ctx, in.ID, in.AskForm)
		}),
		act(h, "closing", "End it with its outcome.", func(ctx context.Context, in closeInput) (*report.Report, error) {
			return h.Close(ctx, in.ID, in.CloseForm)
		}),
		act(h, "keeping", "Keep it longer, with the reason.", func(ctx context.Context, in retainInput) (*report.Report, error) {
			return h.Retain(ctx, in.ID, in.RetainForm)
		}),
		web.Handle(forReader("POST", "/cases/{id}/conflict", "Step aside for a conflict of interest: one's own key no longer opens it."), h.recuse),
	}
}

func (h handlers) recuse(c *web.Ctx, in caseInput) (web.Go, error) {
	return "/cases?done=saved", h.Recuse(custody.Session(c), in.ID)
}
