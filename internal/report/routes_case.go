package report

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/web"
)

func (s handlers) caseRoutes() []web.Route {
	reader, holder := web.Only(actor.Caseworker), web.Only(actor.Caseworker, actor.Custodian)
	route := func(method, path, about string) web.Route {
		return web.Route{Method: method, Path: path, Who: reader, NoStore: true, About: about}
	}
	made := func(r web.Route) web.Route { r.Status = http.StatusCreated; return r }
	view := func(r web.Route, view string) web.Route { r.View = view; return r }
	return []web.Route{
		web.Handle(view(route("GET", "/cases", "The cases of the caseworker's city, what is due first."), "report/cases"), s.queue),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/cases/key", Who: holder, NoStore: true, Status: http.StatusCreated,
			About: "Make one's own key, behind a passphrase that nobody else knows."}, s.makeKey), "report/key", s.againKey),
		web.Handle(web.Route{Method: "GET", Path: "/cases/key", View: "report/key", Who: holder, NoStore: true,
			About: "One's own key: whether there is one, whether it is confirmed and open."}, s.showKey),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/cases/key/opening", Who: holder, NoStore: true,
			About: "Open one's own key with the passphrase, for a quarter of an hour of idleness."}, s.unlock), "report/key", s.againUnlock),
		web.Handle(web.Route{Method: "POST", Path: "/cases/key/closing", Who: holder, NoStore: true, About: "Close it."}, s.lock),
		web.Handle(view(route("GET", "/cases/erasures", "What would be erased today: a dry run."), "report/erasures"), s.erasures),
		web.Handle(web.Route{Method: "GET", Path: "/cases/new", View: "report/enter", Who: reader, NoStore: true, Voice: web.PageOnly}, s.showEnter),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/cases", View: "report/entered", Who: reader, NoStore: true, Upload: true,
			Status: http.StatusCreated, About: "Enter a report from paper or the telephone; the receipt goes to whoever told it."}, s.enter), "report/enter",
			s.againEnter),
		web.Handle(view(route("GET", "/cases/{id}", "One case, opened with one's own key. That it was read stands in the log."), "report/case"), s.show),
		web.Handle(web.Route{Method: "GET", Path: "/cases/{id}/print", View: "report/print", Who: reader, NoStore: true, Voice: web.PageOnly}, s.show),
		web.Handle(route("GET", "/cases/{id}/files/{file}", "A file of a case."), s.caseFile),
		s.act(made(route("POST", "/cases/{id}/messages", "Write to the reporter.")),
			func(ctx context.Context, in caseForm) (*Report, error) { return s.Write(ctx, in.ID, in.MessageForm) }),
		s.act(made(route("POST", "/cases/{id}/notes", "Note something for the desk alone.")),
			func(ctx context.Context, in caseForm) (*Report, error) { return s.Note(ctx, in.ID, NoteForm{in.Text}) }),
		s.act(route("POST", "/cases/{id}/triage", "Say whether it is ours, another body's, or for information; how urgent."),
			func(ctx context.Context, in caseForm) (*Report, error) {
				return s.Triage(ctx, in.ID, TriageForm{in.Triage, in.Urgent, in.Limit})
			}),
		s.act(route("POST", "/cases/{id}/coding", "Classify it for the figures."), func(ctx context.Context, in caseForm) (*Report, error) {
			return s.Code(ctx, in.ID, CodingForm{in.Ground, in.Field, in.Against, in.Outcome, in.Organisation, in.Summary})
		}),
		s.act(route("POST", "/cases/{id}/masks", "Black words out wherever it is shown."),
			func(ctx context.Context, in caseForm) (*Report, error) { return s.Mask(ctx, in.ID, MaskForm{in.Words}) }),
		s.act(made(route("POST", "/cases/{id}/parts", "Make a case of its own of a part.")), func(ctx context.Context, in caseForm) (*Report, error) {
			return s.Split(ctx, in.ID, SplitForm{in.What})
		}),
		s.act(route("POST", "/cases/{id}/merging", "Let it go on under another number."), func(ctx context.Context, in caseForm) (*Report, error) {
			return s.Merge(ctx, in.ID, MergeForm{in.Number})
		}),
		s.act(route("POST", "/cases/{id}/transfer", "Note that another body has it, with the reporter's consent."),
			func(ctx context.Context, in caseForm) (*Report, error) {
				return s.Transfer(ctx, in.ID, TransferForm{in.Body})
			}),
		s.act(route("POST", "/cases/{id}/identity", "Ask the custodian who reported, with the reason."), func(ctx context.Context, in caseForm) (*Report, error) {
			return s.AskIdentity(ctx, in.ID, AskForm{in.Why})
		}),
		s.act(route("POST", "/cases/{id}/closing", "End it with its outcome."), func(ctx context.Context, in caseForm) (*Report, error) {
			return s.Close(ctx, in.ID, CloseForm{in.Outcome, in.Text})
		}),
		s.act(route("POST", "/cases/{id}/keeping", "Keep it longer, with the reason."), func(ctx context.Context, in caseForm) (*Report, error) {
			return s.KeepLonger(ctx, in.ID, KeepForm{in.Until, in.Why})
		}),
		web.Handle(route("POST", "/cases/{id}/conflict", "Step aside for a conflict of interest: one's own key no longer opens it."), s.stepAside),
	}
}

