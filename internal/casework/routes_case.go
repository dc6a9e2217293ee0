package casework

import (
	"time"

	"citiesgrow/internal/custody"
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/report"
	"citiesgrow/web"
)

type caseInput struct {
	ID       string `path:"id"`
	Unmasked string `query:"unmasked" validate:"omitempty,oneof=yes"`
}

// CasePage is one case; Locked where the key must be opened first.
type CasePage struct {
	ID       string                 `json:"id"`
	Revision int64                  `json:"revision"` // for the forms that are refused once the case was changed
	Locked   bool                   `json:"locked"`
	Item     QueueItem              `json:"case"`
	City     string                 `json:"city"`
	Account  *report.Account        `json:"report,omitempty"`
	Said     []report.OpenedMessage `json:"messages"`
	Noted    []NotedPage            `json:"notes"`
	Files    []*report.Attached     `json:"files"`
	Identity *report.Identity       `json:"identity,omitempty"`
	Known    *Internal              `json:"desk,omitempty"`
	Named    bool                   `json:"named"`
	Alike    []QueueItem            `json:"alike"`
	Erase    string                 `json:"erase,omitempty"`
	Limit    string                 `json:"limit,omitempty"`
	Clocks   []report.Fact          `json:"-"`
	Facts    []report.Fact          `json:"-"`
	Parts    []QueueItem            `json:"-"`
	Masks    string                 `json:"-"`
	Shown    bool                   `json:"-"` // unmasked
	Masked   bool                   `json:"-"`
	Receipt  bool                   `json:"-"` // the reporter can be written to
	Agreed   bool                   `json:"-"`
	Key      *custody.KeyPage       `json:"-"`
	Grounds  []web.Option           `json:"-"`
	Fields   []web.Option           `json:"-"`
	Against  []web.Option           `json:"-"`
	Outcomes []web.Option           `json:"-"`
	Triages  []web.Option           `json:"-"`
	Law      report.Law             `json:"-"`
	Tick     []web.Option           `json:"-"`
	Stored   []string               `json:"-"` // what is stored differently from a form that was refused
}

// ErasedFrom is the day from which the case is erased, as a page says it.
func (p *CasePage) ErasedFrom() time.Time { return report.On(p.Erase) }

// At is the day of a note, as a page says it.
func (n NotedPage) At() time.Time { return report.On(n.Day) }

// NotedPage is a note with who wrote it.
type NotedPage struct {
	Day  string `json:"day"`
	By   string `json:"by"`
	Text string `json:"text"`
}

func (h handlers) show(c *web.Ctx, in caseInput) (*CasePage, error) {
	p, _, err := h.casePage(c, in)
	return p, err
}

// casePage is the page of a case, and the case that was opened for it. Where the key is locked, nothing of
// the case is opened.
func (h handlers) casePage(c *web.Ctx, in caseInput) (p *CasePage, opened *Case, err error) {
	ctx := custody.Session(c)
	r, err := h.Get(ctx, in.ID)
	if err != nil {
		return nil, nil, err
	}
	key, err := h.custody.KeyPage(c)
	if err != nil {
		return nil, nil, err
	}
	p = &CasePage{ID: r.ID, Item: h.item(r), City: r.City, Key: key, Said: []report.OpenedMessage{}, Noted: []NotedPage{}, Files: []*report.Attached{},
		Alike: []QueueItem{}}
	opened, err = h.Open(ctx, in.ID, in.Unmasked == "yes")
	if problem.Is(err, problem.Conflict) && !c.API {
		p.Locked = true
		return p, &Case{Report: r}, nil
	}
	if err != nil {
		return nil, nil, err
	}
	h.fillPage(c, p, opened)
	return p, opened, nil
}

// fillPage shows what was opened of a case.
func (h handlers) fillPage(c *web.Ctx, p *CasePage, cs *Case) {
	r, a := cs.Report, cs.Account
	p.Revision, p.Account, p.Said, p.Files, p.Identity, p.Known = r.Revision, a, cs.Said, cs.Files, cs.Who, &cs.Known
	p.Named, p.Erase, p.Limit, p.Receipt, p.Agreed = len(r.Identity) > 0, r.Erase, r.Limit, r.Lookup != "", r.Consented()
	p.Shown, p.Masked = cs.Unmasked, len(cs.Known.Masks) > 0
	for _, n := range cs.Noted {
		p.Noted = append(p.Noted, NotedPage{n.Day, n.Name, n.Text})
	}
	for _, o := range cs.Alike {
		p.Alike = append(p.Alike, h.item(o))
	}
	for _, o := range cs.Parts {
		p.Parts = append(p.Parts, h.item(o))
	}
	for _, m := range cs.Known.Masks {
		p.Masks += m + "\n"
	}
	p.Facts = h.reports.Facts(c, &report.Form{City: r.City, Channel: r.Channel, Ground: a.Grounds, Field: a.Field, Where: a.Where, Who: a.Who,
		Evidence: a.Evidence, For: a.For, Wish: a.Wish})
	p.clocks(c, r)
	p.choices(c, r)
	city, _ := h.kit.Taxonomy.City(r.City)
	p.Law = report.LawOf(city.Country)
}

// clocks are the days by which something is due, and on which it was done.
func (p *CasePage) clocks(c *web.Ctx, r *report.Report) {
	clock := func(key, by, done string) {
		value := by
		if done != "" {
			value = c.Words.T("casework.clock_done", "Date", report.On(done))
		} else if by != "" {
			value = c.Words.T("casework.clock_by", "Date", report.On(by))
		}
		if value != "" {
			p.Clocks = append(p.Clocks, report.Fact{Label: c.Words.T("casework.due_" + key), Value: value})
		}
	}
	clock("acknowledge", r.AcknowledgeBy(), r.Acknowledge)
	clock("feedback", r.FeedbackBy(), r.Feedback)
	clock("limit", r.Limit, "")
}

// choices are what the fields of the forms offer.
func (p *CasePage) choices(c *web.Ctx, r *report.Report) {
	none := web.Option{Label: c.Words.T("site.choose")}
	offered := func(prefix string, values []string) []web.Option {
		return append([]web.Option{none}, module.Options(c, prefix, values)...)
	}
	p.Grounds, p.Fields = offered("report.ground_", report.GroundsOf(r.Channel)), offered("report.field_", report.Fields())
	p.Against, p.Outcomes = offered("casework.against_", report.Against()), offered("report.outcome_", report.Outcomes())
	p.Tick = []web.Option{{Value: "yes", Label: c.Words.T("site.yes")}}
	p.Triages = module.Options(c, "casework.triage_", Triages())
}

type fileInput struct {
	ID   string `path:"id"`
	File string `path:"file"`
}

func (h handlers) caseFile(c *web.Ctx, in fileInput) (*web.File, error) {
	cs, err := h.Open(custody.Session(c), in.ID, false)
	if err != nil {
		return nil, err
	}
	f, err := report.FindFile(cs.Files, in.File)
	if err != nil {
		return nil, err
	}
	return &web.File{Name: f.Name, Type: f.Type, Body: f.Data()}, nil
}
