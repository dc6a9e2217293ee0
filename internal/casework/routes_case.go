package casework

import (
	"citiesgrow/internal/custody"
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/report"
	"citiesgrow/web"
	"time"
)

type caseInput struct {
	ID       string `path:"id"`
	Unmasked string `query:"unmasked" validate:"omitempty,oneof=yes"`
	Lang     string `query:"lang" validate:"max=8"`
}

// CasePage is one case; Locked where the key must be opened first.
type CasePage struct {
	ID       string             `json:"id"`
	Locked   bool               `json:"locked"`
	Item     QueueItem          `json:"case"`
	City     string             `json:"city"`
	Account  *report.Account    `json:"report,omitempty"`
	Said     []report.Said      `json:"messages"`
	Noted    []NotedPage        `json:"notes"`
	Files    []*report.Attached `json:"files"`
	Identity *report.Identity   `json:"identity,omitempty"`
	Known    *Internal          `json:"desk,omitempty"`
	Named    bool               `json:"named"`
	Alike    []QueueItem        `json:"alike"`
	Erase    string             `json:"erase,omitempty"`
	Limit    string             `json:"limit,omitempty"`
	Clocks   []report.Fact      `json:"-"`
	Facts    []report.Fact      `json:"-"`
	Parts    []QueueItem        `json:"-"`
	Masks    string             `json:"-"`
	Shown    bool               `json:"-"` // unmasked
	Masked   bool               `json:"-"`
	Receipt  bool               `json:"-"` // the reporter can be written to
	Agreed   bool               `json:"-"`
	Key      *custody.KeyPage   `json:"-"`
	Grounds  []web.Option       `json:"-"`
	Fields   []web.Option       `json:"-"`
	Against  []web.Option       `json:"-"`
	Outcomes []web.Option       `json:"-"`
	Triages  []web.Option       `json:"-"`
	Law      report.Law         `json:"-"`
	Tick     []web.Option       `json:"-"`
	Input    caseForm           `json:"-"`
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
	ctx := custody.Session(c)
	r, err := h.Get(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	key, err := h.custody.KeyPage(c)
	if err != nil {
		return nil, err
	}
	p := &CasePage{ID: r.ID, Item: h.item(r), City: r.City, Key: key, Said: []report.Said{},
		Noted: []NotedPage{}, Files: []*report.Attached{}, Alike: []QueueItem{}}
	cs, err := h.Open(ctx, in.ID, in.Unmasked == "yes")
	if problem.Is(err, problem.Conflict) && !c.API {
		p.Locked = true
		return p, nil
	}
	if err != nil {
		return nil, err
	}
	h.lay(c, p, cs)
	return p, nil
}

func (h handlers) lay(c *web.Ctx, p *CasePage, cs *Case) {
	r, a, w := cs.Report, cs.Account, c.Words
	p.Account, p.Said, p.Files, p.Identity, p.Known = a, cs.Said, cs.Files, cs.Who, &cs.Known
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
	clock := func(key, by, done string) {
		value := by
		if done != "" {
			value = w.T("report.clock_done", "Date", report.On(done))
		} else if by != "" {
			value = w.T("report.clock_by", "Date", report.On(by))
		}
		if value != "" {
			p.Clocks = append(p.Clocks, report.Fact{Label: w.T("report.due_" + key), Value: value})
		}
	}
	clock("acknowledge", r.AcknowledgeBy(), r.Acknowledge)
	clock("feedback", r.FeedbackBy(), r.Feedback)
	clock("limit", r.Limit, "")
	none := web.Option{Label: w.T("site.choose")}
	p.Grounds = append([]web.Option{none}, module.Options(c, "report.ground_", report.GroundsOf(r.Channel))...)
	p.Fields = append([]web.Option{none}, module.Options(c, "report.field_", report.Fields())...)
	p.Against = append([]web.Option{none}, module.Options(c, "report.against_", report.Against())...)
	p.Outcomes = append([]web.Option{none}, module.Options(c, "report.outcome_", report.Outcomes())...)
	p.Tick = []web.Option{{Value: "yes", Label: w.T("site.yes")}}
	p.Triages = module.Options(c, "report.triage_", Triages())
	city, _ := h.kit.Taxonomy.City(r.City)
	p.Law = report.LawOf(city.Country)
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