// ctxOf is the request's context with its session, which the unlocked key is bound to.
func ctxOf(c *web.Ctx) context.Context { return WithSession(c, c.Token()) }

// ErasuresPage lists what is due to be erased.
type ErasuresPage struct {
	web.Whole
	Items   []string `json:"items"`
	Numbers []string `json:"numbers"` // the same, by the name it had before
}

func (s handlers) erasures(c *web.Ctx, _ web.None) (*ErasuresPage, error) {
	numbers, err := s.Sweep(ctxOf(c), true)
	numbers = append([]string{}, numbers...)
	return &ErasuresPage{Items: numbers, Numbers: numbers}, err
}

func (s handlers) showEnter(c *web.Ctx, _ web.None) (*PersonPage, error) {
	return s.person(c, &Form{City: c.Actor.City, Language: c.Words.Code}, stepTold)
}

func (s handlers) enter(c *web.Ctx, f Form) (*EnteredPage, error) {
	f.Language = cmp.Or(f.Language, c.Words.Code)
	r, receipt, err := s.Enter(ctxOf(c), f)
	if err != nil {
		return nil, err
	}
	return &EnteredPage{receipt, r.ID, spoken(receipt.Receipt)}, nil
}

// EnteredPage is the receipt of a report that a caseworker entered.
type EnteredPage struct {
	*Receipt
	ID     string `json:"id"`
	Spoken string `json:"-"`
}

// Location is none: the receipt is shown once, on the page that answers.
func (*EnteredPage) Location() string { return "" }

// Place is the case.
func (p *EnteredPage) Place() string { return "/cases/" + p.ID }

func (s handlers) againEnter(c *web.Ctx, f Form) (*PersonPage, error) {
	f.City = c.Actor.City
	return s.person(c, &f, stepTold)
}

type caseInput struct {
	ID       string `path:"id"`
	Unmasked string `query:"unmasked" validate:"omitempty,oneof=yes"`
	Lang     string `query:"lang" validate:"max=8"`
}

// CasePage is one case on the desk; Locked where the key must be opened first.
type CasePage struct {
	ID       string       `json:"id"`
	Locked   bool         `json:"locked"`
	Item     QueueItem    `json:"case"`
	City     string       `json:"city"`
	Account  *Account     `json:"report,omitempty"`
	Said     []Said       `json:"messages"`
	Noted    []NotedPage  `json:"notes"`
	Files    []*Attached  `json:"files"`
	Identity *Identity    `json:"identity,omitempty"`
	Desk     *Desk        `json:"desk,omitempty"`
	Named    bool         `json:"named"`
	Alike    []QueueItem  `json:"alike"`
	Erase    string       `json:"erase,omitempty"`
	Limit    string       `json:"limit,omitempty"`
	Clocks   []PersonFact `json:"-"`
	Facts    []PersonFact `json:"-"`
	Parts    []QueueItem  `json:"-"`
	Masks    string       `json:"-"`
	Shown    bool         `json:"-"` // unmasked
	Masked   bool         `json:"-"`
	Receipt  bool         `json:"-"` // the reporter can be written to
	Agreed   bool         `json:"-"`
	Key      *KeyPage     `json:"-"`
	Grounds  []web.Option `json:"-"`
	Fields   []web.Option `json:"-"`
	Against  []web.Option `json:"-"`
	Outcomes []web.Option `json:"-"`
	Triages  []web.Option `json:"-"`
	Law      Law          `json:"-"`
	Tick     []web.Option `json:"-"`
	Input    caseForm     `json:"-"`
}

// ErasedFrom is the day from which the case is erased, as a page says it.
func (p *CasePage) ErasedFrom() time.Time { return on(p.Erase) }

// At is the day of a note, as a page says it.
func (n NotedPage) At() time.Time { return on(n.Day) }

// NotedPage is a note with who wrote it.
type NotedPage struct {
	Day  string `json:"day"`
	By   string `json:"by"`
	Text string `json:"text"`
}

func (s handlers) show(c *web.Ctx, in caseInput) (*CasePage, error) {
	ctx := ctxOf(c)
	r, err := s.may(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	key, err := s.showKey(c, web.None{})
	if err != nil {
		return nil, err
	}
	p := &CasePage{ID: r.ID, Item: s.item(r), City: r.City, Key: key, Said: []Said{}, Noted: []NotedPage{}, Files: []*Attached{}, Alike: []QueueItem{}}
	cs, err := s.Open(ctx, in.ID, in.Unmasked == "yes")
	if problem.Is(err, problem.Conflict) && !c.API {
		p.Locked = true
		return p, nil
	}
	if err != nil {
		return nil, err
	}
	s.lay(c, p, cs)
	return p, nil
}

func (s handlers) lay(c *web.Ctx, p *CasePage, cs *Case) {
	r, a, w := cs.Report, cs.Account, c.Words
	p.Account, p.Said, p.Files, p.Identity, p.Desk = a, cs.Said, cs.Files, cs.Who, &cs.Desk
	p.Named, p.Erase, p.Limit, p.Receipt, p.Agreed = len(r.Identity) > 0, r.Erase, r.Limit, r.Lookup != "", r.Consented()
	p.Shown, p.Masked = cs.Unmasked, len(cs.Desk.Masks) > 0
	for _, n := range cs.Noted {
		p.Noted = append(p.Noted, NotedPage{n.Day, n.Name, n.Text})
	}
	for _, o := range cs.Alike {
		p.Alike = append(p.Alike, s.item(o))
	}
	for _, o := range cs.Parts {
		p.Parts = append(p.Parts, s.item(o))
	}
	for _, m := range cs.Desk.Masks {
		p.Masks += m + "\n"
	}
	p.Facts = s.facts(c, &Form{City: r.City, Door: r.Door, Ground: a.Grounds, Field: a.Field, Where: a.Where, Who: a.Who, Evidence: a.Evidence,
		For: a.For, Wish: a.Wish})
	clock := func(key, by, done string) {
		value := by
		if done != "" {
			value = w.T("report.clock_done", "Date", on(done))
		} else if by != "" {
			value = w.T("report.clock_by", "Date", on(by))
		}
		if value != "" {
			p.Clocks = append(p.Clocks, PersonFact{Label: w.T("report.due_" + key), Value: value})
		}
	}
	clock("acknowledge", r.AcknowledgeBy(), r.Acknowledge)
	clock("feedback", r.FeedbackBy(), r.Feedback)
	clock("limit", r.Limit, "")
	none := web.Option{Label: w.T("site.choose")}
	p.Grounds = append([]web.Option{none}, module.Options(c, "report.ground_", GroundsOf(r.Door))...)
	p.Fields = append([]web.Option{none}, module.Options(c, "report.field_", Fields())...)
	p.Against = append([]web.Option{none}, module.Options(c, "report.against_", Against())...)
	p.Outcomes = append([]web.Option{none}, module.Options(c, "report.outcome_", Outcomes())...)
	p.Tick = []web.Option{{Value: "yes", Label: w.T("site.yes")}}
	p.Triages = module.Options(c, "report.triage_", []string{"ours", "refer", "inform"})
	city, _ := s.kit.Taxonomy.City(r.City)
	p.Law = LawOf(city.Country)
}

type fileInput struct {
	ID   string `path:"id"`
	File string `path:"file"`
}

func (s handlers) caseFile(c *web.Ctx, in fileInput) (*web.File, error) {
	cs, err := s.Open(ctxOf(c), in.ID, false)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(cs.Files, func(f *Attached) bool { return f.ID == in.File })
	if i < 0 {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	f := cs.Files[i]
	return &web.File{Name: f.Name, Type: f.Type, Body: f.data}, nil
}

// caseForm is all that a caseworker may say about a case; each act reads its own part.
type caseForm struct {
	ID string `path:"id" json:"-"`
	MessageForm
	Triage       string     `json:"triage" validate:"omitempty,oneof=ours refer inform"`
	Urgent       string     `json:"urgent" validate:"omitempty,oneof=yes no"`
	Limit        record.Day `json:"limit" validate:"max=30"`
	Ground       string     `json:"ground" validate:"max=40"`
	Field        string     `json:"field" validate:"max=40"`
	Against      string     `json:"against" validate:"max=40"`
	Outcome      string     `json:"outcome" validate:"max=40"`
	Organisation string     `json:"organisation" validate:"max=300"`
	Summary      string     `json:"summary" validate:"max=300"`
	Words        string     `json:"words" validate:"max=3000"`
	What         string     `json:"what" validate:"max=20000"`
	Number       string     `json:"number" validate:"max=20"`
	Body         string     `json:"body" validate:"max=300"`
	Why          string     `json:"why" validate:"max=1000"`
	Until        record.Day `json:"until" validate:"max=30"`
}

// act is a route that changes a case and leads back to it.
func (s handlers) act(r web.Route, do func(context.Context, caseForm) (*Report, error)) web.Route {
	if r.Status == http.StatusCreated {
		return s.againAct(web.Handle(r, func(c *web.Ctx, in caseForm) (web.Made, error) {
			changed, err := do(ctxOf(c), in)
			if err != nil {
				return web.Made{}, err
			}
			return web.Made{ID: changed.ID, At: "/cases/" + changed.ID, Done: "saved"}, nil
		}))
	}
	return s.againAct(web.Handle(r, func(c *web.Ctx, in caseForm) (web.Go, error) {
		changed, err := do(ctxOf(c), in)
		if err != nil {
			return "", err
		}
		return web.Done("/cases/"+changed.ID, "saved"), nil
	}))
}

// againAct shows the case again, with what was typed.
func (s handlers) againAct(r web.Route) web.Route {
	return web.Again(r, "report/case", func(c *web.Ctx, in caseForm) (*CasePage, error) {
		p, err := s.show(c, caseInput{ID: in.ID})
		if err == nil {
			p.Input = in
		}
		return p, err
	})
}

func (s handlers) stepAside(c *web.Ctx, in caseInput) (web.Go, error) {
	return "/cases?done=saved", s.StepAside(ctxOf(c), in.ID)
}
